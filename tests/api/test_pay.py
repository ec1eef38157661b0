"""Pay is for the pay scope, of teams a manager sees the own: what is seeded is searched in every answer."""

import json
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from pypdf import PdfReader

from planner.app import STORE
from planner.domain.access import Role
from tests.api import tenants

TEAMS = ("Aardvark squad", "Bandicoot squad", "Cassowary squad")
PROFILE = {
    "name": "Paid Ltd",
    "teams": [
        {"name": name, "kind": "builds_models", "data_scientists": 4, "ml_engineers": 1} for name in TEAMS
    ],
    "systems": [{"name": f"System of {name}", "team": name, "use_cases": 2} for name in TEAMS],
    "needs": ["deploy_models", "operate_models"],
    "assumptions": {
        "pay_index": {"typical": 1.0937, "low": 0.9137, "high": 1.2137, "reason": "we pay thus"},
        "hiring_cost": {"typical": 0.1673, "low": 0.1273, "high": 0.2073},
    },
}
PAY_INDEX = ("1.0937", "0.9137", "1.2137", "0.1673", "0.1273", "0.2073", "we pay thus")


@pytest.fixture(scope="module")
def plan(app: Flask, workspace: str) -> dict[str, Any]:
    """A stored plan with few seats, so that no total may be shown."""
    client = tenants.client(app, workspace)
    ids = tenants.one_of_each(app, workspace, PROFILE)
    made = client.get(f"/api/v1/plans/{ids['plan_id']}").get_json()
    assert 0 < len(made["plan"]["positions"]) < 5
    return {**made, "ids": ids}


def amounts(document: Any) -> Iterator[str]:
    """Every amount of money in a document, but zero and what is a budget."""
    if isinstance(document, dict):
        if set(document) == {"amount", "currency"}:
            yield document["amount"]
        for name, value in document.items():
            if "budget" not in name:
                yield from amounts(value)
    elif isinstance(document, list):
        for value in document:
            yield from amounts(value)


def spellings(amount: str) -> set[str]:
    """An amount as JSON, tables, texts and charts write it, to the unit and to the thousand."""
    whole = round(float(amount))
    return {amount, f"{float(amount):,.2f}", f"{whole:,}", f"{whole:,}".replace(",", " "), str(whole)}


def seeded(plan: dict[str, Any]) -> set[str]:
    found = {amount for amount in amounts(plan) if float(amount) >= 1000}
    assert len(found) > 5
    return {spelling for amount in found for spelling in spellings(amount)} | set(PAY_INDEX)


def readable(data: bytes, kind: str) -> str:
    if "pdf" in kind:
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)
    if "spreadsheet" in kind:
        book = load_workbook(BytesIO(data))
        return "\n".join(
            str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell
        )
    return data.decode()


