"""Who gets in, what an ended session leads to, and what is hidden from whom."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from planner.domain.access import Role, operator
from planner.services import access, people
from planner.web.access import COOKIE
from planner.web.doors import EXTENSION
from tests.web.conftest import stored
from tests.web.serving import Service

pytestmark = pytest.mark.browser


def test_a_link_signs_in_and_leads_to_where_one_wanted_to_go(browser: Browser, service: Service) -> None:
    desk = service.app.extensions[EXTENSION].acting(operator(service.workspace))
    person = people.add(desk, "ada@example.org", "Ada", Role.PLANNER)
    link = people.invite(desk, person.email).token
    context = browser.new_context(base_url=service.address)
    page = context.new_page()
    page.goto("/guidance?q=toil")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.get_by_label("Or paste the link").fill(f"{service.address}/sign-in?token={link}")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile(r"/guidance\?q=toil"))
    page.evaluate("localStorage.setItem('draft', 'unsaved')")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/plans")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert page.evaluate("localStorage.length") == 0, "a draft stays behind"
    context.close()


def test_an_ended_session_leads_to_sign_in_and_back(page: Page, service: Service) -> None:
    page.goto("/new?name=Acme&ml_teams=3")
    page.context.clear_cookies(name=COOKIE)
    page.get_by_label("How many models are in production?").fill("12")
    expect(page.get_by_text("you are signed out")).to_be_visible()
    page.get_by_role("button", name="Keep this plan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are not signed in")
    page.get_by_role("link", name="Sign in").click()
    page.context.add_cookies([{"name": COOKIE, "value": service.cookie, "url": service.address}])
    page.goto("/new?name=Acme&ml_teams=3")
    expect(page.get_by_label("How many teams build models?")).to_have_value("3")


def test_whoever_may_not_see_pay_sees_none(browser: Browser, service: Service) -> None:
    plan_id = stored(service, "three-lines")
    desk = service.app.extensions[EXTENSION].acting(operator(service.workspace))
    person = people.add(desk, "vera@example.org", "Vera", Role.VIEWER)
    cookie = access.sign_in(desk, people.invite(desk, person.email).token).cookie
    context = browser.new_context(base_url=service.address)
    context.add_cookies([{"name": COOKIE, "value": cookie, "url": service.address}])
    page = context.new_page()
    for address in (f"/plans/{plan_id}", f"/plans/{plan_id}/what-if?teams=9", "/new?ml_teams=5"):
        answer = page.goto(address)
        assert answer is not None and answer.status == 200, address
        assert not re.search(r"\d,?\d{3} (EUR|USD)", page.content()), address
    context.close()
