"""An address hears of events from its first message to the day it is forgotten, by page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from standardwebhooks import Webhook

from planner.domain.access import system
from planner.services import delivering
from planner.web.doors import EXTENSION
from tests.integrations.peers import Answer, Peer, Request
from tests.web.conftest import stored
from tests.web.serving import Service

pytestmark = pytest.mark.browser


class Listener(Peer):
    def answer(self, request: Request) -> Answer:
        return Answer(status=204)


def delivered(service: Service) -> None:
    here = service.app.extensions[EXTENSION].acting(system(service.workspace))
    while delivering.dispatch(here) or delivering.deliver(here):
        pass


def test_an_address_from_adding_it_to_forgetting_it(page: Page, service: Service) -> None:
    listener = Listener()
    delivered(service)  # what other tests did before there was an endpoint
    with listener.served() as address:
        page.goto("/connections")
        page.get_by_role("link", name="webhooks").click()
        page.get_by_role("textbox", name="Address").fill("ftp://nowhere")
        page.get_by_label("profile.created").check()
        page.get_by_role("button", name="Add and show").click()
        expect(page.locator("#f-url-error")).to_contain_text("is not an address of the web")
        expect(page.get_by_label("profile.created")).to_be_checked()
        page.get_by_role("textbox", name="Address").fill(f"{address}/hooks")
        page.get_by_role("button", name="Add and show").click()
        secret = page.get_by_role("status").locator("code").inner_text()
        expect(page.get_by_text("Nothing has been sent yet")).to_be_visible()
        stored(service, "example")
        delivered(service)
        (message,) = listener.requests
        assert Webhook(secret).verify(message.raw, dict(message.headers))["type"] == "profile.created"
        page.get_by_role("link", name="Webhooks", exact=True).click()
        page.get_by_role("link", name=f"{address}/hooks").click()
        assert secret not in page.content()
        expect(page.get_by_role("cell", name="204 in")).to_be_visible()
        page.get_by_role("button", name="Send again").click()
        expect(page.get_by_text("on its way again")).to_be_visible()
        delivered(service)
        assert len({each.headers["webhook-id"] for each in listener.requests}) == 1
        page.get_by_role("button", name="Make a new secret").click()
        fresh = page.get_by_role("status").locator("code").inner_text()
        assert fresh != secret
        page.get_by_role("button", name="Switch off").click()
        expect(page.get_by_text("switched off by hand")).to_be_visible()
        page.get_by_role("button", name="Send again").click()
        expect(page.get_by_text("Switch the endpoint on first")).to_be_visible()
        page.get_by_role("button", name="Switch on").click()
        page.get_by_text("Forget this address").click()
        page.get_by_role("button", name="Forget it").click()
        expect(page.get_by_text("No address hears of events yet")).to_be_visible()
