"""Lists cut into parts: what a list can be sorted and filtered by, and where a part begins."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from planner.domain.errors import InvalidInput, Problem

MOST_ITEMS, USUAL_ITEMS = 100, 20
CURSOR = "[A-Za-z0-9_-]{8,2000}"
MOST_WHOLE = 2**31
ID = re.compile(r"[a-z]{2,8}_[0-9a-z]{1,40}|[A-Z]{2}-[0-9]{4}-[0-9]{3,6}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Key:
    """A column that a list can be sorted by; its values are never absent. `kind` is their type."""

    column: str
    kind: type[str] | type[int] | type[date] | type[datetime] = str


@dataclass(frozen=True, slots=True)
class Test:
    """A column that a list can be filtered by, and how it is compared with the value that is asked for."""

    column: str
    compare: Callable[[Any, Any], Any] = operator.eq


def any_of(column: Any, values: Any) -> Any:
    """Whether the column is one of several values."""
    return column.in_(values)


def is_there(column: Any, wanted: bool) -> Any:
    """Whether the column has a value, or has none."""
    return column.is_not(None) if wanted else column.is_(None)


NEWEST = Key("id")  # ids sort by age


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as a row of a table: its sort keys, the first one usual, and its filters, by their names.

    `usual` is the order where none is asked for; a leading minus stands for descending.
    """

    name: str
    sorts: Mapping[str, Key] = field(default_factory=lambda: {"created_at": NEWEST})
    filters: Mapping[str, Test] = field(default_factory=dict)
    usual: str = "-created_at"

    @property
    def orders(self) -> tuple[str, ...]:
        """Every order that can be asked for."""
        return tuple(f"{sign}{name}" for name in self.sorts for sign in ("-", ""))


@dataclass(frozen=True, slots=True)
class Ask:
    """The part of a list that is wanted; `within` are filters that belong to its address."""

    listing: Listing
    limit: int = USUAL_ITEMS
    sort: str = ""
    filters: Mapping[str, Any] = field(default_factory=dict)
    within: Mapping[str, Any] = field(default_factory=dict)
    after: tuple[Any, str] | None = None

    @property
    def order(self) -> str:
        """The order that was asked for, or the usual one."""
        return self.sort or self.listing.usual

    @property
    def key(self) -> Key:
        """The column that it is sorted by."""
        return self.listing.sorts[self.order.removeprefix("-")]

    @property
    def descending(self) -> bool:
        """Whether great values come first."""
        return self.order.startswith("-")

    def inside(self, **within: Any) -> Ask:
        """The same within a narrower address, such as the plans of one profile."""
        return replace(self, within={**self.within, **within})

    def cursor(self, record: Any) -> str:
        """Where the part after `record` begins, for a client to send back."""
        value = getattr(record, self.key.column)
        said = value.isoformat() if isinstance(value, date) else value
        return _encoded([self._mark(), said, record.id])

    def beginning(self, cursor: str) -> Ask:
        """The same from where `cursor` points; raises InvalidInput for one of another list or order."""
        try:
            mark, said, id = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
            sound = _encoded([mark, said, id]) == cursor and ID.fullmatch(id) and mark == self._mark()
            value = _value(self.key.kind, said)
        except (ValueError, TypeError, binascii.Error, RecursionError):
            sound = None
        if not sound:
            fix = "Send `next` of the page before with the same filters and order, or leave it out."
            raise InvalidInput(Problem("cursor", "is not one of this list.", fix))
        return replace(self, after=(value, id))

    def _mark(self) -> str:
        """What binds a cursor to its list, order and filters."""
        said = json.dumps([self.listing.name, self.order, sorted(self.filters.items())], default=str)
        return hashlib.sha256(said.encode()).hexdigest()[:8]


def _encoded(parts: list[Any]) -> str:
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _value(kind: type[Any], said: Any) -> Any:
    """The value of a sort column; raises ValueError or TypeError for what cannot be one."""
    if kind is datetime:
        moment = datetime.fromisoformat(said)
        if moment.tzinfo is not UTC:
            raise ValueError
        return moment
    if kind is date:
        return date.fromisoformat(said)
    if type(said) is not kind or (kind is int and abs(said) > MOST_WHOLE) or (kind is str and "\0" in said):
        raise ValueError
    return said
