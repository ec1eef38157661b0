"""What people cost: base pay by role, level and country, and exchange rates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from planner.domain.words import Level, Role


@dataclass(frozen=True, slots=True)
class PayBand:
    """Yearly base pay in US dollars: quartiles and median, with what they rest on."""

    low: float
    typical: float
    high: float
    observations: int
    as_of: str
    grade: str
    source: str


class PayTable(Protocol):
    """Where the engine asks for pay; `country` is ISO 3166 alpha-2, None for the reference country."""

    @property
    def digest(self) -> str:
        """SHA-256 of the table's content."""

    def band(self, role: Role, level: Level, country: str | None) -> PayBand:
        """The band of one seat; raises InvalidProfile for an unknown country."""

    def per_usd(self, currency: str) -> float:
        """Units of `currency` for one US dollar; raises InvalidProfile for an unknown currency."""
