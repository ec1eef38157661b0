"""Lists: every item once, in every order, whatever is added meanwhile; hostile cursors are refused."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from planner.domain import InvalidInput
from planner.domain.lists import Ask, Key, Listing
from planner.services.plans import PLANS
from planner.services.profiles import PROFILES
from tests.api.orgs import SHOP

NAMES = ["zeta", "alpha", "Beta", "alpha", "Ärzte", "beta", "alpha"]


def walk(client: FlaskClient, address: str) -> list[dict[str, Any]]:
    """Every item of a list, following the Link header."""
    items: list[dict[str, Any]] = []
    while address:
        answer = client.get(address)
        page = answer.get_json()
        assert answer.status_code == 200, page
        items += page["items"]
        link = answer.headers.get("Link", "")
        assert (page["next"] is None) == (link == "")
        address = link.partition(">")[0].removeprefix("<")
        if address:
            assert link.endswith('; rel="next"')
            assert parse_qs(urlsplit(address).query)["cursor"] == [page["next"]]
    return items


@pytest.mark.parametrize("order", PROFILES.orders)
def test_every_item_comes_once_in_every_order(client: FlaskClient, order: str) -> None:
    since = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    made = [client.post("/api/v1/profiles", json={"name": name}).get_json() for name in NAMES]
    for profile in made[:3]:
        place = f"/api/v1/profiles/{profile['id']}"
        client.put(place, json={"name": profile["name"], "ml_teams": 3}, headers={"If-Match": "*"})
    found = walk(client, f"/api/v1/profiles?limit=2&sort={order}&updated_since={since}")
    assert sorted(item["id"] for item in found) == sorted(profile["id"] for profile in made)
    name = order.removeprefix("-")
    values = [item[name] for item in found]
    if name != "name":  # names are in the database's own order
        assert values == sorted(values, reverse=order.startswith("-"))
    whole = client.get(f"/api/v1/profiles?limit=100&sort={order}&updated_since={since}").get_json()
    assert whole["items"] == found


def test_what_is_added_meanwhile_repeats_nothing(client: FlaskClient) -> None:
    for _ in range(3):
        client.post("/api/v1/profiles", json={"name": "Meanwhile"})
    first = client.get("/api/v1/profiles?limit=2&name=Meanwhile").get_json()
    client.post("/api/v1/profiles", json={"name": "Meanwhile"})
    rest = client.get(f"/api/v1/profiles?limit=9&name=Meanwhile&cursor={first['next']}").get_json()
    assert len({item["id"] for item in first["items"] + rest["items"]}) == 3


def test_only_the_fields_that_were_asked_for(client: FlaskClient, made: dict[str, Any]) -> None:
    address = f"/api/v1/plans?profile_id={made['profile_id']}&fields=headline,decision"
    assert client.get(address).get_json()["items"] == [
        {name: made[name] for name in ("id", "decision", "headline")}
    ]
    for wrong in ("", "headline,", "document", "headline decision", "id,id,plan", "%00", "," * 3000):
        assert client.get(f"/api/v1/plans?fields={wrong}").status_code == 422


def test_filters_of_plans(client: FlaskClient, made: dict[str, Any]) -> None:
    def found(query: str) -> list[str]:
        items = client.get(f"/api/v1/plans?profile_id={made['profile_id']}&{query}").get_json()["items"]
        return [item["id"] for item in items]

    assert found(f"organisation={SHOP['name'].replace(' ', '+')}") == [made["id"]]
    assert found("organisation=Nobody") == []
    assert found("created_since=2026-01-01T00:00:00Z&created_before=2199-01-01T00:00:00Z") == [made["id"]]
    assert found("created_before=2026-01-01T00:00:00Z") == []
    for moment in ("2026-01-01", "2026-01-01T00:00:00", "2026-13-01T00:00:00Z", "9999-01-01T00:00:00Z"):
        assert client.get(f"/api/v1/plans?created_since={moment}").status_code == 422


def test_a_cursor_belongs_to_its_list_order_and_filters(client: FlaskClient) -> None:
    for _ in range(2):
        client.post("/api/v1/profiles", json={"name": "Bound"})
    cursor = client.get("/api/v1/profiles?limit=1&name=Bound").get_json()["next"]
    assert client.get(f"/api/v1/profiles?limit=50&name=Bound&cursor={cursor}").status_code == 200
    for query in (
        f"profiles?cursor={cursor}",
        f"profiles?name=Other&cursor={cursor}",
        f"profiles?name=Bound&sort=name&cursor={cursor}",
        f"plans?cursor={cursor}",
    ):
        answer = client.get(f"/api/v1/{query}")
        assert answer.status_code == 422
        assert answer.get_json()["errors"][0]["path"] == "cursor"


def forged(change: Callable[[list[Any]], object], ask: Ask) -> str:
    record = type("Record", (), {"id": "prof_" + "0" * 26, "name": "x", "updated_at": datetime.now(UTC)})()
    parts = json.loads(base64.urlsafe_b64decode(ask.cursor(record) + "=="))
    change(parts)
    return base64.urlsafe_b64encode(json.dumps(parts, separators=(",", ":")).encode()).decode().rstrip("=")


BY_NAME, BY_TIME = Ask(PROFILES, sort="name"), Ask(PROFILES, sort="-updated_at")
CHANGES: list[tuple[Ask, Callable[[list[Any]], object]]] = [
    (BY_NAME, lambda parts: parts.__setitem__(0, "00000000")),
    (BY_NAME, lambda parts: parts.__setitem__(0, ["x"])),
    (BY_NAME, lambda parts: parts.__setitem__(1, "a\0b")),
    (BY_NAME, lambda parts: parts.__setitem__(1, "\ud800")),
    (BY_NAME, lambda parts: parts.__setitem__(1, 5)),
    (BY_NAME, lambda parts: parts.__setitem__(1, None)),
    (BY_NAME, lambda parts: parts.__setitem__(1, {"$gt": ""})),
    (BY_NAME, lambda parts: parts.__setitem__(2, "x' OR 1=1 --")),
    (BY_NAME, lambda parts: parts.__setitem__(2, 7)),
    (BY_NAME, lambda parts: parts.append("more")),
    (BY_NAME, lambda parts: parts.clear()),
    (BY_TIME, lambda parts: parts.__setitem__(1, "2026-01-01T00:00:00")),
    (BY_TIME, lambda parts: parts.__setitem__(1, "0001-01-01T00:00:00+23:59")),
    (BY_TIME, lambda parts: parts.__setitem__(1, "soon")),
    (BY_TIME, lambda parts: parts.__setitem__(1, 1e308)),
]


@pytest.mark.parametrize("number", range(len(CHANGES)))
def test_a_forged_cursor_is_refused(client: FlaskClient, number: int) -> None:
    ask, change = CHANGES[number]
    answer = client.get(f"/api/v1/profiles?sort={ask.sort}&cursor={forged(change, ask)}")
    assert (answer.status_code, answer.get_json()["errors"][0]["path"]) == (422, "cursor")


KINDS = {
    "text": (str, st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=200)),
    "number": (int, st.integers(-(2**31), 2**31)),
    "day": (date, st.dates()),
    "moment": (datetime, st.datetimes(timezones=st.just(UTC))),
}


@pytest.mark.parametrize("name", KINDS)
def test_a_cursor_begins_where_it_was_made(name: str) -> None:
    kind, values = KINDS[name]
    listing = Listing("things", sorts={"value": Key("value", kind)}, usual="value")  # type: ignore[arg-type]

    @given(values)
    def holds(value: Any) -> None:
        record = type("Record", (), {"id": "thing_0", "value": value})()
        assert Ask(listing).beginning(Ask(listing).cursor(record)).after == (value, "thing_0")

    holds()


@given(st.text(max_size=60))
def test_no_text_is_taken_for_a_cursor(text: str) -> None:
    with pytest.raises(InvalidInput, match="cursor"):
        Ask(PLANS).beginning(text)
