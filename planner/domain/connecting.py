"""What connects the planner to a headcount tool: one Protocol, and what goes over it in both directions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from planner.domain.digest import digest
from planner.domain.errors import InvalidInput, PlannerError, Problem
from planner.domain.openings import Opening, OpeningState
from planner.domain.roster import RosterRow

LONGEST_ID = 50
Row = TypeVar("Row")
Value = str | int | float | bool | None


class Refused(PlannerError):
    """A tool that cannot be used as it is: its address, its credentials, its permissions or its answers."""

    title = "The tool could not be used"


class Unreachable(Refused):
    """A tool that could not be reached, or did not answer in time; nothing was written."""

    title = "The tool did not answer"


class Unknown(Refused):
    """A write that was sent and whose answer is not known: it may have happened."""

    title = "It is not known whether the tool wrote"


class BadSignature(InvalidInput):
    """A message that no tool of a connection has signed; it doesn't tell whether there is the connection."""

    title = "The message is not signed as it should be"

    def __init__(self) -> None:
        fix = "Check the address, and the webhook_secret on both sides."
        super().__init__(Problem("signature", "is not that of a message for a connection here.", fix))


class ExternalId(StrEnum):
    """How a tool can carry our id of an opening."""

    NATIVE = "native"
    CUSTOM_FIELD = "custom_field"
    NATURAL_KEY = "natural_key"
    NONE = "none"


class Grain(StrEnum):
    """What one record there stands for."""

    SEAT = "seat"
    REQUISITION = "requisition"
    COUNT = "count"


class Cancel(StrEnum):
    """How an opening ends there; nothing is ever deleted."""

    ARCHIVE = "archive"
    STATUS = "status"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """What a tool can do; `writes_per_minute` None means that no limit is known."""

    external_id: ExternalId = ExternalId.NONE
    grain: Grain = Grain.SEAT
    atomic_batch: bool = False
    max_batch: int = 1
    writes_per_minute: float | None = None
    sites: bool = True
    optimistic_lock: bool = False
    cancel: Cancel = Cancel.NONE
    roster: bool = True
    openings: bool = True
    experimental: bool = False
    proof: str = ""


@dataclass(frozen=True, slots=True)
class Health:
    """Whether a connection works: the server's version, and what is missing there with what to do."""

    ok: bool
    version: str
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pulled(Generic[Row]):
    """A part of what a tool holds; `next` is the cursor of the following part, None at the end."""

    items: tuple[Row, ...]
    next: str | None


class Action(StrEnum):
    """What is to be done with one record there."""

    CREATE = "create"
    UPDATE = "update"
    CLOSE = "close"
    NOOP = "unchanged"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class FieldDiff:
    """One field: what was last pushed, what stands there now, what is wanted."""

    field: str
    pushed: Value
    remote: Value
    wanted: Value
    conflict: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is to be done with one record, and on what version of it; `fields` is all that is wanted there."""

    external_id: str
    action: Action
    title: str
    fields: Mapping[str, Value] = field(default_factory=dict)
    diffs: tuple[FieldDiff, ...] = ()
    remote_id: str | None = None
    base_version: str | None = None
    reason: str = ""
    seats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """A dry run: every change that a push would make. `hash` tells whether anything moved since."""

    changes: tuple[Change, ...]

    @property
    def hash(self) -> str:
        """SHA-256 over what would be done and over what it was decided from."""
        return digest(
            [
                (each.external_id, each.action, each.fields, each.diffs, each.remote_id)
                for each in self.changes
            ]
        )

    @property
    def writes(self) -> tuple[Change, ...]:
        """The changes that write."""
        return tuple(each for each in self.changes if each.action in WRITES)

    def counts(self) -> dict[str, int]:
        """How many changes of each action there are."""
        return {action.value: sum(each.action is action for each in self.changes) for action in Action}


WRITES = (Action.CREATE, Action.UPDATE, Action.CLOSE)


class Outcome(StrEnum):
    """What became of one change."""

    CREATED = "created"
    UPDATED = "updated"
    CLOSED = "closed"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowResult:
    """What became of one change; `fields` is what the tool holds now, where it could be read back."""

    external_id: str
    outcome: Outcome
    remote_id: str | None = None
    remote_version: str | None = None
    fields: Mapping[str, Value] = field(default_factory=dict)
    message: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What is known of one record there: the last fields that were pushed, and on what version.

    `state` is `intent` from before a write until its answer, `unknown` where none came, else `linked`.
    `intended` is what a write that did not finish would have left there; `kept` are fields that people
    there decide, which are pushed no more.
    """

    external_id: str
    remote_id: str | None = None
    remote_type: str = ""
    remote_version: str | None = None
    pushed: Mapping[str, Value] = field(default_factory=dict)
    intended: Mapping[str, Value] = field(default_factory=dict)
    kept: frozenset[str] = frozenset()
    state: str = "linked"


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteStatus:
    """An opening as the tool has it now; `filled` counts people, `word` is the tool's own state."""

    external_id: str
    remote_id: str
    state: OpeningState
    word: str
    count: int
    filled: int
    version: str | None = None
    url: str | None = None
    note: str = ""


class Connector(Protocol):
    """One connection to a headcount tool. Only `apply` and `close` write; all raise Refused or its kinds."""

    def capabilities(self) -> Caps:
        """What the tool can do."""

    def check(self) -> Health:
        """Sign in, and look whether version, permissions and fields are as they must be."""

    def pull_roster(self, as_of: date, cursor: str | None = None) -> Pulled[RosterRow]:
        """A part of the people employed on that day."""

    def plan(self, rows: Sequence[Opening], links: Sequence[Link]) -> ChangeSet:
        """What a push of `rows` would change there; writes nothing."""

    def apply(self, changes: Sequence[Change], run_id: str) -> list[RowResult]:
        """Make these changes, each at most once; what is not certain comes back as unknown."""

    def pull_status(self, links: Sequence[Link], since: str | None = None) -> list[RemoteStatus]:
        """The state of what is linked."""

    def close(self, links: Sequence[Link], reason: str) -> list[RowResult]:
        """Close what is linked, except what people have filled."""
