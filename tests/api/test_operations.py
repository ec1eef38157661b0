"""Each operation, as its users see it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from planner import engine
from planner.api import EXTENSION
from planner.app import STORE
from planner.schemas import plans, profiles
from tests.api.orgs import SHOP, SHOP_YAML

ANY = {"If-Match": "*"}
NOWHERE = "prof_" + "0" * 26


def test_a_profile_comes_back_as_it_was_sent(client: FlaskClient) -> None:
    answer = client.post("/api/v1/profiles", json=SHOP)
    stored = answer.json
    assert stored is not None
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/api/v1/profiles/{stored['id']}"
    assert (stored["name"], stored["version"], stored["profile"]) == (SHOP["name"], 1, SHOP)
    assert client.get(answer.headers["Location"]).json == stored
    assert datetime.fromisoformat(stored["created_at"]).tzinfo == UTC


@pytest.mark.parametrize(
    "kind", ["application/yaml", "application/x-yaml", "application/yaml; charset=UTF-8"]
)
def test_yaml_says_the_same_as_json(client: FlaskClient, stored: dict[str, Any], kind: str) -> None:
    answer = client.post("/api/v1/profiles", data=SHOP_YAML.encode(), content_type=kind)
    assert answer.status_code == 201
    assert answer.json is not None
    assert (answer.json["profile"], answer.json["digest"]) == (stored["profile"], stored["digest"])


def test_a_profile_of_one_line_is_enough(client: FlaskClient) -> None:
    stored = client.post("/api/v1/profiles", json={"name": "Small"}).json
    assert stored is not None
    assert stored["profile"] == {"name": "Small"}
    assert client.post(f"/api/v1/profiles/{stored['id']}/plans").status_code == 201


def test_replacing_a_profile_makes_a_version_and_leaves_its_plans(
    client: FlaskClient, stored: dict[str, Any], made: dict[str, Any]
) -> None:
    place = f"/api/v1/profiles/{stored['id']}"
    replaced = client.put(place, json={**SHOP, "ml_teams": 12}, headers=ANY)
    assert replaced.status_code == 200
    assert replaced.json == client.get(place).json
    assert replaced.json is not None
    assert (replaced.json["version"], replaced.json["profile"]["ml_teams"]) == (2, 12)
    assert replaced.json["created_at"] == stored["created_at"]
    assert client.get(f"/api/v1/plans/{made['id']}").json == made
    assert client.post(f"/api/v1/plans/{made['id']}/rerun").json["identical"] is True  # type: ignore[index]
    again = client.post(f"{place}/plans").json
    assert again is not None
    assert again["profile_version"] == 2
    assert client.put(f"/api/v1/profiles/{NOWHERE}", json=SHOP, headers=ANY).status_code == 404


def test_profiles_are_listed_newest_first_in_parts(client: FlaskClient) -> None:
    made = [client.post("/api/v1/profiles", json={"name": "In parts"}).json["id"] for _ in range(5)]  # type: ignore[index]
    found, cursor = [], ""
    while True:
        page = client.get(f"/api/v1/profiles?name=In+parts&limit=2{cursor}").json
        assert page is not None
        assert all(set(item) >= {"id", "name", "version"} and "profile" not in item for item in page["items"])
        found += [item["id"] for item in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert found == sorted(made, reverse=True)


def test_plans_are_listed_by_profile_and_decision(
    client: FlaskClient, stored: dict[str, Any], made: dict[str, Any]
) -> None:
    item = {name: value for name, value in made.items() if name != "plan"}
    for query in (
        f"plans?profile_id={stored['id']}",
        f"plans?profile_id={stored['id']}&decision={made['decision']}",
        f"profiles/{stored['id']}/plans",
    ):
        assert client.get(f"/api/v1/{query}").json == {"items": [item], "next": None}
    other = "both" if made["decision"] != "both" else "mlops_only"
    empty = client.get(f"/api/v1/plans?profile_id={stored['id']}&decision={other}")
    assert empty.json == {"items": [], "next": None}
    assert client.get(f"/api/v1/profiles/{NOWHERE}/plans").status_code == 404


def test_library_preview_store_and_document_give_the_same_bytes(
    app: Flask, client: FlaskClient, made: dict[str, Any]
) -> None:
    knowledge = app.extensions[EXTENSION].knowledge
    expected = plans.dumps(engine.plan(profiles.load(SHOP), knowledge, date(2026, 11, 23))).encode()
    preview = client.post("/api/v1/plans/preview?today=2026-11-23", json=SHOP)
    assert preview.content_type == "application/json"
    assert preview.data == expected
    assert client.get(f"/api/v1/plans/{made['id']}/document").data == expected


def test_a_preview_stores_nothing(client: FlaskClient) -> None:
    assert client.post("/api/v1/plans/preview", json={**SHOP, "name": "Unseen"}).status_code == 200
    assert client.get("/api/v1/profiles?name=Unseen").json == {"items": [], "next": None}


@pytest.mark.parametrize(
    ("query", "body"),
    [
        ("?today=2027-02-01", None),
        ("", '{"today": "2027-02-01"}'),
        ("?today=2027-02-01", '{"today": "2027-02-01"}'),
        ("?today=2027-02-01", "{}"),
        ("?today=2027-02-01", " "),
    ],
)
def test_the_day_of_a_plan_may_stand_in_query_or_body(
    client: FlaskClient, stored: dict[str, Any], query: str, body: str | None
) -> None:
    place = f"/api/v1/profiles/{stored['id']}/plans{query}"
    made = client.post(place, data=body, content_type="application/json" if body else None)
    assert made.status_code == 201
    assert made.json is not None
    assert made.json["today"] == made.json["plan"]["provenance"]["today"] == "2027-02-01"


def test_without_a_day_a_plan_starts_today(client: FlaskClient, stored: dict[str, Any]) -> None:
    before = datetime.now(UTC).date()
    made = client.post(f"/api/v1/profiles/{stored['id']}/plans").json
    assert made is not None
    assert before <= date.fromisoformat(made["today"]) <= datetime.now(UTC).date()


def test_a_plan_records_what_it_was_made_from(
    app: Flask, stored: dict[str, Any], made: dict[str, Any]
) -> None:
    provenance = made["plan"]["provenance"]
    assert made["input_digest"] == provenance["input_digest"]
    assert made["basis"]["guidance_hash"] == provenance["guidance_hash"]
    assert made["basis"]["program"] == provenance["program"]
    assert all(len(made["basis"][name]) == 64 for name in ("assumptions_digest", "pay_digest"))


def test_why_is_the_argument_of_the_plan(client: FlaskClient, made: dict[str, Any]) -> None:
    why = client.get(f"/api/v1/plans/{made['id']}/why").json
    assert why is not None
    assert why.pop("plan_id") == made["id"]
    assert why == {name: made["plan"][name] for name in why}
    assert {stance["role"] for stance in why["stances"]} == {"mlops", "platform"}
    reasons = [reason for stance in why["stances"] for reason in stance["supporting"]]
    assert all(reason["citations"] and reason["atoms"] for reason in reasons)


def test_guidance_and_its_rules(client: FlaskClient) -> None:
    pack = client.get("/api/v1/guidance").json
    assert pack is not None
    assert len(pack["rules"]) > 20
    for item in pack["rules"]:
        rule = client.get(f"/api/v1/guidance/rules/{item['id']}").json
        assert rule is not None
        assert {name: rule[name] for name in item} == item
        assert rule["citations"] and rule["effect"]["kind"]
    missing = client.get("/api/v1/guidance/rules/mlops.stated_ned")
    assert missing.status_code == 404
    assert "mlops.stated_need" in missing.json["errors"][0]["fix"]  # type: ignore[index]


def test_roles(client: FlaskClient) -> None:
    roles = client.get("/api/v1/roles").json
    assert roles is not None
    assert [role["role"] for role in roles["items"]] == ["mlops", "platform"]
    assert roles["items"][0]["titles"]["senior"] == "Senior MLOps Engineer"


def test_health_and_readiness(client: FlaskClient) -> None:
    for path in ("/healthz", "/readyz"):
        assert client.get(path).json == {"status": "ok"}
        assert client.head(path).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "most"),
    [
        ("GET", "/api/v1/profiles", 2),
        ("GET", "/api/v1/profiles/{profile}", 2),
        ("PUT", "/api/v1/profiles/{profile}", 9),
        ("POST", "/api/v1/profiles", 7),
        ("POST", "/api/v1/profiles/{profile}/plans", 10),
        ("GET", "/api/v1/profiles/{profile}/plans", 3),
        ("GET", "/api/v1/plans", 2),
        ("GET", "/api/v1/plans/{plan}", 2),
        ("GET", "/api/v1/plans/{plan}/why", 2),
        ("POST", "/api/v1/plans/{plan}/rerun", 3),
        ("POST", "/api/v1/plans/preview", 2),
        ("GET", "/api/v1/guidance", 2),
    ],
)
def test_statements_are_counted(
    app: Flask,
    client: FlaskClient,
    stored: dict[str, Any],
    made: dict[str, Any],
    method: str,
    path: str,
    most: int,
) -> None:
    asked: list[str] = []

    def count(*args: Any) -> None:
        if not args[2].startswith(("BEGIN", "PRAGMA", "SELECT set_config")):
            asked.append(args[2])

    engine_ = app.extensions[STORE].engine
    place = path.format(profile=stored["id"], plan=made["id"])
    takes_profile = path.endswith(("/profiles", "/profiles/{profile}", "/preview")) and method != "GET"
    body = SHOP if takes_profile else None
    event.listen(engine_, "before_cursor_execute", count)
    try:
        assert client.open(place, method=method, json=body, headers=ANY).status_code < 300
    finally:
        event.remove(engine_, "before_cursor_execute", count)
    assert len(asked) <= most, asked
