"""The same course as a discrete-event model in SimPy, written from the model's words, not its arrays."""

from __future__ import annotations

import math
from collections.abc import Generator
from dataclasses import dataclass, field

import numpy as np
import simpy

from planner.domain import Role
from planner.domain.plan import Assumption
from planner.engine import supply
from planner.engine.pert import quantiles
from planner.engine.simulate import Course
from planner.engine.simulate.course import Person, Seat

Process = Generator[simpy.Event, None, None]


@dataclass
class Path:
    """One path: capacity, cost and unmet demand by role and month."""

    course: Course
    dice: np.random.Generator
    capacity: dict[Role, np.ndarray] = field(init=False)
    cost: dict[Role, np.ndarray] = field(init=False)

    def __post_init__(self) -> None:
        self.world = simpy.Environment()
        self.capacity = {role: np.zeros(self.course.months) for role in Role}
        self.cost = {role: np.zeros(self.course.months) for role in Role}
        process = self.course.process
        self.leaving = self.draw(process["attrition_yearly"])
        self.accepted = self.draw(process["offer_acceptance"])
        self.between = self.draw(process["reoffer_months"])
        typical = process["pay_index"].typical * process["loaded_cost_factor"].typical
        self.pay = self.draw(process["pay_index"]) * self.draw(process["loaded_cost_factor"]) / typical

    def draw(self, row: Assumption) -> float:
        """One PERT draw."""
        width = row.high - row.low
        if width <= 0:
            return row.typical
        mode = (row.typical - row.low) / width
        return row.low + width * float(self.dice.beta(1 + 4 * mode, 1 + 4 * (1 - mode)))

    def run(self) -> Path:
        for role in Role:
            for person in self.course.people[role]:
                self.world.process(self.present(role, person))
            for seat in self.course.seats[role]:
                self.world.process(self.seat(role, seat))
        self.world.run(until=self.course.months)
        return self

    def stays(self) -> int:
        rate = -math.log1p(-self.leaving) / 12
        return math.ceil(self.dice.exponential(1 / rate)) if rate > 0 else self.course.months

    def present(self, role: Role, person: Person) -> Process:
        for _ in range(min(self.stays(), person.stays)):
            self.capacity[role][int(self.world.now)] += person.fte
            yield self.world.timeout(1)

    def seat(self, role: Role, seat: Seat) -> Process:
        """Search, offers until one is accepted, notice, the first of the next month; work until leaving."""
        if seat.fixed:
            yield self.world.timeout(seat.start)
        else:
            process = self.course.process
            opened = seat.start - self.course.wait
            waited = self.draw(process["time_to_fill_months"])
            while self.dice.random() > self.accepted:
                waited += self.between
            waited += self.draw(process["notice_months"])
            yield self.world.timeout(max(math.ceil(opened + waited - 1e-3), 0))
        worth = self.worth(seat)
        stays = self.stays()
        self.cost[role][int(self.world.now)] += seat.hiring
        for month in range(stays):
            now = int(self.world.now)
            self.cost[role][now] += seat.monthly * self.pay
            if not seat.manages:
                self.capacity[role][now] += worth[month]
            yield self.world.timeout(1)

    def worth(self, seat: Seat) -> np.ndarray:
        """Productivity by months since the start, of who served before the plan by its own months: a ramp of
        drawn length less what newcomers cost the others; as it is for those who change from within."""
        ramps = self.course.ramps[seat.ramp]
        if len(ramps) == 1:
            return ramps[0]
        row = self.course.process["conversion_months" if seat.converted else "ramp_months"]

        def ramp(length: float) -> np.ndarray:
            return supply.ramp(length, seat.served + self.course.months)[seat.served :]

        drag = ramps[0] - ramp(float(quantiles(row, len(ramps))[0]))
        return ramp(self.draw(row)) + drag

    def met(self, which: int) -> dict[Role, np.ndarray]:
        """Months in which demand is met, with the demand of one set."""
        demands = self.course.demands
        platform = self.capacity[Role.PLATFORM]
        relief = np.minimum(
            platform * demands.relief_per_fte[which], demands.relief_cap[which] * demands.relievable[which]
        )
        needed = {role: demands.required[role][which] for role in Role}
        needed[Role.MLOPS] = np.maximum(needed[Role.MLOPS] - relief, demands.floor[which])
        return {role: needed[role] - self.capacity[role] < self.course.tolerance for role in Role}
