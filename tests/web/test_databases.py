"""The main journey again on PostgreSQL, on a slow network, and from a clean start to a printed plan."""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from pypdf import PdfReader

from tests.store.databases import opened
from tests.web.serving import Service, serving, signed_in

pytestmark = pytest.mark.browser
README = Path(__file__).parents[2] / "README.md"


@pytest.fixture(scope="module")
def on_postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with opened("postgresql", tmp_path_factory.mktemp("pg")) as url, serving(url) as running:
        yield running


@pytest.mark.postgres
def test_a_plan_is_kept_answered_and_approved_on_postgresql(browser: Browser, on_postgresql: Service) -> None:
    context = signed_in(browser, on_postgresql, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto("/new?name=Postgres+Ltd&ml_teams=3&models_in_production=12")
    page.get_by_role("button", name="Keep this plan").click()
    expect(page).to_have_url(re.compile(r"/plans/plan_\w+$"))
    page.locator("#questions details").first.get_by_label("Deploy models").check()
    page.get_by_role("button", name="Answer and plan again").first.click()
    expect(page.get_by_role("status").first).to_contain_text("this is the new plan")
    page.get_by_role("button", name="Submit for approval").click()
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("approved")
    page.goto("/positions")
    expect(page.locator(".seat-card").first).to_be_visible()
    context.close()


def test_a_slow_network_is_told_and_loses_nothing(page: Page) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.goto("/new")
    page.route("**/new/preview*", hold)
    page.get_by_label("How many teams build models?").fill("5")
    expect(page.locator("#computing .htmx-indicator")).to_be_visible()
    expect(page.get_by_label("How many teams build models?")).to_have_value("5")
    for route in held:
        route.continue_()
    expect(page.locator("#preview h2")).to_be_visible()
    expect(page.locator("#computing .htmx-indicator")).to_be_hidden()
    page.unroute("**/new/preview*")
    page.route("**/new/preview*", lambda route: route.abort())
    page.get_by_label("How many teams build models?").fill("6")
    expect(page.get_by_role("alert").filter(has_text="cannot be reached")).to_be_visible()
    expect(page.get_by_label("How many teams build models?")).to_have_value("6")


def test_from_a_clean_start_to_a_printed_plan_of_three_teams(browser: Browser, tmp_path: Path) -> None:
    """The walk of the README: serve, the printed link, the six questions, print."""
    assert "make serve" in README.read_text(encoding="utf-8")
    with served(tmp_path) as link:
        context = browser.new_context()
        page = context.new_page()
        page.goto(link)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("link", name="Start with questions").click()
        page.get_by_label("What is the organisation called?").fill("Three Teams Ltd")
        page.get_by_label("How many teams build models?").fill("3")
        page.get_by_label("How many models are in production?").fill("12")
        page.get_by_role("button", name="Keep this plan").click()
        expect(page).to_have_url(re.compile(r"/plans/plan_\w+$"))
        headline = page.get_by_role("heading", level=1).inner_text()
        page.pdf(path=tmp_path / "printed.pdf")
        context.close()
    sheets = PdfReader(tmp_path / "printed.pdf").pages
    printed = " ".join("".join(sheet.extract_text() for sheet in sheets).split())
    assert headline in printed and "Three Teams Ltd" in printed
    assert "Sign out" not in printed


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """`planner serve` on an empty database; the link that it prints."""
    command = [Path(sys.executable).with_name("planner"), "serve", "--port", "0"]
    command += ["--database-url", f"sqlite:///{folder / 'walk.db'}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
        assert running.stdout is not None
        try:
            yield next(line.strip() for line in running.stdout if "/sign-in?token=" in line)
        finally:
            running.terminate()
