"""Pictures of all main pages, in both schemes and two widths, to be looked at: `make screenshots`."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from planner.domain.access import operator
from planner.services import comments, delivering, rosters, webhooks
from planner.web.doors import EXTENSION
from tests.store.databases import opened
from tests.web.conftest import stored
from tests.web.serving import Service, browsing, serving, signed_in

FOLDER = Path("screenshots")
DOCUMENTATION = Path("docs/images")
LOOKS = (("light", 1280), ("dark", 1280), ("light", 360), ("dark", 360))
PAGES = {
    "start": "/",
    "questions": "/new?name=Acme&ml_teams=3&models_in_production=12&ml_maturity=1",
    "refused": "/new?ml_teams=many&name=Acme",
    "text": "/text?example=example",
    "plans": "/plans",
    "plan": "/plans/{example}",
    "plan-of-three-facts": "/plans/{three-lines}",
    "plan-of-500-teams": "/plans/{large}",
    "plan-of-nobody": "/plans/{fully-staffed}",
    "what-if": "/plans/{example}/what-if?teams=12&budget=1400000",
    "guidance": "/guidance",
    "rule": "/guidance/rules/mlops.load",
    "positions": "/positions",
    "approvals": "/approvals",
    "approval-policy": "/approvals/policy",
    "budgets": "/approvals/budgets",
    "history": "/plans/{three-lines}/history",
    "audit": "/audit",
    "connections": "/connections",
    "reconciliation": "/reconciliation",
    "rosters": "/rosters",
    "roster": "/rosters/{roster}",
    "webhooks": "/webhooks",
    "webhook": "/webhooks/{endpoint}",
    "settings": "/settings",
    "sessions": "/settings/sessions",
    "sign-in": "/sign-in",
    "components": "/components",
    "nowhere": "/nowhere",
}


def main() -> None:
    """Write every picture, and say which page is wider than its window."""
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        opened("sqlite", Path(folder)) as url,
        serving(url) as service,
        browsing() as browser,
    ):
        plans = {name: stored(service, name) for name in ("example", "three-lines", "large", "fully-staffed")}
        shown_in_the_readme(browser, service, plans)
        ids = {**plans, **begun(service, plans["three-lines"])}
        for name, address in PAGES.items():
            picture(browser, service, name, address.format(**ids))
        for name, plan in plans.items():
            printed(browser, service, name, plan)


def begun(service: Service, plan: str) -> dict[str, str]:
    """A comment, a roster, and an address that heard of both; ids by the names in addresses."""
    desk = service.app.extensions[EXTENSION].acting(operator(service.workspace))
    people = b"Name,Job Title,Office\nAda,MLOps Engineer,Berlin\nBo,Data Plumber,Lisbon\n"
    endpoint = webhooks.add(desk, service.address.replace("http:", "https:"), ()).endpoint.id
    roster = rosters.take(desk, people, "people.csv").id
    comments.add(desk, plan, "Could the second seat wait until the pilot is over?")
    while delivering.dispatch(desk):
        pass
    delivering.deliver(desk)
    return {"endpoint": endpoint, "roster": roster}


def shown_in_the_readme(browser: Browser, service: Service, plans: dict[str, str]) -> None:
    """The two pictures that are kept with the documentation."""
    for name in ("plan", "what-if"):
        context = signed_in(browser, service, color_scheme="light", viewport={"width": 1200, "height": 800})
        page = context.new_page()
        page.goto(PAGES[name].format(**plans), wait_until="networkidle")
        page.screenshot(path=DOCUMENTATION / f"{name}.png")
        context.close()


def picture(browser: Browser, service: Service, name: str, address: str) -> None:
    """One page in every look."""
    for scheme, width in LOOKS:
        context = signed_in(
            browser,
            service,
            color_scheme=scheme,
            viewport={"width": width, "height": 900},
        )
        page = context.new_page()
        page.goto(address, wait_until="networkidle")
        page.screenshot(path=FOLDER / f"{name}-{scheme}-{width}.png", full_page=True)
        if (needed := page.evaluate("document.documentElement.scrollWidth")) > width:
            print(f"{name}: {needed} pixels wide in a window of {width}")
        context.close()


def printed(browser: Browser, service: Service, name: str, plan: str) -> None:
    """The pages of a plan's PDF."""
    if (drawing := shutil.which("pdftoppm")) is None:
        print(f"The PDF of {name} is not pictured: install poppler-utils, which has pdftoppm.")
        return
    context = signed_in(browser, service)
    document = context.request.get(f"/plans/{plan}/pdf")
    assert document.ok, document.status_text
    subprocess.run(
        [drawing, "-png", "-r", "60", "-", FOLDER / f"pdf-{name}"], input=document.body(), check=True
    )
    context.close()


if __name__ == "__main__":
    main()
