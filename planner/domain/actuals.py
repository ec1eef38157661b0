"""Plan against actuals: seats and money of each fiscal quarter, planned, approved, open, filled and to come.

Three dates stay apart: when a seat is needed, when somebody is expected, and when somebody actually came.
Money is counted by the day: a seat that is held for part of a month costs that part of the month's cost.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from fractions import Fraction

from planner.domain.calendar import FiscalQuarter, Month
from planner.domain.lifecycle import COMMITTED, OCCUPIED, PositionState
from planner.domain.money import CENT, Money
from planner.domain.words import PositionKind, Role

_GOING = COMMITTED | {PositionState.PROPOSED, PositionState.VACANT}


class Growth(StrEnum):
    """Whether seats make the organisation larger, or only keep it as large as it is."""

    GROWTH = "growth"
    BACKFILL = "backfill"


@dataclass(frozen=True, slots=True)
class Seat:
    """A position as the comparison sees it; `planned` is the start in the plan it was approved with.

    `expected` is when somebody is now thought to start, `actual` when a person started, `ended` that
    person's last day, `ends` the last day of an engagement. `budgeted` is the monthly cost in the plan,
    `monthly` what it costs or will cost.
    """

    id: str
    role: Role
    kind: PositionKind
    state: PositionState
    needed: date
    planned: date
    expected: date
    actual: date | None
    ended: date | None
    budgeted: Money
    monthly: Money
    hiring: Money
    ends: date | None = None

    @property
    def last(self) -> date | None:
        """The last day as far as known: the person's, else that of the engagement."""
        return self.ended or self.ends

    @property
    def growth(self) -> Growth:
        """A backfill keeps the size, all others add to it or change it."""
        return Growth.BACKFILL if self.kind is PositionKind.BACKFILL else Growth.GROWTH

    @property
    def arrives(self) -> date | None:
        """When somebody came or is thought to come; None where nobody will."""
        if self.actual is not None:
            return self.actual
        return self.expected if self.state in _GOING - OCCUPIED - {PositionState.VACANT} else None


@dataclass(frozen=True, slots=True)
class Line:
    """Seats at the end of a fiscal quarter, and money within it.

    `planned` seats should be filled by then; `approved` and `open` are on their way as things stand today,
    `filled` have a person. `variance` is filled less planned, `remaining` planned less filled but never
    below zero, `forecast` filled plus those expected by then. Money follows the same words.
    """

    quarter: FiscalQuarter
    planned: int
    approved: int
    open: int
    filled: int
    forecast: int
    planned_cost: Money
    actual_cost: Money
    forecast_cost: Money

    @property
    def variance(self) -> int:
        """Seats filled beyond the plan; negative where the plan is ahead."""
        return self.filled - self.planned

    @property
    def remaining(self) -> int:
        """Seats of the plan that still have nobody."""
        return max(self.planned - self.filled, 0)

    @property
    def cost_variance(self) -> Money:
        """What is forecast to be spent beyond the plan; negative where less."""
        return self.forecast_cost - self.planned_cost


def prorated(monthly: Money, first: date, last: date) -> Money:
    """Cost of a seat held from `first` to `last`, both days included; nothing where `last` is before.

    Exact until it is rounded to the cent at the end: months weigh by the days held of their own length.
    """
    return Money(_cents(_share(first, last) * Fraction(monthly.amount)), monthly.currency)


def held(seat: Seat, quarter: FiscalQuarter, starts_in: int, today: date) -> Money:
    """What the person in the seat has cost in the quarter until `today`, hiring included."""
    if seat.actual is None:
        return Money.of(0, seat.monthly.currency)
    return _cost(seat.monthly, seat.hiring, seat.actual, _earlier(seat.last, today), span(quarter, starts_in))


def foreseen(seat: Seat, quarter: FiscalQuarter, starts_in: int) -> Money:
    """What the seat will have cost in the quarter as things stand: actual dates, else the expected ones."""
    if seat.arrives is None:
        return Money.of(0, seat.monthly.currency)
    return _cost(seat.monthly, seat.hiring, seat.arrives, seat.last, span(quarter, starts_in))


