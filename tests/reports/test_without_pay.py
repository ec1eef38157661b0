"""A reader without the right to see pay finds no amount of pay in any output."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from planner.domain import Money, Plan, is_withheld, without_pay
from planner.reports import markdown, text, words
from planner.schemas import plans
from tests.reports import plans as made
from tests.reports.orgs import ORGS, planned


def amounts(plan: Plan) -> Iterator[Money]:
    """Every cost that is not allowed out."""
    for seat in plan.positions:
        yield from (money for money in (seat.monthly_cost, seat.hiring_cost, seat.cost) if money)
    yield from (line.cost for line in plan.quarters if line.cost)
    yield from (*plan.totals.by_year.values(), *plan.totals.by_quarter.values())


def spellings(plan: Plan) -> Iterator[str]:
    """As they might be written; round numbers would be found in facts and dates.

    Budgets are facts of the profile, and what a hire costs is an assumption that every plan lists.
    """
    stated = {Decimal(row.typical) for row in plan.assumptions}
    allowed = {*plan.totals.budget_by_year.values(), plan.totals.cost}
    for money in amounts(plan):
        if money.amount >= 1000 and money not in allowed and money.amount not in stated:
            yield from (f"{money.amount:.2f}", f"{money.amount:,.2f}", f"{money.amount:,.0f}")
            yield words.money(money)


def told(plan: Plan, text: str) -> list[str]:
    """Amounts of its pay that stand in a text; the end of a longer number is none."""
    return [each for each in set(spellings(plan)) if re.search(rf"(?<![\d,.]){re.escape(each)}", text)]


@pytest.fixture(params=ORGS)
def plan(request: pytest.FixtureRequest) -> Plan:
    return planned(request.param)


def test_no_amount_of_pay_is_left(plan: Plan) -> None:
    bare = without_pay(plan)
    out = "\n".join((plans.dumps(bare), text.render(bare, monthly=True), markdown.render(bare, monthly=True)))
    assert told(plan, out) == []
    assert list(amounts(bare)) == []
    assert is_withheld(bare)
    assert "withheld" in text.render(bare)
    assert without_pay(bare) == bare


def test_everything_else_stays(plan: Plan) -> None:
    bare = without_pay(plan)
    seats = zip(plan.positions, bare.positions, strict=True)
    assert all(replace(seat, monthly_cost=None, hiring_cost=None, cost=None) == left for seat, left in seats)
    assert (bare.headline, bare.stances, bare.demand) == (plan.headline, plan.stances, plan.demand)
    assert bare.totals.budget_by_year == plan.totals.budget_by_year


def of_seats(count: int, *pay: int) -> Plan:
    plan = made.large()
    seats = tuple(
        replace(plan.positions[index], monthly_cost=Money.of(Decimal(pay[index % len(pay)]), "EUR"))
        for index in range(count)
    )
    return replace(plan, positions=seats)


@pytest.mark.parametrize(
    ("count", "pay", "shown"),
    [(5, (17_000, 18_000), True), (4, (17_000, 18_000), False), (6, (17_000,), False), (0, (1,), False)],
)
def test_a_total_is_shown_only_where_it_tells_nobody_s_pay(
    count: int, pay: tuple[int, ...], shown: bool
) -> None:
    plan = of_seats(count, *pay)
    assert without_pay(plan).totals.cost == (plan.totals.cost if shown else None)
