"""Rate limits by caller, with their headers; the address behind a trusted proxy, and behind none."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from planner.app import close, create_app
from planner.config import Settings


@contextlib.contextmanager
def service(folder: Path, **settings: object) -> Iterator[Flask]:
    url = f"sqlite:///{folder / 'planner.db'}"
    app = create_app(Settings(database_url=url, log_level="critical", **settings))  # type: ignore[arg-type]
    yield app
    close(app)


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[FlaskClient]:
    with service(tmp_path, rate_limit="3/hour") as app:
        yield app.test_client()


def test_who_asks_too_often_is_told_when_to_come_again(slow: FlaskClient) -> None:
    left = [slow.get("/api/v1/roles").headers["RateLimit-Remaining"] for _ in range(3)]
    assert left == ["2", "1", "0"]
    refused = slow.get("/api/v1/plans")
    assert refused.status_code == 429
    assert refused.get_json()["code"] == "too-many-requests"
    assert refused.headers["RateLimit-Limit"] == "3"
    assert 0 < int(refused.headers["Retry-After"]) <= 3601
    assert refused.headers["Retry-After"] == refused.headers["RateLimit-Reset"]


def test_each_token_has_a_limit_of_its_own(slow: FlaskClient) -> None:
    for token in ("a", "b"):
        answers = [slow.get("/api/v1/roles", headers={"Authorization": f"Bearer {token}"}) for _ in range(4)]
        assert [answer.status_code == 429 for answer in answers] == [False, False, False, True]


def test_health_is_never_limited(slow: FlaskClient) -> None:
    for _ in range(5):
        assert slow.get("/healthz").status_code == slow.get("/readyz").status_code == 200


def test_the_limit_can_be_off(tmp_path: Path) -> None:
    with service(tmp_path, rate_limit="off") as app:
        answer = app.test_client().get("/api/v1/roles")
    assert not [name for name, _ in answer.headers if name.startswith("RateLimit")]


@pytest.mark.parametrize(("proxies", "seen"), [(0, "127.0.0.1"), (1, "192.0.2.7"), (2, "203.0.113.9")])
def test_addresses_come_from_as_many_proxies_as_there_are(tmp_path: Path, proxies: int, seen: str) -> None:
    with service(tmp_path, proxies=proxies) as app:
        app.add_url_rule("/who", "who", lambda: str(request.remote_addr))
        answer = app.test_client().get("/who", headers={"X-Forwarded-For": "203.0.113.9, 192.0.2.7"})
    assert answer.text == seen


def test_metrics_count_by_operation_and_hold_no_address(tmp_path: Path) -> None:
    with service(tmp_path, metrics="open") as app:
        client = app.test_client()
        client.get("/api/v1/profiles/prof_secret?x=secret")
        client.get("/secret")
        client.open("/api/v1/plans", method="BREW")
        text = client.get("/metrics", headers={"Accept": "text/plain;version=0.0.4"}).text
    assert 'planner_requests_total{method="GET",operation="getProfile",status="401"} 1.0' in text
    assert 'method="other",operation="none",status="405"' in text
    assert 'planner_request_seconds_count{operation="getProfile"} 1.0' in text
    assert "planner_requests_in_progress 1.0" in text  # this one
    assert "planner_build{version=" in text
    assert "secret" not in text


def test_metrics_are_not_open_unless_set(tmp_path: Path) -> None:
    with service(tmp_path) as app:
        assert app.test_client().get("/metrics").status_code >= 400
