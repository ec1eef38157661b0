"""What the use cases need from the rooms around them, and what they hand back; one module for each noun."""

from planner.services.ports.access import (
    LinkRecord,
    PersonRecord,
    SessionRecord,
    TokenRecord,
    WorkspaceRecord,
)
from planner.services.ports.desk import Basis, Desk, Documents, Page, Shipped
from planner.services.ports.outbox import EventRecord
from planner.services.ports.plans import PlanRecord
from planner.services.ports.profiles import ProfileRecord
from planner.services.ports.work import Store, Work

__all__ = [
    "Basis",
    "Desk",
    "Documents",
    "EventRecord",
    "LinkRecord",
    "Page",
    "PersonRecord",
    "PlanRecord",
    "ProfileRecord",
    "SessionRecord",
    "Shipped",
    "Store",
    "TokenRecord",
    "Work",
    "WorkspaceRecord",
]
