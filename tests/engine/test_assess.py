"""The case for each role comes out the same for one row, for many in columns and month by month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.words import Role
from planner.engine.assess import Case, OneCase, assess
from planner.engine.assessor import Assessor
from planner.engine.outlook import fill, fill_one, look
from planner.guidance.columns import Column, encode
from planner.guidance.vocabulary import Field, Kind, Scalar
from tests.examples import few
from tests.knowing import knowledge

GUIDANCE, PROGRAMS = knowledge().guidance, knowledge().programs
FIELDS = {fact.name: fact.field for fact in GUIDANCE.facts}
AMOUNTS = ("work", "relievable", "floor")
Facts = dict[str, Scalar]


def values_of(field: Field) -> st.SearchStrategy[Scalar]:
    match field.kind:
        case Kind.BOOLEAN:
            return st.booleans()
        case Kind.CHOICE:
            return st.sampled_from(field.choices)
        case Kind.SET:
            return st.frozensets(st.sampled_from(field.choices))
        case _:
            low, high = max(field.low or 0, -40), min(field.high or 0, 80)
            whole = st.integers(int(low), int(high))
            return whole if field.integer else st.one_of(whole, st.floats(low, high))


def known(field: Field) -> st.SearchStrategy[Scalar]:
    """A value or unknown, in as few draws as can be."""
    match field.kind:
        case Kind.BOOLEAN:
            return st.sampled_from([None, True, False])
        case Kind.CHOICE:
            return st.sampled_from([None, *field.choices])
        case _:
            return st.none() | values_of(field)


stated = st.fixed_dictionaries({name: known(field) for name, field in FIELDS.items()})
VARIETIES = 24
DICE = Random(5)
ASSESSORS = tuple(
    Assessor(
        GUIDANCE,
        {name: DICE.choice([row.low, row.typical, row.high]) for name, row in GUIDANCE.assumptions.items()},
    )
    for _ in range(VARIETIES)
)  # a program is bound to its assumptions, which takes as long as a hundred assessments
organisations = st.lists(stated, min_size=1, max_size=3)


def columns(rows: Sequence[Facts]) -> dict[str, Column]:
    return {name: encode(field, [row[name] for row in rows]) for name, field in FIELDS.items()}


def row_of(case: Case, row: int) -> dict[str, Any]:
    return {name: column if name == "role" else column[row] for name, column in vars(case).items()}


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether cases are equal; sums of hours up to the order in which they are added."""
    exact = set(one) - set(AMOUNTS)
    return all(one[name] == other[name] for name in exact) and all(
        one[name] == pytest.approx(other[name], rel=1e-12, abs=1e-12) for name in AMOUNTS
    )


def columns_of_n_rows_are_n_single_rows(rows: list[Facts], assessor: Assessor) -> None:
    given_columns, assumed = columns(rows), assessor.assumed
    many = assessor.many(given_columns, len(rows))
    looked = assess(GUIDANCE, look(PROGRAMS, given_columns, assumed, len(rows)), assumed)
    for index, row in enumerate(rows):
        one = assessor.one(row)
        for role in Role:
            assert same(one[role]._asdict(), row_of(many[role], index))
            assert same(one[role]._asdict(), row_of(looked[role], index))
            wanted_by_points_through_open_gates(one[role], assumed)


def wanted_by_points_through_open_gates(case: OneCase, assumed: Mapping[str, float]) -> None:
    assert case.wanted is (case.open and case.score >= assumed["evidence_to_hire"])
    assert 0 <= case.relievable <= case.work + 1e-9
    assert case.floor >= 0


def the_order_of_rows_is_irrelevant(rows: list[Facts], assessor: Assessor) -> None:
    order = list(range(len(rows)))[::-1]
    before = assessor.many(columns(rows), len(rows))
    after = assessor.many(columns([rows[index] for index in order]), len(rows))
    for role in Role:
        for name, column in asdict(before[role]).items():
            if name != "role":
                assert column[order].tobytes() == getattr(after[role], name).tobytes()


def unknown_facts_are_filled_alike(rows: list[Facts], assumed: Mapping[str, float]) -> None:
    filled = fill(PROGRAMS, columns(rows), assumed, len(rows))
    for index, row in enumerate(rows):
        for name, value in fill_one(PROGRAMS, row, assumed).items():
            column = filled[name]
            assert isinstance(column, np.ndarray)
            assert encode(FIELDS[name], [value])[0] == pytest.approx(column[index], nan_ok=True)


@pytest.mark.properties
@given(organisations, st.sampled_from(ASSESSORS))
@few(200)
def test_one_row_and_many_are_assessed_alike(rows: list[Facts], assessor: Assessor) -> None:
    columns_of_n_rows_are_n_single_rows(rows, assessor)
    the_order_of_rows_is_irrelevant(rows, assessor)
    unknown_facts_are_filled_alike(rows, assessor.assumed)


def test_what_is_not_in_columns_is_the_same_for_all_rows() -> None:
    assumed = {name: row.typical for name, row in GUIDANCE.assumptions.items()}
    facts: Facts = {"ml_teams": 6, "needs": frozenset({"deploy_models"}), "round_the_clock": True}
    months = np.arange(24.0)
    assessor = Assessor(GUIDANCE, assumed)
    many = assessor.many({**facts, "month": months}, 24)

    for month in months:
        one = assessor.one({**facts, "month": month})
        assert all(same(one[role]._asdict(), row_of(many[role], int(month))) for role in Role)
