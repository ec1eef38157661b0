"""Positions, hires and requisitions over HTTP."""

from __future__ import annotations

from typing import Any

from planner.api.bodies import (
    REASON,
    BackfillSchema,
    DepartureSchema,
    NewHireSchema,
    PositionEditSchema,
    RequisitionEditSchema,
    TransitionSchema,
    body,
)
from planner.api.doors import IF_MATCH, Answer, Door, desk
from planner.api.examples import OPEN_POSITION, POSITION, REQUISITION
from planner.api.intake import NO_QUERY
from planner.api.lists import ListDoor
from planner.api.lives import (
    VERSION,
    HiresSchema,
    HistorySchema,
    PositionItemSchema,
    RequisitionItemSchema,
    RequisitionsSchema,
    StoredPositionSchema,
)
from planner.api.queries import Id
from planner.domain import Level, PositionKind, Role
from planner.domain.lifecycle import PositionState
from planner.domain.lists import Ask
from planner.schemas.fields import Day, Text, Word
from planner.services import ids, positions, requisitions
from planner.services.versions import Expected

door = Door("positions", __name__, url_prefix="/api/v1", description="Seats, who is in them, what is open.")

POSITIONS = ListDoor(
    positions.POSITIONS,
    PositionItemSchema,
    POSITION,
    {
        "state": Word("Only positions in this state.", PositionState),
        "role": Word("Only positions of this role.", Role),
        "level": Word("Only positions of this level.", Level),
        "kind": Word("Only positions of this kind.", PositionKind),
        "site": Text("Only positions at this site."),
        "team": Text("Only positions of this team."),
        "profile_id": Id(ids.PROFILE, "Only positions of this profile."),
        "plan_id": Id(ids.PLAN, "Only positions that belong to this plan."),
        "expected_from": Day("Only positions that are expected to start then or later."),
        "expected_to": Day("Only positions that are expected to start then or before."),
    },
    sparse=True,
)
STATES = ("open", "frozen", "filled", "closed")
REQUISITIONS = ListDoor(
    requisitions.REQUISITIONS,
    RequisitionItemSchema,
    REQUISITION,
    {
        "state": Word("Only requisitions in this state.", {name: name for name in STATES}),
        "connection_id": Text("Only requisitions of this connection."),
    },
)
OPENING = Answer(
    schema=RequisitionItemSchema,
    about="The requisition.",
    example=REQUISITION,
    errors=(404,),
    version=VERSION,
)
CHANGED = Answer(
    schema=StoredPositionSchema,
    about="The position as it is now.",
    example=OPEN_POSITION,
    errors=(404, 409),
    version=VERSION,
)


@door.operation("GET", "/positions", "listPositions", POSITIONS.answer(), [POSITIONS.intake])
def index(ask: Ask) -> Any:
    """List positions, by id unless asked otherwise."""
    return positions.index(desk(), ask)


@door.operation(
    "GET",
    "/positions/<position_id>",
    "getPosition",
    Answer(
        schema=StoredPositionSchema,
        about="The position.",
        example=OPEN_POSITION,
        errors=(404,),
        version=VERSION,
    ),
    [NO_QUERY],
)
def get(position_id: str) -> Any:
    """Get a position."""
    return positions.get(desk(), position_id)


@door.operation(
    "PATCH",
    "/positions/<position_id>",
    "editPosition",
    CHANGED,
    [body(PositionEditSchema, {"priority": 1}), IF_MATCH, NO_QUERY],
)
def edit(position_id: str, expected: Expected, **fields: Any) -> Any:
    """Change a position; pay, level, start, site and employment type ask for approval again."""
    return positions.edit(desk(), position_id, fields, expected)


@door.operation(
    "POST",
    "/positions/<position_id>/transitions",
    "movePosition",
    CHANGED,
    [body(TransitionSchema), NO_QUERY],
)
def move(position_id: str, action: str, reason: str | None = None) -> Any:
    """Take a position a step further in its life: open, hold, resume, cancel and others."""
    return positions.transition(desk(), position_id, action, reason)


@door.operation("POST", "/positions/<position_id>/approve", "approvePosition", CHANGED, [REASON, NO_QUERY])
def approve(position_id: str, reason: str | None = None) -> Any:
    """Approve a position that was edited, reopened or proposed as a backfill, within the plan's budget."""
    return positions.approve(desk(), position_id, reason)


