"""From solved columns to seats with dates, and the capacity, relief and shortage that follow from them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from planner.domain.words import PositionKind, Role
from planner.engine.optimise.scheme import Lane
from planner.engine.optimise.solving import Found
from planner.engine.optimise.work import Given, cost
from planner.engine.staffing import Hire, SeatType, Series, Staffing


@dataclass(frozen=True)
class Outcome:
    """What hires amount to, by role and month."""

    planned: dict[Role, Series]
    heads: dict[Role, Series]
    present: dict[Role, Series]
    relief: Series
    demand: dict[Role, Series]
    shortage: dict[Role, Series]


def committed(problem: Staffing) -> tuple[Hire, ...]:
    """Seats that are promised already."""
    return tuple(
        Hire(promised.seat, PositionKind.COMMITTED, promised.start, promised.start, promised.id)
        for promised in problem.commitments
    )


def hires(given: Given, found: Sequence[Found]) -> tuple[Hire, ...]:
    """Every seat of a solution: commitments first, then by role in order of start."""
    placed = [*committed(given.problem)]
    for part in found:
        placed += _conversions(given, part)
    for part in found:
        for lane in part.scheme.lanes.values():
            placed += _seats(part, lane)
    drawn = tuple(placed)
    return tuple(dated(given, drawn))


def _conversions(given: Given, part: Found) -> Iterator[Hire]:
    seats = given.problem.seats[Role.PLATFORM]
    counts = np.round(part.point[part.scheme.conversions]).astype(int)
    for number, month in enumerate(np.repeat(np.arange(counts.size), counts).tolist()):
        seat = replace(seats[min(number, len(seats) - 1)], monthly=0.0, hiring=0.0)
        yield Hire(seat, PositionKind.CONVERSION, month, month)


def _seats(part: Found, lane: Lane) -> Iterator[Hire]:
    problem, point = part.scheme.problem, part.point
    line = iter(problem.seats[lane.role])
    counts = np.round(lane.starts(point)).astype(int)
    for place, (month, count) in enumerate(zip(part.scheme.starts.tolist(), counts.tolist(), strict=True)):
        kinds = [
            (source.kind, source.hiring)
            for source, columns in lane.sources
            for _ in range(round(point[columns[place]]))
        ]
        for kind, hiring in [(PositionKind.NEW, None)] * (count - len(kinds)) + kinds:
            seat = next(line)
            yield Hire(seat if hiring is None else replace(seat, hiring=hiring), kind, month, month)
    yield from _managers(part, lane)
    yield from _engagements(part, lane)


def _managers(part: Found, lane: Lane) -> Iterator[Hire]:
    if lane.managers.size:
        counts = np.diff(np.round(part.point[lane.managers]).astype(int), prepend=0)
        for month in np.repeat(part.scheme.starts, counts).tolist():
            yield Hire(part.scheme.problem.lead_seats[lane.role], PositionKind.NEW, month, month)


def _engagements(part: Found, lane: Lane) -> Iterator[Hire]:
    """Contractors as engagements: who came first leaves first."""
    contract = part.scheme.problem.contract
    if not lane.contractors.size or contract is None:
        return
    counts = np.round(part.point[lane.contractors]).astype(int)
    begun: list[int] = []
    ended = 0
    for month, count in enumerate(counts.tolist()):
        begun += [month] * (count - (len(begun) - ended))
        while len(begun) - ended > count:
            yield _engagement(contract.seats[lane.role], begun[ended], month)
            ended += 1
    for month in begun[ended:]:
        yield _engagement(contract.seats[lane.role], month, counts.size)


def _engagement(seat: SeatType, start: int, end: int) -> Hire:
    return Hire(seat, PositionKind.CONTRACT, start, start, end=end)


def dated(given: Given, placed: Sequence[Hire]) -> Iterator[Hire]:
    """Hires with the month in which each is needed; those that only attrition asks for are backfills."""
    demand = outcome(given, placed).demand
    for hire in placed:
        if hire.kind in (PositionKind.COMMITTED, PositionKind.CONVERSION):
            yield hire
    for role in Role:
        yield from _dated(given, role, demand[role], [hire for hire in placed if hire.seat.role is role])


def _dated(given: Given, role: Role, demand: Series, placed: Sequence[Hire]) -> Iterator[Hire]:
    """Seat after seat: needed from the first month in which the smallest seat's lasting work is missing."""
    problem = given.problem
    needed = np.minimum(demand, given.worth(role)[: problem.months])
    whole, steady = _before(given, role, placed)
    for hire in placed:
        if hire.kind is PositionKind.CONTRACT or hire.seat.manages:
            if hire.kind is not PositionKind.COMMITTED:
                yield hire
            continue
        if hire.kind in (PositionKind.COMMITTED, PositionKind.CONVERSION):
            continue
        missing = np.flatnonzero(needed - whole >= problem.smallest - 1e-9)
        month = int(missing[0]) if missing.size else hire.start
        backfill = needed[month] - steady[month] < problem.smallest - 1e-9
        whole = whole + problem.people(month)
        steady = steady + (0.0 if backfill else 1.0) * (np.arange(problem.months) >= month)
        refill = backfill and hire.kind is PositionKind.NEW and missing.size > 0
        yield replace(hire, needed=month, kind=PositionKind.BACKFILL if refill else hire.kind)


