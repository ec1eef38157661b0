"""Use cases over rosters: take one whole, from a file or a tool; what titles mean; plan against people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from planner.domain import InvalidInput, Problem
from planner.domain.access import Permission
from planner.domain.lists import Ask, Listing, Test
from planner.domain.profile import Staff
from planner.domain.roster import RosterRow
from planner.domain.words import Role
from planner.hiring import rosters as hiring
from planner.hiring.rosters import TitleReview
from planner.hiring.titles import fold
from planner.services import connections, ids
from planner.services.lookup import found, page
from planner.services.ports import Desk, Page, Work
from planner.services.ports.exchange import RosterPersonRecord, RosterRecord, TakenFile

ROSTERS = Listing("rosters", filters={"connection_id": Test("connection_id")})
EVERY = Ask(ROSTERS)
EXCHANGE = Permission.DATA_EXCHANGE
OTHER = "other"
MOST_PEOPLE = 200_000


@dataclass(frozen=True, slots=True)
class Seen:
    """A roster as the planner sees it: the titles to review, and the staff of the two roles."""

    roster: RosterRecord
    titles: tuple[TitleReview, ...]
    staff: tuple[Staff, ...]


def preview(desk: Desk, content: bytes, encoding: str | None = None) -> Any:
    """What a file looks like; its mapping is the one that was last said of such files, if any."""
    seen = desk.beyond.files.preview(content, encoding)
    with desk.reading(EXCHANGE) as work:
        known = _remembered(work, seen.fingerprint)
    return replace(seen, mapping={**seen.mapping, **known})


def take(
    desk: Desk,
    content: bytes,
    name: str = "file",
    columns: Mapping[str, str] | None = None,
    day_first: bool | None = None,
    encoding: str | None = None,
) -> RosterRecord:
    """Keep the roster of a file, all of it; what was said of its columns is remembered for the next one.

    Raises InvalidInput naming each row that is wrong.
    """
    said, file = _read(desk, content, columns, day_first, encoding)
    with desk.writing(EXCHANGE) as work:
        record = _keep(desk, work, name, file.people, dict(file.mapping), None)
        record.report = [asdict(row) for row in file.report if row.outcome != "taken"]
        record.left_out = len(record.report)
        if columns:
            _remember(desk, work, file.fingerprint, said)
        desk.commit(work, "roster.take", record.id)
    return record


def look(
    desk: Desk,
    content: bytes,
    columns: Mapping[str, str] | None = None,
    day_first: bool | None = None,
    encoding: str | None = None,
) -> TakenFile:
    """The people and the report that `take` would keep, of which nothing is kept; raises like it."""
    return _read(desk, content, columns, day_first, encoding)[1]


def _read(
    desk: Desk,
    content: bytes,
    columns: Mapping[str, str] | None,
    day_first: bool | None,
    encoding: str | None,
) -> tuple[dict[str, str], TakenFile]:
    """What is said of a file's columns, now or before, and what it holds by that."""
    files = desk.beyond.files
    with desk.reading(EXCHANGE) as work:
        known = _remembered(work, files.preview(content, encoding).fingerprint)
    said = {**known, **(columns or {})}
    return said, files.read(content, desk.today(), said, day_first, encoding)


def _remembered(work: Work, fingerprint: str) -> dict[str, str]:
    record = work.column_mappings.get(fingerprint)
    return dict(record.mapping) if record else {}


def _remember(desk: Desk, work: Work, fingerprint: str, said: Mapping[str, str]) -> None:
    now = desk.now()
    kept = work.column_mappings.get(fingerprint)
    if kept is None:
        kept = work.column_mappings.add(fingerprint=fingerprint, mapping={}, updated_at=now)
    kept.mapping, kept.updated_at = dict(said), now


