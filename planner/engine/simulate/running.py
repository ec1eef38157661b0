"""The paths: each seat is filled, ramps up and is left, each person leaves, month by month on every path."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from planner.domain.words import Role
from planner.engine.assess import Series
from planner.engine.simulate.course import Course
from planner.engine.simulate.luck import Luck
from planner.engine.simulate.tables import RAMPS, Floats, Indices, begins, capacities, cells, presences


class Workspace:
    """Arrays (paths, months) in one piece of memory, made once and written over: fresh memory costs more time
    than what is done with it."""

    def __init__(self, paths: int, months: int) -> None:
        whole = np.empty((7, paths, months), np.float32)
        self.buffer, self.cost, self.hiring, self.demand, self.relief = whole[:5]
        self.capacity = {role: whole[5 + at] for at, role in enumerate(Role)}

    @property
    def turned(self) -> Floats:
        """The buffer with months first."""
        return self.buffer.reshape(self.buffer.shape[::-1])


@dataclass(frozen=True)
class Team:
    """One role on every path: capacity in FTE and cost, (paths, months), and who changed roles, if anybody."""

    capacity: Floats
    cost: Floats
    left: Floats | None


class Teams:
    """Fills the teams of a course, one after the other: the second is written over the cost of the first."""

    def __init__(self, course: Course, space: Workspace, seed: int) -> None:
        self.course, self.space, self.luck = course, space, Luck.of(course, len(space.buffer), seed)
        self.there, self.begins = presences(course.months), begins(course.months)

    @cached_property
    def hired(self) -> Floats:
        """What hires are worth by month."""
        return capacities(self.course.months, self.course.process["ramp_months"])

    @cached_property
    def converted(self) -> Floats:
        """What people who change roles are worth by month."""
        return capacities(self.course.months, self.course.process["conversion_months"])

    def add(self, total: Floats, table: Floats, rows: Indices) -> None:
        """Add the table's row of each path."""
        np.take(table, rows, axis=0, out=self.space.buffer, mode="clip")
        np.add(total, self.space.buffer, out=total)

    def fill(self, role: Role, leaving: Floats | None) -> Team:
        """People leave, of them those `leaving` for the platform; seats are filled and left."""
        capacity, cost, hiring = self.space.capacity[role], self.space.cost, self.space.hiring
        for array in (capacity, cost, hiring):
            array.fill(0.0)
        for fte, stay in self.luck.people(role):
            self.add(capacity, self.there[: self.course.months + 1] * np.float32(fte), stay)
        if leaving is not None:
            np.maximum(np.subtract(capacity, leaving, out=capacity), 0.0, out=capacity)
        converts = any(seat.converted for seat in self.course.seats[role])
        left = np.zeros_like(capacity) if converts else None
        priced = {seat.monthly: self.there * np.float32(seat.monthly) for seat in self.course.seats[role]}
        for seat, start, ramp, stay in self.luck.seats(role):
            rows = start * (self.course.months + 1) + stay
            if not seat.manages:
                worth = self.converted if seat.converted else self.hired
                self.add(capacity, worth, rows * RAMPS + cells(ramp, RAMPS))
            if seat.monthly:
                self.add(cost, priced[seat.monthly], rows)
                self.add(hiring, self.begins * np.float32(seat.hiring), start)
            if seat.converted and left is not None:
                self.add(left, self.there, rows)
        return Team(capacity, _paid(cost, self.luck.pay, hiring), left)


def _paid(loaded: Floats, pay: Floats, hiring: Floats) -> Floats:
    """Cost by path: pay differs between paths, the cost of hiring does not."""
    loaded *= pay[:, None]
    loaded += hiring
    return loaded


def demand(course: Course, space: Workspace, role: Role) -> Floats:
    """Demand of a role, (paths, months); the platform's capacity takes its part off MLOps, down to the floor."""
    demands = course.demands
    sets = np.arange(len(space.demand)) % demands.sets

    def by_path(values: Series, out: Floats) -> Floats:
        return np.take(values.astype(np.float32), sets, axis=0, out=out, mode="clip")

    by_path(demands.required[role], space.demand)
    if role is Role.MLOPS and demands.required[role].any():
        each = demands.relief_per_fte.astype(np.float32).take(sets, axis=0)
        relief = np.multiply(space.capacity[Role.PLATFORM], each, out=space.relief)
        np.minimum(relief, by_path(demands.relief_cap * demands.relievable, space.buffer), out=relief)
        np.subtract(space.demand, relief, out=space.demand)
        np.maximum(space.demand, by_path(demands.floor, space.buffer), out=space.demand)
    return space.demand
