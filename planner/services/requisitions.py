"""Use cases over requisitions: what is open for a position, here and in the tools of connections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from planner.domain.access import Permission
from planner.domain.lists import Ask, Listing, Test
from planner.services import ids, sight
from planner.services.lookup import found, page
from planner.services.ports import Desk, Page
from planner.services.ports.lives import RequisitionRecord
from planner.services.versions import Expected

REQUISITIONS = Listing(
    "requisitions",
    filters={name: Test(name) for name in ("state", "position_id", "connection_id", "remote_id")},
)
EVERY = Ask(REQUISITIONS)


def get(desk: Desk, requisition_id: str) -> RequisitionRecord:
    """A requisition; raises NotFound."""
    with desk.reading(Permission.PLANS_READ) as work:
        record = found(ids.REQUISITION, requisition_id, work.requisitions.get)
        sight.position(desk, record.position_id, work.positions.get(record.position_id))
        return record


def index(desk: Desk, ask: Ask = EVERY) -> Page[RequisitionRecord]:
    """A part of the requisitions, newest first; a manager sees those of own teams' seats."""
    with desk.reading(Permission.PLANS_READ) as work:
        if desk.actor.sees_all_teams:
            return page(ask, work.requisitions.list(ask))
        return page(ask, work.requisitions.of_teams(ask, desk.actor.teams))


def of_position(desk: Desk, position_id: str) -> Sequence[RequisitionRecord]:
    """All requisitions of a position, oldest first; raises NotFound."""
    with desk.reading(Permission.PLANS_READ) as work:
        sight.position(desk, position_id, work.positions.get(position_id))
        return work.requisitions.all(position_id=position_id)


def link(desk: Desk, requisition_id: str, fields: Mapping[str, Any], expected: Expected) -> RequisitionRecord:
    """Say what a requisition is elsewhere: `remote_id`, `remote_state`, `link`; raises NotFound, Stale."""
    with desk.writing(Permission.POSITIONS_WRITE) as work:
        record = found(ids.REQUISITION, requisition_id, work.requisitions.locked)
        sight.position(desk, record.position_id, work.positions.get(record.position_id))
        expected.check(record.version)
        for name, value in fields.items():
            setattr(record, name, value)
        record.updated_at = desk.now()
        desk.commit(work, "requisition.link", record.id)
    return record
