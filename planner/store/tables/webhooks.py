"""Webhooks: endpoints that hear of events, deliveries to them, and messages that tools sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from planner.store.tables.base import DIGEST, ID, Base, Tenant, Versioned

WORD = String(20)


class WebhookEndpoint(Versioned, Tenant, Base):
    """An address that hears of chosen events; no events: of all. Its secrets are sealed."""

    __tablename__ = "endpoints"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    url: Mapped[str] = mapped_column(Text)
    events: Mapped[list[str]]
    sealed: Mapped[str] = mapped_column(Text, info={"sealed": True})
    state: Mapped[str] = mapped_column(WORD)
    reason: Mapped[str | None] = mapped_column(Text)
    created_by: Mapped[str] = mapped_column(ID)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class Delivery(Tenant, Base):
    """One event on its way to one endpoint; `log` holds the attempts."""

    __tablename__ = "deliveries"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "endpoint_id"], ["endpoints.workspace_id", "endpoints.id"]),
        ForeignKeyConstraint(["workspace_id", "event_id"], ["outbox.workspace_id", "outbox.id"]),
        Index(None, "workspace_id", "state", "next_at"),
        Index(None, "workspace_id", "endpoint_id", "id"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    endpoint_id: Mapped[str] = mapped_column(ID)
    event_id: Mapped[str] = mapped_column(ID)
    event_type: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(WORD)
    attempts: Mapped[int]
    next_at: Mapped[datetime | None]
    log: Mapped[list[Any]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class InboundMessage(Tenant, Base):
    """A message that a tool sent and that was verified, so that it counts once."""

    __tablename__ = "inbound_messages"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "connection_id"], ["connections.workspace_id", "connections.id"]
        ),
    )

    connection_id: Mapped[str] = mapped_column(ID, primary_key=True)
    digest: Mapped[str] = mapped_column(DIGEST, primary_key=True)
    kind: Mapped[str] = mapped_column(String(100))
    received_at: Mapped[datetime]
