"""A workspace in which things have happened, by the API alone."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from planner.domain.access import Role
from tests.api import tenants
from tests.api.orgs import SHOP

API = "/api/v1"
ROOMY = {
    **{name: value for name, value in SHOP.items() if name != "staff"},
    "use_cases_in_production": 30,
    "constraints": {**SHOP["constraints"], "budget": {"currency": "EUR", "per_fiscal_year": 5_000_000}},
}


def post(client: FlaskClient, path: str, body: Any = None, status: int = 200) -> dict[str, Any]:
    """The answer to a request that is expected to succeed."""
    answer = client.post(f"{API}{path}", json=body) if body is not None else client.post(f"{API}{path}")
    assert answer.status_code == status, answer.text
    return dict(answer.json or {})


def live(app: Flask, workspace: str) -> dict[str, str]:
    """Make one of everything; ids by the name that paths call them by."""
    planner, finance = (tenants.client(app, workspace, role) for role in (Role.PLANNER, Role.FINANCE))
    profile = post(planner, "/profiles", ROOMY, 201)["id"]
    plan = post(planner, f"/profiles/{profile}/plans?today=2026-11-23", None, 201)["id"]
    post(planner, f"/plans/{plan}/submit", {"reason": "The budget round."})
    post(finance, f"/plans/{plan}/approve")
    seat = planner.get(f"{API}/positions?plan_id={plan}").json["items"][0]["id"]
    post(planner, f"/positions/{seat}/transitions", {"action": "open"})
    requisition = planner.get(f"{API}/positions/{seat}/requisitions").json["items"][0]["id"]
    change = {"path": "use_cases_in_production", "value": 12, "because": "A merger."}
    made = post(planner, f"/profiles/{profile}/scenarios", {"name": "Merger", "changes": [change]}, 201)
    comment = post(planner, f"/plans/{plan}/comments", {"text": "Well?"}, 201)["id"]
    post(planner, f"/positions/{seat}/comments", {"text": "And this?"}, 201)
    pack = post(planner, "/guidance/packs", {"name": "Ours"}, 201)["id"]
    return {
        "profile_id": profile,
        "plan_id": plan,
        "position_id": seat,
        "requisition_id": requisition,
        "scenario_id": made["id"],
        "comment_id": comment,
        "guidance_id": pack,
        "number": "1",
        "rule_id": "mlops.stated_need",
    }
