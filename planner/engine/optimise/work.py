"""Which work is worth a permanent seat, and what is there or promised before anything is decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from planner.domain.words import PositionKind, Role
from planner.engine.optimise.linear import Index
from planner.engine.optimise.paying import Pay, pay
from planner.engine.staffing import Cap, Commitment, SeatType, Series, Staffing

LITTLE = 1e-6  # of a person, by which expected people may exceed a limit
LED = 0.5  # a span counts as full to the nearest person, as expected heads are fractions


def ramp_length(ramp: Series) -> int:
    """Months from start to full productivity."""
    full = np.flatnonzero(ramp >= 1.0)
    return int(full[0]) if full.size else len(ramp)


def ideal_start(problem: Staffing, needed: int) -> int:
    """The month to start in so as to be productive when needed, as far as lead time allows."""
    return max(problem.earliest, needed - ramp_length(problem.ramp))


def starts_from(problem: Staffing) -> int:
    """The first month in which anyone can be placed in a permanent seat, at most the horizon."""
    return min(problem.earliest, *(source.earliest for source in problem.sources), problem.months)


def productive_from(problem: Staffing) -> int:
    """The first month in which a seat of this plan can be fully productive."""
    return starts_from(problem) + ramp_length(problem.ramp)


def stretched(series: Series, months: int) -> Series:
    """A series over more months: its last value goes on."""
    last = series[-1] if series.size else 0.0
    return np.concatenate([series, np.full(max(months - series.size, 0), last)])


def lasting(demand: Series, first: int, least: int) -> Series:
    """Work worth a permanent seat: `W_t = max_{first≤s≤t} min_{s≤v<s+least} D_v`, before `first` as then.

    Work that ends within `least` months after a hire can be productive (from `first` on) opens no seat; a
    seat that once had so much work may stay. Demand goes on after its last month as in it.
    """
    ahead = stretched(demand, max(demand.size, first + 1) + least)
    least_ahead = np.lib.stride_tricks.sliding_window_view(ahead, least).min(axis=1)[: ahead.size - least]
    worth = np.maximum.accumulate(least_ahead[first:])
    return np.concatenate([np.full(first, worth[0]), worth])


def most_starts(limit: Series, stay: float, begun: ArrayLike) -> Series:
    """The most starts up to each month, (limits, months), while expected people stay within `limit` (of the
    same shape) and no more than `begun` have started by a month: everyone starts as early as possible, as of
    whoever starts earlier less is left in any later month."""
    found = np.zeros_like(limit)
    count, people = np.zeros(len(limit)), np.zeros(len(limit))
    for month, by_now in enumerate(np.broadcast_to(begun, limit.shape[1]).tolist()):
        people = people * stay
        more = np.clip(np.floor(limit[:, month] - people + LITTLE), 0.0, np.maximum(by_now - count, 0.0))
        count, people = count + more, people + more
        found[:, month] = count
    return found


def cost(problem: Staffing, seat: SeatType, start: int, end: int | None = None) -> Series:
    """Money by month of one seat: loaded cost from its start, hiring cost in the month it starts."""
    money = np.zeros(problem.months)
    money[start:end] = seat.monthly
    if start < problem.months:
        money[start] += seat.hiring
    return money


def over(cap: Cap, spent: Series) -> bool:
    """Whether money by month breaks a cap (to a hundredth of a cent)."""
    return bool(spent[list(cap.months)].sum() > cap.amount + 1e-4)


@dataclass(frozen=True)
class Given:
    """People, money and starts that stand before anything is decided: today's staff and commitments."""

    problem: Staffing

    @cached_property
    def starts_from(self) -> int:
        """The first month in which anyone can be placed in a permanent seat, at most the horizon."""
        return starts_from(self.problem)

    @cached_property
    def starts(self) -> Index:
        """Months in which a seat can start."""
        return np.arange(self.starts_from, self.problem.months)

    @cached_property
    def productive_from(self) -> int:
        """The first month in which a seat of this plan can be fully productive."""
        return productive_from(self.problem)

    def promised(self, role: Role, *, managers: bool = False) -> Series:
        """Starts by month of committed seats of a role that somebody comes for, to stay."""
        return self._starts(
            seat
            for seat in self.problem.commitments
            if seat.seat.role is role
            and seat.seat.manages is managers
            and not (seat.contracted or seat.moves)
        )

    def _starts(self, seats: Iterable[Commitment]) -> Series:
        months = self.problem.months
        starts = [seat.start for seat in seats if seat.start < months]
        return np.bincount(starts, minlength=months).astype(np.float64)

    def moved(self, *, managers: bool = False) -> Series:
        """People by month, before attrition, whose move from MLOps to the platform is promised."""
        seats = self.problem.commitments
        return np.cumsum(self._starts(seat for seat in seats if seat.moves and seat.seat.manages is managers))

    def contracted(self, role: Role) -> Series:
        """Promised contractors of a role by month."""
        found = np.zeros(self.problem.months)
        for seat in self.problem.commitments:
            if seat.contracted and seat.seat.role is role and not seat.seat.manages:
                found[seat.start : seat.end] += 1.0
        return found

    def spread(self, starts: Series, kernel: Series) -> Series:
        """What starts by month amount to: `Σ_τ kernel_{t-τ} starts_τ`."""
        return np.convolve(starts, kernel[: starts.size])[: starts.size]

    @cached_property
    def capacity(self) -> dict[Role, Series]:
        """Effective FTE by month of today's staff and commitments."""
        problem = self.problem
        found = {role: people + self.contracted(role) for role, people in self._staying.items()}
        for seat in problem.commitments:
            if not (seat.seat.manages or seat.contracted):
                found[seat.seat.role] += problem.capacity(seat.start, seat.served, seat.way)
        return found

    @cached_property
    def _staying(self) -> dict[Role, Series]:
        """Effective FTE by month of today's staff less those whose move is promised."""
        present = self.problem.present
        left = (self.moved() + self.moved(managers=True)) * self.problem.survival
        return {**present, Role.MLOPS: np.maximum(present[Role.MLOPS] - left, 0.0)}

    @cached_property
    def heads(self) -> dict[Role, Series]:
        """Expected people by month of today's staff and commitments, managers not counted."""
        kernel = self.problem.survival
        there = {
            role: people + self.spread(self.promised(role), kernel) for role, people in self._staying.items()
        }
        return {**there, Role.PLATFORM: there[Role.PLATFORM] + self.moved() * kernel}

    @cached_property
    def everyone(self) -> Series:
        """Expected people of both roles by month, managers included, that count for the headcount cap."""
        problem = self.problem
        promised = [self.promised(role, managers=boss) for role in Role for boss in (False, True)]
        starts = sum(promised, np.zeros(problem.months))
        return problem.headcount * problem.survival + self.spread(starts, problem.survival)

    @cached_property
    def starting(self) -> Series:
        """Committed starts by month, which the recruiters carry too."""
        seats = self.problem.commitments
        return self._starts(seat for seat in seats if not seat.served and seat.way is PositionKind.NEW)

    def drawn(self, kind: PositionKind) -> Series:
        """Promised seats that a source gives in the twelve months up to each month."""
        seats = self.problem.commitments
        starts = self._starts(seat for seat in seats if seat.way is kind and not seat.served)
        return self.spread(starts, np.ones(12))

    @cached_property
    def money(self) -> Series:
        """Money by month of the commitments."""
        parts = (cost(self.problem, seat.seat, seat.start, seat.end) for seat in self.problem.commitments)
        return sum(parts, np.zeros(self.problem.months))

    @cached_property
    def relief(self) -> Series:
        """Relief that seats are sized for: a platform staffed to its lasting work, `min(a P_t, c_t)`."""
        return self._relief(self.capacity[Role.PLATFORM] - self.contracted(Role.PLATFORM))

    def _relief(self, there: Series) -> Series:
        problem = self.problem
        required = problem.demand[Role.PLATFORM]
        staffed = np.minimum(required, self.worth(Role.PLATFORM)[: problem.months])
        platform = np.maximum(staffed, there)
        return np.minimum(problem.relief_per_fte * platform, problem.relief_cap * problem.relievable)

    def remaining(self, role: Role, relief: Series | None = None) -> Series:
        """Demand of a role by month after some relief, or what seats are sized for; at least the floor."""
        demand = self.problem.demand[role]
        if role is not Role.MLOPS:
            return demand
        return np.maximum(demand - (self.relief if relief is None else relief), self.problem.floor)

    def remaining_now(self, role: Role) -> Series:
        """Demand of a role by month after the relief that today's platform and commitments give."""
        problem = self.problem
        if role is not Role.MLOPS:
            return problem.demand[role]
        platform = problem.relief_per_fte * self.capacity[Role.PLATFORM]
        relief = np.minimum(platform, problem.relief_cap * problem.relievable)
        return np.maximum(problem.demand[role] - relief, problem.floor)

    def worth(self, role: Role, relief: Series | None = None) -> Series:
        """Work worth a permanent seat, by month, over the horizon and one ramp more."""
        months = self.problem.months + ramp_length(self.problem.ramp)
        found = lasting(self.remaining(role, relief), self.productive_from, max(self.problem.lasting, 1))
        return stretched(found, months)[: max(months, self.productive_from + 1)]

    @cached_property
    def room(self) -> dict[Role, Series]:
        """Heads that further seats of a role may come to once productive: `W_t + 1 - smallest - x_t`, so that
        the last seat has at least the smallest seat's work; over the horizon and one ramp more."""
        return {role: np.maximum(self._room(role), 0.0) for role in Role}

    @cached_property
    def freed(self) -> Series:
        """Room that each of the convertible people leaves to further MLOps seats, once all moved over."""
        count, room = self.problem.convertible, self._room(Role.MLOPS)
        left = np.maximum(room + count * self.problem.remaining(room.size), 0.0)
        return (left - self.room[Role.MLOPS]) / max(count, 1)

    def _most_room(self, role: Role) -> Series:
        """Room of a role if all move over who may."""
        count = self.problem.convertible if role is Role.MLOPS else 0
        return self.room[role] + self.freed * count if count else self.room[role]

    def _room(self, role: Role) -> Series:
        worth, there = self.worth(role), self.heads[role]
        later = there[-1] * self.problem.remaining(worth.size - there.size + 1)[1:] if there.size else there
        heads = np.concatenate([there, later])[: worth.size]
        return np.asarray(worth + 1.0 - self.problem.smallest - heads)

    def worked(self, role: Role) -> Series:
        """Expected people in further permanent seats by start month, as many as have work once productive."""
        ramp = ramp_length(self.problem.ramp)
        return np.asarray(self._most_room(role)[self.starts + ramp] / self.problem.stay**ramp)

    @cached_property
    def openings(self) -> dict[Role, Series]:
        """Seats by start month that whole people with work can have open at the most."""
        stay, seats = self.problem.stay, self.problem.seats
        return {
            role: most_starts(self.worked(role)[np.newaxis, :], stay, len(seats[role]))[0] for role in Role
        }

    def most(self, role: Role) -> int:
        """The most seats that can be open by the end of the horizon."""
        return int(self.openings[role].max(initial=0.0))

    def pay(self, role: Role, stairs: int = 0) -> Pay:
        """What a role's seats cost a month, as budgets count it with so many stairs at the most."""
        return pay([seat.monthly for seat in self._priced(role)], stairs)

    def ranked(self, role: Role) -> float:
        """The same monthly cost before it is rounded to cents."""
        return float(np.mean([seat.ranked[0] for seat in self._priced(role)] or [0.0]))

    def _priced(self, role: Role) -> tuple[SeatType, ...]:
        return self.problem.seats[role][: max(self.most(role), 1)]

    def spare(self, role: Role) -> Series:
        """People by month whom the managers there and promised can lead beyond those there and promised:
        `span (m_t + 1) - x_t - 1/2`; today's people count as led already, also those who move over."""
        problem = self.problem
        today = int((float(problem.present[role].max(initial=0.0)) + LED) // problem.span)
        there = max(problem.managers[role], today) + np.cumsum(self.promised(role, managers=True))
        heads = self.heads[role]
        if role is Role.PLATFORM:
            there = there + self.moved(managers=True)
            heads = heads - self.moved() * problem.survival
        return problem.span * (there + 1.0) - heads - LED

    def led(self, role: Role) -> Series:
        """Expected people in new seats by start month whom the managers there and promised can lead; before
        recruiting can deliver a manager nobody needs one."""
        spare = np.maximum(self.spare(role)[self.starts], 0.0)
        return np.where(self.starts >= self.problem.earliest, spare, np.inf)

    @cached_property
    def places(self) -> Series:
        """People by month whom the headcount cap still has a place for; no limit without one."""
        cap = self.problem.headcount_cap
        return np.maximum((np.inf if cap is None else cap) - self.everyone, 0.0)

    @cached_property
    def recruiting(self) -> tuple[Series, Series]:
        """Hires that the recruiters can still carry in a month, and in all up to it; none without a limit."""
        problem = self.problem
        rate = np.inf if problem.hires_per_month is None else problem.hires_per_month
        age = np.arange(problem.months) - problem.earliest + 1
        accrued = np.array([rate * months if months > 0 else 0.0 for months in age.tolist()])
        promised = np.where(age > 0, self.starting, 0.0)
        monthly = np.ceil(rate - 1e-9) if np.isfinite(rate) else np.inf
        return np.maximum(monthly - self.starting, 0.0), np.maximum(accrued - np.cumsum(promised), 0.0)

    def _working(self, role: Role) -> Series:
        """Effective FTE by month of today's staff and promised seats, as if nobody moved over and newcomers
        took no time of others: so a plan of which the seats are promised has no more room than it had."""
        promised = (
            np.maximum(self.problem.capacity(seat.start, seat.served, seat.way), 0.0)
            for seat in self.problem.commitments
            if seat.seat.role is role and not (seat.seat.manages or seat.contracted)
        )
        return sum(promised, self.problem.present[role])

    def temporary(self, role: Role) -> Series:
        """Contractors by month: for all work until seats can be productive, then for what is not worth a
        seat; whole people, the last one with at least the smallest seat's work, less those promised. Whoever
        is promised beyond a platform's work relieves no more than when they were planned."""
        problem = self.problem
        until = np.arange(problem.months) < self.productive_from
        contracted, relief = self.contracted(role), self._relief(problem.present[Role.PLATFORM])
        seats = np.where(until, self._working(role), self.worth(role, relief)[: problem.months])
        beyond = np.where(until, problem.demand[role], self.remaining(role, relief)) - seats
        people = np.floor(np.maximum(beyond, 0.0) + 1.0 - problem.smallest + 1e-9)
        return np.maximum(np.where(beyond > 0, people, 0.0) - contracted, 0.0)
