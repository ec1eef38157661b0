"""What can go wrong with the database itself."""

from __future__ import annotations

from planner.domain import PlannerError


class Unavailable(PlannerError):
    """The database cannot be reached or is busy; the same request may succeed later."""

    title = "The database is not available"


class UnusableDatabase(PlannerError):
    """A database that this program cannot work with; nothing in it was changed."""

    title = "The database cannot be used"
