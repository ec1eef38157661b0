"""Nobody gets in without a good token; roles bound what it does; people, tokens and the trail over HTTP."""

import csv
import io
import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from planner.api import EXTENSION
from planner.app import STORE
from planner.domain.access import PERMISSIONS, Permission, Role, operator
from planner.domain.errors import NotFound, Unauthenticated
from planner.services import Desk, access, audit, credentials, people, sessions, tokens, workspaces
from planner.store.security import ENTER
from tests.api import tenants
from tests.api.orgs import SHOP
from tests.api.test_document import METHODS

OPEN = {"isAlive", "isReady"}  # `/metrics` asks for itself, unless it is set to be open
SIGNED = {"takeMessage"}  # whoever sends it signs it


def desk(app: Flask) -> Desk:
    found: Desk = app.extensions[EXTENSION]
    return found


def operations(client: FlaskClient) -> list[tuple[str, str, dict[str, Any]]]:
    document = client.get("/api/v1/openapi.json").get_json()
    return [
        (path, method, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    ]


def address(path: str) -> str:
    """A path with ids that are of the right form and nobody's."""
    known = {"form": "pdf", "rule_id": "mlops.load"}
    kinds = {"profile_id": "prof", "plan_id": "plan", "person_id": "user", "token_id": "tok"}
    return re.sub(
        r"{(\w+)}", lambda part: known.get(part[1]) or f"{kinds.get(part[1], 'x')}_{'0' * 26}", path
    )


def test_every_operation_but_health_needs_a_token(stranger: FlaskClient) -> None:
    asked = 0
    for path, method, operation in operations(stranger):
        answer = stranger.open(address(path), method=method.upper())
        if operation["operationId"] in OPEN:
            assert answer.status_code in {200, 503}
            assert operation["security"] == []
            continue
        if operation["operationId"] in SIGNED:
            assert answer.status_code == 422
            continue
        assert answer.status_code == 401, (method, path)
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="planner"'
        problem = answer.get_json()
        assert problem["code"] == "unauthenticated"
        assert "planner tokens create" in problem["errors"][0]["fix"]
        asked += 1
    assert asked > 20


def test_the_document_says_how_to_be_let_in(stranger: FlaskClient) -> None:
    document = stranger.get("/api/v1/openapi.json").get_json()
    assert document["security"] == [{"token": []}]
    assert document["components"]["securitySchemes"]["token"]["scheme"] == "bearer"


@pytest.mark.parametrize(
    "given",
    [
        "",
        "Bearer",
        "Bearer ",
        "Basic dXNlcjpwYXNz",
        "Bearer tp_",
        f"Bearer tp_{'0' * 78}",
        f"Bearer tp_{'0' * 78}\u00e9",
        f"Bearer ts_{'0' * 78}",
        f"Bearer {'x' * 5_000}",
        "Bearer ' OR 1=1 --",
        "bearer\ttoken",
        'Bearer realm="x"',
    ],
)
def test_what_is_no_token_lets_nobody_in(stranger: FlaskClient, given: str) -> None:
    answer = stranger.get("/api/v1/plans", headers={"Authorization": given})
    assert answer.status_code == 401


def test_a_token_is_good_until_it_expires_or_is_revoked(
    app: Flask, client: FlaskClient, stranger: FlaskClient
) -> None:
    until = (datetime.now(UTC) + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    made = client.post("/api/v1/tokens", json={"role": "viewer", "name": "x", "expires_at": until}).get_json()
    bearer = {"Authorization": f"Bearer {made['text']}"}
    assert stranger.get("/api/v1/plans", headers=bearer).status_code == 200
    used = client.get(f"/api/v1/tokens/{made['token']['id']}").get_json()
    assert used["used_at"] is not None and "text" not in used and "hash" not in used
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=2)):
        assert stranger.get("/api/v1/plans", headers=bearer).status_code == 401
    assert client.delete(f"/api/v1/tokens/{made['token']['id']}").get_json()["revoked_at"] is not None
    assert stranger.get("/api/v1/plans", headers=bearer).status_code == 401
    listed = client.get("/api/v1/tokens?role=viewer").text
    assert made["token"]["id"] in listed and made["text"] not in listed


