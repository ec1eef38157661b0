"""Openings: positions as headcount tools see them, and what those tools answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.domain.lifecycle import PositionState as S
from planner.domain.money import Money


class OpeningState(StrEnum):
    """Canonical state of an opening; a tool's own word is kept beside it."""

    PENDING = "pending"
    OPEN = "open"
    FROZEN = "frozen"
    FILLED = "filled"
    CLOSED = "closed"


OF_POSITION: Mapping[S, OpeningState] = {
    S.PROPOSED: OpeningState.PENDING,
    S.APPROVED: OpeningState.OPEN,
    S.OPEN: OpeningState.OPEN,
    S.OFFER_ACCEPTED: OpeningState.OPEN,
    S.FILLED: OpeningState.FILLED,
    S.DEPARTING: OpeningState.FILLED,
    S.VACANT: OpeningState.CLOSED,
    S.ON_HOLD: OpeningState.FROZEN,
    S.CANCELLED: OpeningState.CLOSED,
}
"""What a position is to a tool; a vacant seat is closed there, its backfill is a position of its own."""

LIVE = frozenset((OpeningState.PENDING, OpeningState.OPEN, OpeningState.FROZEN))


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One position as tools are told of it: `cost` is the loaded cost of a year, `pay` its base pay alone.

    `id` never changes.
    """

    id: str
    title: str
    role: str
    level: str
    department: str | None
    site: str | None
    reports_to: str
    needed: date
    opens: date
    starts: date
    state: OpeningState
    backfill: bool = False
    employment: str = "full_time"
    cost: Money | None = None
    pay: Money | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What a tool is to hold for one seat, or for a row of alike seats.

    `external_id` is at most 50 characters and stable across re-plans. `count` seats are wanted in all,
    `filled` of them by people we know of; `seats` are the ids it stands for, oldest first. `count` 0 asks
    to close it.
    """

    external_id: str
    title: str
    role: str
    level: str
    department: str | None
    site: str | None
    reports_to: str
    opens: date
    starts: date
    count: int
    filled: int = 0
    frozen: bool = False
    backfill: bool = False
    employment: str = "full_time"
    cost: Money | None = None
    pay: Money | None = None
    why: str = ""
    seats: tuple[str, ...] = ()


def shrink(
    seats: Sequence[str], wanted: int, filled: frozenset[str], unwanted: frozenset[str]
) -> tuple[str, ...]:
    """Which of `seats` (oldest first) to close so that `wanted` stay: never a filled one.

    First those that nobody wants any more, then the newest. Fewer are closed where people fill the rest.
    """
    free = [seat for seat in reversed(seats) if seat not in filled]
    order = sorted(free, key=lambda seat: seat not in unwanted)
    return tuple(order[: max(0, len(seats) - wanted)])
