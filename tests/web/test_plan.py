"""A plan's page: an argument that can be answered."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.web.conftest import stored
from tests.web.serving import Service

pytestmark = pytest.mark.browser
CHAPTERS = [
    "When",
    "Demand and capacity",
    "What it costs",
    "What does not fit",
    "Before and after",
    "Why",
    "Why each seat",
    "Risks and alternatives",
    "Open questions",
    "How sure",
    "What would change it",
    "Assumptions",
    "Notes",
    "Comments",
]


def test_the_page_argues_in_the_order_a_sceptic_asks(page: Page, plan_id: str) -> None:
    page.goto(f"/plans/{plan_id}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hire")
    assert page.locator(".figures dt").count() == 4
    assert page.locator(".chapter > h2").all_text_contents() == CHAPTERS


def test_every_picture_has_a_sentence_above_and_a_table_behind(page: Page, plan_id: str) -> None:
    page.goto(f"/plans/{plan_id}")
    figures = page.locator("figure")
    assert figures.count() == 7
    for figure in figures.all():
        assert figure.locator("svg[role=img]").get_attribute("aria-label")
        sentence = figure.evaluate("each => (each.previousElementSibling ?? each.firstElementChild).tagName")
        assert sentence in {"P", "FIGURE"}


def test_why_is_one_click_from_a_seat(page: Page, plan_id: str) -> None:
    page.goto(f"/plans/{plan_id}#seats")
    seat = page.locator("#seats details").first
    seat.locator("summary").click()
    expect(seat).to_contain_text("Hiring guide")
    seat.get_by_role("link", name="rule ").first.click()
    expect(page.get_by_role("heading", name="Holds when")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hire")


def test_what_would_flip_it_comes_when_one_gets_there(page: Page, plan_id: str) -> None:
    page.goto(f"/plans/{plan_id}")
    page.locator("#changes").scroll_into_view_if_needed()
    page.locator("#assumptions").scroll_into_view_if_needed()
    expect(page.locator("#changes")).to_contain_text("stance turns from")
    page.locator("#seats details").first.locator("summary").click()
    expect(page.locator("#seats details").first).to_contain_text("rather than")


def test_an_open_question_is_answered_in_place(page: Page, service: Service) -> None:
    first = stored(service, "example")
    page.goto(f"/plans/{first}")
    question = page.locator("#questions details").first
    question.get_by_label("yes").check()
    question.get_by_role("button", name="Answer and plan again").click()
    expect(page.get_by_role("status").first).to_contain_text("this is the new plan")
    expect(page.locator("#questions")).to_contain_text("No fact that the rules read is unknown")
    assert first not in page.url


def test_what_takes_its_time_says_that_it_is_under_way(page: Page) -> None:
    page.goto("/new?name=Slow&ml_teams=3")
    page.evaluate(
        "addEventListener('submit', (event) => event.preventDefault())"
    )  # an answer that never comes
    page.get_by_role("button", name="Keep this plan").click()
    expect(page.locator("#busy")).to_have_text("Keep this plan…")
    page.keyboard.press("Escape")
    expect(page.locator("#busy")).to_be_hidden()


def test_an_assumption_is_replaced_with_its_reason(page: Page, service: Service) -> None:
    page.goto(f"/plans/{stored(service, 'three-lines')}")
    page.locator("#assumptions > details summary").get_by_text("Grade B").click()
    item = page.locator("#assumption-attrition_yearly")
    item.locator("summary").click()
    item.get_by_role("link", name="Replace by your own").click()
    item.get_by_label("Usual").fill("9 %")
    item.get_by_label("How you know").fill("Three years of payroll")
    item.get_by_role("button", name="Plan with it").click()
    own = page.locator("#assumption-attrition_yearly")
    expect(own).to_contain_text("replaced by this organisation: Three years of payroll")
    expect(own).to_contain_text("0.09")


def test_of_two_tabs_the_later_loses_nothing_and_is_told(context: BrowserContext, service: Service) -> None:
    plan_id = stored(service, "example")
    tabs = [context.new_page(), context.new_page()]
    for tab in tabs:
        tab.goto(f"/plans/{plan_id}")
        tab.locator("#questions details").first.get_by_label("no", exact=True).check()
    tabs[0].get_by_role("button", name="Answer and plan again").first.click()
    expect(tabs[0]).not_to_have_url(re.compile(plan_id))
    tabs[1].get_by_role("button", name="Answer and plan again").first.click()
    expect(tabs[1].get_by_role("heading", level=1)).to_have_text("This has changed meanwhile")
    tabs[1].go_back()
    expect(tabs[1].get_by_role("heading", level=1)).to_contain_text("Hire")


def test_plans_are_found_by_their_address(page: Page, service: Service) -> None:
    plan_id = stored(service, "example")
    page.goto("/plans")
    page.get_by_label("Decision").select_option("both")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("decision=both"))
    expect(page.locator(f"a[href$='{plan_id}']")).to_be_visible()
    page.goto("/plans?decision=both&profile_id=prof_00000000000000000000000000")
    expect(page.get_by_text("No plan decides so")).to_be_visible()
    page.get_by_role("link", name="Show all plans").click()
    expect(page.locator(f"a[href$='{plan_id}']")).to_be_visible()


def test_an_expired_form_leads_back(page: Page, context: BrowserContext) -> None:
    page.goto("/new?name=Acme&ml_teams=3")
    context.clear_cookies(name="session")
    page.get_by_role("button", name="Keep this plan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This form is no longer valid")
    page.go_back()
    expect(page.get_by_label("How many teams build models?")).to_have_value("3")


def test_unknown_addresses_lead_on(page: Page) -> None:
    for address in ("/nothing/here", "/plans/plan_00000000000000000000000000", "/guidance/rules/no.such"):
        answer = page.goto(address)
        assert answer is not None and answer.status == 404
        page.get_by_role("link", name="Go to the start page").click()
        expect(page).to_have_url(re.compile("/$"))
