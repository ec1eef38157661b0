"""Workspaces kept apart: by every session, and on PostgreSQL by row-level security under it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, event, inspect, text
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction, UOWTransaction, with_loader_criteria

from planner.store.tables import Tenant

HERE = "nullif(current_setting('planner.workspace', true), '')"
ENTER = text("SELECT set_config('planner.workspace', :workspace, true)")
APPEND_ONLY = frozenset({"audit_entries"})


class Confined(Session):
    """A session in one workspace: it reads, changes and adds rows of no other."""

    def __init__(self, engine: Engine, workspace: str) -> None:
        super().__init__(engine, expire_on_commit=False, info={"workspace": workspace})


@event.listens_for(Confined, "after_begin")
def _enter(session: Session, _: SessionTransaction, connection: Connection) -> None:
    """Tell PostgreSQL the workspace, until this transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(ENTER, {"workspace": session.info["workspace"]})


@event.listens_for(Confined, "do_orm_execute")
def _confine(state: ORMExecuteState) -> None:
    """Add the workspace to every query, update and deletion of a tenant's table."""
    here = state.session.info["workspace"]
    if not state.is_column_load and not state.is_relationship_load:
        state.statement = state.statement.options(
            with_loader_criteria(Tenant, lambda table: table.workspace_id == here, include_aliases=True)
        )


@event.listens_for(Confined, "before_flush")
def _mark(session: Session, _: UOWTransaction, __: Any) -> None:
    """Put new rows into the workspace; a row of another one is a mistake of ours."""
    here = session.info["workspace"]
    for row in session.new:
        if isinstance(row, Tenant):
            row.workspace_id = row.workspace_id or here
            assert row.workspace_id == here, f"{row!r} belongs to another workspace"


def secure(operations: Any, *tables: str) -> None:
    """For migrations, with `op`: row-level security on new tables of tenants; on SQLite there is none."""
    if operations.get_bind().dialect.name != "postgresql":
        return
    for table in tables:
        operations.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        operations.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        operations.execute(
            f"CREATE POLICY own_workspace ON {table} "
            f"USING (workspace_id = {HERE}) WITH CHECK (workspace_id = {HERE})"
        )


def unforced(operations: Any, *tables: str) -> None:
    """For migrations that move rows of all workspaces: lets the tables' owner see them; `force` ends it."""
    if operations.get_bind().dialect.name == "postgresql":
        for table in tables:
            operations.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")


def force(operations: Any, *tables: str) -> None:
    """For migrations: ends `unforced`."""
    if operations.get_bind().dialect.name == "postgresql":
        for table in tables:
            operations.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def grant(engine: Engine, role: str) -> None:
    """Let a database role that owns nothing use the tables: to append only, where nothing is ever changed."""
    with engine.begin() as connection:
        quoted = engine.dialect.identifier_preparer.quote(role)
        connection.execute(text(f"GRANT USAGE ON SCHEMA public TO {quoted}"))
        for table in inspect(connection).get_table_names():
            rights = "SELECT, INSERT" if table in APPEND_ONLY else "SELECT, INSERT, UPDATE, DELETE"
            connection.execute(text(f"GRANT {rights} ON {table} TO {quoted}"))
