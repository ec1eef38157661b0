"""Analyses of stored plans over HTTP: simulation, flips, questions, sensitivity, break-even, comparison."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from planner.domain.access import Role
from tests.api import tenants
from tests.api.orgs import SHOP

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)  # no query of its own
NOWHERE = "plan_" + "0" * 26


def place(made: dict[str, Any], part: str) -> str:
    return f"/api/v1/plans/{made['id']}/{part}"


def test_a_simulation_says_ranges_chances_seed_and_error(client: FlaskClient, made: dict[str, Any]) -> None:
    answer = client.post(place(made, "simulation"), json={"paths": 2_000, "seed": 7})
    assert answer.status_code == 200
    found = dict(answer.json or {})
    assert (found["paths"], found["seed"], len(found["roles"])) == (2_000, 7, 2)
    role = found["roles"][0]
    assert len(role["capacity"]["p10"]) == len(found["months"])
    assert all(low <= high for low, high in zip(role["cost"]["p10"], role["cost"]["p90"], strict=True))
    assert 0 <= found["met"]["overall"] <= 1
    assert found["met"]["overall_error"] >= 0
    again = client.post(place(made, "simulation"), json={"paths": 2_000, "seed": 7})
    assert again.json == found


def test_a_simulation_needs_no_body(client: FlaskClient, made: dict[str, Any]) -> None:
    answer = client.post(place(made, "simulation"))
    assert (answer.status_code, (answer.json or {})["paths"]) == (200, 10_000)


@pytest.mark.parametrize("part", ["flips", "questions", "sensitivity", "break-even"])
def test_analyses_of_a_plan(client: FlaskClient, made: dict[str, Any], part: str) -> None:
    answer = client.get(place(made, part))
    assert answer.status_code == 200
    assert (answer.json or {})["organisation"] == SHOP["name"]
    assert client.get(f"/api/v1/plans/{NOWHERE}/{part}").status_code == 404


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"paths": 1}, "paths"),
        ({"paths": 10**9}, "paths"),
        ({"paths": "many"}, "paths"),
        ({"seed": -1}, "seed"),
        ({"runs": 5}, "runs"),
    ],
)
def test_a_wrong_simulation_is_refused(
    client: FlaskClient, made: dict[str, Any], body: dict[str, Any], path: str
) -> None:
    answer = client.post(place(made, "simulation"), json=body)
    assert answer.status_code == 422
    assert [error["path"] for error in (answer.json or {})["errors"]] == [path]


def test_a_plan_compared_with_itself_differs_in_nothing(client: FlaskClient, made: dict[str, Any]) -> None:
    side = {"plan_id": made["id"]}
    found = client.post("/api/v1/plans/compare", json={"before": side, "after": side}).json or {}
    assert found["sentence"] == "The seats are the same."
    assert not any(found[name] for name in ("added", "moved", "changed", "dropped", "causes", "effects"))


def test_a_plan_compared_with_a_changed_profile_names_the_cause(
    client: FlaskClient, made: dict[str, Any]
) -> None:
    changed = {**SHOP, "ml_teams": 12}
    sides = {"before": {"plan_id": made["id"]}, "after": {"profile": changed}, "today": made["today"]}
    found = client.post("/api/v1/plans/compare", json=sides).json or {}
    assert [(row["kind"], row["name"], row["after"]) for row in found["causes"]] == [
        ("facts", "ml_teams", "12")
    ]
    (part,) = found["contributions"]
    assert part["kind"] == "facts"
    assert sum(part["seats"].values()) == sum(row["seats"] for row in found["roles"])


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({}, "before"),
        ({"before": {"plan_id": NOWHERE, "profile": SHOP}, "after": {"profile": SHOP}}, "before"),
        ({"before": {"profile": SHOP}, "after": {"profile": {**SHOP, "teems": 3}}}, "after.profile.teems"),
        (
            {"before": {"profile": SHOP}, "after": {"profile": {**SHOP, "ml_teams": -3}}},
            "after.profile.ml_teams",
        ),
        ({"before": {"profile": SHOP}, "after": {"plan_id": "seven"}}, "after.plan_id"),
        ({"before": 3, "after": {"profile": SHOP}}, "before"),
        ({"before": {"profile": SHOP}, "after": {"profile": SHOP}, "simulate": True}, "simulate"),
        (
            {"before": {"profile": SHOP}, "after": {"profile": SHOP}, "simulate": {"paths": 3}},
            "simulate.paths",
        ),
    ],
)
def test_a_wrong_comparison_is_refused(client: FlaskClient, body: dict[str, Any], path: str) -> None:
    answer = client.post("/api/v1/plans/compare", json=body)
    assert answer.status_code == 422
    assert (answer.json or {})["errors"][0]["path"] == path


def test_a_viewer_sees_analyses_without_pay(
    app: Flask, workspace: str, client: FlaskClient, made: dict[str, Any]
) -> None:
    viewer = tenants.client(app, workspace, Role.VIEWER)
    sides = {"before": {"plan_id": made["id"]}, "after": {"profile": {**SHOP, "ml_teams": 12}}}
    sides |= {"today": made["today"], "simulate": {"paths": 500}}
    asked = [("POST", place(made, "simulation"), {"paths": 500}), ("POST", "/api/v1/plans/compare", sides)]
    asked += [("GET", place(made, part), None) for part in ("flips", "questions", "sensitivity")]  # type: ignore[list-item]
    for method, path, body in asked:
        answers = [each.open(path, method=method, json=body) for each in (client, viewer)]
        assert [answer.status_code for answer in answers] == [200, 200]
        full, withheld = (answer.get_data(as_text=True) for answer in answers)
        assert '"amount"' in full or '"cost": {' in full or '"cost":{' in full, path
        assert '"amount"' not in withheld
        assert '"cost": {' not in withheld and '"cost":{' not in withheld


def test_two_plans_are_compared_on_the_same_simulated_paths(
    client: FlaskClient, made: dict[str, Any]
) -> None:
    how = {"paths": 500, "seed": 7}
    grown = {**SHOP, "use_cases_in_production": 30}
    sides = {"before": {"plan_id": made["id"]}, "after": {"profile": grown}, "today": made["today"]}
    found = client.post("/api/v1/plans/compare", json={**sides, "simulate": how}).json or {}
    profile = (client.post("/api/v1/profiles", json=grown).json or {})["id"]
    other = client.post(f"/api/v1/profiles/{profile}/plans?today={made['today']}").json or {}
    was, now = (client.post(place(plan, "simulation"), json=how).json or {} for plan in (made, other))
    paired = found["simulation"]
    assert (paired["paths"], paired["seed"], paired["currency"]) == (500, 7, was["currency"])
    assert paired["cost"] == pytest.approx(now["cost"]["mean"] - was["cost"]["mean"], abs=0.02)
    assert 0 < paired["dearer"] + paired["cheaper"] <= 1
    assert paired["cost_error"] < now["cost"]["error"]
    assert (client.post("/api/v1/plans/compare", json=sides).json or {})["simulation"] is None


def test_plans_of_other_months_are_not_followed_path_by_path(
    client: FlaskClient, made: dict[str, Any]
) -> None:
    sides = {"before": {"plan_id": made["id"]}, "after": {"profile": SHOP}, "today": "2027-05-01"}
    assert client.post("/api/v1/plans/compare", json=sides).status_code == 200
    answer = client.post("/api/v1/plans/compare", json={**sides, "simulate": {"paths": 500}})
    (error,) = (answer.json or {})["errors"]
    assert (answer.status_code, error["path"]) == (422, "simulate")
    assert "2027-05 to 2029-04" in error["message"]


def test_an_unknown_plan_cannot_be_compared(client: FlaskClient) -> None:
    sides = {"before": {"plan_id": NOWHERE}, "after": {"profile": SHOP}}
    assert client.post("/api/v1/plans/compare", json=sides).status_code == 404
    assert client.get("/api/v1/plans/compare").status_code == 405
