"""How the plan moves as assumptions go to the ends of their ranges, one at a time (model, section 8)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TypeVar

from planner.domain.analysis import Bar, Found, Outcome, Tornado
from planner.domain.money import Money
from planner.domain.plan import Assumption, Plan
from planner.domain.profile import Profile
from planner.engine.knowledge import Knowledge
from planner.engine.open_questions import used
from planner.engine.plan import ALWAYS
from planner.engine.schedule import Unplannable
from planner.engine.variants import Bench, Variant

Number = TypeVar("Number", int, float, Decimal)
UNVARIED = frozenset({"horizon_months"})
SHOWN = 12  # assumptions that are planned at both ends
PLANNED = (
    "Each assumption that the plan rests on goes to its low and its high end, alone. Those that move the "
    "lasting need for seats most are planned again, within the caps."
)
SIZED = (
    "Each assumption that the plan rests on goes to its low and its high end, alone. Seats, cost and what is "
    "short until they are filled follow from the lasting need, before caps: planning again takes long here."
)
PROMISED = " Seats that are promised already are not in them."


def sensitivity(profile: Profile, knowledge: Knowledge, today: date, *, plan: Plan | None = None) -> Tornado:
    """The tornado over assumptions with a range, the widest swing of seats, then of money, first; raises
    InvalidProfile. `plan` is the plan, where it is made already."""
    bench = Bench(profile, knowledge, today, plan)
    judgement, currency = bench.planning.judgement, bench.planning.price.currency
    rested = used(judgement, bench.planning.assumptions, ALWAYS)
    ranged = [row for row in rested if row.low < row.high and row.name not in UNVARIED]
    ends = [Variant(numbers={row.name: end}) for row in ranged for end in (row.low, row.high)]
    sized = bench.sized([Variant(), *ends])
    base, *at_ends = (sized.outcome(index, currency) for index in range(len(ends) + 1))
    pairs = zip(ranged, at_ends[::2], at_ends[1::2], strict=True)
    bars = sorted((_bar(row, base, low, high) for row, low, high in pairs), key=_order)
    moving = [bar for bar in bars if any(end != base for end in (bar.at_low, bar.at_high))]
    still = tuple(bar.assumption.name for bar in bars if bar not in moving)
    again = _again(bench, moving[:SHOWN])
    if again is None:
        told = SIZED + (PROMISED if profile.commitments else "")
        return Tornado(profile.name, base, tuple(moving), (), still, Found.SIZED, told)
    shown = tuple(bar for bar in again if any(end != bench.base for end in (bar.at_low, bar.at_high)))
    still += tuple(bar.assumption.name for bar in again if bar not in shown)
    smaller = tuple(bar.assumption.name for bar in moving[SHOWN:])
    return Tornado(profile.name, bench.base, shown, smaller, still, Found.PLANNED, PLANNED)


def _again(bench: Bench, bars: list[Bar]) -> list[Bar] | None:
    """The bars planned again, widest first; None where that takes long or an end cannot be planned."""
    if not bench.cheap:
        return None
    try:
        return sorted((_planned(bench, bar.assumption) for bar in bars), key=_order)
    except Unplannable:
        return None


def _planned(bench: Bench, row: Assumption) -> Bar:
    low, high = (bench.planned(Variant(numbers={row.name: end})).outcome for end in (row.low, row.high))
    return _bar(row, bench.base, low, high)


def _bar(row: Assumption, base: Outcome, low: Outcome, high: Outcome) -> Bar:
    three = (low, base, high)
    costs = [outcome.cost for outcome in three if outcome.cost]
    swing = _swing(cost.amount for cost in costs)
    return Bar(
        assumption=row,
        at_low=low,
        at_high=high,
        swing_seats=_swing(sum(outcome.seats.values()) for outcome in three),
        swing_cost=Money(swing, costs[0].currency),
        swing_shortage=round(_swing(outcome.shortage for outcome in three), 6),
        sentence=_sentence(row, low, high),
    )


def _swing(values: Iterable[Number]) -> Number:
    listed = list(values)
    return max(listed) - min(listed)


def _order(bar: Bar) -> tuple[object, ...]:
    money = bar.swing_cost.amount if bar.swing_cost else 0
    return -bar.swing_seats, -money, -bar.swing_shortage, bar.assumption.name


def _sentence(row: Assumption, low: Outcome, high: Outcome) -> str:
    """Such as `1.5 to 5 months: 5 to 7 seats, 20.1 to 31.0 FTE-months short`."""
    seats = [sum(outcome.seats.values()) for outcome in (low, high)]
    counted = f"{seats[0]} seats" if seats[0] == seats[1] else f"{seats[0]} to {seats[1]} seats"
    short = f"{low.shortage:.1f} to {high.shortage:.1f} FTE-months short"
    return f"{row.low:g} to {row.high:g} {row.unit}: {counted}, {short}."
