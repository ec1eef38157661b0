"""What a vendor's module has to say; the rest of a connector is the same for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, NoReturn

from planner.domain import Problem
from planner.domain.connecting import Caps, Change, Grain, Health, Pulled, Refused, RowResult, Value
from planner.domain.openings import Opening, OpeningState, Seat
from planner.domain.roster import RosterRow
from planner.integrations.grouping import openings_of, seats_of

ENDED = frozenset({OpeningState.CLOSED})


class Unmapped(Refused):
    """An opening that has no place in the tool until something is set up there."""

    title = "The opening has no place there"


class Moved(Refused):
    """A record that somebody changed between our look and our write; nothing was written."""

    title = "It was changed there meanwhile"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A record as the tool holds it now: the fields we push, its state, and the people who fill it."""

    remote_id: str
    external_id: str | None
    version: str | None
    fields: Mapping[str, Value] = field(default_factory=dict)
    state: OpeningState = OpeningState.OPEN
    word: str = ""
    count: int = 1
    filled: int = 0
    url: str | None = None
    note: str = ""


class Tool:
    """A vendor's mapping. Reads may be repeated at will; each of the three writes sends one request."""

    kind: ClassVar[str]
    caps: ClassVar[Caps]
    remote_type: ClassVar[str] = ""

    @classmethod
    def rows(cls, seats: Sequence[Seat], settings: Mapping[str, str]) -> list[Opening]:
        """The seats as rows of the grain that the tool keeps."""
        return seats_of(seats) if cls.caps.grain is Grain.SEAT else openings_of(seats, cls.caps.sites)

    def check(self) -> Health:
        """Sign in and look whether all is there."""
        raise NotImplementedError

    def roster(self, as_of: date, cursor: str | None) -> Pulled[RosterRow]:
        """A part of the people employed on that day."""
        raise _cannot("roster")

    def held(self, external_ids: Sequence[str], remote_ids: Sequence[str]) -> list[Held]:
        """The records that carry one of our ids, or have one of the remote ids; ended ones too."""
        raise _cannot("openings")

    def wanted(self, opening: Opening, held: Held | None) -> dict[str, Value]:
        """The fields that the record is to have; raises Unmapped."""
        raise _cannot("openings")

    def base(self, pushed: Mapping[str, Value], held: Held) -> Mapping[str, Value]:
        """What was pushed, as it reads there when nobody has touched it since."""
        return pushed

    def collision(self, fields: Mapping[str, Value]) -> str | None:
        """Why the tool would refuse a new record with these fields, None where it would not."""
        return None

    def create(self, external_id: str, fields: Mapping[str, Value]) -> str | None:
        """Write a new record; its id there, where the answer says it."""
        raise _cannot("openings")

    def update(self, held: Held, fields: Mapping[str, Value]) -> None:
        """Write these fields of a record."""
        raise _cannot("openings")

    def end(self, held: Held) -> None:
        """Close a record; never delete it."""
        raise _cannot("openings")

    def write_many(self, changes: Sequence[Change]) -> list[RowResult] | None:
        """Create and update in one request, where the tool does all or nothing; None where it can't."""
        return None


def unmapped(path: str, message: str, fix: str) -> NoReturn:
    """Raise Unmapped."""
    raise Unmapped(Problem(path, message, fix))


def moved(message: str) -> Moved:
    """What a tool raises that finds its record changed."""
    return Moved(Problem("tool", message, "Look at a new dry run."))


def _cannot(what: str) -> Refused:
    return Refused(Problem(what, "are not offered by this tool.", "Use another connection for them."))
