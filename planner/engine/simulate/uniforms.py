"""The one fixed array of uniforms: every seat and person has its own rows in it, whatever else is in the plan.

So the same seat draws the same luck in two scenarios, and they can be compared path by path.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Uniforms = NDArray[np.float32]
SEAT_ROWS = 5  # time to fill, declined offers, notice, ramp, leaving
PERSON_ROWS = 1  # leaving
COMMON_ROWS = 5  # of a path: offer acceptance, time between offers, attrition, pay, employer cost


def rows(seed: int, block: int, number: int, paths: int) -> Iterator[Uniforms]:
    """Rows of a block of the array, `number` at a time, (number, paths), each in [0, 1)."""
    random = np.random.Generator(np.random.PCG64([seed, block]))
    while True:
        yield random.random((number, paths), dtype=np.float32)
