"""Stored plans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from planner.domain import Plan
from planner.domain.lists import Ask


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

    state: str
    state_before: str | None
    version: int
    submitted_by: str | None
    submitted_at: datetime | None
    replaces: str | None
    scenario_id: str | None
    scenario_version: int | None

    @property
    def seats(self) -> int:
        """Positions that it adds."""

    @property
    def cost(self) -> Decimal:
        """Cost over its horizon, in `currency`."""

    @property
    def currency(self) -> str:
        """ISO 4217 code of its money."""


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
        """Store `plan` and `document`, its canonical text, as a draft."""

    def locked(self, id: str) -> PlanRecord | None:
        """The plan as it is now; others who want to change it wait until this work ends."""

    def adopted(self, profile_id: str) -> Sequence[PlanRecord]:
        """The approved plans of a profile, as `locked`."""

    def get(self, id: str) -> PlanRecord | None:
        """The plan with its document."""

    def list(self, ask: Ask) -> Sequence[PlanRecord]:
        """The part that `ask` wants, and one more where there are more."""
