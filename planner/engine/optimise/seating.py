"""What seats cost in the program: the first ones in line exactly, those after them at a safe mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.engine.staffing import SeatType, Series


@dataclass(frozen=True)
class Ladder:
    """Prices of a role's seats in order of filling: `single` seats one by one, then `rest` for each further.

    Seats are filled in the order that the level policy and the shares of sites give, so money is a staircase
    F(N) of their number. With single seats, `F(N) <= F(k) + rest (N - k)` for every N, so a plan that keeps a
    budget at these prices keeps it at the seats' own.
    """

    single: tuple[float, ...]
    rest: float
    hiring: float
    count: int

    @classmethod
    def mean(cls, seats: Sequence[SeatType], likely: int) -> Ladder:
        """Every seat at the mean price of the first `likely` ones."""
        prices = np.array([seat.monthly for seat in seats[: max(likely, 1)]])
        return cls((), float(prices.mean()) if prices.size else 0.0, _hiring(seats), len(seats))

    @classmethod
    def exact(cls, seats: Sequence[SeatType], single: int) -> Ladder:
        """About `single` seats one by one, the rest at the least price that never falls short."""
        prices = np.array([seat.monthly for seat in seats])
        if len(seats) <= single:
            return cls(tuple(prices.tolist()), 0.0, _hiring(seats), len(seats))
        after = _best_cut(prices, single)
        return cls(tuple(prices[:after].tolist()), _dearest_mean(prices[after:]), _hiring(seats), len(seats))


def _dearest_mean(prices: Series) -> float:
    """The largest mean of any number of first prices."""
    return float((np.cumsum(prices) / np.arange(1, prices.size + 1)).max(initial=0.0))


def _best_cut(prices: Series, single: int) -> int:
    """Where, near `single`, the prices after it are best told by their mean."""
    cuts = range(single, min(single + 4, prices.size))
    return min(cuts, key=lambda cut: (_dearest_mean(prices[cut:]), cut))


def _hiring(seats: Sequence[SeatType]) -> float:
    return seats[0].hiring if seats else 0.0