def _before(given: Given, role: Role, placed: Sequence[Hire]) -> tuple[Series, Series]:
    """Whole people with and without attrition before new seats: today's, commitments, conversions."""
    problem = given.problem
    moved = np.zeros(problem.months)
    for hire in placed:
        if hire.kind is PositionKind.CONVERSION:
            moved[hire.start :] += 1.0
    promised = np.cumsum(given.promised(role))
    whole = given.heads[role] + moved * problem.survival
    return whole, problem.steady[role] + promised + moved


def outcome(given: Given, placed: Sequence[Hire]) -> Outcome:
    """Capacity, relief, demand and shortage that follow from some hires."""
    problem = given.problem
    planned = {role: np.zeros(problem.months) for role in Role}
    heads = {role: np.zeros(problem.months) for role in Role}
    moved = np.zeros(problem.months)
    ramps = {source.kind: source.ramp for source in problem.sources}
    for hire in placed:
        role = hire.seat.role
        if hire.kind is PositionKind.CONVERSION:
            moved[hire.start :] += problem.survival[hire.start :]
            ramp = problem.conversion_ramp[: problem.months - hire.start]
            planned[role][hire.start :] += ramp * problem.survival[hire.start :]
            heads[role][hire.start :] += problem.survival[hire.start :]
        elif hire.kind is PositionKind.CONTRACT:
            planned[role][hire.start : hire.end] += 1.0
        else:
            heads[role] += problem.people(hire.start)
            if not hire.seat.manages:
                ramp = ramps.get(hire.kind, problem.ramp)
                planned[role] += _effective(problem, ramp, hire.start)
    return _balanced(given, planned, heads, moved)


def _effective(problem: Staffing, ramp: Series, start: int) -> Series:
    effective = np.zeros(problem.months)
    length = max(problem.months - start, 0)
    effective[start:] = ramp[:length] * problem.survival[:length]
    return effective


def _balanced(
    given: Given, planned: dict[Role, Series], heads: dict[Role, Series], moved: Series
) -> Outcome:
    """Mentoring that exceeds what newcomers bring is taken from those present; nothing falls below 0."""
    problem = given.problem
    present = {role: series.copy() for role, series in problem.present.items()}
    present[Role.MLOPS] -= moved
    for role in Role:
        present[role] = np.maximum(present[role] + np.minimum(planned[role], 0.0), 0.0)
        planned[role] = np.maximum(planned[role], 0.0)
    platform = present[Role.PLATFORM] + planned[Role.PLATFORM]
    relief = np.minimum(platform * problem.relief_per_fte, problem.relief_cap * problem.relievable)
    demand = dict(problem.demand)
    demand[Role.MLOPS] = np.maximum(demand[Role.MLOPS] - relief, problem.floor)
    shortage = {role: np.maximum(demand[role] - present[role] - planned[role], 0.0) for role in Role}
    return Outcome(planned, heads, present, relief, demand, shortage)


def spending(problem: Staffing, placed: Sequence[Hire]) -> Series:
    """Money by month of some hires."""
    return sum((cost(problem, hire.seat, hire.start, hire.end) for hire in placed), np.zeros(problem.months))
