"""What paths look up: quantiles by uniform, and months of work by month of start and months until leaving."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from planner.domain.plan import Assumption
from planner.engine import supply
from planner.engine.pert import quantiles
from planner.engine.simulate.uniforms import Uniforms

Floats = NDArray[np.float32]
Indices = NDArray[np.intp]
LEVELS = 1_024  # equal parts of a distribution, each at its middle
RAMPS = 16  # equal parts of the distribution of ramps


def drawn(row: Assumption) -> Callable[[Uniforms], Floats]:
    """The inverse CDF of an assumption, as a function of uniforms."""
    table = quantiles(row, LEVELS).astype(np.float32)
    return lambda uniforms: table.take(cells(uniforms, LEVELS))


def cells(uniforms: Uniforms, number: int) -> Indices:
    """Which of `number` equal parts a uniform falls into."""
    return (uniforms * np.float32(number)).astype(np.intp)


def presences(months: int) -> Floats:
    """1 where somebody is there, by (month of start, months until leaving) as one index, and month."""
    start, stay, month = np.ogrid[: months + 1, : months + 1, :months]
    there = (month >= start) & (month < start + stay)
    return there.astype(np.float32).reshape(-1, months)


def begins(months: int) -> Floats:
    """1 in the month of start, by month of start and month."""
    return np.eye(months + 1, months, dtype=np.float32)


def capacities(months: int, ramp_months: Assumption) -> Floats:
    """Effective FTE by (month of start, months until leaving, cell of the ramp) as one index, and month."""
    ramps = np.stack([supply.ramp(float(length), months) for length in quantiles(ramp_months, RAMPS)])
    there = np.arange(months) < np.arange(months + 1)[:, None]
    worked = (there[:, None, :] * ramps).astype(np.float32)
    rows = np.zeros((months + 1, *worked.shape), dtype=np.float32)
    for start in range(months):
        rows[start, :, :, start:] = worked[:, :, : months - start]
    return rows.reshape(-1, months)
