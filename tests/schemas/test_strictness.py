"""No field coerces: driven from the schema itself, so that a new field is held to it as well."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any, get_args, get_type_hints

import pytest
from marshmallow import Schema, ValidationError

from planner.domain import InvalidProfile, Profile
from planner.schemas import plans, profiles
from planner.schemas.containers import Entries, Record, Table, Words
from planner.schemas.fields import Amount, Day, Fact, Number, Spelled, Text, Whole, Word, YesNo
from planner.schemas.outgoing import Figure
from planner.schemas.profile_parts import OverrideField
from planner.schemas.records import RecordSchema, defaults, nullable

TEXTS: tuple[Any, ...] = (0, 1.5, True, ["a"], {"a": 1}, "", "  ", "a\0b", "\ud800", "x" * 201)
WORDS: tuple[Any, ...] = (0, True, ["a"], {"a": 1}, "", "nothing of the kind")
NUMBERS: tuple[Any, ...] = (True, "5", "1_000", [5], {"a": 5}, float("nan"), float("inf"), 10**400, -(10**13))
WRONG: Mapping[type[Any], tuple[Any, ...]] = {
    YesNo: (0, 1, 1.0, "yes", "true", "", [True], {"a": True}),
    Text: TEXTS,
    Word: WORDS,
    Spelled: (*WORDS, "2027-3", "2027-00", "２０２７-０３", "2027-03 ", "2027-03-31T00:00"),
    Whole: (*NUMBERS, 5.9, 5.0, "5.0"),
    Number: NUMBERS,
    OverrideField: (*NUMBERS[1:4], NUMBERS[5], {"a": 5}),
    Words: ("deploy_models", {"deploy_models": True}, True, 1, ["nothing"], [1]),
    Entries: ("a", {"a": 1}, True, 1, [True]),
    Table: ("a", ["a"], True, 1, {"2027": None}, {"": 1}),
    Record: ("a", ["a"], True, 1, [("a", 1)], {"nothing": 1}),
}


def members(schema: RecordSchema, path: str = "") -> Iterator[tuple[str, Any]]:
    for name, field in schema.fields.items():
        yield f"{path}{name}", field
        inner = field.inner if isinstance(field, Entries) else field
        if isinstance(inner, Record):
            assert isinstance(inner.schema, RecordSchema)
            yield from members(inner.schema, f"{path}{name}.")


KINDS: Mapping[Any, type[Fact]] = {int: Whole, float: Number, bool: YesNo}
EVERY = dict(members(profiles.ProfileSchema()))


def schemas(schema: RecordSchema) -> Iterator[RecordSchema]:
    yield schema
    for field in schema.fields.values():
        inner = field.inner if isinstance(field, Entries) else field
        if isinstance(inner, Record):
            assert isinstance(inner.schema, RecordSchema)
            yield from schemas(inner.schema)


def wrong_values(field: Any) -> tuple[Any, ...]:
    return next(WRONG[kind] for kind in type(field).__mro__ if kind in WRONG)


@pytest.mark.parametrize("path", EVERY)
def test_wrong_values_are_refused(path: str) -> None:
    field = EVERY[path]
    accepted = []
    for value in wrong_values(field):
        try:
            field.deserialize(value)
        except ValidationError:
            continue
        accepted.append(value)
    assert accepted == []


@pytest.mark.parametrize("path", EVERY)
def test_bounds_hold_and_are_documented(path: str) -> None:
    field = EVERY[path]
    if not isinstance(field, Number):
        return
    least, most = field.metadata["minimum"], field.metadata["maximum"]
    step = 1 if isinstance(field, Whole) else 1e-6
    for inside in (least, most):
        assert field.deserialize(inside) == inside
    for outside in (least - step, most + max(step, 1e-3 if isinstance(field, Amount) else step)):
        with pytest.raises(ValidationError):
            field.deserialize(outside)
    assert field.metadata["x_unit"]


@pytest.mark.parametrize("path", EVERY)
def test_every_member_says_what_it_means(path: str) -> None:
    assert EVERY[path].metadata["description"].endswith(".") or isinstance(EVERY[path], Word)


@pytest.mark.parametrize(
    "schema",
    [*schemas(profiles.ProfileSchema()), *schemas(plans.PlanSchema())],
    ids=lambda schema: schema.builds.__name__,
)
def test_schema_and_dataclass_agree(schema: RecordSchema) -> None:
    hints = get_type_hints(schema.builds)
    assert list(schema.fields) == [each.name for each in fields(schema.builds)]
    for name, field in schema.fields.items():
        assert field.allow_none == (name in nullable(schema.builds))
        default = defaults(schema.builds)[name]
        assert (default is None) <= field.allow_none
        if schema.sparse and not isinstance(field, Table):
            for kind in {hints[name], *get_args(hints[name])} & set(KINDS):
                assert isinstance(field, KINDS[kind])
        if is_dataclass(hints[name]) and isinstance(field, Record):
            assert isinstance(field.schema, RecordSchema)
            assert field.schema.builds is hints[name]


def test_every_kind_of_field_is_held_to_it() -> None:
    kinds = {type(field) for field in EVERY.values()}
    assert kinds >= {YesNo, Whole, Number, Amount, Words, Table, Record, Entries}
    assert all(issubclass(kind, Fact | Entries | Table | Record) for kind in kinds)


@pytest.mark.parametrize(
    ("data", "fragment"),
    [
        ({"teams": [{"name": "a"}] * 5_001}, "has 5,001 entries, more than 5,000"),
        ({"title_map": {str(place): "mlops" for place in range(1_001)}}, "has 1,001 keys, more than 1,000"),
        ({"name": "a\0b"}, "unprintable character U\\+0000"),
        ({"reports_to": {None: "a"}}, "is empty, but a word"),
        (
            {"constraints": {"budget": {"currency": "EUR", "per_quarter": Decimal("NaN")}}},
            "an amount is expected",
        ),
        ({"ml_teams": 10**30}, "a number of more than 20 digits"),
        ({"name": date(2027, 1, 1)}, "of type date, but a text"),
    ],
)
def test_data_that_no_text_could_bring(data: dict[str, Any], fragment: str) -> None:
    with pytest.raises(InvalidProfile, match=fragment):
        profiles.load({"name": "x", **data})


def test_fields_serve_in_schemas_of_others() -> None:
    class Query(Schema):
        day = Day("A day.")

    assert Query().dump({"day": date(2027, 1, 1)}) == {"day": "2027-01-01"}
    assert Query().dump({"day": None}) == {"day": None}
    assert Query().load({"day": "2027-01-01"}) == {"day": date(2027, 1, 1)}


def test_nothing_is_minus_zero() -> None:
    growth = profiles.load({"name": "x", "growth": {"teams": -0.0}}).growth
    assert repr(growth.teams) == "0.0"
    assert Figure("A number.").deserialize(0.5) == 0.5


def test_many_at_once() -> None:
    many = [Profile(name="a"), Profile(name="b")]
    assert profiles.ProfileSchema().dump(many, many=True) == [{"name": "a"}, {"name": "b"}]
    assert profiles.ProfileSchema(many=True).load([{"name": "a"}, {"name": "b"}]) == many
