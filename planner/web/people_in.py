"""Rosters kept in the workspace: taken from files, their titles reviewed, and what was said remembered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, flash, request, url_for

from planner.domain import InvalidInput, Problem
from planner.domain.lists import MOST_ITEMS, Ask
from planner.domain.words import Role
from planner.integrations.files.headers import ABOUT, IGNORED
from planner.services import rosters
from planner.services.ports.exchange import TakenFile
from planner.services.rosters import OTHER
from planner.web.doors import desk, is_part, page, see
from planner.web.doors import door as new_door
from planner.web.rosters import drafted

door = new_door("people_in", __name__)

EVERY = Ask(rosters.ROSTERS, limit=MOST_ITEMS)
ORDERS = {"day": True, "month": False}
COLUMN, TITLE = "column:", "title:"
FIELDS = {**ABOUT, IGNORED: "nothing: leave it out"}
MOST_TITLES = 300
FUNCTIONS = (
    (Role.MLOPS.value, "MLOps Engineer"),
    (Role.PLATFORM.value, "ML Platform Engineer"),
    (OTHER, "neither"),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is read: its columns as far as they can be told, what it holds, or what is wrong with it."""

    preview: Any
    file: TakenFile | None
    problems: tuple[Problem, ...]
    chosen: Mapping[str, str]
    days: str

    @property
    def left_out(self) -> tuple[Any, ...]:
        """The rows that would not be taken."""
        return tuple(row for row in self.file.report if row.outcome != "taken") if self.file else ()


@door.get("/rosters")
def index() -> Response:
    """List the rosters, say what titles mean here, and take another."""
    return _index()


@door.post("/rosters/look")
def look() -> Response:
    """Show how a file would be read, column by column, and take nothing."""
    _, content = _file()
    reading = _reading(content)
    if is_part():
        return page("rosters/reading.html", reading=reading, fields=FIELDS)
    return _index(reading=reading)


@door.post("/rosters")
def take() -> Response:
    """Take the roster of a file, all of it or nothing."""
    name, content = _file()
    try:
        record = rosters.take(desk(), content, name, _given(COLUMN) or None, _day_first())
    except InvalidInput:
        return _index(422, _reading(content))
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


def _file() -> tuple[str, bytes]:
    file = request.files.get("file")
    return (file.filename or "", file.read()) if file else ("", b"")


def _day_first() -> bool | None:
    return ORDERS.get(request.form.get("days", ""))


def _reading(content: bytes) -> Reading:
    """How a file is read by what the form says of its columns."""
    here, columns, days = desk(), _given(COLUMN), request.form.get("days", "")
    preview = file = None
    problems: tuple[Problem, ...] = ()
    try:
        if not content:
            raise InvalidInput(Problem("file", "is empty.", "Choose a CSV or XLSX file."))
        preview = rosters.preview(here, content)
        file = rosters.look(here, content, columns or None, _day_first())
    except InvalidInput as error:
        problems = error.problems
    return Reading(preview, file, problems, {**(preview.mapping if preview else {}), **columns}, days)


def _index(status: int = 200, reading: Reading | None = None) -> Response:
    here = desk()
    return page(
        "rosters/index.html",
        status,
        items=rosters.index(here, EVERY).items,
        meanings=rosters.said(here),
        words=dict(FUNCTIONS),
        reading=reading,
        fields=FIELDS,
    )
