"""Requests that may be sent again, with what they were answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from planner.store.tables.base import DIGEST, ID, Base, Tenant


class Retry(Tenant, Base):
    """A key that somebody gave a request: who works on it, whether it is done, and its answer.

    `done` is set in the transaction of the change itself, so that it takes effect once whatever is killed.
    """

    __tablename__ = "retries"
    __table_args__ = (Index(None, "workspace_id", "expires_at"),)

    actor: Mapped[str] = mapped_column(ID, primary_key=True)
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(DIGEST)
    lease: Mapped[str] = mapped_column(ID)
    leased_until: Mapped[datetime]
    expires_at: Mapped[datetime]
    done: Mapped[bool]
    status: Mapped[int | None]
    headers: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
