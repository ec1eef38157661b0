"""The lexicographic solves: shortage first, then cost (with its trace of order), caps or none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.domain.words import Role
from planner.engine.optimise import caps, whole
from planner.engine.optimise.caps import Capped
from planner.engine.optimise.linear import Index
from planner.engine.optimise.reading import Solved
from planner.engine.optimise.scheme import Scheme, shortage_columns, weighted_shortage
from planner.engine.optimise.solver import Answer, Solver
from planner.engine.optimise.work import LITTLE, Given, ramp_length

# FTE that a month's shortage may move while cost is brought down: more than HiGHS' own tolerance of 1e-6,
# as with columns so narrow it took dearer schedules for proven.
SLACK = 1e-5
TIE = 1e-6  # FTE-months of shortage that a seat-month may cost to avoid: between equal shortages the cheaper
FINE = 1e3  # of which HiGHS, that takes objectives within 1e-6 for equal, sees the difference


@dataclass(frozen=True)
class Begun(Solved):
    """A scheme solved for the first objective: its answer, the caps in it, and the rows that they imply."""

    solver: Solver
    capped: tuple[Capped, ...]
    implied: Index
    short: Answer


@dataclass(frozen=True)
class Found(Begun):
    """A scheme solved for both objectives."""

    cheap: Answer


def solve(given: Given, roles: tuple[Role, ...], *, capped: bool = False) -> Found:
    """The least weighted shortage (within the caps, if asked for), then the least cost at which no month is
    shorter."""
    return cheapest(shortest(given, roles, capped=capped))


def shortest(given: Given, roles: tuple[Role, ...], *, capped: bool = False) -> Begun:
    """The least weighted shortage, of schedules as short one of the cheap ones."""
    scheme = Scheme(given, roles, capped, stairs=capped and bool(given.problem.caps))
    limits = caps.limit(scheme) if capped else ()
    implied = whole.implied(scheme, limits) if capped else np.zeros(0, dtype=np.int64)
    solver = Solver(scheme.program.compile())
    shortage, cost = weighted_shortage(scheme), caps.cost_objective(scheme)
    short = solver.minimise(FINE * (shortage + TIE * cost)).of(shortage, FINE)
    return Begun(scheme, short.point, solver, limits, implied, short)


def cheapest(begun: Begun) -> Found:
    """The least cost at which no month is shorter."""
    scheme, solver, short = begun.scheme, begun.solver, begun.short
    columns = shortage_columns(scheme)
    solver.limit(columns, short.point[columns] + SLACK)
    cheap = solver.minimise(caps.cost_objective(scheme), short.point)
    return Found(scheme, cheap.point, solver, begun.capped, begun.implied, short, cheap)


def parts(given: Given) -> list[tuple[Role, ...]]:
    """Groups of roles that are to be solved together while nothing is capped; none where nothing is short."""
    short = [role for role in Role if _short(given, role)]
    if not short:
        return []
    if _coupled(given, short):
        return [tuple(Role)]
    return [(role,) for role in short]


def _short(given: Given, role: Role) -> bool:
    """Whether a role is short where nothing is decided."""
    missing = given.remaining_now(role) - given.capacity[role] - given.problem.smallest
    return bool(missing.max(initial=0.0) > LITTLE)


def _coupled(given: Given, short: list[Role]) -> bool:
    problem = given.problem
    relieving = Role.MLOPS in short and problem.relief_per_fte * problem.relief_cap > 0
    relieving = relieving and bool(problem.relievable.any()) and _may_place(given, Role.PLATFORM)
    return relieving or (problem.convertible > 0 and Role.PLATFORM in short)


def _may_place(given: Given, role: Role) -> bool:
    """Whether any seat of a role would have work enough."""
    least = given.problem.stay ** ramp_length(given.problem.ramp)
    contracted = given.problem.contract is not None and bool(given.temporary(role).any())
    return contracted or bool(given.room[role].max(initial=0.0) >= least - LITTLE)
