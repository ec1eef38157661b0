"""Reconciliation: planned seats, requisitions in tools, people on the roster, and what does not fit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.domain.actuals import Growth
from planner.domain.calendar import Month
from planner.domain.lifecycle import OCCUPIED, PositionState
from planner.domain.money import Money
from planner.domain.openings import LIVE, OpeningState

MOST_SUGGESTED = 5
ENDED = frozenset({PositionState.CANCELLED, PositionState.VACANT})
OPENED = frozenset({PositionState.OPEN, PositionState.OFFER_ACCEPTED})


class Finding(StrEnum):
    """What does not fit about a seat; the words are for people."""

    FILLED_THERE = "filled in the tool, open here"
    FILLED_HERE = "filled here, open in the tool"
    CLOSED_THERE = "closed in the tool, wanted here"
    GONE_THERE = "gone from the tool"
    NOT_THERE = "open here, in no tool"
    NOT_ON_ROSTER = "filled by somebody who is not on the roster"
    STILL_ON_ROSTER = "vacant, but the person is still on the roster"
    LATE = "expected later than planned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A seat as the plan and the tools have it; `person` and `person_key` say who had or has it."""

    id: str
    title: str
    role: str
    growth: Growth
    state: PositionState
    planned: date
    expected: date
    actual: date | None
    budgeted: Money
    monthly: Money
    there: OpeningState | None = None
    gone: bool = False
    filled_there: bool = False
    person: str | None = None
    person_key: str | None = None


@dataclass(frozen=True, slots=True)
class Present:
    """A person on the roster, and the role that the title counts as (None for neither)."""

    key: str
    name: str
    email: str | None
    title: str | None
    role: str | None
    starts: date | None


@dataclass(frozen=True, slots=True)
class SeatRow:
    """One seat with what was found; `months` late (negative: early), money per month beyond the budget."""

    seat: Planned
    findings: tuple[Finding, ...]
    months: int
    money: Money


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Somebody on the roster in one of the roles and in no seat, with the open seats that could be theirs."""

    person: Present
    seats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """Seats of one role, kind of growth and currency; `money` is beyond the budget per month."""

    role: str
    growth: Growth
    planned: int
    requisitions: int
    filled: int
    months: float
    money: Money

    @property
    def variance(self) -> int:
        """Filled less planned seats."""
        return self.filled - self.planned


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Planned, requisition and actual beside each other."""

    totals: tuple[Totals, ...]
    rows: tuple[SeatRow, ...]
    unmatched: tuple[Unmatched, ...]


def reconcile(seats: Sequence[Planned], people: Sequence[Present], roster: bool) -> Reconciliation:
    """Compare; without a `roster` nobody is missed on it."""
    known = {name: person for person in people for name in _names(person)}
    rows = tuple(_row(seat, known, roster) for seat in seats)
    groups: dict[tuple[str, Growth, str], list[SeatRow]] = defaultdict(list)
    for row in rows:
        groups[row.seat.role, row.seat.growth, row.money.currency].append(row)
    totals = tuple(_totals(role, growth, group) for (role, growth, _), group in sorted(groups.items()))
    return Reconciliation(totals, rows, tuple(_unmatched(seats, people)))


def _row(seat: Planned, known: Mapping[str, Present], roster: bool) -> SeatRow:
    there = roster and _who(seat, known) is not None
    tests = {
        Finding.FILLED_THERE: seat.filled_there and seat.state in OPENED,
        Finding.FILLED_HERE: seat.state in OCCUPIED and seat.there in LIVE and not seat.filled_there,
        Finding.CLOSED_THERE: seat.there is OpeningState.CLOSED and seat.state in OPENED,
        Finding.GONE_THERE: seat.gone and seat.state in OPENED,
        Finding.NOT_THERE: seat.there is None and not seat.gone and seat.state in OPENED,
        Finding.NOT_ON_ROSTER: roster and not there and seat.state in OCCUPIED,
        Finding.STILL_ON_ROSTER: there and seat.state is PositionState.VACANT,
        Finding.LATE: seat.state not in ENDED and _late(seat) > 0,
    }
    return SeatRow(
        seat, tuple(name for name, found in tests.items() if found), _late(seat), seat.monthly - seat.budgeted
    )


def _late(seat: Planned) -> int:
    return Month.of(seat.actual or seat.expected) - Month.of(seat.planned)


def _totals(role: str, growth: Growth, rows: Sequence[SeatRow]) -> Totals:
    going = [row for row in rows if row.seat.state not in ENDED]
    money = Money.total((row.money for row in going), rows[0].money.currency)
    return Totals(
        role=role,
        growth=growth,
        planned=len(going),
        requisitions=sum(row.seat.there in LIVE for row in going),
        filled=sum(row.seat.state in OCCUPIED for row in going),
        months=round(sum(row.months for row in going) / len(going), 2) if going else 0.0,
        money=money,
    )


def _unmatched(seats: Sequence[Planned], people: Sequence[Present]) -> Iterable[Unmatched]:
    seated = {
        _fold(name)
        for seat in seats
        if seat.state in OCCUPIED
        for name in (seat.person, seat.person_key)
        if name
    }
    for person in people:
        if person.role is not None and not seated & set(_names(person)):
            open_ones = [seat for seat in seats if seat.role == person.role and seat.state in OPENED]
            yield Unmatched(
                person, tuple(seat.id for seat in sorted(open_ones, key=lambda seat: seat.expected)[:5])
            )


def _who(seat: Planned, known: Mapping[str, Present]) -> Present | None:
    names = (_fold(name) for name in (seat.person_key, seat.person) if name)
    return next((known[name] for name in names if name in known), None)


def _names(person: Present) -> tuple[str, ...]:
    return tuple(_fold(name) for name in (person.key, person.email, person.name) if name)


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())
