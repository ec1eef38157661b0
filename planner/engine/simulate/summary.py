"""Paths in a few numbers: quantiles, means and chances by month, with standard errors.

Paths that share a set of assumptions are not independent: errors are taken over the means of the sets.
Rows are (paths, months); path p has set p modulo the number of sets.
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
    """Means of the paths of each set, (sets, months); paths beyond a whole number to each set are left out."""
    whole = len(rows) // sets
    total = rows[: whole * sets].reshape(whole, sets, -1).sum(axis=0, dtype=np.float32)
    return total.astype(np.float64) / whole


def bands(rows: Rows, means: Rows, turned: Rows) -> Bands:
    """Quantiles by month, with mean and error over the sets' means; `turned` (months, paths) is written over."""
    np.copyto(turned, rows.T)
    turned.sort(axis=1)
    p10, p50, p90 = (_series(turned[:, int(share * len(rows))]) for share in SHARES)
    return Bands(p10, p50, p90, *mean_and_error(means))


def band(values: Rows, sets: int) -> Band:
    """Quantiles and mean of one quantity by path."""
    rows = values[:, None]
    found = bands(rows, by_set(rows, sets), np.empty_like(rows.T))
    return Band(found.p10[0], found.p50[0], found.p90[0], found.mean[0], found.error[0])


def chance(means: Rows) -> Chance:
    """How often something holds, by month."""
    return Chance(*mean_and_error(means))


def mean_and_error(means: Rows) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Mean over the sets and its standard error, by month."""
    error = means.std(axis=0, ddof=1) / np.sqrt(len(means))
    return _series(means.mean(axis=0)), _series(error)


def covered(met: Rows, first: int, start: Month) -> Covered:
    """The first month from `first` on in which demand is met."""
    later = met[:, first:]
    at = later.argmax(axis=1)
    reached = np.take_along_axis(later, at[:, None], axis=1)[:, 0]
    month = np.sort(np.where(reached, first + at, met.shape[1]))
    months = [int(month[int(share * len(month))]) for share in SHARES]
    named = (start + month if month < met.shape[1] else None for month in months)
    return Covered(*named, never=1.0 - float(reached.mean()))


def _series(values: Rows) -> tuple[float, ...]:
    return tuple(values.tolist())
