"""Relations that always hold between plans (model, section 9), over generated organisations.

Here: headcount balances; demand is met and unmet; cost is the sum of its lines, within budget; no money
means no paid hires and the same demand; pay and budget in proportion give the same hires; the order of
lists and of rules, and names, are irrelevant; a count of three is three of count one; an adopted plan
hires nothing new; nobody starts before a requisition can be filled, and what is late is late; the same
input gives the same bytes, also after export and import; removing a rule removes only what rests on it;
reporting lines are a forest within span; amounts are finite and not negative. Elsewhere: what moves work
and rules (`test_work_relations`), more budget never covers less (`test_schedule`), differences
(`test_compare`), the same bytes through every door (`tests/api/test_operations`, `tests/cli/test_plan`).
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from itertools import chain

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from planner.domain import Level, Money, Plan, Position, PositionKind, Profile, Role
from planner.domain.profile import Budget, Commitment, Constraints, Override, Staff, Team
from planner.engine import Knowledge, plan
from planner.engine.plan import Planning
from planner.engine.stance import NAMES
from planner.schemas import plans
from planner.schemas import profiles as documents
from tests.knowing import TODAY, knowledge, planned
from tests.strategies import profiles

pytestmark = pytest.mark.properties
EXAMPLES = settings().max_examples
FEW = settings(max_examples=EXAMPLES if EXAMPLES > 1_000 else EXAMPLES // 3)
organisations = profiles(assumptions=st.just({}))


def substance(plan: Plan) -> object:
    """The plan without what repeats the input."""
    return replace(
        plan, organisation="", profile=Profile(name="x"), provenance=replace(plan.provenance, input_digest="")
    )


@given(organisations, st.randoms(use_true_random=False))
@FEW
def test_the_order_of_lists_is_irrelevant(profile: Profile, random: object) -> None:
    def shuffled(rows: tuple[object, ...] | None) -> tuple[object, ...] | None:
        return None if rows is None else tuple(sorted(rows, key=lambda _: random.random()))  # type: ignore[attr-defined]

    other = replace(
        profile,
        teams=shuffled(profile.teams),  # type: ignore[arg-type]
        staff=shuffled(profile.staff),  # type: ignore[arg-type]
        systems=shuffled(profile.systems),  # type: ignore[arg-type]
    )
    first, second = planned(profile), planned(other)
    assert (first.stances, first.positions, first.totals) == (second.stances, second.positions, second.totals)


def shape(plan: Plan) -> object:
    """Seats and money of a plan, without names."""
    seats = [(row.id, row.role, row.level, row.kind, row.starts, row.cost) for row in plan.positions]
    return plan.decision, seats, plan.totals


@lru_cache
def turned() -> Knowledge:
    """The shipped knowledge with its rules in the opposite order."""
    pack = knowledge().guidance
    return Knowledge(replace(pack, rules=pack.rules[::-1]), knowledge().pay, knowledge().roles)


@given(organisations)
@example(Profile(name="many", ml_teams=10, model_consuming_teams=10))
@FEW
def test_the_order_of_rules_is_irrelevant(profile: Profile) -> None:
    assert shape(planned(profile)) == shape(plan(profile, turned(), TODAY))


@given(organisations)
@FEW
def test_names_are_irrelevant(profile: Profile) -> None:
    other = replace(
        profile,
        name="Another",
        teams=profile.teams
        and tuple(replace(row, id=row.key, name=f"t{place}") for place, row in enumerate(profile.teams)),
        systems=profile.systems
        and tuple(replace(row, name=f"s{place}") for place, row in enumerate(profile.systems)),
    )
    assert shape(planned(profile)) == shape(planned(other))


@given(organisations)
@FEW
def test_headcount_balances_by_role_level_and_month(profile: Profile) -> None:
    """Where nobody leaves: those of today, and those whose seats have started, of whatever level."""
    stays = replace(profile, assumptions={"attrition_yearly": Override(typical=0)})
    found, planning = planned(stays), Planning(stays, knowledge(), TODAY)
    for supply in found.supply:
        counted = planning.steady[supply.role].copy()
        for level in Level:
            seats = [row for row in found.positions if row.level is level]
            counted += sum((people(row, supply.role, found) for row in seats), np.zeros(counted.size))
        assert supply.headcount == pytest.approx(np.maximum(counted, 0.0), abs=1e-6)


def people(row: Position, role: Role, plan: Plan) -> np.ndarray:
    """What a position adds to the people of a role by month; contractors are none of them."""
    there = np.array([month >= row.starts for month in plan.months], dtype=float)
    if row.kind is PositionKind.CONTRACTOR or (
        row.role is not role and row.kind is not PositionKind.CONVERSION
    ):
        return np.zeros(there.size)
    return there if row.role is role else -there


@given(organisations, st.integers(1, 4))
@FEW
def test_a_count_of_three_is_three_of_count_one(profile: Profile, count: int) -> None:
    staff = (Staff(role="mlops", count=count), Staff(role="platform", fte=0.5, count=count))
    teams = (Team(name="a", kind=None, data_scientists=2.0, count=count),)
    together = replace(
        bare(profile),
        staff=staff,
        teams=teams,
        title_map={},
        constraints=replace(profile.constraints, sites=()),
    )
    apart = replace(
        together,
        staff=tuple(chain.from_iterable([replace(entry, count=1)] * entry.count for entry in staff)),
        teams=tuple(replace(teams[0], name=f"a{number}", count=1) for number in range(count)),
    )
    assert substance(planned(together)) == substance(planned(apart))


def bare(profile: Profile) -> Profile:
    """The profile without lists and the totals that lists settle."""
    return replace(
        profile,
        teams=None,
        staff=None,
        systems=None,
        ml_teams=None,
        model_consuming_teams=None,
        data_scientists=None,
        ml_engineers=None,
        current_mlops_fte=None,
        current_platform_fte=None,
        commitments=(),
    )


@given(organisations)
@FEW
def test_amounts_are_finite_and_not_negative(profile: Profile) -> None:
    plan = planned(profile)
    series = [line.hours for row in plan.demand for line in row.lines]
    series += [part for row in plan.demand for part in (row.work, row.fte, row.relief)]
    series += [part for row in plan.supply for part in (row.present, row.shortage, row.headcount)]
    assert all(math.isfinite(value) and value >= -1e-9 for part in series for value in part)
    assert all(row.cost.amount >= 0 for row in plan.positions)


@given(organisations)
@FEW
def test_demand_is_met_and_unmet(profile: Profile) -> None:
    plan = planned(profile)
    for demand, supply in zip(plan.demand, plan.supply, strict=True):
        for fte, there, added, short in zip(
            demand.fte, supply.present, supply.planned, supply.shortage, strict=True
        ):
            assert short == pytest.approx(max(fte - there - added, 0.0), abs=1e-6)


@given(organisations)
@FEW
def test_cost_is_the_sum_of_its_lines_and_within_budget(profile: Profile) -> None:
    assume(not profile.commitments)
    plan = planned(profile)
    currency = plan.totals.cost.currency
    assert plan.totals.cost == Money.total((row.cost for row in plan.positions), currency)
    assert plan.totals.cost == Money.total(plan.totals.by_quarter.values(), currency)
    assert plan.totals.cost == Money.total(plan.totals.by_year.values(), currency)
    assert plan.totals.cost == Money.total((row.cost for row in plan.quarters), currency)
    budget = profile.constraints.budget
    for year, budgeted in plan.totals.budget_by_year.items():
        assert plan.totals.by_year[year] <= budgeted
    for quarter, spent in plan.totals.by_quarter.items():
        cap = budget.of_quarter(quarter) if budget else None
        assert cap is None or spent.amount <= cap


@given(organisations)
@FEW
def test_no_money_means_no_paid_hires_and_the_same_demand(profile: Profile) -> None:
    broke = replace(
        profile,
        commitments=(),
        constraints=replace(
            profile.constraints,
            budget=Budget(currency="EUR", per_fiscal_year=Decimal(0)),
            currency=None,
            alternatives=frozenset(),
        ),
    )
    free = replace(broke, constraints=replace(broke.constraints, budget=None))
    plan = planned(broke)
    assert [row for row in plan.positions if row.cost.amount > 0] == []
    assert [row.work for row in plan.demand] == [row.work for row in planned(free).demand]


def priced(factor: int) -> dict[str, Override]:
    """Every price so many times its own."""
    once = {"hiring_cost": 5000, "training_cost": 5000, "pay_index": 1}
    return {name: Override(typical=amount * factor) for name, amount in once.items()}


@given(organisations, st.sampled_from([2, 4]))
@FEW
def test_pay_and_budget_in_proportion_give_the_same_hires(profile: Profile, factor: int) -> None:
    constraints = replace(profile.constraints, budget=None, currency="USD")
    budget = Budget(currency="USD", per_fiscal_year=Decimal(700_000))
    plain = replace(
        profile,
        constraints=replace(constraints, budget=budget),
        assumptions=priced(1),
    )
    scaled = replace(
        profile,
        constraints=replace(constraints, budget=replace(budget, per_fiscal_year=Decimal(700_000 * factor))),
        assumptions=priced(factor),
    )
    one, other = planned(plain), planned(scaled)
    assert [(row.id, row.level, row.starts) for row in one.positions] == [
        (row.id, row.level, row.starts) for row in other.positions
    ]
    seats = max(len(one.positions), 1)
    months = len(one.months)
    assert abs(other.totals.cost.amount - one.totals.cost.amount * factor) <= Decimal("0.05") * seats * months


@given(organisations)
@FEW
def test_nobody_starts_before_a_requisition_can_be_filled(profile: Profile) -> None:
    plan = planned(profile)
    lead = 3
    for row in plan.positions:
        if row.kind in (PositionKind.NEW, PositionKind.BACKFILL):
            assert row.starts - plan.months[0] >= lead
            assert row.opens >= plan.months[0]
            assert row.late_months == max(row.starts - row.needed, 0)


@given(organisations)
@FEW
def test_reporting_lines_are_a_forest_within_span(profile: Profile) -> None:
    plan = planned(profile)
    ids = [row.id for row in plan.positions]
    assert len(set(ids)) == len(ids)
    leaders = {row.id for row in plan.positions if row.level == "manager"}
    reports = Counter(row.reports_to for row in plan.positions if row.reports_to in ids)
    assert set(reports) <= leaders
    assert all(count <= 7 for count in reports.values())
    assert all(row.reports_to not in ids for row in plan.positions if row.id in leaders)


@given(organisations)
@FEW
def test_the_same_input_gives_the_same_bytes_after_a_round_trip(profile: Profile) -> None:
    text = plans.dumps(planned(profile))
    assert plans.dumps(planned(documents.load(documents.dump(profile)))) == text
    read, today, _ = plans.inputs(text)
    assert (read, today) == (profile, TODAY)


@given(organisations)
@FEW
def test_an_adopted_plan_hires_nothing_new(profile: Profile) -> None:
    constraints = replace(
        profile.constraints, alternatives=frozenset(), budget=None, headcount_cap=None, hires_per_month=None
    )
    first = planned(replace(profile, commitments=(), constraints=constraints))
    seats = tuple(
        Commitment(
            id=row.id, role=row.role, level=row.level, site=row.site, opens_on=row.opens, starts_on=row.starts
        )
        for row in first.positions
    )
    again = planned(replace(profile, commitments=seats, constraints=constraints))
    assert [row.id for row in again.positions] == [row.id for row in first.positions]
    assert {row.kind for row in again.positions} <= {PositionKind.COMMITTED}


def test_removing_a_rule_removes_only_what_rests_on_it() -> None:
    pack = knowledge().guidance
    profile = Profile(
        name="x", ml_teams=8, data_scientists=30.0, ops_share_of_ds_time=0.4, models_in_production=20
    )
    full = planned(profile)
    without = replace(pack, rules=tuple(rule for rule in pack.rules if rule.id != "platform.builders"))
    less = plan(profile, Knowledge(without, knowledge().pay, knowledge().roles), TODAY)
    assert full.stance(Role.MLOPS) == less.stance(Role.MLOPS)
    dropped = {reason.rule for reason in full.stance(Role.PLATFORM).supporting}
    dropped -= {reason.rule for reason in less.stance(Role.PLATFORM).supporting}
    assert dropped == {"platform.builders"}
    assert set(NAMES) == set(Role)


def test_constraints_of_nothing_bind_nothing() -> None:
    profile = Profile(name="x", ml_teams=8, models_in_production=30)
    assert planned(profile).cuts == planned(replace(profile, constraints=Constraints())).cuts == ()
