"""Guidance packs of a workspace, in versions, and which of them held when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from planner.store.tables.base import DIGEST, ID, Base, Tenant, Versioned


class GuidanceVersion(Versioned, Tenant, Base):
    """A pack by its files; once published they are never changed, so that plans can be made again."""

    __tablename__ = "guidance_versions"
    __table_args__ = (Index(None, "workspace_id", "hash"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    files: Mapped[dict[str, Any]]
    pack: Mapped[str] = mapped_column(String(200))
    pack_version: Mapped[str] = mapped_column(String(100))
    hash: Mapped[str] = mapped_column(DIGEST)
    state: Mapped[str] = mapped_column(String(20))
    findings: Mapped[list[Any] | None] = mapped_column(JSON)
    checked_at: Mapped[datetime | None]
    created_by: Mapped[str] = mapped_column(ID)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class GuidancePublication(Tenant, Base):
    """Which pack held from when on; `guidance_id` is null for the one that ships with the program."""

    __tablename__ = "publications"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "guidance_id"], ["guidance_versions.workspace_id", "guidance_versions.id"]
        ),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    guidance_id: Mapped[str | None] = mapped_column(ID)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(ID)
    reason: Mapped[str | None] = mapped_column(Text)
