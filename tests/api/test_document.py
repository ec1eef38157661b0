"""The OpenAPI document says all that there is, and the page that shows it needs no other site."""

import json
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from planner.schemas import plans, profiles
from planner.schemas.problem import CONTENT_TYPE
from tests.api import tenants
from tests.api.lived import live

METHODS = {"get", "post", "put", "patch", "delete"}
UNDOCUMENTED = {
    "api-docs.openapi_json",
    "pages.documentation",
    "pages.asset",
    "pages.problems",
    "pages.problem",
}


@pytest.fixture
def document(client: FlaskClient) -> dict[str, Any]:
    answer = client.get("/api/v1/openapi.json")
    assert answer.content_type == "application/json"
    return dict(answer.json or {})


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    ]


def test_every_route_is_documented(app: Flask, document: dict[str, Any]) -> None:
    served = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in UNDOCUMENTED and not rule.endpoint.startswith("web.")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert served == {(path, method) for path, method, _ in operations(document)}


def test_operations_have_names_summaries_and_errors(document: dict[str, Any]) -> None:
    assert document["openapi"] == "3.1.0"
    names = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(names) == len(set(names))
    for path, method, operation in operations(document):
        assert operation["summary"].endswith("."), path
        errors = {status for status in operation["responses"] if status >= "400"}
        assert {"406", "500", "503"} <= errors, (method, path)
        if "{" in path and operation["operationId"] != "takeMessage":  # which doesn't tell what is there
            assert "404" in errors, (method, path)
        if "requestBody" in operation:
            assert {"413", "415", "422"} <= errors
            assert set(operation["requestBody"]["content"]) == {"application/json", "application/yaml"}


def test_parameters_are_described(document: dict[str, Any]) -> None:
    for path, item in document["paths"].items():
        shared = item.get("parameters", [])
        assert {parameter["name"] for parameter in shared} == set(re.findall(r"{(\w+)}", path))
        for method in METHODS & set(item):
            for parameter in shared + item[method].get("parameters", []):
                assert parameter["description"], (path, parameter)


def test_every_parameter_that_an_operation_takes_is_documented(document: dict[str, Any]) -> None:
    listed = document["paths"]["/api/v1/profiles"]["get"]["parameters"]
    assert {"limit", "cursor", "sort", "name", "If-None-Match"} <= {each["name"] for each in listed}
    edited = document["paths"]["/api/v1/profiles/{profile_id}"]["put"]["parameters"]
    assert "If-Match" in {each["name"] for each in edited}


def test_errors_are_documented_as_what_they_are(document: dict[str, Any]) -> None:
    for response in document["components"]["responses"].values():
        assert set(response["content"]) == {CONTENT_TYPE}
        assert response["content"][CONTENT_TYPE]["schema"] == {"$ref": "#/components/schemas/Problem"}


def test_references_lead_somewhere_and_nothing_is_left_over(document: dict[str, Any]) -> None:
    text = json.dumps(document)
    named = {
        (kind, name) for kind in ("schemas", "responses") for name in document["components"].get(kind, {})
    }
    assert set(re.findall(r'"#/components/(\w+)/(\w+)"', text)) == named


def test_examples_are_valid(document: dict[str, Any]) -> None:
    checked = 0
    for _, _, operation in operations(document):
        places = [operation.get("requestBody", {}), *operation["responses"].values()]
        for media in (media for place in places for media in place.get("content", {}).values()):
            if "example" in media:
                schema = {**media["schema"], "components": document["components"]}
                Draft202012Validator(schema).validate(media["example"])
                checked += 1
    assert checked >= 8


