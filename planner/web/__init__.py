"""Pages: the service for people. Views read through services and hand a plan to reports."""

from planner.web.assembly import install

__all__ = ["install"]
