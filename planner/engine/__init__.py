"""The planner proper: pure functions from a profile to an explained staffing plan."""

from planner.engine.knowledge import Knowledge
from planner.engine.plan import check, plan
from planner.engine.portfolio import portfolio

__all__ = ["Knowledge", "check", "plan", "portfolio"]
