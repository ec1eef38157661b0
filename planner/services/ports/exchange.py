"""Connections, rosters and webhooks, and what the use cases over them need from outside.

Members of these records may be set inside a unit of work; they are written when it is committed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Protocol

from planner.domain.connecting import Caps, Connector
from planner.domain.delivering import Sent
from planner.domain.openings import Opening, Seat
from planner.domain.roster import RosterRow
from planner.services.ports.lives import Records
from planner.services.ports.outbox import Ended


class ConnectionRecord(Protocol):
    """A connection to a headcount tool; `sealed` are its secrets, which nobody sees again."""

    id: str
    name: str
    kind: str
    url: str
    settings: dict[str, Any]
    sealed: str
    every_minutes: int | None
    pushes: bool
    next_run_at: datetime | None
    checked_at: datetime | None
    health: dict[str, Any] | None
    version: int
    created_by: str
    created_at: datetime
    updated_at: datetime


class LeaseRecord(Protocol):
    """Who writes through a connection, and until when."""

    connection_id: str
    holder: str | None
    until: datetime | None


class LinkThereRecord(Protocol):
    """What is known of one record there (`planner.domain.connecting.Link`), and its state when seen."""

    connection_id: str
    external_id: str
    title: str
    seats: list[str]
    remote_type: str
    remote_id: str | None
    remote_version: str | None
    pushed: dict[str, Any]
    intended: dict[str, Any]
    kept: list[str]
    state: str
    remote_state: str | None
    remote_word: str | None
    count: int | None
    filled: int | None
    note: str | None
    link: str | None
    seen_at: datetime | None
    updated_at: datetime


class RunRecord(Protocol):
    """A look or a push; `state` is planned, running, done, failed or interrupted."""

    id: str
    connection_id: str
    kind: str
    state: str
    hash: str | None
    changes: list[Any] | None
    counts: dict[str, Any]
    total: int
    done: int
    error: str | None
    started_by: str
    created_at: datetime
    finished_at: datetime | None


class ResultRecord(Protocol):
    """What became of one change of a run."""

    run_id: str
    external_id: str
    title: str
    action: str
    outcome: str
    message: str
    remote_id: str | None
    link: str | None
    at: datetime


class RosterRecord(Protocol):
    """A roster that was taken whole."""

    id: str
    source: str
    connection_id: str | None
    as_of: date
    people: int
    left_out: int
    report: list[Any]
    mapping: dict[str, Any]
    taken_by: str
    created_at: datetime


class RosterPersonRecord(Protocol):
    """One person of a roster; `pay` is a year's base pay."""

    roster_id: str
    key: str
    name: str
    email: str | None
    title: str | None
    level: str | None
    department: str | None
    team: str | None
    manager: str | None
    site: str | None
    employment: str | None
    fte: float
    starts: date | None
    leaves: date | None
    pay: Decimal | None
    currency: str | None


class MappingRecord(Protocol):
    """What the columns of alike files mean."""

    fingerprint: str
    mapping: dict[str, Any]
    updated_at: datetime


class MeaningRecord(Protocol):
    """What a title stands for here."""

    title: str
    counts_as: str
    updated_at: datetime


class EndpointRecord(Protocol):
    """An address that hears of events; no events: of all."""

    id: str
    url: str
    events: list[str]
    sealed: str
    state: str
    reason: str | None
    version: int
    created_by: str
    created_at: datetime
    updated_at: datetime


class DeliveryRecord(Protocol):
    """An event on its way; `state` is pending, delivered, failed or discarded."""

    id: str
    endpoint_id: str
    event_id: str
    event_type: str
    state: str
    attempts: int
    next_at: datetime | None
    log: list[Any]
    created_at: datetime
    finished_at: datetime | None


class InboundRecord(Protocol):
    """A message that a tool sent."""

    connection_id: str
    digest: str
    kind: str
    received_at: datetime


class Connections(Records[ConnectionRecord], Protocol):
    """Connections, with a lease for one writer at a time."""

    def due(self, now: datetime) -> Sequence[ConnectionRecord]:
        """Those whose scheduled run is due."""

    def named(self, name: str) -> ConnectionRecord | None:
        """The connection of that name."""

    def lease(self, id: str, holder: str, now: datetime, until: datetime) -> bool:
        """Take or prolong the lease; False while somebody else has it."""

    def release(self, id: str, holder: str) -> None:
        """Give the lease back."""

    def schedule(self, id: str, at: datetime | None) -> None:
        """Say when the next scheduled run is due."""

    def remove(self, id: str) -> None:
        """Delete a connection with all that is known through it."""


class ConnectionLinks(Records[LinkThereRecord], Protocol):
    """What is known of records there, by connection and external id."""

    def forget(self, connection_id: str, external_id: str) -> None:
        """Forget one of them."""


