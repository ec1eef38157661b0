"""PERT distributions: low, typical and high of an assumption as a Beta distribution, by inverse CDF.

Shapes are `1 + 4 (typical - low) / (high - low)` and `1 + 4 (high - typical) / (high - low)`.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from planner.domain.plan import Assumption

Series = NDArray[np.float64]
FINE = 2_048  # cells in which a density is integrated


def quantiles(row: Assumption, levels: int) -> Series:
    """The quantiles of an assumption at (1/2, 3/2, …) / levels."""
    return inverse(row, (np.arange(levels) + 0.5) / levels)


def inverse(row: Assumption, probabilities: Series) -> Series:
    """The quantiles of an assumption at given probabilities; its typical value where it has no range."""
    width = row.high - row.low
    if width <= 0:
        return np.full(np.shape(probabilities), row.typical)
    left, right = 4 * (row.typical - row.low) / width, 4 * (row.high - row.typical) / width
    edges = np.linspace(0.0, 1.0, FINE + 1)
    middle = (edges[1:] + edges[:-1]) / 2
    density = middle**left * (1 - middle) ** right
    cumulative = np.concatenate([[0.0], np.cumsum(density)])
    return row.low + width * np.interp(probabilities, cumulative / cumulative[-1], edges)


def sample(rows: Iterable[Assumption], count: int, seed: int) -> dict[str, Series]:
    """`count` values of each assumption that has a range, by Latin hypercube: one in each of `count` equal parts
    of its distribution. Each depends on the seed and the assumption's name alone."""
    drawn: dict[str, Series] = {}
    for row in rows:
        if row.high > row.low:
            random = np.random.default_rng([seed, zlib.crc32(row.name.encode())])
            drawn[row.name] = inverse(row, (random.permutation(count) + random.random(count)) / count)
    return drawn
