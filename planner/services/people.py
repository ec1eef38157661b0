"""Use cases over the people of a workspace."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from planner.domain import Conflict, InvalidInput, NotFound, Problem
from planner.domain.access import Permission, Role
from planner.domain.lists import NEWEST, Ask, Key, Listing, Test
from planner.domain.names import require_name
from planner.services import credentials, ids
from planner.services.lookup import found, page
from planner.services.ports import Desk, Page, PersonRecord, Work
from planner.services.versions import WHICHEVER, Expected

MANAGE = Permission.PEOPLE_MANAGE
EMAIL = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9][A-Za-z0-9.-]{0,188}"
MOST_TEAMS = 200
RIGHTS = ("role", "teams")
ERASED = "erased"
PEOPLE = Listing(
    "people",
    sorts={"created_at": NEWEST, "email": Key("email"), "name": Key("name")},
    filters={"role": Test("role"), "email": Test("email")},
)
EVERYBODY = Ask(PEOPLE)


@dataclass(frozen=True, slots=True)
class Invited:
    """A link to sign in, to be handed to the person once."""

    person_id: str
    token: str
    expires_at: datetime


def add(
    desk: Desk, email: str, name: str, role: Role = Role.VIEWER, teams: Sequence[str] = ()
) -> PersonRecord:
    """Add a person; raises Conflict where the address is somebody's already, InvalidInput."""
    address, now = _address(email), desk.now()
    _check(name, teams)
    with desk.writing(MANAGE) as work:
        if work.people.by_email(address) is not None:
            raise Conflict(
                Problem("email", f"{address} is in this workspace already.", "Change that person's role.")
            )
        record = work.people.add(ids.new(ids.PERSON, now), address, name, role.value, tuple(teams), now)
        desk.commit(work, "person.add", record.id)
    return record


def index(desk: Desk, ask: Ask = EVERYBODY) -> Page[PersonRecord]:
    """A part of the people of the workspace, newest first unless asked otherwise."""
    with desk.reading(MANAGE) as work:
        return page(ask, work.people.list(ask))


def get(desk: Desk, person_id: str) -> PersonRecord:
    """A person; raises NotFound."""
    with desk.reading(MANAGE) as work:
        return found(ids.PERSON, person_id, work.people.get)


def known_as(desk: Desk, actor: str) -> str:
    """What the person or token that acted is called, for everybody in the workspace; else what is given."""
    with desk.reading(Permission.PLANS_READ) as work:
        known = work.people.get(actor) or work.tokens.get(actor)
    return known.name if known and known.name else actor


def by_email(desk: Desk, email: str) -> PersonRecord:
    """The person of that e-mail address; raises NotFound."""
    with desk.reading(MANAGE) as work:
        record = work.people.by_email(email.lower())
    if record is None:
        raise NotFound(
            Problem("email", f"There is nobody with the address {email[:60]!r}.", "List people to see them.")
        )
    return record


def change(
    desk: Desk,
    person_id: str,
    role: Role | None = None,
    name: str | None = None,
    teams: Sequence[str] | None = None,
    expected: Expected = WHICHEVER,
) -> PersonRecord:
    """Change what is given of a person, who signs in anew if others gave them another role or other teams.

    Raises NotFound, Stale, and Conflict for the last admin.
    """
    _check(name, teams)
    given = {
        "role": None if role is None else role.value,
        "name": name,
        "teams": None if teams is None else list(teams),
    }
    with desk.writing(MANAGE) as work:
        record = _living(work, person_id)
        expected.check(record.version)
        if role not in (None, Role.ADMIN):
            _keep_an_admin(work, record)
        asked = {key: value for key, value in given.items() if value is not None}
        differ = any(getattr(record, right) != asked.get(right, getattr(record, right)) for right in RIGHTS)
        if differ and record.id != desk.actor.person:
            work.sessions.end_of(record.id, desk.now())
        work.people.change(record.id, **asked)
        desk.commit(work, "person.change", record.id)
    return record


def disable(desk: Desk, person_id: str) -> PersonRecord:
    """Let a person in no more, by session, link or token.

    Raises NotFound, and Conflict for the last admin.
    """
    with desk.writing(MANAGE) as work:
        record = _living(work, person_id)
        _shut_out(desk, work, record)
        desk.commit(work, "person.disable", record.id)
    return record


def enable(desk: Desk, person_id: str) -> PersonRecord:
    """Let a person in again, who signs in anew; their tokens stay revoked. Raises NotFound."""
    with desk.writing(MANAGE) as work:
        record = _living(work, person_id)
        work.people.change(record.id, disabled_at=None)
        desk.commit(work, "person.enable", record.id)
    return record


def erase(desk: Desk, person_id: str) -> PersonRecord:
    """Shut a person out and forget name and address; what they did stays under their id.

    Raises NotFound, and Conflict for the last admin. It cannot be undone.
    """
    with desk.writing(MANAGE) as work:
        record = _living(work, person_id)
        _shut_out(desk, work, record)
        work.people.change(
            record.id,
            name=ERASED,
            email=f"{ERASED}+{record.id}@invalid",
            teams=[],
            erased_at=desk.now(),
        )
        desk.commit(work, "person.erase", record.id)
    return record


def invite(desk: Desk, email: str) -> Invited:
    """Make a link that signs the person of that address in, once, while it lasts; raises NotFound."""
    person = by_email(desk, email)
    secret, now = credentials.issue(credentials.LINK, desk.actor.workspace), desk.now()
    with desk.writing(MANAGE) as work:
        if person.disabled_at is not None:
            raise Conflict(Problem("email", "This person is disabled.", "Enable the person first."))
        work.links.drop_of(person.id, now)
        ends = now + desk.lifetimes.link
        link = work.links.add(ids.new(ids.LINK, now), person.id, secret.hash, now, ends)
        desk.commit(work, "person.invite", person.id)
    return Invited(person.id, secret.text, link.expires_at)


def _living(work: Work, person_id: str) -> PersonRecord:
    record = found(ids.PERSON, person_id, work.people.locked)
    if record.erased_at is not None:
        raise Conflict(Problem("person_id", "This person has been erased.", "Nothing more can be changed."))
    return record


def _shut_out(desk: Desk, work: Work, record: PersonRecord) -> None:
    _keep_an_admin(work, record)
    now = desk.now()
    work.people.change(record.id, disabled_at=record.disabled_at or now)
    work.sessions.end_of(record.id, now)
    work.links.drop_of(record.id, now)
    work.tokens.revoke_of(record.id, now)


def _keep_an_admin(work: Work, record: PersonRecord) -> None:
    is_admin = record.role == Role.ADMIN.value and record.disabled_at is None
    if is_admin and work.people.count(Role.ADMIN.value) < 2:
        raise Conflict(
            Problem("role", "This is the last admin of the workspace.", "Make somebody else an admin first.")
        )


def _address(email: str) -> str:
    if not re.fullmatch(EMAIL, email, re.ASCII):
        raise InvalidInput(Problem("email", "is not an e-mail address.", "Write it as name@example.com."))
    return email.lower()


def _check(name: str | None, teams: Sequence[str] | None) -> None:
    if name is not None:
        require_name("name", name)
    for index, team in enumerate(teams or ()):
        require_name(f"teams[{index}]", team)
    if len(teams or ()) > MOST_TEAMS:
        raise InvalidInput(Problem("teams", f"names more than {MOST_TEAMS}.", "Choose a role that sees all."))
