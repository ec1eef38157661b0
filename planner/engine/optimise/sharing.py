"""Many units under limits they share: whole schedules of each unit as columns, priced by the shared limits.

The linear relaxation over whole schedules (Dantzig and Wolfe) gives prices and a bound; each unit answers the
prices with its best schedule; one integer program picks a schedule for every unit. The gap to the bound is
published. No unit's columns are in another's program, so a unit more costs what a unit costs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from planner.domain.words import Role
from planner.engine.optimise import caps
from planner.engine.optimise.filling import filled
from planner.engine.optimise.linear import Index, Series, Term, joined
from planner.engine.optimise.master import Master
from planner.engine.optimise.reading import needed_managers
from planner.engine.optimise.scheme import Scheme, shortage_columns, weighted_shortage
from planner.engine.optimise.solver import Solver
from planner.engine.optimise.work import Given
from planner.engine.staffing import Cap, Staffing

TOLERANCE = 1e-6
THRESHOLDS = (0.001, 0.25, 0.5, 0.75)  # a seat counts as whole from one minus this share on
JOINT, JOINT_NODES = 12, 60  # units up to which all are solved in one program, and its limit
LAST = 20  # rounds from whose schedules whole ones are made
COST = 1e-4  # FTE-months of shortage that a seat-month may cost to avoid: schedules as short but cheaper win
ROUNDS = 40  # of prices
ENOUGH = 2e-3  # relative gap at which no more prices are tried
NODES = 20


@dataclass(frozen=True)
class Limits:
    """What units share. `first` is the month from which recruiters' capacity accrues."""

    months: int
    caps: tuple[Cap, ...]
    hires_per_month: float | None
    headcount_cap: int | None
    first: int

    def rows(self) -> dict[str, Index]:
        """The rows of a unit's use on each resource."""
        counts = {
            "budget": len(self.caps),
            "recruiters": 2 * self.months if self.hires_per_month is not None else 0,
            "headcount": self.months if self.headcount_cap is not None else 0,
        }
        ends = np.cumsum(list(counts.values()))
        return {name: np.arange(end - counts[name], end) for name, end in zip(counts, ends, strict=True)}

    def groups(self) -> list[tuple[str, str, Index]]:
        """Each limit by name, its resource and its rows."""
        rows = self.rows()
        found = [(cap.name, "budget", rows["budget"][[place]]) for place, cap in enumerate(self.caps)]
        if self.hires_per_month is not None:
            name = f"recruiters: {self.hires_per_month:g} hires a month"
            found.append((name, "recruiters", rows["recruiters"][self.months :]))
        if self.headcount_cap is not None:
            found.append((f"headcount cap of {self.headcount_cap:,}", "headcount", rows["headcount"]))
        return found

    def steps(self, pay: float) -> Series:
        """How one step more of its resource moves each row: a month's pay, a hire a month, a person."""
        parts = [np.array([pay * len(cap.months) for cap in self.caps])]
        if self.hires_per_month is not None:
            age = np.maximum(np.arange(self.months) - self.first + 1, 0)
            parts += [np.ones(self.months), age.astype(np.float64)]
        if self.headcount_cap is not None:
            parts.append(np.ones(self.months))
        return np.concatenate(parts)

    def allowed(self) -> Series:
        """The limit of each row: money, hires in a month, hires up to it, people."""
        parts = [np.array([cap.amount for cap in self.caps])]
        if self.hires_per_month is not None:
            age = np.maximum(np.arange(self.months) - self.first + 1, 0)
            parts += [np.full(self.months, np.ceil(self.hires_per_month - 1e-9))]
            parts += [np.floor(self.hires_per_month * age + 1e-9)]
        if self.headcount_cap is not None:
            parts.append(np.full(self.months, float(self.headcount_cap)))
        return np.concatenate(parts)


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

    def rounded(self, point: Series, threshold: float) -> Series:
        """A schedule whose seats are those of `point` in whole numbers, with all that follows from them."""
        scheme, result = self.scheme, np.zeros_like(point)
        for role, lane in scheme.lanes.items():
            result[lane.seats] = np.floor(point[lane.seats] + threshold)
            if lane.managers.size:
                starts = np.diff(result[lane.seats], prepend=0.0)
                result[lane.managers] = needed_managers(scheme.given, role, scheme.starts, starts)
        result[scheme.conversions] = np.floor(point[scheme.conversions] + threshold)
        capacity = {role: self._capacity(role, result) for role in scheme.lanes}
        if scheme.relief.size:
            most = self.problem.relief_cap * self.problem.relievable
            result[scheme.relief] = np.minimum(self.problem.relief_per_fte * capacity[Role.PLATFORM], most)
        for role, lane in scheme.lanes.items():
            demand = self.problem.demand[role].copy()
            if role is Role.MLOPS and scheme.relief.size:
                demand = np.maximum(demand - result[scheme.relief], self.problem.floor)
            result[lane.short] = np.maximum(demand - capacity[role], 0.0)
        return result

    def one_more(self, point: Series) -> Iterator[Series]:
        """Every schedule with one seat more that keeps the unit's own limits."""
        for lane in self.scheme.lanes.values():
            for place in range(lane.seats.size):
                more = point.copy()
                more[lane.seats[place:]] += 1.0
                more = self.rounded(more, THRESHOLDS[0])
                if self.solver.arrays.violation(more) <= TOLERANCE:
                    yield more

    def _capacity(self, role: Role, point: Series) -> Series:
        parts = [matrix @ point[columns] for columns, matrix in self.kernels[role]]
        return self.scheme.given.capacity[role] + sum(parts, np.zeros(self.problem.months))

    @cached_property
    def kernels(self) -> dict[Role, list[Term]]:
        """Terms of each role's capacity."""
        return {role: self.scheme.capacity(role) for role in self.scheme.lanes}

    def short(self, point: Series) -> float:
        """FTE-months short."""
        return float(point[shortage_columns(self.scheme)].sum())


