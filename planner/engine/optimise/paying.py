"""What the first N seats of a role cost a month, as a program that knows N can count it (decision 23).

In the order of filling dear and cheap seats alternate, so that of the first N seats the dear ones are about
a share of N: where `ceil(a N + b)` is their number for every N, a whole column `m >= a N + b` tells it.
Sequences of which that holds are called balanced, or Sturmian (Morse and Hedlund 1940).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, combinations, pairwise

import numpy as np

from planner.engine.optimise.linear import Series

Point = tuple[float, float]
MARGIN = 1e-4  # by which a line is above what its ceiling must exceed; its values are fractions of few seats
EXACT = 1e-6  # of money: differences below come from arithmetic


@dataclass(frozen=True)
class Stair:
    """Of N seats `m >= slope N + offset`, in whole numbers, cost `rise` more a month than the rest."""

    rise: float
    slope: float
    offset: float

    def climbed(self, seats: Series) -> Series:
        """The least m of so many seats."""
        return np.asarray(np.maximum(np.ceil(self.slope * seats + self.offset - EXACT), 0.0))


@dataclass(frozen=True)
class Pay:
    """The first N seats of a role cost at most `monthly N + aside + Σ rise m`, and for no N less than that by
    more than is `unspent`."""

    monthly: float = 0.0
    aside: float = 0.0
    stairs: tuple[Stair, ...] = ()
    unspent: float = 0.0


def pay(prices: Sequence[float], most: int = 0) -> Pay:
    """What seats at such prices in order of filling cost, with so many stairs at the most: of the ways to
    part the prices the one that counts least too much, the first of equal ones."""
    ladder = np.unique(prices)
    counts = {0, min(most, max(ladder.size - 1, 0))}
    ways = chain.from_iterable(combinations(ladder[1:].tolist(), count) for count in sorted(counts))
    found = [_counted(np.asarray(prices, dtype=np.float64), dearer) for dearer in ways]
    return min(found, key=lambda way: round(way[0], 5))[1]


def _counted(prices: Series, dearer: Sequence[float]) -> tuple[float, Pay]:
    """Seats parted by the least price of each dearer part, and how much is counted too much, as a share."""
    part = np.searchsorted(dearer, prices, side="right")
    means = [float(prices[part == place].mean()) for place in range(len(dearer) + 1)] if prices.size else []
    seats, total = np.arange(prices.size + 1.0), np.cumsum([0.0, *prices])
    stairs = tuple(
        Stair(high - low, *_line_below(np.cumsum([0.0, *(part > place)])))
        for place, (low, high) in enumerate(pairwise(means))
    )
    climbed = sum((stair.rise * stair.climbed(seats) for stair in stairs), np.zeros_like(total))
    monthly, aside = _line_above(np.round(total - climbed, 6))
    beyond = monthly * seats + aside + climbed - total
    unspent = float(beyond.max())
    counted = Pay(monthly, aside, stairs, unspent if unspent > EXACT else 0.0)
    return float(beyond.sum() / max(total.sum(), EXACT)), counted


def _line_below(dear: Series) -> tuple[float, float]:
    """Slope and offset of the line of which the ceiling is at no N less than the number of dear seats and in
    sum the least above it; of lines of that ceiling the highest."""
    seats = np.arange(dear.size)
    slopes = np.unique([part / whole for whole in seats[1:].tolist() for part in range(whole + 1)])
    rising = slopes[:, np.newaxis] * seats
    least = (dear - 1.0 - rising).max(axis=1) + MARGIN
    ceilings = np.ceil(rising + least[:, np.newaxis])
    unpaid = least <= 0.0  # where nobody is, nobody is paid
    best = int(np.argmin(np.where(unpaid, ceilings.sum(axis=1), np.inf)))
    return float(slopes[best]), float((ceilings[best] - rising[best]).min())


def _line_above(total: Series) -> tuple[float, float]:
    """Slope and offset of the line nowhere below some totals that is in sum the least above them: along their
    upper hull it meets the hull at half of all seats."""
    for left, right in pairwise(upper_hull(list(enumerate(total.tolist())))):
        if 2 * right[0] >= total.size - 1:  # not by the sum: at a corner those of both lines are equal
            slope = _slope(left, right)
            return slope, left[1] - slope * left[0]
    return 0.0, 0.0


def upper_hull(points: Sequence[Point]) -> list[Point]:
    """Of points from left to right, the corners of the line above all of them (Andrew's chain)."""
    hull: list[Point] = []
    for point in points:
        while len(hull) > 1 and _slope(hull[-2], hull[-1]) <= _slope(hull[-1], point):
            hull.pop()
        hull.append(point)
    return hull


def _slope(left: Point, right: Point) -> float:
    return (right[1] - left[1]) / (right[0] - left[0])
