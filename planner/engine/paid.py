"""What positions cost in any run of months, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.domain.calendar import Month
from planner.domain.money import Money, disclosed
from planner.domain.plan import Position
from planner.domain.words import Role

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Paid:
    """Positions by row: their role and months, and which of the distinct `costs` are their pay and hiring."""

    costs: tuple[Money, ...]
    currency: str
    roles: NDArray[np.str_]
    starts: Whole
    ends: Whole
    monthly: Whole
    hiring: Whole

    @classmethod
    def of(cls, positions: Sequence[Position], start: Month, months: int, currency: str) -> Paid:
        """The positions of a plan from the month `start` on."""
        pay = [disclosed(row.monthly_cost) for row in positions]
        once = [disclosed(row.hiring_cost) for row in positions]
        place = {cost: at for at, cost in enumerate(dict.fromkeys((*pay, *once)))}
        return cls(
            tuple(place),
            currency,
            np.array([row.role for row in positions], dtype=np.str_),
            np.array([row.starts - start for row in positions], dtype=np.int64),
            np.array([months if row.ends is None else row.ends - start for row in positions], dtype=np.int64),
            np.array([place[cost] for cost in pay], dtype=np.int64),
            np.array([place[cost] for cost in once], dtype=np.int64),
        )

    def within(self, months: Sequence[int], role: Role | None = None) -> Money:
        """All cost, or that of one role, in consecutive months: pay, and hiring where a position starts."""
        first, after = months[0], months[-1] + 1
        mine = (self.roles == role) if role else np.ones(self.roles.size, dtype=bool)
        there = np.maximum(np.minimum(self.ends, after) - np.maximum(self.starts, first), 0)
        begins = (self.starts >= first) & (self.starts < after)
        counts = np.bincount(self.monthly, there * mine, len(self.costs))
        counts += np.bincount(self.hiring, begins & mine, len(self.costs))
        parts = zip(self.costs, counts.astype(np.int64).tolist(), strict=True)
        return Money.total((cost * count for cost, count in parts), self.currency)
