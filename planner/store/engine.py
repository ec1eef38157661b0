"""Engines: SQLite and PostgreSQL set up so that an acknowledged write survives."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event, make_url
from sqlalchemy import create_engine as sqlalchemy_engine
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from planner.domain import Problem
from planner.store.errors import Unavailable, UnusableDatabase

BUSY_SECONDS = 10
WRITING = {"planner_writes": True}
PRAGMAS = (
    f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}",
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = FULL",
)
ALIASES = {"postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg"}


def create_engine(url: str) -> Engine:
    """An engine for `sqlite:///FILE` or `postgresql://...`; raises UnusableDatabase for anything else."""
    parsed = _parse(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed)
    return sqlalchemy_engine(parsed, pool_pre_ping=True, connect_args={"connect_timeout": BUSY_SECONDS})


@contextmanager
def guarded() -> Iterator[None]:
    """Say Unavailable where the database is gone, locked or full, UnusableDatabase where it is damaged."""
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        problem = Problem(
            "database", f"{str(cause).strip()}.", "Try again; if it stays, look at the database."
        )
        raise Unavailable(problem) from error
    except DatabaseError as error:
        if type(error) is not DatabaseError:  # its kinds are errors of ours, such as IntegrityError
            raise
        raise UnusableDatabase(Problem("database", f"{error.orig}.", "Restore a backup.")) from error


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise _unusable("is not the address of a database") from None
    parsed = parsed.set(drivername=ALIASES.get(parsed.drivername, parsed.drivername))
    if parsed.drivername not in {"sqlite", "sqlite+pysqlite", *ALIASES.values()}:
        raise _unusable(f"names {parsed.drivername}, which the planner does not know")
    if parsed.get_backend_name() == "sqlite" and (parsed.database or ":memory:") == ":memory:":
        raise _unusable("names no file, so everything would be forgotten")
    return parsed


def _unusable(message: str) -> UnusableDatabase:
    return UnusableDatabase(
        Problem("database_url", f"{message}.", "Use sqlite:///FILE or postgresql://USER@HOST/DATABASE.")
    )


def _sqlite(url: URL) -> Engine:
    assert url.database is not None
    _make_folder(Path(url.database).parent)
    engine = sqlalchemy_engine(url, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _open_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise UnusableDatabase(
            Problem(
                "database_url", f"the folder {folder} cannot be made: {error.strerror}.", "Name another file."
            )
        ) from None


def _open_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun by `_begin_sqlite`, not guessed by the driver
    for pragma in PRAGMAS:
        connection.execute(pragma)
    _write_ahead(connection)


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch to WAL; SQLite doesn't wait for others while it switches, so this does."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once: a reader that turns writer later could fail whatever it waits."""
    writes = connection.get_execution_options().get("planner_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
