"""The shipped knowledge, loaded once for all tests."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from planner import guidance, hiring
from planner.domain import Plan, Profile
from planner.engine import Knowledge, plan

TODAY = date(2026, 11, 23)


@lru_cache
def knowledge() -> Knowledge:
    """What the shipped product knows."""
    return Knowledge(guidance.load(), hiring.load_pay(), hiring.load_roles())


def planned(profile: Profile, today: date = TODAY) -> Plan:
    """The profile's plan by the shipped knowledge."""
    return plan(profile, knowledge(), today)
