"""The program that picks one schedule for each unit within shared limits."""

from __future__ import annotations

from collections.abc import Sequence

import highspy
import numpy as np

from planner.engine.optimise.linear import Index, Series
from planner.engine.optimise.solver import fresh, unsolved

CHOOSING = {  # ends with the root of the search and its heuristics; limits hold to what is told of them
    "mip_rel_gap": 2e-3,
    "mip_max_nodes": 1,
    "primal_feasibility_tolerance": 1e-9,
    "mip_feasibility_tolerance": 1e-9,
}
NOTHING = 1e-9  # share of a limit that is as good as none; the solver's arithmetic is upset by less


class Master:
    """Columns are schedules; rows the shared limits (`Σ use <= left`), then one for each unit (`Σ = 1`)."""

    def __init__(self, left: Series, scale: Series, units: int) -> None:
        self.scale, self.limits, self.units = scale, left.size, units
        self.points: list[list[Series]] = [[] for _ in range(units)]
        self.owners: list[int] = []
        self._highs = fresh()
        rows = left.size + units
        nothing: Index = np.zeros(0, dtype=np.int32)
        lower = np.concatenate([np.full(left.size, -np.inf), np.ones(units)])
        upper = np.concatenate([left / scale, np.ones(units)])
        self._highs.addRows(rows, lower, upper, 0, np.zeros(rows, dtype=np.int32), nothing, np.zeros(0))

    def add(self, owners: Index, values: Series, uses: Series, points: Sequence[Series]) -> None:
        """Schedules more: the unit of each, its value, its use of each limit, and its point."""
        shares = np.where(np.abs(uses) > NOTHING * self.scale, uses / self.scale, 0.0)
        matrix = np.concatenate([shares, np.ones((owners.size, 1))], axis=1)
        columns, rows = np.nonzero(matrix)
        row = np.where(rows == self.limits, self.limits + owners[columns], rows)
        self._highs.addCols(
            owners.size,
            values,
            np.zeros(owners.size),
            np.full(owners.size, np.inf),
            columns.size,
            np.searchsorted(columns, np.arange(owners.size)).astype(np.int32),
            row.astype(np.int32),
            matrix[columns, rows],
        )
        for unit, point in zip(owners.tolist(), points, strict=True):
            self.points[unit].append(point)
            self.owners.append(unit)

    def least(self, left: Series) -> float:
        """The least value where schedules may be mixed and so much is left of each limit."""
        for row, limit in enumerate((left / self.scale).tolist()):
            self._highs.changeRowBounds(row, -np.inf, limit)
        self._solve()
        return float(self._highs.getInfo().objective_function_value)

    def prices(self) -> Series:
        """The price of one unit of each limit where schedules may be mixed."""
        self._solve()
        solution = self._highs.getSolution()
        return np.asarray(np.maximum(-np.asarray(solution.row_dual[: self.limits]), 0.0) / self.scale)

    def _solve(self) -> None:
        if not self._optimal():
            self._highs.clearSolver()
            if not self._optimal():
                raise unsolved()

    def _optimal(self) -> bool:
        self._highs.run()
        return bool(self._highs.getModelStatus() == highspy.HighsModelStatus.kOptimal)

    def chosen(self) -> list[int]:
        """Which of its schedules each unit gets, in whole ones."""
        count = len(self.owners)
        numbers = np.arange(count, dtype=np.int32)
        kinds = np.full(count, int(highspy.HighsVarType.kInteger), dtype=np.uint8)
        self._highs.changeColsIntegrality(count, numbers, kinds)
        for name, value in CHOOSING.items():
            self._highs.setOptionValue(name, value)
        self._highs.run()
        if self._highs.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            raise unsolved()
        picked = np.asarray(self._highs.getSolution().col_value)
        owners = np.array(self.owners)
        return [int(np.argmax(picked[owners == unit])) for unit in range(self.units)]
