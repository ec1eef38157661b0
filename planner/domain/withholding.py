"""A plan for readers who may not see pay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from planner.domain.plan import Plan, Totals
from planner.domain.profile import Profile

Row = TypeVar("Row")

FEWEST_SEATS = 5
"""A sum over fewer seats would tell what each of them is paid."""

OF_PAY = frozenset({"loaded_cost_factor", "pay_index", "hiring_cost"})
"""Assumptions that pay is made from."""

KEPT = (
    "Pay is withheld from this copy: the cost of single seats, months and periods is left out. "
    "The total is shown because it covers five seats or more of different pay."
)
LEFT_OUT = (
    "Pay is withheld from this copy: what the seats cost is left out, also in total, "
    "because a sum over so few seats would tell what each is paid."
)


def without_pay(plan: Plan) -> Plan:
    """`plan` without what its seats cost, saying so in its notes; budgets stay, they are the profile's facts.

    Every cost of a seat or period is None or absent, and so are the assumptions it is made from. The cost
    over the horizon stays only where it covers at least five seats that are not all paid alike.
    """
    if is_withheld(plan):
        return plan
    kept = _covers_enough(plan)
    totals = Totals(
        seats=plan.totals.seats,
        cost=plan.totals.cost if kept else None,
        by_year={},
        by_quarter={},
        budget_by_year=plan.totals.budget_by_year,
    )
    return replace(
        plan,
        quarters=tuple(replace(line, cost=None) for line in plan.quarters),
        positions=tuple(
            replace(seat, monthly_cost=None, hiring_cost=None, cost=None) for seat in plan.positions
        ),
        totals=totals,
        assumptions=tuple(row for row in plan.assumptions if row.name not in OF_PAY),
        profile=profile_without_pay(plan.profile),
        notes=(*plan.notes, KEPT if kept else LEFT_OUT),
    )


def profile_without_pay(profile: Profile) -> Profile:
    """`profile` without the assumptions that pay is made from."""
    return replace(profile, assumptions=_without(profile.assumptions))


def is_withheld(plan: Plan) -> bool:
    """Whether pay has been taken out of `plan`."""
    return plan.totals.cost is None or any(seat.cost is None for seat in plan.positions)


def _without(assumptions: Mapping[str, Row]) -> dict[str, Row]:
    return {name: row for name, row in assumptions.items() if name not in OF_PAY}


def _covers_enough(plan: Plan) -> bool:
    paid = [seat.monthly_cost for seat in plan.positions if seat.cost and seat.cost.amount]
    return len(paid) >= FEWEST_SEATS and len(set(paid)) > 1