def test_a_token_that_would_have_expired_is_not_made(client: FlaskClient) -> None:
    answer = client.post("/api/v1/tokens", json={"role": "viewer", "expires_at": "2026-01-01T00:00:00Z"})
    assert (answer.status_code, answer.get_json()["errors"][0]["path"]) == (422, "expires_at")


def test_only_hashes_of_secrets_are_kept(app: Flask, client: FlaskClient) -> None:
    key = {"Idempotency-Key": f"secret-{datetime.now(UTC).timestamp()}"}
    token = client.post("/api/v1/tokens", json={"role": "viewer"}, headers=key).get_json()["text"]
    again = client.post("/api/v1/tokens", json={"role": "viewer"}, headers=key)
    assert (again.status_code, "text" in again.get_json()) == (409, False)
    email = f"kept{datetime.now(UTC).timestamp()}@example.com"
    person = client.post("/api/v1/people", json={"email": email, "name": "Kept"}).get_json()
    link = client.post(
        f"/api/v1/people/{person['id']}/sign-in-link",
        headers={"Idempotency-Key": f"{key}-link".replace(" ", "")},
    ).get_json()["token"]
    cookie = access.sign_in(desk(app), link).cookie
    engine = app.extensions[STORE].engine
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(ENTER, {"workspace": client.get("/api/v1/me").get_json()["workspace"]})
        from planner.store.tables import Base

        rows = str([connection.execute(table.select()).all() for table in Base.metadata.sorted_tables])
    assert person["id"] in rows
    for secret in (token, link, cookie):
        assert secret not in rows and secret[-52:] not in rows


@pytest.mark.parametrize("role", Role)
def test_a_role_does_what_its_permissions_say(app: Flask, workspace: str, role: Role) -> None:
    client = tenants.client(app, workspace, role)
    needs = {
        ("GET", "/api/v1/plans", None): Permission.PLANS_READ,
        ("POST", "/api/v1/profiles", json.dumps(SHOP)): Permission.PLANS_WRITE,
        ("GET", "/api/v1/people", None): Permission.PEOPLE_MANAGE,
        ("GET", "/api/v1/tokens", None): Permission.PEOPLE_MANAGE,
        ("POST", "/api/v1/tokens", '{"role": "admin"}'): Permission.PEOPLE_MANAGE,
        ("GET", "/api/v1/audit", None): Permission.AUDIT_READ,
        ("GET", "/api/v1/audit/export", None): Permission.AUDIT_READ,
        ("GET", "/api/v1/audit/verification", None): Permission.AUDIT_READ,
        ("PATCH", "/api/v1/workspace", '{"name": "tests"}'): Permission.WORKSPACE_MANAGE,
    }
    for (method, path, body), permission in needs.items():
        answer = client.open(
            path, method=method, data=body, content_type="application/json", headers={"If-Match": "*"}
        )
        if permission in PERMISSIONS[role]:
            assert answer.status_code < 300, (path, answer.text)
        else:
            assert answer.status_code == 403, path
            problem = answer.get_json()
            assert (problem["code"], problem["errors"][0]["path"]) == ("forbidden", permission.value)
    me = client.get("/api/v1/me").get_json()
    assert (me["role"], set(me["permissions"])) == (role.value, set(PERMISSIONS[role]))


def test_people_come_and_go(app: Flask, client: FlaskClient) -> None:
    email = f"jo{datetime.now(UTC).timestamp()}@Example.com"
    added = client.post("/api/v1/people", json={"email": email, "name": "Jo Park", "role": "manager"})
    person = added.get_json()
    assert (added.status_code, person["email"], person["teams"]) == (201, email.lower(), [])
    place = f"/api/v1/people/{person['id']}"
    again = client.post("/api/v1/people", json={"email": email, "name": "Jo"})
    assert (again.status_code, again.get_json()["code"]) == (409, "conflict")
    changed = client.patch(
        place, json={"role": "finance", "teams": ["Search"]}, headers={"If-Match": added.headers["ETag"]}
    ).get_json()
    assert (changed["role"], changed["teams"], changed["name"]) == ("finance", ["Search"], "Jo Park")
    link = client.post(f"{place}/sign-in-link").get_json()["token"]
    cookie = access.sign_in(desk(app), link).cookie
    assert access.session(desk(app), cookie).person == person["id"]
    assert client.post(f"{place}/disable").get_json()["disabled_at"] is not None
    for secret, use in ((cookie, access.session), (link, access.sign_in)):
        with pytest.raises(Exception, match=r"sign in again|ask for another"):
            use(desk(app), secret)
    assert client.post(f"{place}/sign-in-link").status_code == 409
    assert client.post(f"{place}/enable").get_json()["disabled_at"] is None