def test_answers_are_as_documented(app: Flask, document: dict[str, Any]) -> None:
    workspace = tenants.workspace(app, "documented")
    client = tenants.client(app, workspace)
    ids = {f"{{{name}}}": value for name, value in live(app, workspace).items()}
    for path, method, operation in operations(document):
        if method != "get":
            continue
        for name, value in ids.items():
            path = path.replace(name, value)  # noqa: PLW2901
        asked = [each for each in operation.get("parameters", []) if each["in"] == "query"]
        query = {each["name"]: each["schema"]["example"] for each in asked if each.get("required")}
        content = operation["responses"]["200"]["content"].get("application/json")
        if content is None or "{form}" in path:
            continue
        schema = {**content["schema"], "components": document["components"]}
        Draft202012Validator(schema).validate(client.get(path, query_string=query).json)


def test_the_documented_schemas_are_those_that_read_and_write(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    assert set(schemas["Profile"]["properties"]) == set(profiles.ProfileSchema().fields)
    assert set(schemas["Plan"]["properties"]) == set(plans.PlanSchema().fields)
    assert schemas["Profile"]["additionalProperties"] is False


def test_the_documentation_page_needs_no_other_site(client: FlaskClient) -> None:
    page = client.get("/api/v1/docs")
    assert page.status_code == 200
    assert "http" not in page.text
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "script-src 'self';" in policy
    assets = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(assets) == 4
    for asset in assets:
        answer = client.get(asset)
        assert answer.status_code == 200, asset
        assert len(answer.data) > 100
    assert "validatorUrl: null" in client.get("/api/v1/docs/start.js").text
    for missing in ("LICENSE", "nothing.js", "..%2f__init__.py", "%2e%2e/__init__.py"):
        assert client.get(f"/api/v1/docs/{missing}").status_code == 404


def test_the_home_page_leads_on(client: FlaskClient) -> None:
    page = client.get("/", headers={"Accept": "text/html"}, follow_redirects=True)
    assert (page.status_code, page.request.path) == (200, "/sign-in")
    for link in re.findall(r'href="(/[^"]+)"', page.text):
        assert client.get(link, follow_redirects=True).status_code == 200


def test_every_answer_has_its_security_headers(client: FlaskClient) -> None:
    for path in ("/api/v1/profiles", "/api/v1/nothing", "/healthz", "/", "/api/v1/docs"):
        headers = client.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Request-Id"].startswith("req_")


def test_every_intake_of_an_operation_is_documented(document: dict[str, Any]) -> None:
    by_name = {operation["operationId"]: operation for _, _, operation in operations(document)}
    taken = {
        name: {parameter["name"] for parameter in operation.get("parameters", [])}
        for name, operation in by_name.items()
    }
    assert {"limit", "cursor", "sort", "fields", "If-None-Match"} <= taken["listPlans"]
    assert {"today", "Idempotency-Key"} <= taken["createPlan"] & taken["previewPlan"]
    for _, method, operation in operations(document):
        if operation.get("security") != []:
            manner = {"get": "If-None-Match", "post": "Idempotency-Key"}.get(method)
            assert manner is None or manner in taken[operation["operationId"]]
        if method in {"put", "patch"}:
            assert "If-Match" in taken[operation["operationId"]]
            assert {"412", "428"} <= set(operation["responses"])


def test_every_operation_is_shown_by_example(document: dict[str, Any]) -> None:
    for _, _, operation in operations(document):
        name = operation["operationId"]
        assert operation["summary"] and operation["tags"], name
        assert [status for status in operation["responses"] if status >= "400"], name
        contents = [
            content
            for status, response in operation["responses"].items()
            if status < "300"
            for kind, content in response.get("content", {}).items()
            if kind == "application/json"
        ]
        contents += operation.get("requestBody", {}).get("content", {}).values()
        assert all("example" in content for content in contents), f"python -m tests.api.recording: {name}"


def test_the_document_is_written_once(client: FlaskClient) -> None:
    first, second = (client.get("/api/v1/openapi.json") for _ in range(2))
    assert first.data == second.data
    known = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/api/v1/openapi.json", headers=known).status_code == 304


def test_the_document_is_openapi_3_1(document: dict[str, Any]) -> None:
    from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

    assert [error.message for error in OPENAPI_31_VALIDATOR.iter_errors(document)] == []
