"""Relations within one plan, and between it and the same organisation's told otherwise (model, section 9).

One plan is made of each generated organisation and all relations look at it; each is a function of its own,
so that a failure names it. `docs/relations.md` lists all relations with the tests that prove them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from planner.domain import Level, Money, Plan, Position, PositionKind, Profile, Role
from planner.domain.profile import Commitment, Constraints, Growth, Override, Staff, System, Team
from planner.domain.words import Alternative
from planner.engine import Knowledge, plan
from planner.engine.compare import compare
from planner.engine.plan import Planning
from planner.schemas import plans
from tests.examples import few
from tests.firms import IDLE, PLACES, START, firms
from tests.knowing import TODAY, knowledge, planned

pytestmark = pytest.mark.properties
RENAMED = dict(zip(PLACES, ("Zagreb", "Aarhus", "Ύδρα"), strict=True))
SIGNED = {"strength", "score"}  # points for and against
LISTED: dict[str, Any] = {"reasons": (), "skills": (), "work": ()}  # of a position, in the order of rules
GIVEN = {"profile", "assumptions", "values", "assumed"}  # what was put in


def headcount_balances(planning: Planning, plan: Plan) -> None:
    """By role, level and month: those of today who stay, and those whose seats have started and who stay."""
    for supply in plan.supply:
        seats = Counter(row.level for row in plan.positions if row.role is supply.role)
        assert seats.total() == plan.totals.seats[supply.role]
        counted = planning.steady[supply.role] * staying(planning, 0)
        for level in seats.keys() | set(Level):
            of_level = (row for row in plan.positions if row.level is level)
            counted += sum((people(row, supply.role, planning) for row in of_level), np.zeros(counted.size))
        assert supply.headcount == pytest.approx(np.maximum(counted, 0.0), abs=1e-6)


def staying(planning: Planning, start: int) -> np.ndarray:
    """How much of a person is expected to be there, by month, who is in month `start`."""
    served = np.arange(planning.months) - start
    return np.where(served >= 0, (1 - planning.assumed["attrition_yearly"]) ** (served / 12), 0.0)


def people(row: Position, role: Role, planning: Planning) -> np.ndarray:
    """What a position adds to the people of a role by month; contractors are none of them, and whoever moved
    over before the plan is no MLOps engineer of today."""
    start, kind = max(row.starts - planning.start, 0), filled(row, planning.profile)
    if kind is PositionKind.CONVERSION and row.starts >= planning.start:
        there = np.where(np.arange(planning.months) >= start, staying(planning, 0), 0.0)
        return there if row.role is role else -there
    if kind is PositionKind.CONTRACTOR or row.role is not role:
        return np.zeros(planning.months)
    return staying(planning, start)


def filled(row: Position, profile: Profile) -> PositionKind:
    """How a seat is filled, be it promised or not."""
    way = next((seat.way for seat in profile.commitments if seat.id == row.id), None)
    return PositionKind(way) if way else row.kind


def demand_is_met_and_unmet(_: Planning, plan: Plan) -> None:
    for demand, supply in zip(plan.demand, plan.supply, strict=True):
        for fte, there, added, short in zip(
            demand.fte, supply.present, supply.planned, supply.shortage, strict=True
        ):
            assert min(fte, there + added) + short == pytest.approx(fte, abs=1e-6)


def cost_is_the_sum_of_its_lines(_: Planning, plan: Plan) -> None:
    currency = plan.totals.cost.currency
    for lines in (
        (row.cost for row in plan.positions),
        plan.totals.by_quarter.values(),
        plan.totals.by_year.values(),
        (row.cost for row in plan.quarters),
    ):
        assert plan.totals.cost == Money.total(lines, currency)


def cost_is_within_budget(planning: Planning, plan: Plan) -> None:
    """Unless what is promised already exceeds it, which the plan then says."""
    budget = planning.profile.constraints.budget
    assert plan.profile.commitments or not any(name.startswith("budget") for name in plan.exceeded)
    for year, budgeted in plan.totals.budget_by_year.items():
        assert plan.totals.by_year[year] <= budgeted or f"budget of FY{year}" in plan.exceeded
    for quarter, spent in plan.totals.by_quarter.items():
        cap = budget.of_quarter(quarter) if budget else None
        assert cap is None or spent.amount <= cap or f"budget of {quarter}" in plan.exceeded


def nobody_starts_before_a_requisition_can_be_filled(planning: Planning, plan: Plan) -> None:
    assumed, first = planning.assumed, plan.months[0]
    hired = math.ceil(assumed["time_to_fill_months"] + assumed["notice_months"] - 1e-9)
    lead = {
        PositionKind.NEW: hired,
        PositionKind.BACKFILL: hired,
        PositionKind.TRANSFER: math.ceil(assumed["transfer_lead_months"] - 1e-9),
        PositionKind.TRAINING: math.ceil(assumed["training_lead_months"] - 1e-9),
    }
    earliest = planning.profile.constraints.earliest_start or first
    for row in plan.positions:
        if row.kind in lead:
            assert row.starts - first >= lead[row.kind]
            assert row.starts >= earliest
            assert row.opens >= first


def a_late_need_is_late_and_not_dropped(planning: Planning, plan: Plan) -> None:
    """A seat says by how much it is late; what is not opened is cut, and without a cap nothing is."""
    for row in plan.positions:
        assert row.late_months == max(row.starts - row.needed, 0)
    limits = planning.profile.constraints
    free = limits.budget is None and limits.headcount_cap is None and limits.hires_per_month is None
    within = planning.problem.earliest < planning.months
    assert not (free and within and plan.cuts)


def reporting_lines_are_a_forest_within_span(planning: Planning, plan: Plan) -> None:
    ids = {row.id for row in plan.positions}
    assert len(ids) == len(plan.positions)
    leaders = {row.id for row in plan.positions if row.level is Level.MANAGER}
    reports = Counter(row.reports_to for row in plan.positions if row.reports_to in ids)
    assert set(reports) <= leaders
    assert all(count <= planning.problem.span for count in reports.values())
    assert all(row.reports_to not in ids for row in plan.positions if row.id in leaders)


def amounts_are_finite_and_not_negative(_: Planning, plan: Plan) -> None:
    for path, value in numbers("", plans.dump(plan)):
        assert math.isfinite(value) and value >= 0, path


def numbers(path: str, part: object) -> Iterator[tuple[str, float]]:
    """Every number of a document, but what was put in and points against."""
    if isinstance(part, Mapping):
        for name, inner in part.items():
            if name not in SIGNED | GIVEN:
                yield from numbers(f"{path}.{name}", inner)
    elif isinstance(part, Sequence) and not isinstance(part, str):
        for place, inner in enumerate(part):
            yield from numbers(f"{path}[{place}]", inner)
    elif isinstance(part, int | float) and not isinstance(part, bool):
        yield path, float(part)


def a_plan_does_not_differ_from_itself(_: Planning, plan: Plan) -> None:
    assert compare(plan, plan).empty


BOOKS: tuple[Callable[[Planning, Plan], None], ...] = (
    headcount_balances,
    demand_is_met_and_unmet,
    cost_is_the_sum_of_its_lines,
    cost_is_within_budget,
    nobody_starts_before_a_requisition_can_be_filled,
    a_late_need_is_late_and_not_dropped,
    reporting_lines_are_a_forest_within_span,
    amounts_are_finite_and_not_negative,
    a_plan_does_not_differ_from_itself,
)


def substance(plan: Plan) -> Plan:
    """The plan without what repeats the input."""
    unsaid = replace(plan.provenance, input_digest="")
    return replace(plan, organisation="", profile=Profile(name="x"), provenance=unsaid)


def the_order_of_lists_is_irrelevant(profile: Profile, order: Sequence[int], plan: Plan) -> None:
    def shuffled(rows: tuple[object, ...] | None) -> tuple[object, ...] | None:
        return rows and tuple(rows[place] for place in order if place < len(rows))

    other = replace(
        profile,
        teams=shuffled(profile.teams),  # type: ignore[arg-type]
        staff=shuffled(profile.staff),  # type: ignore[arg-type]
        systems=shuffled(profile.systems),  # type: ignore[arg-type]
        commitments=shuffled(profile.commitments),  # type: ignore[arg-type]
    )
    assert substance(planned(other)) == substance(plan)


@lru_cache
def turned() -> Knowledge:
    """The shipped knowledge with its rules in the opposite order."""
    pack = knowledge().guidance
    return Knowledge(replace(pack, rules=pack.rules[::-1]), knowledge().pay, knowledge().roles)


def the_order_of_rules_is_irrelevant(profile: Profile, made: Plan) -> None:
    """For what is planned and which sentence is said; lists of reasons may come in another order."""
    other = plan(profile, turned(), TODAY)
    assert (other.decision, other.headline, other.totals) == (made.decision, made.headline, made.totals)
    for row, same in zip(other.supply, made.supply, strict=True):
        assert row.shortage == same.shortage
    for mine, theirs in zip(made.stances, other.stances, strict=True):
        assert (mine.kind, mine.month, mine.sentence) == (theirs.kind, theirs.month, theirs.sentence)
        assert set(map(str, mine.supporting)) == set(map(str, theirs.supporting))
    for mine, theirs in zip(made.positions, other.positions, strict=True):
        assert replace(mine, **LISTED) == replace(theirs, **LISTED)
        for name in LISTED:
            assert set(map(str, getattr(mine, name))) == set(map(str, getattr(theirs, name)))


def names_are_irrelevant(profile: Profile, made: Plan) -> None:
    """Of the organisation, its teams and systems; and sites keep what is theirs under another name."""
    teams, systems, places = profile.teams, profile.systems, profile.constraints
    other = replace(
        profile,
        name="Another",
        teams=teams and tuple(replace(row, id=f"new-{row.id}", name="T") for row in teams),
        systems=systems
        and tuple(replace(row, name="S", team=row.team and f"new-{row.team}") for row in systems),
    )
    assert substance(planned(other)) == substance(made)
    elsewhere = replace(
        other,
        teams=other.teams and tuple(moved(row) for row in other.teams),
        staff=profile.staff and tuple(moved(row) for row in profile.staff),
        commitments=tuple(moved(row) for row in profile.commitments),
        constraints=replace(
            places, sites=tuple(replace(row, name=RENAMED[row.name]) for row in places.sites)
        ),
    )
    found = planned(elsewhere)
    assert found.totals == made.totals
    for mine, theirs in zip(made.positions, found.positions, strict=True):
        assert RENAMED.get(mine.site or "") == theirs.site
        assert (mine.id, mine.level, mine.starts, mine.cost) == (
            theirs.id,
            theirs.level,
            theirs.starts,
            theirs.cost,
        )


def moved(row: object) -> object:
    """An entry of a list, its site under another name."""
    return replace(row, site=RENAMED.get(row.site or ""))  # type: ignore[attr-defined, type-var]


def a_count_of_three_is_three_of_count_one(profile: Profile, made: Plan) -> None:
    staff, teams = profile.staff, profile.teams
    apart = replace(
        profile,
        staff=staff
        and tuple(replace(row, count=min(row.count, 1)) for row in staff for _ in range(max(row.count, 1))),
        teams=teams and tuple(part for row in teams for part in singles(row)),
        systems=profile.systems
        and tuple(replace(row, team=row.team and f"{row.team}-0") for row in profile.systems),
    )
    assert substance(planned(apart)) == substance(made)


def singles(team: Team) -> Iterator[Team]:
    """The teams behind a count; none stays a count of none, since a system may name it."""
    for number in range(max(team.count, 1)):
        yield replace(team, id=f"{team.id}-{number}", count=min(team.count, 1))


TIED = replace(
    IDLE,
    ml_teams=19,
    data_scientists=0.0,
    ml_engineers=0.0,
    growth=Growth(teams=2.0),
)
"""Two kinds of work take as many hours in the month of a seat, which names the larger."""


PROMISED = replace(
    IDLE,
    ml_teams=0,
    model_consuming_teams=17,
    data_scientists=0.0,
    ml_engineers=4.0,
    use_cases_in_production=17,
    current_mlops_fte=0.0,
    current_platform_fte=1.0,
    commitments=(
        Commitment(id="C-0", role=Role.PLATFORM, level=Level.ENTRY),
        Commitment(id="C-1", role=Role.PLATFORM, level=Level.ENTRY, starts_on=START + -14),
    ),
    assumptions={"horizon_months": Override(typical=6), "attrition_yearly": Override(typical=0.0)},
)
"""Two promised seats whose capacity adds up to another last digit the other way round."""


EVEN = Profile(
    name="x",
    systems=(
        System(use_cases=10, models=2, round_the_clock=True, deploys_per_quarter=8.6),
        System(use_cases=10, models=4, deploys_per_quarter=10.0),
    ),
    ml_teams=4,
    ml_engineers=6.3,
    models_planned_per_quarter=4.4,
    joins_existing_rotation=True,
    growth=Growth(teams=-1.0, models=0.0),
    current_mlops_fte=1.6,
    current_platform_fte=3.9,
    constraints=Constraints(alternatives=frozenset(Alternative)),
    assumptions={
        "horizon_months": Override(typical=16),
        "time_to_fill_months": Override(typical=0),
        "lasting_months": Override(typical=1),
    },
)
"""Two schedules as short and as dear, between which the last digit of the work decided."""


@given(firms(), st.permutations(range(3)))
@example(TIED, (0, 1, 2))
@example(EVEN, (0, 1, 2))
@example(PROMISED, (1, 0, 2))
@example(Profile(name="many", ml_teams=10, model_consuming_teams=10), (2, 1, 0))
@few(200)
def test_one_plan_and_the_same_told_otherwise(profile: Profile, order: Sequence[int]) -> None:
    planning = Planning(profile, knowledge(), TODAY)
    made = planning.plan()
    for relation in BOOKS:
        relation(planning, made)
    the_order_of_lists_is_irrelevant(profile, order, made)
    the_order_of_rules_is_irrelevant(profile, made)
    names_are_irrelevant(profile, made)
    a_count_of_three_is_three_of_count_one(profile, made)


@given(firms())
@settings(max_examples=40)
def test_a_plan_read_again_does_not_differ(profile: Profile) -> None:
    made = planned(profile)
    assert compare(made, plans.loads(plans.dumps(made))).empty


def test_constraints_of_nothing_bind_nothing() -> None:
    profile = Profile(name="x", ml_teams=8, models_in_production=30)
    assert planned(profile).cuts == planned(replace(profile, constraints=Constraints())).cuts == ()


def test_four_fifths_of_three_people_are_as_much_in_any_number() -> None:
    one = Profile(
        name="x", ml_teams=6, use_cases_in_production=20, staff=(Staff(role="mlops", fte=0.8, count=3),)
    )
    apart = replace(one, staff=(Staff(role="mlops", fte=0.8),) * 3)
    assert substance(planned(one)) == substance(planned(apart))
