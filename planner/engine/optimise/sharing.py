"""Many units under limits they share: whole schedules of each unit as columns, priced by the shared limits.

The linear program of a sample of units, under its part of the limits, gives prices that are nearly right. At
any prices, the units' best answers prove a bound for all (Lagrange), and are schedules to mix (Dantzig and
Wolfe) and to round; one integer program picks a schedule for every unit, what is left goes where it helps
most, and units that are far from their best are found again, a few at a time. The gap to the bound is
published. No unit's columns are in another's program beyond the sample, so a unit more costs what a unit
costs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from planner.engine.optimise.filling import filled
from planner.engine.optimise.joint import apart, side_by_side, together
from planner.engine.optimise.limits import Limits
from planner.engine.optimise.linear import Series
from planner.engine.optimise.master import Master
from planner.engine.optimise.polishing import Polishing
from planner.engine.optimise.solver import interior
from planner.engine.optimise.unit import Unit

THRESHOLDS = (0.001, 0.25, 0.5, 0.75)  # a seat counts as whole from one minus this share on
JOINT, JOINT_NODES = 12, 400  # units up to which all are solved in one program, and its limit
SAMPLE = 60  # units whose linear program gives the first prices
NEAR = 0.9  # prices are tried between those of the mix and the best so far (Wentges), so near the best ones
ROUNDS = 4  # of prices before schedules are picked
WHOLE = 200  # units up to which schedules are also made in whole numbers at the prices, not rounded only
ENOUGH = 5e-3  # relative gap at which nothing more is tried


@dataclass(frozen=True)
class Shares:
    """Each unit's schedule and the one it would have alone; weighted objective with its bound; what so much
    more of each limit would take off it where schedules may be mixed; what is used of it; nodes of all
    searches."""

    points: tuple[Series, ...]
    alone: tuple[Series, ...]
    objective: float
    bound: float
    bought: Callable[[Series], float]
    used: Series
    nodes: int

    @property
    def gap(self) -> float:
        """How far the objective is from the bound, relative to it."""
        return max(self.objective - self.bound, 0.0) / max(abs(self.objective), 1.0)


def share(units: Sequence[Unit], limits: Limits) -> Shares:
    """The best schedules of all units within what they share."""
    return _Sharing(units, limits).result()


class _Sharing:
    def __init__(self, units: Sequence[Unit], limits: Limits) -> None:
        self.units = units
        self.fixed = sum((unit.fixed for unit in units), np.zeros_like(units[0].fixed))
        self.unused = limits.allowed() - self.fixed
        self.left = np.maximum(self.unused, 0.0)
        self.scale = np.maximum(self.left, 1.0)
        self.nodes = 0

    def result(self) -> Shares:
        free = np.zeros_like(self.left)
        alone, values = self.whole(free)
        if self._fits(alone):
            return self._shares(alone, alone, float(values.sum()), lambda more: 0.0)
        pricing = _Pricing(self, alone)
        pricing.advance()
        picked = self._picked(pricing)
        if self._gap(picked, pricing) > ENOUGH:
            picked = self._polished(self._again(picked, pricing), pricing)
        bound = pricing.bound
        if len(self.units) <= JOINT:
            picked, lower = self._joint(picked)
            bound = max(bound, lower)
        return self._shares(picked, alone, bound, pricing.bought)

    def _gap(self, points: Sequence[Series], pricing: _Pricing) -> float:
        total = self._total(points)
        return (total - pricing.bound) / max(abs(total), 1.0)

    def _again(self, picked: list[Series], pricing: _Pricing) -> list[Series]:
        """The best choice once schedules in whole numbers are there too, where that is not too long."""
        if len(self.units) > WHOLE:
            return picked
        pricing.whole()
        return min(picked, self._picked(pricing), key=self._total)

    def _polished(self, points: list[Series], pricing: _Pricing) -> list[Series]:
        polishing = Polishing(self.units, points, self.left, pricing.prices, pricing.values)
        better = polishing.run(ENOUGH)
        self.nodes += polishing.nodes
        return better

    def _picked(self, pricing: _Pricing) -> list[Series]:
        """A whole schedule for each unit: the best choice near the mixed ones, then what still fits."""
        master = Master(self.left, self.scale, len(self.units))
        for number, unit in enumerate(self.units):
            mixed = np.array(pricing.master.points[number])
            rounded = np.concatenate([unit.rounded(mixed, threshold) for threshold in THRESHOLDS])
            kept = np.unique(unit.keep(rounded), axis=0)
            master.add(np.full(len(kept), number), kept @ unit.objective, kept @ unit.use.T, list(kept))
        picked = [master.points[unit][pick] for unit, pick in enumerate(master.chosen())]
        return list(filled(self.units, picked, self.left - self._use(picked), pricing.prices))

    def _joint(self, start: Sequence[Series]) -> tuple[list[Series], float]:
        """All units in one program, from a start on."""
        answer = together(self.units, self.left, start, JOINT_NODES)
        if answer is None:
            return list(start), -np.inf
        self.nodes += answer.nodes
        better = min(start, apart(self.units, answer.point), key=self._total)
        return list(better), answer.bound

    def whole(self, prices: Series) -> tuple[list[Series], Series]:
        """Each unit's best schedule at some prices, and the least that any of them can cost at them."""
        answers = [unit.solver.minimise(unit.objective + prices @ unit.use) for unit in self.units]
        self.nodes += sum(answer.nodes for answer in answers)
        return [answer.point for answer in answers], np.array([answer.bound for answer in answers])

    def _total(self, points: Sequence[Series]) -> float:
        return sum(float(unit.objective @ point) for unit, point in zip(self.units, points, strict=True))

    def _fits(self, points: Sequence[Series]) -> bool:
        return bool((self._use(points) <= self.left + 1e-6 * self.scale).all())

    def _use(self, points: Sequence[Series]) -> Series:
        used = (unit.use @ point for unit, point in zip(self.units, points, strict=True))
        return sum(used, np.zeros_like(self.left))

    def _shares(
        self,
        points: Sequence[Series],
        alone: Sequence[Series],
        bound: float,
        bought: Callable[[Series], float],
    ) -> Shares:
        objective = self._total(points)
        used = self.fixed + self._use(points)
        return Shares(tuple(points), tuple(alone), objective, min(bound, objective), bought, used, self.nodes)


