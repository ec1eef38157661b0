"""A linear program in arrays: columns and rows are added in blocks and compiled to sparse rows.

A block of rows is `lower <= sum of matrix @ columns <= upper`, each term a pair of column numbers (n) and a
dense matrix (rows x n); zeros are dropped when the program is compiled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

Series = NDArray[np.float64]
Index = NDArray[np.int64]
Term = tuple[Index, Series]


@dataclass(frozen=True)
class Arrays:
    """A compiled program: sparse rows (`start`, `index`, `value`), bounds, and which columns are whole."""

    start: NDArray[np.int32]
    index: NDArray[np.int32]
    value: Series
    row_lower: Series
    row_upper: Series
    lower: Series
    upper: Series
    integer: NDArray[np.bool_]

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.row_lower.size, self.lower.size

    def activity(self, points: Series) -> Series:
        """Value of each row at some points, `(points, columns)`."""
        products = np.zeros((len(points), self.value.size + 1))
        np.multiply(self.value, points[:, self.index], out=products[:, :-1])
        sums = np.add.reduceat(products, self.start[:-1], axis=1) if self.row_lower.size else products[:, :0]
        return np.asarray(np.where(np.diff(self.start) > 0, sums, 0.0))

    def violations(self, points: Series) -> Series:
        """The largest breach of a row, bound or wholeness at each point, relative to the limit."""
        rows = _breach(self.activity(points), self.row_lower, self.row_upper)
        columns = _breach(points, self.lower, self.upper)
        whole = np.abs(points - np.round(points))[:, self.integer]
        parts = (part.max(axis=1, initial=0.0) for part in (rows, columns, whole))
        return np.asarray(np.maximum.reduce(list(parts)))

    def violation(self, point: Series) -> float:
        """The same at one point."""
        return float(self.violations(point[np.newaxis, :])[0])


def _breach(values: Series, lower: Series, upper: Series) -> Series:
    limit = np.where(values < lower, lower, upper)
    beyond = np.maximum(np.maximum(lower - values, values - upper), 0.0)
    return np.where(beyond > 0, beyond / np.maximum(np.abs(limit), 1.0), 0.0)


@dataclass
class Program:
    """A program that grows block by block."""

    lower: list[Series] = field(default_factory=list)
    upper: list[Series] = field(default_factory=list)
    integer: list[NDArray[np.bool_]] = field(default_factory=list)
    row_lower: list[Series] = field(default_factory=list)
    row_upper: list[Series] = field(default_factory=list)
    blocks: list[tuple[int, Index, Series]] = field(default_factory=list)
    width: int = 0
    height: int = 0

    def columns(
        self, count: int, *, lower: ArrayLike = 0.0, upper: ArrayLike = np.inf, integer: bool = False
    ) -> Index:
        """`count` new columns; returns their numbers."""
        self.lower.append(np.broadcast_to(np.asarray(lower, dtype=np.float64), count))
        self.upper.append(np.broadcast_to(np.asarray(upper, dtype=np.float64), count))
        self.integer.append(np.full(count, integer))
        self.width += count
        return np.arange(self.width - count, self.width)

    def rows(self, lower: ArrayLike, upper: ArrayLike, *terms: Term) -> Index:
        """A block of rows; returns their numbers."""
        count = terms[0][1].shape[0]
        self.row_lower.append(np.broadcast_to(np.asarray(lower, dtype=np.float64), count))
        self.row_upper.append(np.broadcast_to(np.asarray(upper, dtype=np.float64), count))
        self.blocks.extend((self.height, columns, matrix) for columns, matrix in terms)
        self.height += count
        return np.arange(self.height - count, self.height)

    def zeros(self) -> Series:
        """An objective with nothing in it yet."""
        return np.zeros(self.width)

    def block(self, rows: Index) -> Series:
        """Rows that were added as one block, over all columns."""
        found = np.zeros((rows.size, self.width))
        for first, columns, matrix in self.blocks:
            if first == rows[0]:
                found[:, columns] += matrix
        return found

    def compile(self) -> Arrays:
        """The program as sparse rows."""
        row, column, value = self._entries()
        order = np.argsort(row, kind="stable")
        start = np.zeros(self.height + 1, dtype=np.int32)
        start[1:] = np.cumsum(np.bincount(row, minlength=self.height))
        return Arrays(
            start,
            column[order].astype(np.int32),
            value[order],
            _joined(self.row_lower),
            _joined(self.row_upper),
            _joined(self.lower),
            _joined(self.upper),
            np.concatenate(self.integer) if self.integer else np.zeros(0, dtype=bool),
        )

    def _entries(self) -> tuple[Index, Index, Series]:
        if not self.blocks:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0)
        found = []
        for first, columns, matrix in self.blocks:
            row, place = np.nonzero(matrix)
            found.append((row + first, columns[place], matrix[row, place]))
        return tuple(np.concatenate(part) for part in zip(*found, strict=True))  # type: ignore[return-value]


def _joined(parts: list[Series]) -> Series:
    return np.concatenate(parts) if parts else np.zeros(0)


def joined(parts: Sequence[Arrays], uses: Sequence[Series], limit: Series) -> Arrays:
    """Programs side by side, with rows that join them: `Σ_p use_p @ columns_p <= limit`."""
    widths = np.cumsum([0, *(part.lower.size for part in parts)])
    shared = np.concatenate(uses, axis=1)
    row, column = np.nonzero(shared)
    counts = [np.diff(part.start) for part in parts] + [np.bincount(row, minlength=limit.size)]
    index = [part.index + first for part, first in zip(parts, widths, strict=False)] + [column]
    return Arrays(
        np.concatenate([[0], np.cumsum(np.concatenate(counts))]).astype(np.int32),
        np.concatenate(index).astype(np.int32),
        np.concatenate([*(part.value for part in parts), shared[row, column]]),
        np.concatenate([*(part.row_lower for part in parts), np.full(limit.size, -np.inf)]),
        np.concatenate([*(part.row_upper for part in parts), limit]),
        np.concatenate([part.lower for part in parts]),
        np.concatenate([part.upper for part in parts]),
        np.concatenate([part.integer for part in parts]),
    )
