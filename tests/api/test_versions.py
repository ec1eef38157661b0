"""No update is lost, and a reader is not sent again what it has: ETag, If-Match, If-None-Match."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.api import tenants
from tests.api.orgs import SHOP


def place(stored: dict[str, Any]) -> str:
    return f"/api/v1/profiles/{stored['id']}"


def test_of_20_parallel_edits_one_wins(app: Flask, workspace: str, stored: dict[str, Any]) -> None:
    tag = tenants.client(app, workspace).get(place(stored)).headers["ETag"]

    def edit(number: int) -> int:
        client = tenants.client(app, workspace)
        return client.put(
            place(stored), json={**SHOP, "ml_teams": number}, headers={"If-Match": tag}
        ).status_code

    with ThreadPoolExecutor(20) as pool:
        statuses = sorted(pool.map(edit, range(20)))
    assert statuses == [200] + [412] * 19
    assert tenants.client(app, workspace).get(place(stored)).get_json()["version"] == 2


def test_a_change_without_a_version_is_refused(client: FlaskClient, stored: dict[str, Any]) -> None:
    answer = client.put(place(stored), json=SHOP)
    assert answer.status_code == 428
    assert answer.get_json()["code"] == "precondition-required"
    assert "If-Match" in answer.get_json()["errors"][0]["path"]


@pytest.mark.parametrize("given", ["{tag}", '"1"', '"1", "7"', "*", ' "1" '])
def test_a_change_names_the_version_it_was_made_from(
    client: FlaskClient, stored: dict[str, Any], given: str
) -> None:
    tag = client.get(place(stored)).headers["ETag"]
    changed = client.put(place(stored), json=SHOP, headers={"If-Match": given.replace("{tag}", tag)})
    assert changed.status_code == 200
    assert changed.headers["ETag"].startswith('"2.')
    assert changed.headers["ETag"] == client.get(place(stored)).headers["ETag"]


@pytest.mark.parametrize("given", ['"2"', '"0"', '"999999999"', '"2", "3"'])
def test_a_stale_change_is_refused_and_says_what_is_there(
    client: FlaskClient, stored: dict[str, Any], given: str
) -> None:
    answer = client.put(place(stored), json=SHOP, headers={"If-Match": given})
    assert answer.status_code == 412
    problem = answer.get_json()
    assert problem["code"] == "stale"
    assert "the present one is 1" in problem["detail"]
    assert client.get(place(stored)).get_json()["version"] == 1


def test_a_wrong_request_is_told_before_a_missing_or_stale_version(client: FlaskClient) -> None:
    paths = client.get("/api/v1/openapi.json").get_json()["paths"]
    for path, operations in paths.items():
        for method in {"put", "patch", "post"}.intersection(operations):
            told = operations[method]
            if not any(each["name"] == "If-Match" for each in told.get("parameters", ())):
                continue
            wrong = {"json": {"nonsense": 1}} if "requestBody" in told else {"query_string": "nonsense=1"}
            for headers in ({}, {"If-Match": '"999"'}):
                answer = client.open(path, method=method.upper(), headers=headers, **wrong)
                assert answer.status_code == 422, (method, path, headers)


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("/api/v1/workspace", {"locale": "nowhere"}),
        ("/api/v1/workspace", {"time_zone": "Nowhere/Town"}),
        ("/api/v1/webhooks/endpoints/{endpoint}", {"url": "http://127.0.0.1/"}),
        ("/api/v1/scenarios/{scenario}", {"changes": [{"path": "nonsense", "value": 1}]}),
    ],
)
def test_words_that_are_wrong_by_themselves_are_told_before_a_stale_version(
    client: FlaskClient, stored: dict[str, Any], path: str, wrong: dict[str, Any]
) -> None:
    made = {"endpoint": ("/api/v1/webhooks/endpoints", {"url": "https://8.8.8.8/"})}
    made["scenario"] = (f"{place(stored)}/scenarios", {"name": "More", "changes": []})
    for noun, (where, body) in made.items():
        if noun in path:
            answer = client.post(where, json=body).get_json()
            path = path.format(**{noun: answer.get("id") or answer["endpoint"]["id"]})
    assert client.patch(path, json=wrong, headers={"If-Match": '"999"'}).status_code == 422


@pytest.mark.parametrize(
    "given", ["1", "x", '"x"', 'W/"1"', '"1', '"1";"2"', '"-1"', '"1",', "\xff", '"' + "9" * 500 + '"']
)
def test_what_is_no_tag_is_refused(client: FlaskClient, stored: dict[str, Any], given: str) -> None:
    answer = client.put(place(stored), json=SHOP, headers={"If-Match": given})
    assert (answer.status_code, answer.get_json()["code"]) == (422, "invalid-input")


@pytest.mark.parametrize(
    "path", ["profiles/{profile}", "plans/{plan}", "plans/{plan}/document", "profiles", "guidance"]
)
def test_a_reader_is_not_sent_again_what_it_has(
    client: FlaskClient, stored: dict[str, Any], made: dict[str, Any], path: str
) -> None:
    address = f"/api/v1/{path.format(profile=stored['id'], plan=made['id'])}"
    first = client.get(address)
    tag = first.headers["ETag"]
    assert not tag.startswith("W/")
    for known in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        again = client.get(address, headers={"If-None-Match": known})
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
        assert "Content-Type" not in again.headers
    other = client.get(address, headers={"If-None-Match": '"other"', "If-Match": '"other"'})
    assert (other.status_code, other.data) == (200, first.data)
    assert client.head(address).headers["ETag"] == tag


def test_a_tag_changes_with_the_answer(client: FlaskClient, stored: dict[str, Any]) -> None:
    before = client.get(place(stored)).headers["ETag"]
    client.put(place(stored), json=SHOP, headers={"If-Match": before})
    assert client.get(place(stored), headers={"If-None-Match": before}).status_code == 200
