"""What is simulated: the seats and people of one plan, how they come and go, and what demand may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


from planner.domain.calendar import Month
from planner.domain.errors import InvalidInput, Problem
from planner.domain.plan import Assumption
from planner.domain.words import Level, PositionKind, Role
from planner.engine.facts import stated_fte
from planner.engine.simulate.demand import Demands, demands
from planner.engine.staffing import Hire
from planner.engine.variants.varied import Planning

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
MOST_UNITS = 5_000  # seats and people


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat of the plan. `fixed` starts are certain: conversions, and offers that must be accepted already."""

    start: int
    fixed: bool
    converted: bool
    manages: bool
    monthly: float
    hiring: float


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody there today, who leaves after `stays` months at the latest."""

    fte: float
    stays: int


@dataclass(frozen=True)
class Course:
    """A plan ready to be simulated: months count from 0, money in the plan's currency, demand in FTE.

    `process` holds the assumptions that hiring, leaving and pay are drawn from; `wait` the months between
    opening and start that the plan counts on; `tolerance` FTE are carried by those present.
    """

    organisation: str
    start: Month
    months: int
    currency: str
    seats: Mapping[Role, tuple[Seat, ...]]
    people: Mapping[Role, tuple[Person, ...]]
    process: Mapping[str, Assumption]
    wait: int
    tolerance: float
    demands: Demands

    @property
    def sampled(self) -> tuple[str, ...]:
        """The assumptions of the process that have a range."""
        return tuple(name for name, row in self.process.items() if row.high > row.low)


def course(planning: Planning, sets: int, seed: int) -> Course:
    """The course of a plan; raises InvalidInput where it has too many seats and people to follow each."""
    hires = planning.schedule.hires
    found = Course(
        organisation=planning.profile.name,
        start=planning.start,
        months=planning.months,
        currency=planning.price.currency,
        seats={role: tuple(_seats(planning, hires, role)) for role in Role},
        people={role: tuple(_people(planning, role)) for role in Role},
        process={name: planning.assumptions[name] for name in PROCESS},
        wait=planning.situation.lead,
        tolerance=planning.assumed["smallest_seat"],
        demands=demands(planning, sets, seed),
    )
    units = sum(len(found.seats[role]) + len(found.people[role]) for role in Role)
    if units > MOST_UNITS:
        problem = f"has {units:,} seats and people; a simulation follows up to {MOST_UNITS:,}."
        raise InvalidInput(Problem("plan", problem, "Simulate business units one by one."))
    return found


def _seats(planning: Planning, hires: tuple[Hire, ...], role: Role) -> Iterator[Seat]:
    for hire in sorted((hire for hire in hires if hire.seat.role is role), key=lambda hire: hire.start):
        converted = hire.kind is PositionKind.CONVERSION
        accepted = hire.kind is PositionKind.COMMITTED and hire.start < planning.situation.lead
        seat = hire.seat
        yield Seat(hire.start, converted or accepted, converted, seat.manages, seat.monthly, seat.hiring)


def _people(planning: Planning, role: Role) -> Iterator[Person]:
    """Today's engineers one by one, as `supply.steady_fte` counts them; of a stated total whole people first."""
    profile, people = planning.profile, planning.people
    stated = stated_fte(profile, role)
    if profile.staff is not None and (stated is None or not people.unmapped):
        for filled, entry in people.staff:
            if filled is role and entry.level is not Level.MANAGER:
                gone = planning.months if entry.leaves_on is None else Month.of(entry.leaves_on) - planning.start
                yield from [Person(entry.fte, max(gone, 0))] * entry.count
        return
    whole, part = divmod(stated or 0.0, 1.0)
    yield from [Person(1.0, planning.months)] * min(int(whole), MOST_UNITS + 1)
    if part > 1e-9:
        yield Person(part, planning.months)


