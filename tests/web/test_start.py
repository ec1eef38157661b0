"""The three ways in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
PLAN = re.compile(r"/plans/plan_\w+$")


def test_six_questions_show_the_plan_while_typing_and_keep_it(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Start with questions").click()
    expect(page.locator("#preview")).to_contain_text("Your plan appears here")
    page.get_by_label("What is the organisation called?").fill("Three Teams Ltd")
    page.get_by_label("How many teams build models?").fill("3")
    page.get_by_label("How many models are in production?").fill("12")
    expect(page.locator("#preview h2")).to_contain_text("Hire")
    expect(page).to_have_url(re.compile("ml_teams=3.*models_in_production=12"))
    page.get_by_role("button", name="Keep this plan").click()
    expect(page).to_have_url(PLAN)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hire")


def test_nothing_is_lost_by_a_reload(page: Page) -> None:
    page.goto("/new")
    page.get_by_label("How many teams build models?").fill("7")
    expect(page).to_have_url(re.compile("ml_teams=7"))
    page.reload()
    expect(page.get_by_label("How many teams build models?")).to_have_value("7")
    expect(page.locator("#preview h2")).to_be_visible()


def test_the_planner_asks_next_what_matters_most(page: Page) -> None:
    page.goto("/new?ml_teams=6&data_scientists=20")
    asked = page.locator("#next fieldset")
    expect(asked).to_contain_text("What do you need most?")
    asked.get_by_label("Deploy models").check()
    expect(page.locator("#more fieldset")).to_contain_text("What do you need most?")
    expect(page.locator("#next")).not_to_contain_text("What do you need most?")
    expect(page).to_have_url(re.compile("needs=deploy_models"))


def test_an_error_stands_beside_its_field_and_the_last_plan_stays(page: Page) -> None:
    page.goto("/new?ml_teams=3")
    field = page.get_by_label("How many models are in production?")
    field.fill("a dozen")
    expect(page.locator("#f-models_in_production-error")).to_contain_text("is not a number")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#preview h2")).to_be_visible()
    field.fill("12")
    expect(page.locator("#f-models_in_production-error")).to_be_empty()


def test_a_refused_form_says_at_the_top_what_to_mend(page: Page) -> None:
    page.goto("/new?ml_teams=3")
    page.get_by_role("button", name="Keep this plan").click()
    summary = page.get_by_role("alert").filter(has_text="something to mend")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="What is the organisation called?").click()
    expect(page.get_by_label("What is the organisation called?")).to_be_focused()
    expect(page.get_by_label("How many teams build models?")).to_have_value("3")


def test_an_example_can_be_changed_and_kept(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Example organisation").select_option("three-lines")
    page.get_by_role("button", name="Open the example").click()
    facts = page.get_by_label("Facts")
    facts.fill(facts.input_value().replace("Fenwick Parcels", "Fenwick Own"))
    expect(page.locator("#preview h2")).to_contain_text("Hire")
    page.reload()
    expect(facts).to_have_value(re.compile("Fenwick Own"))
    page.get_by_role("button", name="Keep this plan").click()
    expect(page).to_have_url(PLAN)


def test_a_wrong_line_is_named_and_led_to(page: Page) -> None:
    page.goto("/text")
    page.get_by_label("Facts").fill("name: Acme\nml_teams: lots\n")
    page.get_by_role("button", name="Line 2").click()
    chosen = page.get_by_label("Facts").evaluate("a => a.value.slice(a.selectionStart, a.selectionEnd)")
    assert chosen == "ml_teams: lots"


def test_a_file_opens_and_is_kept(page: Page) -> None:
    page.goto("/")
    page.get_by_label("File").set_input_files(Path("seeds/orgs/single-team.yaml"))
    page.get_by_role("button", name="Open the file").click()
    expect(page.locator("#preview h2")).to_be_visible()
    page.get_by_role("button", name="Keep this plan").click()
    expect(page).to_have_url(PLAN)


def test_the_keyboard_is_enough(page: Page) -> None:
    page.goto("/new")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Keys Ltd")
    page.keyboard.press("Tab")
    page.keyboard.type("4")
    expect(page.locator("#preview h2")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(PLAN)
