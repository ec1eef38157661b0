"""Values of a field as a numpy column, and back.

NUMBER is float64 with NaN unknown; BOOLEAN int8 with 1 true, 0 unknown, -1 false; CHOICE the index of the
choice with -1 unknown; SET a bit mask in int64 with -1 unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, TypeAlias, assert_never

import numpy as np
from numpy.typing import NDArray

from planner.guidance.vocabulary import Field, Kind, Scalar

Column: TypeAlias = NDArray[Any]
_TYPES: Final[dict[Kind, type[np.generic]]] = {
    Kind.NUMBER: np.float64,
    Kind.BOOLEAN: np.int8,
    Kind.CHOICE: np.int16,
    Kind.SET: np.int64,
}
_UNKNOWN: Final = {Kind.NUMBER: np.nan, Kind.BOOLEAN: 0, Kind.CHOICE: -1, Kind.SET: -1}


def encode(field: Field, values: Sequence[Scalar]) -> Column:
    """A column of the values; raises ValueError for a value that the field cannot have."""
    return np.array([_encode(field, value) for value in values], column_type(field))


def decode(field: Field, column: Column) -> list[Scalar]:
    """The values of a column, None where unknown."""
    return [_decode(field, item) for item in column.tolist()]


def column_type(field: Field) -> type[np.generic]:
    """The type of the field's columns; the smallest that holds its codes for a choice."""
    small = field.kind is Kind.CHOICE and len(field.choices) <= np.iinfo(np.int8).max
    return np.int8 if small else _TYPES[field.kind]


def as_column(field: Field, given: Column | Scalar) -> Column:
    """A given column in the field's type; a plain value becomes a column of length 1.

    Raises ValueError for a type that cannot hold the field.
    """
    if not isinstance(given, np.ndarray):
        return encode(field, [given])
    if field.kind is Kind.BOOLEAN and given.dtype == np.bool_:
        return np.where(given, np.int8(1), np.int8(-1))
    if given.dtype.kind not in ("iuf" if field.kind is Kind.NUMBER else "i"):
        raise ValueError(f"A column of {given.dtype} cannot hold {field.name}; use encode(field, values).")
    return given.astype(column_type(field), copy=False)


def bit(choices: Sequence[str], member: str) -> int:
    """The bit of a member in the masks of its set."""
    return 1 << choices.index(member)


def _encode(field: Field, value: Scalar) -> float:
    match field.kind, value:
        case _, None:
            return _UNKNOWN[field.kind]
        case Kind.NUMBER, float() | int() if not isinstance(value, bool):
            return value
        case Kind.BOOLEAN, bool():
            return 1 if value else -1
        case Kind.CHOICE, str() if value in field.choices:
            return field.choices.index(value)
        case Kind.SET, frozenset() if value.issubset(field.choices):
            return sum(bit(field.choices, member) for member in value)
        case _:
            raise ValueError(f"{field.name} cannot be {value!r}.")


def _decode(field: Field, item: float) -> Scalar:
    if item == _UNKNOWN[field.kind] or item != item:  # noqa: PLR0124 (NaN)
        return None
    match field.kind:
        case Kind.NUMBER:
            return int(item) if field.integer else item
        case Kind.BOOLEAN:
            return item > 0
        case Kind.CHOICE:
            return field.choices[int(item)]
        case Kind.SET:
            return frozenset(choice for choice in field.choices if int(item) & bit(field.choices, choice))
        case _:
            assert_never(field.kind)
