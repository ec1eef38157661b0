"""A workspace's locale, time zone and fiscal calendar: kept, versioned, audited, and nobody else's."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from planner.domain.access import Role
from tests.api import tenants
from tests.api.orgs import SHOP

GERMAN = {"locale": "de", "time_zone": "Europe/Berlin", "fiscal_year_starts_in": 4}
USUAL = {"locale": "en", "time_zone": "UTC", "fiscal_year_starts_in": 1}


@pytest.fixture
def german(app: Flask) -> FlaskClient:
    return tenants.client(app, tenants.workspace(app, "Regional"))


@pytest.fixture
def english(app: Flask) -> FlaskClient:
    return tenants.client(app, tenants.workspace(app, "Regional as usual"))


def settings(client: FlaskClient) -> dict[str, object]:
    told = client.get("/api/v1/workspace").get_json()
    return {name: told[name] for name in USUAL}


def test_settings_are_kept_versioned_audited_and_of_one_workspace(
    english: FlaskClient, german: FlaskClient
) -> None:
    begun = german.get("/api/v1/workspace")
    assert settings(german) == USUAL
    changed = german.patch("/api/v1/workspace", json=GERMAN, headers={"If-Match": begun.headers["ETag"]})
    assert changed.status_code == 200, changed.text
    assert settings(german) == GERMAN and changed.get_json()["name"] == "Regional"
    stale = german.patch(
        "/api/v1/workspace", json={"locale": "fr"}, headers={"If-Match": begun.headers["ETag"]}
    )
    assert stale.status_code == 412 and settings(german) == GERMAN
    part = german.patch("/api/v1/workspace", json={"locale": "de-AT"}, headers={"If-Match": "*"})
    assert part.status_code == 200 and settings(german) == {**GERMAN, "locale": "de-AT"}
    trail = [each["action"] for each in german.get("/api/v1/audit?limit=100").get_json()["items"]]
    assert trail.count("workspace.change") == 2
    assert settings(english) == USUAL


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"locale": "xx"}, "locale"),
        ({"time_zone": "Europe"}, "time_zone"),
        ({"fiscal_year_starts_in": 13}, "fiscal_year_starts_in"),
        ({}, ""),
    ],
)
def test_wrong_settings_are_refused_and_nothing_changes(
    client: FlaskClient, body: dict[str, object], path: str
) -> None:
    before = client.get("/api/v1/workspace").get_json()
    refused = client.patch("/api/v1/workspace", json=body, headers={"If-Match": "*"})
    assert refused.status_code == 422
    assert [error["path"] for error in refused.get_json()["errors"]] == [path]
    assert client.get("/api/v1/workspace").get_json() == before


def test_settings_are_for_admins(app: Flask, workspace: str) -> None:
    client = tenants.client(app, workspace, Role.PLANNER)
    refused = client.patch("/api/v1/workspace", json=GERMAN, headers={"If-Match": "*"})
    assert refused.status_code == 403


def test_a_document_is_written_by_the_workspace_it_is_of(app: Flask, english: FlaskClient) -> None:
    german = tenants.client(app, tenants.workspace(app, "Documents in German"))
    german.patch("/api/v1/workspace", json=GERMAN, headers={"If-Match": "*"})
    texts = []
    for each in (english, german):
        profile_id = each.post("/api/v1/profiles", json=SHOP).get_json()["id"]
        plan_id = each.post(f"/api/v1/profiles/{profile_id}/plans?today=2026-11-23").get_json()["id"]
        texts.append(each.get(f"/api/v1/plans/{plan_id}/report.html").text)
    usual, localised = texts
    assert "10,000 simulated paths" in usual
    assert "10.000 simulated paths" in localised and "10,000 simulated paths" not in localised
