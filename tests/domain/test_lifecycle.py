"""The lives of plans and positions: what the tables promise of every path through them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.events import PLAN_EVENTS, POSITION_EVENTS
from planner.domain.lifecycle import (
    COMMITTED,
    PLAN,
    POSITION,
    Life,
    PlanState,
    PositionState,
    WrongState,
)

LIVES = [(PLAN, PlanState), (POSITION, PositionState)]


def reachable(life: Life, first):  # type: ignore[no-untyped-def, type-arg]
    seen, todo = {first}, [first]
    while todo:
        state = todo.pop()
        for row in life.transitions:
            if row.source is state and row.target is not None and row.target not in seen:
                seen.add(row.target)
                todo.append(row.target)
    return seen


def test_every_state_can_be_reached_from_the_first() -> None:
    assert reachable(PLAN, PlanState.DRAFT) == set(PlanState)
    assert reachable(POSITION, PositionState.PROPOSED) == set(PositionState)


@pytest.mark.parametrize("life", [PLAN, POSITION], ids=["plan", "position"])
def test_a_state_and_an_action_lead_to_one_state(life: Life) -> None:  # type: ignore[type-arg]
    keys = [(row.source, row.action) for row in life.transitions]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("life,states", LIVES, ids=["plan", "position"])
def test_no_state_is_a_dead_end(life, states) -> None:  # type: ignore[no-untyped-def]
    assert all(life.actions(state) for state in states)


def test_the_ways_on_are_those_of_the_product() -> None:
    plan = [("submit", PlanState.SUBMITTED), ("approve", PlanState.APPROVED), ("archive", PlanState.ARCHIVED)]
    state = PlanState.DRAFT
    for action, expected in plan:
        state = PLAN.follow(state, action)
        assert state is expected
    seat = PositionState.PROPOSED
    for action in ("approve", "open", "accept_offer", "hire", "give_notice", "leave"):
        seat = POSITION.follow(seat, action)
    assert seat is PositionState.VACANT


@given(st.lists(st.sampled_from(sorted({row.action for row in POSITION.transitions}))))
def test_no_path_fills_a_seat_that_was_not_approved(actions: list[str]) -> None:
    state, before, approved = PositionState.PROPOSED, None, False
    for action in actions:
        if action not in POSITION.actions(state):
            with pytest.raises(WrongState):
                POSITION.follow(state, action, "a reason", before)
            continue
        came_from = state
        state = POSITION.follow(state, action, "a reason", before)
        before = came_from if state is PositionState.ON_HOLD else before
        approved = (approved or action == "approve") and state is not PositionState.PROPOSED
        if state in {PositionState.OPEN, PositionState.FILLED, PositionState.DEPARTING, PositionState.VACANT}:
            assert approved
        if state in COMMITTED - {PositionState.ON_HOLD}:
            assert approved


def test_an_approved_plan_never_becomes_a_draft_again() -> None:
    after = reachable(PLAN, PlanState.APPROVED)
    assert after == {PlanState.APPROVED, PlanState.SUPERSEDED, PlanState.ARCHIVED}


def test_what_stood_still_goes_on_where_it_was() -> None:
    held = POSITION.follow(PositionState.OPEN, "hold", "budget review")
    assert POSITION.follow(held, "resume", before=PositionState.OPEN) is PositionState.OPEN
    archived = PLAN.follow(PlanState.SUPERSEDED, "archive")
    assert PLAN.follow(archived, "restore", before=PlanState.SUPERSEDED) is PlanState.SUPERSEDED


@pytest.mark.parametrize("reason", [None, "", "  \n"])
def test_a_refusal_has_to_be_explained(reason: str | None) -> None:
    with pytest.raises(WrongState, match="'reject' is recorded with a reason"):
        PLAN.follow(PlanState.SUBMITTED, "reject", reason)


def test_a_refused_action_is_told_what_is_possible() -> None:
    with pytest.raises(WrongState, match=r"The plan is approved.*'submit'.*Possible now: supersede, archive"):
        PLAN.follow(PlanState.APPROVED, "submit")


def test_every_action_has_its_event() -> None:
    assert set(PLAN_EVENTS) == {row.action for row in PLAN.transitions}
    assert set(POSITION_EVENTS) == {row.action for row in POSITION.transitions}
