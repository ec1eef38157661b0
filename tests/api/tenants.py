"""Workspaces of a running service, and clients that send their tokens."""

from functools import cache
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from planner.api import EXTENSION
from planner.app import STORE
from planner.domain.access import Role, operator
from planner.services import Desk, tokens, workspaces
from planner.store.security import ENTER


def workspace(app: Flask, name: str) -> str:
    """The id of the workspace of that name, which is made where there is none."""
    desk: Desk = app.extensions[EXTENSION]
    known = {each.name: each.id for each in workspaces.index(desk)}
    return known[name] if name in known else workspaces.create(desk, name).id


@cache
def token(app: Flask, workspace: str, role: Role = Role.ADMIN, *teams: str) -> str:
    """A token with that role."""
    desk: Desk = app.extensions[EXTENSION]
    return tokens.create(desk.acting(operator(workspace)), role, teams=teams).text


def client(app: Flask, workspace: str, role: Role = Role.ADMIN, *teams: str) -> FlaskClient:
    """A client that sends a token with that role."""
    made = app.test_client()
    made.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token(app, workspace, role, *teams)}"
    return made


def count(app: Flask, workspace: str, *tables: type) -> tuple[int, ...]:
    """How many rows a workspace has in these tables."""
    from sqlalchemy import func, select

    with app.extensions[STORE].engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(ENTER, {"workspace": workspace})
        counted = (
            select(func.count()).select_from(table).where(table.workspace_id == workspace)  # type: ignore[attr-defined]
            for table in tables
        )
        return tuple(connection.execute(query).scalar_one() for query in counted)


def one_of_each(app: Flask, workspace: str, profile: Any) -> dict[str, str]:
    """Ids of a profile, its approved plan, and one of each thing that hangs on them, by the API's names."""
    admin, finance = client(app, workspace), client(app, workspace, Role.FINANCE)

    def made(path: str, body: Any = None, by: FlaskClient = admin) -> Any:
        answer = by.post(f"/api/v1/{path}", json=body)
        assert answer.status_code < 300, answer.text
        return answer.get_json()

    profile_id = made("profiles", profile)["id"]
    plan_id = made(f"profiles/{profile_id}/plans?today=2026-11-23")["id"]
    made(f"plans/{plan_id}/submit", {"reason": "It is needed."})
    made(f"plans/{plan_id}/approve", {"reason": "It is."}, finance)
    seats = admin.get(f"/api/v1/positions?plan_id={plan_id}").get_json()["items"]
    position_id = next(seat["id"] for seat in seats if seat["state"] == "approved")
    made(f"positions/{position_id}/transitions", {"action": "open"})
    requisitions = admin.get(f"/api/v1/positions/{position_id}/requisitions").get_json()["items"]
    change = {"path": "regulated", "value": True, "because": "A new law."}
    return {
        "profile_id": profile_id,
        "plan_id": plan_id,
        "position_id": position_id,
        "requisition_id": requisitions[0]["id"],
        "scenario_id": made(f"profiles/{profile_id}/scenarios", {"name": "S", "changes": [change]})["id"],
        "comment_id": made(f"plans/{plan_id}/comments", {"text": "Could it wait?"})["id"],
        "guidance_id": made("guidance/packs", {"name": "P"})["id"],
    }
