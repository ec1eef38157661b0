"""Tipping points: for each known fact the smallest change that tips seats or a stance (model, section 8)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from planner.domain.analysis import Effect, Flip, Flips, Found, Outcome
from planner.domain.plan import Plan
from planner.domain.profile import Profile
from planner.domain.words import Role
from planner.engine.knowledge import Knowledge
from planner.engine.saying import effects, flip_sentence, plain, roles
from planner.engine.schedule import Unplannable
from planner.engine.turns import turns
from planner.engine.variants import Bench, Sized, Variant
from planner.engine.variants.axes import Axis, axes
from planner.engine.variants.turning import Place, Turning

METHOD = (
    "Each known fact is moved alone: every step up to 40, then ever wider ones, between which what turns and "
    "turns back is missed. Seats are those that lasting need asks for, before caps. "
    "What is said to be confirmed came out the same when the plan was made again."
)
CONFIRMED = 4  # flips, the nearest, that are planned again


def flips(
    profile: Profile,
    knowledge: Knowledge,
    today: date,
    *,
    plan: Plan | None = None,
    confirm: int = CONFIRMED,
) -> Flips:
    """The tipping points of a plan, for each fact and direction; raises InvalidProfile.

    Places are found in columns from the lasting need for seats; the nearest `confirm` are planned in full,
    where no cap holds seats back. `plan` is the plan, where it is made already.
    """
    bench = Bench(profile, knowledge, today, plan)
    every = axes(knowledge, bench.organisation.known)
    turning = Turning(bench, every)
    places = turning.first() if every else []
    told = _Telling(bench, every, bench.sized([Variant(), *map(turning.variant, places)]), places)
    found = sorted(told.flips(), key=lambda pair: pair[0])
    nearest = tuple(flip for _, flip in found)
    moved = {flip.fact for flip in nearest}
    still = tuple(dict.fromkeys(axis.fact.name for axis in every if axis.fact.name not in moved))
    settled = tuple(_confirmed(bench, nearest, confirm))
    return Flips(profile.name, bench.base, bench.needs, settled, still, METHOD)


@dataclass(frozen=True)
class _Telling:
    """Flips in words, from variants sized in columns: row 0 is the plan as it stands."""

    bench: Bench
    axes: Sequence[Axis]
    sized: Sized
    places: Sequence[Place]

    def outcome(self, row: int) -> Outcome:
        """A variant: the seats that the plan needs, moved as the lasting need moves."""
        found, still = (self.sized.outcome(index, "") for index in (row, 0))
        moved = {role: found.seats[role] - still.seats[role] for role in Role}
        return replace(found, seats={role: max(self.bench.needs[role] + moved[role], 0) for role in Role})

    def flips(self) -> Iterator[tuple[tuple[object, ...], Flip]]:
        """Each flip with its place in the order: stances first, then nearest."""
        base = self.outcome(0)
        for row, (number, at) in enumerate(self.places, 1):
            axis, changes = self.axes[number], effects(base, self.outcome(row))
            minor = all(effect.aspect == "seats" for effect in changes)
            flip = self._flip(axis, axis.value(at), changes, row)
            yield (minor, axis.distance(at), axis.fact.name, str(flip.to)), flip

    def _flip(self, axis: Axis, to: object, changes: tuple[Effect, ...], row: int) -> Flip:
        return Flip(
            fact=axis.fact.name,
            unit=axis.fact.field.unit,
            now=plain(axis.now),
            to=plain(to),  # type: ignore[arg-type]
            step=None if axis.step is None else abs(axis.step),
            effects=changes,
            turns=turns(self.sized.spread, 0, row, roles(changes)),
            found=Found.SIZED,
            sentence=flip_sentence(axis.fact.field, axis.now, to, changes),  # type: ignore[arg-type]
        )


def _confirmed(bench: Bench, nearest: Sequence[Flip], confirm: int) -> Iterator[Flip]:
    """The flips; of the nearest those that the plan itself makes, too, are marked so."""
    left = confirm if bench.needs == dict(bench.base.seats) else 0
    for flip in nearest:
        if left:
            left -= 1
            yield replace(flip, found=Found.PLANNED) if _is_planned(bench, flip) else flip
        else:
            yield flip


def _is_planned(bench: Bench, flip: Flip) -> bool:
    """Whether the plan made again changes in the same way."""
    value = frozenset(flip.to) if isinstance(flip.to, tuple) else flip.to
    try:
        outcome = bench.planned(Variant({flip.fact: value})).outcome
    except Unplannable:
        return False
    return effects(bench.base, outcome) == flip.effects
