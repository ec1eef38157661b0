"""What moves work and rules, and what never does (model, section 9), over generated organisations.

More use cases never lower MLOps demand, more teams never platform demand; nothing in production or planned is
no run line; one team is no scaling line; teams never toggle an MLOps rule, models never a platform rule.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner.domain import Profile, Role
from planner.engine.facts import facts, present
from planner.engine.plan import Planning
from planner.guidance.model import Signal
from tests.knowing import TODAY, knowledge
from tests.strategies import profiles

pytestmark = pytest.mark.properties
EXAMPLES = settings().max_examples
FEW = settings(max_examples=EXAMPLES if EXAMPLES > 1_000 else EXAMPLES // 3)
organisations = profiles(assumptions=st.just({}))


def hours(profile: Profile, rule: str) -> float:
    """Hours of one line over the horizon."""
    return float(Planning(profile, knowledge(), TODAY).outlook.amount(rule).sum())


def work(profile: Profile, role: Role) -> float:
    return float(Planning(profile, knowledge(), TODAY).cases[role].work.sum())


def outcomes(profile: Profile, prefix: str) -> dict[str, object]:
    """How the signal rules of that prefix hold on a profile's facts."""
    known = facts(profile, present(profile, knowledge().roles))
    assumed = {name: row.typical for name, row in knowledge().guidance.assumptions.items()}
    judged = knowledge().programs.judge.scalar({**known, **assumed})
    signals = [rule for rule in knowledge().guidance.rules if isinstance(rule.effect, Signal)]
    return {rule.id: judged[rule.id] for rule in signals if rule.id.startswith(prefix)}


@given(organisations, st.integers(1, 40))
@FEW
def test_more_use_cases_never_lower_mlops_work(profile: Profile, more: int) -> None:
    assume(profile.systems is None)
    fewer = replace(profile, use_cases_in_production=5, deploys_per_quarter=None)
    larger = replace(fewer, use_cases_in_production=5 + more)
    assert work(larger, Role.MLOPS) >= work(fewer, Role.MLOPS) - 1e-6


@given(organisations, st.integers(1, 40), st.sampled_from(["ml_teams", "model_consuming_teams"]))
@FEW
def test_more_teams_never_lower_platform_work(profile: Profile, more: int, kind: str) -> None:
    assume(profile.teams is None)
    fewer, larger = (replace(profile, **{kind: count}) for count in (3, 3 + more))
    assert work(larger, Role.PLATFORM) >= work(fewer, Role.PLATFORM) - 1e-6


@given(organisations)
@FEW
def test_nothing_in_production_and_nothing_planned_is_no_run_line(profile: Profile) -> None:
    idle = replace(
        profile,
        systems=None,
        models_in_production=0,
        use_cases_in_production=0,
        models_planned_per_quarter=0,
        deploys_per_quarter=None,
        growth=replace(profile.growth, models=None),
    )
    assert hours(idle, "work.mlops.run") == 0


@given(organisations)
@FEW
def test_one_team_is_no_scaling_line(profile: Profile) -> None:
    alone = replace(profile, teams=None, ml_teams=1, growth=replace(profile.growth, teams=None))
    assert hours(alone, "work.platform.tenants") == 0


@given(organisations, st.integers(0, 60), st.integers(0, 60))
def test_teams_never_toggle_an_mlops_rule(profile: Profile, one: int, other: int) -> None:
    free = replace(profile, teams=None)
    few, many = (replace(free, ml_teams=count, model_consuming_teams=count) for count in (one, other))
    assert outcomes(few, "mlops.") == outcomes(many, "mlops.")


@given(organisations, st.integers(0, 60), st.integers(0, 60))
def test_models_never_toggle_a_platform_rule(profile: Profile, one: int, other: int) -> None:
    free = replace(profile, systems=None)
    few, many = (
        replace(free, models_in_production=count, use_cases_in_production=count) for count in (one, other)
    )
    assert outcomes(few, "platform.") == outcomes(many, "platform.")
