"""Kinds of columns in a backup: how their values are written down and read back, and their types."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Float, Integer, LargeBinary, Numeric, String
from sqlalchemy.types import TypeEngine

from planner.store.tables import Cents, UtcTime


def _same(value: Any) -> Any:
    return value


@dataclass(frozen=True, slots=True)
class Kind:
    """How values of a kind of column go into JSON and come out, exactly."""

    type: TypeEngine[Any]
    encode: Callable[[Any], Any] = _same
    decode: Callable[[Any], Any] = _same


KINDS: Mapping[str, Kind] = {
    "time": Kind(UtcTime(), lambda value: value.isoformat(), datetime.fromisoformat),
    "day": Kind(Date(), lambda value: value.isoformat(), date.fromisoformat),
    "cents": Kind(Cents(), str, Decimal),
    "json": Kind(JSON(none_as_null=True)),
    "bytes": Kind(LargeBinary(), lambda value: base64.b64encode(value).decode(), base64.b64decode),
    "yes or no": Kind(Boolean()),
    "whole": Kind(Integer()),
    "float": Kind(Float()),
    "decimal": Kind(Numeric(), str, Decimal),
    "text": Kind(String()),
}


def kind_of(column: Column[Any]) -> str:
    """The kind of a column of ours; raises TypeError for a type that backups don't know yet."""
    for name, kind in KINDS.items():
        if isinstance(column.type, type(kind.type)):
            return name
    raise TypeError(f"{column} has a type that backups don't know")
