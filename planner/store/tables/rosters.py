"""Rosters as they were taken, the people in them, and what columns meant."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, ForeignKeyConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from planner.store.tables.base import DIGEST, ID, Base, Cents, Tenant

KEY = String(200)


class Roster(Tenant, Base):
    """A roster that was taken whole, from a file or through a connection."""

    __tablename__ = "rosters"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    source: Mapped[str] = mapped_column(Text)
    connection_id: Mapped[str | None] = mapped_column(ID)
    as_of: Mapped[date]
    people: Mapped[int]
    left_out: Mapped[int]
    report: Mapped[list[Any]] = mapped_column(JSON)
    mapping: Mapped[dict[str, Any]]
    taken_by: Mapped[str] = mapped_column(ID)
    created_at: Mapped[datetime]


class RosterPerson(Tenant, Base):
    """One person of a roster; pay is a year's base pay."""

    __tablename__ = "roster_people"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "roster_id"], ["rosters.workspace_id", "rosters.id"]),
    )

    roster_id: Mapped[str] = mapped_column(ID, primary_key=True)
    key: Mapped[str] = mapped_column(KEY, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(Text)
    title: Mapped[str | None] = mapped_column(Text)
    level: Mapped[str | None] = mapped_column(Text)
    department: Mapped[str | None] = mapped_column(Text)
    team: Mapped[str | None] = mapped_column(Text)
    manager: Mapped[str | None] = mapped_column(Text)
    site: Mapped[str | None] = mapped_column(Text)
    employment: Mapped[str | None] = mapped_column(Text)
    fte: Mapped[float]
    starts: Mapped[date | None]
    leaves: Mapped[date | None]
    pay: Mapped[Decimal | None] = mapped_column(Cents)
    currency: Mapped[str | None] = mapped_column(String(3))


class ColumnMapping(Tenant, Base):
    """What the columns of files with the same headers mean, as it was last said."""

    __tablename__ = "column_mappings"

    fingerprint: Mapped[str] = mapped_column(DIGEST, primary_key=True)
    mapping: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]


class TitleMeaning(Tenant, Base):
    """What a job title stands for in this workspace: a role's word, or `other`."""

    __tablename__ = "title_meanings"

    title: Mapped[str] = mapped_column(KEY, primary_key=True)
    counts_as: Mapped[str] = mapped_column(String(20))
    updated_at: Mapped[datetime]
