"""Who has to agree, what was said, granted and done: policy, comments, budgets, audit trail."""

from __future__ import annotations

import json
import re

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from planner.domain.access import Role, operator
from planner.services import access, people
from planner.web.access import COOKIE
from planner.web.doors import EXTENSION
from tests.api import tenants
from tests.web.conftest import stored
from tests.web.serving import Service


@pytest.fixture(scope="module")
def apart(service: Service) -> Service:
    """A workspace of its own in the same service."""
    return Service(service.address, service.app, tenants.workspace(service.app, "Agreeing"), cookie="")


def client(service: Service, role: Role, name: str) -> FlaskClient:
    """A browser without a window, of a person with a role."""
    desk = service.app.extensions[EXTENSION].acting(operator(service.workspace))
    person = people.add(desk, f"{name.lower()}@example.org", name, role)
    made = service.app.test_client()
    made.set_cookie(COOKIE, access.sign_in(desk, people.invite(desk, person.email).token).cookie)
    return made


@pytest.mark.browser
def test_a_policy_is_set_and_its_errors_stand_beside_their_fields(page: Page) -> None:
    page.goto("/approvals/policy")
    expect(page.get_by_role("main")).to_contain_text("every plan needs one approval, given by finance")
    page.get_by_label("If it costs more than").first.fill("250,000 EUR")
    page.locator("summary", has_text="one more approval").click()
    second = page.locator("fieldset", has_text="One more approval")
    second.get_by_label("What it is called").fill("Board")
    second.get_by_label("Or adds more than").fill("20")
    page.get_by_role("button", name="Let this hold").click()
    expect(page.get_by_role("alert")).to_contain_text("'250,000 EUR' is not a number")
    wrong = page.locator("[id='levels[0].cost_over']")
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(wrong).to_have_value("250,000 EUR")
    wrong.fill("250,000")
    page.get_by_label("Currency, such as EUR").first.fill("eur")
    page.get_by_role("button", name="Let this hold").click()
    expect(page.get_by_role("status")).to_contain_text("holds from now on")
    expect(page.locator("[id='levels[1].name']")).to_have_value("Board")
    expect(page.locator("[id='levels[0].cost_over']")).to_have_value("250,000")
    page.locator("[id='levels[1].name']").fill("")
    page.locator("[id='levels[1].seats_over']").fill("")
    page.locator("[id='levels[0].cost_over']").fill("")
    page.get_by_role("button", name="Let this hold").click()
    expect(page.get_by_role("status")).to_contain_text("holds from now on")
    expect(page.locator("fieldset")).to_have_count(2)


@pytest.mark.browser
def test_the_page_of_a_plan_counts_and_shows_its_comments(page: Page, service: Service) -> None:
    page.goto(f"/plans/{stored(service, 'three-lines')}")
    page.get_by_role("main").get_by_role("link", name="Comments", exact=True).last.click()
    talk = page.locator("#comments")
    talk.get_by_label("What do you think?").fill("   ")
    talk.get_by_role("button", name="Comment").click()
    expect(page.locator("#say-error")).to_contain_text("The comment is empty. Write 1 to 10,000 characters.")
    expect(page.get_by_role("heading", name="Approval and history")).to_have_count(0)
    talk.get_by_label("What do you think?").fill("Why now?")
    talk.get_by_role("button", name="Comment").click()
    expect(page).to_have_url(re.compile(r"/plans/plan_\w+#comments"))
    expect(talk.locator(".said")).to_have_text("Why now?")
    expect(page.get_by_role("link", name="Comments (1)")).to_be_visible()


