"""Use cases over sessions: in which browsers somebody is signed in, and ending that."""

from __future__ import annotations

from datetime import datetime

from planner.domain.access import Permission
from planner.domain.lists import MOST_ITEMS, NEWEST, Ask, Key, Listing, Test
from planner.services import credentials, ids
from planner.services.lookup import found, page
from planner.services.ports import Desk, Page, SessionRecord, Work

OWN = Permission.PLANS_READ  # everybody's
MANAGE = Permission.PEOPLE_MANAGE
SESSIONS = Listing(
    "sessions",
    sorts={"created_at": NEWEST, "seen_at": Key("seen_at", datetime)},
    filters={"person_id": Test("person_id")},
)
EVERY = Ask(SESSIONS, limit=MOST_ITEMS, sort="-seen_at")


def own(desk: Desk, ask: Ask = EVERY) -> Page[SessionRecord]:
    """A part of the sessions in which whoever is acting is signed in, the last used first."""
    with desk.reading(OWN) as work:
        return _open(desk, work, desk.actor.person or "", ask)


def is_of(record: SessionRecord, cookie: str) -> bool:
    """Whether a session is that of a browser's cookie."""
    shown = credentials.read(credentials.SESSION, cookie)
    return shown is not None and credentials.equal(record.hash, shown.hash)


def end(desk: Desk, session_id: str) -> SessionRecord:
    """End one of one's own sessions; raises NotFound, also for those of others."""
    with desk.writing(OWN) as work:
        record = found(ids.SESSION, session_id, lambda id: _owned(desk, work, id))
        if record.ended_at is None:
            work.sessions.change(record.id, ended_at=desk.now())
            desk.commit(work, "session.end", record.id)
    return record


def end_others(desk: Desk, cookie: str) -> None:
    """End all sessions of whoever is acting but that of a browser's cookie."""
    shown, person = credentials.read(credentials.SESSION, cookie), desk.actor.person or ""
    with desk.writing(OWN) as work:
        work.sessions.end_of(person, desk.now(), but=shown.hash if shown else "")
        desk.commit(work, "session.end_others", person)


def of_person(desk: Desk, person_id: str, ask: Ask = EVERY) -> Page[SessionRecord]:
    """A part of the sessions in which a person is signed in; raises NotFound."""
    with desk.reading(MANAGE) as work:
        person = found(ids.PERSON, person_id, work.people.get)
        return _open(desk, work, person.id, ask)


def end_of(desk: Desk, person_id: str) -> None:
    """Sign a person out everywhere, who may sign in anew; raises NotFound."""
    with desk.writing(MANAGE) as work:
        person = found(ids.PERSON, person_id, work.people.get)
        work.sessions.end_of(person.id, desk.now())
        desk.commit(work, "session.end_all", person.id)


def _open(desk: Desk, work: Work, person_id: str, ask: Ask) -> Page[SessionRecord]:
    ask, now = ask.inside(person_id=person_id), desk.now()
    return page(ask, work.sessions.list(ask, now, now - desk.lifetimes.idle))


def _owned(desk: Desk, work: Work, session_id: str) -> SessionRecord | None:
    record = work.sessions.get(session_id)
    return record if record and record.person_id == desk.actor.person else None
