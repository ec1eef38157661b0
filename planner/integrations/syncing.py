"""The connector that all tools share: plan, apply at most once, look up what is not certain, read back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date

from planner.domain import Problem
from planner.domain.connecting import (
    Action,
    Caps,
    Change,
    ChangeSet,
    Grain,
    Health,
    Link,
    Outcome,
    Pulled,
    Refused,
    RemoteStatus,
    RowResult,
    Unknown,
    Unreachable,
    Value,
)
from planner.domain.openings import Opening
from planner.domain.roster import RosterRow
from planner.integrations.diffing import Side, decide, same, swapped
from planner.integrations.http import Rejected, plain
from planner.integrations.tool import ENDED, Held, Moved, Tool

DONE = {Action.CREATE: Outcome.CREATED, Action.UPDATE: Outcome.UPDATED, Action.CLOSE: Outcome.CLOSED}
MOST_UNANSWERED = 3
SILENT = "several writes in a row had no answer."
MOVED = "It changed there since the dry run; look at a new one."


class Synced:
    """A Connector over one tool."""

    def __init__(self, tool: Tool) -> None:
        self.tool = tool

    def capabilities(self) -> Caps:
        """What the tool can do."""
        return self.tool.caps

    def check(self) -> Health:
        """Whether the connection works."""
        with understood():
            return self.tool.check()

    def pull_roster(self, as_of: date, cursor: str | None = None) -> Pulled[RosterRow]:
        """A part of the people employed on that day."""
        with understood():
            return self.tool.roster(as_of, cursor)

    def plan(self, rows: Sequence[Opening], links: Sequence[Link]) -> ChangeSet:
        """What a push would change there; writes nothing."""
        known = {link.external_id: link for link in links}
        side = self._side([row.external_id for row in rows], links)
        if self.tool.caps.grain is Grain.SEAT:
            rows = swapped(rows, side, known)
        with understood():
            changes = [decide(self.tool, row, known.get(row.external_id), side) for row in rows]
        return ChangeSet(tuple(sorted(changes, key=lambda change: change.external_id)))

    def apply(self, changes: Sequence[Change], run_id: str) -> list[RowResult]:
        """Make these changes, each at most once; the order of the results is that of the changes."""
        side = self._side([each.external_id for each in changes], _links(changes))
        results: dict[str, RowResult] = {}
        ready: list[tuple[Change, Held | None]] = []
        for change in changes:
            held = _only(side, change)
            done = self._settled(change, held)
            if done:
                results[change.external_id] = done
            else:
                ready.append((change, held))
        results |= {result.external_id: result for result in self._written(ready)}
        return self._read_back(changes, results)

    def pull_status(self, links: Sequence[Link], since: str | None = None) -> list[RemoteStatus]:
        """The state of what is linked; records that are gone are left out."""
        side = self._side([link.external_id for link in links], links)
        found = ((link, side.find(link.external_id, link)) for link in links)
        return [_status(link, held[0]) for link, held in found if held]

    def close(self, links: Sequence[Link], reason: str) -> list[RowResult]:
        """Close what is linked, except what people have filled."""
        changes = [
            Change(
                external_id=link.external_id,
                action=Action.CLOSE,
                title="",
                remote_id=link.remote_id,
                reason=reason,
            )
            for link in links
        ]
        return self.apply(changes, "close")

    def _side(self, external_ids: Sequence[str], links: Sequence[Link]) -> Side:
        remote_ids = [link.remote_id for link in links if link.remote_id]
        with understood():
            return Side.of(self.tool.held(external_ids, remote_ids))

    def _settled(self, change: Change, held: Held | None) -> RowResult | None:
        """The result of a change that needs, or allows, no write; None where it is to be written."""
        if change.action not in DONE:
            outcome = Outcome.CONFLICT if change.action is Action.CONFLICT else Outcome.UNCHANGED
            return _result(change, outcome, held, change.reason)
        if held is None:
            gone = _result(change, Outcome.CONFLICT, None, "It is not there any more.")
            return None if change.action is Action.CREATE else gone
        return _ended(change, held) if change.action is Action.CLOSE else _told(change, held)

    def _written(self, ready: Sequence[tuple[Change, Held | None]]) -> Iterator[RowResult]:
        many = [change for change, _ in ready if change.action is not Action.CLOSE]
        together = _guarded(many, lambda: self.tool.write_many(many)) if many else None
        if together is not None:
            yield from together
            ready = [pair for pair in ready if pair[0].action is Action.CLOSE]
        stopped: str | None = None
        unanswered = 0
        for change, held in ready:
            if stopped:
                yield _result(change, Outcome.FAILED, held, f"Not tried: {stopped}")
                continue
            try:
                with understood(Unknown):
                    remote_id = self._write(change, held)
                unanswered = 0
                yield _result(change, DONE[change.action], held, remote_id=remote_id)
            except Unknown as error:
                unanswered += 1
                stopped = SILENT if unanswered == MOST_UNANSWERED else None
                yield _result(change, Outcome.UNKNOWN, held, str(error))
            except Moved:
                yield _result(change, Outcome.CONFLICT, held, MOVED)
            except Rejected as error:
                yield _result(change, Outcome.FAILED, held, error.said)
            except Refused as error:
                stopped = str(error)
                yield _result(change, Outcome.FAILED, held, stopped)

    def _write(self, change: Change, held: Held | None) -> str | None:
        if change.action is Action.CREATE:
            return self.tool.create(change.external_id, change.fields)
        assert held is not None, "settled otherwise"
        if change.action is Action.CLOSE:
            self.tool.end(held)
        else:
            self.tool.update(held, {each.field: each.wanted for each in change.diffs})
        return held.remote_id

    def _read_back(self, changes: Sequence[Change], results: Mapping[str, RowResult]) -> list[RowResult]:
        """The results with what the tool holds now; what it silently dropped is said."""
        written = [each for each in changes if results[each.external_id].outcome in DONE.values()]
        if not written:
            return [results[each.external_id] for each in changes]
        try:
            ids = [results[each.external_id].remote_id for each in written]
            links = [
                Link(external_id=each.external_id, remote_id=id)
                for each, id in zip(written, ids, strict=True)
            ]
            side = self._side([each.external_id for each in written], links)
        except Refused:
            side = None
        return [_verified(each, results[each.external_id], side) for each in changes]


def _ended(change: Change, held: Held) -> RowResult | None:
    if held.state in ENDED:
        return _result(change, Outcome.UNCHANGED, held)
    if held.filled:
        return _result(change, Outcome.CONFLICT, held, "A person has filled it meanwhile.")
    return None


def _told(change: Change, held: Held) -> RowResult | None:
    """Whether the record says all already, or says something else than at the dry run."""
    if all(same(held.fields.get(name), value) for name, value in change.fields.items()):
        return _result(change, Outcome.UNCHANGED, held)
    moved = any(not same(held.fields.get(each.field), each.remote) for each in change.diffs)
    if moved or change.action is Action.CREATE:
        return _result(change, Outcome.CONFLICT, held, MOVED)
    return None


@contextmanager
def understood(otherwise: type[Refused] = Refused) -> Iterator[None]:
    """What a tool answers in a shape that nobody knows is an error of its own, not of ours."""
    try:
        yield
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        said = f"answered in a shape that is not known ({type(error).__name__}: {error})."
        raise otherwise(Problem("tool", plain(said), "Check address and version.")) from error


def _verified(change: Change, result: RowResult, side: Side | None) -> RowResult:
    if result.outcome not in DONE.values():
        return result
    link = Link(external_id=change.external_id, remote_id=result.remote_id)
    found = side.find(change.external_id, link) if side else ()
    if not found:
        reason = "It was written, but could not be read back."
        return _result(change, Outcome.UNKNOWN, None, reason, result.remote_id)
    held = found[0]
    if change.action is Action.CLOSE:
        if held.state in ENDED:
            return _result(change, Outcome.CLOSED, held)
        return _result(change, Outcome.FAILED, held, "The tool said yes, but it is still open there.")
    dropped = [name for name, value in change.fields.items() if not same(held.fields.get(name), value)]
    if not dropped:
        return _result(change, result.outcome, held)
    if change.action is Action.UPDATE and not set(dropped).isdisjoint(each.field for each in change.diffs):
        return _result(
            change, Outcome.FAILED, held, f"The tool said yes, but did not keep {', '.join(dropped)}."
        )
    return _result(change, result.outcome, held, f"The tool did not keep {', '.join(dropped)}.")


def _guarded(
    changes: Sequence[Change], write: Callable[[], list[RowResult] | None]
) -> list[RowResult] | None:
    try:
        with understood(Unknown):
            return write()
    except Unknown as error:
        return [_result(each, Outcome.UNKNOWN, None, str(error), each.remote_id) for each in changes]
    except (Rejected, Unreachable, Refused) as error:
        return [_result(each, Outcome.FAILED, None, str(error), each.remote_id) for each in changes]


def _result(
    change: Change, outcome: Outcome, held: Held | None, message: str = "", remote_id: str | None = None
) -> RowResult:
    fields: Mapping[str, Value] = {}
    if held is not None:
        fields = {name: held.fields.get(name) for name in change.fields} | {"_filled": held.filled}
    return RowResult(
        external_id=change.external_id,
        outcome=outcome,
        remote_id=held.remote_id if held else remote_id or change.remote_id,
        remote_version=held.version if held else None,
        fields=fields,
        message=message,
        url=held.url if held else None,
    )


def _only(side: Side, change: Change) -> Held | None:
    found = side.find(change.external_id, Link(external_id=change.external_id, remote_id=change.remote_id))
    return found[0] if found else None


def _links(changes: Sequence[Change]) -> list[Link]:
    return [Link(external_id=each.external_id, remote_id=each.remote_id) for each in changes]


def _status(link: Link, held: Held) -> RemoteStatus:
    return RemoteStatus(
        external_id=link.external_id,
        remote_id=held.remote_id,
        state=held.state,
        word=held.word,
        count=held.count,
        filled=held.filled,
        version=held.version,
        url=held.url,
        note=held.note,
    )
