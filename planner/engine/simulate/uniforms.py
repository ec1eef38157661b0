"""The fixed array of uniforms: each seat and person has its own rows in it, whatever else is planned.

So the same seat draws the same luck in two scenarios, and they can be compared path by path. A uniform is 16
random bits: which of 65,536 equal parts of the unit interval it lies in. Paths are drawn in blocks.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from planner.domain.words import Role

Uniforms = NDArray[np.uint16]
LEVELS = 2**16
IN_A_WORD = 4
FEW = 8  # seats or people that draw at once
COMMON_ROWS = 5  # of a path: offer acceptance, time between offers, attrition, pay, employer cost
SEAT_ROWS = 5  # time to fill, declined offers, notice, ramp, leaving
PERSON_ROWS = 1  # leaving
STREAMS = 1 + 2 * len(Role)  # of a block: what is common, the seats and the people of each role
APART = 0x9E3779B97F4A7C15F39CC0605CEDC835  # words between two streams, as in numpy's PCG64.jumped


class Array:
    """The uniforms of one seed."""

    def __init__(self, seed: int) -> None:
        self._words = np.random.PCG64(seed)
        self._origin = self._words.state

    def common(self, block: int, paths: int) -> Uniforms:
        """The rows that all seats and people of a path share, (rows, paths)."""
        rows: Uniforms = next(self._rows(block, 0, 1, COMMON_ROWS, paths))[0]
        return rows

    def of_seats(self, block: int, role: Role, number: int, paths: int) -> Iterator[Uniforms]:
        """Rows of the first, second, … few seats of a role, (seats, rows, paths)."""
        return self._rows(block, 1 + 2 * list(Role).index(role), number, SEAT_ROWS, paths)

    def of_people(self, block: int, role: Role, number: int, paths: int) -> Iterator[Uniforms]:
        """Rows of the first, second, … few people of a role, (people, rows, paths)."""
        return self._rows(block, 2 + 2 * list(Role).index(role), number, PERSON_ROWS, paths)

    def _rows(self, block: int, stream: int, number: int, rows: int, paths: int) -> Iterator[Uniforms]:
        """Random words, each cut into four; what is left of somebody's last one is thrown away."""
        start, each = (block * STREAMS + stream) * APART, -(-rows * paths // IN_A_WORD)
        for first in range(0, number, FEW):
            few = min(FEW, number - first)
            self._words.state = self._origin
            self._words.advance(start + first * each)
            drawn = np.asarray(self._words.random_raw(few * each), dtype="<u8").view("<u2")
            yield drawn.reshape(few, -1)[:, : rows * paths].reshape(few, rows, paths)
