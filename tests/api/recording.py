"""Records a real answer of every operation that has no example, for the OpenAPI document:
`python -m tests.api.recording`.
"""

import hashlib
import hmac
import json
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Flask

from planner.api.doors import EXTENSION
from planner.app import close, create_app
from planner.config import Settings
from planner.domain.access import operator
from planner.services import approving, plans, positions, profiles
from planner.services.ports import Desk
from tests.api import tenants
from tests.api.lived import live, post
from tests.integrations.standins import AshbyPeer
from tests.lives.office import SHOP

FOLDER = Path(__file__).resolve().parents[2] / "planner/api/recorded"
MOST_ITEMS = 2
SIDES = ("before", "after")


def cut(value: Any) -> Any:
    """Lists cut to their first items, at every depth."""
    if isinstance(value, list):
        return [cut(each) for each in value[:MOST_ITEMS]]
    return {name: cut(each) for name, each in value.items()} if isinstance(value, dict) else value


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/planner.db"
        app = create_app(
            Settings(database_url=url, log_level="error", metrics="open", private_hosts="127.0.0.1")
        )
        client = tenants.client(app, tenants.workspace(app, "examples"))
        document = client.get("/api/v1/openapi.json").get_json()
        profile = client.post("/api/v1/profiles", json=example_body(document, "createProfile")).get_json()
        made = [
            client.post(f"/api/v1/profiles/{profile['id']}/plans?today={day}").get_json()
            for day in ("2026-11-23", "2027-01-04")
        ]
        known = {"profile_id": profile["id"], "plan_id": made[0]["id"], "rule_id": "mlops.stated_need"}
        known["form"] = "json"
        lived = live(app, tenants.workspace(app, "examples"))
        known |= {name: id for name, id in lived.items() if name not in known}
        bodies = {
            "comparePlans": {side: {"plan_id": plan["id"]} for side, plan in zip(SIDES, made, strict=True)}
        }
        for path, item in document["paths"].items():
            for method in {"get", "post"} & set(item):
                record(client, document, method, path.format_map(Known(known)), item[method], bodies)
        converse(app, tenants.workspace(app, "examples"))
        close(app)


def converse(app: Flask, workspace: str) -> None:
    """Records what is said of a tool: whether it is well, a conflict with it, and a message from it."""
    desk = app.extensions[EXTENSION].acting(operator(workspace))
    approved(desk)
    admin = tenants.client(app, workspace)
    peer = AshbyPeer()
    with peer.served() as url:
        secrets = {"api_key": "k", "webhook_secret": "shared"}
        wanted = {"kind": "ashby", "name": "Ashby of examples", "url": url, "secrets": secrets}
        id = post(admin, "/connections", wanted, 201)["id"]
        keep("checkConnection", post(admin, f"/connections/{id}/check", None, 200))
        run = post(admin, f"/connections/{id}/plan", None, 201)
        post(admin, f"/connections/{id}/push", {"hash": run["hash"]}, 201)
        version = next(iter(peer.openings.values()))["latestVersion"]
        version["targetStartDate"] = "2031-01-01"
        link = f"/connections/{id}/links/{version['identifier']}"
        decided = {"fields": {"targetStartDate": "theirs"}}
        keep("resolveConflict", post(admin, f"{link}/resolve", decided, 200))
        body = json.dumps({"action": "candidateHire", "data": {}}).encode()
        signature = "sha256=" + hmac.new(b"shared", body, hashlib.sha256).hexdigest()
        signed = {"Ashby-Signature": signature, "Content-Type": "application/json"}
        said = app.test_client().post(f"/api/v1/inbound/{workspace}/{id}", data=body, headers=signed)
        keep("takeMessage", said.get_json())


def approved(desk: Desk) -> None:
    """A plan whose positions are open."""
    plan = plans.make(desk, profiles.create(desk, SHOP).id)
    approving.submit(desk, plan.id)
    approving.approve(desk.acting(replace(desk.actor, id="other", person="other")), plan.id)
    for seat in positions.index(desk).items:
        if seat.state == "approved":
            positions.transition(desk, seat.id, "open")


def keep(name: str, said: Any) -> None:
    (FOLDER / f"{name}.json").write_text(json.dumps(cut(said), indent=1, ensure_ascii=False) + "\n")
    print(name)


class Known(dict[str, str]):
    """Ids that stand for the parameters of a path; unknown ones stay."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


def example_body(document: dict[str, Any], name: str) -> Any:
    for item in document["paths"].values():
        for operation in item.values():
            if isinstance(operation, dict) and operation.get("operationId") == name:
                return operation["requestBody"]["content"]["application/json"]["example"]
    raise KeyError(name)


def record(
    client: Any, document: Any, method: str, path: str, operation: dict[str, Any], bodies: dict[str, Any]
) -> None:
    name = operation["operationId"]
    wanted = [
        response["content"]["application/json"]
        for status, response in operation["responses"].items()
        if status < "300" and "application/json" in response.get("content", {})
    ]
    recorded = (FOLDER / f"{name}.json").exists()
    if "{" in path or not wanted or ("example" in wanted[0] and not recorded):
        return
    body = bodies.get(name) or (example_body(document, name) if "requestBody" in operation else None)
    query = {"query_string": {"today": "2026-11-23"}} if name in {"createPlan", "previewPlan"} else {}
    query |= {"query_string": {"before": 1}} if name == "diffProfile" else {}
    sent = {} if name == "createPlan" else {"json": body} if body is not None else {}
    answer = client.open(path, method=method.upper(), **sent, **query)
    if answer.status_code < 300 and answer.is_json:
        keep(name, answer.get_json())
    else:
        print("not recorded:", name, answer.status_code, answer.text[:200])


if __name__ == "__main__":
    main()
