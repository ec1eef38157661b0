"""A position's life: people prove that it is filled, nobody is hired twice for it, and edits ask again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest

from planner.domain import Forbidden, InvalidInput, Level, NotFound, Stale
from planner.domain.approval import NotYours
from planner.domain.lifecycle import WrongState
from planner.services import approving, plans, positions, requisitions, tracking
from planner.services.ports.lives import PositionRecord
from planner.services.versions import WHICHEVER, Expected
from tests.lives.office import Office


def first(office: Office) -> PositionRecord:
    office.approved()
    return office.seats()[0]


def opened(office: Office) -> PositionRecord:
    return positions.transition(office.ana, first(office).id, "open")


def filled(office: Office) -> PositionRecord:
    return positions.hire(office.ana, opened(office).id, "J. Doe", date(2027, 1, 4))


def test_opening_a_position_puts_a_requisition_out(office: Office) -> None:
    seat = opened(office)
    (opening,) = requisitions.of_position(office.ana, seat.id)
    assert (opening.state, opening.opened_on, opening.closed_on) == ("open", date(2027, 1, 4), None)
    positions.transition(office.ana, seat.id, "hold", "budget review")
    assert requisitions.get(office.ana, opening.id).state == "frozen"
    assert positions.transition(office.ana, seat.id, "resume").state == "open"
    assert requisitions.get(office.ana, opening.id).state == "open"
    positions.transition(office.ana, seat.id, "cancel", "not needed any more")
    assert requisitions.get(office.ana, opening.id).state == "closed"


def test_a_hire_fills_the_seat_and_is_counted_once(office: Office) -> None:
    seat = filled(office)
    assert (seat.state, seat.actual, seat.planned) == ("filled", date(2027, 1, 4), seat.planned)
    (person,) = positions.hires(office.ana, seat.id)
    assert (person.person, person.started_on, person.current) == ("J. Doe", date(2027, 1, 4), True)
    assert requisitions.of_position(office.ana, seat.id)[0].state == "filled"
    with pytest.raises(WrongState):
        positions.hire(office.ana, seat.id, "Somebody else", date(2027, 1, 4))


def test_of_parallel_hires_one_gets_the_seat(office: Office) -> None:
    seat = opened(office)

    def hire(number: int) -> str:
        try:
            return positions.hire(office.ana, seat.id, f"Person {number}", date(2027, 1, 4)).state
        except WrongState:
            return "refused"

    with ThreadPoolExecutor(6) as pool:
        results = sorted(pool.map(hire, range(6)))
    assert results == ["filled"] + ["refused"] * 5
    assert len(positions.hires(office.ana, seat.id)) == 1


def test_the_database_itself_holds_one_person_in_a_seat(office: Office) -> None:
    from sqlalchemy.exc import IntegrityError

    from planner.services import ids

    seat = filled(office)
    with pytest.raises(IntegrityError), office.ana.store.writing(office.workspace) as work:
        work.hires.add(
            id=ids.new(ids.HIRE, office.clock()), position_id=seat.id, person="Ghost",
            started_on=date(2027, 1, 4), current=True, recorded_by="x", recorded_at=office.clock(),
        )  # fmt: skip
        work.commit()


def test_a_day_to_come_is_no_hire_yet(office: Office) -> None:
    seat = opened(office)
    with pytest.raises(InvalidInput, match="accept_offer until the person is there"):
        positions.hire(office.ana, seat.id, "J. Doe", date(2027, 3, 1))
    assert positions.transition(office.ana, seat.id, "accept_offer").state == "offer_accepted"
    with pytest.raises(WrongState, match="recorded with a reason"):
        positions.transition(office.ana, seat.id, "lose_offer")
    assert positions.transition(office.ana, seat.id, "lose_offer", "took another job").state == "open"


def test_a_hire_that_was_recorded_by_mistake_is_taken_back(office: Office) -> None:
    seat = filled(office)
    undone = positions.undo_hire(office.ana, seat.id, "wrong seat")
    assert (undone.state, undone.actual) == ("open", None)
    (person,) = positions.hires(office.ana, seat.id)
    assert person.undone_at is not None and not person.current
    assert positions.hire(office.ana, seat.id, "K. Roe", date(2027, 1, 4)).state == "filled"


def test_who_leaves_leaves_a_vacancy_that_is_backfilled_once(office: Office) -> None:
    seat = filled(office)
    leaving = positions.depart(office.ana, seat.id, date(2027, 3, 31))
    assert (leaving.state, leaving.ended) == ("departing", date(2027, 3, 31))
    assert positions.transition(office.ana, seat.id, "stay").ended is None
    positions.depart(office.ana, seat.id, date(2027, 3, 31))
    with pytest.raises(InvalidInput, match="yet to come"):
        positions.depart(office.ana, seat.id, date(2027, 3, 31), left=True)
    with pytest.raises(WrongState):
        positions.backfill(office.ana, seat.id)
    office.clock.on(date(2027, 4, 1))
    assert positions.depart(office.ana, seat.id, date(2027, 3, 31), left=True).state == "vacant"
    other = positions.backfill(office.ana, seat.id, date(2027, 7, 1))
    assert (other.kind, other.backfills, other.state) == ("backfill", seat.id, "proposed")
    assert other.id != seat.id and other.id.startswith("ML-2027-")
    with pytest.raises(WrongState, match=f"{other.id} takes its place already"):
        positions.backfill(office.ana, seat.id)
    with pytest.raises(NotYours):
        positions.approve(
            office.ada, positions.edit(office.ada, other.id, {"level": Level.MID}, WHICHEVER).id
        )
    assert positions.approve(office.fin, other.id).state == "approved"


def test_a_last_day_before_the_first_is_refused(office: Office) -> None:
    seat = filled(office)
    with pytest.raises(InvalidInput, match="before the first day"):
        positions.depart(office.ana, seat.id, date(2026, 12, 1))
    assert positions.get(office.ana, seat.id).state == "filled"


@pytest.mark.parametrize(
    "fields",
    [
        {"level": Level.PRINCIPAL},
        {"site": "Bremen"},
        {"starts": date(2027, 12, 1)},
        {"employment_type": "contractor"},
        {"monthly_cost": Decimal("1234.50")},
    ],
)
def test_what_was_approved_asks_again_when_it_changes(office: Office, fields: dict[str, object]) -> None:
    seat = opened(office)
    edited = positions.edit(office.ana, seat.id, fields, Expected(frozenset({seat.version})))
    assert edited.state == "proposed"
    assert requisitions.of_position(office.ana, seat.id)[0].state == "frozen"
    with pytest.raises(WrongState):
        positions.hire(office.ana, seat.id, "J. Doe", date(2027, 1, 4))
    with pytest.raises(Forbidden):
        positions.approve(office.ana, seat.id)
    assert positions.approve(office.fin, seat.id).state == "approved"
    assert positions.transition(office.ana, seat.id, "open").state == "open"
    assert [each.state for each in requisitions.of_position(office.ana, seat.id)] == ["open"]


def test_title_priority_and_manager_change_without_asking(office: Office) -> None:
    seat = opened(office)
    fields = {"title": "Staff engineer", "priority": 1, "reports_to": "CTO", "expected": date(2027, 9, 1)}
    edited = positions.edit(office.ana, seat.id, fields, WHICHEVER)
    assert (edited.state, edited.title, edited.priority, edited.reports_to) == (
        "open",
        "Staff engineer",
        1,
        "CTO",
    )
    assert edited.planned == seat.planned


def test_an_edit_that_changes_nothing_asks_nobody(office: Office) -> None:
    seat = opened(office)
    edited = positions.edit(office.ana, seat.id, {"level": Level(seat.level), "title": seat.title}, WHICHEVER)
    assert (edited.state, edited.version) == ("open", seat.version)


def test_no_edit_is_lost(office: Office) -> None:
    seat = first(office)

    def edit(number: int) -> bool:
        try:
            positions.edit(office.ana, seat.id, {"note": f"{number}"}, Expected(frozenset({seat.version})))
            return True
        except Stale:
            return False

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(edit, range(8))) == 1


def test_positions_of_a_plan_that_is_not_decided_are_approved_with_it(office: Office) -> None:
    plan = office.submitted()
    seat = office.seats(plan_id=plan.id)[0]
    with pytest.raises(WrongState, match="Decide on the plan first"):
        positions.edit(office.ana, seat.id, {"level": Level.MID}, WHICHEVER)
    with pytest.raises(WrongState, match="Decide on the plan first"):
        positions.approve(office.fin, seat.id)


def test_an_approval_never_takes_a_plan_beyond_its_locked_budget(office: Office) -> None:
    seat = first(office)
    positions.edit(office.ana, seat.id, {"monthly_cost": Decimal(900_000)}, WHICHEVER)
    with pytest.raises(WrongState, match=r"more than its locked budget of FY20\d\d by [\d,.]+ EUR"):
        positions.approve(office.fin, seat.id)
    positions.edit(office.ana, seat.id, {"monthly_cost": Decimal(9_000)}, WHICHEVER)
    assert positions.approve(office.fin, seat.id).state == "approved"


def test_history_tells_everything_and_why(office: Office) -> None:
    seat = opened(office)
    positions.edit(office.ana, seat.id, {"monthly_cost": Decimal("8000.00")}, WHICHEVER)
    positions.transition(office.ana, seat.id, "cancel", "merged with another team")
    told = positions.history(office.ana, seat.id)
    assert [step.action for step in told] == ["propose", "approve", "open", "ask_again", "cancel"]
    assert told[3].changes["monthly_cost"]["after"] == "8000.00"
    assert told[4].reason == "merged with another team"
    assert [step.number for step in told] == [1, 2, 3, 4, 5]


def test_a_manager_sees_own_teams_only(office: Office) -> None:
    office.approved()
    mine, other = (seat.id for seat in office.seats()[:2])
    positions.edit(office.ana, mine, {"team": "Search"}, WHICHEVER)
    assert [seat.id for seat in positions.index(office.mo).items] == [mine]
    assert positions.get(office.mo, mine).id == mine
    for see in (positions.get, positions.history, positions.hires, requisitions.of_position):
        with pytest.raises(NotFound):
            see(office.mo, other)  # type: ignore[operator]
    with pytest.raises(Forbidden):
        positions.transition(office.mo, mine, "open")
    for seat in office.seats():
        if seat.state == "approved":
            positions.transition(office.ana, seat.id, "open")
    theirs = requisitions.of_position(office.ana, mine)
    every = requisitions.index(office.ana).items
    assert [each.id for each in requisitions.index(office.mo).items] == [each.id for each in theirs]
    assert 0 < len(theirs) < len(every)


def test_pay_is_edited_by_those_who_see_it(office: Office) -> None:
    from dataclasses import replace

    from planner.domain.access import Permission

    seat = first(office)
    actor = replace(office.ana.actor, scopes=office.ana.actor.scopes - {Permission.PAY_READ})
    with pytest.raises(Forbidden):
        positions.edit(office.ana.acting(actor), seat.id, {"monthly_cost": Decimal(1)}, WHICHEVER)


def test_another_workspace_has_its_own_positions(office: Office, shipped: object) -> None:
    seat = first(office)
    other = office.ana.acting(office.ana.actor)
    from dataclasses import replace

    stranger = other.acting(replace(other.actor, workspace="ws_00000000000000000000000001"))
    with pytest.raises(NotFound):
        positions.get(stranger, seat.id)
    assert positions.index(stranger).items == []


def test_plan_against_actuals_follows_people_not_states(office: Office) -> None:
    profile = office.profile()
    plan = office.approved(profile.id)
    seat = office.seats()[0]
    positions.transition(office.ana, seat.id, "open")
    office.clock.on(date(2027, 2, 15))
    positions.hire(office.ana, seat.id, "J. Doe", date(2027, 2, 15))
    office.clock.on(date(2027, 3, 31))
    told = tracking.actuals(office.ana, profile.id)
    assert told.plan_id == plan.id
    assert sum(line.filled for line in told.total if str(line.quarter) == "FY2027-Q1") == 1
    last = told.total[-1]
    assert last.planned == plan.seats
    assert last.forecast == plan.seats
    spent = sum((line.actual_cost.amount for line in told.total), Decimal(0))
    held = seat.monthly_cost * (Decimal(14) / 28 + 1) + seat.hiring_cost
    assert abs(spent - held) < Decimal("0.02")
    year = told.years[0]
    assert year.budget is not None and year.remaining == year.budget - year.forecast
    (backfill_last,) = [line for line in told.parts["backfill"] if line.quarter == last.quarter]  # type: ignore[index]
    assert backfill_last.planned + told.parts["growth"][-1].planned == last.planned  # type: ignore[index]
    assert not told.left_out
    with office.ana.writing(positions.WRITE) as work:
        work.positions.locked(seat.id).currency = "NOK"
        work.commit()
    told = tracking.actuals(office.ana, profile.id)
    assert told.left_out == {"NOK": 1} and told.total[-1].planned == last.planned - 1


def test_a_rejected_plan_is_no_plan_to_compare_with(office: Office) -> None:
    profile = office.profile()
    plan = plans.make(office.ana, profile.id)
    approving.submit(office.ana, plan.id)
    approving.reject(office.fin, plan.id, "no")
    assert all(line.planned == 0 for line in tracking.actuals(office.ana, profile.id).total)
