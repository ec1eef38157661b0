"""Parts of lists: filtered, sorted and begun by whitelisted columns of a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import Select, tuple_
from sqlalchemy.orm import Session

from planner.domain.lists import Ask

Row = TypeVar("Row")


def part(session: Session, query: Select[Row], table: type[Any], ask: Ask) -> Sequence[Row]:
    """The rows of `query` over `table` that `ask` wants, and one more where there are more."""
    for name, value in {**ask.filters, **ask.within}.items():
        test = ask.listing.filters[name]
        query = query.where(test.compare(getattr(table, test.column), value))
    columns = [getattr(table, name) for name in dict.fromkeys((ask.key.column, "id"))]
    if ask.after is not None:
        place, start = tuple_(*columns), tuple_(*ask.after[-len(columns) :])
        query = query.where(place < start if ask.descending else place > start)
    ordered = query.order_by(*(column.desc() if ask.descending else column for column in columns))
    return session.scalars(ordered.limit(ask.limit + 1)).all()
