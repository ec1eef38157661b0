"""The paths: each seat is filled, ramps up and is left, each person leaves. Arrays are (months, paths)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from planner.domain.words import Role
from planner.engine.assess import Series
from planner.engine.simulate.course import Course
from planner.engine.simulate.luck import Few, Floats, Luck, Months, Odds, part
from planner.engine.simulate.uniforms import Array

Marks = NDArray[np.bool_]
Counts = NDArray[np.unsignedinteger]
BLOCK = 10_000  # paths that are filled at once, and for which there is memory
SINGLY = 4  # people who are followed one by one faster than counted together
NEAR = 5_000  # paths, few enough that their rows stay in the processor's cache


@dataclass(frozen=True)
class Team:
    """One role by month, path of a set, and set: capacity in FTE, and cost. One path of each set where nobody
    is or comes."""

    capacity: Floats
    cost: Floats


def teams(course: Course, paths: int, seed: int) -> dict[Role, Team]:
    """Both roles on every path: path p has the demand of set p modulo their number, of which `paths` is a
    multiple."""
    odds, array, sets = Odds.of(course), Array(seed), course.demands.sets
    there = [role for role in (Role.PLATFORM, Role.MLOPS) if course.seats[role] or course.people[role]]
    shape = (len(there), 2, course.months, paths)
    # in one piece, so that the C library keeps it for the next run instead of giving it back page by page
    memory = np.empty(math.prod(shape) + 3 * course.months * min(BLOCK, paths), np.float32)
    found, scratch = memory[: math.prod(shape)].reshape(shape), memory[math.prod(shape) :]
    for block, first in enumerate(range(0, paths, BLOCK)):
        rows = found[..., first : first + BLOCK]
        filling, left = Filling(course, Luck(course, odds, array, block, rows.shape[-1]), scratch), None
        for role, (capacity, cost) in zip(there, rows, strict=True):
            left = filling.fill(role, capacity, cost, left)
    nobody = np.zeros((course.months, 1, sets), np.float32)
    by_set = dict(zip(there, found.reshape(*found.shape[:3], paths // sets, sets), strict=True))
    return {role: Team(*by_set.get(role, (nobody, nobody))) for role in Role}


class Tally:
    """How many are there by month and path, those of the same value together; none of value 0."""

    def __init__(self, shape: tuple[int, ...], values: Iterable[float]) -> None:
        counted = [value for value in values if value]
        self.values = list(dict.fromkeys(counted))
        self.counts = np.zeros((len(self.values), *shape), np.min_scalar_type(len(counted)))
        self.of = dict(zip(self.values, self.counts, strict=True))

    def add(self, value: float, marks: Marks) -> None:
        """One more of a value where it is marked."""
        if value:
            np.add(self.of[value], marks.view(np.uint8), out=self.of[value])

    def total(self, out: Floats) -> Floats:
        """The counts, each times its value."""
        return np.einsum("v,vmp->mp", np.array(self.values, np.float32), self.counts, out=out)


class Filling:
    """A block of paths, on which people leave and seats are filled and left; memory is written over."""

    def __init__(self, course: Course, luck: Luck, scratch: Floats) -> None:
        months, paths = course.months, luck.paths
        self.course, self.luck, self.shape = course, luck, (months, paths)
        self.months = np.arange(months, dtype=np.uint8)[:, None]
        worked, row, money = scratch[: 3 * months * paths].reshape(3, -1)
        self.money, self.worked = money.reshape(self.shape), worked.reshape(paths, months)
        self.row = row.reshape(paths, months)[:NEAR]
        self.since, self.there = np.empty(self.shape, np.uint8), np.empty(self.shape, np.bool_)
        self.worth = {key: worth(months, len(ramps), ramps.tobytes()) for key, ramps in course.ramps.items()}

    def fill(self, role: Role, capacity: Floats, cost: Floats, leaving: Counts | None) -> Counts | None:
        """Write the capacity and cost of a role, of which some are `leaving` for the other one; how many come
        from the other one (None where nobody does)."""
        people = self.course.people[role]
        counted = bool(people) and (leaving is not None or len(people) > SINGLY)
        if counted:
            self.count(role, capacity)
        if counted and leaving is not None:
            np.maximum(np.subtract(capacity, leaving, out=capacity), 0.0, out=capacity)
        brought, converted = self.seats(role, cost, fresh=counted or self.follow(role))
        if counted:
            brought = np.add(capacity, brought, out=capacity)
        np.maximum(brought, 0.0, out=capacity)
        return converted

    def follow(self, role: Role) -> bool:
        """Add a few people one by one to what is worked; whether that is still fresh: nobody is there."""
        here = (np.arange(self.course.months) < np.arange(self.course.months + 1)[:, None]).astype(np.float32)
        fresh = True
        for few, stays in self.luck.people(role):
            rows = (here * np.float32(person.fte) for person in few)
            fresh = self.add_sure(list(zip(rows, stays, strict=True)), fresh)
        return fresh

    def count(self, role: Role, capacity: Floats) -> None:
        """Write the FTE of today's people, of the crowd the expected share."""
        present = Tally(self.shape, (person.fte for person in self.course.people[role]))
        for few, stays in self.luck.people(role):
            for person, stay in zip(few, stays, strict=True):
                present.add(person.fte, np.less(self.months, stay, out=self.there))
        present.total(capacity)
        crowd = np.asarray(self.course.crowd[role], dtype=np.float32)[:, None]
        if crowd.any():
            capacity += np.exp(-self.months.astype(np.float32) / self.luck.stay) * crowd

    def seats(self, role: Role, cost: Floats, fresh: bool) -> tuple[Floats, Counts | None]:
        """Write the cost of the plan's seats: pay differs between paths, what hiring costs does not; their
        capacity with what is worked already unless that is `fresh`, and how many are converted."""
        seats = self.course.seats[role]
        paid = Tally(self.shape, (seat.monthly for seat in seats))
        begun = Tally(self.shape, (seat.hiring for seat in seats if not seat.fixed))
        converted = Tally(self.shape, (float(seat.converted) for seat in seats))
        for few in self.luck.seats(role):
            fresh = self.work(few, fresh)
            for seat, first, stays in zip(few.seats, few.first, few.stays, strict=True):
                np.subtract(self.months, first, out=self.since)  # before the first month far above any stay
                if not seat.fixed:
                    begun.add(seat.hiring, np.equal(self.since, 0, out=self.there))
                np.less(self.since, stays, out=self.there)
                paid.add(seat.monthly, self.there)
                converted.add(float(seat.converted), self.there)
        if fresh:
            self.worked.fill(0.0)
        np.multiply(paid.total(cost), self.luck.pay, out=cost)
        if begun.values:
            cost += begun.total(self.money)
        for seat in seats:
            if seat.fixed and seat.start < self.course.months:
                cost[seat.start] += np.float32(seat.hiring)
        return self.worked.T, converted.of.get(1.0)

    def work(self, few: Few, fresh: bool) -> bool:
        """Add what seats bring, by their ramps, from the first month until they are left, in memory that is
        `fresh` (nothing was written) or not; whether it still is."""
        sure, states = [], few.first * np.uint32(self.course.months + 1) + few.stays
        for place, seat in enumerate(few.seats):
            parts, rows = len(self.course.ramps[seat.ramp]), self.worth[seat.ramp]
            if seat.fixed and parts == 1 and not seat.manages:
                start = min(seat.start, self.course.months)
                sure.append(
                    (rows.reshape(self.course.months + 1, -1, self.course.months)[start], few.stays[place])
                )
            elif not seat.manages:
                part_of = part(few.ramp[place], parts) if parts > 1 else np.uint32(0)
                fresh = self.add(rows, states[place] * np.uint32(parts) + part_of, fresh)
        return self.add_sure(sure, fresh)

    def add_sure(self, sure: Sequence[tuple[Floats, Months]], fresh: bool) -> bool:
        """Add those whose first month is sure, two at once: what each brings by months until they leave."""
        for first in range(0, len(sure), 2):
            (rows, stays), *other = sure[first : first + 2]
            for more, until in other:
                rows = (rows[:, None] + more).reshape(-1, self.course.months)
                stays = stays * np.uint16(len(more)) + until
            fresh = self.add(rows, stays, fresh)
        return fresh

    def add(self, rows: Floats, states: Counts, fresh: bool) -> bool:
        """Add the row of each path's state to what is worked, or write it where memory is fresh."""
        for start in range(0, self.luck.paths, NEAR):
            worked, state = self.worked[start : start + NEAR], states[start : start + NEAR]
            if fresh:
                rows.take(state, axis=0, out=worked, mode="clip")
            else:
                worked += rows.take(state, axis=0, out=self.row[: len(state)], mode="clip")
        return False


