"""Planning again on top of a plan that was adopted: its positions stand, with their ids and dates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from planner.domain.plan import Plan
from planner.domain.profile import Commitment, Profile
from planner.domain.words import PositionKind, Way

STANDING = frozenset(PositionKind) - {PositionKind.CONVERSION, PositionKind.CONTRACTOR}
"""Kinds of positions that an adopted plan promises. People who move over are among today's people once they
have; an engagement ends."""


def adopted(profile: Profile, earlier: Plan) -> Profile:
    """`profile` with the positions of `earlier` as commitments, beside those that it states itself."""
    stated = {seat.id for seat in profile.commitments}
    kept = tuple(seat for seat in _promises(earlier) if seat.id not in stated)
    return replace(profile, commitments=(*profile.commitments, *kept))


def _promises(earlier: Plan) -> Iterator[Commitment]:
    stated = {seat.id: seat.way for seat in earlier.profile.commitments}
    for seat in earlier.positions:
        if seat.kind in STANDING:
            yield Commitment(
                id=seat.id,
                role=seat.role,
                level=seat.level,
                site=seat.site,
                opens_on=seat.opens,
                starts_on=seat.starts,
                way=Way.of(seat.kind) or stated.get(seat.id),
            )