def test_an_erased_person_leaves_an_id_and_a_whole_trail(
    app: Flask, client: FlaskClient, workspace: str
) -> None:
    email = f"gone{datetime.now(UTC).timestamp()}@example.com"
    person = client.post("/api/v1/people", json={"email": email, "name": "Gone Person"}).get_json()
    erased = client.delete(f"/api/v1/people/{person['id']}").get_json()
    assert (erased["name"], erased["email"]) == ("erased", f"erased+{person['id']}@invalid")
    with app.extensions[STORE].engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(ENTER, {"workspace": workspace})
        from planner.store.tables import Base

        rows = str([connection.execute(table.select()).all() for table in Base.metadata.sorted_tables])
    assert "Gone Person" not in rows and email not in rows
    assert client.get("/api/v1/audit/verification").get_json()["whole"] is True
    trail = client.get(f"/api/v1/audit?target={person['id']}").get_json()["items"]
    assert [entry["action"] for entry in trail] == ["person.erase", "person.add"]
    assert (
        client.patch(
            f"/api/v1/people/{person['id']}", json={"name": "Back"}, headers={"If-Match": "*"}
        ).status_code
        == 409
    )
    assert client.post("/api/v1/people", json={"email": email, "name": "Another"}).status_code == 201


def test_the_last_admin_stays(app: Flask) -> None:
    id = workspaces.create(desk(app), f"Alone {datetime.now(UTC).timestamp()}").id
    client = tenants.client(app, id)
    made = [
        client.post("/api/v1/people", json={"email": f"{name}@example.com", "name": name, "role": "admin"})
        for name in ("one", "two")
    ]
    one, two = (f"/api/v1/people/{answer.get_json()['id']}" for answer in made)
    assert client.post(f"{two}/disable").status_code == 200
    for method, path, body in (
        ("POST", f"{one}/disable", None),
        ("DELETE", one, None),
        ("PATCH", one, {"role": "viewer"}),
    ):
        answer = client.open(path, method=method, json=body, headers={"If-Match": "*"})
        assert answer.status_code == 409, (method, path)
        assert "last admin" in answer.get_json()["detail"]
    assert client.patch(one, json={"name": "Still one"}, headers={"If-Match": "*"}).status_code == 200


def test_an_archived_workspace_lets_nobody_in(app: Flask) -> None:
    id = workspaces.create(desk(app), f"Closed {datetime.now(UTC).timestamp()}").id
    client = tenants.client(app, id)
    assert client.get("/api/v1/plans").status_code == 200
    workspaces.archive(desk(app).acting(operator(id)))
    assert client.get("/api/v1/plans").status_code == 401


def test_a_link_signs_in_once_within_the_hour(app: Flask, workspace: str) -> None:
    at = desk(app).acting(operator(workspace))
    email = f"link{datetime.now(UTC).timestamp()}@example.com"
    people.add(at, email, "Link")
    first, second = people.invite(at, email).token, people.invite(at, email).token
    for gone in (first, "tl_x", f"tl_{'0' * 78}", second[:-1] + ("0" if second[-1] != "0" else "1")):
        with pytest.raises(Exception, match="link"):
            access.sign_in(desk(app), gone)
    with (
        time_machine.travel(datetime.now(UTC) + timedelta(hours=2)),
        pytest.raises(Exception, match="expired"),
    ):
        access.sign_in(desk(app), second)
    signed_in = access.sign_in(desk(app), second)
    with pytest.raises(Exception, match="used"):
        access.sign_in(desk(app), second)
    assert credentials.read(credentials.TOKEN, signed_in.cookie) is None
    access.sign_out(desk(app), signed_in.cookie)
    with pytest.raises(Exception, match="ended"):
        access.session(desk(app), signed_in.cookie)
    access.sign_out(desk(app), signed_in.cookie)


