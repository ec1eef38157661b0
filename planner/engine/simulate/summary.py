"""Paths in a few numbers: quantiles, means and chances by month, with standard errors.

Paths that share a set of assumptions are not independent: errors are taken over the means of the sets.
Rows are (months, paths of a set, sets).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.domain.analysis import Band, Bands, Chance, Covered
from planner.domain.calendar import Month

Rows = NDArray[Any]
SHARES = (0.1, 0.5, 0.9)


def by_set(rows: Rows) -> Rows:
    """Means of the paths of each set, (months, sets)."""
    kind = np.min_scalar_type(rows.shape[1]) if rows.dtype == np.bool_ else rows.dtype
    mean: Rows = rows.sum(axis=1, dtype=kind) / np.float64(rows.shape[1])
    return mean


def mean_and_error(means: Rows) -> tuple[Rows, Rows]:
    """Mean over the sets, which are the last axis, and its standard error."""
    return means.mean(axis=-1), means.std(axis=-1, ddof=1) / np.sqrt(means.shape[-1])


def bands(rows: Rows, means: Rows) -> Bands:
    """Quantiles by month, with mean and error over the sets' means. The paths are put in order."""
    ordered = rows.reshape(len(rows), -1)
    ordered.sort(axis=1)
    ranks = (ordered[:, int(share * ordered.shape[1])] for share in SHARES)
    return Bands(*map(series, (*ranks, *mean_and_error(means))))


def band(values: Rows) -> Band:
    """Quantiles and mean of one quantity, (paths of a set, sets)."""
    found = bands(values[None].copy(), by_set(values[None]))
    return Band(found.p10[0], found.p50[0], found.p90[0], found.mean[0], found.error[0])


def chance(means: Rows) -> Chance:
    """How often something holds, by month and over all months together."""
    found = mean_and_error(np.concatenate([means, means.mean(axis=0, keepdims=True)]))
    (*share, overall), (*error, overall_error) = map(series, found)
    return Chance(tuple(share), tuple(error), overall, overall_error)


def covered(met: Rows, first: int, start: Month) -> Covered:
    """The first month from `first` on in which demand is met."""
    waiting, reached = np.ones(met.shape[1:], np.bool_), [0.0]
    for month in met[first:]:
        np.greater(waiting, month, out=waiting)
        reached.append(1.0 - np.count_nonzero(waiting) / waiting.size)
    found = (next((at for at, share in enumerate(reached) if share > part), None) for part in SHARES)
    p10, p50, p90 = (None if at is None else start + (first + at - 1) for at in found)
    return Covered(p10, p50, p90, never=1.0 - reached[-1])


def series(values: Rows) -> tuple[float, ...]:
    """As plain numbers."""
    return tuple(values.tolist())
