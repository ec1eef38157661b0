"""Pages write numbers, dates and times by the workspace's settings, those of others by theirs."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from werkzeug.datastructures import MultiDict

from planner.domain.access import Role, operator
from planner.domain.changes import Change
from planner.services import access, approving, comments, people, plans, scenarios, workspaces
from planner.web import drafts
from planner.web.access import COOKIE
from planner.web.doors import EXTENSION
from tests.api import tenants
from tests.web.conftest import kept
from tests.web.serving import Service

HOSTILE = """
name: Launch 2027-01 <b>Ltd</b>
ml_teams: 7
models_in_production: 30
ops_share_of_ds_time: 0.4
staff: [{role: Wizard of 2028-03, level: senior}]
reports_to: {mlops: Head of 2026-11-26 & 2.5 teams}
constraints: {sites: [{name: Hall FY2027-Q1 of 6.0 FTE, country: DE}]}
assumptions: {time_to_fill_months: {typical: 3, reason: "measured 2026-05, at 1.5 hours there"}}
"""

PAID = """
name: Zahlen
ml_teams: 12
models_in_production: 30
needs: [deploy_models, monitor_models]
constraints: {sites: [{name: Berlin, country: DE}], currency: EUR}
"""


def reader(service: Service, workspace: str) -> FlaskClient:
    """A browser without a window, of a fresh admin of the workspace."""
    desk = service.app.extensions[EXTENSION].acting(operator(workspace))
    address = f"reader{len(people.index(desk).items)}@example.org"
    person = people.add(desk, address, "Reader", Role.ADMIN)
    client = service.app.test_client()
    client.set_cookie(COOKIE, access.sign_in(desk, people.invite(desk, person.email).token).cookie)
    return client


def test_pages_speak_the_workspaces_numbers_and_time(service: Service) -> None:
    german = Service(service.address, service.app, tenants.workspace(service.app, "Zahlenwerk"), cookie="")
    desk = service.app.extensions[EXTENSION].acting(operator(german.workspace))
    workspaces.change(desk, workspaces.Changes(locale="de", time_zone="Europe/Berlin"))
    theirs, ours = reader(service, german.workspace), reader(service, service.workspace)
    localised = theirs.get(f"/plans/{kept(german, PAID)}").text
    english = ours.get(f"/plans/{kept(service, PAID)}").text
    amounts = re.findall(r"\b\d{1,3}(?:,\d{3})+ EUR", english)
    assert amounts and "EUR" in localised
    assert amounts[0].replace(",", ".") in localised and amounts[0] not in localised
    assert re.search(r"\d\d\.\d\d\.\d{4}, \d\d:\d\d CES?T", theirs.get("/settings").text)
    assert re.search(r"\d{1,2} \w{3} \d{4}, \d\d:\d\d UTC", ours.get("/settings").text)


def test_pages_show_what_people_typed_as_they_typed_it(service: Service) -> None:
    workspace = tenants.workspace(service.app, "Namenwerk")
    desk = service.app.extensions[EXTENSION].acting(operator(workspace))
    workspaces.change(desk, workspaces.Changes(locale="de", time_zone="Europe/Berlin"))
    plan_id = kept(Service(service.address, service.app, workspace, cookie=""), HOSTILE)
    profile_id = plans.get(desk, plan_id).profile_id
    scenarios.create(desk, profile_id, "Not before 2027-05", (Change("ml_teams", 9),))
    comments.add(desk, plan_id, "Board of 2027-02-03: 1.5 points")
    approving.archive(desk, plan_id, "replaced in FY2027-Q2")
    theirs = reader(service, workspace)
    plan, history, offered = (
        unescape(theirs.get(path).text)
        for path in (
            f"/plans/{plan_id}",
            f"/plans/{plan_id}/history",
            f"/organisations/{profile_id}/scenarios",
        )
    )
    typed = ("Launch 2027-01 <b>Ltd</b>", "Wizard of 2028-03", "Head of 2026-11-26 & 2.5 teams")
    sites = ("Hall FY2027-Q1 of 6.0 FTE", "measured 2026-05, at 1.5 hours there")
    assert [name for name in (*typed, *sites) if name not in plan] == []
    assert re.search(r"starts \w{3}\.? 20\d\d", plan), "dates of ours are the reader's"
    assert "Board of 2027-02-03: 1.5 points" in history and "replaced in FY2027-Q2" in history
    assert "Not before 2027-05" in offered and typed[0] in offered


def test_six_questions_begin_with_the_fiscal_year_of_the_workspace(service: Service) -> None:
    workspace = tenants.workspace(service.app, "Aprilwerk")
    desk = service.app.extensions[EXTENSION].acting(operator(workspace))
    workspaces.change(desk, workspaces.Changes(fiscal_year_starts_in=4))
    theirs, ours = reader(service, workspace), reader(service, service.workspace)
    assert '<option value="4" selected>April</option>' in theirs.get("/new").text
    assert '<option value="4" selected>' not in ours.get("/new").text
    answered = {"name": "Spring", "ml_teams": "12", "models_in_production": "30"}
    said = {**answered, "constraints.fiscal_year_starts_in": "1"}
    for answers, month in ((answered, 4), (said, 1)):
        profile = drafts.kept(desk, MultiDict(answers))
        assert profile.constraints.fiscal_year_starts_in == month


def test_fields_take_numbers_as_the_workspace_writes_them(service: Service) -> None:
    workspace = tenants.workspace(service.app, "Kommawerk")
    desk = service.app.extensions[EXTENSION].acting(operator(workspace))
    workspaces.change(desk, workspaces.Changes(locale="de"))
    theirs = reader(service, workspace)
    asked = "/new?name=Komma&ml_teams=3&ops_share_of_ds_time="
    assert "Hire" in theirs.get(asked + "0,3").text
    refused = theirs.get(asked + "0.3").text
    assert "&#39;0.3&#39; is not a number. Write numbers like 1.234,5." in refused
    assert "as a share: 0,3 or 30 %" in refused


@pytest.mark.browser
def test_settings_are_changed_on_their_page_and_wrong_ones_told(page: Page) -> None:
    page.goto("/settings")
    form = page.locator("section", has=page.get_by_role("heading", name="Numbers, dates and times"))
    form.get_by_label("Time zone").fill("Europe/Berlin")
    form.get_by_role("button", name="Change").click()
    expect(page.get_by_text("are written so from now on")).to_be_visible()
    expect(form).to_contain_text(re.compile(r"\d\d:\d\d CES?T"))
    form.get_by_label("Time zone").fill("Mars/Base")
    form.get_by_role("button", name="Change").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("'Mars/Base' is no time zone.")).to_be_visible()
    page.goto("/settings")
    form.get_by_label("Time zone").fill("UTC")
    form.get_by_role("button", name="Change").click()
    expect(form).to_contain_text(re.compile(r"\d\d:\d\d UTC"))
