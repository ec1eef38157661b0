"""Hypothesis strategies in the words of the field: valid profiles, as sparse or as full as they come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any

from hypothesis import strategies as st

from planner.domain import FiscalQuarter, Level, Month, Profile, Role
from planner.domain.profile import (
    Budget,
    Commitment,
    Constraints,
    Growth,
    Override,
    Site,
    Staff,
    System,
    Team,
)
from planner.domain.words import (
    Alternative,
    Gate,
    GeneralPlatform,
    ManagedServices,
    Need,
    TeamKind,
    Tier,
)

PRINTABLE = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
NAMES = st.text(PRINTABLE, min_size=1, max_size=12).filter(str.strip)
COUNTS = st.integers(0, 60)
PEOPLE = st.one_of(st.integers(0, 200).map(float), st.floats(0, 200))
SHARES = st.floats(0, 1)
CHANGES = st.one_of(st.integers(-20, 20).map(float), st.floats(-20, 20).map(lambda change: change + 0.0))
MONTHS = st.integers(2024 * 12, 2032 * 12).map(Month)
DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
AMOUNTS = st.one_of(
    st.integers(0, 10**9).map(Decimal), st.decimals(0, 10**9, places=2, allow_nan=False, allow_infinity=False)
)
CURRENCIES = st.sampled_from(["EUR", "USD", "GBP", "INR", "JPY"])
COUNTRIES = st.sampled_from(["DE", "US", "GB", "IN", "NO"])
YEARS = st.integers(2024, 2032)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """The strategy, or unknown."""
    return st.none() | strategy


def sparse(kind: type[Any], /, **facts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """`kind` with any of its optional facts; those without a default are always there."""
    needed = {each.name for each in fields(kind) if not _has_default(each)}
    required = {name: fact for name, fact in facts.items() if name in needed}
    optional = {name: fact for name, fact in facts.items() if name not in needed}
    return st.fixed_dictionaries(required, optional=optional).map(lambda given: kind(**given))


def _has_default(each: Any) -> bool:
    return each.default is not each.default_factory  # both MISSING where there is none


def some(strategy: st.SearchStrategy[Any], most: int = 4, key: Any = None) -> st.SearchStrategy[Any]:
    """A tuple of a few."""
    return st.lists(strategy, max_size=most, unique_by=key).map(tuple)


SITES = ("Berlin", "Lisbon", "Pune")
PLACES = st.sampled_from(SITES)
TEAMS = some(
    sparse(
        Team,
        name=NAMES,
        id=maybe(NAMES),
        kind=maybe(st.sampled_from(TeamKind)),
        data_scientists=maybe(PEOPLE),
        ml_engineers=maybe(PEOPLE),
        site=maybe(PLACES),
        count=st.integers(0, 9),
    ),
    5,
    lambda team: team.key,
)
SYSTEMS = some(
    sparse(
        System,
        name=maybe(NAMES),
        use_cases=maybe(COUNTS),
        models=maybe(COUNTS),
        tier=maybe(st.sampled_from(Tier)),
        round_the_clock=maybe(st.booleans()),
        deploys_per_quarter=maybe(PEOPLE),
        gates=st.dictionaries(st.sampled_from(Gate), st.booleans()),
    ),
    5,
)
STAFF = some(
    sparse(
        Staff,
        role=st.sampled_from(["mlops", "platform", "MLOps Engineer", "Data Plumber"]) | NAMES,
        level=maybe(st.sampled_from(Level)),
        site=maybe(PLACES),
        fte=SHARES,
        count=st.integers(0, 9),
        skills=some(NAMES),
        leaves_on=maybe(DAYS),
    ),
    5,
)
COMMITMENTS = some(
    sparse(
        Commitment,
        id=NAMES,
        role=st.sampled_from(Role),
        level=st.sampled_from(Level),
        site=maybe(PLACES),
        opens_on=maybe(MONTHS),
        starts_on=maybe(MONTHS),
    ),
    3,
    lambda seat: seat.id,
)
BUDGETS = sparse(
    Budget,
    currency=CURRENCIES,
    per_fiscal_year=maybe(AMOUNTS),
    per_quarter=maybe(AMOUNTS),
    years=st.dictionaries(YEARS, AMOUNTS, max_size=3),
    quarters=st.dictionaries(st.builds(FiscalQuarter, YEARS, st.integers(1, 4)), AMOUNTS, max_size=3),
)
LIMITS = sparse(
    Constraints,
    budget=maybe(BUDGETS),
    currency=maybe(CURRENCIES),
    fiscal_year_starts_in=st.integers(1, 12),
    headcount_cap=maybe(COUNTS),
    hires_per_month=maybe(st.floats(0, 9)),
    earliest_start=maybe(MONTHS),
    alternatives=maybe(st.frozensets(st.sampled_from(Alternative))),
)
SHARED = st.sampled_from([(None, None, None), (0.5, 0.3, 0.2), (1.0, 0.0, 0.0), (0.25, 0.25, 0.5)])


@st.composite
def constraints(draw: st.DrawFn) -> Constraints:
    """Constraints of one currency; sites are not listed, or all of them are."""
    limits: Constraints = draw(LIMITS)
    if limits.budget and limits.currency:
        limits = replace(limits, currency=limits.budget.currency)
    if not draw(st.booleans()):
        return limits
    listed = zip(draw(st.permutations(SITES)), draw(SHARED), strict=True)
    sites = tuple(Site(name=name, country=draw(maybe(COUNTRIES)), share=share) for name, share in listed)
    return replace(limits, sites=sites)


@st.composite
def overrides(draw: st.DrawFn) -> Override:
    low, typical, high = sorted(draw(st.tuples(CHANGES, CHANGES, CHANGES)))
    return Override(
        typical=typical,
        low=draw(maybe(st.just(low))),
        high=draw(maybe(st.just(high))),
        reason=draw(st.just("") | NAMES),
    )


TOTALS: Mapping[str, st.SearchStrategy[Any]] = {
    "ml_teams": COUNTS,
    "model_consuming_teams": COUNTS,
    "data_scientists": PEOPLE,
    "ml_engineers": PEOPLE,
}
SYSTEM_TOTALS: Mapping[str, st.SearchStrategy[Any]] = {
    "ml_maturity": st.integers(0, 4),
    "models_in_production": COUNTS,
    "use_cases_in_production": COUNTS,
    "deploys_per_quarter": PEOPLE,
    "round_the_clock": st.booleans(),
}
PRESENT: Mapping[str, st.SearchStrategy[Any]] = {"current_mlops_fte": PEOPLE, "current_platform_fte": PEOPLE}
PLAIN: Mapping[str, st.SearchStrategy[Any]] = {
    "models_planned_per_quarter": PEOPLE,
    "ops_share_of_ds_time": SHARES,
    "time_to_deploy_days": st.floats(0, 400),
    "general_platform": st.sampled_from(GeneralPlatform),
    "managed_ml_services": st.sampled_from(ManagedServices),
    "end_to_end_ownership": st.booleans(),
    "joins_existing_rotation": st.booleans(),
    "regulated": st.booleans(),
    "needs": st.frozensets(st.sampled_from(Need)),
    "growth": sparse(Growth, teams=maybe(CHANGES), models=maybe(CHANGES), data_scientists=maybe(CHANGES)),
    "title_map": st.dictionaries(NAMES, maybe(st.sampled_from(Role)), max_size=3),
    "reports_to": st.dictionaries(st.sampled_from(Role), NAMES),
}


SETTLED_BY = {"teams": TOTALS, "systems": SYSTEM_TOTALS, "staff": PRESENT}
OPEN = {
    unknown: st.fixed_dictionaries(
        {}, optional={**PLAIN, **{k: v for each in unknown for k, v in SETTLED_BY[each].items()}}
    )
    for count in range(4)
    for unknown in combinations(SETTLED_BY, count)
}
LISTS = st.fixed_dictionaries(
    {
        "name": NAMES,
        "constraints": constraints(),
        "teams": maybe(TEAMS),
        "systems": maybe(SYSTEMS),
        "staff": maybe(STAFF),
        "commitments": COMMITMENTS,
    }
)
ASSUMPTIONS = st.dictionaries(NAMES, overrides(), max_size=3)


@st.composite
def profiles(draw: st.DrawFn, assumptions: st.SearchStrategy[Any] = ASSUMPTIONS) -> Profile:
    """A valid profile of the domain: what a list settles is left to the list, the rest may be unknown.

    Assumptions have made-up names unless a strategy of overrides by real names is given.
    """
    given = draw(LISTS)
    if given["systems"]:
        owners = st.sampled_from([team.key for team in given["teams"] or ()] or [None])
        given["systems"] = tuple(replace(system, team=draw(owners)) for system in given["systems"])
    unknown = tuple(settling for settling in SETTLED_BY if given[settling] is None)
    return Profile(**given, **draw(OPEN[unknown]), assumptions=draw(assumptions))


__all__ = ["profiles"]