@lru_cache(maxsize=16)
def worth(months: int, parts: int, frozen: bytes) -> Floats:
    """Effective FTE by (month of start, months until leaving, part of the ramps) as one index, and month."""
    ramps = np.frombuffer(frozen).reshape(parts, months)
    there = np.arange(months) < np.arange(months + 1)[:, None]
    worked = (there[:, None, :] * ramps).astype(np.float32)
    rows = np.zeros((months + 1, *worked.shape), dtype=np.float32)
    for start in range(months):
        rows[start, :, :, start:] = worked[:, :, : months - start]
    return rows.reshape(-1, months)


def demand(course: Course, role: Role, platform: Floats) -> Floats:
    """Demand of a role by month, path of a set, and set; the platform's capacity takes its part off MLOps,
    down to the floor."""
    demands = course.demands
    needed = _by_set(demands.required[role])
    if role is Role.PLATFORM:
        return needed
    least = np.maximum(needed - _by_set(demands.relief_cap * demands.relievable), _by_set(demands.floor))
    left: Floats = platform * demands.relief_per_fte[:, 0].astype(np.float32)
    np.maximum(np.subtract(needed, left, out=left), least, out=left)
    return left


def _by_set(values: Series) -> Floats:
    """Values by set and month as (months, 1, sets)."""
    return np.ascontiguousarray(values.T, dtype=np.float32)[:, None]
