"""Use cases of plan against actuals: seats and money of each fiscal quarter, growth and backfill apart."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from planner.domain import FiscalQuarter, Money
from planner.domain.access import Permission
from planner.domain.actuals import (
    Growth,
    Line,
    Seat,
    by_growth,
    compare,
    foreseen,
    held,
    intended,
    quarters_of,
)
from planner.domain.lifecycle import PositionState
from planner.services import ids, workspaces
from planner.services.affording import as_seat, fiscal_start
from planner.services.lookup import found
from planner.services.ports import Desk
from planner.services.ports.lives import BudgetRecord, PositionRecord

MOST_QUARTERS = 40


@dataclass(frozen=True, slots=True)
class Year:
    """One fiscal year: what the locked budget allows, the plan reckoned, was spent and is foreseen."""

    year: int
    budget: Money | None
    planned: Money
    spent: Money
    forecast: Money

    @property
    def remaining(self) -> Money | None:
        """What the budget leaves beyond the forecast; negative where it does not reach."""
        return None if self.budget is None else self.budget - self.forecast


@dataclass(frozen=True, slots=True)
class Actuals:
    """The comparison of a profile's adopted plan with what has happened, as of a day, in one currency.

    `parts` are growth and backfill, which add up to `total`. Nothing is converted: seats of other currencies
    are `left_out`, by currency.
    """

    profile_id: str
    plan_id: str | None
    as_of: date
    currency: str
    total: Sequence[Line]
    parts: Mapping[Growth, Sequence[Line]]
    years: Sequence[Year]
    left_out: Mapping[str, int]


def actuals(
    desk: Desk,
    profile_id: str,
    role: str | None = None,
    site: str | None = None,
    team: str | None = None,
) -> Actuals:
    """Plan against actuals of a profile's positions; money is for the pay scope. Raises NotFound."""
    today = desk.today()
    with desk.reading(Permission.PLANS_READ) as work:
        found(ids.PROFILE, profile_id, work.profiles.get)
        plan = next(iter(work.plans.adopted(profile_id)), None)
        wanted = {"role": role, "site": site, "team": team}
        records = work.positions.all(profile_id=profile_id, **_own(desk, wanted))
        decided = {row.plan_id for row in work.budgets.all(plan_id={each.plan_id for each in records})}
        budgets = work.budgets.all(plan_id=plan.id) if plan and not any(wanted.values()) else ()
    counted = [each for each in records if each.plan_id in decided and not _only_asked_for(each)]
    starts_in = (
        fiscal_start(json.loads(plan.document)) if plan else workspaces.regional(desk).fiscal_year_starts_in
    )
    currency = plan.currency if plan else next((each.currency for each in counted), "USD")
    seats = [as_seat(each) for each in counted if each.currency == currency]
    quarters = _quarters(counted, today, starts_in)
    return Actuals(
        profile_id=profile_id,
        plan_id=plan.id if plan else None,
        as_of=today,
        currency=currency,
        total=compare(seats, quarters, currency, today, starts_in),
        parts={
            part: compare(own, quarters, currency, today, starts_in) for part, own in by_growth(seats).items()
        },
        years=_years(seats, quarters, budgets, currency, today, starts_in),
        left_out=Counter(each.currency for each in counted if each.currency != currency),
    )


def _only_asked_for(each: PositionRecord) -> bool:
    """Whether it is a backfill that nobody has approved; other seats were approved with their plan."""
    return each.backfills is not None and each.state == PositionState.PROPOSED.value


def _own(desk: Desk, wanted: Mapping[str, str | None]) -> dict[str, object]:
    filters: dict[str, object] = dict(wanted)
    if not desk.actor.sees_all_teams:
        asked = wanted["team"]
        filters["team"] = desk.actor.teams if asked is None else desk.actor.teams & {asked}
    return filters


def _quarters(records: Iterable[PositionRecord], today: date, starts_in: int) -> tuple[FiscalQuarter, ...]:
    days = [today]
    for each in records:
        days += [day for day in (each.planned, each.expected, each.actual, each.ended) if day]
    return quarters_of(min(days), max(days), starts_in)[:MOST_QUARTERS]


def _years(
    seats: Sequence[Seat],
    quarters: Sequence[FiscalQuarter],
    budgets: Sequence[BudgetRecord],
    currency: str,
    today: date,
    starts_in: int,
) -> tuple[Year, ...]:
    limits = {row.fiscal_year: Money(row.amount, row.currency) for row in budgets if row.currency == currency}
    years = sorted({quarter.year for quarter in quarters} | set(limits))
    return tuple(_year(year, seats, limits.get(year), currency, today, starts_in) for year in years)


def _year(
    year: int, seats: Sequence[Seat], budget: Money | None, currency: str, today: date, starts_in: int
) -> Year:
    quarters = [FiscalQuarter(year, number) for number in (1, 2, 3, 4)]
    cells = [(seat, quarter) for seat in seats for quarter in quarters]
    return Year(
        year=year,
        budget=budget,
        planned=Money.total((intended(seat, quarter, starts_in) for seat, quarter in cells), currency),
        spent=Money.total((held(seat, quarter, starts_in, today) for seat, quarter in cells), currency),
        forecast=Money.total((foreseen(seat, quarter, starts_in) for seat, quarter in cells), currency),
    )
