"""Profiles: every version of a document is kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, Text, and_
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship, remote

from planner.store.tables.base import DIGEST, ID, Base, Tenant


class ProfileVersion(Tenant, Base):
    """One document of a profile, never changed once written."""

    __tablename__ = "profile_versions"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "profile_id"], ["profiles.workspace_id", "profiles.id"]),
    )

    profile_id: Mapped[str] = mapped_column(ID, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(DIGEST)
    created_at: Mapped[datetime]


class Profile(Tenant, Base):
    """An organisation's profile: its name and the number of its current version."""

    __tablename__ = "profiles"
    __table_args__ = (Index(None, "workspace_id", "name"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]
    current: Mapped[ProfileVersion] = relationship(
        primaryjoin=lambda: and_(
            foreign(Profile.workspace_id) == remote(ProfileVersion.workspace_id),
            foreign(Profile.id) == remote(ProfileVersion.profile_id),
            foreign(Profile.version) == remote(ProfileVersion.version),
        ),
        viewonly=True,
        uselist=False,
        lazy="raise",
    )

    @property
    def document(self) -> dict[str, Any]:
        """The current version's document."""
        return self.current.document

    @property
    def digest(self) -> str:
        """The current version's digest."""
        return self.current.digest
