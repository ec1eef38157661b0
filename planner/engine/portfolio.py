"""The plan of a portfolio: every unit's best schedule within what all share. No clock, no database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np

from planner import __version__
from planner.domain.calendar import Month
from planner.domain.errors import InvalidProfile, Problem, raise_if_any
from planner.domain.money import Money
from planner.domain.plan import ShadowPrice, Solution
from planner.domain.portfolio import (
    InvalidPortfolio,
    Portfolio,
    PortfolioPlan,
    SharedUse,
    UnitLine,
    UnitSeat,
)
from planner.domain.profile import Profile
from planner.domain.words import Role
from planner.engine.knowledge import Knowledge
from planner.engine.optimise.cutting import STEPS
from planner.engine.optimise.limits import Limits
from planner.engine.optimise.reading import Solved, hires, outcome, spending
from planner.engine.optimise.sharing import Shares, share
from planner.engine.optimise.solver import SOLVER, version
from planner.engine.optimise.unit import Unit
from planner.engine.periods import Periods
from planner.engine.plan import Planning
from planner.engine.positions import ids_of
from planner.engine.problem import budget_caps
from planner.engine.schedule import LEAST_TOLD, check
from planner.engine.seats import currency_of
from planner.engine.staffing import Hire, Series

MARGIN = 1e-6


def portfolio(asked: Portfolio, knowledge: Knowledge, today: date) -> PortfolioPlan:
    """The plan of a portfolio from the month of `today` on; raises InvalidPortfolio, InvalidProfile."""
    return Together(asked, knowledge, today).plan()


@dataclass(frozen=True)
class Together:
    """One planning run of a portfolio; each intermediate result is computed once, from those above it."""

    asked: Portfolio
    knowledge: Knowledge
    today: date

    @cached_property
    def currency(self) -> str:
        """What all money is in."""
        shared = self.asked.shared
        if shared.budget or shared.currency:
            return currency_of(shared.constraints)
        return currency_of(self.asked.units[0].constraints)

    @cached_property
    def plannings(self) -> list[Planning]:
        """Each unit's own run; raises InvalidPortfolio."""
        found, problems = [], list[Problem]()
        for place, unit in enumerate(self.asked.units):
            planning = Planning(_in(unit, self.currency), self.knowledge, self.today)
            try:
                check(planning.problem)
            except InvalidProfile as error:
                problems += [replace(p, path=f"units[{place}].{p.path}".rstrip(".")) for p in error.problems]
            else:
                found.append(planning)
        raise_if_any(problems, InvalidPortfolio)
        raise_if_any(_horizons(found), InvalidPortfolio)
        return found

    @cached_property
    def limits(self) -> Limits:
        """What the units share."""
        shared, first = self.asked.shared, self.plannings[0]
        periods = Periods(first.start, first.months, shared.fiscal_year_starts_in)
        earliest = min(planning.problem.earliest for planning in self.plannings)
        caps = tuple(budget_caps(shared.constraints, periods))
        return Limits(first.months, caps, shared.hires_per_month, shared.headcount_cap, earliest)

    @cached_property
    def units(self) -> list[Unit]:
        """Each unit's program."""
        return [Unit(planning.problem, self.limits) for planning in self.plannings]

    @cached_property
    def shares(self) -> Shares:
        """Each unit's schedule."""
        return share(self.units, self.limits)

    @cached_property
    def hires(self) -> list[tuple[Hire, ...]]:
        """Each unit's seats, in order."""
        solved = zip(self.units, self.shares.points, strict=True)
        return [hires(unit.scheme.given, [Solved(unit.scheme, point)]) for unit, point in solved]

    def _seats(self) -> Iterator[UnitSeat]:
        for planning, placed in zip(self.plannings, self.hires, strict=True):
            ordered, names = ids_of(planning.start, planning.profile, placed)
            for hire, name in zip(ordered, names, strict=True):
                yield self._seat(planning, hire, name)

    def _seat(self, planning: Planning, hire: Hire, name: str) -> UnitSeat:
        monthly = Money.of(hire.seat.monthly, self.currency)
        return UnitSeat(
            unit=planning.profile.name,
            id=name,
            role=hire.seat.role,
            kind=hire.kind,
            level=hire.seat.level,
            title=self.knowledge.roles.title(hire.seat.role, hire.seat.level),
            site=hire.seat.site,
            needed=planning.start + hire.needed,
            opens=planning.start + max(hire.start - planning.problem.lead_of(hire.filled), 0),
            starts=planning.start + hire.start,
            monthly_cost=monthly,
            cost=_cost(hire, monthly, planning.months),
        )

    def _lines(self, seats: Sequence[UnitSeat]) -> Iterator[UnitLine]:
        costs: dict[str, list[Money]] = {}
        counts: dict[tuple[str, Role], int] = {}
        for seat in seats:
            assert seat.cost is not None, "pay is withheld only afterwards"
            costs.setdefault(seat.unit, []).append(seat.cost)
            counts[seat.unit, seat.role] = counts.get((seat.unit, seat.role), 0) + 1
        for place, (planning, unit) in enumerate(zip(self.plannings, self.units, strict=True)):
            result = outcome(unit.scheme.given, self.hires[place])
            short = float(sum(series.sum() for series in result.shortage.values()))
            alone = unit.short(self.shares.alone[place])
            name = planning.profile.name
            yield UnitLine(
                unit=name,
                seats={role: counts.get((name, role), 0) for role in Role},
                cost=Money.total(costs.get(name, ()), self.currency),
                demand=float(sum(series.sum() for series in result.demand.values())),
                shortage=short,
                alone=min(alone, short),
                lost=max(short - alone, 0.0),
            )

    def _uses(self) -> Iterator[SharedUse]:
        """Of each limit the use in the period that is nearest to it."""
        allowed, used = self.limits.allowed(), self.shares.used.copy()
        money = self._spending()
        used[: len(self.limits.caps)] = [money[list(cap.months)].sum() for cap in self.limits.caps]
        for name, resource, rows in self.limits.groups():
            share = used[rows] / np.maximum(allowed[rows], MARGIN)
            nearest = rows[int(np.argmax(np.where(allowed[rows] > 0, share, 0.0)))]
            yield SharedUse(name, resource, float(allowed[nearest]), float(used[nearest]))

    def _spending(self) -> Series:
        """Money by month of all seats."""
        spent = (
            spending(row.problem, placed) for row, placed in zip(self.plannings, self.hires, strict=True)
        )
        return sum(spent, np.zeros(self.limits.months))

    def _prices(self) -> Iterator[ShadowPrice]:
        """What one step more of a resource buys where schedules may be mixed."""
        pay = max(seats[0].monthly for row in self.plannings for seats in row.problem.seats.values())
        steps = self.limits.steps(pay)
        for resource, rows in self.limits.rows().items():
            gain = self.shares.bought(np.where(np.isin(np.arange(steps.size), rows), steps, 0.0))
            if gain > MARGIN:
                yield ShadowPrice(resource, STEPS[resource], gain)

    def plan(self) -> PortfolioPlan:
        """The plan."""
        seats = tuple(self._seats())
        lines = tuple(self._lines(seats))
        first, guidance = self.plannings[0], self.knowledge.guidance
        return PortfolioPlan(
            name=self.asked.name,
            headline=_headline(lines, seats),
            months=tuple(first.start + month for month in range(first.months)),
            units=lines,
            seats=seats,
            uses=tuple(self._uses()),
            shadow_prices=tuple(self._prices()),
            cost=Money.total((seat.cost for seat in seats if seat.cost), self.currency),
            solution=self._solution(),
            program=f"planner {__version__}",
            guidance=f"{guidance.id} {guidance.version} ({guidance.hash[:12]})",
            today=self.today,
        )

    def _solution(self) -> Solution:
        shares = self.shares
        beyond = shares.used - np.maximum(self.limits.allowed(), sum(unit.fixed for unit in self.units))
        shared = float((beyond / np.maximum(self.limits.allowed(), 1.0)).max(initial=LEAST_TOLD))
        own = zip(self.units, shares.points, strict=True)
        violation = max(shared, *(unit.solver.arrays.violation(point) for unit, point in own))
        return Solution(
            solver=SOLVER,
            version=version(),
            status="optimal" if shares.gap <= MARGIN else "within the gap",
            shortage=shares.objective,
            bound=shares.bound,
            gap=shares.gap,
            cost_gap=0.0,
            nodes=shares.nodes,
            violation=violation,
        )


