"""What most tables need: add a row, get it, hold it, list it in parts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from planner.domain.lists import Ask
from planner.store.lists import part
from planner.store.queries.base import Queries
from planner.store.tables import Base

Row = TypeVar("Row", bound=Base)


class Rows(Queries, Generic[Row]):
    """Rows of one table; those that are got may be changed, and are written when the work is committed."""

    table: ClassVar[Any]

    def add(self, **values: Any) -> Row:
        """Add a row; every column that is not named is null."""
        absent = {column.key: None for column in self.table.__mapper__.column_attrs}
        kept = {key: value for key, value in absent.items() if key not in {"workspace_id", "version"}}
        row: Row = self.table(**{**kept, **values})
        self._session.add(row)
        return row

    def get(self, *key: Any) -> Row | None:
        """The row of that key."""
        found: Row | None = self._session.get(self.table, self.key(*key))
        return found

    def locked(self, *key: Any) -> Row | None:
        """The row of that key, as it is now; others who want to change it wait until this work ends."""
        found: Row | None = self._session.get(
            self.table, self.key(*key), with_for_update=True, populate_existing=True
        )
        return found

    def list(self, ask: Ask) -> Sequence[Row]:
        """The part that `ask` wants and one more."""
        return part(self._session, select(self.table), self.table, ask)

    def all(self, **filters: Any) -> Sequence[Row]:
        """All rows that a filter lets through, by key."""
        return self._session.scalars(self._where(filters).order_by(*self.table.__mapper__.primary_key)).all()

    def _where(self, filters: dict[str, Any]) -> Select[Any]:
        query = select(self.table)
        for name, value in filters.items():
            column: InstrumentedAttribute[Any] = getattr(self.table, name)
            if isinstance(value, Collection) and not isinstance(value, str):
                query = query.where(column.in_(value))
            elif value is not None:
                query = query.where(column == value)
        return query

    def _next(self, column: InstrumentedAttribute[int], **filters: Any) -> int:
        last = self._session.scalar(self._where(filters).with_only_columns(func.max(column)))
        return (last or 0) + 1
