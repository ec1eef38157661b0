"""What the pages of lives show: where a plan or a position stands, how it came there, and what can follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from planner.domain.access import Permission
from planner.domain.approval import ApprovalLevel
from planner.domain.lifecycle import PLAN, POSITION, PlanState, PositionState, Transition
from planner.domain.lists import MOST_ITEMS, Ask
from planner.services import Desk, PlanRecord, approving, plans, positions
from planner.services.ports.lives import (
    ApprovalRecord,
    BudgetRecord,
    ChangeRecord,
    HireRecord,
    PositionRecord,
    RequisitionRecord,
)
from planner.services.requisitions import of_position

BUTTONS = {
    "submit": "Submit for approval",
    "withdraw": "Withdraw",
    "approve": "Approve",
    "reject": "Send back",
    "reopen": "Make it a draft again",
    "archive": "Put away",
    "restore": "Take out of the archive",
    "open": "Open the requisition",
    "accept_offer": "Offer accepted",
    "lose_offer": "Offer lost",
    "hold": "Put on hold",
    "resume": "Resume",
    "cancel": "Give the seat up",
    "stay": "The person stays",
    "undo_hire": "Undo the hire",
}
NEEDS: Mapping[str, Permission] = {
    "approve": Permission.PLANS_APPROVE,
    "reject": Permission.PLANS_APPROVE,
    "archive": Permission.PLANS_WRITE,
    "restore": Permission.PLANS_WRITE,
}
BOARD = (
    PositionState.PROPOSED,
    PositionState.APPROVED,
    PositionState.OPEN,
    PositionState.OFFER_ACCEPTED,
    PositionState.FILLED,
    PositionState.DEPARTING,
    PositionState.VACANT,
    PositionState.ON_HOLD,
    PositionState.CANCELLED,
)
FILTERS = ("state", "role", "site", "team", "profile_id")


@dataclass(frozen=True, slots=True)
class Story:
    """A plan's record, its steps so far, the approvals it waits for, its locked budget, what can follow."""

    plan: PlanRecord
    steps: Sequence[ApprovalRecord]
    waiting: Sequence[ApprovalLevel]
    budgets: Sequence[BudgetRecord]
    actions: tuple[Transition[PlanState], ...]


@dataclass(frozen=True, slots=True)
class Board:
    """Positions by state, and what they were filtered by."""

    columns: tuple[tuple[PositionState, tuple[PositionRecord, ...]], ...]
    chosen: Mapping[str, str]
    options: Mapping[str, tuple[str, ...]]
    more: bool
    count: int


@dataclass(frozen=True, slots=True)
class Seat:
    """A position with its story."""

    position: PositionRecord
    steps: Sequence[ChangeRecord]
    hires: Sequence[HireRecord]
    requisitions: Sequence[RequisitionRecord]
    actions: tuple[Transition[PositionState], ...]
    may_write: bool
    may_approve: bool


def story(desk: Desk, plan_id: str) -> Story:
    """A plan's life so far; raises NotFound."""
    plan = plans.get(desk, plan_id)
    return Story(
        plan,
        approving.steps(desk, plan_id),
        approving.waiting(desk, plan_id),
        approving.budgets(desk, plan_id) if desk.actor.sees_pay else (),
        actions(desk, plan),
    )


def actions(desk: Desk, plan: PlanRecord) -> tuple[Transition[PlanState], ...]:
    """What whoever is acting can do with a plan as it stands."""
    return tuple(
        row
        for row in PLAN.transitions
        if row.source is PlanState(plan.state)
        and row.action in BUTTONS
        and desk.actor.may(NEEDS.get(row.action, Permission.PLANS_SUBMIT))
    )


def board(desk: Desk, query: Mapping[str, str]) -> Board:
    """The positions that an address asks for, by state."""
    chosen = {name: query[name] for name in FILTERS if query.get(name)}
    found = positions.index(desk, Ask(positions.POSITIONS, limit=MOST_ITEMS, filters=chosen))
    every = found if not chosen else positions.index(desk, Ask(positions.POSITIONS, limit=MOST_ITEMS))
    columns = tuple(
        (state, tuple(each for each in found.items if each.state == state.value)) for state in BOARD
    )
    return Board(
        tuple(column for column in columns if column[1]),
        chosen,
        {name: _values(every.items, name) for name in ("role", "site", "team")},
        found.next is not None,
        len(found.items),
    )


def _values(seats: Iterable[PositionRecord], name: str) -> tuple[str, ...]:
    return tuple(sorted({value for each in seats if (value := getattr(each, name))}))


def seat(desk: Desk, position_id: str) -> Seat:
    """A position; raises NotFound."""
    found = positions.get(desk, position_id)
    return Seat(
        found,
        positions.history(desk, position_id),
        positions.hires(desk, position_id),
        of_position(desk, position_id),
        tuple(row for row in POSITION.transitions if row.source is PositionState(found.state)),
        desk.actor.may(Permission.POSITIONS_WRITE),
        desk.actor.may(Permission.PLANS_APPROVE),
    )
