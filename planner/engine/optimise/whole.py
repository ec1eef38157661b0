"""People are whole: rows that every whole schedule keeps to, but not the fractions that a relaxation mixes.

They keep no schedule out. They bring the bound of the relaxation so near to the best schedule that little is
left to search where recruiters or headcount bind.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from planner.engine.optimise import blocks
from planner.engine.optimise.linear import Index, Series
from planner.engine.optimise.scheme import Lane, Scheme
from planner.engine.optimise.work import most_starts, upper_hull

Edge = tuple[float, float, float]  # a, b, c of a x + b y <= c


def implied(scheme: Scheme) -> Index:
    """What recruiters and the headcount cap leave to whole seats by start month, with the managers they need:
    people in all, then the seats of one role that the other leaves. None where neither is limited."""
    begun = _begun(scheme)
    if not begun.size or not np.isfinite(begun).all():
        return np.zeros(0, dtype=np.int64)
    return np.concatenate([_in_all(scheme, begun), _by_role(scheme, begun)])


def _begun(scheme: Scheme) -> Series:
    """The most people who can have started by each start month, managers included."""
    given, starts, stay = scheme.given, scheme.starts, scheme.problem.stay
    begun = np.floor(given.recruiting[1][starts] + 1e-9) + _from_sources(scheme)
    places = given.places[starts]
    if not np.isfinite(places).all():
        return begun
    ever = np.ceil(places.max(initial=0.0) / stay**starts.size)
    return np.asarray(most_starts(places[np.newaxis, :], stay, np.minimum(begun, ever))[0])


def _from_sources(scheme: Scheme) -> Series:
    """The most people who can have come from other sources than recruiting by each start month."""
    each_year = sum(source.per_year for source in scheme.problem.sources) * len(scheme.lanes)
    return np.asarray((np.arange(scheme.starts.size) // 12 + 1.0) * each_year)


def _in_all(scheme: Scheme, begun: Series) -> Index:
    """`Σ_r N_rt + G_rt <= begun_t`."""
    one = np.eye(begun.size)
    columns = [part for lane in scheme.lanes.values() for part in (lane.seats, lane.managers) if part.size]
    return blocks.within(scheme.program, begun, *((part, one) for part in columns))


def _by_role(scheme: Scheme, begun: Series) -> Index:
    """The edges of what the seats of both roles can be, by start month: `a N_1t + b N_2t <= c`."""
    lanes = list(scheme.lanes.values())
    tables = [*(_by_managers(scheme, lane, begun) for lane in lanes), np.zeros((1, begun.size))]
    found = [
        (month, edge)
        for month, limit in enumerate(begun.tolist())
        for edge in edges(tables[0][:, month], tables[1][:, month], limit)
    ]
    factors = np.zeros((2, len(found), begun.size))
    for row, (month, (first, second, _)) in enumerate(found):
        factors[:, row, month] = first, second
    terms = [(lane.seats, factor) for lane, factor in zip(lanes, factors, strict=False)]
    return blocks.within(scheme.program, [limit for _, (_, _, limit) in found], *terms)


def _by_managers(scheme: Scheme, lane: Lane, begun: Series) -> Series:
    """The most seats of a role with 0, 1, … managers, (managers + 1, start months), that have work and
    somebody to lead them."""
    ever, stay = np.minimum(begun, scheme.given.openings[lane.role]), scheme.problem.stay
    limit = scheme.given.worked(lane.role)[np.newaxis, :]
    if lane.managers.size:
        spans = np.arange(ever.max(initial=0.0) // scheme.problem.span + 2) * scheme.problem.span
        limit = np.minimum(limit, scheme.given.led(lane.role) + spans[:, np.newaxis])
    return most_starts(limit, stay, ever)


def edges(first: Series, second: Series, limit: float) -> list[Edge]:
    """The edges, other than upper bounds, of the smallest polygon around all whole (x, y) that with their
    managers are within `x + i + y + j <= limit`: i managers lead up to `first[i]` of x, j up to `second[j]`
    of y."""
    across = np.arange(min(first[-1], limit) + 1)
    left = limit - across - np.searchsorted(first, across)
    across, left = across[left >= 0], left[left >= 0]
    led = left[:, np.newaxis] - np.arange(second.size)
    up = np.where(led >= 0, np.minimum(second, led), 0.0).max(axis=1)
    corners = upper_hull(list(zip(across.tolist(), up.tolist(), strict=True)))
    found = [
        (y - v, u - x, (u - x) * y + (y - v) * x)
        for (x, y), (u, v) in pairwise(corners)
        if y > v or y < second[-1]
    ]
    return found if corners[-1][0] == first[-1] else [*found, (1.0, 0.0, corners[-1][0])]
