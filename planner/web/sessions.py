"""Where one is signed in, and signing out there."""

from __future__ import annotations

from flask import Response, flash, request, url_for

from planner.services import sessions
from planner.services.ports import SessionRecord
from planner.web.access import COOKIE
from planner.web.doors import desk, page, see
from planner.web.doors import door as new_door

door = new_door("sessions", __name__)


@door.get("/settings/sessions")
def index() -> Response:
    """Show in which browsers whoever is signed in is signed in."""
    return page("settings/sessions.html", open=sessions.own(desk()), is_here=_is_here)


@door.post("/settings/sessions/<session_id>/end")
def end(session_id: str) -> Response:
    """Sign out in one browser."""
    sessions.end(desk(), session_id)
    return _done("You are signed out there.")


@door.post("/settings/sessions/end-others")
def end_others() -> Response:
    """Sign out in all browsers but this one."""
    sessions.end_others(desk(), request.cookies.get(COOKIE, ""))
    return _done("You are signed out everywhere else.")


def _is_here(record: SessionRecord) -> bool:
    return sessions.is_of(record, request.cookies.get(COOKIE, ""))


def _done(said: str) -> Response:
    flash(said)
    return see(url_for("web.sessions.index"))
