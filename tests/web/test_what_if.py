"""Sliders over a plan: it is made again while they move, and the address says what is supposed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from planner.web.access import COOKIE
from tests.web.serving import Service

pytestmark = pytest.mark.browser


def test_a_slider_plans_again_and_stands_in_the_address(page: Page, plan_id: str) -> None:
    page.goto(f"/plans/{plan_id}")
    page.get_by_role("link", name="What if").click()
    expect(page.locator("#supposed h2")).to_have_text("Nothing changes.")
    page.get_by_label("Budget for the plan's seats").fill("0")
    expect(page.locator("#supposed h2")).to_contain_text("fewer MLOps seats")
    expect(page).to_have_url(re.compile(r"what-if\?budget=0$"))
    page.reload()
    expect(page.locator("#supposed")).to_contain_text("dropped")
    expect(page.locator("#supposed")).to_contain_text("What causes the difference")
    page.get_by_role("link", name="As in the plan").click()
    expect(page.locator("#supposed h2")).to_have_text("Nothing changes.")


def test_every_slider_is_plannable_from_end_to_end(service: Service, plan_id: str) -> None:
    client = service.app.test_client()
    client.set_cookie(COOKIE, service.cookie)
    for query in ("teams=1", "teams=14", "maturity=4", "attrition=30", "budget=3000000"):
        answer = client.get(f"/plans/{plan_id}/what-if/shown?{query}")
        assert answer.status_code == 200 and "Side by side" in answer.text, query
