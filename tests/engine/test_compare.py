"""Differences of plans name their causes; what always holds of them is in `test_plan_relations`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from planner.domain import Month, Plan, Profile, Role
from planner.domain.comparison import Comparison
from planner.domain.profile import Budget, Commitment, Constraints, Override, Staff, Team
from planner.domain.withholding_analysis import analysis_without_pay
from planner.engine import plan
from planner.engine.compare import compare
from planner.schemas.comparison import dump
from tests.knowing import knowledge, planned

HARBOUR = Profile(name="harbour", ml_teams=6, data_scientists=24, use_cases_in_production=14)


def again(profile: Profile, today: date, _: str) -> Plan:
    return plan(profile, knowledge(), today)


def compared(before: Profile, after: Profile) -> Comparison:
    return compare(planned(before), planned(after), again)


def test_the_only_cause_brings_the_whole_difference() -> None:
    found = compared(HARBOUR, replace(HARBOUR, use_cases_in_production=40))
    (part,) = found.contributions
    assert (part.kind, part.cost) == ("facts", found.cost)
    assert sum(part.seats.values()) == sum(row.seats for row in found.roles) > 0
    assert [(row.name, row.before, row.after) for row in found.causes] == [
        ("use_cases_in_production", "14", "40")
    ]


def test_each_kind_of_change_is_told_apart_and_two_add_up() -> None:
    other = replace(
        HARBOUR,
        use_cases_in_production=40,
        assumptions={"ramp_months": Override(typical=3)},
    )
    found, back = compared(HARBOUR, other), compared(other, HARBOUR)
    assert [part.kind for part in found.contributions] == ["facts", "assumptions"]
    for role in Role:
        assert sum(part.seats[role] for part in found.contributions) == next(
            row.seats for row in found.roles if row.role is role
        )
    assert [-part for part in found.contributions] == list(back.contributions)


def test_every_kind_of_input_is_named() -> None:
    other = replace(
        HARBOUR,
        regulated=True,
        teams=None,
        staff=(Staff(role="mlops", count=2),),
        commitments=(Commitment(id="ML-2026-007", role=Role.MLOPS),),
        constraints=Constraints(budget=Budget(currency="USD", per_fiscal_year=Decimal(900_000))),
        assumptions={"notice_months": Override(typical=2, reason="contracts say so")},
    )
    later = plan(other, knowledge(), date(2027, 2, 1))
    found = compare(planned(HARBOUR), later, again)
    assert {row.kind for row in found.causes} == {"facts", "people", "constraints", "assumptions", "day"}
    assert len(found.contributions) == 5


def test_lists_say_only_the_entries_that_differ() -> None:
    teams = tuple(Team(name=name, data_scientists=3.0) for name in ("a", "b"))
    listed = replace(HARBOUR, ml_teams=None, data_scientists=None, teams=teams)
    grown = replace(listed, teams=(*teams[:1], replace(teams[1], data_scientists=9.0)))
    (cause,) = compared(listed, grown).causes
    assert cause.before and "b (data scientists 3)" in cause.before and "a (" not in cause.before


def test_inputs_are_told_in_plain_words() -> None:
    later = Constraints(
        earliest_start=Month.parse("2027-05"),
        budget=Budget(currency="USD", years={2027: Decimal(60_000)}),
    )
    told = {row.name: row.after for row in compared(HARBOUR, replace(HARBOUR, constraints=later)).causes}
    assert told["constraints.earliest_start"] == "2027-05"
    assert told["constraints.budget"] == "currency USD, years 2027: 60,000"


def test_committed_seats_are_matched_by_their_ids() -> None:
    seats = (Commitment(id="ML-2026-001", role=Role.MLOPS), Commitment(id="ML-2026-002", role=Role.MLOPS))
    both = replace(HARBOUR, commitments=seats)
    one = replace(HARBOUR, commitments=seats[1:])
    found = compared(both, one)
    shifts = (*found.moved, *found.changed)
    assert all(shift.after.id == "ML-2026-002" for shift in shifts if shift.before.id == "ML-2026-002")


def test_other_currencies_are_not_subtracted() -> None:
    euros = replace(HARBOUR, constraints=Constraints(currency="EUR"))
    for other in (euros, replace(euros, use_cases_in_production=40)):
        found = compared(HARBOUR, other)
        assert (found.cost, found.by_year) == (None, {})
        assert all(part.cost is None for part in found.contributions if part.kind == "constraints")


def test_a_comparison_without_pay_holds_no_money() -> None:
    found = compared(HARBOUR, replace(HARBOUR, use_cases_in_production=40))
    said = str(dump(analysis_without_pay(found)))
    assert "'currency'" not in said
    assert "'currency'" in str(dump(found))
