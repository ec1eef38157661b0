"""Use cases of being let in: by a token, by a link that signs in once, by a browser's session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from planner.domain.access import Actor, ActorKind, Role, acting, unauthenticated
from planner.services import credentials, ids
from planner.services.ports import Desk, PersonRecord, SessionRecord, TokenRecord, Work

SEEN_EVERY = timedelta(minutes=5)  # how exactly the last use of a token or session is kept


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody who has just signed in: `cookie` is the session's secret, to be set once."""

    actor: Actor
    cookie: str
    expires_at: datetime


def authenticate(desk: Desk, token: str) -> Actor:
    """Who is behind a token; raises Unauthenticated where it is unknown, expired or revoked."""
    shown = credentials.read(credentials.TOKEN, token)
    if shown is None:
        raise unauthenticated("holds no token of the planner")
    now = desk.now()
    with desk.store.reading(shown.workspace) as work:
        found = work.tokens.by_hash(shown.hash)
    if found is None or not credentials.equal(found.hash, shown.hash) or not _good(found, now):
        raise unauthenticated("holds a token that is unknown, expired or revoked")
    if found.used_at is None or now - found.used_at > SEEN_EVERY:
        with desk.store.writing(shown.workspace) as work:
            work.tokens.change(found.id, used_at=now)
            work.commit()
    return acting(
        shown.workspace,
        ActorKind.TOKEN,
        found.id,
        Role(found.role),
        frozenset(found.teams),
        found.person_id,
    )


def sign_in(desk: Desk, link: str, browser: str | None = None) -> SignedIn:
    """Sign in by a link, which is used up; raises Unauthenticated where it is unknown, used or expired."""
    shown = credentials.read(credentials.LINK, link)
    if shown is None:
        raise unauthenticated("is no link to sign in with")
    with desk.store.writing(shown.workspace) as work:
        used = work.links.use(shown.hash, desk.now())
        person = work.people.get(used.person_id) if used else None
        if person is None or not _active(person) or _archived(shown.workspace, work):
            raise unauthenticated("holds a link that is unknown, used or expired; ask for another")
        return begin_session(desk, work, person, shown.workspace, browser)


def sign_in_as(desk: Desk, email: str, workspace: str | None = None, browser: str | None = None) -> SignedIn:
    """Sign in whoever a trusted provider has verified the address of; raises Unauthenticated for others.

    Somebody who is in several workspaces comes into the one of that name, else into the oldest.
    """
    with desk.store.reading("") as work:
        known = [each for each in work.workspaces.list() if each.archived_at is None]
    for place in known:
        if workspace in (None, place.name):
            with desk.store.writing(place.id) as work:
                person = work.people.by_email(email)
                if person is not None and _active(person):
                    return begin_session(desk, work, person, place.id, browser)
    raise unauthenticated("is in no workspace here; ask an administrator to add you")


def begin_session(
    desk: Desk, work: Work, person: PersonRecord, workspace: str, browser: str | None = None
) -> SignedIn:
    """Begin a session of `person` and commit; its secret is new, whatever the browser held before."""
    secret, now = credentials.issue(credentials.SESSION, workspace), desk.now()
    ends = now + desk.lifetimes.session
    session = work.sessions.add(ids.new(ids.SESSION, now), person.id, secret.hash, now, ends, browser)
    actor = _actor_of(person, workspace)
    desk.acting(actor, desk.request_id).commit(work, "session.begin", session.id)
    return SignedIn(actor, secret.text, session.expires_at)


def session(desk: Desk, cookie: str) -> Actor:
    """Who is signed in by a session's cookie; raises Unauthenticated where it has ended."""
    shown = credentials.read(credentials.SESSION, cookie)
    if shown is None:
        raise unauthenticated("is no session")
    now = desk.now()
    with desk.store.reading(shown.workspace) as work:
        found = work.sessions.by_hash(shown.hash)
    if (
        found is None
        or not credentials.equal(found.hash, shown.hash)
        or not _open(found, now, desk.lifetimes.idle)
    ):
        raise unauthenticated("holds a session that has ended; sign in again")
    if now - found.seen_at > SEEN_EVERY:
        with desk.store.writing(shown.workspace) as work:
            work.sessions.change(found.id, seen_at=now)
            work.commit()
    return _actor_of(found.person, shown.workspace)


def sign_out(desk: Desk, cookie: str) -> None:
    """End the session of a cookie, if there is one."""
    shown = credentials.read(credentials.SESSION, cookie)
    if shown is None:
        return
    with desk.store.writing(shown.workspace) as work:
        found = work.sessions.by_hash(shown.hash)
        if found is None or found.ended_at is not None:
            return
        work.sessions.change(found.id, ended_at=desk.now())
        actor = _actor_of(found.person, shown.workspace)
        desk.acting(actor, desk.request_id).commit(work, "session.end", found.id)


def _good(token: TokenRecord, now: datetime) -> bool:
    return token.revoked_at is None and (token.expires_at is None or now < token.expires_at)


def _open(session: SessionRecord, now: datetime, idle: timedelta) -> bool:
    lasts = min(session.expires_at, session.seen_at + idle)
    return session.ended_at is None and now < lasts and _active(session.person)


def _active(person: PersonRecord) -> bool:
    return person.disabled_at is None and person.erased_at is None


def _archived(workspace: str, work: Work) -> bool:
    found = work.workspaces.get(workspace)
    return found is None or found.archived_at is not None


def _actor_of(person: PersonRecord, workspace: str) -> Actor:
    return acting(
        workspace, ActorKind.PERSON, person.id, Role(person.role), frozenset(person.teams), person.id
    )
