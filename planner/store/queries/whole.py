"""A workspace as a whole: every row of every table, to take along or to erase."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Column, Table, delete, func, insert, select

from planner.store.kinds import KINDS, Kind, kind_of
from planner.store.queries.base import Queries
from planner.store.tables import Base, Tenant

AT_ONCE = 500
KEPT_BACK = frozenset({"tokens", "sign_in_links", "sessions", "retries"})
"""What lets somebody in, or answers a request once more, stays here: an export opens no door."""
TRAIL = frozenset({"audit_entries", "audit_heads", "audit_checkpoints"})
"""The audit trail is taken along to be read, but belongs to its workspace; erasing leaves it."""


def tables() -> tuple[Table, ...]:
    """Tables of tenants, those that others refer to first."""
    tenants = {mapper.local_table for mapper in Base.registry.mappers if issubclass(mapper.class_, Tenant)}
    return tuple(table for table in Base.metadata.sorted_tables if table in tenants)


class Whole(Queries):
    """All rows of the workspace."""

    def names(self) -> tuple[str, ...]:
        """Tables that are taken along, in the order in which they can be brought back."""
        return tuple(table.name for table in tables() if table.name not in KEPT_BACK and not _private(table))

    def rows(self, name: str) -> Iterator[dict[str, Any]]:
        """Every row of a table as JSON data, without its workspace, by key."""
        table = Base.metadata.tables[name]
        age = [table.c.created_at] if "created_at" in table.c else []
        query = select(table).where(table.c.workspace_id == self.workspace)
        query = query.order_by(*age, *table.primary_key)
        for row in self._session.execute(query.execution_options(yield_per=AT_ONCE)):
            yield {
                column.name: None if value is None else _kind(column).encode(value)
                for column, value in zip(table.columns, row, strict=True)
                if column.name != "workspace_id"
            }

    def bring(self, name: str, rows: Iterable[Mapping[str, Any]]) -> int:
        """Add rows that `rows` gave; how many there were. Raises KeyError, ValueError for others."""
        table = Base.metadata.tables[name]
        columns = {column.name: column for column in table.columns if column.name != "workspace_id"}
        count = 0
        batch: list[dict[str, Any]] = []
        for row in rows:
            if row.keys() - columns.keys():
                raise ValueError(f"{name} has no {min(row.keys() - columns.keys())}")
            batch.append({key: _read(column, row.get(key)) for key, column in columns.items()})
            count += 1
            if len(batch) == AT_ONCE:
                self._insert(table, batch)
        self._insert(table, batch)
        return count

    def counts(self) -> dict[str, int]:
        """How many rows there are of each table that erasing empties; empty ones are left out."""
        found = {
            table.name: self._session.scalar(
                select(func.count()).select_from(table).where(table.c.workspace_id == self.workspace)
            )
            or 0
            for table in tables()
            if table.name not in TRAIL
        }
        return {name: count for name, count in found.items() if count}

    def erase(self) -> None:
        """Delete everything but the audit trail, which holds no names, texts or amounts."""
        self._session.flush()
        for table in reversed(tables()):
            if table.name not in TRAIL:
                self._session.execute(delete(table).where(table.c.workspace_id == self.workspace))

    def _insert(self, table: Table, batch: list[dict[str, Any]]) -> None:
        if batch:
            here = [{**row, "workspace_id": self.workspace} for row in batch]
            self._session.execute(insert(table), here)
            batch.clear()


def _private(table: Table) -> bool:
    """Whether it holds secrets, or belongs to what does: both stay here."""
    if any(column.info.get("sealed") for column in table.columns):
        return True
    return any(_private(key.column.table) for key in table.foreign_keys if key.column.table is not table)


def _kind(column: Column[Any]) -> Kind:
    return KINDS[kind_of(column)]


def _read(column: Column[Any], value: Any) -> Any:
    return None if value is None else _kind(column).decode(value)
