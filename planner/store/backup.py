"""Backups: one portable file of either database, from one moment, restorable into either.

A backup is gzip over lines of JSON: what it is; then, for each table of each workspace, a line that names
them and a row to a line; at the end the number of rows and a SHA-256 of all before.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, Engine, Table, select, text

from planner import __version__
from planner.domain import InvalidInput, Problem
from planner.store.engine import guarded
from planner.store.kinds import KINDS, kind_of
from planner.store.migrating import current_revision, require_current
from planner.store.tables import Base

FORMAT = 1
ROWS_AT_ONCE = 500
WORKSPACE = "workspace_id"
ENTER = text("SELECT set_config('planner.workspace', :workspace, true)")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself; `tables` holds the kind of every column, in the order of the rows."""

    revision: str
    program: str
    created_at: str
    tables: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Rows of one table, of one workspace where the table has any."""

    table: str
    workspace: str | None
    rows: list[list[Any]]


class NotABackup(InvalidInput):
    """A file that is not a whole backup of a planner's database."""

    title = "The backup cannot be used"


def write(engine: Engine, path: Path, now: datetime) -> Counter[str]:
    """Write a backup to the new file `path` while others write; tells the rows of each table.

    The file appears whole or not at all, and only its owner may read it. Raises UnusableDatabase where the
    tables are not those of this program, FileExistsError.
    """
    require_current(engine)
    if path.exists():
        raise FileExistsError(path)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            rows = _write(engine, file, now)
            os.fsync(file.fileno())
        os.link(name, path)  # unlike a rename, never over another file
    finally:
        Path(name).unlink()
    _sync(path.parent)
    return rows


def read(path: Path) -> tuple[Manifest, Counter[str]]:
    """What a backup says of itself and how many rows it holds; raises NotABackup unless it is whole."""
    with gzip.open(path, "rb") as file, _damage():
        lines = _lines(file)
        manifest = _manifest(next(lines))
        rows: Counter[str] = Counter()
        for chunk in _chunks(lines, manifest):
            rows[chunk.table] += len(chunk.rows)
        return manifest, rows


def chunks(path: Path) -> Iterator[Chunk]:
    """The rows of a backup that `read` has found whole."""
    with gzip.open(path, "rb") as file, _damage():
        lines = _lines(file)
        yield from _chunks(lines, _manifest(next(lines)))


def _sync(folder: Path) -> None:
    with suppress(OSError):  # not every file system lets folders be synchronised
        handle = os.open(folder, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)


class _Digesting:
    """Lines on their way out, with the digest of all so far."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.digest = file, hashlib.sha256()

    def line(self, value: Any) -> None:
        data = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        self.digest.update(data)
        self._file.write(data)


def _write(engine: Engine, file: IO[bytes], now: datetime) -> Counter[str]:
    rows: Counter[str] = Counter()
    with gzip.GzipFile(fileobj=file, mode="wb", filename="", mtime=0) as packed:
        out = _Digesting(packed)  # type: ignore[arg-type] # GzipFile is one in all that matters
        with guarded(), snapshot(engine) as connection:
            out.line(_described(connection, now))
            for table, workspace in _places(connection):
                rows[table.name] += _write_rows(connection, table, workspace, out)
        out.line({"end": FORMAT, "rows": dict(rows), "sha256": out.digest.hexdigest()})
    return rows


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A connection that sees the database as it is at one moment, and cannot write."""
    if engine.dialect.name != "postgresql":
        with engine.connect() as connection:
            yield connection
        return
    with engine.execution_options(isolation_level="REPEATABLE READ").connect() as connection:
        connection.execute(text("SET TRANSACTION READ ONLY"))
        yield connection


def _described(connection: Connection, now: datetime) -> dict[str, Any]:
    tables = {
        table.name: {column.name: kind_of(column) for column in table.columns}
        for table in Base.metadata.sorted_tables
    }
    return {
        "planner_backup": FORMAT,
        "revision": current_revision(connection),
        "program": __version__,
        "created_at": now.isoformat(),
        "tables": tables,
    }


def _places(connection: Connection) -> Iterator[tuple[Table, str | None]]:
    """Every table as a whole, then those of tenants, one workspace after the other."""
    tables = Base.metadata.sorted_tables
    for table in tables:
        if WORKSPACE not in table.columns:
            yield table, None
    for workspace in connection.scalars(text("SELECT id FROM workspaces ORDER BY id")).all():
        enter(connection, workspace)
        for table in tables:
            if WORKSPACE in table.columns:
                yield table, workspace


def enter(connection: Connection, workspace: str) -> None:
    """Let row-level security show this workspace, until the transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(ENTER, {"workspace": workspace})


def _write_rows(connection: Connection, table: Table, workspace: str | None, out: _Digesting) -> int:
    age = [table.c.created_at] if "created_at" in table.c else []  # what rows of a table refer to comes first
    query = select(table).order_by(*age, *table.primary_key.columns)
    if workspace is not None:
        query = query.where(table.columns[WORKSPACE] == workspace)
    encoders = [KINDS[kind_of(column)].encode for column in table.columns]
    count = 0
    out.line({"table": table.name, "workspace": workspace})
    with connection.execute(query.execution_options(yield_per=ROWS_AT_ONCE)) as rows:
        for row in rows:
            pairs = zip(encoders, row, strict=True)
            out.line([None if value is None else encode(value) for encode, value in pairs])
            count += 1
    return count


@contextmanager
def _damage() -> Iterator[None]:
    """Whatever goes wrong while a file is read means that it is no whole backup."""
    try:
        yield
    except (EOFError, zlib.error, gzip.BadGzipFile, StopIteration, ValueError, KeyError, TypeError) as error:
        fix = "Take another backup; this file is damaged, cut off, or something else."
        raise NotABackup(Problem("file", "is not a whole backup of a planner's database.", fix)) from error


def _lines(file: Iterable[bytes]) -> Iterator[Any]:
    """The lines before the last; raises ValueError unless that one bears them out."""
    digest, held = hashlib.sha256(), b""
    for line in file:
        if held:
            digest.update(held)
            yield json.loads(held)
        held = line
    end = json.loads(held)
    if end["end"] != FORMAT or end["sha256"] != digest.hexdigest():
        raise ValueError("the digest differs")


def _manifest(said: Mapping[str, Any]) -> Manifest:
    if said["planner_backup"] != FORMAT:
        raise NotABackup(
            Problem("file", "is a backup of a newer form.", "Restore it with a newer version of the planner.")
        )
    return Manifest(said["revision"], said["program"], said["created_at"], said["tables"])


def _chunks(lines: Iterator[Any], manifest: Manifest) -> Iterator[Chunk]:
    chunk: Chunk | None = None
    decoders: list[Any] = []
    for line in lines:
        if isinstance(line, dict):
            if chunk and chunk.rows:
                yield chunk
            chunk = Chunk(line["table"], line["workspace"], [])
            decoders = [KINDS[kind].decode for kind in manifest.tables[chunk.table].values()]
        elif chunk is not None:
            values = zip(decoders, line, strict=True)
            chunk.rows.append([decode(value) if value is not None else None for decode, value in values])
            if len(chunk.rows) >= ROWS_AT_ONCE:
                yield chunk
                chunk = Chunk(chunk.table, chunk.workspace, [])
    if chunk and chunk.rows:
        yield chunk
