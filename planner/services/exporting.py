"""The use case of requisition files: seats that were approved, in the forms of other tools."""

from __future__ import annotations

from dataclasses import dataclass

from planner.domain.access import Permission
from planner.services import seating
from planner.services.ports import Desk


@dataclass(frozen=True, slots=True)
class Exported:
    """A file: its bytes, its media type, and how its name ends."""

    content: bytes
    media: str
    suffix: str


def requisitions(desk: Desk, form: str) -> Exported:
    """Every seat that was approved, in one of the forms; without cost for those who may not see it."""
    with desk.reading(Permission.DATA_EXCHANGE) as work:
        seats = seating.seats(work)
        workspace = work.workspaces.get(desk.actor.workspace)
    if not desk.actor.sees_pay:
        seats = tuple(seating.unpaid(each) for each in seats)
    content, media, suffix = desk.beyond.files.export(seats, form, workspace.name if workspace else "")
    return Exported(content, media, suffix)
