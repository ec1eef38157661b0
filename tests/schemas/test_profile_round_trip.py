"""What goes in comes out: text, data and profile say the same."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import given

from planner.domain import Month, Profile, Role, digest
from planner.domain.profile import Budget, Constraints, Override, Team
from planner.schemas import profiles
from tests.examples import few
from tests.strategies import profiles as any_profile

pytestmark = pytest.mark.properties


class Quoting(yaml.SafeDumper):
    """Texts in quotes: YAML 1.1 leaves `0e0` plain, which is a number to anyone else."""


Quoting.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)


def dump_and_load_are_inverse(profile: Profile, data: dict[str, Any]) -> None:
    loaded = profiles.load(data)
    assert loaded == profile
    assert profiles.dump(loaded) == data
    assert digest(loaded) == digest(profile)


def yaml_and_json_say_the_same(profile: Profile, data: dict[str, Any]) -> None:
    assert profiles.read(json.dumps(data), "json") == profile
    assert profiles.read(json.dumps(data, ensure_ascii=False).encode()) == profile
    assert profiles.read(yaml.dump(data, Dumper=Quoting, sort_keys=False), "yaml") == profile


def what_is_unknown_is_left_out(profile: Profile, data: dict[str, Any]) -> None:
    assert None not in data.values()
    assert set(data) == {name for name in data if getattr(profile, name) is not None}
    assert list(data) == [name for name in profiles.ProfileSchema().fields if name in data]


@given(any_profile())
@few(300)
def test_export_and_import_give_the_same_profile(profile: Profile) -> None:
    data = profiles.dump(profile)
    dump_and_load_are_inverse(profile, data)
    yaml_and_json_say_the_same(profile, data)
    what_is_unknown_is_left_out(profile, data)


def test_an_empty_list_is_not_unknown() -> None:
    assert profiles.read("name: x\nteams: []").teams == ()
    assert profiles.read("name: x\nteams:").teams is None
    assert profiles.read("name: x").teams is None
    assert profiles.dump(Profile(name="x", teams=(), needs=frozenset())) == {
        "name": "x",
        "teams": [],
        "needs": [],
    }


def test_short_forms() -> None:
    profile = profiles.read("""
name: x
teams: [{name: a, count: 3}]
title_map: {Wizard: other, Plumber: mlops}
constraints:
  earliest_start: 2027-03
  budget: {currency: EUR, per_fiscal_year: 1234567.89, years: {2027: 5}}
assumptions: {ramp_months: 4, hiring_cost: {typical: 1, low: 0, reason: known}}
""")
    assert profile.teams == (Team(name="a", count=3),)
    assert profile.title_map == {"Wizard": None, "Plumber": Role.MLOPS}
    assert profile.constraints == Constraints(
        earliest_start=Month(2027 * 12 + 2),
        budget=Budget(currency="EUR", per_fiscal_year=Decimal("1234567.89"), years={2027: Decimal(5)}),
    )
    assert profile.assumptions == {
        "ramp_months": Override(typical=4.0),
        "hiring_cost": Override(typical=1.0, low=0.0, reason="known"),
    }
    assert profiles.dump(profile)["assumptions"]["ramp_months"] == 4


@pytest.mark.parametrize("amount", ["0", "0.01", "0.1", "999999999999.99", "1000000000000", "123456.7"])
def test_amounts_are_exact(amount: str) -> None:
    text = f'{{"name": "x", "constraints": {{"budget": {{"currency": "EUR", "per_quarter": {amount}}}}}}}'
    budget = profiles.read(text).constraints.budget
    assert budget is not None
    assert budget.per_quarter == Decimal(amount)
