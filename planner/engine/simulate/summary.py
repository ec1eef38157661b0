"""Paths in a few numbers: quantiles, means and chances by month, with standard errors.

Paths that share a set of assumptions are not independent: errors are taken over the means of the sets.
Rows are (months, paths of a set, sets).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.domain.analysis import Band, Bands, Chance, Covered
from planner.domain.calendar import Month

Rows = NDArray[Any]
Estimate = tuple[Rows, Rows]
SHARES = (0.1, 0.5, 0.9)


def by_set(rows: Rows) -> Rows:
    """Means of the paths of each set, (months, sets)."""
    counted = rows.view(np.uint8) if rows.dtype == np.bool_ else rows
    kind = np.min_scalar_type(rows.shape[1]) if rows.dtype == np.bool_ else rows.dtype
    mean: Rows = counted.sum(axis=1, dtype=kind) / np.float64(rows.shape[1])
    return mean


def mean_and_error(means: Rows) -> Estimate:
    """Mean over the sets, which are the last axis, and its standard error."""
    mean, sets = means.mean(axis=-1), means.shape[-1]
    off = means - mean[..., None]
    return mean, np.sqrt(np.einsum("...s,...s->...", off, off) / (sets * (sets - 1)))


def estimates(means: Sequence[Rows]) -> Iterator[Estimate]:
    """Mean and standard error of each, by month."""
    return zip(*mean_and_error(np.stack(means)), strict=True)


def quantiles(rows: Rows, *, tied: bool = False) -> tuple[Rows, ...]:
    """P10, P50 and P90 by month of what is never negative. The paths are put in another
    order: what is never negative has the order of its bits, and whole numbers are parted in half the time.
    Where the same values come again and again, sorting takes less than parting."""
    paths = rows.reshape(len(rows), -1)
    bits = paths.view(f"i{paths.itemsize}")
    low, middle, high = ranks = [int(share * paths.shape[1]) for share in SHARES]
    if tied:
        bits.sort(axis=1)
    else:
        bits.partition(middle, axis=1)
        bits[:, :middle].partition(low, axis=1)
        bits[:, middle + 1 :].partition(high - middle - 1, axis=1)
    return tuple(paths[:, rank] for rank in ranks)


def bands(ranks: tuple[Rows, ...], estimate: Estimate) -> Bands:
    """Quantiles, mean and standard error by month."""
    return Bands(*map(series, (*ranks, *estimate)))


def band(values: Rows) -> Band:
    """Quantiles and mean of one quantity that is never negative, (paths of a set, sets)."""
    found = bands(quantiles(values[None].copy()), mean_and_error(by_set(values[None])))
    return Band(found.p10[0], found.p50[0], found.p90[0], found.mean[0], found.error[0])


def chances(means: Sequence[Rows], monthly: Iterable[Estimate]) -> Iterator[Chance]:
    """How often each holds, by month and over all months together."""
    overall = estimates([rows.mean(axis=0) for rows in means])
    for (share, error), (all_share, all_error) in zip(monthly, overall, strict=True):
        yield Chance(series(share), series(error), float(all_share), float(all_error))


def covered(met: Rows, first: int, start: Month) -> Covered:
    """The first month from `first` on in which demand is met."""
    before, reached = np.zeros(met.shape[1:], np.bool_), [0.0]
    for month in met[first:]:
        reached.append(np.count_nonzero(np.logical_or(before, month, out=before)) / before.size)
    found = (next((at for at, share in enumerate(reached) if share > part), None) for part in SHARES)
    p10, p50, p90 = (None if at is None else start + (first + at - 1) for at in found)
    return Covered(p10, p50, p90, never=1.0 - reached[-1])


def series(values: Rows) -> tuple[float, ...]:
    """As plain numbers."""
    return tuple(values.tolist())
