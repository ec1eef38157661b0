"""Plans of portfolios over HTTP."""

from __future__ import annotations

from typing import Any

from planner.api.doors import Answer, Door, desk
from planner.api.examples import PORTFOLIO
from planner.api.intake import TODAY, document_body
from planner.domain.portfolio import Portfolio
from planner.schemas import portfolio as schema
from planner.services import portfolios

ABOUT = "Business units that share money, recruiters or headcount."
door = Door("portfolios", __name__, url_prefix="/api/v1/portfolios", description=ABOUT)
BODY = document_body("portfolio", schema.PortfolioSchema, PORTFOLIO, schema.read)


@door.operation(
    "POST",
    "/plan",
    "planPortfolio",
    Answer(schema=schema.PortfolioPlanSchema, about="The plan of all units, with its proven gap."),
    [BODY, TODAY],
)
def plan(portfolio: Portfolio, **today: Any) -> Any:
    """Plan for units that share limits; nothing is stored."""
    return portfolios.plan(desk(), portfolio, **today)
