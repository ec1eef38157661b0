"""A workspace in which things have happened, by the API alone."""

from __future__ import annotations

import base64
import secrets
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from planner.api.doors import EXTENSION
from planner.domain.access import Role, operator
from planner.services import delivering
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
    admin = tenants.client(app, workspace)
    email = f"{pack}@example.com"
    return {
        "person_id": post(admin, "/people", {"email": email, "name": "Lee"}, 201)["id"],
        "token_id": post(admin, "/tokens", {"role": "viewer"}, 201)["token"]["id"],
        "profile_id": profile,
        "plan_id": plan,
        "position_id": seat,
        "requisition_id": requisition,
        "scenario_id": made["id"],
        "comment_id": comment,
        "guidance_id": pack,
        "number": "1",
        "rule_id": "mlops.stated_need",
        **_exchanged(app, workspace, plan),
    }


def _exchanged(app: Flask, workspace: str, plan: str) -> dict[str, str]:
    """A connection with a run, a roster, an endpoint with a delivery; nothing outside is reached."""
    admin = tenants.client(app, workspace)
    name = f"Directory {secrets.token_hex(4)}"
    body = {"kind": "scim", "name": name, "url": "https://scim.example.com", "secrets": {"token": "t"}}
    connection = post(admin, "/connections", body, 201)["id"]
    content = base64.b64encode(b"Name,Job Title\nAda,MLOps Engineer\n").decode()
    roster = post(admin, "/rosters", {"content": content, "name": "people.csv"}, 201)["id"]
    endpoint = post(admin, "/webhooks/endpoints", {"url": "https://hooks.example.com/planner"}, 201)
    post(admin, f"/plans/{plan}/comments", {"text": "Told to everybody."}, 201)
    desk = app.extensions[EXTENSION].acting(operator(workspace))
    while delivering.dispatch(desk):
        pass
    return {
        "connection_id": connection,
        "run_id": post(admin, f"/connections/{connection}/status", None, 201)["id"],
        "roster_id": roster,
        "endpoint_id": endpoint["endpoint"]["id"],
        "delivery_id": delivering.waiting(desk)[-1].id,
        "external_id": "tp-ML-2027-001",
        "workspace_id": workspace,
    }
