"""Signing in and out: a session of the browser, kept by the service and named by a cookie."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Response, current_app, g, request, url_for

from planner.domain import Unauthenticated
from planner.services import access
from planner.web.doors import EXTENSION, is_part, page, see
from planner.web.doors import door as new_door

door = new_door("access", __name__)

COOKIE = "planner_session"
OPEN = frozenset({"web.access.ask", "web.access.sign_in", "web.assets.asset"})


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
    return None


@door.get("/sign-in")
def ask() -> Response:
    """Ask to sign in by the link's button, which mail scanners don't press; or say how to get a link."""
    token = request.args.get("token", "").strip().rpartition("token=")[2]
    return page("access/sign_in.html", token=token, next=within(request.args.get("next")))


@door.post("/sign-in")
def sign_in() -> Response:
    """Use the link up, and begin a session with a new cookie."""
    signed_in = access.sign_in(current_app.extensions[EXTENSION], request.form.get("token", ""))
    response = see(within(request.form.get("next")))
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
    """End the session, here and in the service."""
    access.sign_out(current_app.extensions[EXTENSION], request.cookies.get(COOKIE, ""))
    response = see(url_for("web.access.ask"))
    response.delete_cookie(COOKIE, httponly=True, samesite="Lax", secure=request.is_secure)
    return response


def within(address: str | None) -> str:
    """An address of this service; the start page for any other."""
    parts = urlsplit(address or "/")
    local = not parts.scheme and not parts.netloc and parts.path.startswith("/") and "\\" not in parts.path
    return (address or "/") if local and not (address or "").startswith("//") else "/"
