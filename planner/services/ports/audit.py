"""The audit trail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

from planner.domain.audit import Event
from planner.domain.lists import Ask


class End(Protocol):
    """How far a trail goes, or went when a checkpoint was made; signed."""

    @property
    def sequence(self) -> int:
        """Number of its last entry."""

    @property
    def hash(self) -> str:
        """Hash of its last entry."""

    @property
    def signature(self) -> str:
        """The service's signature, in hexadecimal digits."""


class EntryRecord(Protocol):
    """An entry of the trail: an `Event` in its place."""

    @property
    def id(self) -> str:
        """`entry_` and its number."""

    @property
    def sequence(self) -> int:
        """Its number, from 1."""

    @property
    def at(self) -> datetime:
        """When it happened (UTC)."""

    @property
    def actor_kind(self) -> str:
        """An `ActorKind`."""

    @property
    def actor(self) -> str:
        """The person's or token's id."""

    @property
    def action(self) -> str:
        """A noun and a verb, such as `plan.create`."""

    @property
    def target(self) -> str:
        """The id of the record."""

    @property
    def reason(self) -> str | None:
        """What the actor gave as a reason."""

    @property
    def before(self) -> str | None:
        """SHA-256 of what the record was."""

    @property
    def after(self) -> str | None:
        """SHA-256 of what the record became."""

    @property
    def request_id(self) -> str | None:
        """The request that it happened in."""

    @property
    def previous(self) -> str:
        """Hash of the entry before."""

    @property
    def hash(self) -> str:
        """SHA-256 of the entry in its place."""


class Audit(Protocol):
    """The audit trail of the workspace, inside one unit of work."""

    def add(self, event: Event) -> None:
        """Add an event; it has its place in the trail once the work is committed."""

    @property
    def public_key(self) -> str:
        """What signatures can be checked with elsewhere, in hexadecimal digits."""

    def head(self) -> End | None:
        """Where the trail ends."""

    def checkpoints(self) -> Sequence[End]:
        """All signed statements of how far the trail went, oldest first."""

    def entries(self) -> Iterator[EntryRecord]:
        """Every entry, in order; one at a time is to be held."""

    def list(self, ask: Ask) -> Sequence[EntryRecord]:
        """The part that `ask` wants, and one more where there are more."""

    def holds(self, kind: str, sequence: int, hash: str, signature: str) -> bool:
        """Whether `signature` is this service's for a head or checkpoint."""

    def sign(self, kind: str, sequence: int, hash: str) -> str:
        """This service's signature for a head or checkpoint."""
