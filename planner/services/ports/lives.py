"""Positions, approvals, budgets, scenarios, guidance packs and comments, as use cases see them.

Members of these records may be set inside a unit of work; they are written when it is committed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from planner.domain.lists import Ask

Record_co = TypeVar("Record_co", covariant=True)


class PositionRecord(Protocol):
    """A seat (`planner.domain.seating`); money is in `currency`, costs are loaded, per month or once.

    `seat` is its id in the document of `plan_id`, the plan that it belongs to at present. `planned` is
    the start in the plan, `expected` the start as it is thought of now, `ends` the last day of a
    contractor's engagement, `actual` and `ended` the person's first and last day. `backfills` is the
    vacant seat that it takes the place of; `asked_by` who last asked for approval.
    """

    id: str
    profile_id: str
    plan_id: str
    seat: str
    state: str
    state_before: str | None
    version: int
    kind: str
    role: str
    level: str
    title: str
    site: str | None
    team: str | None
    employment_type: str
    reports_to: str
    priority: int
    note: str | None
    needed: date
    opens: date
    planned: date
    expected: date
    ends: date | None
    actual: date | None
    ended: date | None
    currency: str
    budgeted_cost: Decimal
    monthly_cost: Decimal
    hiring_cost: Decimal
    backfills: str | None
    asked_by: str
    created_at: datetime
    updated_at: datetime


class ChangeRecord(Protocol):
    """One step of a position's history: an action with its states, or an edit with what it changed."""

    position_id: str
    number: int
    at: datetime
    actor: str
    action: str
    source: str | None
    target: str
    reason: str | None
    changes: dict[str, Any]


class HireRecord(Protocol):
    """A person in a seat; `current` is true or null."""

    id: str
    position_id: str
    person: str
    external_id: str | None
    started_on: date
    ended_on: date | None
    current: bool | None
    undone_at: datetime | None
    recorded_by: str
    recorded_at: datetime


class RequisitionRecord(Protocol):
    """An opening; `connection_id`, `remote_id`, `remote_state` and `link` say what it is elsewhere."""

    id: str
    position_id: str
    state: str
    current: bool | None
    version: int
    opened_on: date
    closed_on: date | None
    connection_id: str | None
    remote_id: str | None
    remote_state: str | None
    link: str | None
    created_at: datetime
    updated_at: datetime


class PolicyRecord(Protocol):
    """The approval policy as JSON data."""

    document: dict[str, Any]
    version: int
    updated_at: datetime
    updated_by: str


class ApprovalRecord(Protocol):
    """One step: `submit`, `withdraw`, `approve` (of a `level`), `reject` or `reopen`."""

    plan_id: str
    number: int
    round: int
    action: str
    level: str | None
    by: str
    reason: str | None
    at: datetime


class BudgetRecord(Protocol):
    """What an approved plan may cost in a fiscal year; released when the plan is superseded."""

    plan_id: str
    fiscal_year: int
    currency: str
    amount: Decimal
    cost: Decimal
    locked_at: datetime
    released_at: datetime | None


class ScenarioRecord(Protocol):
    """Changes over a profile: each has `path`, `value` (absent where something is removed), `because`."""

    id: str
    profile_id: str
    name: str
    description: str | None
    changes: list[dict[str, Any]]
    guidance_id: str | None
    version: int
    created_by: str
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


class GuidanceRecord(Protocol):
    """A guidance pack by its files (text by path); `state` is draft, published or retired."""

    id: str
    name: str
    files: dict[str, Any]
    pack: str
    pack_version: str
    hash: str
    state: str
    version: int
    findings: list[Any] | None
    checked_at: datetime | None
    created_by: str
    created_at: datetime
    updated_at: datetime


class PublicationRecord(Protocol):
    """Which pack held from `at` on; no pack: the shipped guidance."""

    number: int
    guidance_id: str | None
    at: datetime
    by: str
    reason: str | None


class CommentRecord(Protocol):
    """A comment; `target` is the id of a plan or a position."""

    id: str
    target: str
    author: str
    text: str
    version: int
    created_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None


class Records(Protocol[Record_co]):
    """Records of one kind, inside one unit of work."""

    def add(self, **values: Any) -> Record_co:
        """Add a record; members that are not named are null."""

    def get(self, *key: Any) -> Record_co | None:
        """The record of that id, or key."""

    def locked(self, *key: Any) -> Record_co | None:
        """The same as it is now; others who want to change it wait until this work ends."""

    def list(self, ask: Ask) -> Sequence[Record_co]:
        """The part that `ask` wants and one more."""

    def all(self, **filters: Any) -> Sequence[Record_co]:
        """All that the filters let through, by key."""


class Steps(Records[Record_co], Protocol[Record_co]):
    """Records that number on within what they belong to."""

    def append(self, **values: Any) -> Record_co:
        """Add the next one."""


class Positions(Records[PositionRecord], Protocol):
    """Positions, by id."""

    def taken(self, stems: Collection[str]) -> Sequence[str]:
        """Ids that were ever given with these stems."""


class Hires(Records[HireRecord], Protocol):
    """People in seats."""

    def current(self, position_id: str) -> HireRecord | None:
        """Who is in the seat."""


class Requisitions(Records[RequisitionRecord], Protocol):
    """Openings."""

    def current(self, position_id: str) -> RequisitionRecord | None:
        """The opening that is out."""

    def of_teams(self, ask: Ask, teams: Collection[str]) -> Sequence[RequisitionRecord]:
        """The part that `ask` wants of those for seats of `teams`, and one more."""


class GuidanceVersions(Records[GuidanceRecord], Protocol):
    """Guidance packs."""

    def of_hash(self, hash: str) -> GuidanceRecord | None:
        """A pack of exactly that content."""


class Publications(Steps[PublicationRecord], Protocol):
    """Which guidance held when."""

    def latest(self) -> PublicationRecord | None:
        """The one that holds; None where the shipped guidance always did."""


PositionChanges = Steps[ChangeRecord]
Approvals = Steps[ApprovalRecord]
Policies = Records[PolicyRecord]
Budgets = Records[BudgetRecord]
Scenarios = Records[ScenarioRecord]
Comments = Records[CommentRecord]


class Whole(Protocol):
    """A workspace as a whole, inside one unit of work."""

    def names(self) -> Sequence[str]:
        """Tables that are taken along, in the order in which they can be brought back."""

    def rows(self, name: str) -> Iterator[dict[str, Any]]:
        """Every row of a table as JSON data."""

    def bring(self, name: str, rows: Iterable[Mapping[str, Any]]) -> int:
        """Add rows that `rows` gave; how many there were. Raises KeyError, ValueError for others."""

    def counts(self) -> Mapping[str, int]:
        """How many rows erasing would delete, by table."""

    def erase(self) -> None:
        """Delete everything but the audit trail."""
