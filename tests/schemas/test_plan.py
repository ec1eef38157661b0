"""The plan going out: one text, canonical, true to its OpenAPI document, and enough to be made again."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin

from planner.domain import FiscalQuarter, InvalidInput, InvalidProfile, Money, Month, Plan, Profile
from planner.domain.plan import Atom
from planner.domain.profile import Team
from planner.domain.words import TeamKind
from planner.schemas import plans, profiles
from planner.schemas.containers import property_names
from planner.schemas.plan_parts import AtomSchema
from tests.reports import plans as made

PLANS = {"usual": made.usual, "nobody": made.nobody, "large": made.large}


@pytest.fixture(params=PLANS)
def plan(request: pytest.FixtureRequest) -> Plan:
    return PLANS[request.param]()


def components() -> dict[str, Any]:
    plugin = MarshmallowPlugin()
    spec = APISpec("planner", "1", "3.1.0", plugins=[plugin])
    assert plugin.converter
    plugin.converter.add_attribute_function(property_names)  # type: ignore[no-untyped-call]
    spec.components.schema("Plan", schema=plans.PlanSchema)
    found: dict[str, Any] = spec.to_dict()["components"]
    return found


def test_the_text_is_canonical(plan: Plan) -> None:
    text = plans.dumps(plan)
    data = json.loads(text)
    assert text == json.dumps(data, indent=2, ensure_ascii=False) + "\n"
    assert text == plans.dumps(PLANS_AGAIN[plan.organisation])
    assert list(data) == list(plans.PlanSchema().fields)
    assert "-0.0" not in text
    assert data["profile"] == profiles.dump(plan.profile)


PLANS_AGAIN = {each().organisation: each() for each in PLANS.values()}


def test_the_text_keeps_to_its_schema(plan: Plan) -> None:
    document = {"$ref": "#/components/schemas/Plan", "components": components()}
    jsonschema.Draft202012Validator(document).validate(json.loads(plans.dumps(plan)))


def test_limits_show_in_the_openapi_document() -> None:
    profile = components()["schemas"]["Profile"]
    facts = profile["properties"]
    assert (profile["required"], profile["additionalProperties"]) == (["name"], False)
    assert facts["ml_maturity"].items() >= {"minimum": 0, "maximum": 4, "x-unit": "level"}.items()
    assert facts["general_platform"]["enum"] == ["none", "basic", "strong", None]
    assert facts["title_map"]["propertyNames"]["maxLength"] == 200
    assert [each["type"] for each in facts["assumptions"]["additionalProperties"]["anyOf"]] == [
        "number",
        "object",
    ]
    assert all(fact["description"] for fact in facts.values())


def test_numbers_dates_and_money() -> None:
    plan = made.usual()
    demand = replace(plan.demand[0], floor=-1e-9, work=(1 / 3, 2.0, -0.00001))
    year = replace(
        plan.totals, cost=Money(Decimal("-0.00"), "EUR"), by_year={2027: Money.of(12345.675, "EUR")}
    )
    quarters = replace(year, by_quarter={FiscalQuarter(2027, 1): Money.of(7, "EUR")})
    data = plans.dump(replace(plan, demand=(demand,), totals=quarters, months=(Month.parse("2027-03"),)))
    assert repr(data["demand"][0]["work"]) == "[0.3333, 2.0, 0.0]"
    assert repr(data["demand"][0]["floor"]) == "0.0"
    assert data["totals"]["cost"] == {"amount": "0.00", "currency": "EUR"}
    assert data["totals"]["by_year"] == {"2027": {"amount": "12345.67", "currency": "EUR"}}
    assert data["totals"]["by_quarter"] == {"FY2027-Q1": {"amount": "7.00", "currency": "EUR"}}
    assert data["months"] == ["2027-03"]
    assert data["provenance"]["today"] == plan.provenance.today.isoformat()


def test_values_that_an_atom_saw() -> None:
    values = {"d": None, "c": ("x", "y"), "b": True, "a": 2 / 3, "n": 3.0}
    dumped = AtomSchema().dump(Atom("text", None, values))
    assert dumped == {
        "text": "text",
        "outcome": None,
        "values": {"a": 0.6667, "b": True, "c": ["x", "y"], "d": None, "n": 3.0},
    }


def test_what_is_not_finite_never_leaves() -> None:
    plan = made.usual()
    with pytest.raises(ValueError, match="not JSON compliant"):
        plans.dumps(replace(plan, demand=(replace(plan.demand[0], floor=float("nan")),)))


def test_inputs_are_read_back(plan: Plan) -> None:
    inputs = plans.inputs(plans.dumps(plan))
    assert inputs == (plan.profile, plan.provenance.today, plan.provenance)
    assert isinstance(inputs.today, date)


@pytest.mark.parametrize(
    ("text", "path", "line"),
    [
        ("{}", "profile", None),
        ('{"profile": {"name": "x"}}', "provenance", None),
        ('{"profile": [],\n"provenance": {"today": 1}}', "profile", None),
        ('{"profile": {"name": "x"},\n"provenance": {"today": "2027"}}', "provenance.today", 2),
        ('{"profile": {"name": "x"},\n"provenance": {"program": 5}}', "provenance.program", 2),
    ],
)
def test_a_text_that_is_no_plan_is_refused(text: str, path: str, line: int | None) -> None:
    with pytest.raises(InvalidInput) as refusal:
        plans.inputs(text)
    assert (path, line) in [(problem.path, problem.line) for problem in refusal.value.problems]


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ('"name": "Harbour Retail"', '"nam": "x"', "profile.nam"),
        ('"name": "Harbour Retail"', '"name": "x", "ml_teams": 1, "teams": []', "profile.ml_teams"),
    ],
)
def test_problems_lie_within_the_plan(old: str, new: str, path: str) -> None:
    data = json.loads(plans.dumps(made.usual()))
    data["profile"] = {"name": "Harbour Retail"}
    text = json.dumps(data, indent=1).replace(old, new)
    with pytest.raises(InvalidProfile) as refusal:
        plans.inputs(text)
    found = {problem.path: problem.line for problem in refusal.value.problems}
    assert text.splitlines()[(found[path] or 0) - 1].count(path.rpartition(".")[2])


def test_a_large_plan_is_fast() -> None:
    team = Team(name="t", kind=TeamKind.BOTH, data_scientists=3.0, ml_engineers=1.0)
    teams = tuple(replace(team, name=f"team {place}") for place in range(500))
    plan = replace(made.large(), profile=Profile(name="Large", teams=teams))
    plan = replace(plan, positions=(plan.positions * 60)[:60])
    plans.dumps(plan)
    seconds = []
    for _ in range(5):
        began = time.process_time()
        plans.dumps(plan)
        seconds.append(time.process_time() - began)
    assert min(seconds) < 0.05