def _uses(scheme: Scheme, limits: Limits) -> list[tuple[list[Term], Series]]:
    """Terms and fixed use of each group of shared rows."""
    given, months = scheme.given, limits.months
    aside = sum(given.pay(role)[1] for role in scheme.lanes) * (scheme.all_months >= given.starts_from)
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


@dataclass(frozen=True)
class Shares:
    """Each unit's schedule and the one it would have alone; weighted objective with its bound; the worth of
    one unit more of each limit; what is used of it; nodes of all searches."""

    points: tuple[Series, ...]
    alone: tuple[Series, ...]
    objective: float
    bound: float
    worth: Series
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
        fixed = sum((unit.fixed for unit in units), np.zeros_like(units[0].fixed))
        self.fixed = fixed
        self.left = np.maximum(limits.allowed() - fixed, 0.0)
        self.scale = np.maximum(self.left, 1.0)
        self.nodes = 0

    def result(self) -> Shares:
        free = np.zeros_like(self.left)
        nothing, (alone, bound) = self._nothing(), self._whole(free)
        if self._fits(alone):
            return self._shares(alone, alone, bound, free)
        master, mixed = self._master([nothing, alone]), self._master([nothing, alone])
        bound, prices = self._priced(mixed)
        for number, unit in enumerate(self.units):
            self._keep(master, number, unit, mixed.points[number][2:][-LAST:])
        picked = [master.points[unit][pick] for unit, pick in enumerate(master.chosen())]
        picked = list(filled(self.units, picked, self.left - self._use(picked), prices))
        if len(self.units) <= JOINT:
            picked, lower = self._joint(picked)
            bound = max(bound, lower)
        return self._shares(picked, alone, bound, prices)

    def _joint(self, start: Sequence[Series]) -> tuple[list[Series], float]:
        """All units in one program, from a start on."""
        arrays = joined(
            [unit.solver.arrays for unit in self.units], [unit.use for unit in self.units], self.left
        )
        answer = Solver(arrays, JOINT_NODES).minimise(
            np.concatenate([unit.objective for unit in self.units]), np.concatenate(start)
        )
        self.nodes += answer.nodes
        ends = np.cumsum([unit.objective.size for unit in self.units])[:-1]
        return np.split(answer.point, ends), answer.bound

    def _nothing(self) -> list[Series]:
        """The schedule of each unit that opens nothing."""
        found = []
        for unit in self.units:
            whole = np.flatnonzero(unit.solver.arrays.integer)
            upper = unit.solver.upper[whole].copy()
            unit.solver.limit(whole, np.zeros(whole.size))
            found.append(unit.solver.minimise(unit.objective).point)
            unit.solver.limit(whole, upper)
        return found

    def _value(self, unit: int, point: Series) -> float:
        return float(self.units[unit].objective @ point)

    def _fits(self, points: Sequence[Series]) -> bool:
        return bool((self._use(points) <= self.left + 1e-6 * self.scale).all())

    def _use(self, points: Sequence[Series]) -> Series:
        return sum(
            (unit.use @ point for unit, point in zip(self.units, points, strict=True)),
            np.zeros_like(self.left),
        )

    def _master(self, schedules: Sequence[list[Series]]) -> Master:
        master = Master(self.left, self.scale, len(self.units))
        for points in schedules:
            master.add_all(*self._columns(points))
        return master

    def _columns(self, points: Sequence[Series]) -> tuple[list[float], list[Series], Sequence[Series]]:
        values = [self._value(number, point) for number, point in enumerate(points)]
        return values, [unit.use @ point for unit, point in zip(self.units, points, strict=True)], points

    def _priced(self, master: Master) -> tuple[float, Series]:
        """The best bound, and its prices of the shared limits, when seats may be fractions. Prices
        are tried between those of the mix so far and the best ones (Wentges), as they else swing."""
        bound, best = -np.inf, np.zeros_like(self.left)
        for tried in range(ROUNDS):
            relaxed, mixed = master.relaxed()
            prices = (mixed + best) / 2 if tried else mixed
            found = [self._relaxed(unit, prices) for unit in self.units]
            lower = sum(value for value, _ in found) - float(prices @ self.left)
            bound, best = (lower, prices) if lower > bound else (bound, best)
            if relaxed - bound <= ENOUGH * abs(relaxed):
                break
            master.add_all(*self._columns([point for _, point in found]))
        return bound, best

    def _keep(self, master: Master, number: int, unit: Unit, mixed: Sequence[Series]) -> None:
        """Whole schedules near the mixed ones: seats rounded down from several thresholds on."""
        seen: dict[bytes, Series] = {}
        for point in mixed:
            for threshold in THRESHOLDS:
                rounded = unit.rounded(point, threshold)
                seen.setdefault(rounded.tobytes(), rounded)
        kept = [point for point in seen.values() if unit.solver.arrays.violation(point) <= TOLERANCE]
        master.add(number, [self._value(number, p) for p in kept], [unit.use @ p for p in kept], kept)

    def _relaxed(self, unit: Unit, prices: Series) -> tuple[float, Series]:
        unit.solver.objective(unit.objective + prices @ unit.use)
        return unit.solver.relaxed()

    def _whole(self, prices: Series) -> tuple[list[Series], float]:
        """Each unit's best schedule at some prices, and the bound that all of them prove."""
        answers = [unit.solver.minimise(unit.objective + prices @ unit.use) for unit in self.units]
        self.nodes += sum(answer.nodes for answer in answers)
        return [answer.point for answer in answers], sum(a.bound for a in answers) - float(prices @ self.left)

    def _shares(
        self, points: Sequence[Series], alone: Sequence[Series], bound: float, worth: Series
    ) -> Shares:
        objective = sum(self._value(number, point) for number, point in enumerate(points))
        used = self.fixed + self._use(points)
        return Shares(tuple(points), tuple(alone), objective, min(bound, objective), worth, used, self.nodes)
