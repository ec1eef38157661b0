"""Money, recruiters and headcount: what they sum, and the caps on them as rows of a scheme."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from planner.engine.optimise import blocks
from planner.engine.optimise.linear import Index, Series, Term
from planner.engine.optimise.scheme import Lane, Scheme

LATER = 1e-4  # of a seat-month: what a hire may cost more so that equal plans always begin alike


@dataclass(frozen=True)
class Capped:
    """A cap as rows of the program: the resource it is on, and how one unit more moves each row's limit."""

    resource: str
    rows: Index
    limit: Series
    unit: Series


def scale(scheme: Scheme) -> float:
    """The money that counts as one in the program: the dearest month of any seat."""
    seats = [seat.monthly for lane in scheme.problem.seats.values() for seat in lane]
    seats += [seat.monthly for seat in scheme.problem.lead_seats.values()]
    return max(seats, default=1.0) or 1.0


def terms(scheme: Scheme, months: tuple[int, ...]) -> list[Term]:
    """Money of the plan in some months, in seat-months: `Σ_i h_iτ (p_i |{t ≥ τ}| + f_i [τ])` as one row."""
    unit = scale(scheme)
    found: list[Term] = []
    for lane in scheme.lanes.values():
        found += [(columns, row / unit) for columns, row in _parts(scheme, lane, months)]
    return found


def _parts(scheme: Scheme, lane: Lane, months: tuple[int, ...]) -> list[Term]:
    within = np.zeros(scheme.problem.months)
    within[list(months)] = 1.0
    remaining = np.cumsum(within[::-1])[::-1][np.newaxis, scheme.starts]
    now = within[np.newaxis, scheme.starts]
    ladder, leader = lane.ladder, scheme.problem.lead_seats[lane.role]
    prices = [*ladder.single, *([ladder.rest] if len(lane.seats) > len(ladder.single) else [])]
    parts = [
        (columns, blocks.by_open(price * remaining + ladder.hiring * now))
        for columns, price in zip(lane.seats, prices, strict=True)
    ]
    parts += lane.leaders(leader.monthly * remaining + leader.hiring * now)
    parts += [(columns, (source.hiring - ladder.hiring) * now) for source, columns in lane.sources]
    if lane.contractors.size and scheme.problem.contract:
        monthly = scheme.problem.contract.seats[lane.role].monthly
        parts.append(blocks.total(lane.contractors, monthly * within))
    return parts


def cost_objective(scheme: Scheme) -> Series:
    """The second objective, in seat-months: all money, and a trace (`LATER`) of each start by the square root
    of its month, so that among equal plans the one with the earlier first starts is taken."""
    objective = scheme.program.zeros()
    for columns, row in terms(scheme, tuple(range(scheme.problem.months))):
        objective[columns] += row[0]
    trace = LATER * np.sqrt(1.0 + scheme.all_months)
    begun = blocks.by_open(trace[np.newaxis, scheme.starts])[0]
    for lane in scheme.lanes.values():
        for columns in (*lane.seats, lane.managers):
            if columns.size:
                objective[columns] += begun
        for place, (_, columns) in enumerate(lane.sources):
            objective[columns] += LATER / 10 * (place + 1)
        if lane.engaged.size:
            objective[lane.engaged] += trace
    if scheme.conversions.size:
        objective[scheme.conversions] += trace
    return objective


def budgets(scheme: Scheme) -> list[Capped]:
    """Each budget: money of the plan in its months within what the commitments leave of it."""
    problem, unit = scheme.problem, scale(scheme)
    promised = scheme.given.money
    found = []
    for cap in problem.caps:
        left = max(cap.amount - float(promised[list(cap.months)].sum()), 0.0) / unit
        rows = blocks.within(scheme.program, left, *terms(scheme, cap.months))
        found.append(Capped("budget", rows, np.array([left]), np.array([len(cap.months) / 1.0])))
    return found


def recruiters(scheme: Scheme) -> list[Capped]:
    """Recruiters carry so many hires a month, and no more than have accrued since the first can start:
    `n_t <= ceil(r)` and `Σ_{τ≤t} n_τ <= r (t - first + 1)`; commitments take their part."""
    rate = scheme.problem.hires_per_month
    if rate is None or not scheme.starts.size:
        return []
    promised = scheme.given.starting[scheme.starts]
    age = np.maximum(scheme.starts - scheme.problem.earliest + 1, 0)
    hired = _hired(scheme)
    monthly = np.maximum(math.ceil(rate - 1e-9) - promised, 0.0)
    accrued = np.maximum(rate * age - np.cumsum(promised), 0.0)
    sums = np.tril(np.ones((scheme.starts.size, scheme.starts.size)))
    first = blocks.within(scheme.program, monthly, *hired)
    second = blocks.within(scheme.program, accrued, *((columns, sums @ matrix) for columns, matrix in hired))
    ones = np.ones(age.size)
    return [
        Capped("recruiters", first, monthly, ones),
        Capped("recruiters", second, accrued, age.astype(np.float64)),
    ]


def _hired(scheme: Scheme) -> list[Term]:
    """Recruited people by month: seats and managers less those from other sources."""
    one = np.eye(scheme.starts.size)
    found: list[Term] = []
    for lane in scheme.lanes.values():
        found.append(lane.people(one))
        found += [blocks.minus(blocks.each(columns)) for _, columns in lane.sources]
        found += lane.leaders(one)
    return found


def headcount(scheme: Scheme) -> list[Capped]:
    """Expected people of both roles, managers included, stay within the cap: `x_t <= cap`."""
    cap = scheme.problem.headcount_cap
    if cap is None or not scheme.starts.size:
        return []
    room = np.maximum(cap - scheme.given.everyone, 0.0)[scheme.starts]
    kernel = blocks.arriving(scheme.starts, scheme.problem.survival, scheme.problem.months)[scheme.starts]
    use: list[Term] = []
    for lane in scheme.lanes.values():
        use += [lane.people(kernel), *lane.leaders(kernel)]
    rows = blocks.within(scheme.program, room, *use)
    return [Capped("headcount", rows, room, np.ones(room.size))]


def spent(scheme: Scheme, point: Series) -> float:
    """Money of the plan's seats at the program's prices, in the plan's currency."""
    months = tuple(range(scheme.problem.months))
    return scale(scheme) * sum(float((row @ point[columns]).sum()) for columns, row in terms(scheme, months))

