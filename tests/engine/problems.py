"""Small scheduling problems, as plain numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import strategies as st

from planner.domain.words import Level, PositionKind, Role
from planner.engine.staffing import Cap, Contract, SeatType, Source, Staffing

MONTHS = 7
PAY = 10_000.0


def seat(role: Role, level: Level = Level.SENIOR, monthly: float = PAY) -> SeatType:
    return SeatType(role, level, None, monthly, 1_000.0)


def problem(demand: dict[Role, Any], **given: Any) -> Staffing:
    """A problem of one or two roles; nobody is there and nothing is capped unless given."""
    months = len(next(iter(demand.values())))
    needed = {role: np.asarray(demand.get(role, np.zeros(months)), dtype=float) for role in Role}
    nothing = np.zeros(months)
    plain = Staffing(
        months=months,
        demand=needed,
        relievable=nothing,
        relief_per_fte=0.0,
        relief_cap=0.0,
        floor=nothing,
        present=dict.fromkeys(Role, nothing),
        steady=dict.fromkeys(Role, nothing),
        headcount=nothing,
        ramp=np.array([0.5] + [1.0] * (months - 1)),
        conversion_ramp=np.ones(months),
        survival=0.98 ** np.arange(months),
        lead=1,
        earliest=1,
        smallest=0.3,
        hires_per_month=None,
        headcount_cap=None,
        caps=(),
        convertible=0,
        span=7,
        managers=dict.fromkeys(Role, 0),
        commitments=(),
        seats={role: (seat(role),) * 12 for role in Role},
        lead_seats={role: seat(role, Level.MANAGER) for role in Role},
        lasting=3,
    )
    return replace(plain, **given)


def laddered(prices: Sequence[float]) -> dict[Role, tuple[SeatType, ...]]:
    """Seats at such prices in order of filling."""
    return {role: tuple(seat(role, monthly=price) for price in prices) for role in Role}


def with_every_way(small: Staffing) -> Staffing:
    """The same with transfers, training, contractors and conversions to be had."""
    months = small.months
    quick = np.minimum(np.arange(1, months + 1) / 2, 1.0)
    return replace(
        small,
        sources=(
            Source(PositionKind.TRANSFER, 0, 0, quick, 0.0, 1),
            Source(PositionKind.TRAINING, 1, 1, small.ramp, 3_000.0, 1),
        ),
        contract=Contract(0, 0, 2, {role: seat(role, monthly=2 * PAY) for role in Role}),
        convertible=1,
    )


@st.composite
def ways(draw: st.DrawFn) -> dict[str, Any]:
    """Other ways than recruiting: transfers, training, contractors."""
    slow = np.minimum(np.arange(MONTHS) / 4, 1.0)
    sources = tuple(
        Source(kind, draw(st.integers(0, 2)), 1, slow, hiring, draw(st.integers(1, 2)))
        for kind, hiring in ((PositionKind.TRANSFER, 0.0), (PositionKind.TRAINING, 2_000.0))
        if draw(st.booleans())
    )
    seats = {role: SeatType(role, Level.SENIOR, None, 1.6 * PAY, 0.0) for role in Role}
    contract = draw(
        st.none() | st.builds(Contract, st.integers(0, 2), st.just(0), st.integers(1, 3), st.just(seats))
    )
    return {"sources": sources, "contract": contract}


@st.composite
def problems(draw: st.DrawFn, most: float = 2.0, *, any_way: bool = False, ladders: bool = False) -> Staffing:
    """Small problems with any mix of caps, other ways to fill seats if `any_way`, and seats of unlike pay if
    there may be `ladders`."""
    levels = st.floats(0, most).map(lambda value: round(value, 2))
    series = st.lists(levels, min_size=MONTHS, max_size=MONTHS)
    demand = {Role.MLOPS: draw(series), Role.PLATFORM: draw(series | st.just([0.0] * MONTHS))}
    stay = draw(st.sampled_from([1.0, 0.99, 0.95]))
    start = draw(st.sampled_from([0.0, 0.5, 1.0]))
    survival = stay ** np.arange(MONTHS)
    there = {Role.MLOPS: start * survival, Role.PLATFORM: np.zeros(MONTHS)}
    half = MONTHS // 2
    prices = st.sampled_from([0.6 * PAY, PAY, 1.7 * PAY])
    ladder = draw(st.none() | st.lists(prices, min_size=12, max_size=12)) if ladders else None
    caps = tuple(
        Cap(name, months, draw(st.integers(0, 8)) * PAY)
        for name, months in (("first half", tuple(range(half))), ("second half", tuple(range(half, MONTHS))))
        if draw(st.booleans())
    )
    return problem(
        demand,
        **(draw(ways()) if any_way else {}),
        convertible=draw(st.integers(0, int(start))) if any_way else 0,
        **({"seats": laddered(ladder)} if ladder else {}),
        caps=caps,
        survival=survival,
        present=there,
        steady={role: np.full(MONTHS, start if role is Role.MLOPS else 0.0) for role in Role},
        headcount=np.full(MONTHS, np.ceil(start)),
        hires_per_month=draw(st.none() | st.sampled_from([0.2, 0.5, 1.0])),
        headcount_cap=draw(st.none() | st.integers(0, 3)),
        relievable=np.full(MONTHS, draw(st.sampled_from([0.0, 1.0]))),
        relief_per_fte=0.4,
        relief_cap=0.5,
        earliest=draw(st.sampled_from([0, 1, 3])),
    )
