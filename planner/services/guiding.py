"""Use cases over a workspace's guidance: packs in versions, edited, checked, published, rolled back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, TypeAlias

from planner import guidance as packs
from planner.domain import Conflict, InvalidGuidance, Problem
from planner.domain.access import Permission
from planner.domain.digest import canonical
from planner.domain.events import EventType
from planner.domain.lists import Ask, Listing, Test
from planner.guidance import Guidance
from planner.guidance.verify import VerifierUnavailable
from planner.services import ids
from planner.services.lookup import found, page
from planner.services.ports import Desk, Page, Work
from planner.services.ports.lives import GuidanceRecord, PublicationRecord
from planner.services.versions import Expected

DRAFT, PUBLISHED = "draft", "published"
LARGEST, MOST_FILES, MOST_RULES = 400_000, 60, 400  # characters of a pack, its files, its rules
MOST_VERIFIED = 150  # rules: their pairs are what the prover looks at
WRITE = Permission.GUIDANCE_WRITE
PACKS = Listing("guidance", filters={"state": Test("state"), "pack": Test("pack")})
EVERY = Ask(PACKS)
Files: TypeAlias = Mapping[str, str]


def create(desk: Desk, name: str, files: Files | None = None, based_on: str | None = None) -> GuidanceRecord:
    """Begin a draft: from `files`, else a copy of the pack `based_on`, else of the shipped one.

    Raises InvalidGuidance with every problem of the pack, NotFound.
    """
    with desk.writing(WRITE) as work:
        if files is None and based_on:
            files = _files(found(ids.PACK, based_on, work.guidance.get))
        held = (
            desk.knowledge.guidance if files is None else read(files)
        )  # which is the shipped one, read once
        files, now = packs.texts() if files is None else files, desk.now()
        record = work.guidance.add(
            id=ids.new(ids.PACK, now),
            name=name,
            files=dict(files),
            **_of(held),
            state=DRAFT,
            created_by=desk.actor.id,
            created_at=now,
            updated_at=now,
        )
        desk.commit(work, "guidance.create", record.id, after=held.hash)
    return record


def edit(
    desk: Desk,
    guidance_id: str,
    expected: Expected,
    name: str | None = None,
    files: Mapping[str, str | None] | None = None,
) -> GuidanceRecord:
    """Change files of a draft (null takes one out); raises NotFound, Stale, Conflict, InvalidGuidance."""
    with desk.writing(WRITE) as work:
        record = _draft(found(ids.PACK, guidance_id, work.guidance.locked))
        expected.check(record.version)
        merged = {**record.files, **(files or {})}
        kept = {path: text for path, text in merged.items() if text is not None}
        held = read(kept)
        before = record.hash
        record.name, record.files, record.updated_at = name or record.name, kept, desk.now()
        for member, value in _of(held).items():
            setattr(record, member, value)
        if held.hash != before:
            record.findings = record.checked_at = None
        desk.commit(work, "guidance.edit", record.id, before=before, after=held.hash)
    return record


def get(desk: Desk, guidance_id: str) -> GuidanceRecord:
    """A pack with its files; raises NotFound."""
    with desk.reading(Permission.PLANS_READ) as work:
        record = found(ids.PACK, guidance_id, work.guidance.get)
        _ = record.files
        return record


def index(desk: Desk, ask: Ask = EVERY) -> Page[GuidanceRecord]:
    """A part of the workspace's packs without their files, newest first."""
    with desk.reading(Permission.PLANS_READ) as work:
        return page(ask, work.guidance.list(ask))


def check(desk: Desk, guidance_id: str) -> GuidanceRecord:
    """Lint the pack, and verify it where the prover is installed; the findings are kept with it."""
    with desk.reading(WRITE) as work:
        held = read(_files(found(ids.PACK, guidance_id, work.guidance.get)))
    findings = _findings(held)
    with desk.writing(WRITE) as work:
        record = found(ids.PACK, guidance_id, work.guidance.locked)
        if record.hash == held.hash:
            record.findings, record.checked_at = findings, desk.now()
            desk.commit(work, "guidance.check", record.id, after=held.hash)
    return record


