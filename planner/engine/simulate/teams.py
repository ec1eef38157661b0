"""The paths: each seat is filled, ramps up and is left, each person leaves. Arrays are (months, paths)."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from planner.domain.words import Role
from planner.engine.assess import Series
from planner.engine.simulate.course import Course
from planner.engine.simulate.luck import Filled, Floats, Luck, cells

Marks = NDArray[np.bool_]
MOST_IN_BYTE = 255


class Space:
    """Memory for all paths, made once and written over: fresh memory costs more than what is done with it."""

    def __init__(self, months: int, paths: int) -> None:
        self.row, self.worked = (np.empty((paths, months), np.float32) for _ in range(2))
        self.there, self.other = (np.empty((months, paths), np.bool_) for _ in range(2))
        self.money = np.empty((months, paths), np.float32)
        self.months = np.arange(months, dtype=np.int16)[:, None]


class Tally:
    """How many of some alike are there, by month and path: counted in bytes, and beyond 255 in numbers."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self.few = np.zeros(shape, np.uint8)
        self.many: Floats | None = None
        self.counted = 0

    def add(self, marks: Marks) -> None:
        """One more where it is marked."""
        if self.counted == MOST_IN_BYTE:
            self.many = self.times(1.0, np.empty(self.few.shape, np.float32))
            self.few.fill(0)
            self.counted = 0
        np.add(self.few, marks.view(np.uint8), out=self.few)
        self.counted += 1

    def times(self, value: float, out: Floats) -> Floats:
        """The count times a value."""
        np.multiply(self.few, np.float32(value), out=out)
        return out if self.many is None else np.add(out, self.many * np.float32(value), out=out)


@dataclass(frozen=True)
class Team:
    """One role on every path: capacity in FTE, cost, and how many changed roles (None where nobody does)."""

    capacity: Floats
    cost: Floats
    left: Tally | None


def fill(course: Course, luck: Luck, space: Space, role: Role, leaving: Tally | None) -> Team:
    """People leave, of them those `leaving` for the platform; seats are filled and left."""
    return _Filling(course, luck, space, role).team(leaving)


@dataclass
class _Filling:
    course: Course
    luck: Luck
    space: Space
    role: Role
    paid: dict[float, Tally] = field(default_factory=dict)
    begun: dict[float, Tally] = field(default_factory=dict)

    def team(self, leaving: Tally | None) -> Team:
        present = self.present()
        if leaving is not None:
            gone = leaving.times(1.0, self.space.money)
            np.maximum(np.subtract(present, gone, out=present), 0.0, out=present)
        left = self.seats(present)
        return Team(present, self.cost(), left)

    def present(self) -> Floats:
        """FTE of today's people."""
        counts: dict[float, Tally] = {}
        for fte, stay in self.luck.people(self.role):
            np.less(self.space.months, stay, out=self.space.there)
            self.count(counts, fte)
        total = self.sum(counts)
        crowd = np.asarray(self.course.crowd[self.role], dtype=np.float32)[:, None]
        if crowd.any():
            total += np.exp(-self.space.months / self.luck.stay, dtype=np.float32) * crowd
        return total

    def seats(self, capacity: Floats) -> Tally | None:
        """Add the plan's seats to the capacity; how many people changed roles."""
        space, seats = self.space, self.course.seats[self.role]
        ramps = {seat.ramp: self.course.ramps[seat.ramp] for seat in seats if not seat.manages}
        worth = {key: capacities(self.course.months, *_frozen(each)) for key, each in ramps.items()}
        changed: dict[float, Tally] = {}
        space.worked.fill(0.0)
        for filled in self.luck.seats(self.role):
            seat = filled.seat
            self.account(filled)
            if seat.converted:
                self.count(changed, 1.0)
            if not seat.manages:
                parts = len(ramps[seat.ramp])
                index = filled.key * parts + cells(filled.ramp, parts) if parts > 1 else filled.key
                np.take(worth[seat.ramp], index, axis=0, out=space.row, mode="clip")
                np.add(space.worked, space.row, out=space.worked)
        if seats:
            np.add(capacity, space.worked.T, out=capacity)
            np.maximum(capacity, 0.0, out=capacity)
        return changed.get(1.0)

    def account(self, filled: Filled) -> None:
        """Count the months that a seat is filled, and the month in which its hiring is paid."""
        space, seat = self.space, filled.seat
        if seat.hiring:
            np.equal(space.months, filled.first, out=space.there)
            self.count(self.begun, seat.hiring)
        np.greater_equal(space.months, filled.first, out=space.there)
        np.less(space.months, filled.last, out=space.other)
        np.logical_and(space.there, space.other, out=space.there)
        if seat.monthly:
            self.count(self.paid, seat.monthly)

    def count(self, counts: dict[float, Tally], key: float) -> None:
        """Add the months and paths that are marked."""
        if key not in counts:
            counts[key] = Tally(self.shape)
        counts[key].add(self.space.there)

    def sum(self, counts: dict[float, Tally]) -> Floats:
        """What is counted, each times its own value."""
        if not counts:
            return np.zeros(self.shape, np.float32)
        (value, first), *others = counts.items()
        total = first.times(value, np.empty(self.shape, np.float32))
        for value, count in others:
            total += count.times(value, self.space.money)
        return total

    @property
    def shape(self) -> tuple[int, ...]:
        """Months and paths."""
        return self.space.money.shape

    def cost(self) -> Floats:
        """Cost by path: pay differs between paths, the cost of hiring does not."""
        total = self.sum(self.paid)
        if self.paid:
            total *= self.luck.pay
        for hiring, count in self.begun.items():
            total += count.times(hiring, self.space.money)
        return total


def _frozen(ramps: Series) -> tuple[int, bytes]:
    return len(ramps), ramps.tobytes()


@lru_cache(maxsize=16)
def capacities(months: int, parts: int, frozen: bytes) -> Floats:
    """Effective FTE by (month of start, months until leaving, part of the ramps) as one index, and month."""
    ramps = np.frombuffer(frozen).reshape(parts, months)
    there = np.arange(months) < np.arange(months + 1)[:, None]
    worked = (there[:, None, :] * ramps).astype(np.float32)
    rows = np.zeros((months + 1, *worked.shape), dtype=np.float32)
    for start in range(months):
        rows[start, :, :, start:] = worked[:, :, : months - start]
    return rows.reshape(-1, months)


def demand(course: Course, space: Space, role: Role, platform: Floats) -> Floats:
    """Demand of a role; the platform's capacity takes its part off MLOps, down to the floor. Path p has the
    demand of set p modulo their number."""
    demands = course.demands
    needed = _by_path(demands.required[role], np.empty_like(platform))
    if role is Role.MLOPS and demands.required[role].any():
        relief, other = space.row.reshape(platform.shape), space.money
        each = np.resize(demands.relief_per_fte.astype(np.float32), platform.shape[1])
        np.multiply(platform, each, out=relief)
        np.minimum(relief, _by_path(demands.relief_cap * demands.relievable, other), out=relief)
        np.subtract(needed, relief, out=needed)
        np.maximum(needed, _by_path(demands.floor, other), out=needed)
    return needed


def _by_path(values: Series, out: Floats) -> Floats:
    """Values by set and month, (sets, months), on every path."""
    sets, paths = len(values), out.shape[1]
    by_month = np.ascontiguousarray(values.T, dtype=np.float32)
    for start in range(0, paths, sets):
        out[:, start : start + sets] = by_month[:, : paths - start]
    return out
