"""Positions of the workspace as seats that tools are told of, and what tools say of them in return."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from planner.domain import Money, PositionKind
from planner.domain.lifecycle import PositionState
from planner.domain.openings import OF_POSITION, Seat
from planner.services.ports import Work
from planner.services.ports.exchange import ConnectionRecord, LinkThereRecord
from planner.services.ports.lives import PositionRecord


def seats(work: Work) -> tuple[Seat, ...]:
    """Every position that has ever been approved; what is only proposed is nobody's business elsewhere."""
    records = work.positions.all()
    return tuple(seat(each) for each in records if each.state != PositionState.PROPOSED.value)


def seat(record: PositionRecord) -> Seat:
    """One position as tools are told of it; why it exists stays here."""
    return Seat(
        id=record.id,
        title=record.title,
        role=record.role,
        level=record.level,
        department=record.team,
        site=record.site,
        reports_to=record.reports_to,
        needed=record.needed,
        opens=record.opens,
        starts=record.expected,
        state=OF_POSITION[PositionState(record.state)],
        backfill=record.kind == PositionKind.BACKFILL.value,
        employment=record.employment_type,
        cost=Money(record.monthly_cost * 12, record.currency),
        why=f"{record.title}: a seat of an approved staffing plan.",
    )


def unpaid(seat: Seat) -> Seat:
    """The seat without what it costs."""
    return replace(seat, cost=None, pay=None)


def link(work: Work, connection: ConnectionRecord, there: LinkThereRecord, now: datetime) -> None:
    """Let the open requisitions of a record's seats say what they are in the tool."""
    if there.remote_id is None:
        return
    for seat_id in there.seats:
        requisition = work.requisitions.current(seat_id)
        if requisition is None:
            continue
        said = {
            "connection_id": connection.id,
            "remote_id": there.remote_id,
            "remote_state": there.remote_word or there.remote_state,
            "link": there.link,
        }
        if any(getattr(requisition, name) != value for name, value in said.items()):
            for name, value in said.items():
                setattr(requisition, name, value)
            requisition.updated_at = now
