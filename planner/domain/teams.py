"""A profile and a plan for a manager: of the teams and their systems, only the own ones."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from typing import Any

from planner.domain.aggregates import TOTALS
from planner.domain.plan import Plan
from planner.domain.profile import Profile


def profile_of_teams(profile: Profile, own: Set[str]) -> Profile:
    """`profile` with those of its teams whose name or id is in `own`, and their systems.

    Where teams are left out, so are the organisation's totals over them, and the maturity and rotation that
    follow from their systems: what is left would otherwise contradict them, or tell by difference.
    """
    teams = (
        None
        if profile.teams is None
        else tuple(team for team in profile.teams if {team.key, team.name} & own)
    )
    names = {name for team in teams or () for name in (team.key, team.name)}
    systems = (
        None
        if profile.systems is None
        else tuple(
            system for system in profile.systems if system.team is not None and system.team in names | own
        )
    )
    if (teams, systems) == (profile.teams, profile.systems):
        return profile
    unknown: dict[str, Any] = dict.fromkeys((*TOTALS, "ml_maturity", "round_the_clock"))
    return replace(profile, teams=teams, systems=systems, **unknown)


def plan_of_teams(plan: Plan, own: Set[str]) -> Plan:
    """`plan` with its profile so; seats, demand and cost are the organisation's and stay."""
    return replace(plan, profile=profile_of_teams(plan.profile, own))
