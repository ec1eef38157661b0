"""The tables: a profile keeps every version of its document, a plan its exact bytes and what it came from."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    MetaData,
    String,
    Text,
    TypeDecorator,
    and_,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, foreign, mapped_column, relationship, remote

ID = String(32)
DIGEST = String(64)
BASIS = ("program", "guidance", "guidance_version", "guidance_hash", "assumptions_digest", "pay_digest")


class UtcTime(TypeDecorator[datetime]):
    """A moment in UTC; a time without a zone is refused rather than guessed."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC on the way in."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """In UTC on the way out, also where the database forgets zones."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """All tables of the store."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcTime, dict[str, Any]: JSON}  # noqa: RUF012 - SQLAlchemy's own form


class ProfileVersion(Base):
    """One document of a profile, never changed once written."""

    __tablename__ = "profile_versions"

    profile_id: Mapped[str] = mapped_column(ID, ForeignKey("profiles.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(DIGEST)
    created_at: Mapped[datetime]


class Profile(Base):
    """An organisation's profile: its name and the number of its current version."""

    __tablename__ = "profiles"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    name: Mapped[str] = mapped_column(Text, index=True)
    version: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    current: Mapped[ProfileVersion] = relationship(
        primaryjoin=lambda: and_(
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


class Plan(Base):
    """A plan as it was made; `document` holds its canonical bytes."""

    __tablename__ = "plans"
    __table_args__ = (
        ForeignKeyConstraint(
            ["profile_id", "profile_version"], ["profile_versions.profile_id", "profile_versions.version"]
        ),
        Index(None, "profile_id", "id"),
        Index(None, "decision", "id"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    profile_id: Mapped[str] = mapped_column(ID)
    profile_version: Mapped[int]
    organisation: Mapped[str] = mapped_column(Text)
    today: Mapped[date]
    decision: Mapped[str] = mapped_column(String(20))
    headline: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(DIGEST)
    program: Mapped[str] = mapped_column(String(100))
    guidance: Mapped[str] = mapped_column(String(200))
    guidance_version: Mapped[str] = mapped_column(String(100))
    guidance_hash: Mapped[str] = mapped_column(DIGEST)
    assumptions_digest: Mapped[str] = mapped_column(DIGEST)
    pay_digest: Mapped[str] = mapped_column(DIGEST)
    input_digest: Mapped[str] = mapped_column(DIGEST)
    created_at: Mapped[datetime]

    @property
    def basis(self) -> dict[str, str]:
        """What the plan was made from, apart from its profile."""
        return {name: getattr(self, name) for name in BASIS}