def publish(desk: Desk, guidance_id: str, reason: str | None = None) -> PublicationRecord:
    """Let plans be made by this pack from now on; what it says can't be changed any more.

    Plans that are there keep the pack that they were made with. Raises NotFound, Conflict.
    """
    with desk.writing(WRITE) as work:
        work.workspaces.lock()
        record = found(ids.PACK, guidance_id, work.guidance.locked)
        latest = work.publications.latest()
        if latest is not None and latest.guidance_id == record.id:
            raise Conflict(Problem("guidance_id", "This pack is in force already.", "Nothing to do."))
        record.state, record.updated_at = PUBLISHED, desk.now()
        publication = _publish(desk, work, record.id, reason)
        desk.tell(
            work, EventType.GUIDANCE_PUBLISHED, record.id, pack=record.pack, version=record.pack_version
        )
        desk.commit(work, "guidance.publish", record.id, after=record.hash, reason=reason)
    return publication


def roll_back(desk: Desk, reason: str | None = None) -> PublicationRecord:
    """Let the pack hold again that held before the present one; raises Conflict where there was none."""
    with desk.writing(WRITE) as work:
        work.workspaces.lock()
        history = work.publications.all()
        if not history:
            raise Conflict(
                Problem("guidance", "The shipped guidance has always held here.", "Publish a pack first.")
            )
        before = history[-2].guidance_id if len(history) > 1 else None
        publication = _publish(desk, work, before, reason)
        desk.tell(work, EventType.GUIDANCE_ROLLED_BACK, before or "shipped")
        desk.commit(work, "guidance.roll_back", before or "shipped", reason=reason)
    return publication


def publications(desk: Desk) -> Sequence[PublicationRecord]:
    """Which pack held from when on, oldest first; none: the shipped guidance always did."""
    with desk.reading(Permission.PLANS_READ) as work:
        return work.publications.all()


def read(files: Files) -> Guidance:
    """The pack of these files, within its limits; raises InvalidGuidance."""
    size = sum(len(text) for text in files.values())
    if len(files) > MOST_FILES or size > LARGEST:
        raise InvalidGuidance(
            Problem(
                "files",
                f"holds {len(files)} files of {size:,} characters.",
                f"Keep within {MOST_FILES} files and {LARGEST:,} characters in all.",
            )
        )
    held = packs.read(files)
    if len(held.rules) > MOST_RULES:
        raise InvalidGuidance(
            Problem("files", f"holds {len(held.rules)} rules.", f"Keep within {MOST_RULES} rules.")
        )
    return held


def _findings(held: Guidance) -> list[dict[str, Any]]:
    if len(held.rules) > MOST_VERIFIED:
        return [_finding("unverified", f"More than {MOST_VERIFIED} rules are not verified.")]
    try:
        return [canonical(asdict(each)) for each in packs.check(held)]
    except VerifierUnavailable as error:
        return [_finding("unverified", str(error))]


def _finding(kind: str, message: str) -> dict[str, Any]:
    return {"kind": kind, "rules": [], "message": message}


def _publish(desk: Desk, work: Work, guidance_id: str | None, reason: str | None) -> PublicationRecord:
    now: datetime = desk.now()
    return work.publications.append(guidance_id=guidance_id, at=now, by=desk.actor.id, reason=reason)


def _draft(record: GuidanceRecord) -> GuidanceRecord:
    if record.state != DRAFT:
        raise Conflict(
            Problem(
                "guidance_id",
                "The pack has been published, and plans rest on it.",
                "Begin a draft of it.",
            )
        )
    return record


def _files(record: GuidanceRecord) -> dict[str, str]:
    return {str(path): str(text) for path, text in record.files.items()}


def _of(held: Guidance) -> dict[str, str]:
    return {"pack": held.id, "pack_version": held.version, "hash": held.hash}
