"""A plan's life: who agrees to what, what an approval fixes, and what a new version keeps."""

import json
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest

from planner.domain import Forbidden, Money, NotFound
from planner.domain.approval import ApprovalLevel, NotYours
from planner.domain.lifecycle import COMMITTED, PlanState, WrongState
from planner.services import approving, plans, policies, positions
from planner.services.versions import Expected
from tests.lives.office import Office

LEVELS = (
    ApprovalLevel("finance", "finance"),
    ApprovalLevel("board", "admin", seats_over=0),
)


def test_a_submitted_plan_proposes_its_positions(office: Office) -> None:
    plan = office.submitted()
    seats = office.seats(plan_id=plan.id)
    assert plan.state == PlanState.SUBMITTED
    assert seats and all(seat.state == "proposed" for seat in seats)
    document = json.loads(plan.document)
    assert len(seats) == plan.seats == len(document["positions"])
    by_seat = {seat["id"]: seat for seat in document["positions"]}
    for seat in seats:
        told = by_seat[seat.seat]
        assert (seat.role, seat.level, seat.title) == (told["role"], told["level"], told["title"])
        assert seat.monthly_cost == Decimal(told["monthly_cost"]["amount"])
        assert seat.planned == seat.expected


def test_an_approval_locks_the_budget_and_approves_the_positions(office: Office) -> None:
    plan = office.approved()
    assert plan.state == PlanState.APPROVED
    assert {seat.state for seat in office.seats(plan_id=plan.id)} == {"approved"}
    locked = approving.budgets(office.fin, plan.id)
    totals = json.loads(plan.document)["totals"]
    assert [row.fiscal_year for row in locked] == [int(year) for year in totals["by_year"]]
    assert {row.amount for row in locked} == {Decimal("2000000.00")}
    assert [str(row.cost) for row in locked] == [cost["amount"] for cost in totals["by_year"].values()]


def test_nobody_approves_what_they_submitted(office: Office) -> None:
    plan = plans.make(office.ada, office.profile().id)
    approving.submit(office.ada, plan.id)
    with pytest.raises(NotYours, match="somebody else"):
        approving.approve(office.ada, plan.id)
    assert plans.get(office.ada, plan.id).state == PlanState.SUBMITTED
    assert approving.approve(office.fin, plan.id).state == PlanState.APPROVED


def test_only_those_who_may_approve_do(office: Office) -> None:
    plan = office.submitted()
    for name in ("mo", "vi"):
        with pytest.raises(Forbidden):
            approving.approve(office.desks[name], plan.id)
        with pytest.raises(Forbidden):
            approving.reject(office.desks[name], plan.id, "no")


def test_levels_are_asked_in_order_and_each_of_another_person(office: Office) -> None:
    policies.put(office.fin, LEVELS, Expected(frozenset({0})))
    plan = office.submitted()
    assert [level.name for level in approving.waiting(office.ana, plan.id)] == ["finance", "board"]
    assert approving.approve(office.fin, plan.id, "fits").state == PlanState.SUBMITTED
    with pytest.raises(NotYours):
        approving.approve(office.fin, plan.id)
    with pytest.raises(NotYours, match="given by the role admin"):
        approving.approve(office.flo, plan.id)
    assert approving.approve(office.ada, plan.id).state == PlanState.APPROVED
    told = [(step.action, step.level, step.reason) for step in approving.steps(office.ana, plan.id)]
    assert told == [("submit", None, None), ("approve", "finance", "fits"), ("approve", "board", None)]


def test_a_threshold_is_compared_with_the_plans_cost(office: Office) -> None:
    dear = ApprovalLevel("board", "admin", cost_over=Money(Decimal(10**9), "EUR"))
    policies.put(office.fin, (LEVELS[0], dear), Expected(None))
    assert office.approved().state == PlanState.APPROVED


def test_a_rejection_says_why_and_can_be_reopened(office: Office) -> None:
    plan = office.submitted()
    with pytest.raises(WrongState, match="recorded with a reason"):
        approving.reject(office.fin, plan.id)
    approving.reject(office.fin, plan.id, "Too early.")
    assert {seat.state for seat in office.seats(plan_id=plan.id)} == {"cancelled"}
    ids = [seat.id for seat in office.seats(plan_id=plan.id)]
    approving.reopen(office.ana, plan.id)
    approving.submit(office.ana, plan.id)
    assert [seat.id for seat in office.seats(plan_id=plan.id)] == ids
    assert {seat.state for seat in office.seats(plan_id=plan.id)} == {"proposed"}
    assert approving.approve(office.fin, plan.id).state == PlanState.APPROVED


