"""The planner against organisations whose decision is known (seeds/cases), and against chance agreement."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any

import pytest

from planner import resources
from planner.cli.casefile import read
from planner.domain import Profile
from planner.engine import plan
from planner.engine.cases import Agreement, Case, Evaluation, evaluate
from tests.knowing import TODAY, knowledge

COUNTS = (
    "ml_teams",
    "model_consuming_teams",
    "data_scientists",
    "ml_engineers",
    "models_in_production",
    "use_cases_in_production",
)
RATES = ("ops_share_of_ds_time", "time_to_deploy_days", "models_planned_per_quarter")


@lru_cache
def cases(name: str) -> tuple[Case, ...]:
    return read((resources.seeds() / "cases" / f"{name}.jsonl").read_bytes(), 1_000_000)


def judged(given: tuple[Case, ...]) -> Evaluation:
    return evaluate(given, partial(plan, knowledge=knowledge(), today=TODAY))


def test_published_cases_agree_by_decision_and_none_of_high_confidence_is_wrong() -> None:
    found = judged(cases("published"))
    assert len(found.verdicts) == 51
    assert found.score.macro_share is not None
    assert found.score.macro_share >= 0.9
    wrong = [row.case.id for row in found.verdicts if row.agreement is Agreement.WRONG]
    assert [row.id for row in cases("published") if row.id in wrong and row.confidence == "high"] == []


@pytest.mark.parametrize("name", ["constructed", "held-out"])
def test_our_own_cases_agree(name: str) -> None:
    found = judged(cases(name))
    assert found.score.macro_share is not None
    assert found.score.macro_share >= 0.9


def test_the_planner_beats_every_baseline() -> None:
    found = judged((*cases("published"), *cases("constructed")))
    assert found.baselines
    best = max(score.macro_share or 0 for score in found.baselines.values())
    assert (found.score.macro_share or 0) > best + 0.1


def jittered(case: Case, rng: random.Random, spread: float) -> Case:
    """The case under another name with each number moved by up to `spread` of itself."""
    facts: dict[str, Any] = {"name": f"organisation {rng.random()}"}
    for name in (*COUNTS, *RATES):
        value = getattr(case.profile, name)
        if value is None:
            continue
        moved = value * (1 + rng.uniform(-spread, spread))
        facts[name] = moved if name in RATES else round(moved)
    if "ops_share_of_ds_time" in facts:
        facts["ops_share_of_ds_time"] = min(facts["ops_share_of_ds_time"], 1.0)
    return replace(case, profile=replace(case.profile, **facts))


@pytest.mark.parametrize("seed", range(5))
def test_names_and_small_changes_of_facts_keep_the_score(seed: int) -> None:
    rng = random.Random(seed)
    given = [jittered(case, rng, 0.1) for case in cases("published")]
    rng.shuffle(given)
    found = judged(tuple(given))
    assert (found.score.macro_share or 0) >= 0.9
    assert [row for row in found.disagreements if row.case.confidence == "high"] == []


def test_a_name_alone_changes_nothing_but_the_name() -> None:
    for case in cases("published")[:10]:
        first = plan(case.profile, knowledge(), TODAY)
        second = plan(replace(case.profile, name="another"), knowledge(), TODAY)
        assert first.decision == second.decision
        assert (first.stances, first.positions) == (second.stances, second.positions)


def test_a_case_without_facts_is_planned() -> None:
    assert plan(Profile(name="nobody said anything"), knowledge(), TODAY).decision == "neither_yet"
