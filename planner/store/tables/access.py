"""Workspaces, their people, and what these and their programs show to be let in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.store.tables.base import DIGEST, ID, Base, Tenant

ROLE = String(20)


def _of_person() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["workspace_id", "person_id"], ["people.workspace_id", "people.id"])


class Workspace(Base):
    """A workspace by name: the register of all, which holds nothing that belongs to one of them."""

    __tablename__ = "workspaces"
    __table_args__ = (UniqueConstraint("name"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    locale: Mapped[str] = mapped_column(String(35))
    time_zone: Mapped[str] = mapped_column(String(64))
    fiscal_year_starts_in: Mapped[int]
    version: Mapped[int]
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]


class Person(Tenant, Base):
    """Somebody in a workspace; once erased, name and e-mail are a tombstone."""

    __tablename__ = "people"
    __table_args__ = (UniqueConstraint("workspace_id", "email"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(ROLE)
    teams: Mapped[list[str]]
    version: Mapped[int]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]


class Token(Tenant, Base):
    """What a program shows; only the SHA-256 of its text is kept."""

    __tablename__ = "tokens"
    __table_args__ = (_of_person(), UniqueConstraint("workspace_id", "hash"))

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    person_id: Mapped[str | None] = mapped_column(ID)
    name: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(ROLE)
    teams: Mapped[list[str]]
    hash: Mapped[str] = mapped_column(DIGEST)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class SignInLink(Tenant, Base):
    """A link that signs a person in, once."""

    __tablename__ = "sign_in_links"
    __table_args__ = (_of_person(), UniqueConstraint("workspace_id", "hash"))

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    person_id: Mapped[str] = mapped_column(ID)
    hash: Mapped[str] = mapped_column(DIGEST)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Session(Tenant, Base):
    """A browser in which a person is signed in."""

    __tablename__ = "sessions"
    __table_args__ = (
        _of_person(),
        UniqueConstraint("workspace_id", "hash"),
        Index(None, "workspace_id", "person_id"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    person_id: Mapped[str] = mapped_column(ID)
    hash: Mapped[str] = mapped_column(DIGEST)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    browser: Mapped[str | None] = mapped_column(String(60))
    person: Mapped[Person] = relationship(viewonly=True, lazy="raise")
