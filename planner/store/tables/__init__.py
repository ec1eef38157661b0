"""The tables, by noun; whatever has a workspace is a `Tenant`."""

from planner.store.tables.access import Person, Session, SignInLink, Token, Workspace
from planner.store.tables.approvals import Approval, ApprovalPolicy, Budget
from planner.store.tables.audit import AuditCheckpoint, AuditEntry, AuditHead
from planner.store.tables.base import DIGEST, ID, Base, Cents, Tenant, UtcTime
from planner.store.tables.comments import Comment
from planner.store.tables.connections import Connection, ConnectionLease, ConnectionLink, SyncResult, SyncRun
from planner.store.tables.guidance import GuidancePublication, GuidanceVersion
from planner.store.tables.outbox import OutboxEvent
from planner.store.tables.plans import Plan
from planner.store.tables.positions import Hire, Position, PositionChange, Requisition
from planner.store.tables.profiles import Profile, ProfileVersion
from planner.store.tables.retries import Retry
from planner.store.tables.rosters import ColumnMapping, Roster, RosterPerson, TitleMeaning
from planner.store.tables.scenarios import Scenario
from planner.store.tables.webhooks import Delivery, InboundMessage, WebhookEndpoint

__all__ = [
    "DIGEST",
    "ID",
    "Approval",
    "ApprovalPolicy",
    "AuditCheckpoint",
    "AuditEntry",
    "AuditHead",
    "Base",
    "Budget",
    "Cents",
    "ColumnMapping",
    "Comment",
    "Connection",
    "ConnectionLease",
    "ConnectionLink",
    "Delivery",
    "GuidancePublication",
    "GuidanceVersion",
    "Hire",
    "InboundMessage",
    "OutboxEvent",
    "Person",
    "Plan",
    "Position",
    "PositionChange",
    "Profile",
    "ProfileVersion",
    "Requisition",
    "Retry",
    "Roster",
    "RosterPerson",
    "Scenario",
    "Session",
    "SignInLink",
    "SyncResult",
    "SyncRun",
    "Tenant",
    "TitleMeaning",
    "Token",
    "UtcTime",
    "WebhookEndpoint",
    "Workspace",
]
