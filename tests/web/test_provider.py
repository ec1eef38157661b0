"""Signing in at an OpenID provider: a real one, over real HTTP."""

import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from flask import Flask
from flask.testing import FlaskClient

from planner.app import DESK, close, create_app
from planner.config import Settings
from planner.domain.access import operator
from planner.services import people, workspaces
from planner.web.access import COOKIE

with warnings.catch_warnings(action="ignore"):
    from oidc_provider_mock import User, run_server_in_thread

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # the provider's own
USERS = (
    User(sub="jo", claims={"email": "Jo@Example.com", "email_verified": True}),
    User(sub="unverified", claims={"email": "jo@example.com", "email_verified": False}),
    User(sub="stranger", claims={"email": "stranger@example.com", "email_verified": True}),
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A service whose people sign in at a provider."""
    folder = tmp_path_factory.mktemp("oidc")
    with run_server_in_thread(require_nonce=True, user_claims=USERS) as provider:
        made = create_app(
            Settings(
                database_url=f"sqlite:///{folder / 'planner.db'}",
                log_level="critical",
                rate_limit="off",
                oidc_issuer=f"http://localhost:{provider.server_port}",
                oidc_client_id="planner",
                oidc_client_secret="word",
            )
        )
        desk = made.extensions[DESK]
        people.add(desk.acting(operator(workspaces.named(desk).id)), "jo@example.com", "Jo")
        yield made
        close(made)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def begun(client: FlaskClient, sub: str) -> str:
    """The address that the provider sends the browser back to."""
    page = client.get("/sign-in?next=/plans").text
    assert "Sign in with your organisation" in page
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found is not None
    form = {"csrf_token": found[1], "next": "/plans"}
    away = client.post("/sign-in/provider", data=form).headers["Location"]
    asked = parse_qs(urlsplit(away).query)
    assert asked["code_challenge_method"] == ["S256"] and asked["state"] and asked["nonce"]
    return httpx.post(away, data={"sub": sub}).headers["Location"]


def returned(client: FlaskClient, address: str) -> tuple[int, bool]:
    """The status of coming back, and whether that signs in."""
    parts = urlsplit(address)
    answer = client.get(f"{parts.path}?{parts.query}")
    return answer.status_code, client.get_cookie(COOKIE) is not None


def test_a_person_with_a_verified_address_is_signed_in(client: FlaskClient) -> None:
    assert returned(client, begun(client, "jo")) == (303, True)
    assert client.get("/plans").status_code == 200


@pytest.mark.parametrize("sub", ["unverified", "stranger", "nobody"])
def test_others_are_not(client: FlaskClient, sub: str) -> None:
    assert returned(client, begun(client, sub)) == (401, False)


def test_a_sign_in_that_was_begun_elsewhere_is_refused(app: Flask, client: FlaskClient) -> None:
    address = begun(client, "jo")
    assert returned(app.test_client(), address) == (401, False)
    forged = re.sub("state=[^&]+", "state=forged", address)
    assert returned(client, forged) == (401, False)
    assert returned(client, address) == (401, False)  # what was begun is used up


def test_a_code_is_good_once(client: FlaskClient) -> None:
    address = begun(client, "jo")
    with client.session_transaction() as held:
        kept = dict(held["oidc"])
    assert returned(client, address) == (303, True)
    client.delete_cookie(COOKIE)
    with client.session_transaction() as held:
        held["oidc"] = kept
    assert returned(client, address) == (401, False)


def test_a_token_for_another_sign_in_is_refused(client: FlaskClient) -> None:
    address = begun(client, "jo")
    with client.session_transaction() as held:
        held["oidc"] = {**held["oidc"], "nonce": "another"}
    assert returned(client, address) == (401, False)


def test_without_a_provider_there_is_none(tmp_path: Path) -> None:
    app = create_app(Settings(database_url=f"sqlite:///{tmp_path}/p.db", log_level="critical"))
    assert "Sign in with your organisation" not in app.test_client().get("/sign-in").text
    assert app.test_client().get("/sign-in/provider").status_code == 404
    close(app)
