"""From a profile to the flat facts that rules read; None where unknown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planner.domain import aggregates
from planner.domain.errors import InvalidProfile, Problem, raise_if_any
from planner.domain.profile import Profile, Staff
from planner.domain.words import Outside, Role, Tier
from planner.engine.knowledge import RoleCatalogue
from planner.guidance.vocabulary import Scalar

STATED = (
    "models_planned_per_quarter",
    "ops_share_of_ds_time",
    "time_to_deploy_days",
    "general_platform",
    "managed_ml_services",
    "end_to_end_ownership",
    "joins_existing_rotation",
    "regulated",
    "needs",
)


@dataclass(frozen=True, slots=True)
class Present:
    """Today's people by role, in staff entries, and titles that nothing maps to a role."""

    staff: tuple[tuple[Role, Staff], ...]
    unmapped: tuple[str, ...]


def present(profile: Profile, roles: RoleCatalogue) -> Present:
    """Today's MLOps and platform people by function: the profile's title map first, then the catalogue's."""
    mapped: list[tuple[Role, Staff]] = []
    unmapped: dict[str, None] = {}
    for entry in profile.staff or ():
        function = roles.function_of(entry.role, profile.title_map)
        if isinstance(function, Role):
            mapped.append((function, entry))
        elif function is Outside.UNMAPPED:
            unmapped.setdefault(entry.role)
    return Present(tuple(mapped), tuple(unmapped))


def facts(profile: Profile, people: Present) -> dict[str, Scalar]:
    """Every fact that rules may read, by name; raises InvalidProfile where staff and totals disagree."""
    values: dict[str, Scalar] = {name: _plain(getattr(profile, name)) for name in STATED}
    for name, derive in aggregates.TOTALS.items():
        bounds = derive(profile)
        given = getattr(profile, name)
        values[name] = given if given is not None or bounds is None else bounds.value
    maturity = aggregates.maturity(profile)
    given_maturity = profile.ml_maturity
    values |= {
        "ml_maturity": given_maturity if given_maturity is not None or maturity is None else maturity.median,
        "lowest_maturity": maturity.lowest if maturity else None,
        "critical_use_cases": aggregates.use_cases_of_tier(profile, Tier.CRITICAL),
        "experimental_use_cases": aggregates.use_cases_of_tier(profile, Tier.EXPERIMENTAL),
        "round_the_clock": _first(profile.round_the_clock, aggregates.round_the_clock(profile)),
        "growth_teams": profile.growth.teams,
        "growth_models": profile.growth.models,
        "growth_data_scientists": profile.growth.data_scientists,
        "growth_use_cases": None,
        "sites": _sites(profile),
        "alternatives": _plain(profile.constraints.alternatives),
        "month": 0,
    }
    raise_if_any(_staff_problems(profile, people), InvalidProfile)
    values["current_mlops_fte"] = _present_fte(profile, people, Role.MLOPS)
    values["current_platform_fte"] = _present_fte(profile, people, Role.PLATFORM)
    return {name: _whole(value) for name, value in values.items()}


def stated_fte(profile: Profile, role: Role) -> float | None:
    """The short form of today's staff."""
    return profile.current_mlops_fte if role is Role.MLOPS else profile.current_platform_fte


def listed_fte(people: Present, role: Role) -> float:
    """FTE of a role in the staff list."""
    return aggregates.added((entry.count, entry.fte) for filled, entry in people.staff if filled is role)


def _present_fte(profile: Profile, people: Present, role: Role) -> float | None:
    stated = stated_fte(profile, role)
    if stated is not None or profile.staff is None:
        return stated
    return listed_fte(people, role)


def _staff_problems(profile: Profile, people: Present) -> Iterator[Problem]:
    if profile.staff is None or people.unmapped:
        return
    for role in Role:
        stated, listed = stated_fte(profile, role), listed_fte(people, role)
        if stated is not None and abs(stated - listed) > 1e-9:
            yield Problem(
                f"current_{role}_fte",
                f"says {stated:g}, but by function the staff list has {listed:g} FTE of {role}.",
                f"Leave current_{role}_fte out, correct the list, or say in title_map what a title does.",
            )


def _whole(value: Scalar) -> Scalar:
    """Whole numbers as such, so that 14 and 14.0 are one fact and read alike."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _plain(value: object) -> Scalar:
    if isinstance(value, frozenset):
        return frozenset(str(item) for item in value)
    return str(value) if isinstance(value, str) else value  # type: ignore[return-value]


def _first(stated: bool | None, derived: bool | None) -> bool | None:
    return derived if stated is None else stated


def _sites(profile: Profile) -> int | None:
    named = {site.name for site in profile.constraints.sites}
    named |= {team.site for team in profile.teams or () if team.site}
    return len(named) or None
