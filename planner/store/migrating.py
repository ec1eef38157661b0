"""Migrations on start: safe when several processes start at once, refused for a newer program's database."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from planner import resources
from planner.domain import Problem
from planner.store.engine import WRITING
from planner.store.errors import UnusableDatabase

LOCK = 0x706C616E  # PostgreSQL's advisory lock of this program's migrations


class State(StrEnum):
    """How the tables relate to this program."""

    CURRENT = "current"
    OLDER = "older"
    NEWER = "newer"


def migrate(engine: Engine, revision: str = "head") -> None:
    """Upgrade to `revision` in one transaction; raises UnusableDatabase where a newer program made them."""
    with engine.execution_options(**WRITING).connect() as connection, connection.begin():
        lock(connection)
        _refuse_newer(connection)
        command.upgrade(config(connection), revision)


def lock(connection: Connection) -> None:
    """Keep other migrations out until this transaction ends; on SQLite nobody else writes anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})


def current_revision(connection: Connection) -> str | None:
    """The revision that the tables are at."""
    return MigrationContext.configure(connection).get_current_revision()


def knows(revision: str) -> bool:
    """Whether this program has that revision."""
    return revision in _revisions()


def state(engine: Engine) -> State:
    """How the tables relate to this program."""
    with engine.connect() as connection:
        return _state(connection)


def require_current(engine: Engine) -> None:
    """Raise UnusableDatabase where the tables are not those of this program."""
    found = state(engine)
    if found is not State.CURRENT:
        fix = "Restart the service, or run `planner db upgrade`."
        raise UnusableDatabase(Problem("database", f"its tables are {found.value} than this program.", fix))


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, on `connection` where there is one."""
    settings = Config()
    settings.set_main_option("script_location", str(resources.migrations()).replace("%", "%%"))
    settings.attributes["connection"] = connection
    return settings


def _state(connection: Connection) -> State:
    here = current_revision(connection)
    known = _revisions()
    if here == known[0]:
        return State.CURRENT
    return State.OLDER if here is None or here in known else State.NEWER


@cache
def _revisions() -> tuple[str, ...]:
    """Newest first."""
    return tuple(script.revision for script in ScriptDirectory.from_config(config()).walk_revisions())


def _refuse_newer(connection: Connection) -> None:
    if _state(connection) is State.NEWER:
        raise UnusableDatabase(
            Problem(
                "database_url",
                "the database was made by a newer version of the planner.",
                "Install that version, or restore a backup made with this one.",
            )
        )
