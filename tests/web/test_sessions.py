"""Where one is signed in, on its page."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from planner.domain.access import Role, operator
from planner.services import people
from planner.web import browsers
from planner.web.access import COOKIE
from planner.web.doors import EXTENSION
from tests.api import tenants
from tests.web.serving import Service

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox on Linux"),
        (CHROME, "Chrome on Windows"),
        (f"{CHROME} Edg/140.0", "Edge on Windows"),
        (IPHONE, "Safari on iPhone"),
        ("Mozilla/5.0 (Linux; Android 16) SamsungBrowser/28.0 Chrome/130.0", "Samsung Internet on Android"),
        ("curl/8.5", None),
        ("", None),
        ("<b>Firefox/1</b>", "Firefox"),
    ],
)
def test_browsers_are_called_by_what_people_know_them_as(agent: str, name: str | None) -> None:
    assert browsers.called(agent) == name


def signed_in(service: Service, workspace: str, email: str, agent: str) -> FlaskClient:
    """A browser in which that person signs in by a link."""
    desk = service.app.extensions[EXTENSION].acting(operator(workspace))
    client = service.app.test_client()
    token = people.invite(desk, email).token
    ask = client.get(f"/sign-in?token={token}").text
    csrf = re.search(r'name="csrf_token" value="([^"]+)"', ask)
    form = {"token": token, "csrf_token": csrf[1] if csrf else ""}
    answer = client.post("/sign-in", data=form, headers={"User-Agent": agent})
    assert answer.status_code == 303, answer.text
    return client


def pressed(client: FlaskClient, action: str) -> None:
    """Press the button of the form that leads there."""
    page = client.get("/settings/sessions").text
    form, *_ = re.findall(rf'<form method="post" action="{action}".*?</form>', page, re.DOTALL)
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    assert client.post(re.findall(r'action="([^"]+)"', form)[0], data=fields).status_code == 303


def test_people_see_where_they_are_signed_in_and_sign_out_there(service: Service) -> None:
    workspace = tenants.workspace(service.app, "Sign-ins")
    desk = service.app.extensions[EXTENSION].acting(operator(workspace))
    email = people.add(desk, "vi@example.org", "Vi", Role.VIEWER).email
    here, phone, office = (signed_in(service, workspace, email, each) for each in (FIREFOX, IPHONE, CHROME))
    assert 'href="/settings/sessions"' in here.get("/").text
    page = here.get("/settings/sessions").text
    assert all(name in page for name in ("Firefox on Linux", "Safari on iPhone", "Chrome on Windows"))
    assert re.search(r"Firefox on Linux</strong> <span[^>]*>this one", page) and page.count("this one") == 1
    cookie = office.get_cookie(COOKIE)
    assert cookie is not None and cookie.value not in page
    pressed(here, r"/settings/sessions/sess_\w+/end")
    assert [client.get("/plans").status_code for client in (here, phone, office)].count(303) == 1
    pressed(here, "/settings/sessions/end-others")
    assert [client.get("/plans").status_code for client in (here, phone, office)] == [200, 303, 303]
    assert "You are signed in nowhere else" in here.get("/settings/sessions").text
