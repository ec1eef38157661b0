"""People and tokens of a workspace; and files in and out."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.serving import Service

pytestmark = pytest.mark.browser


def test_a_person_is_added_and_gets_in(page: Page, browser: Browser, service: Service) -> None:
    page.goto("/settings")
    page.locator("#name").fill("Grace")
    page.get_by_label("E-mail").fill("grace@example.org")
    page.get_by_role("button", name="Add and make a link").click()
    link = page.get_by_role("status").locator("code").inner_text()
    other = browser.new_context(base_url=service.address)
    theirs = other.new_page()
    theirs.goto(link)
    theirs.get_by_role("button", name="Sign in").click()
    expect(theirs.get_by_role("link", name="Plans", exact=True)).to_be_visible()
    expect(theirs.get_by_role("link", name="Settings")).to_have_count(0)
    answer = theirs.goto("/settings")
    assert answer is not None and answer.status == 403
    expect(theirs.get_by_role("heading", level=1)).to_have_text("You may not see this")
    other.close()


def test_a_token_is_shown_once_and_revoked(page: Page, service: Service) -> None:
    page.goto("/settings")
    page.get_by_label("What it is for").fill("Nightly job")
    page.get_by_role("button", name="Make a token").click()
    token = page.get_by_role("status").locator("code").last.inner_text()
    asked = {"headers": {"Authorization": f"Bearer {token}"}}
    assert httpx.get(f"{service.address}/api/v1/plans", **asked).status_code == 200
    page.get_by_role("button", name="Revoke Nightly job").click()
    expect(page.get_by_text("lets nobody in any more")).to_be_visible()
    assert token not in page.content()
    assert httpx.get(f"{service.address}/api/v1/plans", **asked).status_code == 401


def test_a_roster_becomes_a_text_to_go_on_from(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("id,name,title,site\n1,Ada,MLOps Engineer,Berlin\n2,Bo,Data Plumber,Lisbon\n")
    page.goto("/")
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Open the file").click()
    expect(page.get_by_label("Facts")).to_have_value("""\
# 2 people in people.csv, of whom 1 count as MLOps or platform people.
# Titles to look at; say in title_map what they do: mlops, platform or other.
#   Data Plumber (1): Not in the title map: it counts as neither role until you say what these people do.
name: Your organisation
staff:
- role: mlops
  site: Berlin
""")


@pytest.mark.parametrize("name", ["PDF, to print or send", "Excel workbook", "CSV, a line a position"])
def test_a_plan_is_handed_out_as_a_file(page: Page, plan_id: str, name: str) -> None:
    page.goto(f"/plans/{plan_id}")
    page.locator("summary", has_text="Download").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name).click()
    assert waiting.value.path().stat().st_size > 500
