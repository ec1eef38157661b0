"""Money, recruiters, headcount and managers: what they sum, and the limits on them as rows of a scheme."""

from __future__ import annotations

from collections.abc import Callable
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


Family = Callable[[Scheme], list[Capped]]


def scale(scheme: Scheme) -> float:
    """The money that counts as one in the program: the dearest month of any seat."""
    seats = [seat.ranked[0] for lane in scheme.problem.seats.values() for seat in lane]
    seats += [seat.ranked[0] for seat in scheme.problem.lead_seats.values()]
    return max(seats, default=1.0) or 1.0


def money(scheme: Scheme, months: Index, *, ranked: bool = False) -> list[Term]:
    """Money of the plan in some months, in seat-months, as one row: `Σ_t (p N_t + Σ q m_t) + Σ_τ f n_τ`;
    where it is only `ranked` by, at one price for all seats, before it is rounded to cents."""
    unit = scale(scheme)
    within = np.zeros(scheme.problem.months)
    within[months] = 1.0
    found: list[Term] = []
    for lane in scheme.lanes.values():
        found += [(columns, row / unit) for columns, row in _parts(scheme, lane, within, ranked)]
    return found


def _parts(scheme: Scheme, lane: Lane, within: Series, ranked: bool) -> list[Term]:
    """The same of one role in currency: seats, managers, other sources' hiring, contractors."""
    lead, given = scheme.problem.lead_seats[lane.role], scheme.given
    led, hiring = lead.ranked if ranked else (lead.monthly, lead.hiring)
    open_then, now = within[np.newaxis, scheme.starts], blocks.by_open(within[np.newaxis, scheme.starts])
    priced = [(lane.seats, given.ranked(lane.role) if ranked else scheme.pay[lane.role].monthly)]
    if lane.managers.size:
        priced.append((lane.managers, led))
    parts = [(columns, price * open_then + hiring * now) for columns, price in priced]
    parts += [(columns, (source.hiring - hiring) * open_then) for source, columns in lane.sources]
    parts += [(columns, stair.rise * open_then) for stair, columns in lane.stairs if not ranked]
    if lane.contractors.size and scheme.problem.contract:
        contracted = scheme.problem.contract.seats[lane.role]
        monthly = contracted.ranked[0] if ranked else contracted.monthly
        parts.append(blocks.total(lane.contractors, monthly * within))
    return parts


def cost_objective(scheme: Scheme) -> Series:
    """The second objective, in seat-months: all money, and a trace (`LATER`) of each start by the square root
    of its month, so that of equal plans the one with the earlier first starts is taken."""
    objective = scheme.program.zeros()
    for columns, row in money(scheme, scheme.all_months, ranked=True):
        objective[columns] += row[0]
    trace = LATER * np.sqrt(1.0 + scheme.all_months)
    for lane in scheme.lanes.values():
        objective[lane.seats] += blocks.by_open(trace[np.newaxis, scheme.starts])[0]
        for place, (_, columns) in enumerate(lane.sources):
            objective[columns] += LATER / 10 * (place + 1)
        if lane.engaged.size:
            objective[lane.engaged] += trace
    if scheme.conversions.size:
        objective[scheme.conversions] += trace
    return objective


def budgets(scheme: Scheme) -> list[Capped]:
    """Each budget: money of the plan in its months within what the commitments leave of it and what is set
    aside for the order of filling: `Σ money <= B - promised - Σ_r r_r |months|`, with `m_τ >= a N_τ + b`."""
    problem, unit = scheme.problem, scale(scheme)
    aside = sum(pay.aside for pay in scheme.pay.values())
    for lane in scheme.lanes.values():
        for stair, columns in lane.stairs:
            steps = blocks.minus(blocks.each(lane.seats, stair.slope))
            scheme.program.rows(stair.offset, np.inf, blocks.each(columns), steps)
    promised = scheme.given.money + aside * (scheme.all_months >= scheme.given.starts_from)
    found = []
    for cap in problem.caps:
        months = np.array(cap.months)
        left = max(cap.amount - float(promised[months].sum()), 0.0) / unit
        rows = blocks.within(scheme.program, left, *money(scheme, months))
        found.append(Capped("budget", rows, np.array([left]), np.array([float(months.size)])))
    return found


def recruiters(scheme: Scheme) -> list[Capped]:
    """Recruiters carry so many hires a month, and no more than have accrued since the first can start:
    `n_t <= ceil(r)` and `Σ_{τ≤t} n_τ <= r (t - first + 1)`; commitments take their part."""
    if scheme.problem.hires_per_month is None or not scheme.starts.size:
        return []
    monthly, accrued = scheme.given.recruiting
    starting = hired(scheme)
    sums = np.tril(np.ones((scheme.starts.size, scheme.starts.size)))
    first = blocks.within(scheme.program, monthly[scheme.starts], *starting)
    sums_of = [(columns, sums @ matrix) for columns, matrix in starting]
    second = blocks.within(scheme.program, np.floor(accrued[scheme.starts] + 1e-9), *sums_of)
    age = np.maximum(scheme.starts - scheme.problem.earliest + 1, 0).astype(np.float64)
    return [
        Capped("recruiters", first, monthly[scheme.starts], np.ones(age.size)),
        Capped("recruiters", second, accrued[scheme.starts], age),
    ]


def hired(scheme: Scheme) -> list[Term]:
    """Recruited people by month: seats and managers less those from other sources."""
    one = np.eye(scheme.starts.size)
    found: list[Term] = []
    for lane in scheme.lanes.values():
        found.append(lane.people(one))
        found += [blocks.minus(blocks.each(columns)) for _, columns in lane.sources]
        found += lane.leaders(one)
    return found


def people(scheme: Scheme) -> list[Term]:
    """Expected people in new seats by start month, managers included: `Σ_τ S_{t-τ} n_τ`."""
    kernel = blocks.arriving(scheme.starts, scheme.problem.survival, scheme.problem.months)[scheme.starts]
    found: list[Term] = []
    for lane in scheme.lanes.values():
        found += [lane.people(kernel), *lane.leaders(kernel)]
    return found


def headcount(scheme: Scheme) -> list[Capped]:
    """Expected people of both roles, managers included, stay within the cap: `x_t <= cap`."""
    if scheme.problem.headcount_cap is None or not scheme.starts.size:
        return []
    room = scheme.given.places[scheme.starts]
    rows = blocks.within(scheme.program, room, *people(scheme))
    return [Capped("headcount", rows, room, np.ones(room.size))]


def managers(scheme: Scheme) -> None:
    """One manager per span: `x_t <= spare_t + span G_t`, `x_t` the expected people in new seats and `spare_t`
    those whom the managers there can still lead."""
    for lane in scheme.lanes.values():
        if not lane.managers.size:
            continue
        blocks.leading(
            scheme.program,
            scheme.heads(lane.role, scheme.starts)[0],
            lane.managers,
            scheme.problem.span,
            scheme.given.led(lane.role),
        )


FAMILIES: tuple[Family, ...] = (budgets, recruiters, headcount)


def limit(scheme: Scheme) -> tuple[Capped, ...]:
    """Every cap of the problem as rows, with what they count."""
    managers(scheme)
    return tuple(cap for family in FAMILIES for cap in family(scheme))
