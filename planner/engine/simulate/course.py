"""What is simulated: the seats and people of one plan, how they come and go, and what demand may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from planner.domain.calendar import Month
from planner.domain.errors import InvalidInput, Problem
from planner.domain.plan import Assumption
from planner.domain.words import Level, PositionKind, Role
from planner.engine import supply
from planner.engine.assess import Series
from planner.engine.facts import stated_fte
from planner.engine.pert import quantiles
from planner.engine.simulate.demand import Demands, demands
from planner.engine.staffing import after
from planner.engine.variants import Planning

PROCESS = (
    "time_to_fill_months",
    "notice_months",
    "offer_acceptance",
    "reoffer_months",
    "ramp_months",
    "conversion_months",
    "attrition_yearly",
    "pay_index",
    "loaded_cost_factor",
)
CERTAIN = frozenset(
    {PositionKind.CONVERSION, PositionKind.TRANSFER, PositionKind.TRAINING, PositionKind.CONTRACTOR}
)
"""Kinds of seat that nobody has to be recruited for."""

RAMPS = 16  # equal parts of the distribution of ramps, each at its middle
MOST_SEATS = 5_000
FOLLOWED = 300  # people of a role who are followed one by one


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat of the plan. `fixed` starts are certain: of people here, of contractors, and of offers that
    are accepted already. `end` is the month after the last one of an engagement that ends."""

    start: int
    fixed: bool
    kind: PositionKind
    manages: bool
    monthly: float
    hiring: float
    end: int | None = None
    served: int = 0

    @property
    def ramp(self) -> tuple[PositionKind, int]:
        """What its ramp is found by."""
        return self.kind, self.served

    @property
    def converted(self) -> bool:
        """Whether somebody of the other role takes it; who moved before the plan is none of them any more."""
        return self.kind is PositionKind.CONVERSION and not self.served


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody there today, who leaves after `stays` months at the latest."""

    fte: float
    stays: int


@dataclass(frozen=True)
class Course:
    """A plan ready to be simulated: months count from 0, money in the plan's currency, demand in FTE.

    `crowd` FTE by month are people beyond those followed one by one: of them the expected share stays.
    `process` holds the assumptions that hiring, leaving and pay are drawn from; `ramps` productivity by equal
    parts of its distribution and months since the start; `wait` the months between opening and start that the
    plan counts on; `tolerance` FTE are carried by those present.
    """

    organisation: str
    start: Month
    months: int
    currency: str
    seats: Mapping[Role, tuple[Seat, ...]]
    people: Mapping[Role, tuple[Person, ...]]
    crowd: Mapping[Role, tuple[float, ...]]
    process: Mapping[str, Assumption]
    ramps: Mapping[tuple[PositionKind, int], Series]
    wait: int
    tolerance: float
    demands: Demands

    @property
    def sampled(self) -> tuple[str, ...]:
        """The assumptions that have a range and are drawn."""
        process = (name for name, row in self.process.items() if row.high > row.low)
        return tuple(sorted({*process, *self.demands.sampled}))


def course(planning: Planning, sets: int, seed: int) -> Course:
    """The course of a plan; raises InvalidInput where it has too many seats to follow each."""
    hires = planning.schedule.hires
    if len(hires) > MOST_SEATS:
        problem = f"has {len(hires):,} seats; a simulation follows up to {MOST_SEATS:,}."
        raise InvalidInput(Problem("plan", problem, "Simulate business units one by one."))
    people = {role: [person for person in _people(planning, role) if person.fte] for role in Role}
    return Course(
        organisation=planning.profile.name,
        start=planning.start,
        months=planning.months,
        currency=planning.price.currency,
        seats={role: tuple(_seats(planning, role)) for role in Role},
        people={role: tuple(people[role][:FOLLOWED]) for role in Role},
        crowd={role: _crowd(people[role][FOLLOWED:], planning.months) for role in Role},
        process={name: planning.assumptions[name] for name in PROCESS},
        ramps={key: _ramps(planning, *key) for key in {(hire.filled, hire.served) for hire in hires}},
        wait=planning.situation.lead,
        tolerance=planning.assumed["smallest_seat"],
        demands=demands(planning, sets, seed),
    )


def _seats(planning: Planning, role: Role) -> Iterator[Seat]:
    hires = (hire for hire in planning.schedule.hires if hire.seat.role is role)
    for hire in sorted(hires, key=lambda hire: (hire.start, hire.kind, hire.id or "")):
        accepted = hire.kind is PositionKind.COMMITTED and hire.start < planning.situation.lead
        seat, fixed = hire.seat, hire.filled in CERTAIN or accepted
        yield Seat(
            hire.start, fixed, hire.filled, seat.manages, seat.monthly, seat.hiring, hire.end, hire.served
        )


def _ramps(planning: Planning, kind: PositionKind, served: int) -> Series:
    """Productivity by months since the start, (parts, months): the plan's own where it is certain; of
    somebody who has `served` before, by months since the first."""
    problem, months = planning.problem, planning.months
    if kind is PositionKind.CONTRACTOR:
        return np.ones((1, months))
    if kind in CERTAIN and kind is not PositionKind.CONVERSION:
        return problem.ramp_of(kind)[None, :months]
    name = "conversion_months" if kind is PositionKind.CONVERSION else "ramp_months"
    row = planning.assumptions[name]
    planned = problem.conversion_ramp if kind is PositionKind.CONVERSION else problem.ramp
    drag = planned[:months] - supply.ramp(row.typical, months)
    ramps = (supply.ramp(float(length), months) + drag for length in quantiles(row, RAMPS))
    return np.stack([after(ramp, served) for ramp in ramps])


def _people(planning: Planning, role: Role) -> Iterator[Person]:
    """Today's engineers one by one, as `supply.steady_fte` counts them; of a stated total whole people first,
    and those beyond the followed as one."""
    profile, people = planning.profile, planning.people
    stated = stated_fte(profile, role)
    if profile.staff is not None and (stated is None or not people.unmapped):
        for filled, entry in people.staff:
            if filled is role and entry.level is not Level.MANAGER:
                gone = Month.of(entry.leaves_on) - planning.start if entry.leaves_on else planning.months
                each = min(entry.count, FOLLOWED)
                yield from [Person(entry.fte, max(gone, 0))] * each
                yield Person(entry.fte * (entry.count - each), max(gone, 0))
        return
    whole = min(int(stated or 0.0), FOLLOWED)
    yield from [Person(1.0, planning.months)] * whole
    yield Person((stated or 0.0) - whole, planning.months)


def _crowd(people: list[Person], months: int) -> tuple[float, ...]:
    return tuple(sum(person.fte for person in people if month < person.stays) for month in range(months))