@door.operation(
    "POST",
    "/positions/<position_id>/hires",
    "hireForPosition",
    CHANGED,
    [body(NewHireSchema, {"person": "J. Doe", "starts_on": "2027-03-01"}), NO_QUERY],
)
def hire(position_id: str, **taken: Any) -> Any:
    """Record the person who has the seat, from their first day; there is one at a time."""
    return positions.hire(desk(), position_id, **taken)


@door.operation(
    "GET",
    "/positions/<position_id>/hires",
    "listHires",
    Answer(schema=HiresSchema, about="Oldest first.", errors=(404,)),
    [NO_QUERY],
)
def hires(position_id: str) -> Any:
    """List who was and is in the seat."""
    return {"items": positions.hires(desk(), position_id)}


@door.operation("POST", "/positions/<position_id>/undo-hire", "undoHire", CHANGED, [REASON, NO_QUERY])
def undo_hire(position_id: str, reason: str | None = None) -> Any:
    """Take back a hire that was recorded by mistake; the seat is open again."""
    return positions.undo_hire(desk(), position_id, reason)


@door.operation(
    "POST",
    "/positions/<position_id>/departure",
    "recordDeparture",
    CHANGED,
    [body(DepartureSchema, {"last_day": "2027-06-30"}), NO_QUERY],
)
def depart(position_id: str, **taken: Any) -> Any:
    """Record the last day of the person in the seat, announced or past."""
    return positions.depart(desk(), position_id, **taken)


@door.operation(
    "POST",
    "/positions/<position_id>/backfill",
    "backfillPosition",
    Answer(
        schema=StoredPositionSchema,
        status=201,
        about="The new one.",
        example=OPEN_POSITION,
        errors=(404, 409),
        version=VERSION,
    ),
    [body(BackfillSchema, {"starts_on": "2027-09-01"}, required=False), NO_QUERY],
)
def backfill(position_id: str, **taken: Any) -> Any:
    """Propose a position in place of a vacant one, once."""
    record = positions.backfill(desk(), position_id, **taken)
    return record, {"Location": f"/api/v1/positions/{record.id}"}


@door.operation(
    "GET",
    "/positions/<position_id>/history",
    "getPositionHistory",
    Answer(schema=HistorySchema, about="Oldest first.", errors=(404,)),
    [NO_QUERY],
)
def history(position_id: str) -> Any:
    """Tell what happened to a position: who did what when, and why."""
    return {"items": positions.history(desk(), position_id)}


@door.operation(
    "GET",
    "/positions/<position_id>/requisitions",
    "listRequisitionsOfPosition",
    Answer(schema=RequisitionsSchema, about="Oldest first.", errors=(404,)),
    [NO_QUERY],
)
def of_position(position_id: str) -> Any:
    """List the requisitions of a position."""
    return {"items": requisitions.of_position(desk(), position_id)}


@door.operation("GET", "/requisitions", "listRequisitions", REQUISITIONS.answer(), [REQUISITIONS.intake])
def index_requisitions(ask: Ask) -> Any:
    """List requisitions, newest first."""
    return requisitions.index(desk(), ask)


@door.operation(
    "GET",
    "/requisitions/<requisition_id>",
    "getRequisition",
    Answer(
        schema=RequisitionItemSchema,
        about="The requisition.",
        example=REQUISITION,
        errors=(404,),
        version=VERSION,
    ),
    [NO_QUERY],
)
def requisition(requisition_id: str) -> Any:
    """Get a requisition."""
    return requisitions.get(desk(), requisition_id)


@door.operation(
    "PATCH",
    "/requisitions/<requisition_id>",
    "linkRequisition",
    Answer(
        schema=RequisitionItemSchema,
        about="As it is now.",
        example=REQUISITION,
        errors=(404,),
        version=VERSION,
    ),
    [body(RequisitionEditSchema), IF_MATCH, NO_QUERY],
)
def link(requisition_id: str, expected: Expected, **fields: Any) -> Any:
    """Say what a requisition is in the recruiting tool: its id, state and address there."""
    return requisitions.link(desk(), requisition_id, fields, expected)
