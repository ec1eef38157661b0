"""How the plan moves as assumptions go to the ends of their ranges, one at a time (model, section 8)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from planner.domain.analysis import Bar, Outcome, Tornado
from planner.domain.money import Money
from planner.domain.plan import Assumption
from planner.domain.profile import Profile
from planner.engine.knowledge import Knowledge
from planner.engine.open_questions import used
from planner.engine.plan import ALWAYS
from planner.engine.variants import Bench, Variant

UNVARIED = frozenset({"horizon_months"})
METHOD = (
    "Each assumption that the plan rests on goes to its low and its high end, alone, and the plan is made "
    "again; not for those that move neither evidence nor work nor supply by the guidance's formulas."
)


def sensitivity(profile: Profile, knowledge: Knowledge, today: date) -> Tornado:
    """The tornado over assumptions with a range, the widest swing of seats, then of money, first."""
    bench = Bench(profile, knowledge, today)
    planning = bench.planning
    rested = used(planning.judgement, planning.assumptions, ALWAYS)
    ranged = [row for row in rested if row.low < row.high and row.name not in UNVARIED]
    moving = _moving(bench, ranged)
    bars = [_bar(bench, row) for row in ranged if row.name in moving]
    wide = [bar for bar in bars if _moves(bench.base, bar)]
    shown = {bar.assumption.name for bar in wide}
    return Tornado(
        organisation=profile.name,
        base=bench.base,
        bars=tuple(sorted(wide, key=_order)),
        unmoved=tuple(row.name for row in ranged if row.name not in shown),
        method=METHOD,
    )


def _moving(bench: Bench, rows: list[Assumption]) -> frozenset[str]:
    """Assumptions that supply and pay are made of, and those that move evidence or work at either end."""
    ends = [(row.name, end) for row in rows for end in (row.low, row.high)]
    sized = bench.sized([Variant(), *(Variant(numbers={name: end}) for name, end in ends)])
    moved = set(ALWAYS)
    for case in sized.spread.cases.values():
        for column in (case.required, case.relievable):
            differs = (abs(column[1:] - column[0]) > 1e-9).any(axis=1)
            moved.update(name for (name, _), yes in zip(ends, differs.tolist(), strict=True) if yes)
    stances = sized.signature[:, -len(sized.spread.cases) :]
    turned = (stances[1:] != stances[0]).any(axis=1)
    moved.update(name for (name, _), yes in zip(ends, turned.tolist(), strict=True) if yes)
    return frozenset(moved | {"relief_hours", "relief_cap", "conversion_months"})


def _moves(base: Outcome, bar: Bar) -> bool:
    return any(end != base for end in (bar.at_low, bar.at_high))


def _bar(bench: Bench, row: Assumption) -> Bar:
    low, high = (bench.planned(Variant(numbers={row.name: end})).outcome for end in (row.low, row.high))
    three = (low, bench.base, high)
    seats = _swing(sum(outcome.seats.values()) for outcome in three)
    costs = [outcome.cost.amount for outcome in three if outcome.cost]
    return Bar(
        assumption=row,
        at_low=low,
        at_high=high,
        swing_seats=round(seats),
        swing_cost=Money(max(costs) - min(costs), bench.planning.price.currency),
        swing_shortage=round(_swing(outcome.shortage for outcome in three), 6),
        sentence=_sentence(row, low, high),
    )


def _swing(values: Iterable[float]) -> float:
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
