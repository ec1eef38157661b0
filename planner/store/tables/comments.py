"""Comments on plans and positions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from planner.store.tables.base import ID, Base, Tenant, Versioned


class Comment(Versioned, Tenant, Base):
    """What somebody says about a plan or a position; a deleted one keeps its place, not its text."""

    __tablename__ = "comments"
    __table_args__ = (Index(None, "workspace_id", "target", "id"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    target: Mapped[str] = mapped_column(String(40))
    author: Mapped[str] = mapped_column(ID)
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
