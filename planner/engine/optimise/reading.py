"""From solved columns to seats with dates, and the capacity, relief and shortage that follow from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from planner.domain.words import PositionKind, Role
from planner.engine.optimise.linear import Index
from planner.engine.optimise.scheme import Lane, Scheme
from planner.engine.optimise.work import Given
from planner.engine.staffing import Hire, SeatType, Series, Staffing, after


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
        Hire(
            promised.seat,
            PositionKind.COMMITTED,
            promised.start,
            promised.start,
            promised.id,
            end=promised.end,
            served=promised.served,
            way=promised.way,
        )
        for promised in problem.commitments
    )


@dataclass(frozen=True)
class Solved:
    """A program's columns and their values."""

    scheme: Scheme
    point: Series


def hires(given: Given, found: Iterable[Solved]) -> tuple[Hire, ...]:
    """Every seat of a solution: commitments first, then by role in order of start."""
    found, placed = tuple(found), [*committed(given.problem)]
    for part in found:
        placed += _conversions(given, part)
    for part in found:
        for lane in part.scheme.lanes.values():
            placed += _seats(part, lane)
    drawn = tuple(placed)
    return tuple(dated(given, drawn))


def _conversions(given: Given, part: Solved) -> Iterator[Hire]:
    seats = given.problem.seats[Role.PLATFORM]
    counts = np.round(part.point[part.scheme.conversions]).astype(int)
    for number, month in enumerate(np.repeat(np.arange(counts.size), counts).tolist()):
        seat = replace(seats[min(number, len(seats) - 1)], monthly=0.0, hiring=0.0)
        yield Hire(seat, PositionKind.CONVERSION, month, month)


def _seats(part: Solved, lane: Lane) -> Iterator[Hire]:
    problem, point = part.scheme.problem, part.point
    starts = lane.starts(point)
    others = [np.round(point[columns]) for _, columns in lane.sources]
    left = [counts.astype(int).tolist() for counts in others]
    places = np.repeat(np.arange(starts.size), starts.astype(int)).tolist()
    for place, seat in zip(places, problem.seats[lane.role], strict=False):
        month = int(part.scheme.starts[place])
        source = next((at for at, counts in enumerate(left) if counts[place] > 0), None)
        if source is None:
            yield Hire(seat, PositionKind.NEW, month, month)
            continue
        left[source][place] -= 1
        way = lane.sources[source][0]
        yield Hire(replace(seat, hiring=way.hiring), way.kind, month, month)
    yield from _managers(part, lane, starts)
    yield from _engagements(part, lane)


def _managers(part: Solved, lane: Lane, starts: Series) -> Iterator[Hire]:
    """Those the program opened; within caps no others, though promised people may want one."""
    scheme = part.scheme
    if scheme.capped:
        opened = np.round(part.point[lane.managers]).astype(int)
    else:
        opened = needed_managers(scheme.given, lane.role, scheme.starts, starts)
    for month in np.repeat(scheme.starts[: opened.size], np.diff(opened, prepend=0)).tolist():
        yield Hire(scheme.problem.lead_seats[lane.role], PositionKind.NEW, month, month)


def needed_managers(given: Given, role: Role, months: Index, starts: Series) -> NDArray[np.int64]:
    """Managers to have opened by each start month: the least that lead all once they can be hired."""
    begun = np.zeros(given.problem.months)
    begun[months] = starts
    people = given.spread(begun, given.problem.survival)
    spans = np.ceil((people - given.spare(role))[months] / given.problem.span - 1e-9)
    spans = np.where(months >= given.problem.earliest, np.maximum(spans, 0.0), 0.0)
    return np.maximum.accumulate(spans).astype(int)


def _engagements(part: Solved, lane: Lane) -> Iterator[Hire]:
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
    return Hire(seat, PositionKind.CONTRACTOR, start, start, end=end)


def dated(given: Given, placed: Sequence[Hire]) -> Iterator[Hire]:
    """Hires with the month in which each is needed; those that only attrition asks for are backfills."""
    demand = outcome(given, placed).demand
    for hire in placed:
        if hire.kind in (PositionKind.COMMITTED, PositionKind.CONVERSION):
            yield hire
    moves = [hire.start for hire in placed if hire.kind is PositionKind.CONVERSION]
    moved = np.cumsum(np.bincount(moves, minlength=given.problem.months)).astype(np.float64)
    for role in Role:
        joined = moved if role is Role.PLATFORM else -moved
        mine = [hire for hire in placed if hire.seat.role is role]
        yield from _dated(given, role, demand[role], joined, mine)


def _dated(
    given: Given, role: Role, demand: Series, joined: Series, placed: Sequence[Hire]
) -> Iterator[Hire]:
    """Seat after seat: needed from the first month in which the smallest seat's lasting work is missing."""
    problem = given.problem
    needed = np.minimum(demand, given.worth(role)[: problem.months])
    whole, steady = _before(given, role, joined)
    for hire in placed:
        if hire.kind is PositionKind.CONTRACTOR or hire.seat.manages:
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


def _before(given: Given, role: Role, joined: Series) -> tuple[Series, Series]:
    """Whole people with and without attrition before new seats: today's, commitments, conversions."""
    problem, promised = given.problem, np.cumsum(given.promised(role))
    moved = given.moved() if role is Role.PLATFORM else -given.moved() - given.moved(managers=True)
    whole = np.maximum(given.heads[role] + joined * problem.survival, 0.0)
    return whole, problem.steady[role] + promised + moved + joined


def outcome(given: Given, placed: Sequence[Hire]) -> Outcome:
    """Capacity, relief, demand and shortage that follow from some hires."""
    problem = given.problem
    planned = {role: np.zeros(problem.months) for role in Role}
    heads = {role: np.zeros(problem.months) for role in Role}
    moved = np.zeros(problem.months)
    for (role, kind, manages, served), hires in _alike(problem, placed).items():
        if kind is PositionKind.CONTRACTOR:
            for hire in hires:
                planned[role][hire.start : hire.end] += float(not manages)
            continue
        starts = np.bincount([hire.start for hire in hires], minlength=problem.months).astype(np.float64)
        if hires[0].moves:
            here = np.cumsum(starts) * problem.survival
            moved += here
            heads[Role.MLOPS] -= here
            heads[role] += here
            if not manages:
                planned[role] += given.spread(starts, problem.conversion_ramp) * problem.survival
            continue
        heads[role] += given.spread(starts, problem.survival)
        if not manages:
            ramp = after(problem.ramp_of(kind), served)
            planned[role] += given.spread(starts, ramp * problem.survival)
    return _balanced(given, planned, heads, moved)


def _alike(
    problem: Staffing, placed: Sequence[Hire]
) -> dict[tuple[Role, PositionKind, bool, int], list[Hire]]:
    """Hires that start within the horizon, by what they bring."""
    groups: dict[tuple[Role, PositionKind, bool, int], list[Hire]] = {}
    for hire in placed:
        if hire.start < problem.months:
            key = (hire.seat.role, hire.filled, hire.seat.manages, hire.served)
            groups.setdefault(key, []).append(hire)
    return groups


def _balanced(given: Given, planned: dict[Role, Series], heads: dict[Role, Series], moved: Series) -> Outcome:
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
    edges = np.zeros(problem.months + 1)
    once = np.zeros(problem.months + 1)
    for hire in placed:
        start = min(hire.start, problem.months)
        edges[start] += hire.seat.monthly
        edges[problem.months if hire.end is None else min(hire.end, problem.months)] -= hire.seat.monthly
        once[start] += hire.seat.hiring
    return np.asarray((np.cumsum(edges) + once)[:-1])
