"""Tipping points, open questions, sensitivity and break-even say what planning again shows."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given

from planner.domain import Profile, Role
from planner.domain.analysis import Flip, Found
from planner.domain.profile import Budget, Commitment, Constraints, Override
from planner.domain.words import GeneralPlatform, Need
from planner.engine.curve import break_even_curve
from planner.engine.flips import flips
from planner.engine.schedule import ramp_length
from planner.engine.sensitivity import sensitivity
from planner.engine.unknowns import unknowns
from planner.engine.variants import Bench, Variant
from tests.examples import few
from tests.firms import firms
from tests.knowing import TODAY, knowledge, planned

SMALL = Profile(
    name="small",
    ml_teams=2,
    data_scientists=9,
    ml_engineers=2,
    use_cases_in_production=6,
    general_platform=GeneralPlatform.BASIC,
    regulated=False,
    needs=frozenset({Need.DEPLOY_MODELS, Need.OPERATE_MODELS}),
)
CROWD = Profile(name="crowd", ml_teams=500, data_scientists=2_000, use_cases_in_production=900)
HARD = {
    "empty": Profile(name="empty"),
    "fully staffed": replace(SMALL, current_mlops_fte=9, current_platform_fte=4),
    "500 teams": CROWD,
    "no money": replace(
        SMALL, constraints=Constraints(budget=Budget(currency="EUR", per_fiscal_year=Decimal(0)))
    ),
}


def as_profile(profile: Profile, flip: Flip) -> Profile:
    """The profile with the fact flipped."""
    to = frozenset(map(Need, flip.to)) if isinstance(flip.to, tuple) else flip.to
    return replace(profile, **{flip.fact: to})  # type: ignore[arg-type]


def test_a_flip_that_was_planned_is_what_planning_again_gives() -> None:
    found = flips(SMALL, knowledge(), TODAY, confirm=100)
    base = planned(SMALL)
    confirmed = [flip for flip in found.flips if flip.found is Found.PLANNED]
    assert confirmed
    for flip in confirmed:
        after = planned(as_profile(SMALL, flip))
        for effect in flip.effects:
            if effect.aspect == "seats" and effect.role:
                assert (base.totals.seats[effect.role], after.totals.seats[effect.role]) == (
                    effect.before,
                    effect.after,
                )
            elif effect.role:
                assert after.stance(effect.role).kind == effect.after
            else:
                assert after.decision == effect.after


def test_one_step_less_does_not_flip() -> None:
    bench = Bench(SMALL, knowledge(), TODAY)
    found = flips(SMALL, knowledge(), TODAY, confirm=0).flips
    numbers = [flip for flip in found if flip.step and isinstance(flip.to, int | float)]
    assert numbers
    for flip in numbers:
        assert flip.step and isinstance(flip.to, int | float) and isinstance(flip.now, int | float)
        back = flip.step if flip.to > flip.now else -flip.step
        variants = [Variant(), Variant({flip.fact: flip.to}), Variant({flip.fact: flip.to - back})]
        rows = bench.sized(variants).signature
        turned = rows[1] != rows[0]
        assert turned.any() and (rows[2] != rows[1]).any()


def test_flips_say_facts_and_seats_in_words() -> None:
    said = " ".join(flip.sentence for flip in flips(SMALL, knowledge(), TODAY, confirm=0).flips)
    assert "MLOps seat" in said
    assert "use cases in production (now 6)" in said
    assert "deploy_models" not in said


def test_yes_no_choices_and_needs_flip_too() -> None:
    known = replace(SMALL, ml_teams=6, data_scientists=30, current_platform_fte=0)
    found = {flip.fact for flip in flips(known, knowledge(), TODAY, confirm=0).flips}
    assert {"general_platform", "ml_teams"} <= found
    one_need = replace(SMALL, needs=frozenset({Need.DEPLOY_MODELS}), use_cases_in_production=2)
    assert "needs" in {flip.fact for flip in flips(one_need, knowledge(), TODAY, confirm=0).flips}


def test_questions_are_ranked_by_what_hangs_on_them() -> None:
    found = unknowns(Profile(name="x", ml_teams=4), knowledge(), TODAY).questions
    seats = [round(row.seats, 6) for row in found]
    assert seats == sorted(seats, reverse=True)
    assert seats[0] > 0
    assert {row.question.fact for row in found} == {
        row.fact for row in planned(Profile(name="x", ml_teams=4)).questions
    }


def test_a_fact_that_is_known_is_no_question() -> None:
    found = unknowns(replace(SMALL, round_the_clock=False), knowledge(), TODAY)
    assert "round_the_clock" not in {row.question.fact for row in found.questions}


def test_the_tornado_is_made_of_plans() -> None:
    found = sensitivity(SMALL, knowledge(), TODAY)
    assert found.bars
    for bar in found.bars[:3]:
        low = Override(typical=bar.assumption.low)
        plan = planned(replace(SMALL, assumptions={bar.assumption.name: low}))
        assert dict(bar.at_low.seats) == dict(plan.totals.seats)
        assert bar.at_low.cost == plan.totals.cost


def test_an_assumption_without_a_range_is_no_bar() -> None:
    certain = replace(SMALL, assumptions={"pay_index": Override(typical=1.0)})
    assert "pay_index" not in {bar.assumption.name for bar in sensitivity(certain, knowledge(), TODAY).bars}


def test_the_break_even_curve_crosses_where_the_plan_says() -> None:
    curve = break_even_curve(SMALL, knowledge(), TODAY)
    assert curve.break_even == planned(SMALL).break_even.teams
    assert curve.break_even is not None
    at = curve.teams.index(curve.break_even)
    assert curve.saving[at] >= curve.cost[at]
    assert all(low <= high for low, high in zip(curve.saving_p10, curve.saving_p90, strict=True))


@pytest.mark.parametrize("name", HARD)
def test_hard_organisations_are_analysed(name: str) -> None:
    profile = HARD[name]
    found = flips(profile, knowledge(), TODAY)
    asked = unknowns(profile, knowledge(), TODAY)
    curve = break_even_curve(profile, knowledge(), TODAY, draws=50)
    assert found.needs[Role.MLOPS] >= 0
    assert all(row.seats >= 0 and row.cost.amount >= 0 for row in asked.questions)
    assert len(curve.cost) == len(curve.teams)


@pytest.mark.properties
@given(firms())
@few(40)
def test_sizing_agrees_with_the_plan_where_no_cap_holds_seats_back(profile: Profile) -> None:
    """Within two seats or a tenth, the manager that these may want, and those whom the plan hires for people
    who leave before their ramp is over, which sizing does not look ahead to."""
    free = replace(profile, constraints=Constraints(), commitments=(), staff=None, title_map={})
    bench = Bench(free, knowledge(), TODAY)
    sized, problem = bench.sized([Variant()]), bench.planning.problem
    hired = problem.earliest < problem.months  # else only moves fill seats, which help against ramps too
    leaving = 1 - problem.stay ** ramp_length(problem.ramp)
    for role in Role:
        seats, needed = bench.base.seats[role], int(sized.sizes.seats[role][0])
        led = seats // problem.span != needed // problem.span
        within = max(2, 0.1 * seats) + led + leaving * seats
        assert not hired or abs(needed - seats) <= within, (role, needed, seats)
    moved = sized.outcome(0, "USD")
    assert (moved.stances, moved.decision) == (bench.base.stances, bench.base.decision)


def test_sizes_say_that_promised_seats_are_not_in_them() -> None:
    tight = replace(SMALL, constraints=Constraints(headcount_cap=1))
    promised = replace(tight, commitments=(Commitment(id="ML-2026-001", role=Role.MLOPS),))
    said = [sensitivity(profile, knowledge(), TODAY) for profile in (tight, promised)]
    assert [(found.found, "promised" in found.method) for found in said] == [
        (Found.SIZED, False),
        (Found.SIZED, True),
    ]