def intended(seat: Seat, quarter: FiscalQuarter, starts_in: int) -> Money:
    """What the plan reckoned for the seat in the quarter."""
    return _cost(seat.budgeted, seat.hiring, seat.planned, seat.ends, span(quarter, starts_in))


def compare(
    seats: Sequence[Seat], quarters: Iterable[FiscalQuarter], currency: str, today: date, starts_in: int = 1
) -> tuple[Line, ...]:
    """The lines of these quarters; money is all in `currency`, fiscal years start in month `starts_in`."""
    return tuple(_line(seats, quarter, currency, today, starts_in) for quarter in quarters)


def by_growth(seats: Iterable[Seat]) -> Mapping[Growth, tuple[Seat, ...]]:
    """Growth and backfill apart; each seat is in exactly one of them."""
    listed = tuple(seats)
    return {part: tuple(seat for seat in listed if seat.growth is part) for part in Growth}


def quarters_of(first: date, last: date, starts_in: int = 1) -> tuple[FiscalQuarter, ...]:
    """Every fiscal quarter from that of `first` to that of `last`."""
    months = range(Month.of(first).ordinal, Month.of(last).ordinal + 1)
    return tuple(dict.fromkeys(FiscalQuarter.of(Month(each), starts_in) for each in months))


def span(quarter: FiscalQuarter, starts_in: int = 1) -> tuple[date, date]:
    """First and last day of a fiscal quarter."""
    first = Month((quarter.year - (starts_in > 1)) * 12 + starts_in - 1 + (quarter.quarter - 1) * 3)
    return first.first_day, (first + 3).first_day - timedelta(days=1)


def _line(seats: Sequence[Seat], quarter: FiscalQuarter, currency: str, today: date, starts_in: int) -> Line:
    _, last = span(quarter, starts_in)
    going = [seat for seat in seats if seat.state in _GOING]
    return Line(
        quarter=quarter,
        planned=sum(_lasts(seat.planned, last, seat.ends) for seat in seats),
        approved=sum(seat.state is PositionState.APPROVED and seat.expected <= last for seat in going),
        open=sum(seat.state in _ON_OFFER and seat.expected <= last for seat in going),
        filled=sum(_occupied_on(seat, min(last, today)) for seat in seats),
        forecast=sum(_expected_on(seat, last) for seat in seats),
        planned_cost=Money.total((intended(seat, quarter, starts_in) for seat in seats), currency),
        actual_cost=Money.total((held(seat, quarter, starts_in, today) for seat in seats), currency),
        forecast_cost=Money.total((foreseen(seat, quarter, starts_in) for seat in seats), currency),
    )


_ON_OFFER = frozenset({PositionState.OPEN, PositionState.OFFER_ACCEPTED})


def _occupied_on(seat: Seat, day: date) -> bool:
    return seat.actual is not None and _lasts(seat.actual, day, seat.last)


def _expected_on(seat: Seat, day: date) -> bool:
    return seat.arrives is not None and _lasts(seat.arrives, day, seat.last)


def _lasts(first: date, day: date, last: date | None) -> bool:
    return first <= day and (last is None or day <= last)


def _cost(monthly: Money, hiring: Money, first: date, last: date | None, within: tuple[date, date]) -> Money:
    begins, ends = within
    paid = prorated(monthly, max(first, begins), _earlier(last, ends))
    return paid + hiring if begins <= first <= _earlier(last, ends) else paid


def _earlier(day: date | None, other: date) -> date:
    return other if day is None else min(day, other)


def _share(first: date, last: date) -> Fraction:
    """Months from `first` to `last`, part months by their days."""
    return sum(_shares(first, last), Fraction(0))


def _shares(first: date, last: date) -> Iterator[Fraction]:
    for ordinal in range(Month.of(first).ordinal, Month.of(last).ordinal + 1):
        month = Month(ordinal)
        days = monthrange(month.year, month.month)[1]
        begins, ends = max(first, month.first_day), min(last, month.first_day + timedelta(days=days - 1))
        yield Fraction(max((ends - begins).days + 1, 0), days)


def _cents(amount: Fraction) -> Decimal:
    whole = amount * 100
    return (Decimal(_half_even(whole)) * CENT).quantize(CENT, ROUND_HALF_EVEN)


def _half_even(number: Fraction) -> int:
    return round(number)  # of fractions: to the nearest, ties to the even one
