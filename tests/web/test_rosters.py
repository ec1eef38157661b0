"""A roster is taken by page, its titles are reviewed, and what was said is remembered."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from planner.web.access import COOKIE
from tests.web.serving import Service

ROWS = "Badge,Wer,Funktion\n1,Ada,MLOps Engineer\n2,Bo,Data Plumber\n3,Cy,Data Plumber\n"


@pytest.mark.browser
def test_a_roster_from_a_file_to_an_organisation(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "leute.csv"
    file.write_text(ROWS)
    page.goto("/connections")
    page.get_by_role("link", name="rosters and their titles").click()
    expect(page.get_by_text("No roster has been taken yet")).to_be_visible()
    page.get_by_label("File").set_input_files(file)
    expect(page.get_by_role("alert")).to_contain_text("None says who the people are")
    expect(page.get_by_role("row", name="Wer Ada, Bo, Cy")).to_be_visible()
    page.get_by_label("Wer").select_option("name")
    expect(page.get_by_text("3 people would be taken")).to_be_visible()
    page.get_by_label("Funktion").select_option("title")
    expect(page.get_by_label("Funktion")).to_have_value("title")
    page.get_by_role("button", name="Take the roster").click()
    expect(page.get_by_text("3 people were taken")).to_be_visible()
    expect(page.get_by_text("1 of them count")).to_be_visible()
    expect(page.get_by_text("Not in the title map")).to_be_visible()
    page.get_by_text("How the columns were read").click()
    expect(page.get_by_text("Funktion: the job title")).to_be_visible()
    page.get_by_label("Data Plumber").select_option("platform")
    page.get_by_role("button", name="Remember").click()
    expect(page.get_by_text("No title is in doubt")).to_be_visible()
    page.get_by_role("link", name="Rosters").click()
    expect(page.get_by_role("row", name="data plumber ML Platform Engineer")).to_be_visible()
    page.get_by_label("File").set_input_files(file)  # columns and titles are remembered
    expect(page.get_by_label("Wer")).to_have_value("name")
    page.get_by_role("button", name="Take the roster").click()
    expect(page.get_by_text("3 of them count")).to_be_visible()
    page.get_by_role("link", name="Begin an organisation").click()
    expect(page.get_by_label("Facts")).to_have_value("""\
# 3 people in leute.csv, of whom 3 count as MLOps or platform people.
name: Your organisation
staff:
- role: mlops
- role: platform
  count: 2
""")


def test_a_file_is_looked_at_without_script_and_nothing_is_taken(service: Service) -> None:
    reader = service.app.test_client()
    reader.set_cookie(COOKIE, service.cookie)
    token = re.search(r'name="csrf_token" value="([^"]+)"', reader.get("/rosters").text)
    assert token is not None
    before = reader.get("/rosters").text.count("leute.csv")
    file = (BytesIO(b"Name,Job Title,Status\nAda,MLOps Engineer,active\nBo,Clerk,terminated\n"), "leute.csv")
    seen = reader.post("/rosters/look", data={"csrf_token": token[1], "file": file})
    assert seen.status_code == 200
    assert "1 person would be taken, 1 row left out" in seen.text and "Row 3, Bo: not active" in seen.text
    assert "choose the file again" in seen.text and seen.text.count("leute.csv") == before
