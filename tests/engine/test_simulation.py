"""A simulation says how the plan may turn out: against SimPy, against the plan itself, and path by path."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given

from planner.domain import InvalidInput, Profile, Role
from planner.domain.analysis import Simulation
from planner.domain.calendar import Month
from planner.domain.profile import Budget, Commitment, Constraints, Override, Staff
from planner.domain.words import Need, Way
from planner.engine.simulate import SEED, SETS, Course, compare_simulations, course, run, simulate
from planner.engine.simulate.teams import teams
from planner.engine.variants import Planning
from tests.engine.oracle import Path
from tests.examples import few
from tests.firms import firms
from tests.knowing import TODAY, knowledge, planned

HARBOUR = Profile(
    name="harbour",
    ml_teams=6,
    data_scientists=24,
    use_cases_in_production=40,
    current_mlops_fte=3.5,
    current_platform_fte=1,
    needs=frozenset({Need.DEPLOY_MODELS, Need.SHARED_PLATFORM, Need.SCALE_ACROSS_TEAMS}),
)
CERTAIN = {name: Override(typical=row.typical) for name, row in knowledge().guidance.assumptions.items()} | {
    "attrition_yearly": Override(typical=0),
    "offer_acceptance": Override(typical=1),
}


def laid_out(profile: Profile) -> Course:
    return course(Planning(profile, knowledge(), TODAY), SETS, SEED)


def simulated(profile: Profile, **how: int) -> Simulation:
    return simulate(profile, knowledge(), TODAY, **how)


def test_a_discrete_event_model_agrees_within_standard_error() -> None:
    laid = laid_out(HARBOUR)
    assert laid.seats[Role.MLOPS] and laid.seats[Role.PLATFORM]
    both_agree(laid, 1_000)


def test_a_discrete_event_model_agrees_on_people_who_began_before_the_plan() -> None:
    begun = tuple(
        Commitment(id=f"{role}-{served}", role=role, starts_on=Month.of(TODAY) + -served)
        for role in Role
        for served in (2, 3)
    )
    laid = laid_out(Profile(name="begun", commitments=begun))
    assert [seat.served for role in Role for seat in laid.seats[role]] == [2, 3] * 2
    both_agree(laid, 1_000)


def both_agree(laid: Course, count: int) -> None:
    """Capacity, cost and the chance that demand is met, in each month."""
    found = run(laid, 10_000, SEED)
    dice = np.random.default_rng(5)
    paths = [Path(laid, dice).run() for _ in range(count)]
    met = [path.met(number % laid.demands.sets) for number, path in enumerate(paths)]
    for role in Role:
        ours = found.role(role)
        assert ours.cost is not None
        for name, bands, rows in (
            ("capacity", ours.capacity, [path.capacity[role] for path in paths]),
            ("cost", ours.cost, [path.cost[role] for path in paths]),
        ):
            agree(f"{role} {name}", np.array(bands.mean), np.array(bands.error), np.array(rows))
        held = np.array([row[role] for row in met])
        agree(f"{role} met", np.array(ours.met.share), np.array(ours.met.error), held)


def agree(what: str, mean: np.ndarray, error: np.ndarray, oracle: np.ndarray) -> None:
    """Means of both within four standard errors of their difference, in each month."""
    spread = np.hypot(error, oracle.std(axis=0, ddof=1) / np.sqrt(len(oracle)))
    off = np.abs(mean - oracle.mean(axis=0))
    assert (off <= 4 * spread + 2e-3 * np.abs(mean).max() + 1e-6).all(), (what, (off / (spread + 1e-9)).max())


START = Month.of(TODAY)
IN_THEIR_WAYS = (
    Commitment(id="C-0", role=Role.MLOPS, way=Way.CONTRACTOR, starts_on=START + 1, ends_on=START + 5),
    Commitment(id="C-1", role=Role.PLATFORM, way=Way.CONTRACTOR, starts_on=START + -2, ends_on=START + 3),
    Commitment(id="C-2", role=Role.PLATFORM, way=Way.CONTRACTOR, starts_on=START + -9, ends_on=START + -2),
    Commitment(id="C-3", role=Role.PLATFORM, way=Way.CONVERSION, starts_on=START + 2),
    Commitment(id="C-4", role=Role.PLATFORM, way=Way.CONVERSION, starts_on=START + -1),
)


@pytest.mark.parametrize("promised", [(), IN_THEIR_WAYS])
def test_without_chance_the_simulation_is_the_plan(promised: tuple[Commitment, ...]) -> None:
    sure = replace(HARBOUR, assumptions=CERTAIN, commitments=promised)
    plan, found = planned(sure), simulated(sure, paths=500)
    for supply, demand in zip(plan.supply, plan.demand, strict=True):
        row = found.role(supply.role)
        capacity = np.add(supply.present, supply.planned)
        for bands, series in ((row.capacity, capacity), (row.demand, np.array(demand.fte))):
            for shown in (bands.p10, bands.p50, bands.p90, bands.mean):
                assert shown == pytest.approx(series, abs=2e-3)
    assert found.cost is not None and plan.totals.cost is not None
    assert found.cost.p10 == pytest.approx(found.cost.p90)
    assert found.cost.p50 == pytest.approx(float(plan.totals.cost.amount), rel=1e-5)


def test_people_leave_as_the_plan_expects() -> None:
    only_leaving = replace(HARBOUR, assumptions={**CERTAIN, "attrition_yearly": Override(typical=0.2)})
    plan, found = planned(only_leaving), simulated(only_leaving)
    for supply in plan.supply:
        bands = found.role(supply.role).capacity
        off = np.abs(np.add(supply.present, supply.planned) - bands.mean)
        assert (off <= 5 * np.array(bands.error) + 5e-3).all()


def test_the_same_seed_gives_the_same_numbers_and_another_seed_others_within_error() -> None:
    first, again, other = simulated(HARBOUR, seed=1), simulated(HARBOUR, seed=1), simulated(HARBOUR, seed=2)
    assert first == again
    assert first != other
    assert first.cost and other.cost
    assert abs(first.cost.mean - other.cost.mean) < 5 * np.hypot(first.cost.error, other.cost.error)


def test_paired_paths_tell_small_differences_that_unpaired_ones_do_not() -> None:
    slower = replace(HARBOUR, assumptions={"notice_months": Override(typical=1.1, low=0.1, high=3.1)})
    was, now = simulated(HARBOUR), simulated(slower)
    found = compare_simulations(was, now)
    assert was.cost and now.cost and found.cost is not None and found.cost_error is not None
    assert found.cost == pytest.approx(now.cost.mean - was.cost.mean, rel=1e-6)
    assert found.cost_error < np.hypot(was.cost.error, now.cost.error) / 3
    back = compare_simulations(now, was)
    assert back.cost == pytest.approx(-found.cost)
    assert (back.cheaper, back.dearer) == (found.dearer, found.cheaper)


def test_a_plan_against_itself_differs_in_nothing() -> None:
    found = simulated(HARBOUR, paths=1_000)
    none = compare_simulations(found, found)
    assert (none.cost, none.cost_error, none.cheaper, none.dearer) == (0, 0, 0, 0)
    assert (none.paths, none.seed, none.currency) == (found.paths, found.seed, found.currency)


def test_simulations_of_different_paths_are_not_compared() -> None:
    with pytest.raises(InvalidInput, match="Simulate both with the same seed"):
        compare_simulations(simulated(HARBOUR, paths=500, seed=1), simulated(HARBOUR, paths=500, seed=2))


@pytest.mark.parametrize("how", [{"paths": 499}, {"paths": 200_001}, {"seed": -1}])
def test_wrong_numbers_are_refused(how: dict[str, int]) -> None:
    with pytest.raises(InvalidInput):
        simulated(HARBOUR, **how)


def test_every_set_of_assumptions_is_followed_on_as_many_paths() -> None:
    assert simulated(HARBOUR, paths=501).paths == 3 * SETS


def test_a_seat_draws_the_same_luck_whatever_else_is_planned() -> None:
    laid = laid_out(HARBOUR)
    first = {role: seats[:1] for role, seats in laid.seats.items()}
    alone = teams(replace(laid, seats=first, people=dict.fromkeys(Role, ())), 5_250, SEED)
    with_people = teams(replace(laid, seats=first), 5_250, SEED)
    for role in Role:
        assert alone[role].cost.any()
        assert (alone[role].cost == with_people[role].cost).all()
        assert (alone[role].cost <= teams(laid, 5_250, SEED)[role].cost).all()


def test_more_attrition_never_leaves_more_people_on_any_path() -> None:
    laid = laid_out(HARBOUR)
    row = laid.process["attrition_yearly"]
    worse = replace(row, low=row.low + 0.1, typical=row.typical + 0.1, high=row.high + 0.1)
    more = replace(laid, process={**laid.process, "attrition_yearly": worse})
    was, now = (run(each, 2_000, SEED) for each in (laid, more))
    for role in Role:
        for before, after in zip(was.role(role).capacity.p10, now.role(role).capacity.p10, strict=True):
            assert after <= before + 1e-4


def test_a_crowd_is_counted_by_its_expectation() -> None:
    assumptions = {**CERTAIN, "attrition_yearly": Override(typical=0.2)}
    found = simulated(replace(HARBOUR, current_mlops_fte=5_000, assumptions=assumptions), paths=500)
    last = found.role(Role.MLOPS).capacity.mean[-1]
    assert last == pytest.approx(5_000 * 0.8 ** (23 / 12), rel=0.01)


def test_a_staff_list_leaves_when_it_says() -> None:
    today = replace(HARBOUR, current_mlops_fte=None, current_platform_fte=None)
    staffed = replace(today, staff=(Staff(role="mlops", count=2), Staff(role="mlops", leaves_on=TODAY)))
    found = simulated(replace(staffed, assumptions=CERTAIN), paths=500)
    assert found.role(Role.MLOPS).capacity.p50[0] == pytest.approx(2)


@pytest.mark.parametrize(
    "profile",
    [
        Profile(name="empty"),
        replace(HARBOUR, current_mlops_fte=30, current_platform_fte=20),
        Profile(name="crowd", ml_teams=500, data_scientists=2_000, use_cases_in_production=900),
        replace(HARBOUR, constraints=Constraints(budget=Budget(currency="EUR", per_fiscal_year=Decimal(0)))),
        replace(HARBOUR, assumptions={"horizon_months": Override(typical=60)}),
        replace(HARBOUR, assumptions={"offer_acceptance": Override(typical=0.5, low=0, high=1)}),
        replace(HARBOUR, assumptions={"attrition_yearly": Override(typical=0.99)}),
    ],
    ids=["empty", "staffed", "500 teams", "no money", "five years", "any acceptance", "nearly all leave"],
)
def test_hard_organisations_are_simulated(profile: Profile) -> None:
    sound(simulated(profile, paths=500))


@pytest.mark.properties
@given(firms())
@few(40)
def test_every_organisation_can_be_simulated(profile: Profile) -> None:
    sound(simulated(profile, paths=500))


def sound(found: Simulation) -> None:
    """Finite, not negative, and in order."""
    assert found.cost is not None and found.cost.p10 <= found.cost.p50 <= found.cost.p90
    for row in found.roles:
        assert row.cost is not None
        for bands in (row.capacity, row.demand, row.cost):
            values = np.array([bands.p10, bands.p50, bands.p90])
            assert np.isfinite(values).all() and (values >= 0).all()
            assert (np.diff(values, axis=0) >= 0).all()
            assert np.isfinite(bands.error).all()
        assert all(0 <= share <= 1 for share in row.met.share)
        months = [month for month in (row.covered.p10, row.covered.p50, row.covered.p90) if month is not None]
        assert months == sorted(months)
