"""Whether the positions of an adopted plan still fit the budget that its approval locked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from planner.domain import Money, Month, PositionKind, Problem
from planner.domain.access import Permission
from planner.domain.actuals import Seat, foreseen, quarters_of
from planner.domain.lifecycle import COMMITTED, PositionState, WrongState
from planner.domain.words import Role
from planner.services.ports import Desk, PlanRecord, Work
from planner.services.ports.lives import PositionRecord

STAYING = frozenset(state.value for state in COMMITTED) | {PositionState.VACANT.value}


def refuse_beyond_budget(desk: Desk, work: Work, seat: PositionRecord) -> None:
    """Raise WrongState where the plan's positions and `seat` cost more than the budget of a fiscal year."""
    plan = work.plans.get(seat.plan_id)
    limits = {row.fiscal_year: row for row in work.budgets.all(plan_id=seat.plan_id)}
    if plan is None or not limits:
        return
    others = [each for each in work.positions.all(plan_id=seat.plan_id, state=STAYING) if each.id != seat.id]
    for year, cost in by_year(plan, [*others, seat], seat.currency).items():
        limit = limits.get(year)
        if limit and limit.currency == seat.currency and cost.amount > limit.amount:
            over = Money(cost.amount - limit.amount, seat.currency)
            amount = f" by {over}" if desk.actor.may(Permission.PAY_READ) else ""
            raise WrongState(
                Problem(
                    "budget",
                    f"With {seat.id} the plan would cost more than its locked budget of FY{year}{amount}.",
                    "Cancel or delay another position, or have a new plan approved with a larger budget.",
                )
            )


def by_year(plan: PlanRecord, seats: Sequence[PositionRecord], currency: str) -> dict[int, Money]:
    """What these positions will have cost by fiscal year, over the plan's horizon."""
    document = json.loads(plan.document)
    starts_in = fiscal_start(document)
    first, last = horizon(document)
    cost: dict[int, Money] = {}
    listed = [as_seat(each) for each in seats if each.currency == currency]
    for quarter in quarters_of(first, last, starts_in):
        paid = Money.total((foreseen(each, quarter, starts_in) for each in listed), currency)
        cost[quarter.year] = cost.get(quarter.year, Money.of(0, currency)) + paid
    return cost


def fiscal_start(document: dict[str, object]) -> int:
    """The month in which the fiscal years of a plan's document start."""
    profile = document["profile"]
    assert isinstance(profile, dict)
    return int(profile.get("constraints", {}).get("fiscal_year_starts_in", 1))


def horizon(document: dict[str, object]) -> tuple[date, date]:
    """First and last day of a plan's document."""
    months = document["months"]
    assert isinstance(months, list)
    return Month.parse(months[0]).first_day, Month.parse(months[-1]).first_day


def as_seat(record: PositionRecord) -> Seat:
    """A position as the comparison with the plan sees it; one that is being approved counts as going."""
    return Seat(
        id=record.id,
        role=Role(record.role),
        kind=PositionKind(record.kind),
        state=PositionState(record.state),
        needed=record.needed,
        planned=record.planned,
        expected=record.expected,
        actual=record.actual,
        ended=record.ended,
        budgeted=Money(record.budgeted_cost, record.currency),
        monthly=Money(record.monthly_cost, record.currency),
        hiring=Money(record.hiring_cost, record.currency),
        ends=record.ends,
    )
