"""The plan on one or two screens."""

from __future__ import annotations

import pytest

from planner.reports import brief, text
from tests.reports.orgs import ORGS, planned
from tests.reports.test_large_plans import crowded


@pytest.mark.parametrize("org", ORGS)
def test_the_short_plan_is_less_than_half_and_says_what_to_do_when_and_why(org: str) -> None:
    plan = planned(org)
    short, full = text.written(brief.document(plan)), text.render(plan)
    assert len(short.splitlines()) < len(full.splitlines()) / 2
    assert all(f"\n{title}\n" in short for title in ("What it costs", "When", "Why", "How sure"))
    assert " ".join(short.split()).count(" ".join(plan.headline.split())) == 1
    assert "guide:" not in short and "· rule " not in short
    assert f"all of its {len(plan.assumptions)} assumptions: --verbose." in " ".join(short.split())


def test_own_numbers_stay_in_sight() -> None:
    own = [item for item in planned("example").assumptions if item.overridden]
    short = text.written(brief.document(planned("example")))
    assert own and all(item.name in short for item in own)


def test_a_large_plan_keeps_to_a_few_screens() -> None:
    short = text.written(brief.document(crowded()))
    assert len(short.splitlines()) < 150
    assert "\n\n\n" not in short
