"""Adding events to the outbox, and taking them out of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, exists, select, update

from planner.domain.events import SCHEMA_VERSION, Event
from planner.domain.lists import Ask
from planner.store.lists import part
from planner.store.queries.base import Queries
from planner.store.tables import Delivery, OutboxEvent


class Outbox(Queries):
    """The events of the workspace."""

    def add(self, event: Event, actor: str) -> OutboxEvent:
        """Add an event; it is there exactly when the change is that it tells of."""
        row = OutboxEvent(
            id=event.id,
            type=event.type.value,
            schema_version=SCHEMA_VERSION,
            subject=event.subject,
            at=event.at,
            actor=actor,
            data=dict(event.data),
            dispatched_at=None,
        )
        self._session.add(row)
        return row

    def pending(self, limit: int) -> Sequence[OutboxEvent]:
        """The oldest events that are in nobody's queue yet; another worker passes over them meanwhile."""
        query = select(OutboxEvent).where(OutboxEvent.dispatched_at.is_(None)).order_by(OutboxEvent.id)
        return self._session.scalars(query.limit(limit).with_for_update(skip_locked=True)).all()

    def dispatched(self, ids: Collection[str], now: datetime) -> None:
        """Mark events as being in everybody's queue."""
        self._session.execute(update(OutboxEvent).where(OutboxEvent.id.in_(ids)).values(dispatched_at=now))

    def old(self, before: str, limit: int) -> Sequence[str]:
        """The first events with smaller ids that have left, and whose deliveries are forgotten."""
        event, delivery = OutboxEvent, Delivery
        wanted = exists().where(delivery.workspace_id == event.workspace_id, delivery.event_id == event.id)
        query = select(event.id).where(event.id < before, event.dispatched_at.is_not(None), ~wanted)
        return self._session.scalars(query.order_by(event.id).limit(limit)).all()

    def forget(self, ids: Sequence[str]) -> None:
        """Delete events."""
        self._session.execute(delete(OutboxEvent).where(OutboxEvent.id.in_(ids)))

    def list(self, ask: Ask) -> Sequence[OutboxEvent]:
        """The part that `ask` wants and one more."""
        return part(self._session, select(OutboxEvent), OutboxEvent, ask)
