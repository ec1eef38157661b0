"""A simulation of a plan, from planning it to the numbers that a reader wants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from planner.domain.analysis import Bands, Chance, Covered, Draws, SimulatedRole, Simulation
from planner.domain.errors import InvalidInput, Problem
from planner.domain.profile import Profile
from planner.domain.words import Role
from planner.engine.knowledge import Knowledge
from planner.engine.saying import NAMES
from planner.engine.simulate.course import Course, course
from planner.engine.simulate.summary import Rows, band, bands, by_set, chance, covered
from planner.engine.simulate.teams import Team, demand, teams
from planner.engine.variants import Planning

PATHS, SEED = 10_000, 20_260_101
SETS = 250  # sets of assumptions for demand; each is followed on paths / sets paths
LEAST, MOST = 500, 200_000  # paths


def simulate(
    profile: Profile, knowledge: Knowledge, today: date, *, paths: int = PATHS, seed: int = SEED
) -> Simulation:
    """Simulate the plan of a profile; raises InvalidProfile, and InvalidInput for paths or seed out of range.

    Every set is followed on as many paths, so that their number is rounded up to a multiple of the sets. The
    same seed gives the same uniforms to the same seats, so that two simulations compare path by path.
    """
    if not LEAST <= paths <= MOST:
        raise InvalidInput(Problem("paths", f"must lie between {LEAST} and {MOST:,}, not {paths:,}."))
    if not 0 <= seed < 2**63:
        raise InvalidInput(Problem("seed", "must be a whole number from 0 to 2^63 - 1."))
    return run(course(Planning(profile, knowledge, today), SETS, seed), -(-paths // SETS) * SETS, seed)


def run(course: Course, paths: int, seed: int) -> Simulation:
    """Simulate a course that is laid out already, on as many paths for each of its sets."""
    found = teams(course, paths, seed)
    platform = found[Role.PLATFORM].capacity
    needed = {role: demand(course, role, platform) for role in Role}
    total = np.zeros((paths // course.demands.sets, course.demands.sets))
    for team in found.values():
        total += team.cost.sum(axis=0)
    told = {role: _told(course, role, found[role], needed[role]) for role in Role}
    met = chance(by_set(told[Role.MLOPS].met & told[Role.PLATFORM].met))
    rows = tuple(row.role for row in told.values())
    return Simulation(
        organisation=course.organisation,
        months=tuple(course.start + month for month in range(course.months)),
        currency=course.currency,
        paths=paths,
        seed=seed,
        tolerance=course.tolerance,
        roles=rows,
        cost=band(total),
        met=met,
        sampled=course.sampled,
        sentence=_sentence(rows, met),
        draws=Draws(total.reshape(-1), {role: row.means for role, row in told.items()}),
    )


@dataclass(frozen=True)
class _Told:
    """One role in numbers, the means of each set behind them, and where its demand is met."""

    role: SimulatedRole
    means: dict[str, Rows]
    met: Rows


def _told(course: Course, role: Role, team: Team, needed: Rows) -> _Told:
    met = needed - np.float32(course.tolerance) < team.capacity
    rows = {"capacity": team.capacity, "demand": needed, "cost": team.cost}
    means = {name: by_set(values) for name, values in {**rows, "met": met}.items()}
    found: dict[str, Bands] = {name: bands(values, means[name]) for name, values in rows.items()}
    months = np.flatnonzero(course.demands.required[role].any(axis=0))
    first = int(months[0]) if months.size else 0
    simulated = SimulatedRole(
        role, **found, met=chance(means["met"]), covered=covered(met, first, course.start)
    )
    return _Told(simulated, means, met)


def _sentence(roles: tuple[SimulatedRole, ...], met: Chance) -> str:
    """Such as `In the last month the demand of both roles is met on 62 % of the paths`."""
    covers = "; ".join(_covers(row) for row in roles if any(row.demand.p90))
    share = f"In the last month the demand of both roles is met on {met.share[-1] * 100:.0f} % of the paths"
    return f"{share}{f'; {covers}' if covers else ''}."


def _covers(row: SimulatedRole) -> str:
    found: Covered = row.covered
    if found.p50 is None:
        return f"{NAMES[row.role]} demand is never met on {found.never * 100:.0f} % of them"
    late = "beyond the horizon" if found.p90 is None else f"{found.p90}"
    return f"{NAMES[row.role]} demand is first met in {found.p50} (P50), P90 {late}"
