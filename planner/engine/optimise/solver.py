"""HiGHS behind one door: one thread, fixed seed, a limit on nodes instead of time, answers checked again.

The answer's point has whole numbers made exactly whole; it is feasible to 1e-6 in numpy and its objective is
recomputed. One retry with other settings, then `Unsolved`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import highspy
import numpy as np
from highspy import _core
from numpy.typing import NDArray

from planner.domain.errors import PlannerError, Problem
from planner.engine.optimise.linear import Arrays, Index, Series

SOLVER = "HiGHS"
TOLERANCE = 1e-6
NODES = 500  # branch-and-bound nodes of one solve; no wall clock, so that every machine answers alike
FIRST: Mapping[str, bool | int | float | str] = {
    "mip_detect_symmetry": False,
    "mip_allow_restart": False,
    "mip_heuristic_run_feasibility_jump": False,
    "mip_heuristic_run_root_reduced_cost": False,
    "mip_heuristic_run_rins": False,
    "mip_pool_soft_limit": 1,
    "mip_pscost_minreliable": 0,
}
RETRY: Mapping[str, bool | int | float | str] = {
    **{name: True for name, value in FIRST.items() if value is False},
    "mip_pool_soft_limit": 10_000,
    "mip_pscost_minreliable": 8,
    "presolve": "off",
    "random_seed": 1,
}


class Unsolved(PlannerError):
    """The schedule's program found no answer that holds up when it is checked again."""

    title = "No schedule was found"


@dataclass(frozen=True)
class Answer:
    """A checked point: its objective, a proven bound on it, nodes searched and the largest breach found."""

    point: Series
    objective: float
    bound: float
    nodes: int
    violation: float
    proven: bool

    @property
    def gap(self) -> float:
        """How far the objective is from the bound, relative to it."""
        return abs(self.objective - self.bound) / max(abs(self.objective), abs(self.bound), 1e-9)

    def of(self, objective: Series, scale: float) -> Answer:
        """The answer by the part of its objective that counts, which was taken `scale` times."""
        value = float(objective @ self.point)
        return replace(self, objective=value, bound=value - (self.objective - self.bound) / scale)


class Solver:
    """One program, solved for one objective after the other; bounds may be tightened in between."""

    def __init__(self, arrays: Arrays, nodes: int = NODES) -> None:
        self.arrays = arrays
        self.nodes = nodes
        self.lower, self.upper = arrays.lower.copy(), arrays.upper.copy()
        self.row_lower, self.row_upper = arrays.row_lower.copy(), arrays.row_upper.copy()
        self._highs = _load(arrays)

    def limit(self, columns: Index, upper: Series) -> None:
        """Lower the upper bounds of some columns."""
        self.upper[columns] = upper
        self._highs.changeColsBounds(columns.size, columns.astype(np.int32), self.lower[columns], upper)

    def allow(self, rows: Index, upper: Series) -> None:
        """Give rows another upper bound."""
        self.row_upper[rows] = upper
        self._highs.changeRowsBounds(rows.size, rows.astype(np.int32), self.row_lower[rows], upper)

    def objective(self, objective: Series) -> None:
        """What to minimise from now on."""
        self._highs.changeColsCost(objective.size, np.arange(objective.size, dtype=np.int32), objective)

    def relaxed(self) -> tuple[float, Series]:
        """The minimum if whole numbers need not be whole, and where it is; raises Unsolved."""
        self._highs.setOptionValue("solve_relaxation", True)
        self._highs.run()
        self._highs.setOptionValue("solve_relaxation", False)
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise unsolved()
        point = np.asarray(self._highs.getSolution().col_value, dtype=np.float64)
        return float(self._highs.getInfo().objective_function_value), point

    def minimise(self, objective: Series, start: Series | None = None) -> Answer:
        """The checked minimum of `objective @ point`; raises Unsolved."""
        self.objective(objective)
        for settings in (FIRST, RETRY):
            answer = self._attempt(objective, settings, start)
            if answer is not None:
                return answer
        raise unsolved()

    def _attempt(
        self, objective: Series, settings: Mapping[str, bool | int | float | str], start: Series | None
    ) -> Answer | None:
        highs = self._highs
        for name, value in {"random_seed": 0, "presolve": "choose", **settings}.items():
            highs.setOptionValue(name, value)
        highs.setOptionValue("mip_max_nodes", self.nodes)
        highs.clearSolver()
        if start is not None:
            highs.setSolution(start.size, np.arange(start.size, dtype=np.int32), start)
        highs.run()
        info = highs.getInfo()
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        point = np.asarray(highs.getSolution().col_value, dtype=np.float64)
        proven = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return self._checked(point, objective, info, proven)

    def _checked(self, point: Series, objective: Series, info: Any, proven: bool) -> Answer | None:
        whole = bool(self.arrays.integer.any())
        point = np.clip(np.where(self.arrays.integer, np.round(point), point), self.lower, self.upper)
        limits = replace(
            self.arrays,
            lower=self.lower,
            upper=self.upper,
            row_lower=self.row_lower,
            row_upper=self.row_upper,
        )
        violation = limits.violation(point)
        value = float(objective @ point)
        reported = float(info.objective_function_value)
        if violation > TOLERANCE or abs(value - reported) > TOLERANCE * max(1.0, abs(value)) * 10:
            return None
        bound = float(info.mip_dual_bound) if whole else value
        nodes = max(int(info.mip_node_count), 0) if whole else 0
        return Answer(point, value, min(bound, value), nodes, violation, proven)


