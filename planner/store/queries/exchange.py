"""Reading and writing connections, rosters and webhooks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, or_, select, update

from planner.store import tables
from planner.store.queries.base import Queries
from planner.store.queries.rows import Rows


class Connections(Rows[tables.Connection]):
    """Connections, with the lease that lets one writer at a time use each."""

    table = tables.Connection

    def due(self, now: datetime) -> Sequence[tables.Connection]:
        """Those whose scheduled run is due, the longest overdue first."""
        query = select(tables.Connection).where(tables.Connection.next_run_at <= now)
        return self._session.scalars(query.order_by(tables.Connection.next_run_at)).all()

    def named(self, name: str) -> tables.Connection | None:
        """The connection of that name."""
        return next(iter(self.all(name=name)), None)

    def lease(self, id: str, holder: str, now: datetime, until: datetime) -> bool:
        """Take or prolong the lease; False while somebody else has it."""
        lease = tables.ConnectionLease
        free = or_(lease.until.is_(None), lease.until <= now, lease.holder == holder)
        query = update(lease).where(lease.connection_id == id, free).values(holder=holder, until=until)
        taken = self._session.execute(query.execution_options(synchronize_session=False))
        return bool(taken.rowcount)  # type: ignore[attr-defined] # of an update

    def release(self, id: str, holder: str) -> None:
        """Give the lease back."""
        lease = tables.ConnectionLease
        query = update(lease).where(lease.connection_id == id, lease.holder == holder)
        self._session.execute(
            query.values(holder=None, until=None).execution_options(synchronize_session=False)
        )

    def schedule(self, id: str, at: datetime | None) -> None:
        """Say when the next scheduled run is due, which is no change of the connection's settings."""
        connection = tables.Connection
        query = update(connection).where(connection.id == id).values(next_run_at=at)
        self._session.execute(query.execution_options(synchronize_session=False))

    def remove(self, id: str) -> None:
        """Delete a connection with all that is known through it; requisitions keep what they say."""
        runs = select(tables.SyncRun.id).where(tables.SyncRun.connection_id == id)
        self._session.execute(delete(tables.SyncResult).where(tables.SyncResult.run_id.in_(runs)))
        for table in (tables.SyncRun, tables.ConnectionLink, tables.ConnectionLease, tables.InboundMessage):
            self._session.execute(delete(table).where(table.connection_id == id))
        self._session.execute(delete(tables.Connection).where(tables.Connection.id == id))


class Leases(Rows[tables.ConnectionLease]):
    """The leases of connections."""

    table = tables.ConnectionLease


class ConnectionLinks(Rows[tables.ConnectionLink]):
    """What is known of records there."""

    table = tables.ConnectionLink

    def forget(self, connection_id: str, external_id: str) -> None:
        """Forget one of them."""
        link = tables.ConnectionLink
        self._session.execute(
            delete(link).where(link.connection_id == connection_id, link.external_id == external_id)
        )


class SyncRuns(Rows[tables.SyncRun]):
    """Runs, by connection."""

    table = tables.SyncRun

    def running(self, connection_id: str) -> Sequence[tables.SyncRun]:
        """Runs that have not ended, as far as anybody said."""
        return self.all(connection_id=connection_id, state="running")

    def old(self, before: str, limit: int) -> Sequence[str]:
        """The first runs with smaller ids that have ended."""
        query = select(tables.SyncRun.id).where(tables.SyncRun.id < before, tables.SyncRun.state != "running")
        return self._session.scalars(query.order_by(tables.SyncRun.id).limit(limit)).all()

    def forget(self, ids: Sequence[str]) -> None:
        """Delete runs with their results."""
        self._session.execute(delete(tables.SyncResult).where(tables.SyncResult.run_id.in_(ids)))
        self._session.execute(delete(tables.SyncRun).where(tables.SyncRun.id.in_(ids)))


class SyncResults(Rows[tables.SyncResult]):
    """What became of changes."""

    table = tables.SyncResult


