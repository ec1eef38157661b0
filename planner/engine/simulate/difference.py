"""Two simulations on the same uniforms, compared path by path."""

from __future__ import annotations

from planner.domain.analysis import Difference, RoleDifference, Simulation, SimulationDifference
from planner.domain.errors import InvalidInput, Problem
from planner.domain.words import Role
from planner.engine.simulate.summary import by_set, mean_and_error, series

SHARED = ("seed", "paths", "months", "currency")


def compare_simulations(before: Simulation, after: Simulation) -> SimulationDifference:
    """Mean differences (after less before) with the standard errors of paired paths; raises InvalidInput
    where the two do not share seed, paths, months and currency."""
    for name in SHARED:
        was, now = (_said(getattr(found, name)) for found in (before, after))
        if was != now:
            problem = f"cannot follow both path by path: {name} of the first: {was}, of the second: {now}."
            raise InvalidInput(Problem("simulate", problem, f"Simulate both with the same {name}."))
    more = after.draws.total - before.draws.total
    means = by_set(more.reshape(1, -1, before.draws.means[Role.MLOPS]["cost"].shape[1]))
    (mean,), (error,) = map(series, mean_and_error(means))
    return SimulationDifference(
        paths=before.paths,
        seed=before.seed,
        currency=before.currency,
        roles=tuple(_role(before, after, role) for role in Role),
        cost=mean,
        cost_error=error,
        cheaper=float((more < 0).mean()),
        dearer=float((more > 0).mean()),
    )


def _said(value: object) -> str:
    return f"{value[0]} to {value[-1]}" if isinstance(value, tuple) else str(value)


def _role(before: Simulation, after: Simulation, role: Role) -> RoleDifference:
    was, now = before.draws.means[role], after.draws.means[role]
    names = ("capacity", "demand", "cost", "met")
    found = (mean_and_error(now[name] - was[name]) for name in names)
    return RoleDifference(role, *(Difference(*map(series, each)) for each in found))
