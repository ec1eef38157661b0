"""From a profile to a filled seat and on, over HTTP; each step by the role that may take it."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from planner.domain.access import Role
from tests.api import tenants
from tests.api.lived import API, ROOMY, live, post


@pytest.fixture(scope="module")
def lived(app: Flask) -> dict[str, str]:
    return live(app, tenants.workspace(app, "lives"))


def of(app: Flask, role: Role) -> FlaskClient:
    return tenants.client(app, tenants.workspace(app, "lives"), role)


@pytest.fixture
def planner(app: Flask) -> FlaskClient:
    return of(app, Role.PLANNER)


@pytest.fixture
def viewer(app: Flask) -> FlaskClient:
    return of(app, Role.VIEWER)


def get(client: FlaskClient, path: str) -> Any:
    answer = client.get(f"{API}{path}")
    assert answer.status_code == 200, answer.text
    return answer.json


def test_approvals_say_who_when_and_why(viewer: FlaskClient, lived: dict[str, str]) -> None:
    told = get(viewer, f"/plans/{lived['plan_id']}/approvals")
    assert told["state"] == "approved" and told["waiting"] == []
    assert [(step["action"], step["level"], step["reason"]) for step in told["items"]] == [
        ("submit", None, "The budget round."),
        ("approve", "approval", None),
    ]


def test_pay_is_for_the_pay_scope(planner: FlaskClient, viewer: FlaskClient, lived: dict[str, str]) -> None:
    seat, profile = lived["position_id"], lived["profile_id"]
    amount = get(planner, f"/positions/{seat}")["monthly_cost"]["amount"]
    assert float(amount) > 0
    shown = get(viewer, f"/positions/{seat}")
    assert shown["monthly_cost"] is shown["budgeted_cost"] is shown["hiring_cost"] is None
    for path in ("/positions", f"/positions/{seat}/history", f"/profiles/{profile}/actuals"):
        assert amount not in viewer.get(f"{API}{path}").text
    assert viewer.get(f"{API}/plans/{lived['plan_id']}/budget").status_code == 403
    assert get(planner, f"/plans/{lived['plan_id']}/budget")["items"][0]["amount"]["currency"] == "EUR"


def test_lists_are_filtered_by_state_role_team_and_start(planner: FlaskClient, lived: dict[str, str]) -> None:
    every = get(planner, f"/positions?plan_id={lived['plan_id']}&limit=100")["items"]
    opened = get(planner, f"/positions?plan_id={lived['plan_id']}&state=open")["items"]
    assert [each["id"] for each in opened] == [lived["position_id"]]
    assert get(planner, "/positions?team=Nowhere")["items"] == []
    early = min(each["expected"] for each in every)
    due = get(planner, f"/positions?plan_id={lived['plan_id']}&expected_to={early}")["items"]
    assert 0 < len(due) <= len(every) and all(each["expected"] == early for each in due)
    by_start = get(planner, f"/positions?plan_id={lived['plan_id']}&sort=-expected&limit=2")
    assert by_start["items"][0]["expected"] == max(each["expected"] for each in every)
    if by_start["next"]:
        more = get(
            planner, f"/positions?plan_id={lived['plan_id']}&sort=-expected&limit=2&cursor={by_start['next']}"
        )
        assert {each["id"] for each in more["items"]}.isdisjoint(each["id"] for each in by_start["items"])


def test_an_edit_needs_the_version_it_was_made_from(planner: FlaskClient, lived: dict[str, str]) -> None:
    path = f"{API}/positions/{lived['position_id']}"
    read = planner.get(path)
    assert planner.patch(path, json={"priority": 2}).status_code == 428
    edited = planner.patch(path, json={"priority": 2}, headers={"If-Match": read.headers["ETag"]})
    assert edited.status_code == 200 and edited.json["priority"] == 2
    assert (
        planner.patch(path, json={"priority": 1}, headers={"If-Match": read.headers["ETag"]}).status_code
        == 412
    )


def test_a_step_that_the_state_forbids_says_what_is_possible(
    planner: FlaskClient, lived: dict[str, str]
) -> None:
    answer = planner.post(f"{API}/plans/{lived['plan_id']}/submit")
    assert answer.status_code == 409 and answer.json["code"] == "conflict"
    assert "Possible now: supersede, archive" in answer.json["errors"][0]["fix"]


def test_money_is_kept_to_the_cent(planner: FlaskClient, lived: dict[str, str]) -> None:
    path = f"{API}/positions/{lived['position_id']}"
    answer = planner.patch(path, json={"monthly_cost": 100.005}, headers={"If-Match": "*"})
    assert answer.status_code == 422 and answer.json["errors"][0]["path"] == "monthly_cost"


def test_a_seat_from_open_to_backfill(app: Flask, planner: FlaskClient) -> None:
    own = live(app, tenants.workspace(app, "backfill"))
    planner = tenants.client(app, tenants.workspace(app, "backfill"), Role.PLANNER)
    seat = own["position_id"]
    hired = post(planner, f"/positions/{seat}/hires", {"person": "J. Doe", "starts_on": "2026-11-02"})
    assert (hired["state"], hired["actual"]) == ("filled", "2026-11-02")
    assert hired["actions"] == ["undo_hire", "give_notice", "leave"]
    left = post(planner, f"/positions/{seat}/departure", {"last_day": "2026-11-20", "left": True})
    assert left["state"] == "vacant"
    other = post(planner, f"/positions/{seat}/backfill", {"starts_on": "2027-02-01"}, 201)
    assert other["backfills"] == seat
    names = [each["person"] for each in get(planner, f"/positions/{seat}/hires")["items"]]
    assert names == ["J. Doe"]
    told = get(planner, f"/profiles/{own['profile_id']}/actuals")
    assert told["total"] and told["growth"] and told["backfill"]


def test_a_scenario_is_planned_and_compared(planner: FlaskClient, lived: dict[str, str]) -> None:
    scenario = lived["scenario_id"]
    (difference,) = get(planner, f"/scenarios/{scenario}/diff")["items"]
    assert (difference["path"], difference["before"], difference["after"]) == (
        "use_cases_in_production",
        30,
        12,
    )
    plan = post(planner, f"/scenarios/{scenario}/plans", None, 201)
    assert plan["scenario_id"] == scenario and plan["plan"]["profile"]["use_cases_in_production"] == 12
    kept = {each["id"] for each in plan["plan"]["positions"] if each["kind"] == "committed"}
    assert lived["position_id"] in kept


@pytest.mark.parametrize(
    "change",
    [{"path": "ml_teams"}, {"path": "ml_teams", "value": 1, "remove": True}, {"path": "a..b", "value": 1}],
)
def test_a_change_that_says_nothing_is_refused(
    planner: FlaskClient, lived: dict[str, str], change: dict[str, Any]
) -> None:
    body = {"name": "x", "changes": [change]}
    answer = planner.post(f"{API}/profiles/{lived['profile_id']}/scenarios", json=body)
    assert answer.status_code == 422 and answer.json["errors"][0]["path"].startswith("changes[0]")


def test_versions_of_a_profile_over_http(planner: FlaskClient) -> None:
    made = post(planner, "/profiles", ROOMY, 201)
    path = f"/profiles/{made['id']}"
    planner.put(f"{API}{path}", json={**ROOMY, "ml_teams": 8}, headers={"If-Match": '"1"'})
    (difference,) = get(planner, f"{path}/diff?before=1")["items"]
    assert (difference["path"], difference["kind"]) == ("ml_teams", "changed")
    back = planner.post(f"{API}{path}/versions/1/restore", headers={"If-Match": '"2"'})
    assert back.status_code == 200 and back.json["version"] == 3 and back.json["digest"] == made["digest"]
    for wrong in ("0", "x", "99", "1e3"):
        assert planner.get(f"{API}{path}/versions/{wrong}").status_code == 404


def test_a_pack_is_tried_before_it_is_published(planner: FlaskClient, lived: dict[str, str]) -> None:
    tried = get(planner, f"/guidance/packs/{lived['guidance_id']}/dry-run?limit=2")
    assert tried["changed"] == 0 and tried["tried"] == len(tried["items"])
    files = get(planner, f"/guidance/packs/{lived['guidance_id']}")["files"]
    broken = {
        "files": {"terms.yaml": files["terms.yaml"] + '  x: {is: "nothing + 1", unit: FTE, meaning: m}\n'}
    }
    path = f"{API}/guidance/packs/{lived['guidance_id']}"
    answer = planner.patch(path, json=broken, headers={"If-Match": "*"})
    assert answer.status_code == 422 and answer.json["code"] == "invalid-guidance"
    assert "nothing" in answer.json["errors"][0]["message"]


def test_the_policy_is_read_and_set(app: Flask) -> None:
    finance = tenants.client(app, tenants.workspace(app, "policy"), Role.FINANCE)
    read = finance.get(f"{API}/approval-policy")
    assert read.json["levels"][0]["role"] == "finance" and read.json["version"] == 0
    level = {"name": "Board", "role": "admin", "cost_over": {"amount": 250000, "currency": "EUR"}}
    body = {"levels": [{"name": "Finance", "role": "finance"}, level]}
    answer = finance.put(f"{API}/approval-policy", json=body, headers={"If-Match": read.headers["ETag"]})
    assert answer.status_code == 200, answer.text
    assert answer.json["levels"][1]["cost_over"] == {"amount": "250000.00", "currency": "EUR"}
    assert answer.json["version"] == 1
    twice = {"levels": [body["levels"][0], body["levels"][0]]}
    assert finance.put(f"{API}/approval-policy", json=twice, headers={"If-Match": "*"}).status_code == 422


def test_comments_are_edited_and_deleted_by_their_author(planner: FlaskClient, lived: dict[str, str]) -> None:
    one = post(planner, f"/plans/{lived['plan_id']}/comments", {"text": "One."}, 201)
    path = f"{API}/comments/{one['id']}"
    assert planner.patch(path, json={"text": "Two."}, headers={"If-Match": '"1"'}).json["text"] == "Two."
    assert planner.delete(path).status_code == 204
    assert get(planner, f"/plans/{lived['plan_id']}/comments")["items"][0]["deleted_at"]
