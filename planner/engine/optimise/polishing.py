"""Schedules of a few units at a time are found again in one program, within what the others leave.

What a schedule costs at the prices of the shared limits, less the least that any schedule of its unit does,
is the unit's part of the gap to the bound (the rest is what is left of limits that have a price). So units
are taken by that regret: rounding hurt them most, and they have most to trade with each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.engine.optimise.joint import apart, together
from planner.engine.optimise.linear import Series
from planner.engine.optimise.unit import Unit

GROUP, NODES = 2, 1  # units that are solved together, and the limit of each search
AGAIN = 0.5  # what a regret counts for each time that its unit was taken
GROUPS = 40  # that are tried at most
IDLE = 3  # groups without gain after which no more are tried
LEAST = 3e-4  # of the total: a gain


@dataclass
class Polishing:
    """`points`, one for each unit, within what is `left` of the shared limits. `values` are the least that
    each unit costs at the `prices`."""

    units: Sequence[Unit]
    points: list[Series]
    left: Series
    prices: Series
    values: Series
    nodes: int = 0

    def run(self, gap: float) -> list[Series]:
        """The points once the gap to the bound of the prices is so small, or trying more does not help."""
        taken, idle = np.zeros(len(self.units)), 0
        for _ in range(GROUPS):
            regrets = self._regrets()
            if idle == IDLE or self._gap(regrets) <= gap * abs(self._total()):
                break
            group = np.sort(np.argsort(-regrets * AGAIN**taken, kind="stable")[:GROUP])
            idle = 0 if self._improve(group.tolist()) else idle + 1
            taken[group] += 1.0
        return self.points

    def _improve(self, group: list[int]) -> bool:
        units, start = [self.units[number] for number in group], [self.points[number] for number in group]
        mine = sum(unit.use @ point for unit, point in zip(units, start, strict=True))
        answer = together(units, np.maximum(self._spare() + mine, mine), start, NODES)
        before = sum(float(unit.objective @ point) for unit, point in zip(units, start, strict=True))
        if answer is None or answer.objective >= before:
            return False
        self.nodes += answer.nodes
        for number, point in zip(group, apart(units, answer.point), strict=True):
            self.points[number] = point
        return before - answer.objective > LEAST * abs(self._total())

    def _regrets(self) -> Series:
        costs = [
            float((unit.objective + self.prices @ unit.use) @ point)
            for unit, point in zip(self.units, self.points, strict=True)
        ]
        return np.asarray(np.array(costs) - self.values)

    def _gap(self, regrets: Series) -> float:
        return float(regrets.sum() + self.prices @ self._spare())

    def _spare(self) -> Series:
        used = (unit.use @ point for unit, point in zip(self.units, self.points, strict=True))
        return self.left - sum(used, np.zeros_like(self.left))

    def _total(self) -> float:
        return sum(float(unit.objective @ point) for unit, point in zip(self.units, self.points, strict=True))
