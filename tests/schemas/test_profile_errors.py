"""What a profile must not say, and how it is told."""

from __future__ import annotations

from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from planner.domain import InvalidInput, InvalidProfile, Problem
from planner.schemas import problems, profiles

WRONG = {
    "teams: []": ("name", "is missing"),
    "name:": ("name", "is empty"),
    "name: ''": ("name", "is blank"),
    "name: ' '": ("name", "is blank"),
    "name: 2024": ("name", "is the number 2024, but a text"),
    "name: yes": ("name", "is yes, but a text"),
    "name: [a]": ("name", "is a list, but a text"),
    "name: " + "x" * 201: ("name", "has 201 characters"),
    "name: x\nteam: []": ("team", "not a fact that is known"),
    "name: x\nteams: 3": ("teams", "is the number 3, but a list"),
    "name: x\nteams: {a: 1}": ("teams", "is a mapping, but a list"),
    "name: x\nteams: [search]": ("teams[0]", 'is the text "search", but a mapping'),
    "name: x\nteams: [{name: a}, ]\nsystems: [{teem: a}]": ("systems[0].teem", "not a fact that is known"),
    "name: x\nteams: [{name: a, kind: builds}]": ("teams[0].kind", "not known here"),
    "name: x\nteams: [{name: a, count: -1}]": ("teams[0].count", "must lie between 0 and 1,000,000"),
    "name: x\nteams: [{name: a, count: ~}]": ("teams[0].count", "is empty"),
    "name: x\nteams: [{name: a}, {name: a}]": ("teams", "stands 2 times"),
    "name: x\nml_teams: 5.0": ("ml_teams", "but a whole number"),
    "name: x\nml_teams: 1_000": ("ml_teams", 'is the text "1_000"'),
    "name: x\nml_teams: true": ("ml_teams", "is yes, but a whole number"),
    "name: x\nml_teams: 1000001": ("ml_teams", "must lie between"),
    "name: x\nml_maturity: 5": ("ml_maturity", "must lie between 0 and 4"),
    "name: x\nops_share_of_ds_time: 30": ("ops_share_of_ds_time", "must lie between 0 and 1"),
    "name: x\nops_share_of_ds_time: 30%": ("ops_share_of_ds_time", 'is the text "30%"'),
    "name: x\nregulated: 1": ("regulated", "is the number 1, but yes or no"),
    "name: x\nregulated: 'yes'": ("regulated", 'is the text "yes", but yes or no'),
    "name: x\ngeneral_platform: Basic": ("general_platform", "not known here"),
    "name: x\nmanaged_ml_services: 1": ("managed_ml_services", "but a word"),
    "name: x\nneeds: [deploy_models, deploy_models]": ("needs", "names deploy_models more than once"),
    "name: x\nneeds: [~]": ("needs[0]", "is empty"),
    "name: x\nsystems: [{gates: {quality_alert: yes}}]": ("systems[0].gates.quality_alert", "not known here"),
    "name: x\nsystems: [{gates: {quality_alerts: 1}}]": ("systems[0].gates.quality_alerts", "yes or no"),
    "name: x\nsystems: [{gates: [quality_alerts]}]": ("systems[0].gates", "is a list, but a mapping"),
    "name: x\nsystems: [{team: b}]\nteams: [{name: a}]": ("systems[0].team", "which is not in teams"),
    "name: x\ngrowth:": ("growth", "is empty"),
    "name: x\ngrowth: 3": ("growth", "is the number 3, but a mapping"),
    "name: x\ngrowth: {team: 3}": ("growth.team", "not a fact that is known"),
    "name: x\nstaff: [{role: a, leaves_on: 2027-02-30}]": ("staff[0].leaves_on", "does not exist"),
    "name: x\nstaff: [{role: a, leaves_on: 31.3.2027}]": ("staff[0].leaves_on", "is not a day"),
    "name: x\nstaff: [{role: a, skills: [1]}]": ("staff[0].skills[0]", "is the number 1, but a text"),
    "name: x\ntitle_map: {A: both}": ("title_map.A", "not known here"),
    "name: x\ntitle_map: {A: }": ("title_map.A", "is empty"),
    "name: x\nreports_to: {ml: B}": ("reports_to.ml", "not known here"),
    "name: x\ncommitments: [{id: a, role: mlops, starts_on: 2027-13}]": (
        "commitments[0].starts_on",
        "is not a month",
    ),
    "name: x\ncommitments: [{id: a, role: mlops, ends_on: 2027-06}]": (
        "commitments[0].ends_on",
        "filled by recruiting: only a contractor's engagement ends",
    ),
    "name: x\ncommitments: [{id: a, role: mlops, way: contractor, starts_on: 2027-03, ends_on: 2027-03}]": (
        "commitments[0].ends_on",
        "but a starts in 2027-03",
    ),
    "name: x\ncommitments: [{id: a, role: mlops, way: conversion}]": (
        "commitments[0].way",
        "MLOps people move over to the platform",
    ),
    "name: x\nconstraints: {budget: 5}": ("constraints.budget", "is the number 5, but a mapping"),
    "name: x\nconstraints: {budget: {per_fiscal_year: 5}}": ("constraints.budget.currency", "is missing"),
    "name: x\nconstraints: {budget: {currency: EURO}}": ("constraints.budget.currency", "not known here"),
    "name: x\nconstraints: {budget: {currency: EUR, per_quarter: -1}}": (
        "constraints.budget.per_quarter",
        "must lie between 0",
    ),
    "name: x\nconstraints: {budget: {currency: EUR, years: {FY2027: 1}}}": (
        "constraints.budget.years.FY2027",
        "is not a fiscal year",
    ),
    "name: x\nconstraints: {budget: {currency: EUR, quarters: {2027-Q1: 1}}}": (
        "constraints.budget.quarters.2027-Q1",
        "is not a fiscal quarter",
    ),
    "name: x\nconstraints: {fiscal_year_starts_in: 13}": ("constraints.fiscal_year_starts_in", "1 and 12"),
    "name: x\nconstraints: {sites: [{name: a, country: de}]}": (
        "constraints.sites[0].country",
        "is not a country code",
    ),
    "name: x\nconstraints: {sites: [{name: a, country: no}]}": ("constraints.sites[0].country", "is no, but"),
    "name: x\nassumptions: {a: high}": ("assumptions.a", "but a number"),
    "name: x\nassumptions: {a: {value: 3}}": ("assumptions.a.typical", "is missing"),
    "name: x\nassumptions: {a: {typical: 3, low: 4}}": ("assumptions.a", "not in order"),
    "name: x\nassumptions: {a: 1e10}": ("assumptions.a", "must lie between"),
}


