"""Pages: the service for people. Views read through services and hand a plan to reports."""

from planner.web.assembly import install
from planner.web.warming import warm

__all__ = ["install", "warm"]
