"""Scenarios and diffs: what differs, applied, gives the other; nothing else is touched."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain import InvalidInput
from planner.domain.changes import ABSENT, Change, apply, below, differences, parse

SCALARS = st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=3) | st.just(0.5)
ENTRIES = st.lists(
    st.fixed_dictionaries(
        {"name": st.sampled_from(["Search", "Ads", "3", "a.b", 'x"y', "z]"]) | SCALARS},
        optional={"id": st.sampled_from(["s", "t"]), "fte": SCALARS},
    ),
    max_size=4,
)
VALUES = st.recursive(
    SCALARS | ENTRIES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
DOCUMENTS = st.dictionaries(
    st.sampled_from(["teams", "growth", "sr. ml", "", "[0]"]) | st.text(max_size=4), VALUES, max_size=4
)


def alike(one: Any, other: Any) -> bool:
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


@settings(max_examples=100)
@given(DOCUMENTS, DOCUMENTS)
def test_a_difference_applied_gives_the_other_document(one: dict[str, Any], other: dict[str, Any]) -> None:
    found = differences(one, other)
    assert alike(apply(one, [each.change() for each in found]), other)


@settings(max_examples=100)
@given(DOCUMENTS)
def test_nothing_differs_from_itself(document: dict[str, Any]) -> None:
    assert differences(document, document) == ()
    assert alike(apply(document, []), document)


@settings(max_examples=100)
@given(DOCUMENTS, DOCUMENTS)
def test_a_diff_the_other_way_is_its_opposite(one: dict[str, Any], other: dict[str, Any]) -> None:
    forth, back = differences(one, other), differences(other, one)
    by_path = lambda rows: sorted(  # noqa: E731
        ((row.path, repr(row.before), repr(row.after)) for row in rows), key=repr
    )
    if all(type(row.before) is not list and type(row.after) is not list for row in (*forth, *back)):
        assert by_path(-row for row in forth) == by_path(back)


@settings(max_examples=100)
@given(DOCUMENTS, DOCUMENTS)
def test_the_original_is_left_alone(one: dict[str, Any], other: dict[str, Any]) -> None:
    before = json.dumps(one)
    changed = apply(one, [each.change() for each in differences(one, other)])
    changed["new"] = 1
    assert json.dumps(one) == before


@given(st.lists(st.text(min_size=0, max_size=6) | st.integers(0, 999), min_size=1, max_size=6))
def test_a_path_reads_back_as_its_steps(steps: list[str | int]) -> None:
    path = ""
    for step in steps:
        path = below(path, step)
    assert list(parse(path)) == steps


@pytest.mark.parametrize(
    "path", ["", ".a", "a..b", "a.", "a[", "a[]", 'a["b]', "a b", "a]b", "[0]b", 'a["\\x"]', "a" * 301]
)
def test_what_is_no_path_is_refused(path: str) -> None:
    with pytest.raises(ValueError):
        parse(path)


BASE = {"name": "Shop", "teams": [{"name": "Search", "data_scientists": 3}, {"name": "Ads"}]}


def test_changes_read_as_a_person_would_write_them() -> None:
    made = apply(
        BASE,
        [
            Change("teams[Search].data_scientists", 5, "two more are promised"),
            Change("constraints.budget.per_fiscal_year", 900_000),
            Change("teams[Fraud]", {"name": "Fraud"}),
            Change("teams[1].kind", "builds_models"),
        ],
    )
    assert made["teams"] == [
        {"name": "Search", "data_scientists": 5},
        {"name": "Ads", "kind": "builds_models"},
        {"name": "Fraud"},
    ]
    assert made["constraints"] == {"budget": {"per_fiscal_year": 900_000}}


def test_a_difference_names_an_entry_rather_than_its_place() -> None:
    other = {**BASE, "teams": [{"name": "Search", "data_scientists": 4}, {"name": "Ads"}, {"name": "Fraud"}]}
    told = [(row.path, row.kind) for row in differences(BASE, other)]
    assert told == [("teams[Search].data_scientists", "changed"), ("teams[Fraud]", "added")]


@pytest.mark.parametrize(
    "change",
    [
        Change("teams[Fraud].site", "Berlin"),
        Change("teams[7]", {"name": "x"}),
        Change("teams[Fraud]", {"name": "Other"}),
        Change("growth.teams", ABSENT),
        Change("name.first", "x"),
        Change("name[0]", "x"),
        Change("nonsense[", 1),
    ],
)
def test_a_change_that_does_not_fit_is_named(change: Change) -> None:
    with pytest.raises(InvalidInput) as error:
        apply(BASE, [Change("data_scientists", 3), change])
    assert error.value.problems[0].path == "changes[1].path"
