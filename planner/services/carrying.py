"""Use cases over a workspace as a whole: take everything along, bring it back, erase it.

An archive is a zip of `manifest.json` and one file of JSON lines for each table. What lets somebody in
(tokens, sessions, secrets of connections) is not in it.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields
from typing import IO, Any

from planner import __version__
from planner.domain import Conflict, InvalidInput, Problem
from planner.domain.access import Permission, operator
from planner.domain.regional import Regional
from planner.services import ids
from planner.services.ports import Desk, WorkspaceRecord
from planner.services.workspaces import regional_of

FORMAT = 1
MANIFEST = "manifest.json"
LARGEST = 2_000_000_000  # bytes of one unpacked file
LONGEST_LINE = 100_000_000
TRAIL = frozenset({"audit_entries", "audit_heads", "audit_checkpoints"})
ERASED = "erased"


def take(desk: Desk, into: IO[bytes]) -> dict[str, int]:
    """Write everything in the workspace into `into` as an archive; how many rows of each table."""
    counts: dict[str, int] = {}
    digests: dict[str, str] = {}
    with desk.reading(Permission.WORKSPACE_MANAGE) as work:
        workspace = work.workspaces.get(desk.actor.workspace)
        assert workspace is not None, "the actor is in it"
        with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in work.whole.names():
                counts[name], digests[name] = _write(archive, name, work.whole.rows(name))
            manifest = {
                "format": FORMAT,
                "program": f"planner {__version__}",
                "workspace": {"id": workspace.id, "name": workspace.name, **asdict(regional_of(workspace))},
                "taken_at": desk.now().isoformat(),
                "tables": {name: {"rows": counts[name], "sha256": digests[name]} for name in counts},
            }
            archive.writestr(MANIFEST, json.dumps(manifest, indent=2))
    return counts


def bring(desk: Desk, source: IO[bytes], name: str) -> WorkspaceRecord:
    """Make a workspace of an archive, with the same ids; its audit trail begins anew.

    For the command line only. Raises InvalidInput for what is no archive of ours or is damaged, Conflict for
    a name that is taken; then there is no such workspace.
    """
    now = desk.now()
    id = ids.new(ids.WORKSPACE, now)
    archive, manifest = _opened(source)
    with archive, desk.store.writing(id) as work:
        if work.workspaces.named(name) is not None:
            raise Conflict(Problem("name", f"There is a workspace {name!r} already.", "Name it otherwise."))
        record = work.workspaces.add(id, name, now, _regional(manifest.get("workspace") or {}))
        known = work.whole.names()
        for table in known:
            if table not in TRAIL and table in manifest["tables"]:
                _bring(work.whole.bring, archive, table, manifest["tables"][table])
        strange = set(manifest["tables"]) - set(known)
        if strange:
            raise _unreadable(f"holds {min(strange)!r}, which this program does not know")
        desk.acting(operator(id)).commit(work, "workspace.import", id)
    return record


def contents(desk: Desk) -> Mapping[str, int]:
    """What erasing the workspace would delete: rows by table."""
    with desk.reading(Permission.WORKSPACE_MANAGE) as work:
        return work.whole.counts()


def erase(desk: Desk, confirm: str | None) -> Mapping[str, int]:
    """Delete everything in the workspace for good, once its name is given as confirmation.

    What stays is a tombstone without a name, and the audit trail. Raises Conflict without the confirmation,
    saying what would go.
    """
    with desk.writing(Permission.WORKSPACE_MANAGE) as work:
        workspace = work.workspaces.get(desk.actor.workspace)
        assert workspace is not None, "the actor is in it"
        counts = work.whole.counts()
        if confirm != workspace.name:
            what = ", ".join(f"{name.replace('_', ' ')} {count:,}" for name, count in counts.items())
            raise Conflict(
                Problem(
                    "confirm",
                    f"Erasing {workspace.name!r} deletes for good: {what or 'nothing, it is empty'}.",
                    "Take an export first; then send the workspace's name as confirmation.",
                )
            )
        work.whole.erase()
        work.workspaces.change(workspace.id, name=f"{ERASED} {workspace.id}", archived_at=desk.now())
        desk.commit(work, "workspace.erase", workspace.id)
    return counts


def _write(archive: zipfile.ZipFile, name: str, rows: Iterator[dict[str, Any]]) -> tuple[int, str]:
    count, sum = 0, hashlib.sha256()
    with archive.open(_file(name), "w", force_zip64=True) as file:
        for row in rows:
            line = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
            sum.update(line)
            file.write(line)
            count += 1
    return count, sum.hexdigest()


def _bring(bring: Any, archive: zipfile.ZipFile, name: str, said: Mapping[str, Any]) -> None:
    sum = hashlib.sha256()
    try:
        count = bring(name, _rows(archive, name, sum))
    except (KeyError, ValueError, TypeError, zipfile.BadZipFile) as error:
        raise _unreadable(f"has a {_file(name)} that does not fit: {error}") from None
    if count != said["rows"] or sum.hexdigest() != said["sha256"]:
        raise _unreadable(f"has another {_file(name)} than its manifest says")


def _rows(archive: zipfile.ZipFile, name: str, sum: Any) -> Iterator[dict[str, Any]]:
    with archive.open(_file(name)) as file:
        for line in iter(lambda: file.readline(LONGEST_LINE), b""):
            sum.update(line)
            yield json.loads(line)


def _opened(source: IO[bytes]) -> tuple[zipfile.ZipFile, dict[str, Any]]:
    try:
        archive = zipfile.ZipFile(source)
        for entry in archive.infolist():
            if entry.file_size > LARGEST:
                raise _unreadable(f"unpacks to more than {LARGEST:,} bytes")
        manifest = json.loads(archive.read(MANIFEST))
        sound = manifest["format"] == FORMAT and all(
            isinstance(each["rows"], int) and isinstance(each["sha256"], str)
            for each in manifest["tables"].values()
        )
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, OSError) as error:
        raise _unreadable(f"cannot be read: {error}") from None
    if not sound:
        raise _unreadable("was made by another version of the program")
    return archive, manifest


def _regional(told: Any) -> Regional:
    """The settings that an archive tells; the usual ones where it is from before there were any."""
    known = [each.name for each in fields(Regional)]
    try:
        return Regional(**{name: told[name] for name in known if name in told})
    except (InvalidInput, TypeError) as error:
        raise _unreadable(f"tells settings that cannot be: {error}") from None


def _unreadable(what: str) -> InvalidInput:
    return InvalidInput(
        Problem("archive", f"{what}.", "Give a file that `planner workspaces export` has written.")
    )


def _file(name: str) -> str:
    return f"tables/{name}.jsonl"


def whole(desk: Desk) -> tuple[bytes, dict[str, int]]:
    """The archive of the workspace at once, and how many rows of each table are in it."""
    file = io.BytesIO()
    counts = take(desk, file)
    return file.getvalue(), counts
