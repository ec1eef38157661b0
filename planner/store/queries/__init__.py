"""Reading and writing inside one transaction, by noun."""

from planner.store.queries.access import People, Sessions, SignInLinks, Tokens, Workspaces
from planner.store.queries.audit import Audit
from planner.store.queries.exchange import (
    ColumnMappings,
    ConnectionLinks,
    Connections,
    Deliveries,
    Endpoints,
    Events,
    Inbound,
    Leases,
    Rosters,
    SyncResults,
    SyncRuns,
    TitleMeanings,
)
from planner.store.queries.lives import (
    Approvals,
    Budgets,
    Comments,
    GuidanceVersions,
    Hires,
    Policies,
    PositionChanges,
    Positions,
    Publications,
    Requisitions,
    Scenarios,
)
from planner.store.queries.outbox import Outbox
from planner.store.queries.plans import Plans
from planner.store.queries.profiles import Profiles
from planner.store.queries.retries import Retries
from planner.store.queries.whole import Whole

__all__ = [
    "Approvals",
    "Audit",
    "Budgets",
    "ColumnMappings",
    "Comments",
    "ConnectionLinks",
    "Connections",
    "Deliveries",
    "Endpoints",
    "Events",
    "GuidanceVersions",
    "Hires",
    "Inbound",
    "Leases",
    "Outbox",
    "People",
    "Plans",
    "Policies",
    "PositionChanges",
    "Positions",
    "Profiles",
    "Publications",
    "Requisitions",
    "Retries",
    "Rosters",
    "Scenarios",
    "Sessions",
    "SignInLinks",
    "SyncResults",
    "SyncRuns",
    "TitleMeanings",
    "Tokens",
    "Whole",
    "Workspaces",
]
