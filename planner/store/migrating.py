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
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        _refuse_newer(connection)
        command.upgrade(config(connection), revision)


def require_current(engine: Engine) -> None:
    """Raise UnusableDatabase where the tables are not those of this program."""
    with engine.connect() as connection:
        state = _state(connection)
    if state is not State.CURRENT:
        raise UnusableDatabase(
            Problem("database", f"its tables are {state.value} than this program.", "Restart the service.")
        )


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, on `connection` where there is one."""
    settings = Config()
    settings.set_main_option("script_location", str(resources.migrations()).replace("%", "%%"))
    settings.attributes["connection"] = connection
    return settings


def _state(connection: Connection) -> State:
    here = MigrationContext.configure(connection).get_current_revision()
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
