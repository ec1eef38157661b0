"""Records a real answer of every operation that has no example, for the OpenAPI document:
`python -m tests.api.recording`.
"""

import json
import tempfile
from pathlib import Path
from typing import Any

from planner.app import close, create_app
from planner.config import Settings
from tests.api import tenants
from tests.api.lived import live

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
        app = create_app(Settings(database_url=url, log_level="error", metrics="open"))
        client = tenants.client(app, tenants.workspace(app, "examples"))
        document = client.get("/api/v1/openapi.json").get_json()
        profile = client.post("/api/v1/profiles", json=example_body(document, "createProfile")).get_json()
        plans = [
            client.post(f"/api/v1/profiles/{profile['id']}/plans?today={day}").get_json()
            for day in ("2026-11-23", "2027-01-04")
        ]
        known = {"profile_id": profile["id"], "plan_id": plans[0]["id"], "rule_id": "mlops.stated_need"}
        known["form"] = "json"
        lived = live(app, tenants.workspace(app, "examples"))
        known |= {name: id for name, id in lived.items() if name not in known}
        bodies = {
            "comparePlans": {side: {"plan_id": plan["id"]} for side, plan in zip(SIDES, plans, strict=True)}
        }
        for path, item in document["paths"].items():
            for method in {"get", "post"} & set(item):
                record(client, document, method, path.format_map(Known(known)), item[method], bodies)
        close(app)


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
        (FOLDER / f"{name}.json").write_text(
            json.dumps(cut(answer.get_json()), indent=1, ensure_ascii=False) + "\n"
        )
        print(name, len(answer.data))
    else:
        print("not recorded:", name, answer.status_code, answer.text[:200])


if __name__ == "__main__":
    main()