class SyncRuns(Records[RunRecord], Ended, Protocol):
    """Runs, by id."""

    def running(self, connection_id: str) -> Sequence[RunRecord]:
        """Runs that have not ended, as far as anybody said."""


class Rosters(Records[RosterRecord], Protocol):
    """Rosters and the people in them."""

    def latest(self) -> RosterRecord | None:
        """The one that was taken last."""

    def fill(self, roster_id: str, people: Sequence[dict[str, Any]]) -> None:
        """Add all people of a roster."""

    def people(self, roster_id: str) -> Sequence[RosterPersonRecord]:
        """Everybody in a roster, by key."""


class Endpoints(Records[EndpointRecord], Protocol):
    """Addresses that hear of events."""

    def remove(self, id: str) -> None:
        """Delete an endpoint with its deliveries."""


class Deliveries(Records[DeliveryRecord], Ended, Protocol):
    """Events on their way."""

    def due(self, now: datetime, limit: int) -> Sequence[DeliveryRecord]:
        """The oldest that are due, held by this work."""

    def discard(self, endpoint_id: str, now: datetime) -> None:
        """Give up what is still on its way to an endpoint."""


class Inbound(Records[InboundRecord], Protocol):
    """Messages that tools sent."""

    def old(self, before: datetime, limit: int) -> Sequence[str]:
        """Digests of some that were received before."""

    def forget(self, digests: Sequence[str], before: datetime) -> None:
        """Delete those that were received before."""


Leases = Records[LeaseRecord]
SyncResults = Records[ResultRecord]
ColumnMappings = Records[MappingRecord]
TitleMeanings = Records[MeaningRecord]


class Tools(Protocol):
    """The headcount tools that can be connected."""

    def validated(
        self, kind: str, url: str | None, settings: Mapping[str, str], secrets: Mapping[str, str]
    ) -> str:
        """The address of a connection whose settings are right; raises a PlannerError."""

    def open(
        self, kind: str, url: str, settings: Mapping[str, str], secrets: Mapping[str, str]
    ) -> AbstractContextManager[Connector]:
        """A connector, for as long as it is used."""

    def kinds(self) -> Sequence[Any]:
        """Each tool with its name, title, caps and what it asks for."""

    def caps(self, kind: str) -> Caps:
        """What tools of that kind can do."""

    def rows(self, kind: str, seats: Sequence[Seat], settings: Mapping[str, str]) -> list[Opening]:
        """The seats as rows of the grain that the tool keeps."""

    def verified(self, kind: str, secret: str, headers: Mapping[str, str], body: bytes) -> str:
        """The kind of a message that a tool sent; raises a PlannerError unless its signature is right."""


class Vault(Protocol):
    """Seals secrets so that a copy of the database does not give them away."""

    def seal(self, secrets: Mapping[str, str], *context: str) -> str:
        """The secrets, readable only with the key and the same context."""

    def open(self, sealed: str, *context: str) -> dict[str, str]:
        """The secrets again; raises a PlannerError where key or context differ."""


class Preview(Protocol):
    """What a roster file looks like."""

    @property
    def fingerprint(self) -> str:
        """What files of the same columns share."""

    @property
    def header(self) -> tuple[str, ...]:
        """Its columns."""


class TakenFile(Protocol):
    """A roster file that was read whole."""

    @property
    def people(self) -> tuple[RosterRow, ...]:
        """Everybody in it who is employed."""

    @property
    def report(self) -> tuple[Any, ...]:
        """A word on every row."""

    @property
    def mapping(self) -> Mapping[str, str]:
        """Column -> field as it was used."""

    @property
    def fingerprint(self) -> str:
        """What files of the same columns share."""


class Files(Protocol):
    """Rosters in, requisitions out."""

    def preview(self, content: bytes, encoding: str | None) -> Any:
        """A Preview, whose mapping can be replaced; raises a PlannerError."""

    def read(
        self,
        content: bytes,
        today: date,
        mapping: Mapping[str, str],
        day_first: bool | None,
        encoding: str | None,
    ) -> TakenFile:
        """All people of a file; raises a PlannerError naming each row that is wrong."""

    def export(self, seats: Sequence[Seat], form: str, organisation: str) -> tuple[bytes, str, str]:
        """The seats as a file: its bytes, its media type, and how its name ends; raises a PlannerError."""


class Courier(Protocol):
    """Carries messages to endpoints."""

    def validated(self, url: str) -> str:
        """The address, where messages may be sent to it; raises a PlannerError."""

    def send(self, url: str, headers: Mapping[str, str], body: bytes) -> Sent:
        """Send one message, once."""


@dataclass(frozen=True, slots=True)
class Outside:
    """What lies outside of the service: tools, endpoints, and the vault for what opens them.

    `history` is how long is kept what went over them.
    """

    tools: Tools
    vault: Vault
    courier: Courier
    files: Files
    history: timedelta = timedelta(days=90)
