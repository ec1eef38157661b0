"""Use cases over positions: find them, edit them, move them through their life, backfill them."""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any

from planner.domain import InvalidInput, PositionKind, Problem
from planner.domain.access import Permission
from planner.domain.approval import ApprovalLevel, refuse_approver
from planner.domain.events import EventType
from planner.domain.lifecycle import POSITION, PlanState, PositionState, WrongState
from planner.domain.lists import Ask, Key, Listing, Test, any_of
from planner.domain.seating import PositionId, asks_again, assign, refuse_edit, stem
from planner.domain.words import Role
from planner.services import affording, ids, sight
from planner.services.approving import approver
from planner.services.lookup import page
from planner.services.moving import EDIT, move, note, tell, told
from planner.services.ports import Desk, Page, Work
from planner.services.ports.lives import ChangeRecord, HireRecord, PositionRecord
from planner.services.versions import WHICHEVER, Expected

PAY = frozenset({"monthly_cost", "hiring_cost", "budgeted_cost"})
EDITS = {"starts": ("planned", "expected")}
MEMBERS = ("state", "role", "level", "kind", "site", "team", "profile_id", "plan_id")
POSITIONS = Listing(
    "positions",
    sorts={
        "id": Key("id"),
        "expected": Key("expected", date),
        "priority": Key("priority", int),
        "updated_at": Key("updated_at", datetime),
    },
    filters={
        **{
            name: Test(name)
            for name in ("state", "role", "level", "kind", "site", "team", "profile_id", "plan_id")
        },
        "expected_from": Test("expected", operator.ge),
        "expected_to": Test("expected", operator.le),
        "own_teams": Test("team", any_of),
    },
    usual="id",
)
EVERY = Ask(POSITIONS)
BY_HAND = ("open", "accept_offer", "lose_offer", "hold", "resume", "cancel", "reopen", "stay")
WRITE = Permission.POSITIONS_WRITE


def get(desk: Desk, position_id: str) -> PositionRecord:
    """A position; raises NotFound, also for one of a team that the actor does not see."""
    with desk.reading(Permission.PLANS_READ) as work:
        return sight.position(desk, position_id, work.positions.get(position_id))


def index(desk: Desk, ask: Ask = EVERY) -> Page[PositionRecord]:
    """A part of the positions, by id unless asked otherwise; a manager sees those of own teams."""
    if not desk.actor.sees_all_teams:
        ask = ask.inside(own_teams=sorted(desk.actor.teams))
    with desk.reading(Permission.PLANS_READ) as work:
        return page(ask, work.positions.list(ask))


def history(desk: Desk, position_id: str) -> Sequence[ChangeRecord]:
    """Every step of a position's life, oldest first; pay in it is for the pay scope. Raises NotFound."""
    with desk.reading(Permission.PLANS_READ) as work:
        sight.position(desk, position_id, work.positions.get(position_id))
        return work.position_changes.all(position_id=position_id)


def hires(desk: Desk, position_id: str) -> Sequence[HireRecord]:
    """Who was and is in the seat, oldest first; raises NotFound."""
    with desk.reading(Permission.PLANS_READ) as work:
        sight.position(desk, position_id, work.positions.get(position_id))
        return work.hires.all(position_id=position_id)


def edit(desk: Desk, position_id: str, fields: Mapping[str, Any], expected: Expected) -> PositionRecord:
    """Change members of a position; what was approved asks for approval again.

    `starts` moves the planned and the expected start. Raises NotFound, Stale, WrongState, and Forbidden for
    pay without the pay scope.
    """
    if PAY.intersection(fields):
        desk.require(Permission.PAY_READ)
    with desk.writing(WRITE) as work:
        seat = sight.position(desk, position_id, work.positions.locked(position_id))
        expected.check(seat.version)
        if changes := _changes(seat, fields):
            _edit(desk, work, seat, changes)
            desk.finish(work)
    return seat


def transition(
    desk: Desk, position_id: str, action: str, reason: str | None = None, expected: Expected = WHICHEVER
) -> PositionRecord:
    """Take one of `BY_HAND` with a position; raises NotFound, Stale, WrongState."""
    with desk.writing(WRITE) as work:
        seat = sight.position(desk, position_id, work.positions.locked(position_id))
        expected.check(seat.version)
        move(desk, work, seat, action, reason)
        if action == "stay":
            _stay(work, seat)
        desk.finish(work)
    return seat