@pytest.mark.browser
def test_a_plan_is_talked_about(page: Page, service: Service) -> None:
    page.goto(f"/plans/{stored(service, 'three-lines')}/history")
    talk = page.locator("#comments")
    expect(talk).to_contain_text("Nobody has said anything yet")
    talk.get_by_label("What do you think?").fill("   ")
    talk.get_by_role("button", name="Comment").click()
    expect(page.locator("#say-error")).to_contain_text("The comment is empty. Write 1 to 10,000 characters.")
    talk.get_by_label("What do you think?").fill("Could this wait?\n<b>Until spring</b>")
    talk.get_by_role("button", name="Comment").click()
    expect(talk.locator(".said")).to_have_text("Could this wait?\n<b>Until spring</b>")
    talk.locator("summary", has_text="Change").click()
    talk.get_by_label("Your comment").fill("It can wait.")
    talk.get_by_role("button", name="Keep it so").click()
    expect(talk.locator(".said")).to_have_text("It can wait.")
    expect(talk).to_contain_text("changed")
    talk.get_by_role("button", name="Take away").click()
    expect(talk).to_contain_text("This comment was taken away.")


@pytest.mark.browser
def test_the_trail_is_searched_handed_out_and_checked(page: Page, service: Service, plan_id: str) -> None:
    page.goto("/audit")
    page.get_by_label("Record, its id").fill(plan_id)
    page.get_by_role("button", name="Search").click()
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("plan.create")
    with page.expect_download() as handed:
        page.get_by_role("link", name="Download as JSON lines").click()
    entries = [json.loads(line) for line in handed.value.path().read_text().splitlines()]
    assert [entry["target"] for entry in entries] == [plan_id]
    page.get_by_role("link", name="Check now").click()
    expect(page.locator("#verdict")).to_contain_text("The trail is whole")
    with page.expect_download() as kept:
        page.get_by_role("link", name="Download a checkpoint").click()
    page.get_by_label("A checkpoint that was kept").set_input_files(kept.value.path())
    page.get_by_role("button", name="Check against it").click()
    expect(page.get_by_role("main")).to_contain_text("goes on from the checkpoint of")


def test_whoever_may_not_is_told_who_may(apart: Service) -> None:
    viewer = client(apart, Role.VIEWER, "Vi")
    assert "To change it takes the role finance or admin" in viewer.get("/approvals/policy").text
    assert '<form method="post" action="/approvals/policy"' not in viewer.get("/approvals/policy").text
    for address in ("/approvals/budgets", "/audit", "/audit/export.csv", "/audit/verification"):
        answer = viewer.get(address)
        assert answer.status_code == 403 and "Ask a person with the role" in answer.text, address
    assert "Audit trail" not in viewer.get("/approvals").text
    assert "No plan waits for an approval" in viewer.get("/approvals").text


def test_finance_sees_what_waits_and_what_was_granted(apart: Service) -> None:
    plan = stored(apart, "three-lines")
    post = tenants.client(apart.app, apart.workspace).post
    assert post(f"/api/v1/plans/{plan}/submit").status_code == 200
    finance, viewer = client(apart, Role.FINANCE, "Fin"), client(apart, Role.VIEWER, "Vic")
    assert "1 of them for one that your role may give" in finance.get("/approvals").text
    assert "your role may give" not in viewer.get("/approvals").text
    assert "nothing is granted" in finance.get("/approvals/budgets").text
    history = finance.get(f"/plans/{plan}/history").text
    form = re.search(
        r'action="/plans/\w+/approve">\s*<input type="hidden" name="csrf_token" value="([^"]+)"', history
    )
    assert form
    assert finance.post(f"/plans/{plan}/approve", data={"csrf_token": form[1]}).status_code == 303
    budgets = finance.get("/approvals/budgets").text
    assert "Fenwick Parcels" in budgets and re.search(r"FY\d{4}</th><td class=\"number\">[\d,]+", budgets)
    seen = viewer.get(f"/plans/{plan}/history").text
    assert "by Fin" in seen and "Your role may read comments" in seen


def test_a_day_that_is_none_is_told(apart: Service) -> None:
    finance = client(apart, Role.FINANCE, "Fiona")
    answer = finance.get("/audit?since=yesterday")
    assert answer.status_code == 422 and "is no day." in answer.text
    everything = finance.get("/audit?since=2020-01-01&until=2099-12-31")
    assert "plan.create" in everything.text
