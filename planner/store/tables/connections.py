"""Connections to headcount tools, what is known of their records, and the runs that made it known."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from planner.store.tables.base import DIGEST, ID, Base, Tenant, Versioned

WORD = String(20)
EXTERNAL_ID, REMOTE_ID = String(50), String(200)


def _of_connection() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["workspace_id", "connection_id"], ["connections.workspace_id", "connections.id"]
    )


class Connection(Versioned, Tenant, Base):
    """A connection; its secrets are sealed, `leased_until` says how long one writer has it to itself."""

    __tablename__ = "connections"
    __table_args__ = (
        Index(None, "workspace_id", "name", unique=True),
        Index(None, "workspace_id", "next_run_at"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(WORD)
    url: Mapped[str] = mapped_column(Text)
    settings: Mapped[dict[str, Any]]
    sealed: Mapped[str] = mapped_column(Text, info={"sealed": True})
    every_minutes: Mapped[int | None]
    pushes: Mapped[bool]
    next_run_at: Mapped[datetime | None]
    checked_at: Mapped[datetime | None]
    health: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    created_by: Mapped[str] = mapped_column(ID)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class ConnectionLease(Tenant, Base):
    """Who writes through a connection at present; a holder that died is overdue, then another takes over."""

    __tablename__ = "connection_leases"
    __table_args__ = (_of_connection(),)

    connection_id: Mapped[str] = mapped_column(ID, primary_key=True)
    holder: Mapped[str | None] = mapped_column(ID)
    until: Mapped[datetime | None]


class ConnectionLink(Tenant, Base):
    """One record there: what was pushed last, what a write under way intends, and its state when seen."""

    __tablename__ = "connection_links"
    __table_args__ = (
        _of_connection(),
        Index(
            "uq_connection_links_remote",
            "workspace_id",
            "connection_id",
            "remote_type",
            "remote_id",
            unique=True,
        ),
    )

    connection_id: Mapped[str] = mapped_column(ID, primary_key=True)
    external_id: Mapped[str] = mapped_column(EXTERNAL_ID, primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    seats: Mapped[list[str]]
    remote_type: Mapped[str] = mapped_column(String(50))
    remote_id: Mapped[str | None] = mapped_column(REMOTE_ID)
    remote_version: Mapped[str | None] = mapped_column(REMOTE_ID)
    pushed: Mapped[dict[str, Any]]
    intended: Mapped[dict[str, Any]]
    kept: Mapped[list[str]]
    state: Mapped[str] = mapped_column(WORD)
    remote_state: Mapped[str | None] = mapped_column(WORD)
    remote_word: Mapped[str | None] = mapped_column(String(100))
    count: Mapped[int | None]
    filled: Mapped[int | None]
    note: Mapped[str | None] = mapped_column(Text)
    link: Mapped[str | None] = mapped_column(Text)
    seen_at: Mapped[datetime | None]
    updated_at: Mapped[datetime]


class SyncRun(Tenant, Base):
    """A look or a push through a connection, with its changes, how far it is, and how it ended."""

    __tablename__ = "sync_runs"
    __table_args__ = (_of_connection(), Index(None, "workspace_id", "connection_id", "id"))

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    connection_id: Mapped[str] = mapped_column(ID)
    kind: Mapped[str] = mapped_column(WORD)
    state: Mapped[str] = mapped_column(WORD)
    hash: Mapped[str | None] = mapped_column(DIGEST)
    changes: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    counts: Mapped[dict[str, Any]]
    total: Mapped[int]
    done: Mapped[int]
    error: Mapped[str | None] = mapped_column(Text)
    started_by: Mapped[str] = mapped_column(ID)
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class SyncResult(Tenant, Base):
    """What became of one change of a run."""

    __tablename__ = "sync_results"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "run_id"], ["sync_runs.workspace_id", "sync_runs.id"]),
    )

    run_id: Mapped[str] = mapped_column(ID, primary_key=True)
    external_id: Mapped[str] = mapped_column(EXTERNAL_ID, primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(WORD)
    outcome: Mapped[str] = mapped_column(WORD)
    message: Mapped[str] = mapped_column(Text)
    remote_id: Mapped[str | None] = mapped_column(REMOTE_ID)
    link: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime]
