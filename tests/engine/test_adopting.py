"""Planning again on top of an adopted plan keeps its positions and their ids."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from planner.domain import Plan, PositionKind, Profile, Role
from planner.domain.plan import Supply
from planner.domain.profile import Commitment, Constraints, Site
from planner.domain.words import Alternative, GeneralPlatform, Need, Way
from planner.engine.adopting import adopted
from planner.engine.compare import compare
from tests.firms import START
from tests.knowing import planned

SHOP = Profile(name="x", ml_teams=4, use_cases_in_production=14, ops_share_of_ds_time=0.4)


def test_the_same_facts_hire_nothing_new() -> None:
    first = planned(SHOP)
    again = planned(adopted(SHOP, first))
    assert [seat.id for seat in again.positions] == [seat.id for seat in first.positions]
    assert {seat.kind for seat in again.positions} == {PositionKind.COMMITTED}


def test_who_comes_by_transfer_or_training_still_does_once_adopted() -> None:
    limits = Constraints(alternatives=frozenset(Alternative), hires_per_month=0.5)
    shop = replace(SHOP, constraints=limits)
    first = planned(shop)
    assert {PositionKind.TRANSFER, PositionKind.TRAINING} <= {seat.kind for seat in first.positions}
    promised = adopted(shop, first)
    assert adopted(shop, planned(promised)).commitments == promised.commitments
    again = planned(promised)
    assert again.exceeded == first.exceeded == ()
    assert again.totals.cost == first.totals.cost
    for now, before in zip(again.supply, first.supply, strict=True):
        assert now.shortage == pytest.approx(before.shortage)
    kept = {seat.id: (seat.opens, seat.productive) for seat in first.positions}
    assert {seat.id: kept.get(seat.id) for seat in again.positions if seat.kind == "committed"} == {
        seat.id: (seat.opens, seat.productive) for seat in again.positions if seat.kind == "committed"
    }
    assert compare(first, again).sentence == "The seats are the same."


def test_new_facts_add_to_what_was_adopted() -> None:
    first = planned(SHOP)
    grown = planned(adopted(replace(SHOP, use_cases_in_production=28), first))
    kept = {seat.id: (seat.level, seat.starts) for seat in first.positions}
    assert {seat.id: (seat.level, seat.starts) for seat in grown.positions if seat.id in kept} == kept
    fresh = [seat for seat in grown.positions if seat.id not in kept]
    assert fresh and PositionKind.COMMITTED not in {seat.kind for seat in fresh}


def test_new_seats_go_on_with_the_mix_of_levels_and_sites() -> None:
    sites = (Site(name="Berlin", share=0.5), Site(name="Lisbon", share=0.5))
    shop = replace(SHOP, constraints=Constraints(sites=sites))
    first = planned(shop)
    assert len(first.positions) % 2 == 1
    grown = planned(adopted(replace(shop, use_cases_in_production=24), first))
    places = Counter(seat.site for seat in grown.positions)
    assert places.total() == len(first.positions) + 1 and places["Berlin"] == places["Lisbon"]


def test_what_the_profile_states_of_a_position_wins() -> None:
    first = planned(SHOP)
    stated = adopted(SHOP, first).commitments[0]
    later = replace(stated, starts_on=None if stated.starts_on is None else stated.starts_on + 2)
    again = adopted(replace(SHOP, commitments=(later,)), first)
    assert [seat for seat in again.commitments if seat.id == stated.id] == [later]


def test_who_began_before_the_plan_goes_on_from_there() -> None:
    first = planned(SHOP)
    again = planned(adopted(SHOP, first), date(2027, 8, 1))
    now = {seat.id: seat for seat in again.positions}
    begun = [seat for seat in first.positions if seat.starts < again.months[0]]
    assert begun
    for seat in begun:
        kept = now[seat.id]
        assert (kept.starts, kept.productive) == (seat.starts, seat.productive)
        assert kept.hiring_cost is not None and not kept.hiring_cost.amount
    before, after = (next(row for row in made.supply if row.role == "mlops") for made in (first, again))
    expected = before.planned[first.months.index(again.months[0])]
    assert after.planned[0] == pytest.approx(expected, rel=0.1)  # before attrition since they began
    assert after.planned[0] > expected


MOVERS = Profile(
    name="x",
    ml_teams=12,
    model_consuming_teams=8,
    use_cases_in_production=6,
    current_mlops_fte=8.0,
    needs=frozenset(Need),
    general_platform=GeneralPlatform.BASIC,
)


def platform(made: Plan) -> Supply:
    return next(row for row in made.supply if row.role == "platform")


def test_who_moves_over_stays_on_the_platform() -> None:
    first = planned(MOVERS)
    moves = sum(seat.kind == "conversion" for seat in first.positions)
    later = date(2027, 8, 1)
    again = planned(adopted(replace(MOVERS, current_mlops_fte=8.0 - moves), first), later)
    kept = {seat.id: seat for seat in again.positions}
    for seat in first.positions:
        assert (kept[seat.id].starts, kept[seat.id].productive) == (seat.starts, seat.productive)
        assert kept[seat.id].kind == "committed"
    gone = first.months.index(again.months[0])
    assert platform(again).planned[0] == pytest.approx(platform(first).planned[gone], rel=0.15)
    assert platform(again).headcount[0] >= moves  # before attrition since they moved


def test_a_promised_contractor_works_until_the_end_and_is_no_head() -> None:
    engaged = Commitment(id="C-1", role=Role.MLOPS, way=Way.CONTRACTOR, starts_on=START, ends_on=START + 4)
    without, plan = planned(SHOP), planned(replace(SHOP, commitments=(engaged,)))
    (before, _), (now, _) = without.supply, plan.supply
    assert now.planned[:3] == tuple(there + 1.0 for there in before.planned[:3])
    assert now.headcount == before.headcount
    (seat,) = (row for row in plan.positions if row.id == "C-1")
    assert seat.ends == START + 4 and seat.cost.amount == seat.monthly_cost.amount * 4
