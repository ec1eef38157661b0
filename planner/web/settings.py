"""The workspace: its name, its people, and the tokens that let programs in."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, flash, request, url_for

from planner.domain import InvalidInput, Problem
from planner.domain.access import DOES, PERMISSIONS, Role
from planner.domain.lists import MOST_ITEMS, Ask
from planner.services import people, sessions, tokens, workspaces
from planner.web import wording
from planner.web.doors import desk, page, see
from planner.web.doors import door as new_door

door = new_door("settings", __name__)

MONTHS = frozenset(map(str, range(1, 13)))
EVERYBODY = Ask(people.PEOPLE, limit=MOST_ITEMS)
DAYS = frozenset({"30", "365"})
EVERY = Ask(tokens.TOKENS, limit=MOST_ITEMS)


def _page(status: int = 200, **shown: object) -> Response:
    here = desk()
    return page(
        "settings/index.html",
        status,
        workspace=workspaces.get(here),
        people=people.index(here, EVERYBODY).items,
        tokens=tokens.index(here, EVERY).items,
        roles=tuple(Role),
        table=[
            (does, [permission in PERMISSIONS[role] for role in Role]) for permission, does in DOES.items()
        ],
        now=here.now(),
        months=wording.NAMES["constraints.fiscal_year_starts_in"],
        **shown,
    )


@door.get("/settings")
def index() -> Response:
    """Show the workspace."""
    return _page()


@door.post("/settings/name")
def rename() -> Response:
    """Give the workspace another name."""
    workspaces.rename(desk(), request.form.get("name", "").strip())
    return _done("The workspace has its new name.")


@door.post("/settings/regional")
def set_regional() -> Response:
    """Say how numbers, dates and times are written, and when fiscal years start."""
    given = request.form
    month = given.get("fiscal_year_starts_in", "")
    changes = workspaces.Changes(
        locale=given.get("locale", "").strip(),
        time_zone=given.get("time_zone", "").strip(),
        fiscal_year_starts_in=int(month) if month in MONTHS else 0,
    )
    workspaces.change(desk(), changes)
    return _done("Numbers, dates and times are written so from now on.")


@door.post("/settings/people")
def add() -> Response:
    """Add a person, and show the link that lets them in."""
    given = request.form
    email, name = given.get("email", "").strip(), given.get("name", "").strip()
    person = people.add(desk(), email, name, _role(), _teams(given.get("teams", "")))
    return _page(invited=people.invite(desk(), person.email), person=person)


@door.post("/settings/people/<person_id>/link")
def invite(person_id: str) -> Response:
    """Make another link that lets a person in."""
    person = people.get(desk(), person_id)
    return _page(invited=people.invite(desk(), person.email), person=person)


@door.post("/settings/people/<person_id>")
def change(person_id: str) -> Response:
    """Change a person's role and teams."""
    given = request.form
    people.change(desk(), person_id, _role(), teams=_teams(given.get("teams", "")))
    return _done(
        "Changed. With another role or other teams the person signs in anew: make a sign-in link for them."
    )


@door.post("/settings/people/<person_id>/sign-out")
def sign_out(person_id: str) -> Response:
    """Sign a person out of every browser."""
    sessions.end_of(desk(), person_id)
    return _done("Signed out everywhere.")


@door.post("/settings/people/<person_id>/<any(disable, enable, erase):verb>")
def turn(person_id: str, verb: str) -> Response:
    """Shut a person out, let them in again, or forget who they were."""
    getattr(people, verb)(desk(), person_id)
    return _done(f"Done: {verb}.")


@door.post("/settings/tokens")
def issue() -> Response:
    """Make a token, and show it this once."""
    given, now = request.form, desk().now()
    days = int(given["days"]) if given.get("days", "") in DAYS else 0
    issued = tokens.create(
        desk(), _role(), given.get("name", "").strip(), now + timedelta(days=days) if days else None
    )
    return _page(issued=issued)


@door.post("/settings/tokens/<token_id>/revoke")
def revoke(token_id: str) -> Response:
    """Let a token in no more."""
    tokens.revoke(desk(), token_id)
    return _done("The token lets nobody in any more.")


def _role() -> Role:
    word = request.form.get("role", "")
    if word not in set(Role):
        raise InvalidInput(Problem("role", f"{word[:40]!r} is no role.", f"Choose of {', '.join(Role)}."))
    return Role(word)


def _teams(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _done(said: str) -> Response:
    flash(said)
    return see(url_for("web.settings.index"))