@pytest.mark.parametrize("text", WRONG)
def test_wrong_facts_are_refused_at_their_place(text: str) -> None:
    path, fragment = WRONG[text]
    with pytest.raises(InvalidProfile) as refusal:
        profiles.read(text)
    found = {problem.path: problem for problem in refusal.value.problems}
    assert path in found
    assert fragment in found[path].message
    assert found[path].fix
    assert path == "name" or found[path].line


NEAREST = {
    "nmae: x": "name",
    "name: x\nsystem: []": "systems",
    "name: x\nML Teams: 3": "ml_teams",
    "name: x\ngeneral_platform: strnog": "strong",
    "name: x\nneeds: [deploy_model]": "deploy_models",
    "name: x\nconstraints: {currency: eur}": "EUR",
    "name: x\ntitle_map: {A: Platform}": "platform",
}


@pytest.mark.parametrize("text", NEAREST)
def test_the_nearest_known_word_is_suggested(text: str) -> None:
    with pytest.raises(InvalidProfile, match=f'Did you mean "{NEAREST[text]}"\\?'):
        profiles.read(text)


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("name: x\nbudget: 5", "Write it as constraints.budget."),
        ("name: x\nheadcount_cap: 5", "Write it as constraints.headcount_cap."),
        ("name: x\nconstraints: {per_quarter: 5}", "Write it as budget.per_quarter."),
        ("name: x\nconstraints: {currency: XXXX}", "Write one such as EUR."),
    ],
)
def test_a_fact_in_the_wrong_place_or_words_is_told_the_right_one(text: str, remedy: str) -> None:
    with pytest.raises(InvalidProfile) as refusal:
        profiles.read(text)
    (problem,) = refusal.value.problems
    assert remedy in problem.fix


def test_every_problem_is_told_in_the_order_of_the_document(snapshot: SnapshotAssertion) -> None:
    text = """\
nam: Example
teams:
  - {name: Search, kind: builds, data_scientists: "4"}
  - {nmae: Pricing, count: yes}
  - Fraud
ml_maturity: 5.9
regulated: maybe
needs: [deploy_model, cost]
staff:
  - {role: mlops, fte: -0.5, leaves_on: 2027-02-30}
constraints:
  budget:
    per_fiscal_year: 500_000
  earliest_start: March 2027
assumptions: {ramp_months: long}
"""
    with pytest.raises(InvalidProfile) as refusal:
        profiles.read(text)
    assert str(refusal.value) == snapshot
    lines = [problem.line or 0 for problem in refusal.value.problems]
    assert lines == sorted(lines)


def test_contradictions_have_lines_too() -> None:
    with pytest.raises(InvalidProfile) as refusal:
        profiles.read("name: x\nteams:\n  - {name: a, kind: both}\nml_teams: 3")
    assert [(problem.path, problem.line) for problem in refusal.value.problems] == [("ml_teams", 4)]


def test_only_a_hundred_problems_are_told() -> None:
    with pytest.raises(InvalidProfile) as refusal:
        profiles.read("name: x\nteams:\n" + "- {name: 1}\n" * 250)
    *told, rest = refusal.value.problems
    assert [problem.path for problem in told] == [f"teams[{place}].name" for place in range(100)]
    assert rest.message == "has 150 more problems."


def test_foreign_messages_become_problems() -> None:
    messages = {
        "json": {"name": ["Not good."], "teams": {2: {"site": ["Bad.", "Worse."]}, 10: {"_schema": "No."}}}
    }
    assert problems(messages) == (
        Problem("name", "Not good."),
        Problem("teams[2].site", "Bad."),
        Problem("teams[2].site", "Worse."),
        Problem("teams[10]", "No."),
    )
    assert problems({"query": {"limit": ["Bad."]}}) == (Problem("query.limit", "Bad."),)


@pytest.mark.parametrize("data", [[], "x", None, 3, {"name": "x", 5: 1}, {"name": "x", "\ud800": "\ud800"}])
def test_data_of_any_kind_is_refused_in_words(data: Any) -> None:
    with pytest.raises(InvalidInput) as refusal:
        profiles.load(data)
    assert str(refusal.value).encode()
