"""One of the units that share limits: its own program, what its columns use of the limits, whole schedules.

Points are rows of columns: `(schedules, columns)`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from planner.domain.words import Role
from planner.engine.optimise import caps
from planner.engine.optimise.limits import Limits
from planner.engine.optimise.linear import Series, Term
from planner.engine.optimise.scheme import Lane, Scheme, shortage_columns, weighted_shortage
from planner.engine.optimise.solver import TOLERANCE, Solver
from planner.engine.optimise.work import Given
from planner.engine.staffing import Staffing

LEAST = 1e-3  # a seat counts as whole from one minus this share on
COST = 1e-4  # FTE-months of shortage that a seat-month may cost to avoid: schedules as short but cheaper win
NODES = 150


@dataclass
class Unit:
    """One unit's program, with what its columns and its people today use of the shared limits."""

    problem: Staffing
    limits: Limits
    scheme: Scheme = field(init=False)
    solver: Solver = field(init=False)
    objective: Series = field(init=False)
    use: Series = field(init=False)
    fixed: Series = field(init=False)

    def __post_init__(self) -> None:
        self.scheme = Scheme(Given(self.problem), tuple(Role), True)
        caps.limit(self.scheme)
        self.solver = Solver(self.scheme.program.compile(), NODES)
        self.objective = weighted_shortage(self.scheme) + COST * caps.cost_objective(self.scheme)
        uses = list(_uses(self.scheme, self.limits))
        self.use = np.concatenate([_dense(terms, self.scheme.program.width) for terms, _ in uses])
        self.fixed = np.concatenate([fixed for _, fixed in uses])

    def nothing(self) -> Series:
        """The schedule that opens nothing."""
        point: Series = self.rounded(np.zeros((1, self.objective.size)))[0]
        return point

    def rounded(self, points: Series, threshold: float = LEAST) -> Series:
        """Schedules whose people are those of `points` in whole numbers, with all that follows from them."""
        scheme, result = self.scheme, np.zeros_like(points)
        for lane in scheme.lanes.values():
            result[:, lane.seats] = np.floor(points[:, lane.seats] + threshold)
            self._round_sources(lane, points, result, threshold)
            if lane.managers.size:
                result[:, lane.managers] = self._leaders(lane, result)
            if lane.contractors.size:
                result[:, lane.contractors] = np.floor(points[:, lane.contractors] + threshold)
                begun = np.diff(result[:, lane.contractors], prepend=0.0)
                result[:, lane.engaged] = np.maximum(begun, 0.0)
        result[:, scheme.conversions] = np.floor(points[:, scheme.conversions] + threshold)
        self._fill_shortage(result)
        return result

    def _round_sources(self, lane: Lane, points: Series, result: Series, threshold: float) -> None:
        """Of those who start, as many come from another source as have by then."""
        left = np.diff(result[:, lane.seats], prepend=0.0)
        for _, columns in lane.sources:
            come = np.floor(np.cumsum(points[:, columns], axis=1) + threshold)
            result[:, columns] = np.minimum(np.diff(come, prepend=0.0), left)
            left = left - result[:, columns]

    def _leaders(self, lane: Lane, result: Series) -> Series:
        """The fewest managers by start month who lead all in new seats."""
        starts = self.scheme.starts
        columns, matrix = self.scheme.heads(lane.role, starts)[0]
        beyond = result[:, columns] @ matrix.T - self.scheme.given.led(lane.role)
        spans = np.maximum(np.ceil(beyond / self.problem.span - 1e-9), 0.0)
        return np.maximum.accumulate(spans, axis=1)

    def _fill_shortage(self, result: Series) -> None:
        problem, scheme = self.problem, self.scheme
        capacity = {role: self._capacity(role, result) for role in scheme.lanes}
        if scheme.relief.size:
            most = problem.relief_cap * problem.relievable
            result[:, scheme.relief] = np.minimum(problem.relief_per_fte * capacity[Role.PLATFORM], most)
        for role, lane in scheme.lanes.items():
            demand = problem.demand[role]
            if role is Role.MLOPS and scheme.relief.size:
                demand = np.maximum(demand - result[:, scheme.relief], problem.floor)
            result[:, lane.short] = np.maximum(demand - capacity[role], 0.0)

    def _capacity(self, role: Role, points: Series) -> Series:
        parts = [points[:, columns] @ matrix.T for columns, matrix in self._kernels[role]]
        return sum(parts, self.scheme.given.capacity[role][np.newaxis, :])

    @cached_property
    def _kernels(self) -> dict[Role, list[Term]]:
        """Terms of each role's capacity."""
        return {role: self.scheme.capacity(role) for role in self.scheme.lanes}

    def keep(self, points: Series) -> Series:
        """Those of some schedules that hold the unit's own limits."""
        return points[self.solver.arrays.violations(points) <= TOLERANCE]

    def one_more(self, point: Series) -> Series:
        """Every schedule with one seat more that holds the unit's own limits."""
        found = []
        for lane in self.scheme.lanes.values():
            more = np.repeat(point[np.newaxis, :], lane.seats.size, axis=0)
            more[:, lane.seats] += np.triu(np.ones((lane.seats.size, lane.seats.size)))
            found.append(more)
        return self.keep(self.rounded(np.concatenate(found)))

    def short(self, point: Series) -> float:
        """FTE-months short."""
        return float(point[shortage_columns(self.scheme)].sum())


def _uses(scheme: Scheme, limits: Limits) -> list[tuple[list[Term], Series]]:
    """Terms and fixed use of each group of shared rows."""
    given, months = scheme.given, limits.months
    aside = sum(pay.aside for pay in scheme.pay.values()) * (scheme.all_months >= given.starts_from)
    found: list[tuple[list[Term], Series]] = []
    for cap in limits.caps:
        within = np.array(cap.months)
        row = [(columns, matrix * caps.scale(scheme)) for columns, matrix in caps.money(scheme, within)]
        found.append((row, np.array([float((given.money + aside)[within].sum())])))
    if limits.hires_per_month is not None:
        hired = [(columns, _at(scheme, matrix)) for columns, matrix in caps.hired(scheme)]
        sums = np.tril(np.ones((months, months)))
        found.append((hired, given.starting))
        found.append(([(columns, sums @ matrix) for columns, matrix in hired], np.cumsum(given.starting)))
    if limits.headcount_cap is not None:
        people = [(columns, _at(scheme, matrix)) for columns, matrix in caps.people(scheme)]
        found.append((people, given.everyone))
    return found or [([], np.zeros(0))]


def _at(scheme: Scheme, matrix: Series) -> Series:
    """Rows by start month as rows by month."""
    rows = np.zeros((scheme.problem.months, matrix.shape[1]))
    rows[scheme.starts] = matrix
    return rows


def _dense(terms: list[Term], width: int) -> Series:
    rows = terms[0][1].shape[0] if terms else 0
    matrix = np.zeros((rows, width))
    for columns, part in terms:
        matrix[:, columns] += part
    return matrix
