"""Keys of requests that may be sent again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol


class RetryRecord(Protocol):
    """A key that somebody gave a request."""

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the request."""

    @property
    def lease(self) -> str:
        """Who works on it."""

    @property
    def leased_until(self) -> datetime:
        """Until when they may (UTC)."""

    @property
    def expires_at(self) -> datetime:
        """Until when the answer is kept (UTC)."""

    @property
    def done(self) -> bool:
        """Whether the change is made."""

    @property
    def status(self) -> int | None:
        """The answer's HTTP status; None where there is no answer yet."""

    @property
    def headers(self) -> Mapping[str, Any] | None:
        """The answer's headers."""

    @property
    def body(self) -> bytes | None:
        """The answer's body."""


class Retries(Protocol):
    """Keys and the answers kept for them, inside one unit of work."""

    def claim(
        self, actor: str, key: str, fingerprint: str, lease: str, until: datetime, expires: datetime
    ) -> RetryRecord:
        """The row of that key, new where there was none, with others kept from it until the commit."""

    def take_over(self, row: Any, fingerprint: str, lease: str, until: datetime, expires: datetime) -> None:
        """Begin anew on a row that nobody works on any more."""

    def settle(self, actor: str, key: str, lease: str) -> bool:
        """Say that the change is made; whether the lease still held."""

    def keep(
        self, actor: str, key: str, lease: str, status: int, headers: Mapping[str, str], body: bytes
    ) -> None:
        """Keep the answer for whoever asks again."""

    def release(self, actor: str, key: str, lease: str) -> None:
        """Forget a key whose request has done nothing."""

    def expired(self, now: datetime) -> bool:
        """Whether anything is kept for too long."""

    def purge(self, now: datetime) -> int:
        """Forget what is kept for too long; how many."""
