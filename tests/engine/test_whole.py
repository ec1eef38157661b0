"""Rows that follow from people being whole: they keep no schedule out, and bring the relaxation nearer."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain import PositionKind, Role
from planner.engine.optimise import caps
from planner.engine.optimise.linear import Arrays
from planner.engine.optimise.scheme import Scheme, weighted_shortage
from planner.engine.optimise.solver import Solver
from planner.engine.optimise.whole import edges, implied
from planner.engine.optimise.work import Given, most_starts
from planner.engine.staffing import Cap, Source, Staffing
from tests.engine.problems import MONTHS, PAY, problem, problems, seat

FEW = settings(max_examples=100)


def program(small: Staffing, *, whole: bool) -> tuple[Arrays, Scheme]:
    scheme = Scheme(Given(small), tuple(Role), capped=True, stairs=bool(small.caps))
    limits = caps.limit(scheme)
    if whole:
        implied(scheme, limits)
    return scheme.program.compile(), scheme


@st.composite
def led(draw: st.DrawFn) -> Staffing:
    """Problems in which managers are needed soon, transfers may help and one seat in three may be dearer."""
    dearer = draw(st.sampled_from([1.0, 1.5]))
    paid = {
        role: [seat(role, monthly=PAY * (dearer if at % 3 == 1 else 1.0)) for at in range(12)]
        for role in Role
    }
    transfer = Source(PositionKind.TRANSFER, draw(st.integers(0, 2)), 0, np.ones(MONTHS), 0.0, 1)
    return replace(
        draw(problems(most=4.0)),
        seats={role: tuple(seats) for role, seats in paid.items()},
        span=draw(st.integers(1, 3)),
        hires_per_month=draw(st.none() | st.sampled_from([0.5, 1.0, 2.0])),
        headcount_cap=draw(st.none() | st.integers(0, 6)),
        sources=draw(st.sampled_from([(), (transfer,)])),
    )


@given(led())
@FEW
def test_they_keep_no_whole_schedule_out(small: Staffing) -> None:
    (plain, scheme), (tight, _) = program(small, whole=False), program(small, whole=True)
    objective = weighted_shortage(scheme)
    best = Solver(plain).minimise(objective)
    assert tight.violation(best.point) <= 1e-6
    assert Solver(tight).minimise(objective).objective == pytest.approx(best.objective, abs=1e-6)


@given(led())
@FEW
def test_they_never_loosen_the_bound(small: Staffing) -> None:
    (plain, scheme), (tight, _) = program(small, whole=False), program(small, whole=True)
    bounds = []
    for arrays in (plain, tight):
        solver = Solver(arrays)
        solver.objective(weighted_shortage(scheme))
        bounds.append(solver.relaxed()[0])
    assert bounds[0] <= bounds[1] + 1e-7


def test_a_budget_that_pays_whoever_is_there_when_it_begins_leaves_them_there() -> None:
    """Hiring was paid before it: for somebody who starts in its first month it is too small."""
    months = tuple(range(3, MONTHS))
    small = problem(
        {Role.MLOPS: np.ones(MONTHS)}, caps=(Cap("later", months, len(months) * PAY),), hires_per_month=1.0
    )
    (plain, scheme), (tight, _) = program(small, whole=False), program(small, whole=True)
    best = Solver(plain).minimise(weighted_shortage(scheme)).point
    assert best[scheme.lanes[Role.MLOPS].seats].max() == 1.0
    assert tight.violation(best) <= 1e-6


def test_they_close_most_of_the_gap_where_managers_and_recruiters_meet() -> None:
    months = 24
    wanted = {Role.MLOPS: np.linspace(4.0, 24.0, months), Role.PLATFORM: np.linspace(1.0, 7.0, months)}
    large = problem(wanted, hires_per_month=2.0, survival=0.99 ** np.arange(months))
    large = replace(large, seats={role: seats * 4 for role, seats in large.seats.items()})
    (plain, scheme), (tight, _) = program(large, whole=False), program(large, whole=True)
    objective = weighted_shortage(scheme)
    best, loose, near = Solver(plain).minimise(objective).objective, Solver(plain), Solver(tight)
    for solver in (loose, near):
        solver.objective(objective)
    assert best - near.relaxed()[0] < (best - loose.relaxed()[0]) / 2


@given(
    st.lists(st.floats(0, 3), min_size=4, max_size=4),
    st.sampled_from([1.0, 0.9, 0.6]),
    st.lists(st.integers(0, 3), min_size=4, max_size=4),
)
@FEW
def test_most_starts_is_what_trying_all_finds(limit: list[float], stay: float, begun: list[int]) -> None:
    found = most_starts(np.array([limit]), stay, np.array(begun, dtype=float))[0]
    best = np.zeros(4)
    for starts in product(range(4), repeat=4):
        people = 0.0
        for month, more in enumerate(starts):
            people = people * stay + more
            so_far = sum(starts[: month + 1])
            if more and (people > limit[month] + 1e-6 or so_far > begun[month]):
                break
            best[month] = max(best[month], so_far)
    assert found.tolist() == np.maximum.accumulate(best).tolist()


@given(
    st.lists(st.integers(0, 9), min_size=1, max_size=4).map(sorted),
    st.lists(st.integers(0, 9), min_size=1, max_size=4).map(sorted),
    st.integers(0, 22) | st.just(np.inf),
    st.lists(st.tuples(*[st.sampled_from([0.0, 0.05, 0.07, 0.13, 0.2])] * 4), max_size=2),
)
@FEW
def test_edges_hold_all_whole_points_and_touch_some(
    first: list[int], second: list[int], limit: float, shares: list[tuple[float, ...]]
) -> None:
    inside = []
    for x, y in product(range(first[-1] + 1), range(second[-1] + 1)):
        i, j = np.searchsorted(first, x), np.searchsorted(second, y)
        within = all(np.dot(share, (x, i, y, j)) <= 1 + 1e-9 for share in shares)
        inside += [(x, y)] if within and x + i + y + j <= limit else []
    found = edges(np.array(first, float), np.array(second, float), limit, np.reshape(shares, (-1, 4)))
    for a, b, c in found:
        values = [a * x + b * y for x, y in inside]
        assert max(values) == pytest.approx(c)
