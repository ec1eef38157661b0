"""The schedule is the best there is: held against enumeration, another solver, and its own relations."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import combinations_with_replacement, product

import numpy as np
import pyscipopt
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from planner.domain import Plan, PositionKind, Profile, Role
from planner.domain.profile import Budget, Constraints, Override
from planner.domain.words import Alternative
from planner.engine.optimise import caps, cutting
from planner.engine.optimise.linear import Arrays, Series
from planner.engine.optimise.paying import Pay, pay
from planner.engine.optimise.reading import outcome, spending
from planner.engine.optimise.scheme import Scheme, weighted_shortage
from planner.engine.optimise.solving import solve
from planner.engine.optimise.work import Given, ramp_length
from planner.engine.plan import Planning
from planner.engine.schedule import Unplannable, forget, recalled, schedule
from planner.engine.staffing import Cap, Contract, Hire, Schedule, Staffing
from tests.engine.problems import MONTHS, PAY, laddered, problem, problems, seat, with_every_way
from tests.examples import EXAMPLES, few
from tests.knowing import TODAY, knowledge, planned

pytestmark = pytest.mark.properties
SEATS = 2


def weighted(months: int, shortage: dict[Role, Series]) -> float:
    early = 1.0 + 0.01 * (months - np.arange(months)) / months
    return float(sum((early * series).sum() for series in shortage.values()))


def candidates(given: Given) -> Iterator[tuple[Hire, ...]]:
    """Every way to open up to `SEATS` seats a role that has work for them."""
    starts = range(given.starts_from, given.problem.months)
    ways = [way for count in range(SEATS + 1) for way in combinations_with_replacement(starts, count)]
    roles = [[()] if not given.problem.demand[role].any() else ways for role in Role]
    for chosen in product(*roles):
        hires = tuple(
            Hire(given.problem.seats[role][number], PositionKind.NEW, start, start)
            for role, way in zip(Role, chosen, strict=True)
            for number, start in enumerate(way)
        )
        if all(_has_work(given, role, hires) for role in Role) and not cutting.breaches(given, hires):
            yield hires


def _has_work(given: Given, role: Role, hires: tuple[Hire, ...]) -> bool:
    ramp = ramp_length(given.problem.ramp)
    room = given.room[role]
    survival = given.problem.remaining(MONTHS + ramp + 1)
    return all(
        sum(
            survival[month - hire.start]
            for hire in hires
            if hire.seat.role is role and hire.start + ramp <= month
        )
        <= room[month] + 1e-9
        for month in range(given.starts_from + ramp, min(MONTHS + ramp, room.size))
    )


@given(problems(most=1.2))
@settings(max_examples=max(EXAMPLES // 20, 12))
def test_tiny_schedules_equal_enumeration(small: Staffing) -> None:
    given_ = Given(small)
    found = schedule(small)
    tried = [(hires, outcome(given_, hires)) for hires in candidates(given_)]
    best = min(weighted(small.months, result.shortage) for _, result in tried)
    mine = weighted(small.months, dict(found.shortage))
    assert len(found.hires) <= 2 * SEATS
    assert mine == pytest.approx(best, abs=1e-4)
    alike = [
        float(spending(small, hires).sum())
        for hires, result in tried
        if all((result.shortage[role] <= found.shortage[role] + 1e-6).all() for role in Role)
    ]
    assert float(spending(small, found.hires).sum()) == pytest.approx(min(alike), abs=1.0)


@given(
    problems(most=1.6),
    st.lists(st.sampled_from([0.6 * PAY, PAY, 1.7 * PAY]), min_size=12, max_size=12),
    st.lists(st.integers(1, 16), min_size=2, max_size=2),
)
@settings(max_examples=max(EXAMPLES // 20, 15))
def test_where_stairs_tell_pay_tiny_schedules_equal_enumeration_at_what_each_seat_costs(
    small: Staffing, prices: list[float], amounts: list[int]
) -> None:
    half = MONTHS // 2
    spans = (tuple(range(half)), tuple(range(half, MONTHS)))
    budgets = tuple(Cap(str(span), span, 0.4 * PAY * each) for span, each in zip(spans, amounts, strict=True))
    only = problem(small.demand, relievable=small.relievable, relief_per_fte=0.4, relief_cap=0.5)
    tight = replace(only, caps=budgets, seats=laddered(prices), survival=np.ones(MONTHS), earliest=0)
    given_, found = Given(tight), schedule(tight)
    assume(pay(prices[:3], 12).unspent == 0)
    assert not found.unspent
    best = min(weighted(MONTHS, outcome(given_, hires).shortage) for hires in candidates(given_))
    assert short(found) == pytest.approx(best, abs=1e-4)


def second_opinion(arrays: Arrays, objective: Series) -> float:
    model = pyscipopt.Model()
    model.hideOutput()
    columns = [
        model.addVar(
            vtype="I" if whole else "C",
            lb=float(low) if np.isfinite(low) else None,
            ub=float(high) if np.isfinite(high) else None,
        )
        for whole, low, high in zip(arrays.integer, arrays.lower, arrays.upper, strict=True)
    ]
    for row, (low, high) in enumerate(zip(arrays.row_lower, arrays.row_upper, strict=True)):
        entries = range(arrays.start[row], arrays.start[row + 1])
        total = pyscipopt.quicksum(float(arrays.value[at]) * columns[arrays.index[at]] for at in entries)
        if np.isfinite(low):
            model.addCons(total >= float(low))
        if np.isfinite(high):
            model.addCons(total <= float(high))
    model.setObjective(
        pyscipopt.quicksum(float(o) * column for o, column in zip(objective, columns, strict=True))
    )
    model.optimize()
    return float(model.getObjVal())


def third_opinion(arrays: Arrays, objective: Series) -> float:
    rows = csr_array((arrays.value, arrays.index, arrays.start), shape=arrays.shape)
    limits = LinearConstraint(rows, arrays.row_lower, arrays.row_upper)
    bounds = Bounds(arrays.lower, arrays.upper)
    return float(milp(objective, integrality=arrays.integer, bounds=bounds, constraints=limits).fun)


@given(problems(most=4.0), st.booleans(), st.booleans())
@settings(max_examples=15)
def test_other_solvers_agree(small: Staffing, capped: bool, ways: bool) -> None:
    from planner.engine.optimise.solver import Solver

    small = with_every_way(small) if ways else small
    scheme = Scheme(Given(small), tuple(Role), capped)
    if capped:
        caps.limit(scheme)
    arrays, objective = scheme.program.compile(), weighted_shortage(scheme)
    mine = Solver(arrays).minimise(objective)
    assert mine.objective == pytest.approx(second_opinion(arrays, objective), abs=1e-5)
    assert mine.objective == pytest.approx(third_opinion(arrays, objective), rel=2e-4, abs=1e-5)  # its gap


@given(problems(most=4.0), st.booleans())
@settings(max_examples=15)
def test_another_solver_agrees_on_the_least_cost(small: Staffing, capped: bool) -> None:
    found = solve(Given(small), tuple(Role), capped=capped)
    arrays = replace(found.solver.arrays, upper=found.solver.upper)
    cost = second_opinion(arrays, caps.cost_objective(found.scheme))
    assert found.cheap.objective == pytest.approx(cost, abs=1e-4)


def short(found: Schedule) -> float:
    return weighted(next(iter(found.shortage.values())).size, dict(found.shortage))


def more_budget_never_covers_less(small: Staffing, more: int, found: Schedule) -> None:
    larger = replace(
        small, caps=tuple(replace(cap, amount=cap.amount + more * PAY / 4) for cap in small.caps)
    )
    assert not small.caps or short(schedule(larger)) <= short(found) + 1e-5


def looser_limits_never_cover_less(small: Staffing, found: Schedule) -> None:
    looser = replace(
        small,
        hires_per_month=None if small.hires_per_month is None else small.hires_per_month * 2,
        headcount_cap=None if small.headcount_cap is None else small.headcount_cap + 1,
    )
    assert looser == small or short(schedule(looser)) <= short(found) + 1e-5


def caps_hold(small: Staffing, found: Schedule) -> None:
    money, heads = spending(small, found.hires), small.headcount * small.survival + sum(found.heads.values())
    assert all(money[list(cap.months)].sum() <= cap.amount + 1e-3 for cap in small.caps)
    assert small.headcount_cap is None or (heads <= max(small.headcount_cap, small.headcount[0]) + 1e-6).all()
    recruited = (PositionKind.NEW, PositionKind.BACKFILL)
    assert all(hire.start >= small.earliest for hire in found.hires if hire.kind in recruited)


def the_record_says_how_it_was_found(small: Staffing, found: Schedule) -> None:
    assert found.solution.bound <= found.solution.shortage + 1e-9
    assert found.solution.violation <= 1e-6
    capped = small.caps or small.hires_per_month or small.headcount_cap is not None
    assert not found.prices or found.cuts or capped


def solving_again_gives_the_same_bytes(small: Staffing, found: Schedule) -> None:
    assert pickle.dumps(schedule(small)) == pickle.dumps(found)


@given(problems(most=4.0, any_way=True, ladders=True), st.integers(1, 30))
@few(100)
def test_schedules_within_caps(small: Staffing, more: int) -> None:
    found = schedule(small)
    more_budget_never_covers_less(small, more, found)
    looser_limits_never_cover_less(small, found)
    caps_hold(small, found)
    the_record_says_how_it_was_found(small, found)
    solving_again_gives_the_same_bytes(small, found)


def test_where_nobody_can_start_in_time_everything_is_cut() -> None:
    late = problem({Role.MLOPS: [2.0] * 6}, earliest=9)
    found = schedule(late)
    assert found.hires == () and len(found.cuts) == 2
    assert {cut.cause for cut in found.cuts} == {cutting.HORIZON}


def test_a_wait_longer_than_the_horizon_is_told_as_such() -> None:
    slow = {"time_to_fill_months": Override(typical=40, low=36, high=48, reason="x")}
    found = planned(Profile(name="x", ml_teams=6, use_cases_in_production=20, assumptions=slow))
    assert found.positions == () and found.cuts
    assert "whoever is hired starts after the months planned" in found.headline
    assert "caps" not in found.headline


def test_without_money_everything_is_cut_and_a_seats_pay_buys_the_first() -> None:
    broke = problem({Role.MLOPS: [2.0] * 12}, caps=(caps_of(12, 0.0),))
    found = schedule(broke)
    assert found.hires == () and len(found.cuts) >= 2
    assert found.cuts[0].cause == "budget"
    assert [(price.resource, price.fte_months > 5) for price in found.prices] == [("budget", True)]


def test_seats_that_recruiters_put_off_are_listed_with_what_waiting_costs() -> None:
    waiting = problem({Role.MLOPS: [2.0] * 12}, hires_per_month=0.25)
    found, free = schedule(waiting), schedule(replace(waiting, hires_per_month=None))
    assert [hire.start for hire in free.hires] == [1, 1, 8]
    assert [hire.start for hire in found.hires] == [4, 8]
    assert [(cut.put_off, cut.cause) for cut in found.cuts[:2]] == [
        (3, cutting.recruiters_name(waiting)),
        (7, cutting.recruiters_name(waiting)),
    ]
    assert sum(cut.fte_months for cut in found.cuts) == pytest.approx(unmet(found) - unmet(free))


def unmet(found: Schedule) -> float:
    return sum(float(series.sum()) for series in found.shortage.values())


def caps_of(months: int, amount: float) -> object:
    from planner.engine.staffing import Cap

    return Cap("budget", tuple(range(months)), amount)


def test_a_cap_below_what_is_promised_is_named() -> None:
    from planner.engine.staffing import Commitment

    promised = tuple(Commitment(f"ML-{number}", seat(Role.MLOPS), 1) for number in range(3))
    found = schedule(
        problem({Role.MLOPS: [4.0] * 12}, commitments=promised, caps=(caps_of(12, 100.0),), headcount_cap=2)
    )
    assert {hire.id for hire in found.hires} == {"ML-0", "ML-1", "ML-2"}
    assert found.exceeded == ("budget", "headcount cap of 2")
    assert found.cuts


@pytest.mark.parametrize("demand", [[np.nan] * 6, [np.inf] * 6, [5_000.0] * 6])
def test_numbers_no_schedule_can_be_made_of_are_refused(demand: list[float]) -> None:
    with pytest.raises(Unplannable):
        schedule(problem({Role.MLOPS: demand}))


def used(alternatives: frozenset[Alternative] | None) -> Plan:
    profile = Profile(name="x", ml_teams=4, use_cases_in_production=14, ops_share_of_ds_time=0.4)
    return planned(replace(profile, constraints=Constraints(alternatives=alternatives)))


def test_alternatives_are_planned_and_priced_only_where_they_are_named() -> None:
    plain, every = used(None), used(frozenset(Alternative))
    usual = {PositionKind.NEW, PositionKind.BACKFILL}
    assert {seat.kind for seat in plain.positions} <= usual
    kinds = {seat.kind for seat in every.positions}
    assert {PositionKind.CONTRACTOR, PositionKind.TRANSFER} <= kinds
    assert short_of(every) < short_of(plain)
    contractor = next(seat for seat in every.positions if seat.kind is PositionKind.CONTRACTOR)
    usual_pay = next(seat for seat in plain.positions if seat.level == contractor.level).monthly_cost
    assert contractor.monthly_cost and usual_pay
    assert contractor.monthly_cost.amount > usual_pay.amount
    transfer = next(seat for seat in every.positions if seat.kind is PositionKind.TRANSFER)
    assert transfer.hiring_cost is not None and transfer.hiring_cost.amount == 0
    assert {"contractor_rate"} <= {row.name for row in every.assumptions} - {
        row.name for row in plain.assumptions
    }


def within(teams: int, yearly: int) -> Plan:
    """A plan of so many teams with so much money a year."""
    budget = Budget(currency="USD", per_fiscal_year=Decimal(yearly))
    facts = Profile(name="x", ml_teams=teams, use_cases_in_production=2 * teams)
    return planned(replace(facts, constraints=Constraints(budget=budget)))


def test_a_note_says_so_only_where_a_part_of_a_seats_pay_can_stay_unspent() -> None:
    few_seats, many = within(5, 400_000), within(40, 3_000_000)
    assert few_seats.cuts and not any("unspent" in note for note in few_seats.notes)
    assert many.cuts and any("unspent" in note for note in many.notes)


def test_seats_filled_in_other_ways_are_not_said_to_have_no_room() -> None:
    moved = Constraints(alternatives=frozenset({Alternative.TRANSFER}))
    found = planned(Profile(name="x", ml_teams=2, use_cases_in_production=4, constraints=moved))
    assert {seat.kind for seat in found.positions} == {PositionKind.TRANSFER, PositionKind.BACKFILL}
    assert found.headline.startswith("MLOps Engineers are needed now; fill 1 from other teams")


def short_of(plan: Plan) -> float:
    return sum(sum(row.shortage) for row in plan.supply)


def test_what_was_solved_is_recalled_until_it_is_forgotten() -> None:
    first, same = (problem({Role.MLOPS: [2.0] * MONTHS}) for _ in range(2))
    other = problem({Role.MLOPS: [2.0] * (MONTHS - 1) + [3.0]})
    found = recalled(first)
    assert recalled(same) is found and recalled(other) is not found
    forget()
    again = recalled(same)
    assert again is not found and again.hires == found.hires


@given(st.lists(st.integers(50, 150), min_size=6, max_size=6), st.sampled_from([3.0, 1.1, 0.7]))
@few(200)
def test_budgets_count_no_seat_below_its_price_and_set_little_aside(prices: list[int], factor: float) -> None:
    monthly = 100.0 * np.array(prices)
    line, scaled = pay(monthly), pay(factor * monthly)
    over = counted(line, 7) - np.cumsum([0.0, *monthly])
    by_mean = monthly.mean() * np.arange(7) - np.cumsum([0.0, *monthly])
    assert line.aside >= 0 and over.min() == pytest.approx(0.0, abs=1e-6)
    assert line.unspent == pytest.approx(over.max(), abs=1e-6)
    assert over.sum() <= (by_mean - by_mean.min()).sum() + 1e-6
    assert (scaled.monthly, scaled.aside) == pytest.approx((factor * line.monthly, factor * line.aside))


def counted(line: Pay, counts: int) -> Series:
    """What budgets count for 0, 1, … seats."""
    seats = np.arange(float(counts))
    stairs = sum((stair.rise * stair.climbed(seats) for stair in line.stairs), np.zeros(counts))
    return line.monthly * seats + line.aside + stairs


@given(st.lists(st.sampled_from([60.0, 100.0, 170.0]), min_size=1, max_size=16), st.integers(0, 12))
@few(200)
def test_stairs_count_no_seats_below_their_price_and_never_more_than_a_line_does(
    prices: list[float], most: int
) -> None:
    line, stepped = pay(prices), pay(prices, most)
    over = counted(stepped, len(prices) + 1) - np.cumsum([0.0, *prices])
    assert over.min() >= -1e-6 and over.max() == pytest.approx(stepped.unspent, abs=1e-5)
    assert over[0] == stepped.aside >= 0
    assert over.sum() <= (counted(line, len(prices) + 1) - np.cumsum([0.0, *prices])).sum() + 1e-5


@pytest.mark.parametrize("role", Role)
def test_stairs_tell_what_few_seats_at_one_site_cost_to_the_cent(role: Role) -> None:
    crowd = Planning(Profile(name="x", ml_teams=50, use_cases_in_production=90), knowledge(), TODAY)
    prices = [each.monthly for each in crowd.problem.seats[role][:16]]
    assert len(set(prices)) > 1 and pay(prices).unspent > 0
    assert pay(prices, 12).unspent == 0


def test_budgets_hold_for_contractors_where_nobody_can_be_hired_within_the_months() -> None:
    wanted = problem(
        {Role.MLOPS: [2.0] * MONTHS}, earliest=MONTHS, caps=(Cap("all", tuple(range(MONTHS)), 0.0),)
    )
    contract = Contract(0, 0, 2, {role: seat(role) for role in Role})
    found = schedule(replace(wanted, contract=contract))
    assert not found.hires and {cut.cause for cut in found.cuts} >= {"all", cutting.HORIZON}
    free = schedule(replace(wanted, contract=contract, caps=()))
    assert free.hires and {cut.cause for cut in free.cuts} == {cutting.HORIZON}


@pytest.mark.parametrize("dear", Role)
def test_of_two_seats_that_cover_as_much_the_cheaper_is_taken(dear: Role) -> None:
    prices = {role: (seat(role, monthly=2 * PAY if role is dear else PAY),) * 12 for role in Role}
    wanted = problem({role: [1.0] * MONTHS for role in Role}, seats=prices, headcount_cap=1)
    (hire,) = schedule(wanted).hires
    assert hire.seat.role is not dear