def test_a_session_ends_when_idle_and_in_any_case(app: Flask, workspace: str) -> None:
    at = desk(app).acting(operator(workspace))
    email = f"idle{datetime.now(UTC).timestamp()}@example.com"
    people.add(at, email, "Idle")
    start = datetime.now(UTC)
    cookie = access.sign_in(desk(app), people.invite(at, email).token).cookie
    idle = time_machine.travel(start + desk(app).lifetimes.idle + timedelta(minutes=1))
    with idle, pytest.raises(Exception, match="ended"):
        access.session(desk(app), cookie)
    moment = start
    while moment < start + desk(app).lifetimes.session - timedelta(hours=7):
        moment += timedelta(hours=7)
        with time_machine.travel(moment):
            access.session(desk(app), cookie)
    with (
        time_machine.travel(start + desk(app).lifetimes.session + timedelta(minutes=1)),
        pytest.raises(Exception, match="ended"),
    ):
        access.session(desk(app), cookie)


def signed_in(app: Flask, workspace: str, *browsers: str) -> tuple[str, list[str]]:
    """A new person who is signed in by these browsers: the id, and the cookies."""
    at = desk(app).acting(operator(workspace))
    person = people.add(at, f"many{datetime.now(UTC).timestamp()}@example.com", "Many", Role.PLANNER)
    links = (people.invite(at, person.email).token for _ in browsers)
    return person.id, [
        access.sign_in(desk(app), link, browser).cookie for link, browser in zip(links, browsers, strict=True)
    ]


def open_cookies(app: Flask, cookies: list[str]) -> list[bool]:
    """Which of them still let somebody in."""

    def lets_in(cookie: str) -> bool:
        try:
            return bool(access.session(desk(app), cookie))
        except Unauthenticated:
            return False

    return [lets_in(cookie) for cookie in cookies]


def test_people_see_their_own_sessions_and_end_them(app: Flask, workspace: str) -> None:
    _, cookies = signed_in(app, workspace, "Firefox on Linux", "Safari on iPhone", "Chrome on Windows")
    _, others = signed_in(app, workspace, "Firefox on Linux")
    mine, theirs = (desk(app).acting(access.session(desk(app), each[0])) for each in (cookies, others))
    found = sessions.own(mine).items
    assert {each.browser for each in found} == {"Firefox on Linux", "Safari on iPhone", "Chrome on Windows"}
    assert [each.browser for each in found if sessions.is_of(each, cookies[0])] == ["Firefox on Linux"]
    phone = next(each for each in found if each.browser == "Safari on iPhone")
    with pytest.raises(NotFound):
        sessions.end(theirs, phone.id)
    sessions.end(mine, phone.id)
    assert open_cookies(app, cookies) == [True, False, True]
    sessions.end_others(mine, cookies[0])
    assert open_cookies(app, [*cookies, *others]) == [True, False, False, True]
    assert [sessions.is_of(each, cookies[0]) for each in sessions.own(mine).items] == [True]


def test_an_admin_signs_a_person_out_everywhere(app: Flask, client: FlaskClient, workspace: str) -> None:
    person, cookies = signed_in(app, workspace, "Firefox on Linux", "Edge on Windows")
    place = f"/api/v1/people/{person}/sessions"
    items = client.get(f"{place}?sort=-seen_at").get_json()["items"]
    assert {item["browser"] for item in items} == {"Firefox on Linux", "Edge on Windows"}
    assert not any(secret in str(items) for secret in ("hash", *cookies))
    planner = tenants.client(app, workspace, Role.PLANNER)
    assert planner.get(place).status_code == planner.delete(place).status_code == 403
    assert client.delete(place).status_code == 204
    assert open_cookies(app, cookies) == [False, False]
    assert client.get(place).get_json()["items"] == []


@pytest.mark.parametrize(
    ("change", "stays"),
    [
        ({"name": "Other"}, True),
        ({"role": "planner"}, True),
        ({"role": "viewer"}, False),
        ({"teams": ["A"]}, False),
    ],
)
def test_with_other_rights_people_sign_in_anew(
    app: Flask, client: FlaskClient, workspace: str, change: dict[str, Any], stays: bool
) -> None:
    person, cookies = signed_in(app, workspace, "Firefox on Linux")
    answer = client.patch(f"/api/v1/people/{person}", json=change, headers={"If-Match": "*"})
    assert answer.status_code == 200
    assert open_cookies(app, cookies) == [stays]


