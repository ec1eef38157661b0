"""A tidy table: one row for each thing, one column for each of its properties, numbers as numbers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from planner.domain import Month

if TYPE_CHECKING:
    import pandas as pd

Cell = str | int | float | Decimal | Month | None


class Name(StrEnum):
    """The tables of a plan."""

    POSITIONS = "positions"
    DEMAND = "demand"
    COST = "cost"
    QUARTERS = "quarters"
    CUTS = "cuts"
    EVIDENCE = "evidence"
    ASSUMPTIONS = "assumptions"
    QUESTIONS = "questions"
    SEATS = "seats"
    BREAK_EVEN = "break_even"
    TORNADO = "tornado"


class Kind(StrEnum):
    """What a column holds; texts come from people, words from closed vocabularies of ours."""

    TEXT = "text"
    WORD = "word"
    COUNT = "count"
    YEAR = "year"
    NUMBER = "number"
    FTE = "fte"
    MONEY = "money"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key in JSON and CSV, its heading in words, what it holds; `pay` where that is money."""

    key: str
    title: str
    kind: Kind = Kind.TEXT

    @property
    def pay(self) -> bool:
        """Whether only readers with access to pay may see it."""
        return self.kind is Kind.MONEY or self.key == "currency"


@dataclass(frozen=True, slots=True)
class Tidy:
    """A table: each row has a cell for each column."""

    name: Name
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def where(self, **values: Cell) -> Tidy:
        """The rows whose cells are these."""
        keys = [column.key for column in self.columns]
        wanted = [(keys.index(key), value) for key, value in values.items()]
        rows = (row for row in self.rows if all(row[index] == value for index, value in wanted))
        return Tidy(self.name, self.columns, tuple(rows))

    def without_pay(self) -> Tidy:
        """The table without its columns of money."""
        kept = [index for index, column in enumerate(self.columns) if not column.pay]
        rows = tuple(tuple(row[index] for index in kept) for row in self.rows)
        return Tidy(self.name, tuple(self.columns[index] for index in kept), rows)

    def frame(self) -> pd.DataFrame:
        """The table for pandas, months as periods and money as floats."""
        import pandas as pd  # noqa: PLC0415 - half a second that only analyses need

        plain = [[_for_pandas(cell) for cell in row] for row in self.rows]
        frame = pd.DataFrame(plain, columns=[column.key for column in self.columns])
        for column in self.columns:
            if column.kind is Kind.MONTH:
                frame[column.key] = pd.PeriodIndex(frame[column.key], freq="M")
        return frame


def _for_pandas(cell: Cell) -> object:
    if isinstance(cell, Month):
        return str(cell)
    return float(cell) if isinstance(cell, Decimal) else cell
