"""The outbox: events that are written with the change they tell of."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from planner.domain.events import Event
from planner.domain.lists import Ask


class EventRecord(Protocol):
    """An event as it is kept."""

    @property
    def id(self) -> str:
        """Typed id, `evt_...`; a consumer tells a repeated delivery by it."""

    @property
    def type(self) -> str:
        """An `EventType`."""

    @property
    def schema_version(self) -> int:
        """Version of the form of its data."""

    @property
    def subject(self) -> str:
        """Id of what it happened to."""

    @property
    def at(self) -> datetime:
        """When it happened (UTC)."""

    @property
    def actor(self) -> str:
        """Id of who did it."""

    @property
    def data(self) -> Mapping[str, Any]:
        """What a reader needs at once; never pay."""

    @property
    def dispatched_at(self) -> datetime | None:
        """Since when it is in everybody's queue (UTC)."""


class Ended(Protocol):
    """Records that may be forgotten once they have ended."""

    def old(self, before: str, limit: int) -> Sequence[str]:
        """The first with smaller ids that have ended."""

    def forget(self, ids: Sequence[str]) -> None:
        """Delete them, with what belongs to them."""


class Events(Protocol):
    """Events by their ids."""

    def of(self, ids: Collection[str]) -> Mapping[str, EventRecord]:
        """The events of these ids."""


class Outbox(Ended, Protocol):
    """The events of the workspace, inside one unit of work."""

    def add(self, event: Event, actor: str) -> EventRecord:
        """Add an event; it is there exactly when the change is that it tells of."""

    def pending(self, limit: int) -> Sequence[EventRecord]:
        """The oldest events that are in nobody's queue yet; they stay so until this work ends."""

    def dispatched(self, ids: Collection[str], now: datetime) -> None:
        """Mark events as being in everybody's queue."""

    def list(self, ask: Ask) -> Sequence[EventRecord]:
        """The part that `ask` wants and one more."""
