"""The scheduling problem of an organisation, from its situation, constraints and prices."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from planner.domain.calendar import Month
from planner.domain.errors import InvalidProfile, Problem, raise_if_any
from planner.domain.profile import Commitment as Promise
from planner.domain.profile import Constraints, Profile
from planner.domain.words import Level, PositionKind, Role
from planner.engine import supply, ways
from planner.engine.facts import Present, stated_fte
from planner.engine.optimise.work import ramp_length
from planner.engine.periods import Periods
from planner.engine.seats import Prices, main_site, sequence
from planner.engine.staffing import MOST_FTE, Cap, Commitment, SeatType, Series, Staffing
from planner.engine.stance import Situation
from planner.guidance.model import Levels


def staffing(
    profile: Profile, people: Present, situation: Situation, price: Prices, periods: Periods
) -> Staffing:
    """What the schedule has to solve (model, section 5)."""
    assumed, constraints, months = situation.assumed, profile.constraints, periods.months
    survival = supply.survival(assumed, months)
    demand = {role: situation.cases[role].required for role in Role}
    mlops = situation.cases[Role.MLOPS]
    first = _stated(situation, constraints)
    promises = _commitments(profile, situation, price)
    raise_if_any(_movers(profile, people, periods.start, promises), InvalidProfile)
    return Staffing(
        months=months,
        demand=demand,
        relievable=np.where(mlops.wanted, mlops.relievable, 0.0),
        relief_per_fte=assumed["relief_hours"] / assumed["productive_hours"],
        relief_cap=assumed["relief_cap"],
        floor=np.where(mlops.wanted, mlops.floor, 0.0),
        present={role: situation.steady[role] * survival for role in Role},
        steady=situation.steady,
        headcount=supply.heads(profile, people, periods.start, months),
        ramp=ways.mentored(supply.ramp(assumed["ramp_months"], months), assumed),
        conversion_ramp=supply.ramp(assumed["conversion_months"], months),
        survival=survival,
        lead=situation.lead,
        earliest=max(situation.lead, first),
        smallest=assumed["smallest_seat"],
        hires_per_month=constraints.hires_per_month,
        headcount_cap=constraints.headcount_cap,
        caps=tuple(budget_caps(constraints, periods)),
        convertible=max(situation.convertible() - sum(seat.moves for seat in promises), 0),
        span=max(round(assumed["reports_per_manager"]), 2),
        managers={role: supply.managers(people, role) for role in Role},
        commitments=promises,
        promised=ways.promised(profile, price, months),
        seats={role: _seats(situation, constraints, role, demand[role], price, promises) for role in Role},
        lead_seats={role: price.seat(role, Level.MANAGER, main_site(constraints)) for role in Role},
        lasting=max(round(assumed["lasting_months"]), 1),
        sources=ways.sources(constraints, price, first, months),
        contract=ways.contract(constraints, price, first),
    )


def _stated(situation: Situation, constraints: Constraints) -> int:
    """The first month in which the profile lets anybody start."""
    stated = constraints.earliest_start
    return 0 if stated is None else max(stated - situation.start, 0)


def budget_caps(constraints: Constraints, periods: Periods) -> Iterator[Cap]:
    """Budgets by fiscal quarter and year, as far as they are stated."""
    budget = constraints.budget
    if budget is None:
        return
    for quarter, months in periods.quarters.items():
        amount = budget.of_quarter(quarter)
        if amount is not None:
            yield Cap(f"budget of {quarter}", tuple(months), float(amount))
    for year, months in periods.years.items():
        amount = budget.of_year(year)
        if amount is not None:
            yield Cap(f"budget of FY{year}", tuple(months), float(amount))


def _commitments(profile: Profile, situation: Situation, price: Prices) -> tuple[Commitment, ...]:
    """By id, so that sums come out alike in whichever order they are listed."""
    by_id = sorted(profile.commitments, key=lambda seat: seat.id)
    return tuple(_commitment(seat, situation, price) for seat in by_id)


def _movers(
    profile: Profile, people: Present, start: Month, promises: tuple[Commitment, ...]
) -> Iterator[Problem]:
    """No more people move over than are there, as far as that is known."""
    moving = [seat.id for seat in promises if seat.moves]
    there = float(supply.steady_fte(profile, people, Role.MLOPS, start, 1)[0])
    known = profile.staff is not None or stated_fte(profile, Role.MLOPS) is not None
    if known and len(moving) > there + 1e-9:
        yield Problem(
            "commitments",
            f"let {len(moving)} of MLOps move over from {start} on ({', '.join(moving[:5])}), "
            f"but {there:g} FTE of MLOps are there.",
            "Correct today's MLOps people, or give whoever has moved already the month in starts_on.",
        )


def _commitment(seat: Promise, situation: Situation, price: Prices) -> Commitment:
    """A promised seat; the hire of somebody who is here already has been paid."""
    start = situation.lead if seat.starts_on is None else seat.starts_on - situation.start
    end = None if seat.ends_on is None else max(seat.ends_on - situation.start, start, 0)
    kind = ways.filled(seat, price)
    way = PositionKind(seat.way) if seat.way else PositionKind.NEW
    if start < 0:
        return Commitment(seat.id, replace(kind, hiring=0.0), 0, -start, way, end)
    return Commitment(seat.id, kind, start, way=way, end=end)


def _seats(
    situation: Situation,
    constraints: Constraints,
    role: Role,
    demand: Series,
    price: Prices,
    promises: tuple[Commitment, ...],
) -> tuple[SeatType, ...]:
    """As many seats as demand and attrition can ask for, or more, in order of filling after the promised."""
    most = _most(min(MOST_FTE, float(demand.max(initial=0.0))), situation.assumed, demand.size)
    first = situation.judgement.deciding(Levels, role)
    promised = [
        (seat.seat.level, seat.seat.site)
        for seat in promises
        if seat.seat.role is role
        and not (seat.seat.manages or seat.contracted or seat.way is PositionKind.CONVERSION)
    ]
    return sequence(role, most, first.first if first else Level.SENIOR, constraints.sites, price, promised)


def _most(demand: float, assumed: Mapping[str, float], months: int) -> int:
    """Seats that `D + 1` people can ask for, `D` the largest demand: `(D + 1) / S_R` are there while they
    ramp up, and of these some leave in each month. No more than the largest demand has otherwise."""
    stay = float(supply.survival(assumed, 2)[1])
    there = (demand + 1.0) / stay ** ramp_length(supply.ramp(assumed["ramp_months"], months))
    asked = there * (1.0 + (1.0 - stay) * months)
    return math.ceil(min(max(asked, 2.0 * demand + 8.0), 2.0 * MOST_FTE + 8.0))
