"""Plans: exact bytes, and what they came from."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from planner.store.tables.base import DIGEST, ID, Base, Cents, Tenant, Versioned

BASIS = ("program", "guidance", "guidance_version", "guidance_hash", "assumptions_digest", "pay_digest")


class Plan(Versioned, Tenant, Base):
    """A plan as it was made, whose `document` holds its canonical bytes and never changes; and its life.

    `version` counts the steps of that life. `replaces` is the adopted plan that it was made to follow.
    """

    __tablename__ = "plans"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "profile_id", "profile_version"],
            ["profile_versions.workspace_id", "profile_versions.profile_id", "profile_versions.version"],
            name="fk_plans_profile_version",
        ),
        Index(None, "workspace_id", "profile_id", "id"),
        Index(None, "workspace_id", "decision", "id"),
        Index(None, "workspace_id", "state", "id"),
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
    state: Mapped[str] = mapped_column(String(20))
    state_before: Mapped[str | None] = mapped_column(String(20))
    seats: Mapped[int]
    cost: Mapped[Decimal] = mapped_column(Cents)
    currency: Mapped[str] = mapped_column(String(3))
    replaces: Mapped[str | None] = mapped_column(ID)
    scenario_id: Mapped[str | None] = mapped_column(ID)
    scenario_version: Mapped[int | None]
    submitted_by: Mapped[str | None] = mapped_column(ID)
    submitted_at: Mapped[datetime | None]

    @property
    def basis(self) -> dict[str, str]:
        """What the plan was made from, apart from its profile."""
        return {name: getattr(self, name) for name in BASIS}
