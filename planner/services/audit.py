"""Use cases over the audit trail: search, hand out, check, and sign how far it goes."""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from planner.domain import InvalidInput, Problem
from planner.domain.access import Permission
from planner.domain.audit import BEGINNING, FACTS, Event, chained
from planner.domain.lists import MOST_ITEMS, Ask, Key, Listing, Test
from planner.services.lookup import page
from planner.services.ports import Desk, Page, Work
from planner.services.ports.audit import EntryRecord

READ = Permission.AUDIT_READ
MOST_PROBLEMS = 50
MOST_EXPORTED = 100_000
ENTRIES = Listing(
    "audit",
    sorts={"sequence": Key("sequence", int)},
    filters={
        "actor": Test("actor"),
        "action": Test("action"),
        "target": Test("target"),
        "since": Test("at", operator.ge),
        "until": Test("at", operator.le),
    },
    usual="-sequence",
)
EVERY = Ask(ENTRIES)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a trail is whole: how many entries were read, and what is wrong with them."""

    entries: int
    hash: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A signed statement of how far a trail goes, to be kept where the service's database is not."""

    workspace: str
    sequence: int
    hash: str
    at: datetime
    signature: str
    public_key: str


def index(desk: Desk, ask: Ask = EVERY) -> Page[EntryRecord]:
    """A part of the trail, newest first unless asked otherwise."""
    with desk.reading(READ) as work:
        return page(ask, work.audit.list(ask))


def export(desk: Desk, filters: Mapping[str, object]) -> Iterator[EntryRecord]:
    """Every entry that passes the filters of `ENTRIES`, oldest first, read as it is asked for."""
    desk.require(READ)
    return _read(desk, Ask(ENTRIES, MOST_ITEMS, "sequence", filters))


def exported(desk: Desk, filters: Mapping[str, object]) -> list[EntryRecord]:
    """The same at once, for an answer; raises InvalidInput where that are too many."""
    found = list(islice(export(desk, filters), MOST_EXPORTED + 1))
    if len(found) > MOST_EXPORTED:
        raise InvalidInput(
            Problem("since", f"is needed: there are more than {MOST_EXPORTED:,} entries.", "Ask by month.")
        )
    return found


def checkpoint(desk: Desk) -> Checkpoint:
    """Sign how far the trail goes now."""
    with desk.reading(READ) as work:
        head = work.audit.head()
        if head is None or head.sequence == 0:
            raise InvalidInput(Problem("audit", "has no entry yet.", "Come back once something is recorded."))
        signature = work.audit.sign("checkpoint", head.sequence, head.hash)
        return Checkpoint(
            desk.actor.workspace, head.sequence, head.hash, desk.now(), signature, work.audit.public_key
        )


def verify(desk: Desk, kept: Checkpoint | None = None) -> Verdict:
    """Read the whole trail and say what was edited, deleted or cut off; also against a kept checkpoint."""
    with desk.reading(READ) as work:
        ends = {end.sequence: end.hash for end in work.audit.checkpoints()}
        if kept is not None:
            ends[kept.sequence] = kept.hash
        walk = _Walk(desk.actor.workspace, ends)
        for entry in work.audit.entries():
            walk.step(entry)
        problems = (*walk.problems, *_signatures(work, walk, kept))
    return Verdict(walk.count, walk.hash, problems[:MOST_PROBLEMS])


class _Walk:
    """A walk along the trail, entry by entry."""

    def __init__(self, workspace: str, ends: Mapping[int, str]) -> None:
        self.workspace, self.ends = workspace, ends
        self.sequence, self.hash, self.count = 0, BEGINNING, 0
        self.problems: list[Problem] = []

    def step(self, entry: EntryRecord) -> None:
        """Hold an entry against the one before and against what it says."""
        event = Event(**{name: getattr(entry, name) for name in FACTS})
        if entry.sequence != self.sequence + 1:
            self._say(f"entries {self.sequence + 1} to {entry.sequence - 1}", "are missing.")
        elif entry.previous != self.hash:
            self._say(entry.id, "does not follow the entry before it.")
        if chained(entry.previous, self.workspace, entry.sequence, event) != entry.hash:
            self._say(entry.id, "was changed after it was written.")
        if self.ends.get(entry.sequence, entry.hash) != entry.hash:
            self._say(entry.id, "is not what its checkpoint says.")
        self.sequence, self.hash, self.count = entry.sequence, entry.hash, self.count + 1

    def _say(self, where: str, what: str) -> None:
        fix = "Compare with a backup or an export from before."
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(where, what, fix))


def _signatures(work: Work, walk: _Walk, kept: Checkpoint | None) -> Iterator[Problem]:
    """What is wrong with the signed ends: a tail that was cut off, a signature that is not this service's."""
    fix = "Compare with a backup; and check that the service's audit key is still the same."
    head = work.audit.head()
    if head is None:
        yield Problem("end of the trail", "is missing.", fix)
    elif (head.sequence, head.hash) != (walk.sequence, walk.hash):
        yield Problem(
            "end of the trail", f"is entry {head.sequence}, but entries go to {walk.sequence}.", fix
        )
    elif not work.audit.holds("head", head.sequence, head.hash, head.signature):
        yield Problem("end of the trail", "is not signed by this service.", fix)
    for end in work.audit.checkpoints():
        if not work.audit.holds("checkpoint", end.sequence, end.hash, end.signature):
            yield Problem(f"checkpoint {end.sequence}", "is not signed by this service.", fix)
    if walk.ends and max(walk.ends) > walk.sequence:
        yield Problem(
            f"checkpoint {max(walk.ends)}",
            f"is beyond the last entry, {walk.sequence}: the tail is gone.",
            fix,
        )
    if kept and not work.audit.holds("checkpoint", kept.sequence, kept.hash, kept.signature):
        yield Problem("the kept checkpoint", "is not signed by this service.", fix)


def _read(desk: Desk, ask: Ask) -> Iterator[EntryRecord]:
    with desk.reading(READ) as work:
        more = True
        while more:
            part = page(ask, work.audit.list(ask))
            yield from part.items
            more = part.next is not None
            if part.next is not None:
                ask = ask.beginning(part.next)
