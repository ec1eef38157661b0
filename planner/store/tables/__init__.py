"""The tables, by noun; whatever has a workspace is a `Tenant`."""

from planner.store.tables.access import Person, Session, SignInLink, Token, Workspace
from planner.store.tables.audit import AuditCheckpoint, AuditEntry, AuditHead
from planner.store.tables.base import DIGEST, ID, Base, Tenant, UtcTime
from planner.store.tables.plans import Plan
from planner.store.tables.profiles import Profile, ProfileVersion
from planner.store.tables.retries import Retry

__all__ = [
    "DIGEST",
    "ID",
    "AuditCheckpoint",
    "AuditEntry",
    "AuditHead",
    "Base",
    "Person",
    "Plan",
    "Profile",
    "ProfileVersion",
    "Retry",
    "Session",
    "SignInLink",
    "Tenant",
    "Token",
    "UtcTime",
    "Workspace",
]
