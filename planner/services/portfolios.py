"""Use case of a portfolio: plan for units that share money, recruiters or headcount."""

from __future__ import annotations

from datetime import date

from planner import engine
from planner.domain.access import Permission
from planner.domain.portfolio import Portfolio, PortfolioPlan, portfolio_without_pay
from planner.services.ports import Desk


def plan(desk: Desk, portfolio: Portfolio, today: date | None = None) -> PortfolioPlan:
    """The plan of a portfolio; nothing is stored. Raises InvalidPortfolio, InvalidProfile."""
    desk.require(Permission.PLANS_READ)
    found = engine.portfolio(portfolio, desk.knowledge, today or desk.today())
    return found if desk.actor.sees_pay else portfolio_without_pay(found)
