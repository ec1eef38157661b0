"""The hiring schedule: works backwards from need by lead time and ramp, within budget and caps.

Seats are taken in the order of need. A seat counts as whole from the month it is needed when further seats
are sized, so that ramp does not breed extra hires; shortage while people ramp is reported, not over-hired.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from planner.domain.words import PositionKind, Role
from planner.engine.staffing import Cap, Hire, Rejected, Schedule, SeatType, Series, Staffing

LASTING = 12  # months a need has to last before a seat is opened for it
METHOD = "backward from need by lead time and ramp; seats in order of need within caps"


def schedule(problem: Staffing) -> Schedule:
    """Seats for both roles: commitments, then the platform (conversions first), then MLOps after relief."""
    ledger = _Ledger(problem)
    for promised in problem.commitments:
        ledger.add(Hire(promised.seat, PositionKind.COMMITTED, promised.start, promised.start, promised.id))
    _convert(problem, ledger)
    for role in (Role.PLATFORM, Role.MLOPS):
        for wanted in _wanted(problem, ledger, role):
            ledger.place(wanted)
    for role in Role:
        for wanted in _managers(problem, ledger, role):
            ledger.place(wanted)
    return ledger.result()


@dataclass(frozen=True, slots=True)
class _Wanted:
    seat: SeatType
    kind: PositionKind
    needed: int


def lasting(demand: Series) -> Series:
    """The part of demand that lasts for the coming months, by month."""
    padded = np.concatenate([demand, np.full(LASTING - 1, demand[-1] if demand.size else 0.0)])
    return np.lib.stride_tricks.sliding_window_view(padded, LASTING).min(axis=1) if demand.size else demand


def _convert(problem: Staffing, ledger: _Ledger) -> None:
    """MLOps people the platform makes superfluous become platform people."""
    needed = _first_need(problem, ledger, Role.PLATFORM)
    if needed is None:
        return
    gap = float((lasting(problem.demand[Role.PLATFORM]) - ledger.whole[Role.PLATFORM])[needed])
    count = min(problem.convertible, int(np.ceil(gap - problem.smallest)))
    for number in range(max(count, 0)):
        seat = problem.seats[Role.PLATFORM][min(number, len(problem.seats[Role.PLATFORM]) - 1)]
        free = SeatType(seat.role, seat.level, seat.site, 0.0, 0.0)
        ledger.add(Hire(free, PositionKind.CONVERSION, needed, needed))


def _first_need(problem: Staffing, ledger: _Ledger, role: Role) -> int | None:
    gap = lasting(ledger.demand(role)) - ledger.whole[role]
    months = np.flatnonzero(gap >= problem.smallest)
    return int(months[0]) if months.size else None


def _wanted(problem: Staffing, ledger: _Ledger, role: Role) -> Iterator[_Wanted]:
    """Seats that lasting demand asks for, by month; those that only attrition asks for are backfills."""
    demand = lasting(ledger.demand(role))
    whole, steady = ledger.whole[role].copy(), ledger.steady[role].copy()
    seats = iter(problem.seats[role])
    for month in range(problem.months):
        while demand[month] - whole[month] >= problem.smallest:
            seat = next(seats, None)
            if seat is None:
                return
            backfill = demand[month] - steady[month] < problem.smallest
            whole += problem.whole(month, ideal_start(problem, month))
            if not backfill:
                steady[month:] += 1.0
            yield _Wanted(seat, PositionKind.BACKFILL if backfill else PositionKind.NEW, month)


def _managers(problem: Staffing, ledger: _Ledger, role: Role) -> Iterator[_Wanted]:
    """A manager seat in the month in which people (those present less expected leavers, and seats) fill one
    span more than is led; people present are taken to be led already."""
    hires = [hire for hire in ledger.hires if hire.seat.role is role]
    led = max(problem.managers[role], int(problem.steady[role].max(initial=0.0) // problem.span))
    led += sum(hire.seat.manages for hire in hires)
    starts = sorted(hire.start for hire in hires if not hire.seat.manages and hire.start < problem.months)
    for number, start in enumerate(starts, 1):
        while problem.present[role][start] + number >= (led + 1) * problem.span:
            led += 1
            yield _Wanted(problem.lead_seats[role], PositionKind.NEW, start)


@dataclass
class _Ledger:
    """What has been placed so far, and what is left of each cap."""

    problem: Staffing
    hires: list[Hire] = field(default_factory=list)
    cuts: list[Rejected] = field(default_factory=list)
    whole: dict[Role, Series] = field(init=False)
    steady: dict[Role, Series] = field(init=False)
    planned: dict[Role, Series] = field(init=False)
    heads: dict[Role, Series] = field(init=False)
    present: dict[Role, Series] = field(init=False)
    spent: Series = field(init=False)
    starts: Series = field(init=False)

    def __post_init__(self) -> None:
        months = self.problem.months
        self.whole = {role: series.copy() for role, series in self.problem.present.items()}
        self.steady = {role: series.copy() for role, series in self.problem.steady.items()}
        self.present = {role: series.copy() for role, series in self.problem.present.items()}
        self.planned = {role: np.zeros(months) for role in Role}
        self.heads = {role: np.zeros(months) for role in Role}
        self.spent = np.zeros(months)
        self.starts = np.zeros(months)

    def demand(self, role: Role) -> Series:
        """Demand by month after relief by the platform as placed so far."""
        demand = self.problem.demand[role]
        return np.maximum(demand - self.relief(), self.problem.floor) if role is Role.MLOPS else demand

    def relief(self) -> Series:
        """FTE that the platform takes off MLOps."""
        problem = self.problem
        platform = self.present[Role.PLATFORM] + self.planned[Role.PLATFORM]
        return np.minimum(platform * problem.relief_per_fte, problem.relief_cap * problem.relievable)

    def add(self, hire: Hire) -> None:
        """Put a seat into the plan."""
        role, problem, converted = hire.seat.role, self.problem, hire.kind is PositionKind.CONVERSION
        self.hires.append(hire)
        if not hire.seat.manages:
            self.planned[role] += problem.capacity(hire.start, converted=converted)
            first = 0 if hire.kind is PositionKind.COMMITTED else hire.needed
            self.whole[role] += problem.whole(first, hire.start)
            self.steady[role][first:] += 1.0
        self.spent += cost(problem, hire.seat, hire.start)
        if converted:
            leaving = problem.people(hire.start)
            for series in (self.present[Role.MLOPS], self.whole[Role.MLOPS]):
                np.maximum(series - leaving, 0.0, out=series)
            self.steady[Role.MLOPS][hire.start :] -= 1.0
            return
        self.heads[role][hire.start :] += 1.0
        if hire.kind is not PositionKind.COMMITTED and hire.start < problem.months:
            self.starts[hire.start] += 1.0

    def place(self, wanted: _Wanted) -> None:
        """Open the seat in the first month that all caps allow, or cut it."""
        ideal = ideal_start(self.problem, wanted.needed)
        cause = "horizon: a hire cannot start before it ends"
        for start in range(ideal, self.problem.months):
            binding = self.binding(wanted.seat, start)
            if binding is None:
                self.add(Hire(wanted.seat, wanted.kind, wanted.needed, start))
                return
            if start == ideal:
                cause = binding
        lost = float(self.problem.people(min(max(wanted.needed, ideal), self.problem.months)).sum())
        self.cuts.append(Rejected(wanted.seat, wanted.needed, cause, lost))

    def binding(self, seat: SeatType, start: int) -> str | None:
        """The first cap that a seat starting then would break, None when it fits."""
        problem = self.problem
        if problem.hires_per_month is not None:
            allowed = problem.hires_per_month * (np.arange(problem.months) - problem.earliest + 1)
            started = np.cumsum(self.starts)
            if (started[start:] + 1 > allowed[start:] + 1e-9).any():
                return f"recruiters: {problem.hires_per_month:g} hires a month"
        if problem.headcount_cap is not None:
            heads = problem.headcount + sum(self.heads.values())
            if (heads[start:] + 1 > problem.headcount_cap + 1e-9).any():
                return f"headcount cap of {problem.headcount_cap}"
        after = self.spent + cost(problem, seat, start)
        return next((cap.name for cap in problem.caps if over(cap, after)), None)

    def result(self) -> Schedule:
        """The schedule with its shortage."""
        demand = {role: self.demand(role) for role in Role}
        shortage = {
            role: np.maximum(demand[role] - self.present[role] - self.planned[role], 0.0) for role in Role
        }
        return Schedule(
            tuple(self.hires),
            tuple(self.cuts),
            self.planned,
            self.heads,
            self.present,
            self.relief(),
            demand,
            shortage,
            METHOD,
        )


def ideal_start(problem: Staffing, needed: int) -> int:
    """The month to start in so as to be productive when needed, as far as lead time allows."""
    return max(problem.earliest, needed - ramp_length(problem.ramp))


def cost(problem: Staffing, seat: SeatType, start: int) -> Series:
    """Money by month of one seat: loaded cost from its start, hiring cost in the month it starts."""
    money = np.zeros(problem.months)
    money[start:] = seat.monthly
    if start < problem.months:
        money[start] += seat.hiring
    return money


def over(cap: Cap, spent: Series) -> bool:
    """Whether money by month breaks a cap (to a hundredth of a cent)."""
    return bool(spent[list(cap.months)].sum() > cap.amount + 1e-4)


def ramp_length(ramp: Series) -> int:
    """Months from start to full productivity."""
    full = np.flatnonzero(ramp >= 1.0)
    return int(full[0]) if full.size else len(ramp)


def by_role(schedule: Schedule) -> Mapping[Role, int]:
    """Seats of a schedule by role."""
    return {role: sum(hire.seat.role is role for hire in schedule.hires) for role in Role}
