"""The paths: each seat is filled, ramps up and is left, each person leaves. Arrays are (months, paths)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from planner.domain.plan import Assumption
from planner.domain.words import Role
from planner.engine import supply
from planner.engine.assess import Series
from planner.engine.pert import quantiles
from planner.engine.simulate.course import Course, Seat
from planner.engine.simulate.luck import Floats, Luck, Months, cells

Counts = NDArray[np.int16]
RAMPS = 16  # equal parts of the distribution of ramps, each at its middle


@dataclass(frozen=True)
class Team:
    """One role on every path: capacity in FTE, cost, and how many changed roles (None where nobody does)."""

    capacity: Floats
    cost: Floats
    left: Counts | None


def fill(course: Course, luck: Luck, role: Role, leaving: Counts | None) -> Team:
    """People leave, of them those `leaving` for the platform; seats are filled and left."""
    return _Filling(course, luck, role).team(leaving)


@dataclass
class _Filling:
    course: Course
    luck: Luck
    role: Role
    paid: dict[float, Counts] = field(init=False)
    begun: dict[float, Counts] = field(init=False)
    months: NDArray[np.int16] = field(init=False)

    def __post_init__(self) -> None:
        shape = (self.course.months, self.luck.paths)
        self.paid, self.begun = (defaultdict(lambda: np.zeros(shape, np.int16)) for _ in range(2))
        self.months = np.arange(self.course.months, dtype=np.int16)[:, None]

    def team(self, leaving: Counts | None) -> Team:
        present = self.present()
        if leaving is not None:
            np.maximum(np.subtract(present, leaving, out=present), 0.0, out=present)
        capacity, left = self.seats()
        np.add(present, capacity.T, out=present)
        return Team(present, self.cost(), left)

    def present(self) -> Floats:
        """FTE of today's people."""
        crowd = np.asarray(self.course.crowd[self.role], dtype=np.float32)[:, None]
        there = np.exp(-self.months / self.luck.stay, dtype=np.float32) * crowd if crowd.any() else None
        counts: dict[float, Counts] = defaultdict(
            lambda: np.zeros((len(self.months), self.luck.paths), np.int16)
        )
        for fte, stay in self.luck.people(self.role):
            counts[fte] += self.months < stay.astype(np.int16)
        total = np.zeros((len(self.months), self.luck.paths), np.float32) if there is None else there
        for fte, count in counts.items():
            total += count * np.float32(fte)
        return total

    def seats(self) -> tuple[Floats, Counts | None]:
        """Effective FTE of the plan's seats, (paths, months), and how many people changed roles."""
        months, paths = self.course.months, self.luck.paths
        total, row = np.zeros((paths, months), np.float32), np.empty((paths, months), np.float32)
        worth = {converted: self.worth(converted) for converted in (False, True)}
        left = np.zeros((months, paths), np.int16) if any(seat.converted for seat in self.all_seats) else None
        for seat, start, ramp, stay in self.luck.seats(self.role):
            self.account(seat, start, stay, left)
            if not seat.manages:
                index = (start * (months + 1) + stay) * RAMPS + cells(ramp, RAMPS)
                np.take(worth[seat.converted], index, axis=0, out=row, mode="clip")
                total += row
        return total, left

    @property
    def all_seats(self) -> tuple[Seat, ...]:
        return self.course.seats[self.role]

    def worth(self, converted: bool) -> Floats:
        """What a seat is worth by month, for those kinds of seat that there are."""
        if not any(seat.converted is converted for seat in self.all_seats):
            return np.zeros((0, self.course.months), np.float32)
        row = self.course.process["conversion_months" if converted else "ramp_months"]
        return capacities(self.course.months, row)

    def account(self, seat: Seat, start: Months, stay: Months, left: Counts | None) -> None:
        """Count the months that a seat is paid, and the month in which its hiring is."""
        if not (seat.monthly or seat.hiring or seat.converted):
            return
        first, last = start.astype(np.int16), (start + stay).astype(np.int16)
        there = (self.months >= first) & (self.months < last)
        if seat.monthly:
            self.paid[seat.monthly] += there
        if seat.hiring:
            self.begun[seat.hiring] += self.months == first
        if left is not None and seat.converted:
            left += there

    def cost(self) -> Floats:
        """Cost by path: pay differs between paths, the cost of hiring does not."""
        total = np.zeros((self.course.months, self.luck.paths), np.float32)
        for monthly, count in self.paid.items():
            total += count * np.float32(monthly)
        total *= self.luck.pay
        for hiring, count in self.begun.items():
            total += count * np.float32(hiring)
        return total


def capacities(months: int, ramp_months: Assumption) -> Floats:
    """Effective FTE by (month of start, months until leaving, part of the ramps) as one index, and month."""
    ramps = np.stack([supply.ramp(float(length), months) for length in quantiles(ramp_months, RAMPS)])
    there = np.arange(months) < np.arange(months + 1)[:, None]
    worked = (there[:, None, :] * ramps).astype(np.float32)
    rows = np.zeros((months + 1, *worked.shape), dtype=np.float32)
    for start in range(months):
        rows[start, :, :, start:] = worked[:, :, : months - start]
    return rows.reshape(-1, months)


def demand(course: Course, role: Role, platform: Floats, sets: Months) -> Floats:
    """Demand of a role; the platform's capacity takes its part off MLOps, down to the floor. Path p has the
    demand of `sets[p]`."""
    demands = course.demands
    needed = _by_path(demands.required[role], sets)
    if role is Role.MLOPS and demands.required[role].any():
        relief = platform * _by_path(demands.relief_per_fte, sets)
        np.minimum(relief, _by_path(demands.relief_cap * demands.relievable, sets), out=relief)
        np.subtract(needed, relief, out=needed)
        np.maximum(needed, _by_path(demands.floor, sets), out=needed)
    return needed


def _by_path(values: Series, sets: Months) -> Floats:
    return np.take(np.ascontiguousarray(values.T, dtype=np.float32), sets, axis=1)
