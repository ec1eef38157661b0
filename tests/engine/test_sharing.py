"""Units that share limits get the best schedules there are: tiny cases are held against enumeration."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations_with_replacement, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.words import PositionKind, Role
from planner.engine.optimise.limits import Limits
from planner.engine.optimise.reading import outcome, spending
from planner.engine.optimise.scheme import weighted_shortage
from planner.engine.optimise.sharing import share
from planner.engine.optimise.unit import Unit
from planner.engine.optimise.work import Given
from planner.engine.staffing import Cap, Hire, Staffing
from tests.engine.problems import MONTHS, PAY, problem

pytestmark = pytest.mark.properties
LEVELS = st.lists(st.sampled_from([0.0, 0.5, 0.9, 1.1]), min_size=MONTHS, max_size=MONTHS)


@given(LEVELS, LEVELS, st.integers(0, 14), st.sampled_from([0.3, 0.5, 1.0]))
@settings(max_examples=15)
def test_tiny_portfolios_equal_enumeration(
    one: list[float], other: list[float], pay: int, recruited: float
) -> None:
    parts = [problem({Role.MLOPS: series}, lasting=1) for series in (one, other)]
    limits = Limits(MONTHS, (Cap("all", tuple(range(MONTHS)), pay * PAY),), recruited, None, 1)
    units = [Unit(part, limits) for part in parts]
    shares = share(units, limits)
    found = sum(
        float(weighted_shortage(unit.scheme) @ point)
        for unit, point in zip(units, shares.points, strict=True)
    )
    best = min(_enumerated(parts, limits))
    assert found == pytest.approx(best, abs=2e-2)  # a trace of cost decides between nearly equal shortages
    assert shares.bound <= shares.objective + 1e-9


def _enumerated(parts: list[Staffing], limits: Limits) -> Iterator[float]:
    """Weighted shortage of every pair of schedules within the limits."""
    for pair in product(*(list(_schedules(part)) for part in parts)):
        hires = [hire for schedule, _ in pair for hire in schedule]
        money = sum((spending(part, schedule) for part, (schedule, _) in zip(parts, pair, strict=True)), 0.0)
        begun = np.cumsum(np.bincount([hire.start for hire in hires], minlength=MONTHS))
        accrued = np.floor(limits.hires_per_month * np.maximum(np.arange(MONTHS) - 1 + 1, 0) + 1e-9)
        monthly = np.bincount([hire.start for hire in hires], minlength=MONTHS)
        if float(np.sum(money)) > limits.caps[0].amount or (begun > accrued).any() or monthly.max() > 1:
            continue
        yield sum(short for _, short in pair)


def _schedules(part: Staffing) -> Iterator[tuple[tuple[Hire, ...], float]]:
    there, early = Given(part), 1.0 + 0.01 * (MONTHS - np.arange(MONTHS)) / MONTHS
    for count in range(3):
        for starts in combinations_with_replacement(range(1, MONTHS), count):
            hires = tuple(Hire(part.seats[Role.MLOPS][0], PositionKind.NEW, at, at) for at in starts)
            if _has_work(there, hires):
                result = outcome(there, hires)
                yield hires, float((early * result.shortage[Role.MLOPS]).sum())


def _has_work(there: Given, hires: tuple[Hire, ...]) -> bool:
    room, stay = there.room[Role.MLOPS], there.problem.remaining(2 * MONTHS)
    return all(
        sum(stay[month - hire.start] for hire in hires if hire.start + 1 <= month) <= room[month] + 1e-9
        for month in range(2, min(MONTHS + 1, room.size))
    )
