"""Tenant isolation: whatever tenant B asks by A's ids is answered like what is not there."""

import json
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from planner.domain.access import operator
from planner.services import audit
from planner.store.tables import Base, Tenant
from tests.api import tenants
from tests.api.lived import live
from tests.api.orgs import SHOP
from tests.api.test_access import SIGNED, desk, operations

KNOWN = {"form": "json", "rule_id": "mlops.load", "number": "1"}


@pytest.fixture(scope="module")
def theirs(app: Flask) -> dict[str, str]:
    """What tenant A has, by the names that the document gives to ids."""
    workspace = tenants.workspace(app, "tenant A")
    client = tenants.client(app, workspace)
    client.post("/api/v1/profiles", json=SHOP)
    made = {name: id for name, id in live(app, workspace).items() if name not in KNOWN}
    cursor = client.get("/api/v1/profiles?limit=1").get_json()["next"]
    return {**made, "workspace_id": workspace, "cursor": cursor}


@pytest.fixture
def other(app: Flask) -> FlaskClient:
    """Tenant B, an admin with nothing."""
    return tenants.client(app, tenants.workspace(app, "tenant B"))


def absent(id: str) -> str:
    """An id like that one, of nothing; that of a position tells role, year and number."""
    return "ML-2199-999" if re.match("[A-Z]", id) else f"{id.partition('_')[0]}_{'0' * 26}"


def told(text: str, id: str) -> str:
    """An answer without what differs between any two requests, and without the id that was asked for."""
    return re.sub(r'"(at|request_id)": "[^"]+"', "", text.replace(id, "ID"))


def bodies(document: dict[str, Any], operation: dict[str, Any]) -> Any:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    return content.get("example")


def required(operation: dict[str, Any]) -> dict[str, Any]:
    """The query that an operation cannot be asked without."""
    asked = (
        each for each in operation.get("parameters", []) if each["in"] == "query" and each.get("required")
    )
    return {each["name"]: each["schema"].get("example", 1) for each in asked}


def with_ids(value: Any, theirs: dict[str, str], swap: bool) -> Any:
    """A body with each id in it replaced by A's, or by an absent one."""
    if isinstance(value, dict):
        return {
            name: (theirs[name] if not swap else absent(theirs[name]))
            if name in theirs and isinstance(each, str)
            else with_ids(each, theirs, swap)
            for name, each in value.items()
        }
    return [with_ids(each, theirs, swap) for each in value] if isinstance(value, list) else value


def rows(app: Flask, workspace: str) -> tuple[int, ...]:
    tables = [mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Tenant)]
    return tenants.count(app, workspace, *sorted(tables, key=lambda table: table.__tablename__))


def test_no_operation_reaches_another_tenant_by_path_or_body(
    app: Flask, other: FlaskClient, theirs: dict[str, str]
) -> None:
    a = tenants.workspace(app, "tenant A")
    before, tried = rows(app, a), 0
    document = other.get("/api/v1/openapi.json").get_json()
    for path, method, operation in operations(other):
        names = re.findall(r"{(\w+)}", path)
        unknown = set(names) - set(theirs) - set(KNOWN)
        assert not unknown, f"say in this test what a {unknown} of another tenant is"
        ours = [name for name in names if name in theirs]
        body = bodies(document, operation)
        if operation["operationId"] in SIGNED:
            continue  # an address for senders outside: whoever knows it and its secret is no tenant
        if not ours and with_ids(body, theirs, False) == with_ids(body, theirs, True):
            continue
        answers = []
        for swap in (False, True):
            ids = {name: absent(theirs[name]) if swap else theirs[name] for name in ours}
            answer = other.open(
                path.format(**ids, **{name: KNOWN[name] for name in names if name in KNOWN}),
                method=method.upper(),
                query_string=required(operation),
                json=with_ids(body, theirs, swap),
                headers={"If-Match": "*"} if method != "get" else {},
            )
            text = answer.text
            for id in theirs.values():
                text = told(text, absent(id) if swap else id)
            answers.append((answer.status_code, text))
        assert answers[0] == answers[1], (method, path)
        assert answers[0][0] in {401, 404, 415, 422}, (method, path, answers[0])
        tried += 1
    assert tried >= 15
    assert rows(app, a) == before
    assert audit.verify(desk(app).acting(operator(a))).problems == ()


def test_no_list_or_filter_shows_another_tenants_records(
    app: Flask, other: FlaskClient, theirs: dict[str, str]
) -> None:
    for path, method, operation in operations(other):
        if method != "get" or "{" in path:
            continue
        parameters = [each["name"] for each in operation.get("parameters", []) if each["in"] == "query"]
        for query in (
            "",
            *(f"{name}={theirs[name]}" for name in parameters if name in theirs and name != "cursor"),
        ):
            text = other.get(f"{path}?{query}").data.decode(errors="replace")
            for id in theirs.values():
                if id not in query:
                    assert id not in text, (path, query)


def test_a_cursor_of_another_tenant_leads_to_own_records_only(
    app: Flask, other: FlaskClient, theirs: dict[str, str]
) -> None:
    own = other.post("/api/v1/profiles", json=SHOP).get_json()["id"]
    page = other.get(f"/api/v1/profiles?cursor={theirs['cursor']}")
    assert page.status_code == 200
    assert {item["id"] for item in page.get_json()["items"]} <= {own}


def test_a_key_of_another_tenant_is_unknown(app: Flask, other: FlaskClient) -> None:
    a = tenants.client(app, tenants.workspace(app, "tenant A"))
    key = {"Idempotency-Key": "shared-between-tenants"}
    first = a.post("/api/v1/profiles", json=SHOP, headers=key).get_json()
    second = other.post("/api/v1/profiles", json=SHOP, headers=key)
    assert (second.status_code, "Idempotency-Replayed" in second.headers) == (201, False)
    assert second.get_json()["id"] != first["id"]


def test_the_answer_to_an_absent_id_tells_nothing_else(other: FlaskClient, theirs: dict[str, str]) -> None:
    answer = other.get(f"/api/v1/plans/{theirs['plan_id']}")
    problem = json.loads(answer.text)
    assert (answer.status_code, problem["code"]) == (404, "not-found")
    assert "tenant" not in answer.text and "workspace" not in answer.text
