"""Reading and writing inside one transaction, by noun."""

from planner.store.queries.access import People, Sessions, SignInLinks, Tokens, Workspaces
from planner.store.queries.audit import Audit
from planner.store.queries.plans import Plans
from planner.store.queries.profiles import Profiles
from planner.store.queries.retries import Retries

__all__ = [
    "Audit",
    "People",
    "Plans",
    "Profiles",
    "Retries",
    "Sessions",
    "SignInLinks",
    "Tokens",
    "Workspaces",
]
