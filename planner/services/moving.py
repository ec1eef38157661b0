"""One step in the life of a position: its new state, its history, its event, its requisition."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from planner.domain.digest import canonical
from planner.domain.events import POSITION_EVENTS, EventType, Value
from planner.domain.lifecycle import POSITION, PositionState
from planner.services import ids
from planner.services.ports import Desk, Work
from planner.services.ports.lives import PositionRecord

EDIT = "edit"
STANDS = {"hold": "frozen", "resume": "open", "hire": "filled", "undo_hire": "open", "ask_again": "frozen"}
ENDS = {"cancel": "closed", "leave": "filled"}


def move(
    desk: Desk,
    work: Work,
    seat: PositionRecord,
    action: str,
    reason: str | None = None,
    changes: Mapping[str, Any] | None = None,
) -> None:
    """Take `action` with a position that `work` holds; raises WrongState. Nothing is committed yet."""
    state = PositionState(seat.state)
    before = PositionState(seat.state_before) if seat.state_before else None
    target = POSITION.follow(state, action, reason, before)
    seat.state = target.value
    seat.state_before = state.value if target is PositionState.ON_HOLD else None
    if target is PositionState.PROPOSED:
        seat.asked_by = desk.actor.id
    seat.updated_at = desk.now()
    note(desk, work, seat, action, state.value, reason, changes)
    _requisition(desk, work, seat, action)
    tell(desk, work, seat, POSITION_EVENTS[action], reason=None)


def note(
    desk: Desk,
    work: Work,
    seat: PositionRecord,
    action: str,
    source: str | None,
    reason: str | None = None,
    changes: Mapping[str, Any] | None = None,
) -> None:
    """Write a step into a position's history, and into the audit trail."""
    work.position_changes.append(
        position_id=seat.id,
        at=desk.now(),
        actor=desk.actor.id,
        action=action,
        source=source,
        target=seat.state,
        reason=reason,
        changes=canonical(dict(changes or {})),
    )
    desk.record(work, f"position.{action}", seat.id, reason=reason)


def tell(desk: Desk, work: Work, seat: PositionRecord, type: EventType, **more: Value) -> None:
    """Send an event about a position, with what a recruiting tool needs and without pay."""
    desk.tell(
        work,
        type,
        seat.id,
        **{
            "plan_id": seat.plan_id,
            "profile_id": seat.profile_id,
            "state": seat.state,
            "role": seat.role,
            "level": seat.level,
            "title": seat.title,
            "site": seat.site,
            "team": seat.team,
            "kind": seat.kind,
            "expected": str(seat.expected),
            "actual": str(seat.actual) if seat.actual else None,
            **{name: value for name, value in more.items() if value is not None},
        },
    )


def told(value: Any) -> Any:
    """A member of a record as history keeps it."""
    return str(value) if isinstance(value, Decimal) else canonical(value)


def _requisition(desk: Desk, work: Work, seat: PositionRecord, action: str) -> None:
    """Let the opening follow the seat: it opens with it, and stands, is filled or closes with it."""
    current = work.requisitions.current(seat.id)
    if action == "open" and current is None:
        _open(desk, work, seat)
    if current is None:
        return
    if action == "open" or action in STANDS:
        current.state, current.updated_at = STANDS.get(action, "open"), desk.now()
    elif action in ENDS:
        current.state, current.current, current.updated_at = ENDS[action], None, desk.now()
        current.closed_on = desk.today()


def _open(desk: Desk, work: Work, seat: PositionRecord) -> None:
    now = desk.now()
    work.requisitions.add(
        id=ids.new(ids.REQUISITION, now),
        position_id=seat.id,
        state="open",
        current=True,
        opened_on=desk.today(),
        created_at=now,
        updated_at=now,
    )
