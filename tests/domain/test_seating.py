"""Position ids never change and never repeat; edits ask again for what was approved."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain import Role
from planner.domain.lifecycle import PositionState, WrongState
from planner.domain.seating import ASKS_AGAIN, FREE, PositionId, asks_again, assign, refuse_edit, stem

IDS = st.builds(PositionId, st.sampled_from(["ML", "PL"]), st.integers(2026, 2029), st.integers(1, 40)).map(
    str
)


@given(st.builds(PositionId, st.sampled_from(["ML", "PL"]), st.integers(2000, 2199), st.integers(1, 999_999)))
def test_an_id_reads_back_as_what_it_is(id: PositionId) -> None:
    assert PositionId.parse(str(id)) == id


@pytest.mark.parametrize(
    "text",
    ["", "ML-2027", "ML-2027-14", "ML-2027-0014", "ML-2027-000", "XX-2027-014", "ML-27-014", "ml-2027-014"],
)
def test_what_is_no_id_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a position such as"):
        PositionId.parse(text)


def test_ids_read_as_role_year_and_number() -> None:
    assert str(PositionId(*stem(Role.MLOPS, 2027).split("-")[:1], 2027, 14)) == "ML-2027-014"
    assert stem(Role.PLATFORM, 2028) == "PL-2028"


def test_ids_sort_by_number_beyond_three_digits() -> None:
    texts = ["ML-2027-1000", "ML-2027-999", "ML-2026-001"]
    assert [str(each) for each in sorted(map(PositionId.parse, texts))] == texts[::-1]


@given(st.lists(IDS, unique=True, max_size=20), st.sets(IDS, max_size=40))
def test_no_id_is_given_twice(wanted: list[str], taken: set[str]) -> None:
    given_ids = assign(wanted, taken)
    assert list(given_ids) == wanted
    assert len(set(given_ids.values())) == len(wanted)
    assert taken.isdisjoint(given_ids.values())
    for seat, id in given_ids.items():
        assert PositionId.parse(id).stem == PositionId.parse(seat).stem
        assert id == seat or seat in taken


def test_a_seat_keeps_its_number_where_nobody_has_it() -> None:
    assert assign(["ML-2027-001", "PL-2027-001"], {"ML-2027-001", "ML-2027-013"}) == {
        "ML-2027-001": "ML-2027-014",
        "PL-2027-001": "PL-2027-001",
    }


def test_pay_level_start_site_and_employment_type_ask_again() -> None:
    for field in ("monthly_cost", "level", "starts", "site", "employment_type"):
        assert asks_again([field])
    for field in ("title", "priority", "reports_to"):
        assert not asks_again([field])
    assert ASKS_AGAIN.isdisjoint(FREE)


@pytest.mark.parametrize("state", list(PositionState))
def test_what_was_agreed_with_a_person_stays(state: PositionState) -> None:
    free = {
        PositionState.PROPOSED, PositionState.APPROVED, PositionState.OPEN, PositionState.ON_HOLD
    }  # fmt: skip
    if state in free:
        refuse_edit(state, ["level", "title"])
    else:
        with pytest.raises(WrongState):
            refuse_edit(state, ["level"])


def test_a_title_may_change_with_a_person_in_the_seat_but_not_after_cancelling() -> None:
    refuse_edit(PositionState.FILLED, ["title", "reports_to"])
    with pytest.raises(WrongState, match="Reopen it first"):
        refuse_edit(PositionState.CANCELLED, ["title"])
