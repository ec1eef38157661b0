"""Positions as pages: the board, and each seat with its life."""

from __future__ import annotations

from datetime import date

from flask import Response, flash, request, url_for

from planner.domain import InvalidInput, Problem
from planner.services import positions
from planner.web import life, talking
from planner.web.doors import desk, page, see
from planner.web.doors import door as new_door

door = new_door("positions", __name__)

BY_HAND = "open, accept_offer, lose_offer, hold, resume, cancel, reopen, stay"


@door.get("/positions")
def index() -> Response:
    """Show positions by state; the address says which."""
    return page("positions/board.html", board=life.board(desk(), request.args))


@door.get("/positions/<position_id>")
def show(position_id: str) -> Response:
    """Show one position."""
    shown = life.seat(desk(), position_id)
    return page("positions/show.html", shown=shown, talk=talking.talk(desk(), position_id, request.args))


@door.post(f"/positions/<position_id>/<any({BY_HAND}):action>")
def step(position_id: str, action: str) -> Response:
    """Take a step in a position's life."""
    positions.transition(desk(), position_id, action, _reason())
    return _done(position_id)


@door.post("/positions/<position_id>/approve")
def approve(position_id: str) -> Response:
    """Approve a single position."""
    positions.approve(desk(), position_id, _reason())
    return _done(position_id)


@door.post("/positions/<position_id>/hire")
def hire(position_id: str) -> Response:
    """Record who has the seat."""
    positions.hire(desk(), position_id, request.form.get("person", "").strip(), _day("starts_on"))
    return _done(position_id)


@door.post("/positions/<position_id>/undo_hire")
def undo_hire(position_id: str) -> Response:
    """Take back a hire that was recorded by mistake."""
    positions.undo_hire(desk(), position_id, _reason())
    return _done(position_id)


@door.post("/positions/<position_id>/<any(give_notice, leave):verb>")
def depart(position_id: str, verb: str) -> Response:
    """Record the last day of the person in the seat."""
    positions.depart(desk(), position_id, _day("last_day"), left=verb == "leave")
    return _done(position_id)


@door.post("/positions/<position_id>/backfill")
def backfill(position_id: str) -> Response:
    """Propose a seat in place of a vacant one."""
    return _done(positions.backfill(desk(), position_id).id)


def _reason() -> str | None:
    return request.form.get("reason", "").strip() or None


def _day(name: str) -> date:
    text = request.form.get(name, "")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidInput(Problem(name, f"{text[:20]!r} is no day.", "Write it as 2027-03-31.")) from None


def _done(position_id: str) -> Response:
    flash("Done; the history below says what and when.")
    return see(url_for("web.positions.show", position_id=position_id))
