"""Use cases: one function each, with exactly one commit at its end."""

from planner.services.ports import Basis, Desk, Documents, Page, PlanRecord, ProfileRecord, Shipped

__all__ = ["Basis", "Desk", "Documents", "Page", "PlanRecord", "ProfileRecord", "Shipped"]
