"""The first place along each axis where seats or a stance turn, found in columns by bisection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from planner.domain.words import Role
from planner.engine.variants.axes import Axis
from planner.engine.variants.bench import Bench
from planner.engine.variants.spread import Variant

PARTS = 2 * len(Role)  # of a signature: seats, then stances, of each role
Place = tuple[int, int]  # number of an axis, and place on it


@dataclass
class Turning:
    """Signatures by place, sized when they are asked for, many at once."""

    bench: Bench
    axes: Sequence[Axis]
    signatures: dict[Place, tuple[float, ...]] = field(default_factory=dict)

    def variant(self, place: Place) -> Variant:
        """The organisation at a place."""
        return self.axes[place[0]].variant(place[1])

    def first(self) -> list[Place]:
        """The first places at which each part of the signature turns on each axis."""
        self._look((axis, at) for axis, row in enumerate(self.axes) for at in row.coarse)
        brackets = [found for axis in range(len(self.axes)) for found in self._brackets(axis)]
        while wide := [row for row in brackets if row[2] - row[1] > 1]:
            self._look((axis, (low + high) // 2) for axis, low, high, _ in wide)
            brackets = [self._halved(row) for row in brackets]
        return sorted({(axis, high) for axis, _, high, _ in brackets})

    def _look(self, places: Iterable[Place]) -> None:
        fresh = [place for place in dict.fromkeys(places) if place not in self.signatures]
        if fresh:
            rows = self.bench.sized([self.variant(place) for place in fresh]).signature.tolist()
            self.signatures.update(zip(fresh, map(tuple, rows), strict=True))

    def _turned(self, axis: int, at: int, part: int) -> bool:
        return self.signatures[axis, at][part] != self.signatures[axis, 0][part]

    def _brackets(self, axis: int) -> Iterable[tuple[int, int, int, int]]:
        """Axis, last place before and first place after a turn, and the part that turns."""
        places = self.axes[axis].coarse
        for part in range(PARTS):
            for before, at in pairwise(places):
                if self._turned(axis, at, part):
                    yield axis, before, at, part
                    break

    def _halved(self, bracket: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
        axis, low, high, part = bracket
        if high - low < 2:
            return bracket
        middle = (low + high) // 2
        return (axis, low, middle, part) if self._turned(axis, middle, part) else (axis, middle, high, part)