class _Pricing:
    """Prices of the limits that prove the best bound so far, the least `values` that units cost at them, and
    the schedules that were best at some prices."""

    def __init__(self, sharing: _Sharing, alone: Sequence[Series]) -> None:
        self.sharing, self.units, self.left = sharing, sharing.units, sharing.left
        self.nothing = [unit.nothing() for unit in self.units]
        self.master = Master(sharing.left, sharing.scale, len(self.units))
        everyone = range(len(self.units))
        self._add(everyone, self.nothing)
        self._add(everyone, alone)
        self.prices, self.values = self._first(alone), np.full(len(self.units), -np.inf)

    def _first(self, alone: Sequence[Series]) -> Series:
        """Prices from a sample of units under its part of the limits: that of what could be gained."""
        sample = np.unique(np.linspace(0, len(self.units) - 1, SAMPLE).round().astype(int)).tolist()
        gains = np.array(
            [
                unit.objective @ (less - more)
                for unit, less, more in zip(self.units, self.nothing, alone, strict=True)
            ]
        )
        units, left = [self.units[number] for number in sample], self.left * gains[sample].sum() / gains.sum()
        objective = np.concatenate([unit.objective for unit in units])
        point, prices = interior(side_by_side(units, left), objective)
        self._add(sample, apart(units, point))
        return np.maximum(-prices[-left.size :], 0.0)

    @property
    def bound(self) -> float:
        """What all units cost at least."""
        return self._bound(self.prices, self.values)

    def _bound(self, prices: Series, values: Series) -> float:
        return float(values.sum() - prices @ self.left)

    def bought(self, more: Series) -> float:
        """What so much more of each limit takes off the least value where schedules may be mixed; promises
        that go beyond a limit come first."""
        free = np.maximum(self.sharing.unused + more, 0.0)
        now, then = self._mixed(self.left), self._mixed(free)
        return max(now - then, 0.0)

    def _mixed(self, left: Series) -> float:
        """The least value within what is left where schedules may be mixed, those that are best then as well
        (unless there are so many units that a step is small to them)."""
        least = self.master.least(left)
        for _ in range(ROUNDS if len(self.units) <= WHOLE else 0):
            prices = self.master.prices()
            self._add(range(len(self.units)), [self._answer(unit, prices)[1] for unit in self.units])
            least = self.master.least(left)
        return least

    def advance(self) -> None:
        """Try prices some times."""
        for _ in range(ROUNDS):
            mixed = self.master.prices()
            self._try(self.prices if np.isinf(self.bound) else NEAR * self.prices + (1 - NEAR) * mixed)

    def whole(self) -> None:
        """Have answers in whole numbers to the best prices as well."""
        points, values = self.sharing.whole(self.prices)
        self._add(range(len(points)), points)
        self.values = np.maximum(self.values, values)

    def _try(self, prices: Series) -> None:
        found = [self._answer(unit, prices) for unit in self.units]
        values = np.array([value for value, _ in found])
        if self._bound(prices, values) > self.bound:
            self.prices, self.values = prices, values
        self._add(range(len(found)), [point for _, point in found])

    def _answer(self, unit: Unit, prices: Series) -> tuple[float, Series]:
        unit.solver.objective(unit.objective + prices @ unit.use)
        return unit.solver.relaxed()

    def _add(self, numbers: Sequence[int], points: Sequence[Series]) -> None:
        """A schedule more for some units."""
        units = [self.units[number] for number in numbers]
        values = [unit.objective @ point for unit, point in zip(units, points, strict=True)]
        uses = [unit.use @ point for unit, point in zip(units, points, strict=True)]
        self.master.add(np.array(numbers), np.array(values), np.array(uses), points)
