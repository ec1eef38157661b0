"""How events are delivered: when to try again, when to give up, what an answer means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

GONE = 410
WAITS = (5, 30, 120, 600, 3_600, 3 * 3_600, 8 * 3_600, 16 * 3_600, 24 * 3_600)
"""Seconds before each further attempt; together a little over two days."""
LONGEST_ASKED = 24 * 3_600
JITTER = 0.2


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a message; no status where there was no answer, `retry_after` as one asked."""

    status: int | None
    error: str
    milliseconds: int
    retry_after: float | None = None

    @property
    def delivered(self) -> bool:
        """Whether the endpoint has taken it."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def gone(self) -> bool:
        """Whether the endpoint wants to hear no more."""
        return self.status == GONE


def wait(attempts: int, sent: Sent, chance: float) -> timedelta | None:
    """How long to wait after that many attempts; None to give up. `chance` (0..1) spreads them."""
    if attempts > len(WAITS):
        return None
    seconds = float(WAITS[attempts - 1])
    if sent.retry_after is not None:
        seconds = max(seconds, min(sent.retry_after, LONGEST_ASKED))
    return timedelta(seconds=seconds * (1 + JITTER * (2 * chance - 1)))
