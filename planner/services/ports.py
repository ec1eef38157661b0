"""What the use cases need from the rooms around them, and what they hand back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, Protocol, TypeVar

from planner import __version__
from planner.domain import Plan, Profile, digest
from planner.domain.lists import Ask
from planner.engine.knowledge import Knowledge
from planner.hiring.catalogue import Catalogue

Item_co = TypeVar("Item_co", covariant=True)


class ProfileRecord(Protocol):
    """A stored profile at its current version; lists leave `document` out."""

    @property
    def id(self) -> str:
        """Typed id, `prof_...`."""

    @property
    def name(self) -> str:
        """The organisation's name."""

    @property
    def version(self) -> int:
        """Number of the current version, from 1."""

    @property
    def document(self) -> Mapping[str, Any]:
        """The profile as JSON data."""

    @property
    def digest(self) -> str:
        """SHA-256 of the profile's facts."""

    @property
    def created_at(self) -> datetime:
        """When version 1 was stored (UTC)."""

    @property
    def updated_at(self) -> datetime:
        """When the current version was stored (UTC)."""


class PlanRecord(Protocol):
    """A stored plan with all that it was made from; lists leave `document` out."""

    @property
    def id(self) -> str:
        """Typed id, `plan_...`."""

    @property
    def profile_id(self) -> str:
        """The profile that it was made for."""

    @property
    def profile_version(self) -> int:
        """The version of that profile."""

    @property
    def organisation(self) -> str:
        """The organisation's name."""

    @property
    def today(self) -> date:
        """The day that the plan starts from."""

    @property
    def decision(self) -> str:
        """Which roles the plan staffs."""

    @property
    def headline(self) -> str:
        """The plan in one sentence."""

    @property
    def document(self) -> str:
        """The plan's canonical text, byte for byte."""

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical text."""

    @property
    def input_digest(self) -> str:
        """SHA-256 of the profile's facts."""

    @property
    def basis(self) -> Mapping[str, str]:
        """The fields of Basis as they were."""

    @property
    def created_at(self) -> datetime:
        """When the plan was stored (UTC)."""


class Profiles(Protocol):
    """Stored profiles, inside one unit of work."""

    def add(
        self, id: str, name: str, document: Mapping[str, Any], digest: str, now: datetime
    ) -> ProfileRecord:
        """Store a new profile as version 1."""

    def replace(
        self,
        id: str,
        name: str,
        document: Mapping[str, Any],
        digest: str,
        now: datetime,
        check: Callable[[int], None],
    ) -> ProfileRecord | None:
        """Store the next version once `check` lets the present one pass; None where there is no profile."""

    def get(self, id: str) -> ProfileRecord | None:
        """The profile with its current document."""

    def document(self, id: str, version: int) -> Mapping[str, Any] | None:
        """The document of one version."""

    def list(self, ask: Ask) -> Sequence[ProfileRecord]:
        """The part that `ask` wants, and one more where there are more."""


class Plans(Protocol):
    """Stored plans, inside one unit of work."""

    def add(
        self,
        id: str,
        profile_id: str,
        profile_version: int,
        plan: Plan,
        document: str,
        assumptions_digest: str,
        pay_digest: str,
        now: datetime,
    ) -> PlanRecord:
        """Store `plan` and `document`, its canonical text."""

    def get(self, id: str) -> PlanRecord | None:
        """The plan with its document."""

    def list(self, ask: Ask) -> Sequence[PlanRecord]:
        """The part that `ask` wants, and one more where there are more."""


class Work(Protocol):
    """One transaction; what is not committed is forgotten."""

    @property
    def profiles(self) -> Profiles:
        """The profiles in it."""

    @property
    def plans(self) -> Plans:
        """The plans in it."""

    def commit(self) -> None:
        """Make all of it durable."""


class Store(Protocol):
    """Where records are kept."""

    def reading(self) -> AbstractContextManager[Work]:
        """A unit of work that only reads."""

    def writing(self) -> AbstractContextManager[Work]:
        """A unit of work that may commit."""

    def ready(self) -> None:
        """Raise a PlannerError unless records can be kept."""


class Documents(Protocol):
    """How profiles and plans are written down."""

    def dump(self, profile: Profile) -> dict[str, Any]:
        """A profile as JSON data."""

    def load(self, document: Mapping[str, Any]) -> Profile:
        """The profile that `dump` wrote."""

    def text(self, plan: Plan) -> str:
        """A plan's canonical text."""

    def plan(self, text: str) -> Plan:
        """The plan that `text` wrote."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What plans are made from at present, apart from the profile; a plan records the same."""

    program: str
    guidance: str
    guidance_version: str
    guidance_hash: str
    assumptions_digest: str
    pay_digest: str

    @classmethod
    def of(cls, knowledge: Knowledge) -> Basis:
        """The basis that this program and `knowledge` make."""
        guidance = knowledge.guidance
        return cls(
            program=f"planner {__version__}",  # as in a plan's provenance
            guidance=guidance.id,
            guidance_version=guidance.version,
            guidance_hash=guidance.hash,
            assumptions_digest=digest(guidance.assumptions),
            pay_digest=knowledge.pay.digest,
        )


@dataclass(frozen=True, slots=True)
class Desk:
    """All that a use case works with; put together once, when the service starts."""

    store: Store
    documents: Documents
    knowledge: Knowledge
    roles: Catalogue
    basis: Basis
    now: Callable[[], datetime]

    def today(self) -> date:
        """The present day in UTC."""
        return self.now().date()


@dataclass(frozen=True, slots=True)
class Page(Generic[Item_co]):
    """A part of a list, newest first; `next` is where the following part begins, None at the end."""

    items: Sequence[Item_co]
    next: str | None
