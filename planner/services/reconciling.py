"""The use case of reconciliation: planned seats, requisitions in tools, people on the roster."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from planner.domain import Money
from planner.domain.access import Permission
from planner.domain.actuals import Growth
from planner.domain.lifecycle import PositionState
from planner.domain.openings import OpeningState
from planner.domain.reconciling import Planned, Present, Reconciliation, reconcile
from planner.domain.words import PositionKind, Role
from planner.hiring.titles import TitleMap
from planner.services import rosters
from planner.services.ports import Desk, Work
from planner.services.ports.exchange import LinkThereRecord, RosterPersonRecord
from planner.services.ports.lives import HireRecord, PositionRecord

FILLED = OpeningState.FILLED.value


@dataclass(frozen=True, slots=True)
class Reconciled:
    """The reconciliation as of the latest roster, if there is any."""

    roster_id: str | None
    as_of: date | None
    outcome: Reconciliation


def reconciliation(desk: Desk) -> Reconciled:
    """Compare all seats that were ever approved with tools and the latest roster; raises Forbidden."""
    with desk.reading(Permission.DATA_EXCHANGE) as work:
        roster = work.rosters.latest()
        people = work.rosters.people(roster.id) if roster else ()
        overrides = rosters.meanings(work)
        seats = _seats(work)
    present = [_present(each, desk.roles.titles, overrides) for each in people]
    outcome = reconcile(seats, present, roster is not None)
    return Reconciled(roster.id if roster else None, roster.as_of if roster else None, outcome)


def _seats(work: Work) -> list[Planned]:
    links = {seat: link for link in work.links_there.all() for seat in link.seats}
    hires: dict[str, HireRecord] = {each.position_id: each for each in work.hires.all() if not each.undone_at}
    records = (each for each in work.positions.all() if each.state != PositionState.PROPOSED.value)
    filled = _filled(links.values())
    return [_seat(each, links.get(each.id), hires.get(each.id), each.id in filled) for each in records]


def _filled(links: Iterable[LinkThereRecord]) -> set[str]:
    """Which seats of each record there its people fill: those that come first."""
    distinct = {(link.connection_id, link.external_id): link for link in links}
    return {seat for link in distinct.values() for seat in link.seats[: link.filled or 0]}


def _seat(
    record: PositionRecord, link: LinkThereRecord | None, hire: HireRecord | None, filled: bool
) -> Planned:
    state = link.remote_state if link else None
    known = state if state in {each.value for each in OpeningState} else None
    return Planned(
        id=record.id,
        title=record.title,
        role=record.role,
        growth=Growth.BACKFILL if record.kind == PositionKind.BACKFILL.value else Growth.GROWTH,
        state=PositionState(record.state),
        planned=record.planned,
        expected=record.expected,
        actual=record.actual,
        budgeted=Money(record.budgeted_cost, record.currency),
        monthly=Money(record.monthly_cost, record.currency),
        there=OpeningState(known) if known else OpeningState.PENDING if link and link.remote_id else None,
        gone=state == "gone",
        filled_there=filled or state == FILLED,
        person=hire.person if hire else None,
        person_key=hire.external_id if hire else None,
    )


def _present(record: RosterPersonRecord, titles: TitleMap, overrides: Mapping[str, Role | None]) -> Present:
    function = titles.function_of(record.title or "", overrides)
    role = function.value if isinstance(function, Role) else None
    return Present(record.key, record.name, record.email, record.title, role, record.starts)
