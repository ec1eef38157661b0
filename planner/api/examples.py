"""Examples in the OpenAPI document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

JSON = "application/json"
PROFILE: dict[str, Any] = {
    "name": "Harbour Retail",
    "ml_teams": 3,
    "data_scientists": 14,
    "use_cases_in_production": 9,
    "general_platform": "basic",
    "needs": ["deploy_models", "monitor_models"],
}
PORTFOLIO: dict[str, Any] = {
    "name": "Harbour Group",
    "units": [PROFILE, {"name": "Harbour Logistics", "ml_teams": 2, "use_cases_in_production": 6}],
    "shared": {"hires_per_month": 1, "budget": {"currency": "EUR", "per_fiscal_year": 900000}},
}
PROFILE_ID = "prof_01kb3v6d9s7pz0f4mx2c8r5hqe"
PLAN_ID = "plan_01kb3v7k2w8n5r0dqj4xh6t9ma"
STORED = {
    "id": PROFILE_ID,
    "name": PROFILE["name"],
    "version": 1,
    "digest": "41ab" * 16,
    "created_at": "2026-11-23T09:00:00+00:00",
    "updated_at": "2026-11-23T09:00:00+00:00",
    "archived_at": None,
}
MADE = {
    "id": PLAN_ID,
    "profile_id": PROFILE_ID,
    "profile_version": 1,
    "organisation": PROFILE["name"],
    "today": "2026-11-23",
    "decision": "mlops_only",
    "headline": "Hire two MLOps Engineers now; a platform team does not pay yet.",
    "digest": "9f2c" * 16,
    "input_digest": STORED["digest"],
    "basis": {
        "program": "planner 0.1.0",
        "guidance": "mlops-and-platform",
        "guidance_version": "1.0",
        "guidance_hash": "5ca2" * 16,
        "assumptions_digest": "77d0" * 16,
        "pay_digest": "c01a" * 16,
    },
    "created_at": "2026-11-23T09:01:00+00:00",
    "state": "draft",
    "version": 1,
    "seats": 2,
    "replaces": None,
    "scenario_id": None,
    "submitted_by": None,
    "submitted_at": None,
}
POSITION = {
    "id": "ML-2027-014",
    "profile_id": PROFILE_ID,
    "plan_id": PLAN_ID,
    "seat": "ML-2027-001",
    "state": "open",
    "version": 4,
    "kind": "new",
    "role": "mlops",
    "level": "senior",
    "title": "Senior MLOps Engineer",
    "site": "Berlin",
    "team": None,
    "employment_type": "full_time",
    "reports_to": "Engineering Manager",
    "priority": 3,
    "note": None,
    "needed": "2026-12-01",
    "opens": "2026-12-01",
    "planned": "2027-03-01",
    "expected": "2027-04-01",
    "ends": None,
    "actual": None,
    "ended": None,
    "backfills": None,
    "budgeted_cost": {"amount": "9800.00", "currency": "EUR"},
    "monthly_cost": {"amount": "9800.00", "currency": "EUR"},
    "hiring_cost": {"amount": "12000.00", "currency": "EUR"},
    "created_at": "2026-11-23T09:05:00+00:00",
    "updated_at": "2026-12-01T08:00:00+00:00",
}
OPEN_POSITION = {**POSITION, "actions": ["accept_offer", "hire", "hold", "cancel", "ask_again"]}
REQUISITION = {
    "id": "req_01kb3w9d9s7pz0f4mx2c8r5hqe",
    "position_id": "ML-2027-014",
    "state": "open",
    "version": 1,
    "opened_on": "2026-12-01",
    "closed_on": None,
    "connection_id": None,
    "remote_id": "OPN-114",
    "remote_state": "Approved",
    "link": None,
    "created_at": "2026-12-01T08:00:00+00:00",
    "updated_at": "2026-12-01T08:00:00+00:00",
}
SCENARIO = {
    "id": "scn_01kb3wad9s7pz0f4mx2c8r5hqe",
    "profile_id": PROFILE_ID,
    "name": "Two more teams",
    "description": None,
    "changes": [{"path": "ml_teams", "value": 5, "because": "A merger is likely."}],
    "guidance_id": None,
    "version": 1,
    "created_by": "user_01kb3v6d9s7pz0f4mx2c8r5hqe",
    "created_at": "2026-11-24T09:00:00+00:00",
    "updated_at": "2026-11-24T09:00:00+00:00",
    "archived_at": None,
}
PACK = {
    "id": "pack_01kb3wbd9s7pz0f4mx2c8r5hqe",
    "name": "Stricter platform gate",
    "pack": "mlops-and-platform",
    "pack_version": "1.0-shop",
    "hash": "5ca2" * 16,
    "state": "draft",
    "version": 2,
    "checked_at": None,
    "findings": None,
    "created_at": "2026-11-24T09:00:00+00:00",
    "updated_at": "2026-11-24T10:00:00+00:00",
}
WHOLE_PACK = {**PACK, "files": {"pack.yaml": "id: mlops-and-platform\nversion: 1.0-shop\n"}}
PUBLICATION = {
    "number": 2,
    "guidance_id": PACK["id"],
    "at": "2026-11-25T09:00:00+00:00",
    "by": "user_01kb3v6d9s7pz0f4mx2c8r5hqe",
    "reason": "As agreed in November.",
}
POLICY = {
    "levels": [
        {"name": "Finance", "role": "finance", "cost_over": None, "seats_over": None},
        {
            "name": "Board",
            "role": "admin",
            "cost_over": {"amount": "250000.00", "currency": "EUR"},
            "seats_over": 5,
        },
    ],
    "version": 1,
    "updated_at": "2026-11-24T09:00:00+00:00",
}
TRIAL = {
    "profile_id": PROFILE_ID,
    "name": PROFILE["name"],
    "changed": False,
    "before": None,
    "after": None,
    "error": "The profile is not valid.",
}
COMMENT = {
    "id": "cmt_01kb3wcd9s7pz0f4mx2c8r5hqe",
    "target": PLAN_ID,
    "author": "user_01kb3v6d9s7pz0f4mx2c8r5hqe",
    "text": "Could the second seat wait until the second quarter?",
    "version": 1,
    "created_at": "2026-11-24T09:00:00+00:00",
    "edited_at": None,
    "deleted_at": None,
}

CONNECTION = {
    "id": "conn_01kb3wdd9s7pz0f4mx2c8r5hqe",
    "name": "Ashby",
    "kind": "ashby",
    "url": "https://api.ashbyhq.com",
    "settings": {"department": "ML Platform"},
    "every_minutes": 60,
    "pushes": False,
    "next_run_at": "2026-11-24T10:00:00+00:00",
    "checked_at": None,
    "health": None,
    "version": 1,
    "created_at": "2026-11-24T09:00:00+00:00",
    "updated_at": "2026-11-24T09:00:00+00:00",
}
RUN = {
    "id": "run_01kb3wed9s7pz0f4mx2c8r5hqe",
    "connection_id": CONNECTION["id"],
    "kind": "plan",
    "state": "planned",
    "hash": "5ca2" * 16,
    "counts": {"create": 3, "update": 0, "close": 0, "unchanged": 4, "conflict": 0},
    "total": 3,
    "done": 0,
    "error": None,
    "started_by": "user_01kb3v6d9s7pz0f4mx2c8r5hqe",
    "created_at": "2026-11-24T09:00:00+00:00",
    "finished_at": None,
}
ROSTER: dict[str, Any] = {
    "id": "ros_01kb3wfd9s7pz0f4mx2c8r5hqe",
    "source": "people.csv",
    "connection_id": None,
    "as_of": "2026-11-24",
    "people": 212,
    "left_out": 0,
    "report": [],
    "created_at": "2026-11-24T09:00:00+00:00",
}
ENDPOINT = {
    "id": "hook_01kb3wgd9s7pz0f4mx2c8r5hqe",
    "url": "https://hooks.example.com/planner",
    "events": ["plan.approved"],
    "state": "active",
    "reason": None,
    "version": 1,
    "created_at": "2026-11-24T09:00:00+00:00",
    "updated_at": "2026-11-24T09:00:00+00:00",
}
DELIVERY = {
    "id": "dlv_01kb3whd9s7pz0f4mx2c8r5hqe",
    "endpoint_id": ENDPOINT["id"],
    "event_id": "evt_01kb3wjd9s7pz0f4mx2c8r5hqe",
    "event_type": "plan.approved",
    "state": "delivered",
    "attempts": 1,
    "next_at": None,
    "log": [{"at": "2026-11-24T09:00:01+00:00", "status": 204, "ms": 31, "error": ""}],
    "created_at": "2026-11-24T09:00:00+00:00",
    "finished_at": "2026-11-24T09:00:01+00:00",
}


def fill_in(document: dict[str, Any]) -> None:
    """Give every operation of an OpenAPI document an example of its answer, where one was recorded.

    `recorded/` holds real answers, lists cut to two; `python -m tests.api.recording` makes them anew. An
    operation without one is shown by another that answers the same.
    """
    folder = files("planner.api") / "recorded"
    operations = [
        operation
        for item in document["paths"].values()
        for name, operation in item.items()
        if name != "parameters"
    ]
    for operation in operations:
        file = folder / f"{operation['operationId']}.json"
        for media in _without_example(operation) if file.is_file() else ():
            media["example"] = json.loads(file.read_text())
    shown = {
        json.dumps(media["schema"]): media["example"] for media in _answers(operations) if "example" in media
    }
    for media in (each for operation in operations for each in _without_example(operation)):
        if (same := json.dumps(media["schema"])) in shown:
            media["example"] = shown[same]


def _answers(operations: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for operation in operations:
        for status, response in operation["responses"].items():
            if status < "300" and JSON in response.get("content", {}):
                yield response["content"][JSON]


def _without_example(operation: dict[str, Any]) -> list[dict[str, Any]]:
    return [media for media in _answers([operation]) if "example" not in media]
