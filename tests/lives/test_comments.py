"""Comments: everybody's own, on what they may see."""

from datetime import date

import pytest

from planner.domain import Conflict, Forbidden, NotFound, Stale
from planner.services import comments, positions
from planner.services.versions import WHICHEVER, Expected
from tests.lives.office import Office

pytestmark = pytest.mark.parametrize("kept", ["sqlite"], indirect=True)  # as others show, both keep alike


def test_a_comment_stays_with_its_plan_or_position(office: Office) -> None:
    plan = office.submitted()
    seat = office.seats()[0]
    first = comments.add(office.ana, plan.id, "Please look at the second seat.")
    office.clock.on(date(2027, 1, 5))
    second = comments.add(office.fin, plan.id, "Done.")
    comments.add(office.ana, seat.id, "This one.")
    assert [each.id for each in comments.index(office.ana, plan.id).items] == [second.id, first.id]
    assert [each.text for each in comments.index(office.vi, seat.id).items] == ["This one."]


def test_only_the_author_edits_and_only_the_author_or_an_admin_deletes(office: Office) -> None:
    one = comments.add(office.ana, office.submitted().id, "Frist!")
    with pytest.raises(Forbidden):
        comments.edit(office.ada, one.id, "First!", WHICHEVER)
    edited = comments.edit(office.ana, one.id, "First!", Expected(frozenset({1})))
    assert (edited.text, edited.version) == ("First!", 2) and edited.edited_at
    with pytest.raises(Stale):
        comments.edit(office.ana, one.id, "Again", Expected(frozenset({1})))
    with pytest.raises(Forbidden):
        comments.delete(office.fin, one.id)
    comments.delete(office.ada, one.id)
    comments.delete(office.ada, one.id)
    (left,) = comments.index(office.ana, one.target).items
    assert left.text == "" and left.deleted_at
    with pytest.raises(Conflict):
        comments.edit(office.ana, one.id, "Back", WHICHEVER)


def test_a_comment_needs_something_to_be_about(office: Office) -> None:
    for target in ("plan_00000000000000000000000000", "ML-2027-999", "nonsense"):
        with pytest.raises(NotFound):
            comments.add(office.ana, target, "Hello?")
    with pytest.raises(Forbidden):
        comments.add(office.vi, office.submitted().id, "Hello?")


def test_a_manager_comments_on_own_teams_only(office: Office) -> None:
    office.approved()
    mine, other = (seat.id for seat in office.seats()[:2])
    positions.edit(office.ana, mine, {"team": "Search"}, WHICHEVER)
    comments.add(office.mo, mine, "Thanks!")
    with pytest.raises(NotFound):
        comments.add(office.mo, other, "And this?")
