"""Scenarios: named changes over a profile."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKeyConstraint, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from planner.store.tables.base import ID, Base, Tenant, Versioned


class Scenario(Versioned, Tenant, Base):
    """What if: changes over whatever the profile says at the time, perhaps by other guidance."""

    __tablename__ = "scenarios"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "profile_id"], ["profiles.workspace_id", "profiles.id"]),
        ForeignKeyConstraint(
            ["workspace_id", "guidance_id"], ["guidance_versions.workspace_id", "guidance_versions.id"]
        ),
        Index(None, "workspace_id", "profile_id", "id"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    profile_id: Mapped[str] = mapped_column(ID)
    name: Mapped[str] = mapped_column(Text)
    description: Mapped[str | None] = mapped_column(Text)
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    guidance_id: Mapped[str | None] = mapped_column(ID)
    created_by: Mapped[str] = mapped_column(ID)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]
