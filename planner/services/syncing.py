"""Use cases that go through a connection: dry run, push, status back, and all of it on schedule.

A push takes the connection's lease, writes down what it intends before it writes there, and what came of it
after; whoever finds an intent without an end looks there before anything is sent again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from planner.domain import Conflict, PlannerError, Problem
from planner.domain.access import Permission
from planner.domain.connecting import (
    Change,
    ChangeSet,
    Connector,
    Link,
    Outcome,
    RemoteStatus,
    RowResult,
)
from planner.domain.lists import Ask, Listing, Test
from planner.domain.openings import Opening
from planner.services import connections, ids, seating
from planner.services.lookup import found, page
from planner.services.ports import Desk, Page, Work
from planner.services.ports.exchange import (
    ConnectionRecord,
    LinkThereRecord,
    ResultRecord,
    RunRecord,
)

RUNS = Listing("runs", filters={name: Test(name) for name in ("connection_id", "kind", "state")})
EVERY = Ask(RUNS)
LEASE = timedelta(minutes=10)
EXCHANGE = Permission.DATA_EXCHANGE
DONE = frozenset({Outcome.CREATED, Outcome.UPDATED, Outcome.CLOSED, Outcome.UNCHANGED})


class Moved(Conflict):
    """A push of a dry run that does not hold any more; nothing was written."""

    title = "The tool or the plan has changed since the dry run"


class Busy(Conflict):
    """A push through a connection that somebody else pushes through at present."""

    title = "Somebody is pushing through this connection"


def plan(desk: Desk, connection_id: str) -> RunRecord:
    """Say what a push would change there, and keep it; writes nothing there. Raises NotFound, Refused."""
    record = connections.get(desk, connection_id)
    with connections.opened(desk, record) as connector:
        changes = _compared(desk, record, connector)
    return _kept(desk, record, changes)


def push(desk: Desk, connection_id: str, hash: str) -> RunRecord:
    """Make the changes of the dry run with that hash; raises Moved where they differ now, Busy, Refused."""
    record = connections.get(desk, connection_id)
    with _leased(desk, record) as holder, connections.opened(desk, record) as connector:
        changes = _compared(desk, record, connector)
        if changes.hash != hash:
            fresh = _kept(desk, record, changes)
            raise Moved(
                Problem("hash", "is not that of the changes as they are now.", f"Look at run {fresh.id}.")
            )
        return _pushed(desk, record, connector, changes, holder)


def status(desk: Desk, connection_id: str) -> RunRecord:
    """Fetch the state of everything that is linked; raises NotFound, Refused."""
    record = connections.get(desk, connection_id)
    with connections.opened(desk, record) as connector:
        return _status(desk, record, connector)


def sync(desk: Desk, connection_id: str) -> RunRecord:
    """What the schedule does: status back, then a push where the connection may, else a dry run.

    Where anything would be in conflict, or most of what is linked would be closed, it stays with the dry run.
    """
    record = connections.get(desk, connection_id)
    with _leased(desk, record) as holder, connections.opened(desk, record) as connector:
        _status(desk, record, connector)
        if not connector.capabilities().openings:
            raise Conflict(Problem("kind", f"{record.kind} has no openings.", "Pull its roster instead."))
        changes = _compared(desk, record, connector)
        if record.pushes and _harmless(changes):
            return _pushed(desk, record, connector, changes, holder)
    return _kept(desk, record, changes)


def resolve(desk: Desk, connection_id: str, external_id: str, choices: Mapping[str, str]) -> LinkThereRecord:
    """Decide fields that are in conflict: `ours` overwrites at the next push, `theirs` is left to them.

    Raises NotFound. Without fields, a record that is gone there is forgotten, so that it is made anew.
    """
    record = connections.get(desk, connection_id)
    held = {}
    if choices:
        with connections.opened(desk, record) as connector:
            held = _there(desk, record, connector, external_id)
    with desk.writing(EXCHANGE) as work:
        link = _linked(work, connection_id, external_id)
        if not choices:
            work.links_there.forget(connection_id, external_id)
        ours = {name for name, side in choices.items() if side == "ours"}
        link.pushed = {**link.pushed, **{name: held[name] for name in ours if name in held}}
        link.kept = sorted((set(link.kept) - ours) | (set(choices) - ours))
        link.updated_at = desk.now()
        desk.commit(work, "connection.resolve", connection_id)
    return link


def runs(desk: Desk, ask: Ask = EVERY) -> Page[RunRecord]:
    """A part of the runs, newest first."""
    with desk.reading(EXCHANGE) as work:
        return page(ask, work.runs.list(ask))


def run(desk: Desk, run_id: str) -> tuple[RunRecord, Sequence[ResultRecord]]:
    """A run with what became of each of its changes; raises NotFound."""
    with desk.reading(EXCHANGE) as work:
        record = found(ids.RUN, run_id, work.runs.get)
        return record, work.results.all(run_id=run_id)


def links(desk: Desk, connection_id: str) -> Sequence[LinkThereRecord]:
    """What is linked through a connection, by our id; raises NotFound."""
    with desk.reading(EXCHANGE) as work:
        found(ids.CONNECTION, connection_id, work.connections.get)
        return work.links_there.all(connection_id=connection_id)


def _compared(desk: Desk, record: ConnectionRecord, connector: Connector) -> ChangeSet:
    with desk.reading(EXCHANGE) as work:
        known = {row.external_id: row for row in work.links_there.all(connection_id=record.id)}
        seats = seating.seats(work)
    rows = desk.beyond.tools.rows(record.kind, seats, record.settings)
    concerned = [row for row in rows if _concerns(row, known)]
    return connector.plan(concerned, [_link(row) for row in known.values()])


def _concerns(row: Opening, known: Mapping[str, LinkThereRecord]) -> bool:
    """Whether a row is there already, or has seats to hire for."""
    return row.external_id in known or row.count > row.filled


def _harmless(changes: ChangeSet) -> bool:
    counts = changes.counts()
    return not counts["conflict"] and counts["close"] <= max(1, len(changes.changes) // 5)


def _pushed(
    desk: Desk, record: ConnectionRecord, connector: Connector, changes: ChangeSet, holder: str
) -> RunRecord:
    run_id = _begun(desk, record, changes)
    counts: Counter[str] = Counter()
    size = connector.capabilities().max_batch
    try:
        for batch in _batches(changes.changes, size):
            _intend(desk, record, batch, holder)
            results = connector.apply(batch, run_id)
            counts.update(result.outcome.value for result in results)
            _record(desk, record, run_id, batch, results, counts)
    except PlannerError as error:
        _ended(desk, run_id, "failed", str(error))
        raise
    return _ended(desk, run_id, "done")


def _batches(changes: Sequence[Change], size: int) -> Iterator[Sequence[Change]]:
    for start in range(0, len(changes), size):
        yield changes[start : start + size]


def _begun(desk: Desk, record: ConnectionRecord, changes: ChangeSet) -> str:
    now = desk.now()
    with desk.writing(EXCHANGE) as work:
        for stopped in work.runs.running(record.id):
            stopped.state, stopped.finished_at = "interrupted", now
            stopped.error = "It ended without a word; what it had begun was looked up by the next one."
        values = _run(desk, record, "push", changes)
        run = work.runs.add(**{**values, "state": "running", "total": len(changes.changes), "counts": {}})
        desk.commit(work, "connection.push", record.id, after=changes.hash)
    return run.id


def _run(desk: Desk, record: ConnectionRecord, kind: str, changes: ChangeSet | None) -> dict[str, Any]:
    now = desk.now()
    return {
        "id": ids.new(ids.RUN, now),
        "connection_id": record.id,
        "kind": kind,
        "state": "planned",
        "hash": changes.hash if changes else None,
        "changes": [_said(each) for each in changes.changes] if changes else None,
        "counts": changes.counts() if changes else {},
        "total": len(changes.writes) if changes else 0,
        "done": 0,
        "started_by": desk.actor.id,
        "created_at": now,
    }


def _kept(desk: Desk, record: ConnectionRecord, changes: ChangeSet) -> RunRecord:
    with desk.writing(EXCHANGE) as work:
        run = work.runs.add(**_run(desk, record, "plan", changes))
        desk.commit(work, "connection.plan", record.id, after=changes.hash)
    return run


def _intend(desk: Desk, record: ConnectionRecord, batch: Sequence[Change], holder: str) -> None:
    now = desk.now()
    writes = ChangeSet(tuple(batch)).writes
    with desk.writing(EXCHANGE) as work:
        if not work.connections.lease(record.id, holder, now, now + LEASE):
            raise _busy(record)
        for change in writes:
            link = work.links_there.get(record.id, change.external_id) or _fresh(work, record, change, now)
            link.intended, link.state, link.updated_at = dict(change.fields), "intent", now
        work.commit()


def _fresh(work: Work, record: ConnectionRecord, change: Change, now: datetime) -> LinkThereRecord:
    return work.links_there.add(
        connection_id=record.id,
        external_id=change.external_id,
        title=change.title,
        seats=list(change.seats),
        remote_type=record.kind,
        pushed={},
        intended={},
        kept=[],
        state="intent",
        updated_at=now,
    )


def _record(
    desk: Desk,
    record: ConnectionRecord,
    run_id: str,
    batch: Sequence[Change],
    results: Sequence[RowResult],
    counts: Mapping[str, int],
) -> None:
    now = desk.now()
    with desk.writing(EXCHANGE) as work:
        for change, result in zip(batch, results, strict=True):
            _note(work, run_id, change, result, now)
            link = work.links_there.get(record.id, change.external_id)
            if link is None and result.outcome in DONE and result.remote_id:
                link = _fresh(work, record, change, now)
            if link is not None:
                _learn(link, change, result, now)
                seating.link(work, record, link, now)
        run = found(ids.RUN, run_id, work.runs.locked)
        run.done += len(batch)
        run.counts = dict(counts)
        work.commit()


def _note(work: Work, run_id: str, change: Change, result: RowResult, now: datetime) -> None:
    work.results.add(
        run_id=run_id,
        external_id=change.external_id,
        title=change.title,
        action=change.action.value,
        outcome=result.outcome.value,
        message=result.message[:2_000],
        remote_id=result.remote_id,
        link=result.url,
        at=now,
    )


def _learn(link: LinkThereRecord, change: Change, result: RowResult, now: datetime) -> None:
    """What the result says of the record; a write whose end is not known stays an intent."""
    link.title, link.updated_at = change.title or link.title, now
    link.seats = list(change.seats) or link.seats
    if result.remote_id:
        link.remote_id = result.remote_id
    if result.outcome in DONE:
        link.pushed = {**link.pushed, **result.fields}
        link.intended, link.state = {}, "linked"
        link.remote_version, link.link = result.remote_version, result.url
    elif result.outcome is Outcome.UNKNOWN:
        link.state = "unknown"
    elif link.state == "intent":  # refused or not tried: nothing is under way
        link.state = "linked" if link.remote_id else "intent"


def _ended(desk: Desk, run_id: str, state: str, error: str | None = None) -> RunRecord:
    with desk.writing(EXCHANGE) as work:
        run = found(ids.RUN, run_id, work.runs.locked)
        run.state, run.error, run.finished_at = state, error, desk.now()
        work.commit()
    return run


def _status(desk: Desk, record: ConnectionRecord, connector: Connector) -> RunRecord:
    with desk.reading(EXCHANGE) as work:
        known = [_link(row) for row in work.links_there.all(connection_id=record.id)]
    seen = {each.external_id: each for each in connector.pull_status(known)} if known else {}
    now = desk.now()
    with desk.writing(EXCHANGE) as work:
        counts: Counter[str] = Counter()
        for link in work.links_there.all(connection_id=record.id):
            _see(link, seen.get(link.external_id), now)
            counts[link.remote_state or "unknown"] += 1
            seating.link(work, record, link, now)
        ended = {"state": "done", "counts": dict(counts), "finished_at": now}
        values = {**_run(desk, record, "status", None), **ended, "total": len(known), "done": len(seen)}
        kept = work.runs.add(**values)
        desk.commit(work, "connection.status", record.id)
    return kept


def _see(link: LinkThereRecord, status: RemoteStatus | None, now: datetime) -> None:
    link.seen_at = now
    if status is None:
        link.remote_state, link.note = "gone", "It is not there any more, or cannot be seen."
        return
    link.remote_id, link.remote_version = status.remote_id, status.version
    link.remote_state, link.remote_word = status.state.value, status.word
    link.count, link.filled = status.count, status.filled
    link.note, link.link = status.note or None, status.url


def _there(desk: Desk, record: ConnectionRecord, connector: Connector, external_id: str) -> dict[str, Any]:
    changes = _compared(desk, record, connector).changes
    diffs = next((each.diffs for each in changes if each.external_id == external_id), ())
    return {each.field: each.remote for each in diffs}


def _linked(work: Work, connection_id: str, external_id: str) -> LinkThereRecord:
    link = work.links_there.get(connection_id, external_id)
    if link is None:
        raise Conflict(Problem("external_id", f"{external_id[:60]!r} is not linked.", "Look at the dry run."))
    return link


def _link(row: LinkThereRecord) -> Link:
    return Link(
        external_id=row.external_id,
        remote_id=row.remote_id,
        remote_type=row.remote_type,
        remote_version=row.remote_version,
        pushed=row.pushed,
        intended=row.intended,
        kept=frozenset(row.kept),
        state=row.state,
    )


@contextmanager
def _leased(desk: Desk, record: ConnectionRecord) -> Iterator[str]:
    """The connection to oneself; raises Busy while somebody else has it."""
    now = desk.now()
    holder = ids.new(ids.RUN, now)
    with desk.writing(EXCHANGE) as work:
        if not work.connections.lease(record.id, holder, now, now + LEASE):
            raise _busy(record)
        work.commit()
    try:
        yield holder
    finally:
        with desk.writing(EXCHANGE) as work:
            work.connections.release(record.id, holder)
            work.commit()


def _busy(record: ConnectionRecord) -> Busy:
    return Busy(Problem("connection_id", f"{record.name} is in use.", "Wait until that push has ended."))


def _said(change: Change) -> dict[str, Any]:
    said = asdict(change)
    return {**said, "action": change.action.value, "fields": dict(change.fields), "seats": list(change.seats)}
