"""Keys of requests that may be sent again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from planner.store.queries.base import Queries
from planner.store.tables import Retry


class Retries(Queries):
    """Keys and the answers kept for them."""

    def claim(
        self, actor: str, key: str, fingerprint: str, lease: str, until: datetime, expires: datetime
    ) -> Retry:
        """The row of that key, new where there was none, with others kept from it until the commit."""
        values = {
            "workspace_id": self.workspace,
            "actor": actor,
            "key": key,
            "fingerprint": fingerprint,
            "lease": lease,
            "leased_until": until,
            "expires_at": expires,
            "done": False,
        }
        dialect = postgresql if self._session.get_bind().dialect.name == "postgresql" else sqlite
        self._session.execute(dialect.insert(Retry.__table__).values(values).on_conflict_do_nothing())
        return self._session.get_one(Retry, self.key(actor, key), with_for_update=True)

    def take_over(self, row: Retry, fingerprint: str, lease: str, until: datetime, expires: datetime) -> None:
        """Begin anew on a row that nobody works on any more."""
        row.fingerprint, row.lease, row.leased_until, row.expires_at = fingerprint, lease, until, expires
        row.done, row.status, row.headers, row.body = False, None, None, None

    def settle(self, actor: str, key: str, lease: str) -> bool:
        """Say that the change is made; whether the lease still held."""
        query = update(Retry).where(Retry.actor == actor, Retry.key == key, Retry.lease == lease)
        return self._changed(query.values(done=True))

    def keep(
        self, actor: str, key: str, lease: str, status: int, headers: Mapping[str, str], body: bytes
    ) -> None:
        """Keep the answer for whoever asks again."""
        query = update(Retry).where(Retry.actor == actor, Retry.key == key, Retry.lease == lease)
        self._session.execute(query.values(status=status, headers=dict(headers), body=body))

    def release(self, actor: str, key: str, lease: str) -> None:
        """Forget a key whose request has done nothing."""
        self._session.execute(
            delete(Retry).where(
                Retry.actor == actor, Retry.key == key, Retry.lease == lease, Retry.done.is_(False)
            )
        )

    def expired(self, now: datetime) -> bool:
        """Whether anything is kept for too long."""
        return self._session.scalar(select(Retry.key).where(Retry.expires_at < now).limit(1)) is not None

    def purge(self, now: datetime) -> int:
        """Forget what is kept for too long; how many."""
        done = self._session.execute(delete(Retry).where(Retry.expires_at < now))
        return cast(CursorResult[Any], done).rowcount

    def _changed(self, query: Any) -> bool:
        return cast(CursorResult[Any], self._session.execute(query)).rowcount == 1
