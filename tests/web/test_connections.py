"""A tool is connected, looked at, pushed to and forgotten by page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.integrations.standins import AshbyPeer

pytestmark = pytest.mark.browser


def test_a_tool_from_connecting_it_to_forgetting_it(page: Page) -> None:
    peer = AshbyPeer()
    with peer.served() as address:
        page.goto("/connections")
        page.get_by_text("Ashby", exact=True).click()
        page.locator("details[open]").get_by_role("button", name="Connect").click()
        expect(page.locator("#f-ashby-api_key-error")).to_contain_text("Is missing")
        page.locator("#f-ashby-name").fill("Our Ashby")
        page.locator("#f-ashby-url").fill(address)
        page.locator("#f-ashby-api_key").fill("hunter2")
        page.locator("details[open]").get_by_role("button", name="Connect").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Our Ashby")
        page.get_by_role("button", name="Look whether it works").click()
        expect(page.get_by_text("It works (version")).to_be_visible()
        page.get_by_role("button", name="Show what a push would change").click()
        expect(page.get_by_text("nothing was written")).to_be_visible()
        assert peer.writes == []
        assert "hunter2" not in page.content()
        expect(page.get_by_text("/api/v1/inbound/ws_")).to_be_visible()
        page.get_by_label("Runs by itself").select_option("every hour")
        page.locator("#f-ashby-url").fill("https://elsewhere.example.com")
        page.get_by_role("button", name="Change", exact=True).click()
        expect(page.locator("#f-ashby-api_key-error")).to_contain_text("host has changed")
        page.locator("#f-ashby-url").fill(address)
        page.get_by_label("Runs by itself").select_option("every hour")
        page.get_by_role("button", name="Change", exact=True).click()
        expect(page.get_by_text("Changed.")).to_be_visible()
        page.get_by_role("link", name="Connections").first.click()
        expect(page.get_by_role("row", name="Our Ashby ashby every 60 minutes")).to_be_visible()
        page.get_by_role("link", name="What does not fit").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Plan, tools and people")
        page.go_back()
        page.get_by_role("link", name="Our Ashby").click()
        page.get_by_text("Forget this connection").click()
        page.get_by_role("button", name="Forget it").click()
        expect(page.get_by_text("nothing was done in the tool")).to_be_visible()


def test_a_tool_that_does_not_answer_is_said_on_its_page(page: Page) -> None:
    page.goto("/connections")
    page.get_by_text("SCIM 2.0 directory", exact=True).click()
    page.locator("#f-scim-name").fill("Nobody")
    page.locator("#f-scim-url").fill("http://127.0.0.1:1")
    page.locator("#f-scim-token").fill("t")
    page.locator("details[open]").get_by_role("button", name="Connect").click()
    page.get_by_role("button", name="Look whether it works").click()
    expect(page.get_by_text("The tool did not answer")).to_be_visible()
