"""The nouns of the field; imports nothing of ours."""

from planner.domain.calendar import FiscalQuarter, Month
from planner.domain.digest import digest
from planner.domain.errors import (
    Conflict,
    Forbidden,
    InvalidGuidance,
    InvalidInput,
    InvalidProfile,
    NotFound,
    NotReproducible,
    PlannerError,
    Problem,
    Stale,
    Unauthenticated,
    Unconditional,
)
from planner.domain.money import Money, disclosed
from planner.domain.pay import PayBand, PayTable
from planner.domain.plan import Plan, Position, Stance
from planner.domain.profile import Profile
from planner.domain.withholding import is_withheld, without_pay
from planner.domain.words import Decision, Level, PositionKind, Role, StanceKind

__all__ = [
    "Conflict",
    "Decision",
    "FiscalQuarter",
    "Forbidden",
    "InvalidGuidance",
    "InvalidInput",
    "InvalidProfile",
    "Level",
    "Money",
    "Month",
    "NotFound",
    "NotReproducible",
    "PayBand",
    "PayTable",
    "Plan",
    "PlannerError",
    "Position",
    "PositionKind",
    "Problem",
    "Profile",
    "Role",
    "Stale",
    "Stance",
    "StanceKind",
    "Unauthenticated",
    "Unconditional",
    "digest",
    "disclosed",
    "is_withheld",
    "without_pay",
]
