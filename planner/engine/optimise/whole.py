"""People are whole: rows that every whole schedule keeps to, but not the fractions that a relaxation mixes.

They keep no schedule out. They bring the bound of the relaxation so near to the best schedule that little is
left to search where recruiters, headcount or budgets bind.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from planner.engine.optimise import blocks
from planner.engine.optimise.caps import Capped
from planner.engine.optimise.linear import Index, Series
from planner.engine.optimise.paying import upper_hull
from planner.engine.optimise.scheme import Lane, Scheme
from planner.engine.optimise.work import LITTLE, most_starts

Edge = tuple[float, float, float]  # a, b, c of a x + b y <= c
NO_BUDGET = np.zeros((0, 4))


def implied(scheme: Scheme, capped: Sequence[Capped]) -> Index:
    """What recruiters, the headcount cap and budgets leave to whole seats by start month, with the managers
    they need: of one role as many as the other leaves."""
    if not scheme.starts.size:
        return np.zeros(0, dtype=np.int64)
    return _by_role(scheme, _begun(scheme), _shares(scheme, capped))


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


def _shares(scheme: Scheme, capped: Sequence[Capped]) -> Series:
    """The least part of each budget that goes to a seat and to a manager of each role who are open in a start
    month, (budgets, 4, start months): they stay open, and began in the cheapest of the months up to it."""
    found = []
    for cap in capped:
        if cap.resource == "budget" and cap.limit[0] > 0:
            row = scheme.program.block(cap.rows)[0] / cap.limit[0]
            shares = [share for lane in scheme.lanes.values() for share in _lane_shares(lane, row)]
            found.append([*shares, *[0.0 * shares[0]] * (4 - len(shares))])
    return np.array(found).reshape(-1, 4, scheme.starts.size)


def _lane_shares(lane: Lane, row: Series) -> Iterator[Series]:
    seat, lead = (np.cumsum(row[columns][::-1])[::-1] for columns in (lane.seats, lane.managers))
    from_others = [seat + row[columns] for _, columns in lane.sources]
    yield np.minimum.accumulate(np.minimum.reduce([seat, *from_others]))
    yield np.minimum.accumulate(lead) if lead.size else 0.0 * seat


def _by_role(scheme: Scheme, begun: Series, shares: Series) -> Index:
    """The edges of what the seats of both roles can be, by start month: `a N_1t + b N_2t <= c`; none that
    follows from the same edge of a later month, as what is open stays open."""
    lanes = list(scheme.lanes.values())
    tables = [*(_by_managers(scheme, lane, begun) for lane in lanes), np.zeros((1, begun.size))]
    found: list[tuple[int, Edge]] = []
    least: dict[float, float] = {}
    for month in reversed(range(begun.size)):
        for edge in edges(tables[0][:, month], tables[1][:, month], begun[month], shares[:, :, month]):
            slope, limit = edge[0] / (edge[0] + edge[1]), edge[2] / (edge[0] + edge[1])
            if limit < least.get(slope, np.inf):
                least[slope] = limit
                found.append((month, edge))
    found.reverse()
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


def edges(first: Series, second: Series, limit: float, shares: Series = NO_BUDGET) -> list[Edge]:
    """The edges, other than upper bounds, of the smallest polygon around all whole (x, y) that with their
    managers are within `x + i + y + j <= limit` and within each budget, of which a seat and a manager of each
    take their `shares`: i managers lead up to `first[i]` of x, j up to `second[j]` of y."""
    across, beside = np.arange(min(first[-1], limit) + 1), np.arange(second.size)
    leading = np.searchsorted(first, across)
    up = np.minimum(second, (limit - across - leading)[:, np.newaxis] - beside)
    for seat, lead, other, boss in shares[shares.any(axis=1)]:
        left = (1.0 + LITTLE - seat * across - lead * leading)[:, np.newaxis] - boss * beside
        up = np.minimum(up, np.floor(left / other) if other > 0 else np.where(left < 0, -1.0, np.inf))
    up = up.max(axis=1)
    corners = upper_hull(list(zip(across[up >= 0].tolist(), up[up >= 0].tolist(), strict=True)))
    found = [
        (y - v, u - x, (u - x) * y + (y - v) * x)
        for (x, y), (u, v) in pairwise(corners)
        if y > v or y < second[-1]
    ]
    return found if corners[-1][0] == first[-1] else [*found, (1.0, 0.0, corners[-1][0])]
