"""Whether a database is sound: its tables, its file, and what it says of its own documents."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from sqlalchemy import Connection, Engine, select, text

from planner.domain import Problem
from planner.store.backup import WORKSPACE, enter, snapshot
from planner.store.engine import guarded
from planner.store.migrating import State, state
from planner.store.tables import Plan


def check(engine: Engine) -> Iterator[Problem]:
    """Everything that is wrong; raises Unavailable where the database cannot be reached."""
    with guarded():
        found = state(engine)
        if found is not State.CURRENT:
            fix = "Run `planner db upgrade`." if found is State.OLDER else "Install that newer program."
            yield Problem("tables", f"are {found.value} than this program.", fix)
            return
        with snapshot(engine) as connection:
            if connection.dialect.name == "sqlite":
                yield from _file(connection)
            yield from _plans(connection)


def _file(connection: Connection) -> Iterator[Problem]:
    fix = "Restore a backup into a new file."
    for row in connection.execute(text("PRAGMA integrity_check")):
        if row[0] != "ok":
            yield Problem("file", f"{row[0]}.", fix)
    for row in connection.execute(text("PRAGMA foreign_key_check")):
        yield Problem(str(row[0]), f"row {row[1]} refers to a row of {row[2]} that is not there.", fix)


def _plans(connection: Connection) -> Iterator[Problem]:
    """Plans whose text is not the one that was stored."""
    for workspace in connection.scalars(text("SELECT id FROM workspaces ORDER BY id")).all():
        enter(connection, workspace)
        table = Plan.__table__
        query = select(table.c.id, table.c.document, table.c.digest).where(table.c[WORKSPACE] == workspace)
        with connection.execute(query.execution_options(yield_per=100)) as rows:
            for id, document, digest in rows:
                if hashlib.sha256(document.encode()).hexdigest() != digest:
                    fix = "Restore a backup."
                    yield Problem(id, "is not the plan that was stored: its digest differs.", fix)
