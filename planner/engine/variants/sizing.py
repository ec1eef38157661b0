"""How many seats the lasting need asks for, before caps, for many variants at once.

The same backward sizing that the schedule takes its wanted seats from (work that lasts a year, platform
first, MLOps after its relief), on arrays of (variants, months).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from planner.domain.words import Role
from planner.engine.assess import Case, Series
from planner.engine.optimise.work import Given
from planner.engine.schedule import ideal_start, productive_from
from planner.engine.staffing import Staffing

LED = 0.5  # a span counts as full to the nearest person, as in the schedule


@dataclass(frozen=True)
class Terms:
    """What seats are sized by. Commitments by month: `promised` heads, `fulfilled` capacity in FTE, platform
    contractors among it, and how many MLOps people are `moving` over.
    Of a seat needed in month m: `heads[m]` and `capacity[m]` by month, `cost[role][m]` over the horizon."""

    problem: Staffing
    promised: Mapping[Role, Series]
    fulfilled: Mapping[Role, Series]
    contracted: Series
    moving: int
    heads: Series
    capacity: Series
    cost: Mapping[Role, Series]

    @classmethod
    def of(cls, problem: Staffing) -> Terms:
        """The terms of a scheduling problem."""
        starts = [ideal_start(problem, month) for month in range(problem.months)]
        left = np.array([max(problem.months - start, 0) for start in starts], dtype=np.float64)
        given, moving = Given(problem), [seat for seat in problem.commitments if seat.moves]
        promised = {role: np.zeros(problem.months) for role in Role}
        for seat in problem.commitments:
            if not (seat.seat.manages or seat.contracted):
                promised[seat.seat.role] += problem.whole(0, seat.start)
        for seat in moving:
            promised[Role.MLOPS][seat.start :] -= problem.survival[seat.start :]
        return cls(
            problem,
            promised,
            {role: given.capacity[role] - problem.present[role] for role in Role},
            given.contracted(Role.PLATFORM),
            len(moving),
            heads=np.array([problem.whole(month, start) for month, start in enumerate(starts)]),
            capacity=np.array([problem.capacity(start) for start in starts]),
            cost={role: _cost(problem, role, left) for role in Role},
        )


@dataclass(frozen=True)
class Sizes:
    """By variant: seats of each role, managers included, their cost over the horizon, and FTE-months that are
    short while they are found and ramp up."""

    seats: Mapping[Role, Series]
    cost: Series
    shortage: Series

    def put(self, at: int, one: Sizes) -> None:
        """Write the sizes of a single variant to place `at`."""
        for role, seats in self.seats.items():
            seats[at] = one.seats[role][0]
        self.cost[at], self.shortage[at] = one.cost[0], one.shortage[0]


def size(
    terms: Terms, cases: Mapping[Role, Case], steady: Mapping[Role, Series], convertible: Series
) -> Sizes:
    """Seats by variant. `steady` is today's FTE without attrition, (variants or 1, months); `convertible` the
    MLOps people who may become platform people."""
    return _Sizing(terms, cases, steady, convertible).sizes()


@dataclass(frozen=True)
class _Sizing:
    terms: Terms
    cases: Mapping[Role, Case]
    steady: Mapping[Role, Series]
    convertible: Series

    def sizes(self) -> Sizes:
        platform = lasting(self.terms.problem, self.required(Role.PLATFORM))
        wanted = self.seats(platform, self.kept(Role.PLATFORM))
        converted = self.converted(wanted)
        late = self.terms.problem.earliest >= self.terms.problem.months  # then nobody starts who is hired
        needed = {Role.PLATFORM: converted if late else wanted}
        relieved = self.relieved(platform)
        kept = np.maximum(self.kept(Role.MLOPS) - converted @ self.terms.heads, 0.0)
        needed[Role.MLOPS] = self.seats(lasting(self.terms.problem, relieved), kept) * (not late)
        managers = {role: self.managers(needed[role], role) for role in Role}
        paid = {Role.PLATFORM: needed[Role.PLATFORM] - converted, Role.MLOPS: needed[Role.MLOPS]}
        cost = sum(
            paid[role] @ self.terms.cost[role] + managers[role] * self.terms.cost[role][0] for role in Role
        )
        carried = {Role.MLOPS: relieved, Role.PLATFORM: self.required(Role.PLATFORM)}
        short = sum(self.short(role, carried[role], needed[role]) for role in Role)
        seats = {role: needed[role].sum(axis=1) + managers[role] for role in Role}
        return Sizes(seats, np.asarray(cost), np.asarray(short))

    def short(self, role: Role, demand: Series, seats: Series) -> Series:
        """FTE-months of demand that people present, commitments and the seats leave."""
        there = self.steady[role] * self.terms.problem.survival + self.terms.fulfilled[role]
        return np.asarray(np.maximum(demand - there - seats @ self.terms.capacity, 0.0).sum(axis=1))

    def kept(self, role: Role) -> Series:
        """FTE of today's people and of commitments after expected attrition."""
        return self.steady[role] * self.terms.problem.survival + self.terms.promised[role]

    def required(self, role: Role) -> Series:
        return self.cases[role].required

    def seats(self, lasting_need: Series, kept: Series) -> Series:
        """Seats by variant and the month in which they are needed."""
        problem, whole = self.terms.problem, np.broadcast_to(kept, lasting_need.shape).copy()
        seats = np.zeros_like(lasting_need)
        for month in range(problem.months):
            gap = lasting_need[:, month] - whole[:, month]
            short = gap >= problem.smallest
            if short.any():
                seats[:, month] = np.where(short, np.floor(gap - problem.smallest + 1e-12) + 1.0, 0.0)
                whole += seats[:, month, None] * self.terms.heads[month]
        return seats

    def converted(self, platform: Series) -> Series:
        """Platform seats that MLOps people take, those of the first month of need."""
        first = (platform > 0).argmax(axis=1)
        converted = np.zeros_like(platform)
        rows = np.arange(len(platform))
        converted[rows, first] = np.minimum(platform[rows, first], self.convertible)
        return converted

    def relieved(self, worth: Series) -> Series:
        """What MLOps seats are to carry, once a platform staffed to its lasting work takes its part."""
        case, problem = self.cases[Role.MLOPS], self.terms.problem
        lasting = self.terms.fulfilled[Role.PLATFORM] - self.terms.contracted
        present = self.steady[Role.PLATFORM] * problem.survival + lasting
        there = np.maximum(np.minimum(self.required(Role.PLATFORM), worth), present)
        relievable = np.where(case.wanted, case.relievable, 0.0)
        relief = np.minimum(there * problem.relief_per_fte, problem.relief_cap * relievable)
        return np.maximum(case.required - relief, np.where(case.wanted, case.floor, 0.0))

    def managers(self, seats: Series, role: Role) -> Series:
        """A manager for each full span of people that nobody leads yet."""
        problem = self.terms.problem
        present = self.steady[role] * problem.survival
        led = np.maximum(problem.managers[role], (present.max(axis=1) + LED) // problem.span)
        people = np.where(seats > 0, present + np.cumsum(seats, axis=1), 0.0).max(axis=1)
        grown = (people + LED) // problem.span
        return np.asarray(np.maximum(grown - led, 0.0))


def lasting(problem: Staffing, demand: Series) -> Series:
    """Work worth a permanent seat by month, (variants, months); as `optimise.work.lasting`."""
    first = productive_from(problem)
    ahead = np.pad(demand, ((0, 0), (0, max(first + 1 - demand.shape[1], 0) + problem.lasting)), mode="edge")
    least = np.lib.stride_tricks.sliding_window_view(ahead, problem.lasting, axis=1).min(axis=-1)
    worth = np.maximum.accumulate(least[:, first:], axis=1)
    before = np.repeat(worth[:, :1], first, axis=1)
    return np.concatenate([before, worth], axis=1)[:, : demand.shape[1]]


def _cost(problem: Staffing, role: Role, left: Series) -> Series:
    """Money over the horizon of a usual seat, by the months that are left once it starts."""
    usual = problem.seats[role][: problem.span]
    monthly = float(np.mean([seat.monthly for seat in usual]))
    cost: Series = left * monthly + np.where(left > 0, usual[0].hiring, 0.0)
    return cost
