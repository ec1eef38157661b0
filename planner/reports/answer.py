"""The answer and the four figures that stand for the plan."""

from __future__ import annotations

from planner.domain import FiscalQuarter, Money, Plan, PositionKind, Role, is_withheld
from planner.reports import words
from planner.reports.document import Figure, Figures
from planner.reports.formats import when

COVERED = 0.05
"""A shortage below this many FTE shows as 0.0 and counts as none."""
ALIKE = {PositionKind.COMMITTED, PositionKind.TRAINING}
"""Kinds whose words are the same for one and for many."""


def figures(plan: Plan) -> Figures:
    """Seats, cost of the fiscal year, first month without shortage, and what is left undone until then."""
    return Figures((_seats(plan), _cost(plan), _covered(plan), _unmet(plan)))


def shortages(plan: Plan) -> tuple[float, ...]:
    """FTE short over both roles, by month."""
    return tuple(sum(supply.shortage[index] for supply in plan.supply) for index in range(len(plan.months)))


def fiscal_year(plan: Plan) -> int:
    """The fiscal year of the plan's first month."""
    return FiscalQuarter.of(plan.months[0], plan.profile.constraints.fiscal_year_starts_in).year


def budget_left(plan: Plan, year: int) -> Money | None:
    """Exactly what the plan leaves of a year's budget, None without one or where pay is withheld."""
    budget, spent = plan.totals.budget_by_year.get(year), cost_of(plan, year)
    return None if budget is None or spent is None else budget - spent


def cost_of(plan: Plan, period: int | FiscalQuarter) -> Money | None:
    """What the seats cost in a fiscal year or quarter, None where pay is withheld."""
    if plan.totals.cost is None or is_withheld(plan):
        return None
    nothing = Money.total((), plan.totals.cost.currency)
    totals = plan.totals
    found = totals.by_year.get(period) if isinstance(period, int) else totals.by_quarter.get(period)
    return found or nothing


def _seats(plan: Plan) -> Figure:
    by_role = [
        words.plural(plan.totals.seats[role], words.ROLE[role])
        for role in Role
        if plan.totals.seats.get(role)
    ]
    kinds = [seat.kind for seat in plan.positions]
    special = [
        f"{words.whole(kinds.count(kind))} {kind}" if kind in ALIKE else words.plural(kinds.count(kind), kind)
        for kind in PositionKind
        if kind is not PositionKind.NEW and kind in kinds
    ]
    note = words.listed(by_role) + (f"; of these {words.listed(special)}" if special else "")
    return Figure("Seats", words.whole(len(plan.positions)), note)


def _cost(plan: Plan) -> Figure:
    if is_withheld(plan):
        return _withheld(plan)
    year = fiscal_year(plan)
    budget = plan.totals.budget_by_year.get(year)
    of_budget = f"of a budget of {words.money(budget)}; " if budget else ""
    whole = f"{words.money(plan.totals.cost)} over {words.plural(len(plan.months), 'month')}"
    cost = words.money(cost_of(plan, year))
    return Figure(f"Cost in FY{year}", cost, f"{of_budget}{whole}" if plan.positions else "")


def _withheld(plan: Plan) -> Figure:
    label = f"Cost over {words.plural(len(plan.months), 'month')}"
    if not plan.positions:
        return Figure(label, "nothing")
    return Figure(label, words.money(plan.totals.cost), "pay is withheld from this copy")


def _covered(plan: Plan) -> Figure:
    label, short = "Demand covered from", shortages(plan)
    if not any(value >= COVERED for demand in plan.demand for value in demand.fte):
        return Figure(label, "today", "no work asks for a position")
    covered = next((index for index, value in enumerate(short) if value < COVERED), None)
    if covered is None:
        return Figure(label, f"not by {when(plan.months[-1])}", "short in every month planned")
    value = when(plan.months[covered]) if covered else "today"
    return Figure(label, value, _again([later for later in short[covered:] if later >= COVERED]))


def _again(later: list[float]) -> str:
    if not later:
        return ""
    return f"short again by up to {words.fte(max(later))} FTE in {words.plural(len(later), 'later month')}"


def _unmet(plan: Plan) -> Figure:
    short = sum(shortages(plan))
    needed = sum(sum(demand.fte) for demand in plan.demand)
    months = words.plural(len(plan.months), "month")
    share = (
        f"{words.share(short / needed)} of the demand over {months}" if needed and short >= COVERED else ""
    )
    return Figure("Left undone", f"{words.fte(short)} FTE-months", share)
