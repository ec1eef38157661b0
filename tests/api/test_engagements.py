"""Approved contractors and conversions are promised as what they are, over HTTP."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from planner.domain import Month
from planner.domain.access import Role
from planner.domain.words import Need
from tests.api import tenants
from tests.api.lived import API, post

TODAY = "2026-11-23"
CONTRACTED = {
    "name": "Harbour Retail",
    "ml_teams": 4,
    "use_cases_in_production": 14,
    "ops_share_of_ds_time": 0.4,
    "constraints": {
        "alternatives": ["contractor"],
        "budget": {"currency": "EUR", "per_fiscal_year": 5_000_000},
    },
}
CONVERTED = {
    "name": "Harbour Rail",
    "ml_teams": 12,
    "model_consuming_teams": 8,
    "use_cases_in_production": 6,
    "current_mlops_fte": 8,
    "general_platform": "basic",
    "needs": [need.value for need in Need],
}


def approved(app: Flask, workspace: str, profile: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The profile's id and its approved plan."""
    planner, finance = (tenants.client(app, workspace, role) for role in (Role.PLANNER, Role.FINANCE))
    made = post(planner, "/profiles", profile, 201)["id"]
    plan = post(planner, f"/profiles/{made}/plans?today={TODAY}", None, 201)
    post(planner, f"/plans/{plan['id']}/submit")
    post(finance, f"/plans/{plan['id']}/approve")
    return made, plan["plan"]


def again(app: Flask, workspace: str, profile: str, today: str = TODAY) -> dict[str, Any]:
    client = tenants.client(app, workspace, Role.PLANNER)
    plan: dict[str, Any] = post(client, f"/profiles/{profile}/plans?today={today}", None, 201)["plan"]
    return plan


@pytest.mark.parametrize(("kind", "profile"), [("contractor", CONTRACTED), ("conversion", CONVERTED)])
def test_planning_again_promises_seats_as_what_they_are(
    app: Flask, kind: str, profile: dict[str, Any]
) -> None:
    workspace = tenants.workspace(app, f"again-{kind}")
    made, first = approved(app, workspace, profile)
    assert kind in {seat["kind"] for seat in first["positions"]}
    second = again(app, workspace, made)
    assert {seat["kind"] for seat in second["positions"]} == {"committed"}
    members = ("starts", "ends", "productive", "monthly_cost", "hiring_cost", "cost")
    told = [
        {seat["id"]: [seat[name] for name in members] for seat in plan["positions"]}
        for plan in (first, second)
    ]
    assert told[0] == told[1]
    assert first["totals"]["cost"] == second["totals"]["cost"]
    for before, now in zip(first["supply"], second["supply"], strict=True):
        assert now["shortage"] == pytest.approx(before["shortage"], abs=1e-9)
        assert now["headcount"] == pytest.approx(before["headcount"])


def test_a_contractor_is_gone_once_the_engagement_has_ended(app: Flask) -> None:
    workspace = tenants.workspace(app, "ended")
    made, first = approved(app, workspace, CONTRACTED)
    client = tenants.client(app, workspace, Role.PLANNER)
    seat = next(each for each in first["positions"] if each["kind"] == "contractor" and each["ends"])
    shown = client.get(f"{API}/positions/{seat['id']}").json
    assert shown["employment_type"] == "contractor"
    last = Month.parse(seat["ends"]).first_day - timedelta(days=1)
    assert shown["ends"] == last.isoformat()
    later = again(app, workspace, made, date(2028, 6, 1).isoformat())
    (kept,) = (each for each in later["positions"] if each["id"] == seat["id"])
    assert (kept["ends"], float(kept["cost"]["amount"])) == (seat["ends"], 0.0)


def test_an_engagement_is_extended_and_asks_for_approval_again(app: Flask) -> None:
    workspace = tenants.workspace(app, "extended")
    made, first = approved(app, workspace, CONTRACTED)
    client = tenants.client(app, workspace, Role.PLANNER)
    seat = next(each for each in first["positions"] if each["kind"] == "contractor" and each["ends"])
    path, anyhow = f"{API}/positions/{seat['id']}", {"If-Match": "*"}
    early = client.patch(path, json={"ends": "2026-11-30"}, headers=anyhow)
    assert early.status_code == 422 and early.json["errors"][0]["path"] == "ends"
    assert client.get(path).json["state"] == "approved"
    extended = client.patch(path, json={"ends": "2028-01-10"}, headers=anyhow)
    assert (extended.status_code, extended.json["state"]) == (200, "proposed")
    post(tenants.client(app, workspace, Role.ADMIN), f"/positions/{seat['id']}/approve")
    (kept,) = (each for each in again(app, workspace, made)["positions"] if each["id"] == seat["id"])
    assert kept["ends"] == "2028-02"


def test_only_engagements_end(app: Flask) -> None:
    workspace = tenants.workspace(app, "lasting")
    _, first = approved(app, workspace, CONTRACTED)
    seat = next(each["id"] for each in first["positions"] if each["kind"] in ("new", "backfill"))
    client = tenants.client(app, workspace, Role.PLANNER)
    refused = client.patch(f"{API}/positions/{seat}", json={"ends": "2028-01-31"}, headers={"If-Match": "*"})
    assert refused.status_code == 422
    assert "only a contractor's engagement ends" in refused.text


def test_no_more_people_move_over_than_are_there(app: Flask) -> None:
    workspace = tenants.workspace(app, "movers")
    made, _ = approved(app, workspace, CONVERTED)
    client = tenants.client(app, workspace, Role.PLANNER)
    shrunk = {**CONVERTED, "current_mlops_fte": 1}
    assert client.put(f"{API}/profiles/{made}", json=shrunk, headers={"If-Match": "*"}).status_code == 200
    refused = client.post(f"{API}/profiles/{made}/plans?today={TODAY}")
    assert refused.status_code == 422
    assert "1 FTE of MLOps are there" in refused.text
