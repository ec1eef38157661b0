"""Paths in a few numbers: quantiles, means and chances by month, with standard errors.

Paths that share a set of assumptions are not independent: errors are taken over the means of the sets.
Rows are (months, paths); path p has set p modulo the number of sets.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.domain.analysis import Band, Bands, Chance, Covered
from planner.domain.calendar import Month

Rows = NDArray[Any]
SHARES = (0.1, 0.5, 0.9)


def by_set(rows: Rows, sets: int) -> Rows:
    """Means of the paths of each set, (months, sets); paths beyond a whole number for each are left out."""
    whole = rows.shape[1] // sets
    parts = rows[:, : whole * sets].reshape(len(rows), whole, sets)
    mean: Rows = parts.sum(axis=1, dtype=np.result_type(rows, np.float32)).astype(np.float64) / whole
    return mean


def bands(rows: Rows, means: Rows) -> Bands:
    """Quantiles by month, with mean and error over the sets' means."""
    ordered = np.sort(rows, axis=1)
    p10, p50, p90 = (_series(ordered[:, int(share * rows.shape[1])]) for share in SHARES)
    return Bands(p10, p50, p90, *mean_and_error(means))


def band(values: Rows, sets: int) -> Band:
    """Quantiles and mean of one quantity by path."""
    found = bands(values[None, :], by_set(values[None, :], sets))
    return Band(found.p10[0], found.p50[0], found.p90[0], found.mean[0], found.error[0])


def chance(means: Rows) -> Chance:
    """How often something holds, by month and over all months together."""
    overall, error = mean_and_error(means.mean(axis=0, keepdims=True))
    return Chance(*mean_and_error(means), overall[0], error[0])


def mean_and_error(means: Rows) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Mean over the sets and its standard error, by month."""
    error = means.std(axis=1, ddof=1) / np.sqrt(means.shape[1])
    return _series(means.mean(axis=1)), _series(error)


def covered(met: Rows, first: int, start: Month) -> Covered:
    """The first month from `first` on in which demand is met."""
    waiting, reached = np.ones(met.shape[1], np.bool_), [0.0]
    for month in met[first:]:
        np.greater(waiting, month, out=waiting)
        reached.append(1.0 - np.count_nonzero(waiting) / waiting.size)
    found = (next((at for at, share in enumerate(reached) if share > part), None) for part in SHARES)
    p10, p50, p90 = (None if at is None else start + (first + at - 1) for at in found)
    return Covered(p10, p50, p90, never=1.0 - reached[-1])


def _series(values: Rows) -> tuple[float, ...]:
    return tuple(values.tolist())
