"""What caps keep out, which cap it is, and what more of each resource would buy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from planner.domain.plan import ShadowPrice
from planner.domain.words import PositionKind, Role
from planner.engine.optimise import caps
from planner.engine.optimise.linear import Series
from planner.engine.optimise.reading import Outcome, outcome
from planner.engine.optimise.scheme import shortage_columns, weighted_shortage
from planner.engine.optimise.solving import Found
from planner.engine.optimise.work import Given
from planner.engine.staffing import Hire, Rejected, Staffing

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
NOT_COUNTED = frozenset({PositionKind.COMMITTED, PositionKind.CONTRACTOR, PositionKind.CONVERSION})


def breaches(given: Given, placed: Sequence[Hire]) -> list[str]:
    """Names of the caps that some hires break; what commitments alone use is allowed in any case."""
    broken = _broken(given, _used(given.problem, placed).sum(axis=1, keepdims=True))
    return [name for name, (breaks,) in broken.items() if breaks]


def _used(problem: Staffing, placed: Sequence[Hire]) -> Series:
    """What each hire uses by month, (3, hires, months): money, recruited people, people for the headcount."""
    month, ends = (
        np.arange(problem.months),
        [problem.months if hire.end is None else hire.end for hire in placed],
    )
    age = month - np.array([hire.start for hire in placed], dtype=np.int64).reshape(-1, 1)
    there = (age >= 0) & (month < np.array(ends, dtype=np.int64).reshape(-1, 1))
    columns = [
        (
            hire.seat.monthly,
            hire.seat.hiring,
            hire.kind not in NOT_RECRUITED and hire.kind is not PositionKind.COMMITTED,
            hire.kind not in NOT_COUNTED,
        )
        for hire in placed
    ]
    monthly, hiring, recruited, counted = np.array(columns, dtype=np.float64).reshape(-1, 4, 1).swapaxes(0, 1)
    begins = age == 0
    people = np.where(age >= 0, problem.survival[np.maximum(age, 0)], 0.0)
    return np.stack([there * monthly + begins * hiring, begins * recruited, people * counted])


def _broken(given: Given, used: Series) -> dict[str, NDArray[np.bool_]]:
    """For each cap whether it is broken, by what is used in one case after the other, (3, cases, months)."""
    problem, (money, recruited, heads) = given.problem, used
    found = {}
    for cap in problem.caps:
        months = list(cap.months)
        allowed = max(cap.amount, float(given.money[months].sum())) + 1e-4
        found[cap.name] = money[:, months].sum(axis=1) > allowed
    if problem.hires_per_month is not None:
        monthly, accrued = given.recruiting
        beyond = (recruited > monthly + 1e-6) | (np.cumsum(recruited, axis=1) > accrued + 1e-6)
        found[recruiters_name(problem)] = beyond.any(axis=1)
    if problem.headcount_cap is not None:
        crowded = given.everyone + heads > np.maximum(problem.headcount_cap, given.everyone) + 1e-6
        found[headcount_name(problem)] = crowded.any(axis=1)
    return found


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
    changes = [*_put_off(free, placed), *_missing(free, placed)]
    wanted = [hire for hire, _ in changes]
    late = [at for at, (_, later) in enumerate(changes) if later]
    kept = [later for _, later in changes if later]
    more, used = _brought(given, wanted), _used(given.problem, wanted)
    for role, less in _brought(given, kept).items():
        more[role][late] -= less
    used[:, late] -= _used(given.problem, kept)
    lost = _saved(given, outcome(given, placed), more).tolist()
    broken = _broken(given, used + _used(given.problem, placed).sum(axis=1, keepdims=True))
    found = []
    for at, (hire, later) in enumerate(changes):
        if lost[at] > (LEAST if later else 1e-9):
            cause = next((name for name, breaks in broken.items() if breaks[at]), TOGETHER)
            put_off = None if later is None else later.start - hire.start
            found.append(Rejected(hire.seat, hire.needed, cause, lost[at], put_off))
    return tuple(found)


def unreachable(given: Given, wanted: Sequence[Hire]) -> tuple[Rejected, ...]:
    """Seats that are wanted where nobody can start within the horizon."""
    chosen = [hire for hire in wanted if hire.kind is not PositionKind.COMMITTED and not hire.seat.manages]
    lost = _saved(given, outcome(given, []), _brought(given, chosen)).tolist()
    return tuple(
        Rejected(hire.seat, hire.needed, HORIZON, saved) for hire, saved in zip(chosen, lost, strict=True)
    )


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


def _brought(given: Given, hires: Sequence[Hire]) -> dict[Role, Series]:
    """Effective FTE that each hire alone brings to its role, (hires, months)."""
    found = {role: np.zeros((len(hires), given.problem.months)) for role in Role}
    for at, hire in enumerate(hires):
        found[hire.seat.role][at] = _alone(given, hire)
    return found


def _alone(given: Given, hire: Hire) -> Series:
    if hire.kind in (PositionKind.CONTRACTOR, PositionKind.CONVERSION):
        return outcome(given, [hire]).planned[hire.seat.role]
    return np.maximum(given.problem.capacity(hire.start, hire.served, hire.filled), 0.0)


def _saved(given: Given, now: Outcome, more: Mapping[Role, Series]) -> Series:
    """FTE-months of shortage that each change saves after those before it."""
    problem = given.problem
    there = {
        role: now.present[role] + now.planned[role] + np.cumsum(np.pad(change, ((1, 0), (0, 0))), axis=0)
        for role, change in more.items()
    }
    relief = np.minimum(
        there[Role.PLATFORM] * problem.relief_per_fte, problem.relief_cap * problem.relievable
    )
    demand = {**now.demand, Role.MLOPS: np.maximum(problem.demand[Role.MLOPS] - relief, problem.floor)}
    short = sum(np.maximum(demand[role] - there[role], 0.0).sum(axis=1) for role in Role)
    return np.asarray(-np.diff(short))


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
