"""The audit trail: entries that are only ever added, each holding the hash of the one before."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, Text, cast, literal
from sqlalchemy.orm import Mapped, column_property, mapped_column

from planner.store.tables.base import DIGEST, ID, Base, Tenant

SIGNATURE = String(128)


class AuditEntry(Tenant, Base):
    """Who did what to which record, when and why; digests say what it was and what it became."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index(None, "workspace_id", "target", "sequence"),
        Index(None, "workspace_id", "actor", "sequence"),
        Index(None, "workspace_id", "action", "sequence"),
    )

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_kind: Mapped[str] = mapped_column(String(20))
    actor: Mapped[str] = mapped_column(ID)
    action: Mapped[str] = mapped_column(String(60))
    target: Mapped[str] = mapped_column(String(100))
    reason: Mapped[str | None] = mapped_column(Text)
    before: Mapped[str | None] = mapped_column(DIGEST)
    after: Mapped[str | None] = mapped_column(DIGEST)
    request_id: Mapped[str | None] = mapped_column(String(100))
    previous: Mapped[str] = mapped_column(DIGEST)
    hash: Mapped[str] = mapped_column(DIGEST)
    id: Mapped[str] = column_property(literal("entry_") + cast(sequence, String))


class AuditHead(Tenant, Base):
    """Where a workspace's trail ends, signed: whoever cuts the tail off cannot sign the shorter one."""

    __tablename__ = "audit_heads"

    sequence: Mapped[int]
    hash: Mapped[str] = mapped_column(DIGEST)
    signature: Mapped[str] = mapped_column(SIGNATURE)


class AuditCheckpoint(Tenant, Base):
    """A signed statement of how far the trail went at a moment."""

    __tablename__ = "audit_checkpoints"

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[str] = mapped_column(DIGEST)
    at: Mapped[datetime]
    signature: Mapped[str] = mapped_column(SIGNATURE)
