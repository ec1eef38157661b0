"""A plan's text is read back as the plan it is; whatever else is refused and says why."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from planner import engine
from planner.domain import InvalidInput, Month, Profile, Role, without_pay
from planner.domain.calendar import EARLIEST, LATEST
from planner.domain.profile import Commitment
from planner.schemas import plans, profiles
from tests.knowing import knowledge, planned
from tests.reports import plans as made
from tests.reports.orgs import DAY, ORGS


@pytest.mark.parametrize("org", ORGS)
def test_every_plan_comes_back_from_its_text(org: str) -> None:
    profile = profiles.read(Path(f"seeds/orgs/{org}.yaml").read_bytes())
    plan = engine.plan(profile, knowledge(), DAY)
    for each in (plan, without_pay(plan)):
        text = plans.dumps(each)
        read = plans.loads(text)
        assert plans.dumps(read) == text
        assert plans.loads(plans.dumps(read)) == read
        assert plans.load(json.loads(text)) == read
        assert (read.positions, read.totals, read.profile) == (each.positions, each.totals, each.profile)


def changed(change: Callable[[dict[str, Any]], object]) -> str:
    data = json.loads(plans.dumps(made.usual()))
    change(data)
    return json.dumps(data, indent=1)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (lambda data: data.pop("advice"), "advice"),
        (lambda data: data.update(extra=1), "extra"),
        (lambda data: data.update(headline=5), "headline"),
        (lambda data: data["totals"]["cost"].update(amount="1"), "totals.cost"),
        (lambda data: data["totals"]["cost"].update(amount=12.5), "totals.cost"),
        (lambda data: data["totals"].update(cost="1.00 EUR"), "totals.cost"),
        (lambda data: data["positions"][0].update(late_months=1.5), "positions[0].late_months"),
        (lambda data: data["positions"][0].update(late_months=True), "positions[0].late_months"),
        (lambda data: data["demand"][0].update(floor="2"), "demand[0].floor"),
        (lambda data: data["demand"][0].update(floor=0.12345), "demand[0].floor"),
        (lambda data: data["demand"][0]["work"].__setitem__(0, 2), "demand[0].work[0]"),
        (lambda data: data["demand"][0].update(work=3), "demand[0].work"),
        (lambda data: data["profile"].update(nam="x"), "profile.nam"),
        (lambda data: data["profile"].update(growth={}), "profile"),
    ],
)
def test_what_the_planner_did_not_write_is_refused(
    change: Callable[[dict[str, Any]], object], path: str
) -> None:
    text = changed(change)
    with pytest.raises(InvalidInput) as refusal:
        plans.loads(text)
    assert path in [problem.path for problem in refusal.value.problems]


def test_a_document_of_an_older_program_says_so_first() -> None:
    def older(data: dict[str, Any]) -> None:
        data["provenance"]["program"] = "planner 0.0.1"
        del data["totals"]["by_quarter"]

    with pytest.raises(InvalidInput) as refusal:
        plans.loads(changed(older))
    first, *others = refusal.value.problems
    assert first.path == "provenance.program"
    assert "written by planner 0.0.1" in first.message
    assert "planner plan" in first.fix
    assert [problem.path for problem in others] == ["totals.by_quarter"]


def test_a_text_that_is_no_plan_at_all_says_what_is_missing() -> None:
    with pytest.raises(InvalidInput) as refusal:
        plans.loads('{"name": "Example Ltd"}')
    assert "provenance.program" in [problem.path for problem in refusal.value.problems]


@pytest.mark.parametrize("starts", [EARLIEST, LATEST])
def test_who_is_promised_at_either_end_of_the_calendar_is_read_back(starts: Month) -> None:
    """When the requisition opened, and when they are productive, would lie beyond it."""
    seat = Commitment(id="C-1", role=Role.MLOPS, starts_on=starts)
    text = plans.dumps(planned(Profile(name="x", commitments=(seat,))))
    assert plans.dumps(plans.loads(text)) == text
