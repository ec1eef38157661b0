"""Signing in and out: a session of the browser, kept by the service and named by a cookie."""

from __future__ import annotations

from dataclasses import asdict
from typing import cast
from urllib.parse import urlsplit

from flask import Response, abort, current_app, g, request, session, url_for

from planner.domain import Unauthenticated
from planner.integrations.oidc import Pending, Provider
from planner.reports import formats
from planner.services import access, workspaces
from planner.web import browsers
from planner.web.doors import EXTENSION, is_part, page, see
from planner.web.doors import door as new_door

door = new_door("access", __name__)

COOKIE = "planner_session"
PROVIDER = "PLANNER_OIDC"
PENDING = "oidc"
OPEN = frozenset(
    {
        "web.access.ask",
        "web.access.sign_in",
        "web.access.ask_provider",
        "web.access.told_by_provider",
        "web.assets.asset",
    }
)


def enter() -> Response | None:
    """Let in whoever is signed in; send others to sign in first, and back to where they wanted to go."""
    if request.endpoint in OPEN:
        return None
    desk = current_app.extensions[EXTENSION]
    try:
        g.desk = desk.acting(access.session(desk, request.cookies.get(COOKIE, "")), g.request_id)
    except Unauthenticated:
        if request.method != "GET" or is_part():
            raise
        return see(url_for("web.access.ask", next=request.full_path.rstrip("?")))
    formats.use(workspaces.regional(g.desk))
    return None


def leave(error: BaseException | None) -> None:
    """Once a page is answered: the next one in this thread may be another workspace's."""
    formats.use(None)


@door.get("/sign-in")
def ask() -> Response:
    """Ask to sign in by the link's button, which mail scanners don't press; or say how to get a link."""
    token = request.args.get("token", "").strip().rpartition("token=")[2]
    return page(
        "access/sign_in.html",
        token=token,
        next=within(request.args.get("next")),
        provider=PROVIDER in current_app.config,
    )


@door.post("/sign-in")
def sign_in() -> Response:
    """Use the link up, and begin a session with a new cookie."""
    signed_in = access.sign_in(current_app.extensions[EXTENSION], request.form.get("token", ""), _browser())
    return _begun(signed_in, within(request.form.get("next")))


@door.post("/sign-in/provider")
def ask_provider() -> Response:
    """Go to the provider to sign in there."""
    pending = Pending.fresh()
    wanted = {"next": within(request.form.get("next")), "workspace": request.form.get("workspace") or None}
    session[PENDING] = {**asdict(pending), **wanted}
    return see(_provider().address(pending, _back()))


@door.get("/sign-in/provider")
def told_by_provider() -> Response:
    """Come back from the provider, and begin a session of whoever it has verified."""
    held = session.pop(PENDING, None) or {"state": "", "nonce": "", "verifier": "", "next": "/"}
    wanted, workspace = held.pop("next"), held.pop("workspace", None)
    email = _provider().email(Pending(**held), _back(), request.args)
    signed_in = access.sign_in_as(current_app.extensions[EXTENSION], email, workspace, _browser())
    return _begun(signed_in, within(wanted))


def _provider() -> Provider:
    found = current_app.config.get(PROVIDER)
    if found is None:
        abort(404)
    return cast(Provider, found)


def _browser() -> str | None:
    return browsers.called(request.user_agent.string)


def _back() -> str:
    return url_for("web.access.told_by_provider", _external=True)


def _begun(signed_in: access.SignedIn, address: str) -> Response:
    response = see(address)
    response.set_cookie(
        COOKIE,
        signed_in.cookie,
        expires=signed_in.expires_at,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
    )
    return response


@door.post("/sign-out")
def sign_out() -> Response:
    """End the session, here and in the service, and leave no drafts behind."""
    access.sign_out(current_app.extensions[EXTENSION], request.cookies.get(COOKIE, ""))
    response = see(url_for("web.access.ask"))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    response.delete_cookie(COOKIE, httponly=True, samesite="Lax", secure=request.is_secure)
    return response


def within(address: str | None) -> str:
    """An address of this service; the start page for any other."""
    parts = urlsplit(address or "/")
    local = not parts.scheme and not parts.netloc and parts.path.startswith("/") and "\\" not in parts.path
    return (address or "/") if local and not (address or "").startswith("//") else "/"
