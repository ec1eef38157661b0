"""Twelve organisations: hired when needed, a person for each begun FTE, against the schedule.

All are judged by the same demand, lead time, ramp, attrition, managers and caps. Hiring when needed sees
a month's work in that month only; the schedule sees the horizon, and opens seats for work that lasts. As
somebody who hires for all work at hand is less short for a while and idle afterwards, both are shown.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from planner import guidance, hiring, resources
from planner.domain import Profile, Role
from planner.domain.words import PositionKind
from planner.engine.knowledge import Knowledge
from planner.engine.optimise.cutting import breaches
from planner.engine.optimise.reading import needed_managers, outcome, spending
from planner.engine.optimise.work import Given
from planner.engine.plan import Planning
from planner.engine.staffing import Hire, Staffing
from planner.schemas import profiles

TODAY = date(2026, 11, 23)
Measured = NDArray[np.float64]
PLANS = ("when needed", "for lasting work", "schedule")
MEASURES = ("short", "idle", "M USD")


@dataclass(frozen=True)
class Naive:
    """Hiring when needed; `lasting` says that only work worth a permanent seat is hired for."""

    problem: Staffing
    lasting: bool = False

    def hires(self) -> list[Hire]:
        """Month by month what is missing then, as far as the caps allow, to start after the lead time."""
        given = Given(self.problem)
        seats: list[Hire] = []
        for month in range(self.problem.months):
            for role in Role:
                for _ in range(self._missing(given, role, month, seats)):
                    more = [*seats, self._seat(role, month, seats)]
                    if more[-1].start < self.problem.months and not breaches(given, _led(given, more)):
                        seats = more
        return _led(given, seats)

    def _missing(self, given: Given, role: Role, month: int, seats: Sequence[Hire]) -> int:
        """Begun FTE for which nobody is there or on the way."""
        work = outcome(given, seats).demand[role][month]
        if self.lasting:
            work = min(work, given.worth(role)[month])
        age = [max(month - seat.start, 0) for seat in seats if seat.seat.role is role]
        coming = float(self.problem.survival[age].sum()) if age else 0.0
        return max(math.ceil(work - self.problem.present[role][month] - coming - 1e-9), 0)

    def _seat(self, role: Role, month: int, seats: Sequence[Hire]) -> Hire:
        number = sum(seat.seat.role is role for seat in seats)
        kinds = self.problem.seats[role]
        start = max(month + self.problem.lead, self.problem.earliest)
        return Hire(kinds[min(number, len(kinds) - 1)], PositionKind.NEW, month, start)


def _led(given: Given, seats: Sequence[Hire]) -> list[Hire]:
    """Seats with the managers that they need."""
    months, found = np.arange(given.problem.months), list(seats)
    for role in Role:
        starts = np.bincount([seat.start for seat in seats if seat.seat.role is role], minlength=months.size)
        opened = needed_managers(given, role, months, starts.astype(np.float64))
        boss = given.problem.lead_seats[role]
        found += [
            Hire(boss, PositionKind.NEW, month, month)
            for month in np.repeat(months, np.diff(opened, prepend=0)).tolist()
        ]
    return found


def measured(problem: Staffing, hires: Sequence[Hire]) -> tuple[float, float, float]:
    """FTE-months short, FTE-months idle, cost in millions."""
    found = outcome(Given(problem), hires)
    beyond = {role: found.present[role] + found.planned[role] - found.demand[role] for role in Role}
    idle = sum(float(np.maximum(beyond[role], 0.0).sum()) for role in Role)
    short = sum(float(found.shortage[role].sum()) for role in Role)
    return short, idle, float(spending(problem, hires).sum()) / 1e6


def compared(planning: Planning) -> Measured:
    """What each of PLANS comes to, by measure and plan."""
    problem = planning.problem
    plans = (Naive(problem).hires(), Naive(problem, lasting=True).hires(), planning.schedule.hires)
    return np.array([measured(problem, hires) for hires in plans]).T


def organisations() -> list[Profile]:
    """The twelve, from the smallest on."""
    paths = (resources.seeds() / "orgs" / "sized").glob("*.yaml")
    return sorted((profiles.read(path.read_bytes()) for path in paths), key=lambda each: each.ml_teams or 0)


def main() -> None:
    """Print the table as Markdown, short and idle in FTE-months."""
    known = Knowledge(guidance.load(), hiring.load_pay(), hiring.load_roles())
    print(f"\n| organisation | {' | '.join(f'{what}, {plan}' for what in MEASURES for plan in PLANS)} |")
    print(f"|---|{'---:|' * len(MEASURES) * len(PLANS)}")
    total = np.zeros((len(MEASURES), len(PLANS)))
    for profile in organisations():
        found = compared(Planning(profile, known, TODAY))
        total += found
        print(_row(profile.name, found))
    print(_row("all", total))


def _row(name: str, found: Measured) -> str:
    return f"| {name} | {' | '.join(f'{value:,.1f}' for value in found.ravel())} |"
