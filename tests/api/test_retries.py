"""A POST that is sent again with its key takes effect once, whoever is killed, and is answered the same."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from planner.api import EXTENSION
from planner.domain.access import Role, operator
from planner.services import Desk, profiles, retries
from planner.services.ports.desk import Claim
from planner.services.retries import AnswerLost, Kept, KeyReused, UnderWay
from tests.api import tenants
from tests.api.orgs import SHOP

NAME = "Sent again"
FINGERPRINT = "ab" * 32


def keyed(key: str) -> dict[str, str]:
    return {"Idempotency-Key": key}


def named(client: FlaskClient, name: str) -> int:
    return len(client.get(f"/api/v1/profiles?limit=100&name={name}").get_json()["items"])


@pytest.fixture
def key(request: pytest.FixtureRequest) -> str:
    return f"{abs(hash(request.node.nodeid)):x}"


def test_it_takes_effect_once_and_is_answered_the_same(client: FlaskClient, key: str) -> None:
    body = {**SHOP, "name": f"once-{key}"}
    first = client.post("/api/v1/profiles", json=body, headers=keyed(key))
    again = client.post("/api/v1/profiles", json=body, headers=keyed(key))
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert (again.status_code, again.data) == (first.status_code, first.data) == (201, first.data)
    for name in ("Location", "ETag", "Content-Type"):
        assert again.headers[name] == first.headers[name]
    assert again.headers["X-Request-Id"] != first.headers["X-Request-Id"]
    assert named(client, f"once-{key}") == 1


def test_of_20_parallel_sendings_one_takes_effect(app: Flask, workspace: str, key: str) -> None:
    body = {**SHOP, "name": f"parallel-{key}"}

    def send(_: int) -> tuple[int, str]:
        answer = tenants.client(app, workspace).post("/api/v1/profiles", json=body, headers=keyed(key))
        return answer.status_code, str(answer.get_json().get("id") or answer.get_json()["code"])

    with ThreadPoolExecutor(20) as pool:
        answers = set(pool.map(send, range(20)))
    made = {id for status, id in answers if status == 201}
    assert len(made) == 1
    assert answers - {(201, id) for id in made} <= {(409, "under-way")}
    assert named(tenants.client(app, workspace), f"parallel-{key}") == 1


@pytest.mark.parametrize(
    "change",
    [{"json": {**SHOP, "name": "Other"}}, {"path": "/api/v1/plans/preview"}, {"headers": {"Accept": "*/*"}}],
)
def test_another_request_with_the_key_is_refused(
    client: FlaskClient, key: str, change: dict[str, Any]
) -> None:
    request: dict[str, Any] = {"path": "/api/v1/profiles", "json": SHOP, "headers": {}}
    client.post(**{**request, "headers": keyed(key)})
    other = {**request, **change}
    answer = client.post(**{**other, "headers": {**other["headers"], **keyed(key)}})
    assert (answer.status_code, answer.get_json()["code"]) == (422, "key-reused")


def test_keys_belong_to_whoever_sends_them(app: Flask, client: FlaskClient, key: str) -> None:
    body = {**SHOP, "name": f"own-{key}"}
    colleague = tenants.client(app, tenants.workspace(app, "tests"), Role.PLANNER)
    senders = [client, colleague, tenants.client(app, tenants.workspace(app, "others"))]
    answers = [sender.post("/api/v1/profiles", json=body, headers=keyed(key)) for sender in senders]
    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert len({answer.get_json()["id"] for answer in answers}) == 3
    assert not any("Idempotency-Replayed" in answer.headers for answer in answers)


def test_what_failed_has_done_nothing_and_may_be_corrected(client: FlaskClient, key: str) -> None:
    wrong = client.post("/api/v1/profiles", json={"name": "x", "ml_teams": -1}, headers=keyed(key))
    assert wrong.status_code == 422
    right = client.post("/api/v1/profiles", json=SHOP, headers=keyed(key))
    assert right.status_code == 201


@pytest.mark.parametrize("given", ["", " ", "two words", "x" * 256, "ü", "a\x7f"])
def test_what_is_no_key_is_refused(client: FlaskClient, given: str) -> None:
    header = given.encode().decode("latin-1")
    answer = client.post("/api/v1/profiles", json=SHOP, headers=keyed(header))
    assert (answer.status_code, answer.get_json()["errors"][0]["path"]) == (422, "Idempotency-Key")


def test_a_preview_is_answered_again_as_well(client: FlaskClient, key: str) -> None:
    first = client.post("/api/v1/plans/preview", json=SHOP, headers=keyed(key))
    again = client.post("/api/v1/plans/preview", json=SHOP, headers=keyed(key))
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.data == first.data


@pytest.fixture
def desk(app: Flask, workspace: str) -> Desk:
    found: Desk = app.extensions[EXTENSION]
    return found.acting(operator(workspace))


def begun(desk: Desk, key: str) -> Claim:
    claim = retries.begin(desk, key, FINGERPRINT)
    assert isinstance(claim, Claim)
    return claim


def later(desk: Desk, **time: float) -> Desk:
    return replace(desk, now=lambda: desk.now() + timedelta(**time))


def store(desk: Desk, claim: Claim) -> Any:
    from planner.schemas import profiles as schema

    return profiles.create(replace(desk, claim=claim), schema.load(SHOP))


def test_a_service_that_is_killed_before_the_change_may_begin_anew(desk: Desk, key: str) -> None:
    lost = begun(desk, key)
    with pytest.raises(UnderWay):
        retries.begin(desk, key, FINGERPRINT)
    again = begun(later(desk, seconds=61), key)
    assert again.lease != lost.lease


def test_a_service_that_is_killed_after_the_change_does_not_make_it_twice(desk: Desk, key: str) -> None:
    store(desk, begun(desk, key))  # and killed before the answer is kept
    with pytest.raises(UnderWay):
        retries.begin(desk, key, FINGERPRINT)
    for there in (later(desk, seconds=61), later(desk, hours=23)):
        with pytest.raises(AnswerLost, match="once"):
            retries.begin(there, key, FINGERPRINT)


def test_who_was_taken_over_cannot_make_the_change_any_more(desk: Desk, key: str) -> None:
    slow = begun(desk, key)
    fast = begun(later(desk, seconds=61), key)
    stored = store(desk, fast)
    with pytest.raises(Exception, match="taken over"):
        store(desk, slow)
    retries.keep(desk, slow, Kept(500, {}, b"slow"))
    retries.release(desk, slow)
    retries.keep(desk, fast, Kept(201, {"Location": stored.id}, b"fast"))
    kept = retries.begin(desk, key, FINGERPRINT)
    assert kept == Kept(201, {"Location": stored.id}, b"fast")
    with pytest.raises(KeyReused):
        retries.begin(desk, key, "cd" * 32)


def test_answers_are_kept_for_a_day(desk: Desk, key: str) -> None:
    claim = begun(desk, key)
    retries.keep(desk, claim, Kept(201, {}, b"x"))
    assert retries.begin(later(desk, hours=23.9), key, FINGERPRINT) == Kept(201, {}, b"x")
    assert retries.purge(later(desk, hours=23.9)) == 0
    assert isinstance(retries.begin(later(desk, hours=24.1), key, "cd" * 32), Claim)
    assert retries.purge(later(desk, days=9)) >= 1
