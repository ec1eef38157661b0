"""PERT distributions: low, typical and high of an assumption as a Beta distribution, by inverse CDF.

Shapes are `1 + 4 (typical - low) / (high - low)` and `1 + 4 (high - typical) / (high - low)`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from planner.domain.plan import Assumption

Series = NDArray[np.float64]
CELLS = 1_024  # in which a density is integrated


def quantiles(row: Assumption, levels: int) -> Series:
    """The quantiles of an assumption at (1/2, 3/2, …) / levels."""
    width = row.high - row.low
    if width <= 0:
        return np.full(levels, row.typical)
    return row.low + width * _unit((row.typical - row.low) / width, levels)


def inverse(row: Assumption, probabilities: Series) -> Series:
    """The quantiles of an assumption at given probabilities; its typical value where it has no range."""
    width = row.high - row.low
    if width <= 0:
        return np.full(np.shape(probabilities), row.typical)
    cumulative = _cumulative((row.typical - row.low) / width)
    return row.low + width * np.interp(probabilities, cumulative, _EDGES)


_EDGES = np.linspace(0.0, 1.0, CELLS + 1)


@lru_cache(maxsize=64)
def _unit(mode: float, levels: int) -> Series:
    """The quantiles of the distribution from 0 to 1."""
    return np.interp((np.arange(levels) + 0.5) / levels, _cumulative(mode), _EDGES)


@lru_cache(maxsize=1_024)
def _cumulative(mode: float) -> Series:
    """The CDF at the edges of the cells, for a mode between 0 and 1."""
    middle = (_EDGES[1:] + _EDGES[:-1]) / 2
    density = middle ** (4 * mode) * (1 - middle) ** (4 * (1 - mode))
    cumulative = np.concatenate([[0.0], np.cumsum(density)])
    whole: Series = cumulative / cumulative[-1]
    return whole


def sample(
    assumptions: Mapping[str, Assumption], names: Collection[str], count: int, seed: int
) -> dict[str, Series]:
    """`count` values of each named assumption that has a range, by Latin hypercube: one in each of `count`
    equal parts of its distribution. An assumption draws the same whichever others are named."""
    uniforms = np.random.default_rng(seed).random((2 * len(assumptions), count))
    drawn: dict[str, Series] = {}
    for at, name in enumerate(sorted(assumptions)):
        row = assumptions[name]
        if name in names and row.high > row.low:
            order, within = uniforms[2 * at].argsort(), uniforms[2 * at + 1]
            drawn[name] = inverse(row, (order + within) / count)
    return drawn