def answers(client: FlaskClient, plan: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every answer to a reader of the plan, in every form that the document promises."""
    document = client.get("/api/v1/openapi.json").get_json()
    ids = {**plan["ids"], "rule_id": "mlops.load", "number": "1"}
    for path, item in document["paths"].items():
        names = re.findall(r"{(\w+)}", path)
        if "get" not in item or not set(names) <= {*ids, "form"}:  # the rest is for admins, who see pay
            continue
        for form in ("html", "pdf", "xlsx", "csv", "md", "json") if "form" in names else ("",):
            place = path.format(**ids, form=form)
            for media in item["get"]["responses"].get("200", {}).get("content", {"*/*": None}):
                answer = client.get(place, headers={"Accept": media})
                yield f"{place} as {media}", readable(answer.data, answer.content_type or "")
    for path, body in posts(plan):
        answer = client.post(path, json=body)
        yield path, readable(answer.data, answer.content_type or "")


def posts(plan: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """What a reader may ask for by a body."""
    other = {"profile": {**PROFILE, "regulated": True}}
    yield f"/api/v1/plans/{plan['id']}/simulation", {"paths": 1000}
    yield "/api/v1/plans/compare", {"before": {"plan_id": plan["id"]}, "after": other}
    yield f"/api/v1/plans/{plan['id']}/rerun", None


def test_no_answer_holds_an_amount_or_a_team_that_its_reader_may_not_see(
    app: Flask, workspace: str, plan: dict[str, Any]
) -> None:
    """A manager may see least: no pay as a viewer, and of teams only the own ones."""
    if app.extensions[STORE].engine.dialect.name != "sqlite":
        pytest.skip("what is shown of a plan does not hang on the database")
    secrets = seeded(plan)
    reader = tenants.client(app, workspace, Role.MANAGER, TEAMS[0])
    seen = own = 0
    for place, text in answers(reader, plan):
        seen += plan["id"] in place
        own += TEAMS[0] in text
        words = set(re.findall(r"[\d.,]*\d|we pay thus", text)) | set(re.findall(r"\d{1,3}(?: \d{3})+", text))
        assert not words & secrets, (place, words & secrets)
        assert TEAMS[1] not in text and TEAMS[2] not in text, place
    assert seen > 8 and own >= 3


def test_a_viewer_sees_all_teams_and_no_amount(app: Flask, workspace: str, plan: dict[str, Any]) -> None:
    reader = tenants.client(app, workspace, Role.VIEWER)
    for place in (f"plans/{plan['id']}", f"plans/{plan['id']}/why", f"profiles/{plan['profile_id']}"):
        text = reader.get(f"/api/v1/{place}").text
        assert not set(re.findall(r"[\d.]*\d|we pay thus", text)) & seeded(plan), place
    assert all(name in text for name in TEAMS)


def test_who_may_see_pay_sees_it(app: Flask, workspace: str, plan: dict[str, Any]) -> None:
    for role in (Role.PLANNER, Role.FINANCE, Role.ADMIN):
        reader = tenants.client(app, workspace, role)
        shown = reader.get(f"/api/v1/plans/{plan['id']}").get_json()
        assert {**shown, "ids": plan["ids"]} == plan
        assert "1.0937" in reader.get(f"/api/v1/profiles/{plan['profile_id']}").text


def test_a_manager_is_shown_a_profile_of_own_teams(app: Flask, workspace: str, plan: dict[str, Any]) -> None:
    reader = tenants.client(app, workspace, Role.MANAGER, TEAMS[0])
    facts = reader.get(f"/api/v1/profiles/{plan['profile_id']}").get_json()["profile"]
    assert [team["name"] for team in facts["teams"]] == [TEAMS[0]]
    assert [system["team"] for system in facts["systems"]] == [TEAMS[0]]


def test_a_preview_shows_no_pay_to_who_may_not_see_it(
    app: Flask, workspace: str, plan: dict[str, Any]
) -> None:
    reader = tenants.client(app, workspace, Role.VIEWER)
    answer = reader.post("/api/v1/plans/preview?today=2026-11-23", json=PROFILE)
    assert answer.status_code == 200
    assert not set(amounts(answer.get_json())) & set(amounts(plan))
    assert not any(spelled in json.dumps(answer.get_json()) for spelled in PAY_INDEX)


def test_a_total_over_five_seats_may_be_shown(client: FlaskClient, app: Flask, workspace: str) -> None:
    large = {**PROFILE, "teams": [{**team, "count": 8} for team in PROFILE["teams"]], "systems": []}  # type: ignore[union-attr]
    profile = client.post("/api/v1/profiles", json=large).get_json()
    made = client.post(f"/api/v1/profiles/{profile['id']}/plans").get_json()
    assert len(made["plan"]["positions"]) >= 5
    shown = tenants.client(app, workspace, Role.VIEWER).get(f"/api/v1/plans/{made['id']}").get_json()
    assert shown["plan"]["totals"]["cost"] == made["plan"]["totals"]["cost"]
    assert {seat["cost"] for seat in shown["plan"]["positions"]} == {None}
