"""The roster: who is employed today, as a file or a headcount tool says it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from planner.domain.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRow:
    """One person; `key` is the source's own id of them, `manager` its key, e-mail or name as it was given.

    `fte` counts full time as 1. Nothing private is held: no birth date, no home address, no tax number.
    """

    key: str
    name: str
    email: str | None = None
    title: str | None = None
    level: str | None = None
    department: str | None = None
    team: str | None = None
    manager: str | None = None
    site: str | None = None
    employment: str | None = None
    fte: float = 1.0
    starts: date | None = None
    leaves: date | None = None
    active: bool = True
    pay: Money | None = None

    def present(self, today: date) -> bool:
        """Whether the person counts on that day: active, come already, and not gone."""
        come = self.starts is None or self.starts <= today
        return self.active and come and (self.leaves is None or self.leaves >= today)
