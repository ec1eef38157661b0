"""Use cases over connections to headcount tools: add, change, check, remove."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from planner.domain import Conflict, InvalidInput, Problem, digest
from planner.domain.access import Permission
from planner.domain.connecting import Connector, Health
from planner.domain.lists import Ask, Listing, Test
from planner.services import ids
from planner.services.lookup import found, page
from planner.services.ports import Desk, Page, Work
from planner.services.ports.exchange import ConnectionRecord
from planner.services.versions import WHICHEVER, Expected

CONNECTIONS = Listing("connections", filters={"kind": Test("kind"), "name": Test("name")})
EVERY = Ask(CONNECTIONS)
SHORTEST, LONGEST = 5, 7 * 24 * 60
MANAGE = Permission.CONNECTIONS_MANAGE


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a connection is to be; None leaves it as it is. `every_minutes` 0 ends the schedule."""

    name: str | None = None
    url: str | None = None
    settings: Mapping[str, str] | None = None
    secrets: Mapping[str, str] | None = None
    every_minutes: int | None = None
    pushes: bool | None = None


def add(desk: Desk, kind: str, wanted: Wanted) -> ConnectionRecord:
    """Keep a connection; its secrets are sealed and never shown. Raises InvalidInput, Conflict, Refused."""
    settings, secrets = dict(wanted.settings or {}), dict(wanted.secrets or {})
    url = desk.beyond.tools.validated(kind, wanted.url, settings, secrets)
    now = desk.now()
    with desk.writing(MANAGE) as work:
        name = _free(work, wanted.name or kind)
        id = ids.new(ids.CONNECTION, now)
        record = work.connections.add(
            id=id,
            name=name,
            kind=kind,
            url=url,
            settings=settings,
            sealed=desk.beyond.vault.seal(secrets, desk.actor.workspace, id),
            every_minutes=_interval(wanted.every_minutes),
            pushes=bool(wanted.pushes),
            created_by=desk.actor.id,
            created_at=now,
            updated_at=now,
        )
        record.next_run_at = _next(desk, record)
        work.leases.add(connection_id=id)
        desk.commit(work, "connection.add", id, after=_mark(record))
    return record


def change(
    desk: Desk, connection_id: str, wanted: Wanted, expected: Expected = WHICHEVER
) -> ConnectionRecord:
    """Change a connection; another host needs the secrets again. Raises NotFound, Stale, InvalidInput."""
    with desk.writing(MANAGE) as work:
        record = found(ids.CONNECTION, connection_id, work.connections.locked)
        expected.check(record.version)
        before = _mark(record)
        held = desk.beyond.vault.open(record.sealed, desk.actor.workspace, record.id)
        settings = record.settings if wanted.settings is None else dict(wanted.settings)
        moved = not _hosts(wanted.url or record.url, settings) <= _hosts(record.url, record.settings)
        if moved and not wanted.secrets:
            raise InvalidInput(
                Problem(
                    "secrets", "are needed again: the host has changed.", "Send them with the new address."
                )
            )
        secrets = dict(wanted.secrets or {}) if moved else {**held, **(wanted.secrets or {})}
        record.url = desk.beyond.tools.validated(record.kind, wanted.url or record.url, settings, secrets)
        record.settings = settings
        record.sealed = desk.beyond.vault.seal(secrets, desk.actor.workspace, record.id)
        if wanted.name is not None and wanted.name != record.name:
            record.name = _free(work, wanted.name)
        if wanted.every_minutes is not None:
            record.every_minutes = _interval(wanted.every_minutes)
            record.next_run_at = _next(desk, record)
        if wanted.pushes is not None:
            record.pushes = wanted.pushes
        record.updated_at = desk.now()
        desk.commit(work, "connection.change", record.id, before=before, after=_mark(record))
    return record


def remove(desk: Desk, connection_id: str) -> None:
    """Forget a connection, its secrets and what was known through it; nothing is done there."""
    with desk.writing(MANAGE) as work:
        record = found(ids.CONNECTION, connection_id, work.connections.locked)
        before, id = _mark(record), record.id
        work.connections.remove(id)
        desk.commit(work, "connection.remove", id, before=before)


def get(desk: Desk, connection_id: str) -> ConnectionRecord:
    """A connection; raises NotFound."""
    with desk.reading(Permission.DATA_EXCHANGE) as work:
        return found(ids.CONNECTION, connection_id, work.connections.get)


def by_name(desk: Desk, name: str) -> ConnectionRecord:
    """The connection of that name or id; raises NotFound naming those there are."""
    with desk.reading(Permission.DATA_EXCHANGE) as work:
        record = work.connections.named(name)
        return record or found(ids.CONNECTION, name, work.connections.get)


def index(desk: Desk, ask: Ask = EVERY) -> Page[ConnectionRecord]:
    """A part of the connections, newest first."""
    with desk.reading(Permission.DATA_EXCHANGE) as work:
        return page(ask, work.connections.list(ask))


def kinds(desk: Desk) -> list[dict[str, object]]:
    """The tools that can be connected, and what each asks for."""
    desk.require(Permission.DATA_EXCHANGE)
    return [
        {
            "name": each.name,
            "title": each.title,
            "experimental": each.caps.experimental,
            "proof": each.caps.proof,
            "asks": [asdict(setting) for setting in each.asks],
        }
        for each in desk.beyond.tools.kinds()
    ]


def check(desk: Desk, connection_id: str) -> Health:
    """Sign in there and look whether all is as it must be; what is found is kept. Raises Refused."""
    record = get(desk, connection_id)
    with opened(desk, record) as connector:
        health = connector.check()
    with desk.writing(Permission.DATA_EXCHANGE) as work:
        kept = found(ids.CONNECTION, connection_id, work.connections.locked)
        kept.checked_at = desk.now()
        kept.health = {"ok": health.ok, "version": health.version, "findings": list(health.findings)}
        desk.commit(work, "connection.check", record.id)
    return health


@contextmanager
def opened(desk: Desk, record: ConnectionRecord) -> Iterator[Connector]:
    """The connector of a connection, for as long as it is used."""
    secrets = desk.beyond.vault.open(record.sealed, desk.actor.workspace, record.id)
    with desk.beyond.tools.open(record.kind, record.url, record.settings, secrets) as connector:
        yield connector


def _next(desk: Desk, record: ConnectionRecord) -> datetime | None:
    return None if record.every_minutes is None else desk.now() + timedelta(minutes=record.every_minutes)


def _interval(minutes: int | None) -> int | None:
    if not minutes:
        return None
    if not SHORTEST <= minutes <= LONGEST:
        raise InvalidInput(
            Problem(
                "every_minutes",
                f"is {minutes}.",
                f"Choose {SHORTEST} to {LONGEST:,} minutes, or 0 for never.",
            )
        )
    return minutes


def _free(work: Work, name: str) -> str:
    if work.connections.named(name) is not None:
        raise Conflict(Problem("name", f"There is a connection {name!r} already.", "Choose another name."))
    return name


def _hosts(url: str, settings: Mapping[str, str]) -> set[tuple[str, str]]:
    """Where secrets go: the tool's host, and those that settings name."""
    urls = (url, *(value for name, value in settings.items() if name.endswith("_url")))
    return {(parts.scheme, parts.netloc) for parts in map(urlsplit, urls)}


def _mark(record: ConnectionRecord) -> str:
    said = (record.name, record.kind, record.url, record.settings, record.every_minutes, record.pushes)
    return digest(said)