class Rosters(Rows[tables.Roster]):
    """Rosters, and the people in them."""

    table = tables.Roster

    def latest(self) -> tables.Roster | None:
        """The one that was taken last."""
        return self._session.scalars(select(tables.Roster).order_by(tables.Roster.id.desc()).limit(1)).first()

    def fill(self, roster_id: str, people: Sequence[dict[str, Any]]) -> None:
        """Add all people of a roster."""
        self._session.flush()
        rows = [{**person, "roster_id": roster_id, "workspace_id": self.workspace} for person in people]
        for start in range(0, len(rows), 1_000):
            self._session.execute(insert(tables.RosterPerson), rows[start : start + 1_000])

    def people(self, roster_id: str) -> Sequence[tables.RosterPerson]:
        """Everybody in a roster, by key."""
        query = select(tables.RosterPerson).where(tables.RosterPerson.roster_id == roster_id)
        return self._session.scalars(query.order_by(tables.RosterPerson.key)).all()


class ColumnMappings(Rows[tables.ColumnMapping]):
    """What columns mean, by the fingerprint of a file's headers."""

    table = tables.ColumnMapping


class TitleMeanings(Rows[tables.TitleMeaning]):
    """What titles stand for in the workspace."""

    table = tables.TitleMeaning


class Endpoints(Rows[tables.WebhookEndpoint]):
    """Addresses that hear of events."""

    table = tables.WebhookEndpoint

    def remove(self, id: str) -> None:
        """Delete an endpoint with its deliveries."""
        self._session.execute(delete(tables.Delivery).where(tables.Delivery.endpoint_id == id))
        self._session.execute(delete(tables.WebhookEndpoint).where(tables.WebhookEndpoint.id == id))


class Deliveries(Rows[tables.Delivery]):
    """Events on their way."""

    table = tables.Delivery

    def due(self, now: datetime, limit: int) -> Sequence[tables.Delivery]:
        """The oldest that are due, held by this work; another worker passes over them meanwhile."""
        query = select(tables.Delivery).where(
            tables.Delivery.state == "pending", tables.Delivery.next_at <= now
        )
        query = query.order_by(tables.Delivery.next_at, tables.Delivery.id).limit(limit)
        return self._session.scalars(query.with_for_update(skip_locked=True)).all()

    def discard(self, endpoint_id: str, now: datetime) -> None:
        """Give up what is still on its way to an endpoint."""
        delivery = tables.Delivery
        query = update(delivery).where(delivery.endpoint_id == endpoint_id, delivery.state == "pending")
        self._session.execute(query.values(state="discarded", next_at=None, finished_at=now))

    def old(self, before: str, limit: int) -> Sequence[str]:
        """The first deliveries with smaller ids that are not on their way any more."""
        delivery = tables.Delivery
        query = select(delivery.id).where(delivery.id < before, delivery.state != "pending")
        return self._session.scalars(query.order_by(delivery.id).limit(limit)).all()

    def forget(self, ids: Sequence[str]) -> None:
        """Delete deliveries."""
        self._session.execute(delete(tables.Delivery).where(tables.Delivery.id.in_(ids)))


class Inbound(Rows[tables.InboundMessage]):
    """Messages that tools sent."""

    table = tables.InboundMessage

    def old(self, before: datetime, limit: int) -> Sequence[str]:
        """Digests of some that were received before."""
        message = tables.InboundMessage
        return self._session.scalars(
            select(message.digest).where(message.received_at < before).distinct().limit(limit)
        ).all()

    def forget(self, digests: Sequence[str], before: datetime) -> None:
        """Delete those that were received before."""
        message = tables.InboundMessage
        self._session.execute(
            delete(message).where(message.digest.in_(digests), message.received_at < before)
        )


class Events(Queries):
    """Events by their ids."""

    def of(self, ids: Collection[str]) -> dict[str, tables.OutboxEvent]:
        """The events of these ids."""
        query = select(tables.OutboxEvent).where(tables.OutboxEvent.id.in_(ids))
        return {row.id: row for row in self._session.scalars(query)}
