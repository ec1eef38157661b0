"""The one fixed array of uniforms: each seat and person has its own rows in it, whatever else is planned.

So the same seat draws the same luck in two scenarios, and they can be compared path by path.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from planner.domain.words import Role

Uniforms = NDArray[np.float32]
COMMON_ROWS = 5  # of a path: offer acceptance, time between offers, attrition, pay, employer cost
SEAT_ROWS = 5  # time to fill, declined offers, notice, ramp, leaving
PERSON_ROWS = 1  # leaving
FEW = 4  # seats or people that draw at once


def common(seed: int, paths: int) -> Uniforms:
    """The rows that all seats and people of a path share."""
    return next(_rows(seed, 0, (COMMON_ROWS, paths)))


def of_seats(seed: int, role: Role, paths: int) -> Iterator[Uniforms]:
    """Rows of the first, second, … few seats of a role, (seats, rows, paths); the array is reused."""
    return _rows(seed, 1 + 2 * list(Role).index(role), (FEW, SEAT_ROWS, paths))


def of_people(seed: int, role: Role, paths: int) -> Iterator[Uniforms]:
    """Rows of the first, second, … few people of a role, (people, paths); the array is reused."""
    return _rows(seed, 2 + 2 * list(Role).index(role), (FEW, paths))


def _rows(seed: int, stream: int, shape: tuple[int, ...]) -> Iterator[Uniforms]:
    random = np.random.Generator(np.random.PCG64([seed, stream]))
    rows = np.empty(shape, dtype=np.float32)
    while True:
        yield random.random(out=rows, dtype=np.float32)
