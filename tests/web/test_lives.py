"""From a plan to people in seats: approval, positions, actuals, scenarios, guidance packs."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from planner.web.access import COOKIE
from tests.web.conftest import stored
from tests.web.serving import Service

pytestmark = pytest.mark.browser


def test_a_plan_is_approved_and_a_seat_filled(page: Page, service: Service) -> None:
    page.goto(f"/plans/{stored(service, 'round-the-clock')}")
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.get_by_role("status")).to_contain_text("positions are proposed")
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("approved")
    expect(page.get_by_text("Locked budget")).to_be_visible()
    page.get_by_role("link", name="Positions").last.click()
    expect(page).to_have_url(re.compile("profile_id="))
    page.locator(".seat-card").first.click()
    page.get_by_role("button", name="Open the requisition").click()
    page.locator("summary", has_text="Record a hire").click()
    page.get_by_label("Who").fill("Ada Lovelace")
    page.get_by_label("First day").fill("2026-01-05")
    page.get_by_role("button", name="Record the hire").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("filled")
    expect(page.get_by_text("Ada Lovelace")).to_be_visible()
    page.get_by_role("link", name="the plan that argues for it").click()
    page.get_by_role("link", name="Three o'clock", exact=False).or_(page.locator(".eyebrow a").first).click()
    page.get_by_role("link", name="Plan and actuals").click()
    expect(page.locator(".say")).to_contain_text("1 of")


def test_sending_back_needs_a_reason_and_shows_it(page: Page, service: Service) -> None:
    page.goto(f"/plans/{stored(service, 'single-team')}/history")
    page.get_by_role("button", name="Submit for approval").click()
    page.locator("summary", has_text="Send back").click()
    page.get_by_label("Why").fill("Wait for the reorganisation")
    page.get_by_role("button", name="Send back").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("rejected")
    expect(page.locator(".steps")).to_contain_text("Wait for the reorganisation")
    page.get_by_role("button", name="Make it a draft again").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("draft")


def test_what_is_found_is_kept_as_a_scenario_and_stands_beside_the_rest(page: Page, service: Service) -> None:
    page.goto(f"/plans/{stored(service, 'example')}/what-if")
    page.get_by_label("Budget for the plan's seats").fill("0")
    expect(page.locator("#supposed h2")).to_contain_text("fewer")
    page.locator("summary", has_text="Keep as a scenario").click()
    page.get_by_label("What it is called").fill("Frozen")
    page.get_by_role("button", name="Keep the scenario").click()
    table = page.get_by_role("table").first
    expect(table).to_contain_text("As it is")
    expect(table).to_contain_text("Frozen")
    expect(page.get_by_role("main")).to_contain_text("What causes the difference")
    page.get_by_role("button", name="Make this the plan").click()
    expect(page).to_have_url(re.compile(r"/plans/plan_\w+$"))


def test_facts_are_changed_and_planned_anew(page: Page, service: Service) -> None:
    page.goto(f"/plans/{stored(service, 'three-lines')}")
    page.locator(".eyebrow a").first.click()
    page.get_by_role("link", name="Facts").click()
    facts = page.get_by_label("Facts")
    facts.fill("name: Fenwick Parcels\nml_teams: lots\n")
    page.get_by_role("button", name="Keep and plan again").click()
    expect(page.get_by_role("alert").first).to_contain_text("a whole number is expected")
    facts.fill("name: Fenwick Parcels\nml_teams: 30\nmodels_in_production: 90\n")
    page.get_by_role("button", name="Keep and plan again").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hire")


def test_guidance_is_edited_tried_published_and_rolled_back(page: Page, plan_id: str) -> None:
    page.goto("/guidance")
    page.get_by_role("link", name="Packs: edit, try and publish").click()
    page.get_by_label("Name").fill("Ours")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("link", name="rules/mlops.yaml").click()
    text = page.get_by_label("rules/mlops.yaml")
    before = text.input_value()
    text.fill(before.replace("when: mlops_needs >= 1", "when: mlops_neds >= 1", 1))
    page.get_by_role("button", name="Store the file").click()
    expect(page.get_by_role("alert").first).to_contain_text("mlops_neds")
    page.get_by_label("rules/mlops.yaml").fill(before.replace("strength: 5}", "strength: 3}", 1))
    page.get_by_role("button", name="Store the file").click()
    expect(page.get_by_role("status").first).to_contain_text("Stored")
    page.get_by_role("link", name="Try on stored profiles").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("would change")
    page.go_back()
    page.locator("summary", has_text="Publish").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".say")).to_contain_text("made by the pack Ours")
    page.get_by_role("button", name="Roll back").click()
    expect(page.locator(".say")).to_contain_text("came with the program")


def test_a_rule_says_how_often_it_holds(page: Page, plan_id: str) -> None:
    page.goto("/guidance/rules/mlops.load")
    expect(page.get_by_text(re.compile(r"stored profiles? it holds on"))).to_be_visible()


def test_what_is_sent_twice_takes_effect_once(service: Service) -> None:
    client = service.app.test_client()
    client.set_cookie(COOKIE, service.cookie)
    form = client.get("/new?name=Twice&ml_teams=2").text
    hidden = dict(re.findall(r'name="(csrf_token|once)" value="([^"]+)"', form.partition('id="draft"')[2]))
    sent = [client.post("/new", data={**hidden, "name": "Twice", "ml_teams": "2"}) for _ in range(2)]
    assert [answer.status_code for answer in sent] == [303, 303]
    assert sent[0].location == sent[1].location
    changed = client.post("/new", data={**hidden, "name": "Twice", "ml_teams": "3"})
    assert changed.status_code == 303 and changed.location != sent[0].location
