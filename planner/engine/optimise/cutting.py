"""What caps keep out, which cap it is, and what more of each resource would buy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from planner.domain.plan import ShadowPrice
from planner.domain.words import PositionKind, Role
from planner.engine.optimise import caps
from planner.engine.optimise.linear import Series
from planner.engine.optimise.reading import Outcome, outcome, spending
from planner.engine.optimise.scheme import shortage_columns, weighted_shortage
from planner.engine.optimise.solving import Found
from planner.engine.optimise.work import Given
from planner.engine.staffing import Cap, Hire, Rejected, Staffing

LEAST = 0.05  # FTE-months: a seat put off at less loss is not worth a line
HORIZON = "horizon: a hire cannot start before it ends"
TOGETHER = "caps together"
STEPS = {
    "budget": "one more seat's pay in every period",
    "recruiters": "one more hire a month",
    "headcount": "one more person",
}
NOT_RECRUITED = frozenset(
    {PositionKind.CONVERSION, PositionKind.CONTRACTOR, PositionKind.TRANSFER, PositionKind.TRAINING}
)


def breaches(given: Given, placed: Sequence[Hire]) -> list[str]:
    """Names of the caps that some hires break; what commitments alone use is allowed in any case."""
    problem = given.problem
    money_by_month = spending(problem, placed)
    broken = [cap.name for cap in problem.caps if _over(cap, money_by_month, given.money)]
    recruited = np.zeros(problem.months)
    heads = given.everyone.copy()
    for hire in placed:
        if hire.start >= problem.months or hire.kind is PositionKind.COMMITTED:
            continue
        if hire.kind not in NOT_RECRUITED:
            recruited[hire.start] += 1.0
        if hire.kind not in (PositionKind.CONTRACTOR, PositionKind.CONVERSION):
            heads += problem.people(hire.start)
    if _too_many(problem, given, recruited):
        broken.append(recruiters_name(problem))
    if problem.headcount_cap is not None and _crowded(problem, given, heads):
        broken.append(headcount_name(problem))
    return broken


def _over(cap: Cap, spent: Series, promised: Series) -> bool:
    months = list(cap.months)
    return bool(spent[months].sum() > max(cap.amount, float(promised[months].sum())) + 1e-4)


def _too_many(problem: Staffing, given: Given, recruited: Series) -> bool:
    if problem.hires_per_month is None:
        return False
    monthly, accrued = given.recruiting
    return bool((recruited > monthly + 1e-6).any() or (np.cumsum(recruited) > accrued + 1e-6).any())


def _crowded(problem: Staffing, given: Given, heads: Series) -> bool:
    allowed = np.maximum(float(problem.headcount_cap or 0), given.everyone)
    return bool((heads > allowed + 1e-6).any())


def recruiters_name(problem: Staffing) -> str:
    """How the recruiters' capacity is called."""
    return f"recruiters: {problem.hires_per_month:g} hires a month"


def headcount_name(problem: Staffing) -> str:
    """How the headcount cap is called."""
    return f"headcount cap of {problem.headcount_cap}"


def exceeded(given: Given) -> tuple[str, ...]:
    """Caps that commitments (and people present) alone already break."""
    problem = given.problem
    names = [cap.name for cap in problem.caps if given.money[list(cap.months)].sum() > cap.amount + 1e-4]
    if problem.headcount_cap is not None and (given.everyone > problem.headcount_cap + 1e-6).any():
        names.append(headcount_name(problem))
    if (
        problem.hires_per_month is not None
        and (given.starting > np.ceil(problem.hires_per_month - 1e-9) + 1e-6).any()
    ):
        names.append(recruiters_name(problem))
    return tuple(names)


def cuts(given: Given, free: Sequence[Hire], placed: Sequence[Hire]) -> tuple[Rejected, ...]:
    """Seats of the schedule without caps that the capped one has later or lacks, each with the FTE-months it
    would save, one after the other on top of the capped schedule."""
    now = outcome(given, placed)
    found = []
    for hire, later in [*_put_off(free, placed), *_missing(free, placed)]:
        after = _with(given, now if later is None else _with(given, now, later, -1.0), hire)
        lost = _short(now) - _short(after)
        others = [other for other in placed if other is not later]
        cause = next(iter(breaches(given, [*others, hire])), TOGETHER)
        if lost > (LEAST if later else 1e-9):
            put_off = None if later is None else later.start - hire.start
            found.append(Rejected(hire.seat, hire.needed, cause, lost, put_off))
        now = after
    return tuple(found)