def pull(desk: Desk, connection_id: str) -> RosterRecord:
    """Take the roster of a connection, all of it; raises NotFound, Refused."""
    source = connections.get(desk, connection_id)
    people: dict[str, RosterRow] = {}
    with connections.opened(desk, source) as connector:
        cursor: str | None = None
        while True:
            part = connector.pull_roster(desk.today(), cursor)
            people |= {row.key: row for row in part.items}
            if part.next is None or part.next == cursor or len(people) > MOST_PEOPLE:
                break
            cursor = part.next
    today = desk.today()
    present = [row for _, row in sorted(people.items()) if row.active and (row.leaves or today) >= today]
    with desk.writing(EXCHANGE) as work:
        record = _keep(desk, work, source.name, present, {}, source.id)
        desk.commit(work, "roster.pull", record.id)
    return record


def index(desk: Desk, ask: Ask = EVERY) -> Page[RosterRecord]:
    """A part of the rosters, newest first."""
    with desk.reading(EXCHANGE) as work:
        return page(ask, work.rosters.list(ask))


def get(desk: Desk, roster_id: str) -> Seen:
    """A roster with its titles to review and the staff that follows from them; raises NotFound."""
    with desk.reading(EXCHANGE) as work:
        record = found(ids.ROSTER, roster_id, work.rosters.get)
        people = [person(each) for each in work.rosters.people(record.id)]
        overrides = meanings(work)
    titles = desk.roles.titles
    return Seen(record, hiring.review(people, titles, overrides), hiring.staff(people, titles, overrides))


def people(desk: Desk, roster_id: str) -> Sequence[RosterPersonRecord]:
    """Everybody in a roster, by key; raises NotFound."""
    with desk.reading(EXCHANGE) as work:
        found(ids.ROSTER, roster_id, work.rosters.get)
        return work.rosters.people(roster_id)


def say(desk: Desk, titles: Mapping[str, str]) -> dict[str, str]:
    """Say what titles stand for here: mlops, platform or other. Raises InvalidInput."""
    words = (*Role, OTHER)
    wrong = [
        Problem(f"titles.{title}", f"{word!r} is no function.", f"Use one of {', '.join(words)}.")
        for title, word in titles.items()
        if word not in words
    ]
    if wrong:
        raise InvalidInput(*wrong)
    now = desk.now()
    with desk.writing(EXCHANGE) as work:
        for title, word in titles.items():
            key = fold(title)[:200]
            kept = work.title_meanings.get(key) or work.title_meanings.add(
                title=key, counts_as="", updated_at=now
            )
            kept.counts_as, kept.updated_at = word, now
        desk.commit(work, "roster.titles", desk.actor.workspace)
        return {row.title: row.counts_as for row in work.title_meanings.all()} | dict(titles)


def said(desk: Desk) -> dict[str, str]:
    """What titles stand for in the workspace, in words, where somebody said so."""
    with desk.reading(EXCHANGE) as work:
        return {row.title: row.counts_as for row in work.title_meanings.all()}


def meanings(work: Work) -> dict[str, Role | None]:
    """What titles stand for in the workspace, where somebody said so."""
    rows = work.title_meanings.all()
    return {row.title: None if row.counts_as == OTHER else Role(row.counts_as) for row in rows}


def person(record: RosterPersonRecord) -> RosterRow:
    """Somebody of a stored roster, without pay."""
    names = ("key", "name", "email", "title", "level", "department", "team", "manager", "site", "employment")
    said = {name: getattr(record, name) for name in names}
    return RosterRow(**said, fte=record.fte, starts=record.starts, leaves=record.leaves)


def _keep(
    desk: Desk,
    work: Work,
    source: str,
    people: Sequence[RosterRow],
    mapping: dict[str, str],
    connection_id: str | None,
) -> RosterRecord:
    now = desk.now()
    record = work.rosters.add(
        id=ids.new(ids.ROSTER, now),
        source=source[:200],
        connection_id=connection_id,
        as_of=desk.today(),
        people=len(people),
        left_out=0,
        report=[],
        mapping=mapping,
        taken_by=desk.actor.id,
        created_at=now,
    )
    work.rosters.fill(record.id, [_columns(each) for each in people])
    return record


def _columns(row: RosterRow) -> dict[str, Any]:
    said = asdict(row)
    for name in ("active", "pay"):
        said.pop(name)
    said["key"] = row.key[:200]
    pay = row.pay
    return {**said, "pay": pay.amount if pay else None, "currency": pay.currency if pay else None}
