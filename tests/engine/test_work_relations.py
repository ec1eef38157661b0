"""What moves work and rules, and what never does (model, section 9): relations that need no schedule.

All look at the same generated organisation; each is a function of its own, so that a failure names it.
`docs/relations.md` lists all relations with the tests that prove them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from planner.domain import Profile, Role
from planner.domain.profile import Growth, System, Team
from planner.domain.words import TeamKind, Tier
from planner.engine import Knowledge
from planner.engine.facts import facts, present
from planner.engine.plan import Planning
from planner.guidance.model import Signal
from tests.examples import few
from tests.firms import firms
from tests.knowing import TODAY, knowledge

pytestmark = pytest.mark.properties
RULES = tuple(rule.id for rule in knowledge().guidance.rules)
NONE_PLANNED: Mapping[str, Any] = {
    "systems": None,
    "models_in_production": 0,
    "use_cases_in_production": 0,
    "models_planned_per_quarter": 0.0,
    "deploys_per_quarter": None,
}


def planning(profile: Profile, knows: Knowledge | None = None) -> Planning:
    return Planning(profile, knows or knowledge(), TODAY)


def work(profile: Profile, role: Role) -> np.ndarray:
    """FTE of work by month, before anybody is relieved of it."""
    return planning(profile).cases[role].work


def signals(profile: Profile, prefix: str) -> dict[str, object]:
    """How the signal rules of that prefix hold on a profile's facts."""
    known = facts(profile, present(profile, knowledge().roles))
    assumed = {name: row.typical for name, row in knowledge().guidance.assumptions.items()}
    judged = knowledge().programs.judge.scalar({**known, **assumed})
    found = [rule for rule in knowledge().guidance.rules if isinstance(rule.effect, Signal)]
    return {rule.id: judged[rule.id] for rule in found if rule.id.startswith(prefix)}


def more_use_cases_never_lower_mlops_work(profile: Profile, more: int, tier: Tier) -> None:
    """In no month, be they stated as a number or as one more system, of whichever tier."""
    fewer = replace(profile, deploys_per_quarter=None)
    if profile.systems is None:
        fewer = replace(fewer, use_cases_in_production=profile.use_cases_in_production or 0)
        larger = replace(fewer, use_cases_in_production=(fewer.use_cases_in_production or 0) + more)
    else:
        fewer = replace(fewer, systems=tuple(map(told, profile.systems)))
        another = System(use_cases=more, models=0, tier=tier)
        larger = replace(fewer, systems=(*(fewer.systems or ()), another))
    assert (work(larger, Role.MLOPS) >= work(fewer, Role.MLOPS) - 1e-6).all()


def told(system: System) -> System:
    """The system with nothing about its use cases left to a guess."""
    return replace(
        system,
        use_cases=system.use_cases or 0,
        models=system.models or 0,
        tier=system.tier or Tier.STANDARD,
        deploys_per_quarter=None,
    )


def more_teams_never_lower_platform_work(profile: Profile, more: int, kind: TeamKind) -> None:
    """In no month, whichever kind of team, be they stated as a number or as one more entry."""
    name = "ml_teams" if kind is TeamKind.BUILDS else "model_consuming_teams"
    if profile.teams is None:
        fewer = replace(profile, **{name: getattr(profile, name) or 0})  # type: ignore[arg-type]
        larger = replace(fewer, **{name: getattr(fewer, name) + more})  # type: ignore[arg-type]
    else:
        fewer = replace(profile, teams=tuple(replace(team, kind=team.kind or kind) for team in profile.teams))
        another = Team(name="new", kind=kind, data_scientists=0.0, ml_engineers=0.0, count=more)
        larger = replace(fewer, teams=(*(fewer.teams or ()), another))
    assert (work(larger, Role.PLATFORM) >= work(fewer, Role.PLATFORM) - 1e-6).all()


def nothing_in_production_and_nothing_planned_is_no_run_line(profile: Profile) -> None:
    idle = replace(profile, **NONE_PLANNED, growth=replace(profile.growth, models=None))
    outlook = planning(idle).outlook
    assert not outlook.amount("work.mlops.run").any()
    assert not outlook.amount("work.mlops.release").any()


def one_team_is_no_scaling_line(profile: Profile) -> None:
    alone = replace(profile, teams=None, ml_teams=1, growth=replace(profile.growth, teams=None))
    assert not planning(alone).outlook.amount("work.platform.tenants").any()


