"""Planning again on top of a plan that was adopted: its positions stand, with their ids and dates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from planner.domain.plan import Plan
from planner.domain.profile import Commitment, Profile
from planner.domain.words import Way


def adopted(profile: Profile, earlier: Plan) -> Profile:
    """`profile` with the positions of `earlier` as commitments, beside those that it states itself."""
    stated = {seat.id for seat in profile.commitments}
    kept = tuple(seat for seat in _promises(earlier) if seat.id not in stated)
    return replace(profile, commitments=(*profile.commitments, *kept))


def _promises(earlier: Plan) -> Iterator[Commitment]:
    """An engagement that the plan shows no end of is promised for the months that were planned."""
    stated = {seat.id: seat for seat in earlier.profile.commitments}
    after = earlier.months[-1] + 1
    for seat in earlier.positions:
        promise = stated.get(seat.id)
        way = promise.way if promise else Way.of(seat.kind)
        ends = promise.ends_on if promise else seat.ends or after
        yield Commitment(
            id=seat.id,
            role=seat.role,
            level=seat.level,
            site=seat.site,
            opens_on=seat.opens,
            starts_on=seat.starts,
            way=way,
            ends_on=ends if way is Way.CONTRACTOR else None,
        )