def _in(unit: Profile, currency: str) -> Profile:
    return replace(unit, constraints=replace(unit.constraints, currency=currency))


def _horizons(plannings: Sequence[Planning]) -> Iterator[Problem]:
    months = plannings[0].months
    for place, planning in enumerate(plannings):
        if planning.months != months:
            path = f"units[{place}].assumptions.horizon_months"
            yield Problem(
                path, f"is {planning.months}, units[0] has {months}.", "Plan all units equally far."
            )


def _cost(hire: Hire, monthly: Money, months: int) -> Money:
    if hire.start >= months:
        return Money.of(0, monthly.currency)
    end = months if hire.end is None else min(hire.end, months)
    return monthly * (end - hire.start) + Money.of(hire.seat.hiring, monthly.currency)


def _headline(lines: Sequence[UnitLine], seats: Sequence[UnitSeat]) -> str:
    lost = sum(line.lost for line in lines)
    units = sum(any(line.seats.values()) for line in lines)
    told = f"{len(seats):,} {'seat' if len(seats) == 1 else 'seats'} in {units:,} of {len(lines):,} units"
    first: Month | None = min((seat.opens for seat in seats), default=None)
    opens = f", the first opens in {first}" if first else ""
    cost = (
        f"; sharing leaves {lost:,.1f} FTE-months undone" if lost > 0.05 else "; what is shared binds nobody"
    )
    return f"{told}{opens}{cost}."
