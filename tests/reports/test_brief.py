"""The plan in short."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.reports import brief, text
from tests.reports.orgs import ORGS, planned
from tests.reports.test_large_plans import crowded


@pytest.mark.parametrize("org", ORGS)
def test_the_short_plan_keeps_what_a_plan_promises_in_two_thirds_of_the_lines(org: str) -> None:
    plan = planned(org)
    short, full = text.written(brief.document(plan)), text.render(plan)
    lines = " ".join(short.split())
    assert len(short.splitlines()) < len(full.splitlines()) * 2 / 3
    assert all(
        f"\n{title}\n" in short for title in ("What it costs", "When", "Demand and capacity", "How sure")
    )
    assert lines.count(" ".join(plan.headline.split())) == 1
    assert all(f"{item.name} " in lines for item in plan.assumptions)
    assert "guide:" not in short
    assert f"range of its {len(plan.assumptions)} assumptions: --verbose." in lines


def test_the_short_plan_names_the_rules_for_a_stance_and_why_each_seat_is_there() -> None:
    plan = planned("example")
    lines = " ".join(text.written(brief.document(plan)).split())
    assert all(f"Rule {stance.supporting[0].rule}." in lines for stance in plan.stances)
    assert f"{plan.positions[0].id}: " in lines
    assert "Instead:" in text.render(plan) and "Instead:" not in lines
    assert (
        f"This organisation's own: {next(item.name for item in plan.assumptions if item.overridden)} "
        in lines
    )


def test_a_large_plan_keeps_to_a_few_screens() -> None:
    short = text.written(brief.document(crowded()))
    assert len(short.splitlines()) < 200
    assert "\n\n\n" not in short


def test_what_is_left_out_is_chosen_by_structure_not_by_wording() -> None:
    plan = planned("example")
    first, *others = plan.positions
    worded = replace(first, why="Instead: of a · b they run it.", alternative="Wait for a · rule.")
    short = text.written(brief.document(replace(plan, positions=(worded, *others))))
    lines = " ".join(short.split())
    assert f"{first.id}: Instead: of a · b they run it." in lines and "Wait for" not in lines
