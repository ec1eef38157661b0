"""What is left of shared limits goes, seat by seat, to where it takes off most shortage."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np

from planner.engine.optimise.linear import Series

LEAST = 1e-6


class Fillable(Protocol):
    """A unit whose schedule can take a seat more."""

    use: Series
    objective: Series

    def one_more(self, point: Series) -> Iterator[Series]:
        """Every schedule with one seat more that keeps the unit's own limits."""


def filled(
    units: Sequence[Fillable], points: Sequence[Series], left: Series, prices: Series
) -> tuple[Series, ...]:
    """`points` with seats added while any fits into what is `left`: the largest gain at `prices` first."""
    chosen, left = list(points), left.copy()
    queue: list[tuple[float, int, int, Series]] = []
    ticket = 0
    for number, unit in enumerate(units):
        ticket = _offer(queue, ticket, number, unit, chosen[number], left, prices)
    while queue:
        _, _, number, point = heapq.heappop(queue)
        unit = units[number]
        more = unit.use @ (point - chosen[number])
        if not _fits(more, left):
            continue
        left -= more
        chosen[number] = point
        queue = [entry for entry in queue if entry[2] != number]
        heapq.heapify(queue)
        ticket = _offer(queue, ticket, number, unit, point, left, prices)
    return tuple(chosen)


def _fits(more: Series, left: Series) -> bool:
    return bool((more <= np.maximum(left, 0.0) + LEAST * np.maximum(np.abs(left), 1.0)).all())


def _offer(
    queue: list[tuple[float, int, int, Series]],
    ticket: int,
    number: int,
    unit: Fillable,
    point: Series,
    left: Series,
    prices: Series,
) -> int:
    """Queue what one seat more would be in a unit; returns the next ticket, which settles ties."""
    now = float(unit.objective @ point)
    for more in unit.one_more(point):
        gain = now - float(unit.objective @ more)
        used = unit.use @ (more - point)
        if gain > LEAST and _fits(used, left):
            heapq.heappush(queue, (float(prices @ used) - gain, ticket, number, more))
            ticket += 1
    return ticket
