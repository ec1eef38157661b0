"""How many seats variants come to, estimated in columns: a seat as soon as lasting work misses one.

Work is sized as the schedule sizes it; budgets, caps, sources other than recruiting and the exact month of
hiring are the schedule's alone (model, sections 4 and 5).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from planner.domain.words import Level, Role
from planner.engine import supply
from planner.engine.assess import Case, Series
from planner.engine.explain import Judgement
from planner.engine.seats import Prices
from planner.engine.optimise.work import ramp_length
from planner.engine.staffing import Staffing
from planner.engine.variants.spread import Spread


@dataclass(frozen=True)
class Terms:
    """What seats are sized by. `kept` FTE by month of today's people and of commitments, after expected
    attrition; `monthly` and `hiring` the cost of a usual seat; `led` the managers there are."""

    kept: Mapping[Role, Series]
    survival: Series
    ramp: Series
    earliest: int
    smallest: float
    relief_per_fte: float
    relief_cap: float
    lasting: int
    span: int
    led: Mapping[Role, int]
    monthly: Mapping[Role, float]
    hiring: float

    @classmethod
    def of(cls, problem: Staffing) -> Terms:
        """The terms of a scheduling problem."""
        kept = {role: np.array(series, dtype=np.float64) for role, series in problem.present.items()}
        for promised in problem.commitments:
            if not promised.seat.manages:
                kept[promised.seat.role] += problem.people(promised.start)
        seats = problem.seats[Role.MLOPS]
        return cls(
            kept=kept,
            survival=problem.survival,
            ramp=problem.ramp,
            earliest=problem.earliest,
            smallest=problem.smallest,
            relief_per_fte=problem.relief_per_fte,
            relief_cap=problem.relief_cap,
            lasting=problem.lasting,
            span=problem.span,
            led=problem.managers,
            monthly={role: float(np.mean([seat.monthly for seat in problem.seats[role]])) for role in Role},
            hiring=seats[0].hiring,
        )

    @classmethod
    def assumed(cls, judgement: Judgement) -> Terms:
        """The terms that follow from facts and assumptions alone: no commitments, median pay in US dollars."""
        assumed = judgement.assumed
        months = round(assumed["horizon_months"])
        survival = supply.survival(assumed, months)
        price = Prices(judgement.knowledge.pay, "USD", assumed, {})
        lead = np.ceil(assumed["time_to_fill_months"] + assumed["notice_months"] - 1e-9)
        return cls(
            kept={role: _number(judgement.filled.get(f"current_{role}_fte")) * survival for role in Role},
            survival=survival,
            ramp=supply.ramp(assumed["ramp_months"], months),
            earliest=int(lead),
            smallest=assumed["smallest_seat"],
            relief_per_fte=assumed["relief_hours"] / assumed["productive_hours"],
            relief_cap=assumed["relief_cap"],
            lasting=Staffing.lasting,
            span=max(round(assumed["reports_per_manager"]), 2),
            led=dict.fromkeys(Role, 0),
            monthly={role: price.monthly(role, Level.SENIOR, None) for role in Role},
            hiring=price.hiring(),
        )

    @property
    def months(self) -> int:
        """The horizon."""
        return len(self.survival)

    @property
    def productive_from(self) -> int:
        """The first month in which a seat can be fully productive."""
        return self.earliest + ramp_length(self.ramp)

    def starts(self) -> Series:
        """The month a seat starts that is needed in month 0, 1, …: a ramp before its need, if it can."""
        return np.maximum(np.arange(self.months) - ramp_length(self.ramp), self.earliest)

    def cost(self, role: Role) -> Series:
        """Money over the horizon of a seat by the month it is needed."""
        left = np.maximum(self.months - self.starts(), 0.0)
        return left * self.monthly[role] + np.where(left > 0, self.hiring, 0.0)


@dataclass(frozen=True)
class Sizes:
    """By variant: seats of each role and their cost over the horizon."""

    seats: Mapping[Role, Series]
    cost: Series


def size(spread: Spread, terms: Terms, kept: Mapping[Role, Series]) -> Sizes:
    """The estimate; `kept` as in the terms, by month or by variant and month."""
    platform = spread.cases[Role.PLATFORM].required
    worth = {Role.PLATFORM: _worth(platform, terms)}
    staffed = np.maximum(np.minimum(platform, worth[Role.PLATFORM]), kept[Role.PLATFORM])
    worth[Role.MLOPS] = _worth(_relieved(spread.cases[Role.MLOPS], staffed, terms), terms)
    needed = {role: _seats(worth[role], kept[role], terms) for role in Role}
    managers = {role: _managers(needed[role], kept[role], terms, role) for role in Role}
    seats = {role: needed[role].sum(axis=1) + managers[role] for role in Role}
    paid = (needed[role] @ terms.cost(role) + managers[role] * terms.cost(role)[0] for role in Role)
    return Sizes(seats, np.sum(list(paid), axis=0))


def _relieved(case: Case, platform: Series, terms: Terms) -> Series:
    relievable = np.where(case.wanted, np.minimum(case.relievable, case.work), 0.0)
    taken = np.minimum(platform * terms.relief_per_fte, terms.relief_cap * relievable)
    return np.maximum(case.required - taken, np.where(case.wanted, case.floor, 0.0))


def _worth(demand: Series, terms: Terms) -> Series:
    """Work worth a permanent seat, as `optimise.work.lasting` has it for one organisation."""
    first, months = terms.productive_from, demand.shape[1]
    longest = max(months, first + 1) + terms.lasting
    ahead = np.pad(demand, ((0, 0), (0, longest - months)), mode="edge")
    least = np.lib.stride_tricks.sliding_window_view(ahead, terms.lasting, axis=1).min(axis=-1)
    worth = np.maximum.accumulate(least[:, first : longest - terms.lasting], axis=1)
    return np.concatenate([np.repeat(worth[:, :1], first, axis=1), worth], axis=1)[:, :months]


def _seats(worth: Series, kept: Series, terms: Terms) -> Series:
    """Seats by variant and the month in which they are needed."""
    there = np.broadcast_to(kept, worth.shape).copy()
    seats = np.zeros_like(worth)
    for month in range(terms.earliest, terms.months):
        gap = worth[:, month] - there[:, month]
        seats[:, month] = np.where(gap >= terms.smallest, np.floor(gap - terms.smallest) + 1.0, 0.0)
        there[:, month:] += seats[:, month, None] * terms.survival[: terms.months - month]
    return seats


def _managers(seats: Series, kept: Series, terms: Terms, role: Role) -> Series:
    """A manager for each full span of people, where seats are added."""
    added = seats.sum(axis=1)
    wanted = np.floor((np.atleast_2d(kept)[:, 0] + added) / terms.span) - terms.led[role]
    return np.clip(wanted, 0.0, added)


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
