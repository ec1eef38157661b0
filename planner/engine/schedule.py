"""The hiring schedule: least weighted shortage, then least cost, then the earliest first starts (model, section 5).

Without caps the roles are solved apart where nothing joins them. Where the result breaks a cap, both are solved
together within the caps, and what is missing against the uncapped optimum is the cut list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from planner.domain.errors import PlannerError, Problem
from planner.domain.plan import ShadowPrice, Solution
from planner.domain.words import Role
from planner.engine.optimise import cutting, money
from planner.engine.optimise.reading import hires, outcome
from planner.engine.optimise.solver import solver_name
from planner.engine.optimise.solving import FAMILIES, Found, parts, solve
from planner.engine.optimise.work import Given, ramp_length
from planner.engine.staffing import Hire, Rejected, Schedule, Staffing

__all__ = ["Unplannable", "ramp_length", "schedule"]

MOST_FTE = 2_000.0  # a role's demand up to which one schedule is made
MOST_MONTHS = 60


class Unplannable(PlannerError):
    """Numbers that are none, or more work than one schedule is made for."""

    title = "No schedule can be made of this"


def schedule(problem: Staffing) -> Schedule:
    """The proven-best schedule; raises Unplannable or Unsolved, and plans what can be met where caps bind."""
    _check(problem)
    given = Given(problem)
    solved = _solved(given)
    result = outcome(given, solved.placed)
    solution = _solution(given, solved)
    return Schedule(
        solved.placed,
        solved.cuts,
        result.planned,
        result.heads,
        result.present,
        result.relief,
        result.demand,
        result.shortage,
        _method(solution),
        solution,
    )


@dataclass(frozen=True)
class _Solved:
    found: tuple[Found, ...]
    placed: tuple[Hire, ...]
    cuts: tuple[Rejected, ...] = ()
    prices: tuple[ShadowPrice, ...] = ()


def _solved(given: Given) -> _Solved:
    groups = parts(given)
    free = tuple(solve(given, roles) for roles in groups)
    wanted = hires(given, free)
    if given.starts_from >= given.problem.months:
        return _Solved(free, wanted, _unreachable(given))
    if not cutting.breaches(given, wanted):
        return _Solved(free, wanted)
    together = tuple(role for role in Role if any(role in roles for roles in groups))
    capped = solve(given, together, FAMILIES)
    placed = hires(given, [capped])
    return _Solved((capped,), placed, cutting.cuts(given, wanted, placed), cutting.prices(capped))


def _unreachable(given: Given) -> tuple[Rejected, ...]:
    """What would be hired if hires could start at once."""
    at_once = Given(replace(given.problem, earliest=0, sources=(), contract=None))
    wanted = hires(at_once, [solve(at_once, roles) for roles in parts(at_once)])
    return cutting.unreachable(at_once, wanted)


def _solution(given: Given, solved: _Solved) -> Solution:
    found = solved.found
    return Solution(
        solver=solver_name(),
        status="optimal" if all(part.short.proven and part.cheap.proven for part in found) else "node limit",
        shortage=sum(part.short.objective for part in found),
        shortage_bound=sum(part.short.bound for part in found),
        cost=sum(part.cheap.objective * money.scale(part.scheme) for part in found),
        cost_bound=sum(part.cheap.bound * money.scale(part.scheme) for part in found),
        nodes=sum(part.short.nodes + part.cheap.nodes for part in found),
        violation=max((max(part.short.violation, part.cheap.violation) for part in found), default=0.0),
        prices=solved.prices,
        exceeded=cutting.exceeded(given),
    )


def _method(solution: Solution) -> str:
    return (
        f"least shortage, then least cost, by {solution.solver}: {solution.status}, gap {solution.gap:.2%}, "
        f"{solution.nodes} nodes, checked again to {max(solution.violation, 1e-9):.0e}"
    )


def _check(problem: Staffing) -> None:
    """Nothing but finite numbers, and no more than one schedule can hold."""
    series: Sequence[object] = (*problem.demand.values(), *problem.present.values(), problem.relievable)
    if not all(np.isfinite(values).all() for values in series):
        raise Unplannable(Problem("", "demand, relievable work or people present is not a finite number."))
    largest = max((float(values.max(initial=0.0)) for values in problem.demand.values()), default=0.0)
    if largest > MOST_FTE or problem.months > MOST_MONTHS:
        raise Unplannable(
            Problem(
                "",
                f"needs {largest:,.0f} FTE of one role in {problem.months} months.",
                f"Plan up to {MOST_FTE:,.0f} FTE and {MOST_MONTHS} months at once: split it into business units.",
            )
        )