def approve(desk: Desk, position_id: str, reason: str | None = None) -> PositionRecord:
    """Approve an edited, reopened or backfill position of an adopted plan, within the plan's budget.

    Raises NotFound, WrongState, and NotYours where the actor asked for it.
    """
    with desk.writing(Permission.PLANS_APPROVE) as work:
        seat = sight.position(desk, position_id, work.positions.locked(position_id))
        POSITION.transition(PositionState(seat.state), "approve")
        _refuse_undecided(work, seat)
        who = approver(desk, work)
        refuse_approver(ApprovalLevel("position", who.role), who, seat.asked_by, ())
        affording.refuse_beyond_budget(desk, work, seat)
        move(desk, work, seat, "approve", reason)
        desk.finish(work)
    return seat


def hire(
    desk: Desk, position_id: str, person: str, starts_on: date, external_id: str | None = None
) -> PositionRecord:
    """Record who has the seat from which day on; a day to come is an accepted offer, not yet a hire.

    Raises NotFound, WrongState (also where the seat is taken), InvalidInput.
    """
    _refuse_future(desk, starts_on, "starts_on", "Take the action accept_offer until the person is there.")
    with desk.writing(WRITE) as work:
        seat = sight.position(desk, position_id, work.positions.locked(position_id))
        move(desk, work, seat, "hire", changes={"actual": starts_on})
        seat.actual, seat.ended = starts_on, None
        _refuse_end(seat)
        work.hires.add(
            id=ids.new(ids.HIRE, desk.now()),
            position_id=seat.id,
            person=person,
            external_id=external_id,
            started_on=starts_on,
            current=True,
            recorded_by=desk.actor.id,
            recorded_at=desk.now(),
        )
        desk.finish(work)
    return seat


def undo_hire(desk: Desk, position_id: str, reason: str | None) -> PositionRecord:
    """Take back a hire that was recorded by mistake; the seat is open again. Raises NotFound, WrongState."""
    with desk.writing(WRITE) as work:
        seat = sight.position(desk, position_id, work.positions.locked(position_id))
        move(desk, work, seat, "undo_hire", reason)
        person = work.hires.current(seat.id)
        if person is not None:
            person.current, person.undone_at = None, desk.now()
        seat.actual = seat.ended = None
        desk.finish(work)
    return seat


def depart(desk: Desk, position_id: str, last_day: date, left: bool = False) -> PositionRecord:
    """Record the last day of the person in the seat: announced, or past once they have `left`.

    Raises NotFound, WrongState, InvalidInput where the day is before the first one, or to come though left.
    """
    if left:
        _refuse_future(desk, last_day, "last_day", "Take the action give_notice until then.")
    with desk.writing(WRITE) as work:
        seat = sight.position(desk, position_id, work.positions.locked(position_id))
        move(desk, work, seat, "leave" if left else "give_notice", changes={"ended": last_day})
        if seat.actual is not None and last_day < seat.actual:
            raise InvalidInput(
                Problem("last_day", f"is before the first day, {seat.actual}.", "Correct one of the two.")
            )
        seat.ended = last_day
        person = work.hires.current(seat.id)
        if person is not None:
            person.ended_on, person.current = last_day, None if left else True
        desk.finish(work)
    return seat


def backfill(desk: Desk, position_id: str, starts_on: date | None = None) -> PositionRecord:
    """Propose a seat in place of a vacant one, once; raises NotFound, WrongState, InvalidInput."""
    start = starts_on or desk.today()
    with desk.writing(WRITE) as work:
        work.workspaces.lock()
        left = sight.position(desk, position_id, work.positions.locked(position_id))
        _refuse_backfill(work, left)
        numbered = stem(Role(left.role), start.year)
        wanted = str(PositionId.parse(f"{numbered}-001"))
        id = assign([wanted], work.positions.taken([numbered]))[wanted]
        seat = work.positions.add(**_copied(left), **_fresh(desk, id, left, start))
        note(desk, work, seat, "backfill", None, changes={"backfills": left.id})
        tell(desk, work, seat, EventType.POSITION_PROPOSED, backfills=left.id)
        desk.finish(work)
    return seat


