"""Where an estimate of the plan turns along the axes of its facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from planner.domain.words import Role
from planner.engine.variants.axes import Axis
from planner.engine.variants.bench import Bench
from planner.engine.variants.spread import Variant

ABREAST = 7  # places looked at between two, for each axis in one go
ANYTHING, STANCES = slice(None), slice(len(Role), None)  # parts of a signature

Place = tuple[int, int]  # number of an axis and place on it


@dataclass
class Estimates:
    """Estimated seats, stances and decision (a signature) by place, looked up in columns when asked for."""

    bench: Bench
    axes: Sequence[Axis]
    signatures: dict[Place, tuple[float, ...]] = field(default_factory=dict)

    def variant(self, place: Place) -> Variant:
        """The organisation at a place."""
        return self.axes[place[0]].variant(place[1])

    def look(self, places: Iterable[Place]) -> None:
        """Estimate those places that are not known yet."""
        fresh = [place for place in dict.fromkeys(places) if place not in self.signatures]
        if not fresh:
            return
        spread = self.bench.spread([self.variant(place) for place in fresh])
        sizes, leaning = self.bench.sizes(spread), self.bench.leanings(spread)
        columns = (*sizes.seats.values(), *leaning.stances.values(), leaning.decision)
        rows = np.column_stack(columns).tolist()
        self.signatures.update(zip(fresh, map(tuple, rows), strict=True))

    def turned(self, place: Place, part: slice) -> bool:
        """Whether a part of the signature differs from that of the organisation as it is."""
        return self.signatures[place][part] != self.signatures[0, 0][part]

    def first_turns(self, part: slice) -> dict[int, int]:
        """By axis, the first place at which a part of the signature turns; axes without one are left out."""
        self.look([(0, 0), *((axis, at) for axis, row in enumerate(self.axes) for at in row.coarse)])
        brackets = {axis: bracket for axis in range(len(self.axes)) if (bracket := self._bracket(axis, part))}
        while wide := {axis: _between(*bracket) for axis, bracket in brackets.items() if _between(*bracket)}:
            self.look((axis, at) for axis, places in wide.items() for at in places)
            for axis, places in wide.items():
                low, high = brackets[axis]
                high = next((at for at in places if self.turned((axis, at), part)), high)
                brackets[axis] = max([low, *(at for at in places if at < high)]), high
        return {axis: high for axis, (_, high) in brackets.items()}

    def _bracket(self, axis: int, part: slice) -> tuple[int, int] | None:
        """The last place before and the first place at which it turns, of those far apart."""
        places = [0, *self.axes[axis].coarse]
        for before, at in zip(places, places[1:], strict=False):
            if self.turned((axis, at), part):
                return before, at
        return None


def _between(low: int, high: int) -> list[int]:
    inner = np.linspace(low, high, ABREAST + 2)[1:-1].round()
    return sorted({int(at) for at in inner if low < at < high})
