"""A simulation of a plan, from planning it to the numbers that a reader wants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from planner.domain.analysis import Chance, Covered, Draws, SimulatedRole, Simulation
from planner.domain.errors import InvalidInput, Problem
from planner.domain.profile import Profile
from planner.domain.words import Role
from planner.engine.knowledge import Knowledge
from planner.engine.saying import NAMES
from planner.engine.simulate.course import Course, course
from planner.engine.simulate.summary import (
    Rows,
    band,
    bands,
    by_set,
    chances,
    covered,
    estimates,
    quantiles,
)
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
    read = {role: _read(course, found[role], needed[role]) for role in Role}
    roles, met = _told(course, read)
    total = np.zeros((paths // course.demands.sets, course.demands.sets))
    for row in read.values():
        total += row.total
    return Simulation(
        organisation=course.organisation,
        months=tuple(course.start + month for month in range(course.months)),
        currency=course.currency,
        paths=paths,
        seed=seed,
        tolerance=course.tolerance,
        roles=roles,
        cost=band(total),
        met=met,
        sampled=course.sampled,
        sentence=_sentence(roles, met),
        draws=Draws(total.reshape(-1), {role: row.means for role, row in read.items()}),
    )


@dataclass(frozen=True)
class _Read:
    """What is read off the paths of a role: quantiles and means of the sets by quantity, cost by path, and
    where demand is met."""

    ranks: dict[str, tuple[Rows, ...]]
    means: dict[str, Rows]
    total: Rows
    met: Rows


def _read(course: Course, team: Team, needed: Rows) -> _Read:
    """Read one role. An array is put in another order once nothing else is read off it, while it is in the
    cache of the processor."""
    total = team.cost.sum(axis=0)
    means, ranks = {"cost": by_set(team.cost)}, {"cost": quantiles(team.cost)}
    met = needed - np.float32(course.tolerance) < team.capacity
    means |= {"demand": by_set(needed), "capacity": by_set(team.capacity), "met": by_set(met)}
    ranks |= {"demand": quantiles(needed), "capacity": quantiles(team.capacity, tied=True)}
    return _Read(ranks, means, total, met)


def _told(course: Course, read: dict[Role, _Read]) -> tuple[tuple[SimulatedRole, ...], Chance]:
    """Each role in numbers, and the chance that the demand of both is met."""
    means: dict[tuple[Role | None, str], Rows] = {
        (role, name): rows for role, row in read.items() for name, rows in row.means.items()
    }
    means[None, "met"] = by_set(read[Role.MLOPS].met & read[Role.PLATFORM].met)
    told = dict(zip(means, estimates([*means.values()]), strict=True))
    held = [key for key in means if key[1] == "met"]
    met = dict(zip(held, chances([means[key] for key in held], [told[key] for key in held]), strict=True))
    roles = (
        SimulatedRole(
            role,
            **{name: bands(ranks, told[role, name]) for name, ranks in row.ranks.items()},
            met=met[role, "met"],
            covered=covered(row.met, _first(course, role), course.start),
        )
        for role, row in read.items()
    )
    return tuple(roles), met[None, "met"]


def _first(course: Course, role: Role) -> int:
    """The first month in which there may be demand."""
    return int(course.demands.required[role].max(axis=0).astype(np.bool_).argmax())


def _sentence(roles: tuple[SimulatedRole, ...], met: Chance) -> str:
    """Such as `In the last month the demand of both roles is met on 62 % of the paths`."""
    covers = "; ".join(_covers(row) for row in roles if any(row.demand.p90))
    share = f"In the last month the demand of both roles is met on {met.share[-1] * 100:.0f} % of the paths"
    return f"{share}{f'; {covers}' if covers else ''}."


def _covers(row: SimulatedRole) -> str:
    found: Covered = row.covered
    if found.never >= 1:
        return f"{NAMES[row.role]} demand is met on none of them"
    if found.p50 is None:
        return f"{NAMES[row.role]} demand is never met on {found.never * 100:.0f} % of them"
    late = "beyond the horizon" if found.p90 is None else f"{found.p90}"
    return f"{NAMES[row.role]} demand is first met in {found.p50} (P50), P90 {late}"