def unreachable(given: Given, wanted: Sequence[Hire]) -> tuple[Rejected, ...]:
    """Seats that are wanted where nobody can start within the horizon."""
    now = outcome(given, [])
    found = []
    for hire in wanted:
        if hire.kind is PositionKind.COMMITTED or hire.seat.manages:
            continue
        after = _with(given, now, hire)
        found.append(Rejected(hire.seat, hire.needed, HORIZON, _short(now) - _short(after)))
        now = after
    return tuple(found)


def _put_off(free: Sequence[Hire], placed: Sequence[Hire]) -> Iterator[tuple[Hire, Hire]]:
    """Permanent seats that both have, in order of start, where the capped schedule has them later."""
    for role in Role:
        pairs = zip(_line(free, role, False), _line(placed, role, False), strict=False)
        yield from ((wanted, kept) for wanted, kept in pairs if kept.start > wanted.start)


def _missing(free: Sequence[Hire], placed: Sequence[Hire]) -> Iterator[tuple[Hire, None]]:
    for role in Role:
        for contracted in (False, True):
            wanted, kept = (_line(hires, role, contracted) for hires in (free, placed))
            yield from ((hire, None) for hire in wanted[len(kept) :])


def _line(hires: Sequence[Hire], role: Role, contracted: bool) -> list[Hire]:
    fixed = (PositionKind.COMMITTED, PositionKind.CONVERSION)
    chosen = [
        hire for hire in hires if hire.seat.role is role and hire.kind not in fixed and not hire.seat.manages
    ]
    chosen = [hire for hire in chosen if (hire.kind is PositionKind.CONTRACTOR) is contracted]
    return sorted(chosen, key=lambda hire: hire.start)


def _with(given: Given, now: Outcome, hire: Hire, times: float = 1.0) -> Outcome:
    """An outcome with one hire more, or less if `times` is -1."""
    role, problem = hire.seat.role, given.problem
    alone = times * outcome(given, [hire]).planned[role]
    planned = {**now.planned, role: now.planned[role] + alone}
    platform = now.present[Role.PLATFORM] + planned[Role.PLATFORM]
    relief = np.minimum(platform * problem.relief_per_fte, problem.relief_cap * problem.relievable)
    demand = {**now.demand, Role.MLOPS: np.maximum(problem.demand[Role.MLOPS] - relief, problem.floor)}
    shortage = {key: np.maximum(demand[key] - now.present[key] - planned[key], 0.0) for key in Role}
    return replace(now, planned=planned, relief=relief, demand=demand, shortage=shortage)


def _short(result: Outcome) -> float:
    return float(sum(series.sum() for series in result.shortage.values()))


def prices(found: Found) -> tuple[ShadowPrice, ...]:
    """What the next unit of each capped resource would buy, where anything: at the margin of the relaxation,
    in which seats may be fractions, solved again with one unit more."""
    scheme, solver = found.scheme, found.solver
    columns = shortage_columns(scheme)
    solver.limit(columns, np.full(columns.size, np.inf))
    solver.allow(found.implied, np.full(found.implied.size, np.inf))
    solver.objective(weighted_shortage(scheme))
    now, _ = solver.relaxed()
    resources = dict.fromkeys(cap.resource for cap in found.capped)
    bought = {resource: max(now - _with_more(found, resource), 0.0) for resource in resources}
    return tuple(
        ShadowPrice(resource, STEPS[resource], gain) for resource, gain in bought.items() if gain > 1e-6
    )


def _with_more(found: Found, resource: str) -> float:
    """Least weighted shortage of the relaxation with one unit more of a resource in every period: one seat's
    pay, one hire a month, one person."""
    seats = [seats[0].monthly for seats in found.scheme.problem.seats.values() if seats]
    worth = max(seats, default=0.0) / caps.scale(found.scheme) if resource == "budget" else 1.0
    mine = [cap for cap in found.capped if cap.resource == resource]
    for cap in mine:
        found.solver.allow(cap.rows, cap.limit + worth * cap.unit)
    more, _ = found.solver.relaxed()
    for cap in mine:
        found.solver.allow(cap.rows, cap.limit)
    return more