def test_approvals_of_an_earlier_round_do_not_count(office: Office) -> None:
    policies.put(office.fin, LEVELS, Expected(None))
    plan = office.submitted()
    approving.approve(office.fin, plan.id)
    approving.withdraw(office.ana, plan.id)
    approving.submit(office.ana, plan.id)
    assert [level.name for level in approving.waiting(office.ana, plan.id)] == ["finance", "board"]


def test_an_approved_plan_takes_no_step_but_into_the_archive(office: Office) -> None:
    plan = office.approved()
    for step in (approving.submit, approving.withdraw, approving.reopen):
        with pytest.raises(WrongState):
            step(office.ana, plan.id)
    with pytest.raises(WrongState):
        approving.reject(office.fin, plan.id, "changed my mind")
    assert approving.archive(office.ana, plan.id).state == PlanState.ARCHIVED
    assert approving.restore(office.ana, plan.id).state == PlanState.APPROVED


def test_planning_again_keeps_ids_and_hires_nothing_new(office: Office) -> None:
    profile = office.profile()
    first = office.approved(profile.id)
    before = {seat.id: (seat.title, seat.planned) for seat in office.seats()}
    second = plans.replan(office.ana, first.id)
    assert second.replaces == first.id
    assert second.seats == 0
    assert {seat["id"] for seat in json.loads(second.document)["positions"]} == set(before)
    approving.submit(office.ana, second.id)
    approving.approve(office.fin, second.id)
    assert plans.get(office.ana, first.id).state == PlanState.SUPERSEDED
    assert {seat.id: (seat.title, seat.planned) for seat in office.seats(plan_id=second.id)} == before
    assert all(row.released_at for row in approving.budgets(office.fin, first.id))
    assert {seat.state for seat in office.seats()} <= {state.value for state in COMMITTED}


def test_a_plan_from_before_positions_changed_is_refused(office: Office) -> None:
    profile = office.profile()
    rival = plans.make(office.ana, profile.id)
    plan = office.approved(profile.id)
    with pytest.raises(WrongState, match="does not know of"):
        approving.submit(office.ana, rival.id)
    later = plans.replan(office.ana, plan.id)
    seat = office.seats()[0]
    positions.transition(office.ana, seat.id, "cancel", "not needed")
    with pytest.raises(WrongState, match=f"still counts on {seat.id}"):
        approving.submit(office.ana, later.id)


def test_ids_are_never_given_twice_in_a_workspace(office: Office) -> None:
    first, second = office.approved(), office.approved()
    ids = [seat.id for seat in office.seats()]
    assert len(set(ids)) == len(ids) == first.seats + second.seats


def test_parallel_submissions_number_on(office: Office) -> None:
    made = [plans.make(office.ana, office.profile().id).id for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda id: approving.submit(office.ana, id), made))
    ids = [seat.id for seat in office.seats()]
    assert len(set(ids)) == len(ids) > 0


def test_of_parallel_approvals_one_adopts_the_plan(office: Office) -> None:
    plan = office.submitted()

    def approve(name: str) -> str:
        try:
            return approving.approve(office.desks[name], plan.id).state
        except WrongState:
            return "refused"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(approve, ("fin", "flo"))) == ["approved", "refused"]
    assert len(approving.budgets(office.fin, plan.id)) == len(json.loads(plan.document)["totals"]["by_year"])


def test_events_tell_of_every_step_and_of_no_pay(office: Office) -> None:
    plan = office.approved()
    with office.ada.store.reading(office.workspace) as work:
        events = work.outbox.pending(1000)
        seats = work.positions.all()
    types = [event.type for event in events]
    assert types.count("plan.submitted") == types.count("plan.approved") == 1
    assert types.count("position.approved") == len(seats)
    assert len({event.id for event in events}) == len(events)
    text = json.dumps([event.data for event in events])
    for seat in seats:
        assert str(seat.monthly_cost) not in text and str(seat.hiring_cost) not in text
    assert str(plan.cost) not in text


def test_steps_of_a_plan_that_is_not_there(office: Office) -> None:
    for step in (approving.submit, approving.reopen, approving.archive):
        with pytest.raises(NotFound):
            step(office.ana, "plan_00000000000000000000000000")


def test_a_policy_is_changed_from_the_version_that_was_read(office: Office) -> None:
    from planner.domain import InvalidInput, Stale

    assert policies.put(office.fin, LEVELS, Expected(frozenset({0}))).version == 1
    with pytest.raises(Stale):
        policies.put(office.fin, LEVELS, Expected(frozenset({0})))
    with pytest.raises(InvalidInput, match="may not approve plans"):
        policies.put(office.fin, (ApprovalLevel("x", "viewer"),), Expected(None))
    with pytest.raises(Forbidden):
        policies.put(office.ana, LEVELS, Expected(None))
