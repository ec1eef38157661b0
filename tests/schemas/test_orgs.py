"""The example organisations load, say the same in JSON, and hold what their names promise."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from planner import resources
from planner.domain import Profile
from planner.schemas import profiles

ORGS = sorted((resources.seeds() / "orgs").glob("*.yaml"))
NAMES = {
    "empty",
    "example",
    "fully-staffed",
    "large",
    "regulated-bank",
    "round-the-clock",
    "single-team",
    "three-lines",
    "zero-budget",
}


def org(name: str) -> Profile:
    return profiles.read((resources.seeds() / "orgs" / f"{name}.yaml").read_bytes())


def test_all_are_there() -> None:
    assert {path.stem for path in ORGS} >= NAMES


@pytest.mark.parametrize("path", ORGS, ids=lambda path: path.stem)
def test_each_loads_and_says_the_same_in_json(path: Path) -> None:
    profile = profiles.read(path.read_bytes(), "yaml")
    assert profiles.read(json.dumps(profiles.dump(profile)), "json") == profile


def test_what_the_names_promise() -> None:
    assert org("empty") == Profile(name=org("empty").name)
    assert len(profiles.dump(org("three-lines"))) == 3
    assert sum(team.count for team in org("large").teams or ()) == 500
    assert len(org("single-team").teams or ()) == 1
    assert org("regulated-bank").regulated
    budget = org("zero-budget").constraints.budget
    assert budget is not None
    assert budget.per_fiscal_year == Decimal(0)
