"""What is left of shared limits goes, seat by seat, to where it takes off most shortage."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from planner.engine.optimise.linear import Series

LEAST = 1e-6


class Fillable(Protocol):
    """A unit whose schedule can take a seat more."""

    use: Series
    objective: Series

    def one_more(self, point: Series) -> Series:
        """Every schedule with one seat more that holds the unit's own limits, (schedules, columns)."""


def filled(
    units: Sequence[Fillable], points: Sequence[Series], left: Series, prices: Series
) -> tuple[Series, ...]:
    """`points` with seats added while any fits into what is `left`: the largest gain at `prices` first."""
    return _Filling(units, list(points), left.copy(), prices).points()


@dataclass
class _Filling:
    units: Sequence[Fillable]
    chosen: list[Series]
    left: Series
    prices: Series

    def points(self) -> tuple[Series, ...]:
        """The points once nothing more fits; of equal gains the one offered first is taken."""
        ticket, rounds = count(), [0] * len(self.units)
        queue: list[tuple[float, int, int, int, Series]] = []
        for number in range(len(self.units)):
            queue += ((worth, next(ticket), number, 0, more) for worth, more in self._offers(number))
        heapq.heapify(queue)
        while queue:
            _, _, number, told, more = heapq.heappop(queue)
            used = self.units[number].use @ (more - self.chosen[number])
            if told < rounds[number] or not self._fits(used):
                continue
            self.left -= used
            self.chosen[number] = more
            rounds[number] += 1
            for worth, point in self._offers(number):
                heapq.heappush(queue, (worth, next(ticket), number, rounds[number], point))
        return tuple(self.chosen)

    def _offers(self, number: int) -> Iterator[tuple[float, Series]]:
        """What one seat more costs at the prices, less what it gains, where that fits and gains."""
        unit, now = self.units[number], self.chosen[number]
        changes = unit.one_more(now) - now
        gains, used = -(changes @ unit.objective), changes @ unit.use.T
        for place in np.flatnonzero((gains > LEAST) & self._fits(used)).tolist():
            yield float(used[place] @ self.prices - gains[place]), now + changes[place]

    def _fits(self, used: Series) -> NDArray[np.bool_]:
        room = np.maximum(self.left, 0.0) + LEAST * np.maximum(np.abs(self.left), 1.0)
        return np.asarray((used <= room).all(axis=-1))
