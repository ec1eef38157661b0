"""The seats of a plan as headcount tools are told of them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from planner.domain.calendar import Month
from planner.domain.money import Money
from planner.domain.openings import OpeningState, Seat
from planner.domain.plan import Plan, Position
from planner.domain.words import PositionKind


def of_plan(plan: Plan) -> tuple[Seat, ...]:
    """Every position of a plan that is not decided yet; approved ones come from the workspace."""
    return tuple(_seat(position) for position in plan.positions)


def _seat(position: Position) -> Seat:
    return Seat(
        id=position.id,
        title=position.title,
        role=position.role.value,
        level=position.level.value,
        department=None,
        site=position.site,
        reports_to=position.reports_to,
        needed=_last_day(position.needed),
        opens=position.opens.first_day,
        starts=position.starts.first_day,
        state=OpeningState.OPEN if position.kind is PositionKind.COMMITTED else OpeningState.PENDING,
        backfill=position.kind is PositionKind.BACKFILL,
        cost=None if position.monthly_cost is None else yearly(position.monthly_cost),
        why=position.why,
    )


def yearly(monthly: Money) -> Money:
    """Twelve months of it."""
    return monthly * 12


def _last_day(month: Month) -> date:
    return date(month.year, month.month, monthrange(month.year, month.month)[1])
