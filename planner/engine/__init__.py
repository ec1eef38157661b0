"""The planner proper: pure functions from a profile to an explained staffing plan."""

from planner.engine.knowledge import Knowledge
from planner.engine.plan import check, plan

__all__ = ["Knowledge", "check", "plan"]
