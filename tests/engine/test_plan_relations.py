"""Relations between plans of one organisation under other money or facts, or adopted (model, section 9).

One plan is made of each generated organisation; each relation looks at it and at one more, and is a function
of its own, so that a failure names it. `docs/relations.md` lists all with the tests that prove them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from planner.domain import Money, Plan, PositionKind, Profile, Role
from planner.domain.profile import Budget, Commitment, Constraints, Override
from planner.domain.words import Alternative, Way
from planner.engine.adopting import adopted
from planner.engine.compare import compare
from planner.engine.plan import Planning
from tests.examples import few
from tests.firms import IDLE, PLAIN, START, firms
from tests.knowing import TODAY, knowledge, planned

pytestmark = pytest.mark.properties
CENTS = Decimal("0.05")  # a month and seat, by rounding pay to cents before it is multiplied
PRICES = ("pay_index", "hiring_cost", "training_cost")


def an_adopted_plan_hires_nothing_new(profile: Profile, made: Plan) -> None:
    """What was to be hired is promised, under its id and in its way, and nobody is hired beside.

    `docs/relations.md` says what is not shown: budgets that bind.
    """
    short = profile.constraints.budget is not None and made.cuts
    if short or not proven(made):
        return
    again = planned(adopted(profile, made))
    standing = {row.id: (row.starts, row.ends, row.cost) for row in made.positions}
    assert {row.id: (row.starts, row.ends, row.cost) for row in again.positions} == standing
    assert {row.kind for row in again.positions} <= {PositionKind.COMMITTED}


def no_money_means_no_paid_hires_and_the_same_demand(profile: Profile, made: Plan) -> Plan:
    """Beside what is promised already."""
    nothing = Budget(currency=made.totals.cost.currency, per_fiscal_year=Decimal(0))
    broke = planned(replace(profile, constraints=replace(profile.constraints, budget=nothing)))
    paid = (row for row in broke.positions if row.cost.amount > 0)
    assert {row.kind for row in paid} <= {PositionKind.COMMITTED}
    assert [row.lines for row in broke.demand] == [row.lines for row in made.demand]
    assert [row.work for row in broke.demand] == [row.work for row in made.demand]
    return broke


def pay_and_budget_in_proportion_give_the_same_hires(profile: Profile, made: Plan, factor: int) -> Plan:
    typical = {name: row.typical for name, row in Planning(profile, knowledge(), TODAY).assumptions.items()}
    prices = {name: Override(typical=typical[name] * factor) for name in PRICES}
    budget = profile.constraints.budget
    scaled = planned(
        replace(
            profile,
            constraints=replace(profile.constraints, budget=budget and times(budget, factor)),
            assumptions={**profile.assumptions, **prices},
        )
    )
    if not (proven(made) and proven(scaled)):
        return within_what_is_proven(made, scaled)
    assert [(row.id, row.level, row.starts, row.kind) for row in made.positions] == [
        (row.id, row.level, row.starts, row.kind) for row in scaled.positions
    ]
    most = CENTS * factor * max(len(made.positions), 1) * len(made.months)
    assert abs(scaled.totals.cost.amount - made.totals.cost.amount * factor) <= most
    return scaled


def proven(made: Plan) -> bool:
    """Whether the schedule is known to be the best; the search ends after so many nodes, and says so."""
    return made.solution is not None and made.solution.status == "optimal"


def within_what_is_proven(made: Plan, scaled: Plan) -> Plan:
    """Neither is better than the bound of the other."""
    assert made.solution is not None and scaled.solution is not None
    assert made.solution.shortage >= scaled.solution.bound - 1e-5
    assert scaled.solution.shortage >= made.solution.bound - 1e-5
    return scaled


def times(budget: Budget, factor: int) -> Budget:
    """The budget with every amount so many times its own."""
    return Budget(
        currency=budget.currency,
        per_fiscal_year=_times(budget.per_fiscal_year, factor),
        per_quarter=_times(budget.per_quarter, factor),
        years={year: amount * factor for year, amount in budget.years.items()},
        quarters={quarter: amount * factor for quarter, amount in budget.quarters.items()},
    )


def _times(amount: Decimal | None, factor: int) -> Decimal | None:
    return None if amount is None else amount * factor


def more_budget_leaves_no_more_undone(profile: Profile, made: Plan, factor: int) -> None:
    """Weighted as the schedule is; by the bound where the search ended at its limit of nodes."""
    budget = profile.constraints.budget
    if budget is None:
        return
    larger = replace(profile.constraints, budget=times(budget, factor))
    richer = planned(replace(profile, constraints=larger))
    assert made.solution is not None and richer.solution is not None
    undone = richer.solution.shortage if proven(richer) else richer.solution.bound
    assert undone <= made.solution.shortage + 1e-5


def the_other_way_round_is_the_opposite(first: Plan, second: Plan) -> None:
    def either(profile: Profile, *_: object) -> Plan:
        return (first, second)[len(repr(profile)) % 2]  # any plan will do, if always the same one

    there, back = compare(first, second, either), compare(second, first, either)
    for name in ("roles", "moved", "changed", "causes", "effects", "turns", "contributions"):
        assert [-row for row in getattr(there, name)] == list(getattr(back, name)), name
    assert (there.added, there.dropped) == (back.dropped, back.added)
    assert (there.cost and there.cost * -1) == back.cost
    assert {year: cost * -1 for year, cost in there.by_year.items()} == back.by_year


def seats_and_money_balance(first: Plan, second: Plan) -> None:
    found = compare(first, second)
    for row in found.roles:
        more = sum(seat.role is row.role for seat in found.added)
        less = sum(seat.role is row.role for seat in found.dropped)
        assert more - less == row.seats == second.totals.seats[row.role] - first.totals.seats[row.role]
    if found.cost is not None:
        assert Money.total(found.by_year.values(), found.cost.currency) == found.cost


LED_BY_NOBODY = replace(
    IDLE,
    ml_teams=5,
    data_scientists=0.0,
    ml_engineers=0.0,
    current_mlops_fte=5.0,
    current_platform_fte=0.0,
    commitments=(Commitment(id="C-0", role=Role.MLOPS), Commitment(id="C-1", role=Role.MLOPS)),
)
"""Promised people who want a manager, once hired beyond a budget of nothing."""


ENGAGED_BEYOND = Profile(
    name="x",
    commitments=(
        Commitment(id="C-0", role=Role.MLOPS, way=Way.CONTRACTOR, ends_on=START + 30),
        Commitment(
            id="C-1", role=Role.PLATFORM, way=Way.CONTRACTOR, starts_on=START + -9, ends_on=START + -2
        ),
    ),
    assumptions={"horizon_months": Override(typical=6)},
)
"""Engagements that end after the horizon, and before it."""

MANY_LEAVE = Profile(
    name="x",
    use_cases_in_production=14,
    ops_share_of_ds_time=0.25,
    data_scientists=1.5,
    current_mlops_fte=0.0,
    assumptions={
        "horizon_months": Override(typical=8),
        "ramp_months": Override(typical=9),
        "attrition_yearly": Override(typical=0.9),
    },
)
"""More seats than the first plan could name: most newcomers leave before their ramp is over, after the
horizon."""

RELIEVED_BEYOND = replace(
    IDLE,
    ml_teams=9,
    ops_share_of_ds_time=0.4,
    regulated=True,
    current_mlops_fte=0.0,
    current_platform_fte=0.0,
    constraints=Constraints(alternatives=frozenset({Alternative.CONTRACTOR, Alternative.TRAIN})),
    assumptions={"horizon_months": Override(typical=6), "ramp_months": Override(typical=0)},
)
"""Whole people are promised to the platform, a little beyond its work, and relieve MLOps a little more."""


def leaving(profile: Profile, yearly: float | None) -> Profile:
    """The firm with so many leaving a year."""
    if yearly is None:
        return profile
    return replace(profile, assumptions={**profile.assumptions, "attrition_yearly": Override(typical=yearly)})


FIRMS = st.builds(leaving, firms(), st.sampled_from([None, None, None, 0.6, 0.9]))


@given(FIRMS, st.fixed_dictionaries(PLAIN), st.sampled_from([2, 4, 3, 10]))
@example(LED_BY_NOBODY, {}, 2)
@example(MANY_LEAVE, {}, 2)
@example(ENGAGED_BEYOND, {}, 2)
@example(RELIEVED_BEYOND, {}, 2)
@few(200)
def test_plans_of_one_organisation(profile: Profile, facts: Mapping[str, Any], factor: int) -> None:
    made = planned(profile)
    an_adopted_plan_hires_nothing_new(profile, made)
    broke = no_money_means_no_paid_hires_and_the_same_demand(profile, made)
    scaled = pay_and_budget_in_proportion_give_the_same_hires(profile, made, factor)
    more_budget_leaves_no_more_undone(profile, made, factor)
    changed = planned(replace(profile, **facts))
    for other in (broke, scaled, changed):
        the_other_way_round_is_the_opposite(made, other)
        seats_and_money_balance(made, other)
