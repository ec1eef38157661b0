"""A portfolio is planned as one: shared limits hold and go where they help most."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from planner import engine
from planner.domain import InvalidInput, Profile, Role
from planner.domain.portfolio import Portfolio, PortfolioPlan, Sharing, portfolio_without_pay
from planner.domain.profile import Budget, Constraints
from planner.domain.words import Alternative, PositionKind
from planner.engine.knowledge import Knowledge
from planner.schemas import portfolio as schema
from tests.knowing import TODAY, knowledge, planned

GROUP = schema.read(Path("seeds/portfolios/group.yaml").read_bytes())


def plan(portfolio: Portfolio) -> PortfolioPlan:
    known: Knowledge = knowledge()
    return engine.portfolio(portfolio, known, TODAY)


@pytest.fixture(scope="module")
def group() -> PortfolioPlan:
    return plan(GROUP)


def test_shared_limits_hold_and_the_optimum_is_proven(group: PortfolioPlan) -> None:
    assert group.seats
    assert all(use.used <= use.limit + 1e-6 for use in group.uses)
    starts = sorted(seat.starts - group.months[0] for seat in group.seats)
    first = 3
    assert all(number <= 0.5 * (start - first + 1) + 1e-9 for number, start in enumerate(starts, 1))
    assert group.solution.gap <= 1e-6
    assert group.cost is not None
    assert group.cost.amount == sum(line.cost.amount for line in group.units if line.cost)


def test_where_nothing_is_shared_every_unit_has_its_own_plan() -> None:
    found = plan(replace(GROUP, shared=Sharing(currency="EUR")))
    for line, unit in zip(found.units, GROUP.units, strict=True):
        own = planned(replace(unit, constraints=Constraints(currency="EUR")))
        assert line.lost == 0
        assert line.shortage == pytest.approx(sum(sum(row.shortage) for row in own.supply), abs=0.05)
    assert found.uses == found.shadow_prices == ()


def test_more_money_never_leaves_more_undone() -> None:
    def short(amount: int) -> float:
        budget = Budget(currency="EUR", per_fiscal_year=Decimal(amount))
        return plan(replace(GROUP, shared=Sharing(budget=budget))).solution.shortage

    rising = [short(amount) for amount in (0, 300_000, 900_000)]
    assert rising == sorted(rising, reverse=True)


def test_a_larger_group_is_planned_within_its_gap() -> None:
    units = tuple(
        Profile(
            name=f"Unit {number}",
            ml_teams=2 + number % 3,
            use_cases_in_production=6 + number % 5,
            ops_share_of_ds_time=0.35,
        )
        for number in range(16)
    )
    found = plan(Portfolio(name="x", units=units, shared=Sharing(hires_per_month=1.0)))
    assert found.solution.gap <= 0.03
    assert sum(line.lost for line in found.units) > 0
    assert {price.resource for price in found.shadow_prices} == {"recruiters"}


def units(count: int, constraints: Constraints) -> tuple[Profile, ...]:
    return tuple(
        Profile(
            name=f"Unit {number}",
            ml_teams=2 + number % 7,
            use_cases_in_production=4 + 3 * number % 17,
            ops_share_of_ds_time=(0.2, 0.3, 0.4)[number % 3],
            constraints=constraints,
        )
        for number in range(count)
    )


SHARED = {
    "money": Sharing(budget=Budget(currency="USD", per_fiscal_year=Decimal(1_500_000))),
    "no money": Sharing(budget=Budget(currency="USD", per_fiscal_year=Decimal(0))),
    "people": Sharing(headcount_cap=14, currency="USD"),
    "everything": Sharing(
        budget=Budget(currency="USD", per_quarter=Decimal(900_000)), hires_per_month=0.7, headcount_cap=30
    ),
}


@pytest.mark.parametrize(
    ("name", "count"), [("money", 16), ("no money", 16), ("people", 16), ("everything", 64)]
)
def test_what_is_shared_holds_near_the_bound_whatever_it_is(name: str, count: int) -> None:
    found = plan(Portfolio(name="x", units=units(count, Constraints()), shared=SHARED[name]))
    assert all(use.used <= use.limit * (1 + 1e-6) + 1e-6 for use in found.uses)
    assert found.solution.violation <= 1e-6
    assert found.solution.bound <= found.solution.shortage
    assert found.solution.gap <= 0.01


def test_units_with_other_ways_than_recruiting_use_them_within_what_is_shared() -> None:
    ways = Constraints(alternatives=frozenset({Alternative.CONTRACTOR, Alternative.TRANSFER}))
    found = plan(Portfolio(name="x", units=units(13, ways), shared=Sharing(hires_per_month=0.5)))
    assert {seat.kind for seat in found.seats} >= {PositionKind.NEW, PositionKind.CONTRACTOR}
    recruited = sum(seat.kind in (PositionKind.NEW, PositionKind.BACKFILL) for seat in found.seats)
    assert recruited <= 0.5 * (len(found.months) - 3)
    assert found.solution.gap <= 0.02


def test_units_with_unlike_ways_and_few_people_to_share_are_planned() -> None:
    ways = [(), (Alternative.CONTRACTOR,), (Alternative.TRANSFER,), (Alternative.TRAIN,), tuple(Alternative)]
    mixed = tuple(
        replace(unit, constraints=Constraints(alternatives=frozenset(ways[number % 5])))
        for number, unit in enumerate(units(13, Constraints()))
    )
    found = plan(Portfolio(name="x", units=mixed, shared=Sharing(headcount_cap=14, currency="USD")))
    assert found.solution.violation <= 1e-6
    assert found.solution.gap <= 0.02


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("name: x\nunits: []\n", "units"),
        ("name: x\n", "units"),
        ("name: x\nunits:\n - {name: a}\n - {name: a}\n", "units[1].name"),
        ("name: x\nunits:\n - {name: a, ml_teams: many}\n", "units[0].ml_teams"),
        ("name: x\nunits:\n - {name: a, teams: [{name: t}, {name: t}]}\n", "units[0].teams"),
        ("name: x\nshared: {budget: {per_fiscal_year: 3}}\nunits:\n - {name: a}\n", "shared.budget.currency"),
        (
            "name: x\nshared: {currency: EUR}\nunits:\n - {name: a, constraints: {currency: USD}}\n",
            "units[0].constraints.currency",
        ),
        ("name: x\nshared: {people: 3}\nunits:\n - {name: a}\n", "shared.people"),
    ],
)
def test_what_is_wrong_is_said_with_its_path(text: str, path: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        schema.read(text)
    assert path in [problem.path for problem in caught.value.problems]


def test_a_little_more_buys_no_more_than_sharing_costs() -> None:
    """Where recruiters bring nobody in some month, their price there has no upper limit."""
    shared = Sharing(budget=Budget(currency="EUR", per_fiscal_year=Decimal(750_000)), hires_per_month=0.3)
    found = plan(Portfolio(name="x", units=units(3, Constraints()), shared=shared))
    lost = sum(line.lost for line in found.units)
    assert found.shadow_prices
    assert all(price.fte_months <= lost * 1.01 for price in found.shadow_prices)


def test_promises_beyond_what_is_shared_stand() -> None:
    text = (
        "name: x\nshared: {budget: {currency: EUR, per_fiscal_year: 100}, hires_per_month: 0}\nunits:\n"
        " - {name: a, ml_teams: 3, use_cases_in_production: 12,\n"
        "    commitments: [{id: ML-2026-001, role: mlops, starts_on: 2027-02}]}\n"
        " - {name: b, ml_teams: 3, use_cases_in_production: 12}\n"
    )
    found = plan(schema.read(text))
    assert [seat.id for seat in found.seats] == ["ML-2026-001"]
    assert found.headline.startswith("1 seat in 1 of 2 units")
    assert found.shadow_prices == ()


def test_a_unit_that_cannot_be_planned_is_named() -> None:
    text = "name: x\nunits:\n - {name: a}\n - {name: b, ml_teams: 9, use_cases_in_production: 900000}\n"
    with pytest.raises(InvalidInput) as caught:
        plan(schema.read(text))
    assert [problem.path for problem in caught.value.problems] == ["units[1]"]


def test_units_are_planned_equally_far() -> None:
    text = "name: x\nunits:\n - {name: a}\n - {name: b, assumptions: {horizon_months: 12}}\n"
    with pytest.raises(InvalidInput, match=r"units\[1\].assumptions.horizon_months"):
        plan(schema.read(text))


def test_pay_can_be_left_out(group: PortfolioPlan) -> None:
    text = schema.dumps(portfolio_without_pay(group))
    assert '"amount"' not in text
    assert schema.dumps(group).count('"amount"') > 10


def test_the_same_portfolio_gives_the_same_bytes(group: PortfolioPlan) -> None:
    assert schema.dumps(plan(GROUP)) == schema.dumps(group)
    assert sum(line.seats[role] for line in group.units for role in Role) == len(group.seats)
