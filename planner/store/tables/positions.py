"""Positions and what belongs to them: hires, requisitions and history; three records that stay apart."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from planner.store.tables.base import ID, Base, Cents, Tenant, Versioned

POSITION_ID = String(20)
STATE = String(20)


def _of_position() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["workspace_id", "position_id"], ["positions.workspace_id", "positions.id"])


class Position(Versioned, Tenant, Base):
    """A seat: `planned` is the start in the plan, `expected` the start as it is thought of now."""

    __tablename__ = "positions"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "profile_id"], ["profiles.workspace_id", "profiles.id"]),
        ForeignKeyConstraint(["workspace_id", "plan_id"], ["plans.workspace_id", "plans.id"]),
        ForeignKeyConstraint(["workspace_id", "backfills"], ["positions.workspace_id", "positions.id"]),
        Index(None, "workspace_id", "profile_id", "state"),
        Index(None, "workspace_id", "plan_id", "seat"),
        Index(None, "workspace_id", "state", "id"),
        Index(
            "uq_positions_workspace_id_backfills",
            "workspace_id",
            "backfills",
            unique=True,
        ),
    )

    id: Mapped[str] = mapped_column(POSITION_ID, primary_key=True)
    profile_id: Mapped[str] = mapped_column(ID)
    plan_id: Mapped[str] = mapped_column(ID)
    seat: Mapped[str] = mapped_column(POSITION_ID)
    state: Mapped[str] = mapped_column(STATE)
    state_before: Mapped[str | None] = mapped_column(STATE)
    kind: Mapped[str] = mapped_column(STATE)
    role: Mapped[str] = mapped_column(STATE)
    level: Mapped[str] = mapped_column(STATE)
    title: Mapped[str] = mapped_column(Text)
    site: Mapped[str | None] = mapped_column(Text)
    team: Mapped[str | None] = mapped_column(Text)
    employment_type: Mapped[str] = mapped_column(STATE)
    reports_to: Mapped[str] = mapped_column(Text)
    priority: Mapped[int]
    note: Mapped[str | None] = mapped_column(Text)
    needed: Mapped[date]
    opens: Mapped[date]
    planned: Mapped[date]
    expected: Mapped[date]
    ends: Mapped[date | None]
    actual: Mapped[date | None]
    ended: Mapped[date | None]
    currency: Mapped[str] = mapped_column(String(3))
    budgeted_cost: Mapped[Decimal] = mapped_column(Cents)
    monthly_cost: Mapped[Decimal] = mapped_column(Cents)
    hiring_cost: Mapped[Decimal] = mapped_column(Cents)
    backfills: Mapped[str | None] = mapped_column(POSITION_ID)
    asked_by: Mapped[str] = mapped_column(ID)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class PositionChange(Tenant, Base):
    """One step in a position's history, never changed once written."""

    __tablename__ = "position_changes"
    __table_args__ = (_of_position(),)

    position_id: Mapped[str] = mapped_column(POSITION_ID, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(ID)
    action: Mapped[str] = mapped_column(STATE)
    source: Mapped[str | None] = mapped_column(STATE)
    target: Mapped[str] = mapped_column(STATE)
    reason: Mapped[str | None] = mapped_column(Text)
    changes: Mapped[dict[str, Any]]


class Hire(Tenant, Base):
    """A person in a seat; `current` is true for at most one of a position, and null for all others."""

    __tablename__ = "hires"
    __table_args__ = (
        _of_position(),
        Index(
            "uq_hires_workspace_id_position_id_current", "workspace_id", "position_id", "current", unique=True
        ),
        Index(None, "workspace_id", "external_id"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    position_id: Mapped[str] = mapped_column(POSITION_ID)
    person: Mapped[str] = mapped_column(Text)
    external_id: Mapped[str | None] = mapped_column(String(200))
    started_on: Mapped[date]
    ended_on: Mapped[date | None]
    current: Mapped[bool | None]
    undone_at: Mapped[datetime | None]
    recorded_by: Mapped[str] = mapped_column(ID)
    recorded_at: Mapped[datetime]


class Requisition(Versioned, Tenant, Base):
    """An opening for a position, here and perhaps in the tool of a connection; one at a time is current."""

    __tablename__ = "requisitions"
    __table_args__ = (
        _of_position(),
        Index(
            "uq_requisitions_workspace_id_position_id_current",
            "workspace_id",
            "position_id",
            "current",
            unique=True,
        ),
        Index(None, "workspace_id", "state", "id"),
        Index(None, "workspace_id", "connection_id", "remote_id"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    position_id: Mapped[str] = mapped_column(POSITION_ID)
    state: Mapped[str] = mapped_column(STATE)
    current: Mapped[bool | None]
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    connection_id: Mapped[str | None] = mapped_column(ID)
    remote_id: Mapped[str | None] = mapped_column(String(200))
    remote_state: Mapped[str | None] = mapped_column(String(100))
    link: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
