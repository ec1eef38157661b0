"""No input causes a 5xx; every error is problem+json that says where and what to do; nothing is stored."""

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from flask import Flask
from flask.testing import FlaskClient

from planner.app import STORE
from planner.schemas.problem import CONTENT_TYPE
from planner.store.tables import AuditEntry, Plan, ProfileVersion
from tests.api import tenants
from tests.api.hostile import ATTEMPTS as PLANNING
from tests.api.hostile import Attempt
from tests.api.hostile_records import RECORDS
from tests.api.orgs import SHOP

ATTEMPTS = [*PLANNING, *RECORDS]


def send(client: FlaskClient, attempt: Attempt, ids: dict[str, str]) -> Any:
    path = attempt.path.replace("{profile}", ids["profile"]).replace("{plan}", ids["plan"])
    path, _, query = path.partition("?")
    environ = {"PATH_INFO": unquote_to_bytes(path).decode("latin-1")}
    return client.open(
        path="/",
        query_string=query,
        method=attempt.method,
        data=attempt.body,
        headers=attempt.headers,
        environ_overrides=environ,
    )


@pytest.fixture(scope="module")
def ids(app: Flask, workspace: str) -> dict[str, str]:
    """A profile and a plan that are there."""
    client = tenants.client(app, workspace)
    profile = client.post("/api/v1/profiles", json=SHOP).get_json()["id"]
    return {"profile": profile, "plan": client.post(f"/api/v1/profiles/{profile}/plans").get_json()["id"]}


@pytest.fixture
def rows(app: Flask, workspace: str) -> Callable[[], tuple[int, ...]]:
    """Counts what is stored."""
    return lambda: tenants.count(app, workspace, ProfileVersion, Plan, AuditEntry)


def test_the_corpus_is_large_and_named() -> None:
    assert len(ATTEMPTS) >= 150
    assert len({attempt.name for attempt in ATTEMPTS}) == len(ATTEMPTS)


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda attempt: attempt.name)
def test_it_is_answered(
    client: FlaskClient, ids: dict[str, str], rows: Callable[[], tuple[int, ...]], attempt: Attempt
) -> None:
    before = rows()
    answer = send(client, attempt, ids)
    assert answer.status_code == attempt.status, answer.text[:500]
    assert rows() == before
    if attempt.status < 400:
        return
    assert answer.content_type == CONTENT_TYPE
    problem = answer.json
    assert problem["status"] == attempt.status
    assert problem["type"].startswith("/problems/")
    assert problem["errors"]
    for fault in problem["errors"]:
        assert fault["message"], fault
        assert fault["path"] or fault["fix"], fault
    assert len(answer.data) < 60_000
    if attempt.status == 405:
        assert "GET" in answer.headers["Allow"] or "POST" in answer.headers["Allow"]


@pytest.mark.parametrize(
    "attempt", [attempt for attempt in ATTEMPTS if attempt.path.endswith("/preview")][:60:4]
)
def test_what_cannot_be_previewed_cannot_be_stored(
    client: FlaskClient, rows: Callable[[], tuple[int, ...]], attempt: Attempt
) -> None:
    before = rows()
    answer = client.post("/api/v1/profiles", data=attempt.body, headers=attempt.headers)
    assert answer.status_code == attempt.status
    assert rows() == before


def test_an_unexpected_error_tells_nothing_but_its_id(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from planner.services import profiles

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(profiles, "index", fail)
    answer = client.get("/api/v1/profiles")
    assert answer.status_code == 500
    assert answer.content_type == CONTENT_TYPE
    assert "secret" not in answer.text
    assert answer.json is not None
    assert answer.json["request_id"] == answer.headers["X-Request-Id"]


def test_a_database_that_is_away_is_said_to_be(
    client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy.exc import OperationalError

    def away(*_: object) -> None:
        raise OperationalError("SELECT", {}, Exception("connection to 10.0.0.1 refused"))

    monkeypatch.setattr(app.extensions[STORE].engine, "connect", away)
    monkeypatch.setattr(app.extensions[STORE].engine.pool, "connect", away)
    for path in ("/readyz", "/api/v1/profiles"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert answer.headers["Retry-After"]
        assert answer.content_type == CONTENT_TYPE
        assert "10.0.0.1" not in answer.text
    assert client.get("/healthz").status_code == 200
