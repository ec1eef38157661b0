"""Organisations that are planned in milliseconds, with every list, cap, level and alternative.

Where `tests.strategies` draws whatever a profile may hold, here most facts are known and most firms hire; a
fact is one draw, so that an example costs little. Horizons are short, since what a schedule costs grows with
them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from planner.domain import Level, Month, Profile, Role
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
    Way,
)
from tests.knowing import TODAY

Draws = st.SearchStrategy[Any]
START = Month.of(TODAY)

IDLE = Profile(
    name="x",
    model_consuming_teams=0,
    models_in_production=0,
    use_cases_in_production=0,
    models_planned_per_quarter=0.0,
    deploys_per_quarter=0.0,
    assumptions={"horizon_months": Override(typical=6)},
)
"""Nothing runs and nothing is planned, for half a year: to begin examples with."""


def known(most: int) -> Draws:
    """A count, unknown in one case of six."""
    return st.integers(-most // 5, most).map(lambda count: None if count < 0 else count)


def one_of(*values: Any) -> Draws:
    """One of some values, or unknown."""
    return st.sampled_from([None, *values])


def bits(words: type[Any]) -> Draws:
    """Any set of these words, in one draw."""
    every = tuple(words)
    return st.integers(0, 2 ** len(every) - 1).map(
        lambda chosen: frozenset(word for place, word in enumerate(every) if chosen >> place & 1)
    )


def tenths(most: int) -> Draws:
    """FTE in tenths, unknown in one case of six."""
    return known(10 * most).map(lambda count: None if count is None else count / 10)


def rows(most: int, *parts: Draws) -> Draws:
    """A few tuples of parts, or no list at all."""
    return st.none() | st.lists(st.tuples(*parts), max_size=most)


CALLED = ("Ada", "Über Ops", "=1+1", "team 'x'", "Zoë; DROP")
PLACES = ("Berlin", "Lisbon", "Pune")
SITES = (
    (),
    (
        Site(name="Berlin", country="DE", share=0.5),
        Site(name="Lisbon", share=0.3),
        Site(name="Pune", share=0.2),
    ),
    (Site(name="Pune", country="IN"), Site(name="Berlin", country="DE"), Site(name="Lisbon", country="PT")),
    (
        Site(name="Lisbon", share=0.0),
        Site(name="Berlin", country="US", share=1.0),
        Site(name="Pune", share=0.0),
    ),
)
PLACE = one_of(*PLACES)
TEAMS = rows(3, st.sampled_from(CALLED), one_of(*TeamKind), tenths(7), tenths(3), PLACE, st.integers(0, 3))
SYSTEMS = rows(
    3,
    known(12),
    known(20),
    one_of(*Tier),
    one_of(True, False),
    tenths(10),
    st.none() | st.tuples(bits(Gate), bits(Gate)),
    st.booleans(),
)
STAFF = rows(
    3,
    st.sampled_from(["mlops", "platform", "MLOps Engineer", "Data Plumber", "SRE"]),
    one_of(*Level),
    PLACE,
    st.sampled_from([1.0, 0.5, 0.8, 0.1, 0.0]),
    st.integers(0, 3),
    one_of(date(2026, 10, 1), date(2027, 2, 28), date(2027, 6, 1)),
)
COMMITMENTS = st.lists(
    st.tuples(
        st.sampled_from(Role),
        st.sampled_from(Level),
        PLACE,
        one_of(-14, -3, 0, 1, 4, 9, 40),
        one_of(-1, 0),
        one_of(None, *Way),
        one_of(-2, 1, 5, 30),
    ),
    max_size=2,
)
AMOUNT = st.integers(-6, 30).map(lambda steps: None if steps < 0 else Decimal(steps * 40_000))
MONEY = st.tuples(
    st.sampled_from(["EUR", "USD", "INR"]), AMOUNT, AMOUNT.map(lambda a: a and a / 4), AMOUNT, AMOUNT
)
LIMITS = st.tuples(
    st.none() | st.none() | MONEY,
    st.sampled_from([1, 4, 7, 10]),
    one_of(None, None, None, 0, 2, 4, 9, 30),
    one_of(None, None, None, 0.0, 0.2, 0.5, 1.0, 3.0),
    st.sampled_from(SITES),
    one_of(None, None, None, -4, 0, 2, 6),
    st.none() | bits(Alternative),
)
TOTALS: Mapping[str, Draws] = {
    "ml_teams": known(20),
    "model_consuming_teams": known(20),
    "data_scientists": tenths(25),
    "ml_engineers": tenths(8),
}
SYSTEM_TOTALS: Mapping[str, Draws] = {
    "ml_maturity": one_of(0, 1, 2, 3, 4),
    "models_in_production": known(60),
    "use_cases_in_production": known(25),
    "deploys_per_quarter": tenths(30),
    "round_the_clock": one_of(True, False),
}
PRESENT: Mapping[str, Draws] = {"current_mlops_fte": tenths(5), "current_platform_fte": tenths(4)}
PLAIN: Mapping[str, Draws] = {
    "models_planned_per_quarter": tenths(10),
    "ops_share_of_ds_time": one_of(0.0, 0.1, 0.25, 0.4, 0.6, 1.0),
    "time_to_deploy_days": one_of(0.0, 5.0, 45.0, 200.0),
    "general_platform": one_of(*GeneralPlatform),
    "managed_ml_services": one_of(*ManagedServices),
    "end_to_end_ownership": one_of(True, False, False),
    "joins_existing_rotation": one_of(True, False),
    "regulated": one_of(True, False),
    "needs": st.none() | bits(Need),
    "title_map": st.sampled_from([{}, {"Data Plumber": Role.MLOPS, "SRE": None}]),
    "reports_to": st.sampled_from([{}, {Role.MLOPS: "Ada"}]),
}
SETTLED_BY = {"teams": TOTALS, "systems": SYSTEM_TOTALS, "staff": PRESENT}
FACTS = st.fixed_dictionaries({**PLAIN, **TOTALS, **SYSTEM_TOTALS, **PRESENT})
GROWTH = st.tuples(one_of(-1.0, 0.0, 0.5, 2.0), one_of(-2.0, 0.0, 1.0, 4.0), one_of(-3.0, 0.0, 3.0)).map(
    lambda part: Growth(teams=part[0], models=part[1], data_scientists=part[2])
)
ASSUMED = st.tuples(
    st.sampled_from([6, 8, 9, 10, 11, 12, 12, 16]),
    one_of(None, 0.0, 0.1, 0.3),
    one_of(None, None, 0, 1.4, 3, 30),
    one_of(None, 0, 2, 9),
    one_of(None, 1, 6),
).map(
    lambda values: {
        name: Override(typical=value)
        for name, value in zip(
            (
                "horizon_months",
                "attrition_yearly",
                "time_to_fill_months",
                "ramp_months",
                "lasting_months",
            ),
            values,
            strict=True,
        )
        if value is not None
    }
)


def _teams(listed: list[tuple[Any, ...]] | None) -> tuple[Team, ...] | None:
    return (
        listed
        if listed is None
        else tuple(
            Team(
                name=name,
                id=f"t{number}",
                kind=kind,
                data_scientists=ds,
                ml_engineers=mle,
                site=site,
                count=count,
            )
            for number, (name, kind, ds, mle, site, count) in enumerate(listed)
        )
    )


def _systems(
    listed: list[tuple[Any, ...]] | None, teams: tuple[Team, ...] | None
) -> tuple[System, ...] | None:
    return (
        listed
        if listed is None
        else tuple(
            System(
                name=f"s{number}",
                team=teams[0].key if teams and owned else None,
                use_cases=use_cases,
                models=models,
                tier=tier,
                round_the_clock=clock,
                deploys_per_quarter=deploys,
                gates={gate: gate in gates[1] for gate in sorted(gates[0])} if gates else {},
            )
            for number, (use_cases, models, tier, clock, deploys, gates, owned) in enumerate(listed)
        )
    )


def _staff(listed: list[tuple[Any, ...]] | None) -> tuple[Staff, ...] | None:
    return (
        listed
        if listed is None
        else tuple(
            Staff(role=title, level=level, site=site, fte=fte, count=count, leaves_on=leaves)
            for title, level, site, fte, count, leaves in listed
        )
    )


def _commitments(listed: list[tuple[Any, ...]], movers: bool) -> tuple[Commitment, ...]:
    """Who moves over moves to the platform, where people are there; engagements end after they start."""
    return tuple(
        Commitment(
            id=f"C-{number}",
            role=Role.PLATFORM if way is Way.CONVERSION and movers else role,
            level=level,
            site=site,
            starts_on=None if starts is None else START + starts,
            opens_on=None if opens is None else START + opens,
            way=None if way is Way.CONVERSION and not movers else way,
            ends_on=START + ends
            if way is Way.CONTRACTOR and ends is not None and (starts is None or ends > starts)
            else None,
        )
        for number, (role, level, site, starts, opens, way, ends) in enumerate(listed)
    )


def _constraints(parts: tuple[Any, ...]) -> Constraints:
    money, begins, cap, hires, sites, earliest, alternatives = parts
    budget = None
    if money is not None:
        currency, yearly, quarterly, first, second = money
        named = {2026: first, 2027: second}
        years = {
            year: amount for year, amount in named.items() if amount is not None and year % 2 == begins % 2
        }
        budget = Budget(currency=currency, per_fiscal_year=yearly, per_quarter=quarterly, years=years)
    return Constraints(
        budget=budget,
        fiscal_year_starts_in=begins,
        headcount_cap=cap,
        hires_per_month=hires,
        sites=sites,
        earliest_start=None if earliest is None else START + earliest,
        alternatives=alternatives,
    )


@st.composite
def firms(draw: st.DrawFn) -> Profile:
    """A valid profile that is quickly planned; what a list settles is left to the list."""
    teams = _teams(draw(TEAMS))
    lists = {"teams": teams, "systems": _systems(draw(SYSTEMS), teams), "staff": _staff(draw(STAFF))}
    settled = {name for listed, facts in SETTLED_BY.items() if lists[listed] is not None for name in facts}
    facts = {name: value for name, value in draw(FACTS).items() if name not in settled}
    return Profile(
        name=draw(st.sampled_from(CALLED)),
        commitments=_commitments(draw(COMMITMENTS), (facts.get("current_mlops_fte") or 0) >= 2),
        constraints=_constraints(draw(LIMITS)),
        growth=draw(GROWTH),
        assumptions=draw(ASSUMED),
        **lists,
        **facts,
    )


__all__ = ["firms"]