def test_who_changes_own_rights_stays_signed_in(app: Flask, workspace: str) -> None:
    person, cookies = signed_in(app, workspace, "Firefox on Linux")
    at = desk(app).acting(operator(workspace))
    people.change(at, person, Role.ADMIN)
    link = people.invite(at, people.get(at, person).email).token
    mine = access.sign_in(desk(app), link).cookie
    people.change(desk(app).acting(access.session(desk(app), mine)), person, teams=["Search"])
    assert open_cookies(app, [*cookies, mine]) == [False, True]


def test_the_trail_is_searched_and_exported(app: Flask, client: FlaskClient, workspace: str) -> None:
    stored = client.post("/api/v1/profiles", json=SHOP)
    profile = stored.get_json()
    (entry,) = client.get(f"/api/v1/audit?target={profile['id']}").get_json()["items"]
    assert (entry["action"], entry["after"], entry["before"]) == ("profile.create", profile["digest"], None)
    assert entry["request_id"] == stored.headers["X-Request-Id"]
    assert entry["actor"] == client.get("/api/v1/me").get_json()["id"]
    client.put(f"/api/v1/profiles/{profile['id']}", json={**SHOP, "ml_teams": 5}, headers={"If-Match": "*"})
    latest = client.get(f"/api/v1/audit?target={profile['id']}&limit=1").get_json()["items"][0]
    assert (latest["action"], latest["before"]) == ("profile.replace", profile["digest"])
    lines = client.get(f"/api/v1/audit/export?target={profile['id']}")
    assert [json.loads(line)["action"] for line in lines.text.splitlines()] == [
        "profile.create",
        "profile.replace",
    ]
    table = client.get(f"/api/v1/audit/export?target={profile['id']}", headers={"Accept": "text/csv"})
    rows = list(csv.DictReader(io.StringIO(table.text)))
    assert [row["hash"] for row in rows] == [entry["hash"], latest["hash"]]
    assert client.get("/api/v1/audit?since=2199-01-01T00:00:00Z").get_json()["items"] == []
    assert client.get("/api/v1/audit/checkpoint").get_json()["sequence"] >= latest["sequence"]
    verdict = client.get("/api/v1/audit/verification").get_json()
    assert (verdict["whole"], verdict["problems"]) == (True, [])
    assert audit.verify(desk(app).acting(operator(workspace))).problems == ()


def test_a_name_cannot_be_anything(client: FlaskClient) -> None:
    for body in (
        {"email": "no", "name": "x"},
        {"email": "a@b", "name": " "},
        {"email": "a@b", "name": "x\x00"},
        {"email": "a b@c", "name": "x"},
        {"email": "a@b\n", "name": "x"},
        {"email": "a@b", "name": "x", "role": "root"},
        {"email": "a@b", "name": "x", "teams": "Search"},
        {"email": "a@b", "name": "x", "admin": True},
    ):
        assert client.post("/api/v1/people", json=body).status_code == 422, body
    assert (
        client.patch("/api/v1/workspace", json={"name": "x" * 101}, headers={"If-Match": "*"}).status_code
        == 422
    )


def test_a_workspace_has_a_name_of_its_own(app: Flask, client: FlaskClient) -> None:
    tenants.workspace(app, "taken")
    assert (
        client.patch("/api/v1/workspace", json={"name": "taken"}, headers={"If-Match": "*"}).status_code
        == 409
    )
    own = client.get("/api/v1/workspace").get_json()
    assert (
        client.patch("/api/v1/workspace", json={"name": own["name"]}, headers={"If-Match": "*"}).get_json()[
            "name"
        ]
        == own["name"]
    )


def test_tokens_are_unlike_each_other() -> None:
    made = {credentials.issue(credentials.TOKEN, f"ws_{'0' * 26}").text for _ in range(1_000)}
    assert len(made) == 1_000
    assert all(len(text) == 81 and credentials.read(credentials.TOKEN, text) for text in made)
    assert tokens.MANAGE is Permission.PEOPLE_MANAGE
