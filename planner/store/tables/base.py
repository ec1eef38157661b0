"""What all tables share: types, names of constraints, and the workspace that rows belong to."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, ForeignKey, MetaData, String, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

ID = String(32)
DIGEST = String(64)


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


class Cents(TypeDecorator[Decimal]):
    """An amount of money, kept as a whole number of cents, so that it is exact and sorts everywhere."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """To cents on the way in; a part of a cent is refused rather than rounded."""
        if value is None:
            return None
        cents = value * 100
        if cents != int(cents):
            raise ValueError(f"{value} is not a whole number of cents")
        return int(cents)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """With two decimals on the way out."""
        return None if value is None else Decimal(value).scaleb(-2)


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
    type_annotation_map = {datetime: UtcTime, dict[str, Any]: JSON, list[str]: JSON}  # noqa: RUF012 - SQLAlchemy's own form


class Tenant:
    """A table whose rows belong to a workspace: it comes first in every primary, foreign and unique key.

    Units of work add the workspace to every query and every new row; on PostgreSQL row-level security, set by
    `planner.store.security.secure` in the migration, holds it as well.
    """

    workspace_id: Mapped[str] = mapped_column(
        ID, ForeignKey("workspaces.id"), primary_key=True, sort_order=-1
    )


class Versioned:
    """A table whose rows count their changes; of two changes made from the same version one fails."""

    version: Mapped[int] = mapped_column()

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        """Let the mapper count."""
        return {"version_id_col": cls.version}
