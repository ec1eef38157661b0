"""From a plan to positions: seats get their ids in the workspace, and committed ones keep theirs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from planner.domain import Month, PositionKind, Problem
from planner.domain.events import EventType
from planner.domain.lifecycle import COMMITTED, PositionState, WrongState
from planner.domain.profile import Commitment, Profile
from planner.domain.seating import EmploymentType, assign
from planner.domain.words import Level, Role, Way
from planner.services.moving import move, note, tell
from planner.services.ports import Desk, PlanRecord, Work
from planner.services.ports.lives import PositionRecord

USUAL_PRIORITY = 3
GOING = frozenset(state.value for state in COMMITTED)
Seat = Mapping[str, Any]


def committed(work: Work, profile_id: str) -> Sequence[PositionRecord]:
    """The positions of a profile that every re-plan keeps."""
    return work.positions.all(profile_id=profile_id, state=GOING)


def with_commitments(profile: Profile, seats: Sequence[PositionRecord]) -> Profile:
    """The profile with these positions as its commitments, beside those that it names itself."""
    named = {each.id for each in seats}
    own = tuple(each for each in profile.commitments if each.id not in named)
    return replace(profile, commitments=(*own, *map(_commitment, seats))) if seats else profile


def propose(desk: Desk, work: Work, plan: PlanRecord) -> None:
    """Make the positions of a plan, or propose those of an earlier submission again.

    Raises WrongState where the plan does not reckon with the positions as they are now.
    """
    seats = json.loads(plan.document)["positions"]
    work.workspaces.lock()  # ids number on within the workspace
    refuse_stale(work, plan, seats)
    earlier = {each.seat: each for each in work.positions.all(plan_id=plan.id)}
    new = [seat for seat in seats if seat["kind"] != PositionKind.COMMITTED.value]
    fresh = [seat for seat in new if seat["id"] not in earlier]
    stems = {seat["id"].rpartition("-")[0] for seat in fresh}
    ids = assign([seat["id"] for seat in fresh], work.positions.taken(stems))
    for seat in new:
        if seat["id"] not in earlier:
            _add(desk, work, plan, seat, ids)
        elif earlier[seat["id"]].state == PositionState.CANCELLED.value:
            move(desk, work, earlier[seat["id"]], "reopen")


def refuse_stale(work: Work, plan: PlanRecord, seats: Sequence[Seat]) -> None:
    """Raise WrongState unless the plan keeps every committed position of its profile, and no other."""
    kept = {seat["id"] for seat in seats if seat["kind"] == PositionKind.COMMITTED.value}
    there = {each.id for each in committed(work, plan.profile_id)}
    gone = {each.id for each in work.positions.all(profile_id=plan.profile_id, id=kept)} - there
    for ids, what in ((there - kept, "does not know of"), (gone, "still counts on")):
        if ids:
            raise WrongState(
                Problem(
                    "plan_id",
                    f"The plan {what} {', '.join(sorted(ids)[:5])}: positions have changed since.",
                    "Make a new plan of the profile; it keeps the positions as they are now.",
                )
            )


def take_back(desk: Desk, work: Work, plan: PlanRecord, reason: str) -> None:
    """Cancel what the plan had proposed; the ids stay its own."""
    for seat in work.positions.all(plan_id=plan.id, state=PositionState.PROPOSED.value):
        move(desk, work, seat, "cancel", reason)


def adopt(desk: Desk, work: Work, plan: PlanRecord) -> None:
    """Approve what the plan proposes, and let the positions that it keeps belong to it from now on."""
    seats = json.loads(plan.document)["positions"]
    refuse_stale(work, plan, seats)
    for seat in work.positions.all(plan_id=plan.id, state=PositionState.PROPOSED.value):
        move(desk, work, seat, "approve")
    for seat in committed(work, plan.profile_id):
        if seat.plan_id != plan.id:
            seat.plan_id, seat.seat = plan.id, seat.id


def _commitment(seat: PositionRecord) -> Commitment:
    """What is promised of a position; an engagement counts in the month of its last day."""
    return Commitment(
        id=seat.id,
        role=Role(seat.role),
        level=Level(seat.level),
        site=seat.site,
        opens_on=Month.of(seat.opens),
        starts_on=Month.of(seat.actual or seat.expected),
        way=Way.of(seat.kind),
        ends_on=None if seat.ends is None else Month.of(seat.ends) + 1,
    )


def _add(desk: Desk, work: Work, plan: PlanRecord, seat: Seat, ids: Mapping[str, str]) -> None:
    starts, monthly, now = _day(seat["starts"]), seat["monthly_cost"], desk.now()
    contracted = seat["kind"] == PositionKind.CONTRACTOR.value
    record = work.positions.add(
        id=ids[seat["id"]],
        profile_id=plan.profile_id,
        plan_id=plan.id,
        seat=seat["id"],
        state=PositionState.PROPOSED.value,
        kind=seat["kind"],
        role=seat["role"],
        level=seat["level"],
        title=seat["title"],
        site=seat["site"],
        employment_type=(EmploymentType.CONTRACTOR if contracted else EmploymentType.FULL_TIME).value,
        reports_to=ids.get(seat["reports_to"], seat["reports_to"]),
        priority=USUAL_PRIORITY,
        needed=_day(seat["needed"]),
        opens=_day(seat["opens"]),
        planned=starts,
        expected=starts,
        ends=_last_day(plan, seat) if contracted else None,
        currency=monthly["currency"],
        budgeted_cost=Decimal(monthly["amount"]),
        monthly_cost=Decimal(monthly["amount"]),
        hiring_cost=Decimal(seat["hiring_cost"]["amount"]),
        asked_by=desk.actor.id,
        created_at=now,
        updated_at=now,
    )
    note(desk, work, record, "propose", None)
    tell(desk, work, record, EventType.POSITION_PROPOSED)


def _last_day(plan: PlanRecord, seat: Seat) -> date:
    """The last day of an engagement; one that the plan shows no end of is for the months planned."""
    after = Month.parse(seat["ends"] or json.loads(plan.document)["months"][-1]) + (not seat["ends"])
    return after.first_day - timedelta(days=1)


def _day(month: str) -> date:
    return Month.parse(month).first_day
