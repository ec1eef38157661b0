"""Tipping points: for each known fact the smallest change that changes a seat, a stance or the decision.

Columns find where an estimate turns; the plan's own schedule then confirms that place and the one before it,
or moves on to where it turns itself (model, section 8).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from planner.domain.analysis import Flip, Outcome
from planner.domain.profile import Profile
from planner.domain.words import Role
from planner.engine.knowledge import Knowledge
from planner.engine.saying import effects, flip_sentence, plain, roles
from planner.engine.turns import turns
from planner.engine.variants.axes import axes
from planner.engine.variants.bench import Bench
from planner.engine.variants.estimates import ANYTHING, STANCES, Estimates, Place
from planner.engine.variants.leaning import Leanings
from planner.engine.variants.sizing import Sizes
from planner.engine.variants.spread import Spread


def flips(profile: Profile, knowledge: Knowledge, today: date, *, schedules: int = 400) -> tuple[Flip, ...]:
    """The tipping points of a plan: those of a stance or the decision first, then the nearest.

    For each direction of a fact: where anything turns, and where a stance does, if that is further off. At
    most `schedules` variants are planned in full; what is found beyond that is an estimate and says so.
    """
    bench = Bench.of(profile, knowledge, today)
    estimates = Estimates(bench, axes(knowledge, bench.organisation.known))
    if not estimates.axes:
        return ()
    anything, stances = (estimates.first_turns(part) for part in (ANYTHING, STANCES))
    search = _Search(estimates, schedules)
    search.plan_around({*anything.items(), *stances.items()})
    found = {*stances.items(), *search.settled(anything.items())}
    told = _told(search, sorted(found))
    return tuple(sorted(told, key=lambda flip: (_minor(flip), _distance(flip), flip.fact, str(flip.to))))


class _Exhausted(Exception):
    """As many variants are planned as were allowed."""


@dataclass
class _Search:
    """Places planned in full, as many as are allowed."""

    estimates: Estimates
    left: int
    planned: dict[Place, Outcome] = field(default_factory=dict)

    @cached_property
    def base(self) -> Outcome:
        """The plan as it stands."""
        bench = self.estimates.bench
        return bench.outcomes(bench.spread([self.estimates.variant((0, 0))]))[0]

    def plan_around(self, places: Iterable[Place]) -> None:
        """Plan the places and those before them, the nearest first."""
        nearest = sorted(places, key=lambda at: (self.estimates.axes[at[0]].distance(at[1]), at))
        self.plan([near for axis, at in nearest for near in ((axis, at), (axis, at - 1))])

    def plan(self, places: Sequence[Place]) -> None:
        """Plan the places that are not planned yet; facts as they are need no plan of their own."""
        fresh = [at for at in dict.fromkeys(places) if at[1] and at not in self.planned][: self.left]
        if fresh:
            bench = self.estimates.bench
            spread = bench.spread([self.estimates.variant(place) for place in fresh])
            self.planned.update(zip(fresh, bench.outcomes(spread), strict=True))
            self.left -= len(fresh)

    def turned(self, place: Place) -> bool:
        """Whether the plan differs there; raises _Exhausted where it may not be made."""
        if not place[1]:
            return False
        self.plan([place])
        if place not in self.planned:
            raise _Exhausted
        return bool(effects(self.base, self.planned[place]))

    def settled(self, expected: Iterable[Place]) -> Iterator[Place]:
        """Where the plan itself turns, next to where the estimate did; as estimated where plans run out."""
        for axis, at in expected:
            try:
                place = self.settle(axis, at)
            except _Exhausted:
                place = at
            if place is not None:
                yield axis, place

    def settle(self, axis: int, at: int) -> int | None:
        """The place where the plan turns and before which it does not; None up to the end of the axis."""
        low, high, stride = at - 1, at, 1
        while not self.turned((axis, high)):
            if high == self.estimates.axes[axis].last:
                return None
            low, high, stride = high, min(high + stride, self.estimates.axes[axis].last), 2 * stride
        while self.turned((axis, low)):
            low, high, stride = max(low - stride, 0), low, 2 * stride
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if self.turned((axis, middle)) else (middle, high)
        return high


def _told(search: _Search, places: Sequence[Place]) -> Iterator[Flip]:
    estimates = search.estimates
    spread = estimates.bench.spread([estimates.variant(place) for place in ((0, 0), *places)])
    sizes, leaning = estimates.bench.sizes(spread), estimates.bench.leanings(spread)
    for index, place in enumerate(places, 1):
        exact = search.planned.get(place)
        outcome = exact or _estimated(search.base, sizes, leaning, index)
        yield _flip(search, place, outcome, spread, index)


def _estimated(base: Outcome, sizes: Sizes, leaning: Leanings, index: int) -> Outcome:
    """The plan as it stands, moved as the estimate moves."""
    return replace(
        base,
        seats={role: base.seats[role] + int(sizes.seats[role][index] - sizes.seats[role][0]) for role in Role},
        stances={role: leaning.stance(role, index) for role in Role},
        decision=leaning.decided(index),
    )


def _flip(search: _Search, place: Place, outcome: Outcome, spread: Spread, index: int) -> Flip:
    axis, changes = search.estimates.axes[place[0]], effects(search.base, outcome)
    now, to = axis.now, axis.value(place[1])
    return Flip(
        fact=axis.fact.name,
        unit=axis.fact.field.unit,
        now=plain(now),
        to=plain(to),
        step=None if axis.step is None else abs(axis.step),
        effects=changes,
        turns=turns(spread, 0, index, roles(changes)),
        exact=place in search.planned,
        sentence=flip_sentence(axis.fact.field, now, to, changes),
    )


def _minor(flip: Flip) -> bool:
    return all(effect.aspect == "seats" for effect in flip.effects)


def _distance(flip: Flip) -> float:
    """How far the fact moves, relative to where it is; 1 for an alternative."""
    if flip.step is None or not isinstance(flip.to, int | float) or not isinstance(flip.now, int | float):
        return 1.0
    return abs(flip.to - flip.now) / max(abs(flip.now), 1.0)
