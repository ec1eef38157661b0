"""Rosters kept in the workspace: taken from files, their titles reviewed, and what was said remembered."""

from __future__ import annotations

from contextlib import suppress

from flask import Response, flash, request, url_for

from planner.domain import InvalidInput, Problem
from planner.domain.lists import MOST_ITEMS, Ask
from planner.domain.words import Role
from planner.integrations.files.headers import ABOUT, IGNORED
from planner.services import rosters
from planner.services.rosters import OTHER
from planner.web.doors import desk, page, see
from planner.web.doors import door as new_door
from planner.web.rosters import drafted

door = new_door("people_in", __name__)

EVERY = Ask(rosters.ROSTERS, limit=MOST_ITEMS)
ORDERS = {"day": True, "month": False}
COLUMN, TITLE = "column:", "title:"
MOST_TITLES, MOST_PROBLEMS = 300, 50
FUNCTIONS = (
    (Role.MLOPS.value, "MLOps Engineer"),
    (Role.PLATFORM.value, "ML Platform Engineer"),
    (OTHER, "neither"),
)


@door.get("/rosters")
def index() -> Response:
    """List the rosters, say what titles mean here, and take another."""
    return _index()


@door.post("/rosters")
def take() -> Response:
    """Take the roster of a file, all of it or nothing."""
    file = request.files.get("file")
    content = file.read() if file else b""
    name = (file.filename if file else "") or ""
    if not content:
        return _index(422, (Problem("file", "is empty.", "Choose a CSV or XLSX file."),))
    columns = _given(COLUMN)
    try:
        record = rosters.take(
            desk(), content, name, columns or None, ORDERS.get(request.form.get("days", ""))
        )
    except InvalidInput as error:
        return _index(422, error.problems, content, columns)
    flash(f"{record.people} people were taken; {record.left_out} rows were left out.")
    return see(url_for("web.people_in.get", roster_id=record.id))


@door.get("/rosters/<roster_id>")
def get(roster_id: str) -> Response:
    """Show a roster: its titles to look at, and the staff that follows."""
    seen = rosters.get(desk(), roster_id)
    return page(
        "rosters/roster.html",
        seen=seen,
        titles=seen.titles[:MOST_TITLES],
        functions=FUNCTIONS,
        words=dict(FUNCTIONS),
        about=ABOUT,
    )


@door.post("/rosters/<roster_id>/titles")
def say(roster_id: str) -> Response:
    """Say what titles stand for, here and in every roster to come."""
    chosen = {title: word for title, word in _given(TITLE).items() if word}
    if chosen:
        rosters.say(desk(), chosen)
        flash("Remembered, for this roster and those to come.")
    return see(url_for("web.people_in.get", roster_id=roster_id))


@door.get("/rosters/<roster_id>/text")
def text(roster_id: str) -> Response:
    """Begin an organisation with the staff of a roster."""
    here = desk()
    return page("start/text.html", draft=drafted(here, rosters.get(here, roster_id)), example="")


def _given(prefix: str) -> dict[str, str]:
    """What was chosen for each column or title of the form."""
    return {
        name.removeprefix(prefix): value.strip()
        for name, value in request.form.items()
        if name.startswith(prefix) and value.strip()
    }


def _index(
    status: int = 200,
    problems: tuple[Problem, ...] = (),
    content: bytes = b"",
    columns: dict[str, str] | None = None,
) -> Response:
    here = desk()
    preview = None
    with suppress(InvalidInput):  # a file that cannot be read at all has no columns to be shown
        preview = rosters.preview(here, content) if content else None
    return page(
        "rosters/index.html",
        status,
        items=rosters.index(here, EVERY).items,
        meanings=rosters.said(here),
        words=dict(FUNCTIONS),
        problems=problems[:MOST_PROBLEMS],
        preview=preview,
        chosen={**(preview.mapping if preview else {}), **(columns or {})},
        fields={**ABOUT, IGNORED: "nothing: leave it out"},
    )
