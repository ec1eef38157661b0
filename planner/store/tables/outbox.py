"""Events on their way out: written with the change they tell of, delivered later."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from planner.store.tables.base import ID, Base, Tenant


class OutboxEvent(Tenant, Base):
    """Something that happened; `dispatched_at` says since when it is in everybody's queue."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(None, "workspace_id", "dispatched_at", "id"),
        Index(None, "workspace_id", "subject", "id"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    type: Mapped[str] = mapped_column(String(60))
    schema_version: Mapped[int]
    subject: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(ID)
    data: Mapped[dict[str, Any]]
    dispatched_at: Mapped[datetime | None]
