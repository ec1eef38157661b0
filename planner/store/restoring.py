"""Restoring a backup into an empty database: all of it, in one transaction, then brought up to date."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from alembic import command
from sqlalchemy import Connection, Engine, Integer, column, func, inspect, select, table, text
from sqlalchemy.sql.expression import TableClause

from planner.domain import Problem
from planner.store import backup
from planner.store.backup import Manifest, NotABackup
from planner.store.engine import WRITING, guarded
from planner.store.errors import UnusableDatabase
from planner.store.kinds import KINDS
from planner.store.migrating import config, knows, lock


def restore(engine: Engine, path: Path) -> Counter[str]:
    """Fill an empty database from a backup; tells the rows of each table.

    Raises NotABackup before anything is touched, UnusableDatabase where the database holds anything.
    """
    manifest, rows = backup.read(path)
    if not knows(manifest.revision):
        fix = f"Restore it with version {manifest.program} of the planner or a newer one."
        raise NotABackup(Problem("file", "was made by a newer version of the planner.", fix))
    with guarded(), engine.execution_options(**WRITING).begin() as connection:
        lock(connection)
        _refuse_filled(connection)
        _prepare(connection, manifest.revision)
        _fill(connection, manifest, path)
        command.upgrade(config(connection), "head")
    return rows


def _refuse_filled(connection: Connection) -> None:
    quote = connection.dialect.identifier_preparer.quote
    for name in inspect(connection).get_table_names():
        if name != "alembic_version" and connection.scalar(text(f"SELECT 1 FROM {quote(name)} LIMIT 1")):
            fix = "Name an empty database, or a file that is not there yet; nothing is ever overwritten."
            raise UnusableDatabase(Problem("database_url", f"the database has rows in {name}.", fix))


def _prepare(connection: Connection, revision: str) -> None:
    """The tables as they were when the backup was made."""
    if inspect(connection).has_table("alembic_version"):
        command.downgrade(config(connection), "base")
    command.upgrade(config(connection), revision)
    quote = connection.dialect.identifier_preparer.quote
    for name in reversed(inspect(connection).get_table_names()):
        if name != "alembic_version":
            connection.execute(text(f"DELETE FROM {quote(name)}"))  # what migrations put there themselves


def _fill(connection: Connection, manifest: Manifest, path: Path) -> None:
    tables = {name: _table(name, kinds) for name, kinds in manifest.tables.items()}
    inside: str | None = None
    for chunk in backup.chunks(path):
        if chunk.workspace is not None and chunk.workspace != inside:
            backup.enter(connection, inside := chunk.workspace)
        names = list(manifest.tables[chunk.table])
        rows = [dict(zip(names, row, strict=True)) for row in chunk.rows]
        connection.execute(tables[chunk.table].insert(), rows)
    _advance(connection, tables)


def _table(name: str, kinds: dict[str, str] | object) -> TableClause:
    assert isinstance(kinds, dict)
    return table(name, *(column(each, KINDS[kind].type) for each, kind in kinds.items()))


def _advance(connection: Connection, tables: dict[str, TableClause]) -> None:
    """Let PostgreSQL's own counters go on after the numbers that were restored."""
    if connection.dialect.name != "postgresql":
        return
    for name, each in tables.items():
        for number in (item for item in each.columns if isinstance(item.type, Integer)):
            counter = connection.scalar(select(func.pg_get_serial_sequence(name, number.name)))
            most = connection.scalar(select(func.max(number))) if counter else None
            if most is not None:
                connection.execute(select(func.setval(counter, most)))