def teams_never_toggle_an_mlops_rule(profile: Profile, counts: Sequence[int]) -> None:
    """Be they numbers, or entries of a list that nobody is in."""
    free = replace(profile, systems=profile.systems and tuple(map(unowned, profile.systems)))
    few, many = (with_teams(free, count) for count in counts)
    assert signals(few, "mlops.") == signals(many, "mlops.")


def with_teams(profile: Profile, count: int) -> Profile:
    """So many teams of each kind, or of each entry."""
    if not profile.teams:
        return replace(profile, teams=None, ml_teams=count, model_consuming_teams=count)
    empty = (replace(row, count=count, data_scientists=0.0, ml_engineers=0.0) for row in profile.teams)
    return replace(profile, teams=tuple(empty))


def unowned(system: System) -> System:
    return replace(system, team=None)


def models_never_toggle_a_platform_rule(profile: Profile, counts: Sequence[int]) -> None:
    """Be they numbers, or those of systems in a list."""
    few, many = (with_models(profile, count) for count in counts)
    assert signals(few, "platform.") == signals(many, "platform.")


def with_models(profile: Profile, count: int) -> Profile:
    """So many models and use cases, or of each system."""
    if not profile.systems:
        return replace(profile, systems=None, models_in_production=count, use_cases_in_production=count)
    counted = (replace(row, models=count, use_cases=count) for row in profile.systems)
    return replace(profile, systems=tuple(counted))


@cache
def lacking(rule: str) -> Knowledge:
    """The shipped knowledge without one rule."""
    pack, pay, roles = knowledge().guidance, knowledge().pay, knowledge().roles
    return Knowledge(replace(pack, rules=tuple(row for row in pack.rules if row.id != rule)), pay, roles)


def removing_a_rule_removes_only_what_rests_on_it(profile: Profile, rule: str) -> None:
    """Every other rule speaks as before, counts the same work and is cited with the same words."""
    full, less = planning(profile), planning(profile, lacking(rule))
    for role in Role:
        assert others(full, role, rule) == others(less, role, "")
    for row in knowledge().guidance.rules:
        if row.id != rule and row.id.startswith("work."):
            assert np.array_equal(full.outlook.amount(row.id), less.outlook.amount(row.id))
    effect = knowledge().guidance.rule(rule).effect
    if isinstance(effect, Signal) and (full.outlook.judged[rule] < 0).all():  # it never spoke
        assert full.stances == less.stances


def others(plan: Planning, role: Role, rule: str) -> list[object]:
    """What is said for and against a role, but by that rule."""
    judgement = plan.judgement
    said = [*judgement.signals(role, True), *judgement.signals(role, None), *judgement.gates(role)]
    advice = [row.reason for row in plan.situation.advice]
    return [reason for reason in (*said, *advice) if reason.rule != rule]


SHRINKING = Profile(
    name="x",
    systems=(System(use_cases=1, models=0, tier=Tier.EXPERIMENTAL, deploys_per_quarter=0.0),),
    ml_teams=0,
    data_scientists=0.0,
    ml_engineers=0.0,
    models_planned_per_quarter=0.0,
    growth=Growth(models=-2.0),
)
"""Use cases end sooner than those of a tier that is listed: work once fell below nothing, and was toil."""


@given(
    firms(),
    st.integers(1, 40),
    st.sampled_from([TeamKind.BUILDS, TeamKind.CONSUMES]),
    st.tuples(st.integers(0, 60), st.integers(0, 60)),
    st.sampled_from(RULES),
    st.sampled_from(Tier),
)
@example(SHRINKING, 1, TeamKind.BUILDS, (0, 1), RULES[0], Tier.STANDARD)
@few(300)
def test_work_and_rules(
    profile: Profile, more: int, kind: TeamKind, counts: tuple[int, int], rule: str, tier: Tier
) -> None:
    more_use_cases_never_lower_mlops_work(profile, more, tier)
    more_teams_never_lower_platform_work(profile, more, kind)
    nothing_in_production_and_nothing_planned_is_no_run_line(profile)
    one_team_is_no_scaling_line(profile)
    teams_never_toggle_an_mlops_rule(profile, counts)
    models_never_toggle_a_platform_rule(profile, counts)
    removing_a_rule_removes_only_what_rests_on_it(profile, rule)
