"""A simulation of a plan, from planning it to the numbers that a reader wants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from planner.domain.analysis import Bands, Draws, SimulatedRole, Simulation
from planner.domain.errors import InvalidInput, Problem
from planner.domain.profile import Profile
from planner.domain.words import Role
from planner.engine.knowledge import Knowledge
from planner.engine.simulate.course import Course, course
from planner.engine.simulate.running import Team, Teams, Workspace, demand
from planner.engine.simulate.summary import Rows, band, bands, by_set, chance, covered
from planner.engine.variants.varied import Planning

SETS = 250  # sets of assumptions for demand; each is followed on paths / sets paths
LEAST, MOST = 500, 200_000  # paths
SEED = 20_260_101


def simulate(
    profile: Profile, knowledge: Knowledge, today: date, *, paths: int = 10_000, seed: int = SEED
) -> Simulation:
    """Simulate the plan of a profile; raises InvalidProfile, and InvalidInput for a number of paths out of range.

    The same seed gives the same uniforms to the same seats, so that two simulations compare path by path.
    """
    if not LEAST <= paths <= MOST:
        raise InvalidInput(Problem("paths", f"must lie between {LEAST} and {MOST:,}, not {paths:,}."))
    if not 0 <= seed < 2**63:
        raise InvalidInput(Problem("seed", "must be a whole number from 0 to 2^63 - 1."))
    return run(course(Planning(profile, knowledge, today), SETS, seed), paths, seed)


def run(course: Course, paths: int, seed: int) -> Simulation:
    """Simulate a course that is laid out already."""
    space = Workspace(paths, course.months)
    teams = Teams(course, space, seed)
    platform = teams.fill(Role.PLATFORM, None)
    told = {Role.PLATFORM: _told(course, Role.PLATFORM, platform, space)}
    told[Role.MLOPS] = _told(course, Role.MLOPS, teams.fill(Role.MLOPS, platform.left), space)
    sets, total = course.demands.sets, told[Role.MLOPS].total + told[Role.PLATFORM].total
    return Simulation(
        organisation=course.organisation,
        months=tuple(course.start + month for month in range(course.months)),
        currency=course.currency,
        paths=paths,
        seed=seed,
        tolerance=course.tolerance,
        roles=tuple(told[role].role for role in Role),
        cost=band(total, sets),
        met=chance(by_set(told[Role.MLOPS].met & told[Role.PLATFORM].met, sets)),
        sampled=tuple(sorted({*course.demands.sampled, *course.sampled})),
        draws=Draws(total, {role: told[role].means for role in Role}),
    )


@dataclass(frozen=True)
class _Told:
    """One role in numbers, the means of each set behind them, its cost by path, and where its demand is met."""

    role: SimulatedRole
    means: dict[str, Rows]
    total: Rows
    met: Rows


def _told(course: Course, role: Role, team: Team, space: Workspace) -> _Told:
    means: dict[str, Rows] = {}

    def told(name: str, rows: Rows) -> Bands:
        means[name] = by_set(rows, course.demands.sets)
        return bands(rows, means[name], space.turned)

    needed = demand(course, space, role)
    wanted = told("demand", needed)
    shortage = np.maximum(np.subtract(needed, team.capacity, out=needed), 0.0, out=needed)
    met = shortage < course.tolerance
    means["met"] = by_set(met, course.demands.sets)
    months = np.flatnonzero(course.demands.required[role].any(axis=0))
    simulated = SimulatedRole(
        role=role,
        capacity=told("capacity", team.capacity),
        demand=wanted,
        shortage=told("shortage", shortage),
        cost=told("cost", team.cost),
        met=chance(means["met"]),
        covered=covered(met, int(months[0]) if months.size else 0, course.start),
    )
    return _Told(simulated, means, team.cost.sum(axis=1, dtype=np.float64), met)
