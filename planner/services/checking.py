"""Whether a plan could be made of a profile, found out before it is stored."""

from __future__ import annotations

from planner.domain import Level, Profile, Role
from planner.engine import facts
from planner.engine.knowledge import Knowledge


def check(profile: Profile, knowledge: Knowledge) -> None:
    """Raise InvalidProfile where staff contradicts the totals, or pay in a country or currency is unknown."""
    facts.facts(profile, facts.present(profile, knowledge.roles))
    constraints, pay = profile.constraints, knowledge.pay
    for site in constraints.sites:
        pay.band(Role.MLOPS, Level.SENIOR, site.country)
    for currency in {constraints.currency, constraints.budget and constraints.budget.currency} - {None}:
        pay.per_usd(str(currency))
