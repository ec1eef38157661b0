"""The hiring schedule: least weighted shortage, then least cost, then the earliest starts (model, section 5).

Without caps the roles are solved apart where nothing joins them. Where the result breaks a cap, both are
solved together within the caps, and what is missing against the uncapped optimum is the cut list.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from typing import Any, cast

import numpy as np

from planner.domain.errors import InvalidProfile, Problem
from planner.domain.plan import ShadowPrice, Solution
from planner.domain.words import Role
from planner.engine.optimise import cutting
from planner.engine.optimise.reading import hires, outcome
from planner.engine.optimise.solver import SOLVER, version
from planner.engine.optimise.solving import Found, cheapest, parts, shortest, solve
from planner.engine.optimise.work import Given, ideal_start, productive_from, ramp_length
from planner.engine.staffing import MOST_FTE, Hire, Rejected, Schedule, Series, Staffing

__all__ = [
    "Unplannable",
    "check",
    "forget",
    "ideal_start",
    "productive_from",
    "ramp_length",
    "recalled",
    "schedule",
]

MOST_MONTHS = 60
KEPT = 64  # solved problems that are remembered, some 50 kB each
LEAST_TOLD = 1e-9  # breaches below are what adding in another order makes


class Unplannable(InvalidProfile):
    """Numbers that are none, or more work than one schedule is made for."""

    title = "No schedule can be made of this"


def schedule(problem: Staffing) -> Schedule:
    """The proven-best schedule; raises Unplannable or Unsolved, and plans what can be met where caps bind."""
    check(problem)
    given = Given(problem)
    solved = _solved(given)
    result = outcome(given, solved.placed)
    return Schedule(
        solved.placed,
        solved.cuts,
        result.planned,
        result.heads,
        result.present,
        result.relief,
        result.demand,
        result.shortage,
        _solution(solved),
        solved.prices,
        cutting.exceeded(given),
        solved.unspent,
    )


def recalled(problem: Staffing) -> Schedule:
    """`schedule`, but what was solved lately is not solved again: an equal problem has an equal answer."""
    return _recalled(_Posed(_key(problem), problem))


def forget() -> None:
    """Solve anew from now on whatever was solved before."""
    _recalled.cache_clear()


@dataclass(frozen=True, slots=True)
class _Posed:
    """A problem, equal to another where all that it states is."""

    key: Hashable
    problem: Staffing = field(compare=False)


@lru_cache(maxsize=KEPT)
def _recalled(posed: _Posed) -> Schedule:
    return schedule(posed.problem)


def _key(stated: Any) -> Hashable:
    """What a problem states, as something that can be looked up; what can be already is so by its value."""
    if isinstance(stated, np.ndarray):
        return stated.shape, stated.tobytes()
    if isinstance(stated, Mapping):
        return tuple((name, _key(value)) for name, value in stated.items())
    try:
        hash(stated)
    except TypeError:
        parts = stated if isinstance(stated, tuple) else [getattr(stated, at.name) for at in fields(stated)]
        return tuple(map(_key, parts))
    return cast(Hashable, stated)


@dataclass(frozen=True)
class _Solved:
    found: tuple[Found, ...]
    placed: tuple[Hire, ...]
    cuts: tuple[Rejected, ...] = ()
    prices: tuple[ShadowPrice, ...] = ()
    unspent: bool = False


def _solved(given: Given) -> _Solved:
    groups = parts(given)
    begun = [shortest(given, roles) for roles in groups]
    wanted = hires(given, begun)
    late = _unreachable(given) if given.starts_from >= given.problem.months else ()
    if not cutting.breaches(given, wanted):
        free = tuple(map(cheapest, begun))
        wanted = hires(given, free)
        if not cutting.breaches(given, wanted):
            return _Solved(free, wanted, late)
    together = tuple(role for role in Role if any(role in roles for roles in groups))
    capped = solve(given, together, capped=True)
    placed = hires(given, [capped])
    cuts = cutting.cuts(given, wanted, placed)
    unspent = bool(given.problem.caps) and any(pay.unspent for pay in capped.scheme.pay.values())
    return _Solved((capped,), placed, (*cuts, *late), cutting.prices(capped), unspent)


def _unreachable(given: Given) -> tuple[Rejected, ...]:
    """What would be hired if hires could start at once."""
    at_once = Given(replace(given.problem, earliest=0, sources=(), contract=None))
    wanted = hires(at_once, [solve(at_once, roles) for roles in parts(at_once)])
    return cutting.unreachable(at_once, wanted)


def _solution(solved: _Solved) -> Solution:
    found = solved.found
    shortage, bound = (sum(getattr(part.short, name) for part in found) for name in ("objective", "bound"))
    cost, least = (sum(getattr(part.cheap, name) for part in found) for name in ("objective", "bound"))
    proven = all(part.short.proven and part.cheap.proven for part in found)
    return Solution(
        solver=SOLVER,
        version=version(),
        status="optimal" if proven else "node limit",
        shortage=shortage,
        bound=bound,
        gap=_gap(shortage, bound),
        cost_gap=_gap(cost, least),
        nodes=sum(part.short.nodes + part.cheap.nodes for part in found),
        violation=max((LEAST_TOLD, *(max(part.short.violation, part.cheap.violation) for part in found))),
    )


def _gap(value: float, bound: float) -> float:
    return max(value - bound, 0.0) / max(abs(value), 1.0)


def check(problem: Staffing) -> None:
    """Raise Unplannable unless all numbers are finite and no more than one schedule can hold."""
    series: Sequence[Series] = (*problem.demand.values(), *problem.present.values(), problem.relievable)
    if not all(np.isfinite(values).all() for values in series):
        raise Unplannable(Problem("", "demand, relievable work or people present is not a finite number."))
    largest = max((float(values.max(initial=0.0)) for values in problem.demand.values()), default=0.0)
    if largest > MOST_FTE or problem.months > MOST_MONTHS:
        raise Unplannable(
            Problem(
                "",
                f"needs {largest:,.0f} FTE of one role in {problem.months} months.",
                f"Plan up to {MOST_FTE:,.0f} FTE and {MOST_MONTHS} months at once, or split it into units.",
            )
        )