_COPIED = ("profile_id", "plan_id", "role", "level", "title", "site", "team", "employment_type", "reports_to",
           "priority", "currency", "budgeted_cost", "monthly_cost", "hiring_cost")  # fmt: skip


def _copied(left: PositionRecord) -> dict[str, Any]:
    return {name: getattr(left, name) for name in _COPIED}


def _fresh(desk: Desk, id: str, left: PositionRecord, start: date) -> dict[str, Any]:
    now = desk.now()
    return {
        "id": id,
        "seat": id,
        "state": PositionState.PROPOSED.value,
        "kind": PositionKind.BACKFILL.value,
        "needed": (left.ended or start) + timedelta(days=1),
        "opens": desk.today(),
        "planned": start,
        "expected": start,
        "backfills": left.id,
        "asked_by": desk.actor.id,
        "created_at": now,
        "updated_at": now,
    }


def _edit(desk: Desk, work: Work, seat: PositionRecord, changes: Mapping[str, Mapping[str, Any]]) -> None:
    """Set members of the seat: `changes` are, by the name of the edit, its members with their values."""
    state, again = PositionState(seat.state), asks_again(changes)
    refuse_edit(state, changes)
    if again:
        _refuse_undecided(work, seat)
    steps = {}
    for members in changes.values():
        for member, value in members.items():
            steps[member] = {"before": told(getattr(seat, member)), "after": told(value)}
            setattr(seat, member, value)
    _refuse_end(seat)
    seat.updated_at = desk.now()
    if again and state is not PositionState.PROPOSED:
        move(desk, work, seat, "ask_again", changes=steps)
        return
    seat.asked_by = desk.actor.id if again else seat.asked_by
    note(desk, work, seat, EDIT, seat.state, changes=steps)
    tell(desk, work, seat, EventType.POSITION_CHANGED, fields=", ".join(sorted(set(changes) - PAY)) or None)


def _changes(seat: PositionRecord, fields: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What an edit would change; `starts` stands for the planned and the expected start."""
    found: dict[str, dict[str, Any]] = {}
    for name, value in fields.items():
        members = {member: _plain(value) for member in EDITS.get(name, (name,))}
        if any(getattr(seat, member) != wanted for member, wanted in members.items()):
            found[name] = members
    return found


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


def _refuse_undecided(work: Work, seat: PositionRecord) -> None:
    plan = work.plans.get(seat.plan_id)
    if plan is not None and plan.state in {PlanState.DRAFT, PlanState.SUBMITTED, PlanState.REJECTED}:
        raise WrongState(
            Problem(
                "plan_id",
                f"The position belongs to {plan.id}, which is {plan.state}.",
                "Decide on the plan first: its positions are approved with it.",
            )
        )


def _refuse_backfill(work: Work, left: PositionRecord) -> None:
    if left.state != PositionState.VACANT.value:
        raise WrongState(
            Problem("state", f"The position is {left.state}: nobody has left it.", "Record the leave first.")
        )
    earlier = work.positions.all(backfills=left.id)
    if earlier:
        raise WrongState(
            Problem(
                "position_id",
                f"{earlier[0].id} takes its place already and is {earlier[0].state}.",
                "Go on with that position; reopen it if it was cancelled.",
            )
        )


def _refuse_end(seat: PositionRecord) -> None:
    """Raise InvalidInput where a seat that lasts ends, or an engagement before it starts."""
    if seat.ends is None:
        return
    if seat.kind != PositionKind.CONTRACTOR.value:
        problem = f"is {seat.ends}, but the position is {seat.kind}: only a contractor's engagement ends."
        raise InvalidInput(Problem("ends", problem, "Leave it out; cancel a position that is given up."))
    starts = max(seat.actual or seat.expected, seat.planned)
    if seat.ends < starts:
        problem = f"is {seat.ends}, but the position starts on {starts}."
        raise InvalidInput(Problem("ends", problem, "Correct one of the two."))


def _refuse_future(desk: Desk, day: date, path: str, fix: str) -> None:
    tomorrow = desk.today() + timedelta(days=1)  # it is tomorrow somewhere already
    if day > tomorrow:
        raise InvalidInput(Problem(path, f"is {day}, which is yet to come.", fix))


def _stay(work: Work, seat: PositionRecord) -> None:
    person = work.hires.current(seat.id)
    if person is not None:
        person.ended_on = None
    seat.ended = None
