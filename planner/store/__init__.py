"""SQLAlchemy tables, the unit of work and queries."""

from planner.store.errors import Unavailable, UnusableDatabase
from planner.store.work import Store, Work

__all__ = ["Store", "Unavailable", "UnusableDatabase", "Work"]