def interior(arrays: Arrays, objective: Series) -> tuple[Series, Series]:
    """Where an interior-point method finds the minimum if whole numbers need not be whole, and the price of
    each row; raises Unsolved."""
    highs = _load(replace(arrays, integer=np.zeros_like(arrays.integer)))
    highs.changeColsCost(objective.size, np.arange(objective.size, dtype=np.int32), objective)
    for method, crossover in (("ipm", "off"), ("choose", "on")):
        highs.setOptionValue("solver", method)
        highs.setOptionValue("run_crossover", crossover)
        highs.run()
        if highs.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            solution = highs.getSolution()
            return np.asarray(solution.col_value), np.asarray(solution.row_dual)
    raise unsolved()


def unsolved() -> Unsolved:
    """No answer that holds up."""
    return Unsolved(
        Problem(
            "",
            f"{SOLVER} {version()} gave no answer that holds up when it is checked again.",
            "Loosen the constraints that were stated last, and report the profile.",
        )
    )


def version() -> str:
    """Version of the solver."""
    return str(_core._Highs().version())


def fresh(**settings: bool | int | float | str) -> Any:
    """A silent solver of one thread; bare, as the public class prints a banner before it can be silenced."""
    highs = _core._Highs()
    for name, value in {"output_flag": False, "threads": 1, "random_seed": 0, **settings}.items():
        highs.setOptionValue(name, value)
    return highs


def _load(arrays: Arrays) -> Any:
    highs = fresh(mip_rel_gap=0.0, mip_abs_gap=1e-7)
    rows, columns = arrays.shape
    nothing: NDArray[np.int32] = np.zeros(0, dtype=np.int32)
    highs.passModel(
        columns,
        rows,
        arrays.value.size,
        0,
        int(highspy.MatrixFormat.kRowwise),
        int(highspy.HessianFormat.kTriangular),
        int(highspy.ObjSense.kMinimize),
        0.0,
        np.zeros(columns),
        arrays.lower,
        arrays.upper,
        arrays.row_lower,
        arrays.row_upper,
        arrays.start,
        arrays.index,
        arrays.value,
        nothing,
        nothing,
        np.zeros(0),
        arrays.integer.astype(np.int32),
    )
    return highs
