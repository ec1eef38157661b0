"""Every page for everybody: no violation that axe finds, in both schemes; nothing wider than a phone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.web.serving import Service, signed_in

pytestmark = pytest.mark.browser
PAGES = {
    "start": "/",
    "questions": "/new?name=Acme&ml_teams=3",
    "refused": "/new?ml_teams=many",
    "text": "/text?example=example",
    "plans": "/plans",
    "plan": "/plans/{plan_id}",
    "what if": "/plans/{plan_id}/what-if?teams=12",
    "guidance": "/guidance",
    "rule": "/guidance/rules/mlops.load",
    "components": "/components",
    "history": "/plans/{plan_id}/history",
    "positions": "/positions",
    "approvals": "/approvals",
    "approval policy": "/approvals/policy",
    "budgets": "/approvals/budgets",
    "audit trail": "/audit",
    "packs": "/guidance/packs",
    "settings": "/settings",
    "sessions": "/settings/sessions",
    "connections": "/connections",
    "reconciliation": "/reconciliation",
    "webhooks": "/webhooks",
    "rosters": "/rosters",
    "sign in": "/sign-in",
    "nowhere": "/nowhere",
}


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(name: str, browser: Browser, service: Service, plan_id: str) -> None:
    context = signed_in(browser, service, viewport={"width": 360, "height": 780})
    page = context.new_page()
    page.goto(PAGES[name].format(plan_id=plan_id))
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for scheme, rules in (("light", {}), ("dark", {"runOnly": ["color-contrast"]})):  # else schemes are alike
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page, options=rules)
        assert found.violations_count == 0, f"{scheme}: {found.generate_report()}"
    context.close()
