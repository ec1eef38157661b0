"""Use cases over the versions of a profile: look back, compare, go back, copy, put away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from planner import engine
from planner.domain import NotFound, Problem, digest
from planner.domain.access import Permission
from planner.domain.changes import Difference, differences
from planner.domain.events import EventType
from planner.services import ids, sight
from planner.services.lookup import found
from planner.services.ports import Desk, ProfileRecord, Work
from planner.services.ports.profiles import VersionRecord
from planner.services.versions import Expected

WRITE = Permission.PLANS_WRITE


def versions(desk: Desk, profile_id: str) -> Sequence[VersionRecord]:
    """Every version of a profile without its document, oldest first; raises NotFound."""
    with desk.reading(Permission.PLANS_READ) as work:
        found(ids.PROFILE, profile_id, work.profiles.get)
        return work.profiles.versions(profile_id)


def version(desk: Desk, profile_id: str, number: int) -> VersionRecord:
    """One version with its document; raises NotFound."""
    with desk.reading(Permission.PLANS_READ) as work:
        found(ids.PROFILE, profile_id, work.profiles.get)
        return sight.version_record(desk, _version(work, profile_id, number))


def diff(desk: Desk, profile_id: str, before: int, after: int | None = None) -> tuple[Difference, ...]:
    """Where two versions differ, the later one the present one unless named; raises NotFound."""
    with desk.reading(Permission.PLANS_READ) as work:
        present = found(ids.PROFILE, profile_id, work.profiles.get)
        earlier = _version(work, profile_id, before).document
        later = _version(work, profile_id, after).document if after else present.document
    return differences(sight.document(desk, earlier), sight.document(desk, later))


def restore(desk: Desk, profile_id: str, number: int, expected: Expected) -> ProfileRecord:
    """Store an old version once more as the newest; raises NotFound, Stale, InvalidProfile."""
    with desk.reading(WRITE) as work:
        found(ids.PROFILE, profile_id, work.profiles.get)
        document = _version(work, profile_id, number).document
    profile = desk.documents.load(document)
    engine.check(profile, desk.knowledge)
    with desk.writing(WRITE) as work:
        record = found(
            ids.PROFILE,
            profile_id,
            lambda id: work.profiles.replace(
                id, profile.name, document, digest(profile), desk.now(), expected.check
            ),
        )
        desk.tell(work, EventType.PROFILE_CHANGED, record.id, version=record.version, restored=number)
        desk.commit(work, "profile.restore_version", record.id, after=record.digest)
    return sight.profile_record(desk, record)


def clone(desk: Desk, profile_id: str, name: str) -> ProfileRecord:
    """A new profile with the same facts under another name; raises NotFound, InvalidProfile."""
    now = desk.now()
    with desk.writing(WRITE) as work:
        source = found(ids.PROFILE, profile_id, work.profiles.get)
        profile = replace(desk.documents.load(source.document), name=name)
        document = desk.documents.dump(profile)
        record = work.profiles.add(ids.new(ids.PROFILE, now), name, document, digest(profile), now)
        desk.tell(work, EventType.PROFILE_CREATED, record.id, version=record.version, cloned=profile_id)
        desk.commit(work, "profile.clone", record.id, after=record.digest)
    return sight.profile_record(desk, record)


def archive(desk: Desk, profile_id: str, archived: bool = True) -> ProfileRecord:
    """Put a profile away, or take it out again; its plans and positions live on. Raises NotFound."""
    action = "archive" if archived else "restore"
    with desk.writing(WRITE) as work:
        record = found(ids.PROFILE, profile_id, work.profiles.get)
        if archived != (record.archived_at is not None):
            work.profiles.archive(profile_id, desk.now() if archived else None)
            type = EventType.PROFILE_ARCHIVED if archived else EventType.PROFILE_RESTORED
            desk.tell(work, type, record.id)
            desk.commit(work, f"profile.{action}", record.id)
    return sight.profile_record(desk, record)


def _version(work: Work, profile_id: str, number: int) -> VersionRecord:
    record = work.profiles.version(profile_id, number)
    if record is None:
        raise NotFound(
            Problem("version", f"The profile has no version {number}.", "List its versions to see which.")
        )
    return record
