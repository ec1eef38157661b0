"""An organisation whose facts and assumptions can be varied around its plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np

from planner.domain.analysis import Outcome
from planner.domain.money import Money
from planner.domain.profile import Profile, Staff
from planner.domain.words import Role
from planner.engine import supply
from planner.engine.assess import Series
from planner.engine.facts import Present, listed_fte, present, stated_fte
from planner.engine.knowledge import Knowledge
from planner.engine.optimise.reading import spending
from planner.engine.variants.leaning import Leanings, leanings
from planner.engine.variants.sizing import Sizes, Terms, size
from planner.engine.variants.spread import Organisation, Spread, Variant, spread
from planner.engine.variants.varied import Planning, Varied

PRESENT = {"current_mlops_fte": Role.MLOPS, "current_platform_fte": Role.PLATFORM}


@dataclass(frozen=True)
class Bench:
    """The bench on which variants of one organisation are tried."""

    planning: Planning

    @classmethod
    def of(cls, profile: Profile, knowledge: Knowledge, today: date) -> Bench:
        """A bench for the organisation of `profile`; raises InvalidProfile."""
        return cls(Planning(profile, knowledge, today))

    @cached_property
    def organisation(self) -> Organisation:
        """What variants vary."""
        base = self.planning
        return Organisation(base.knowledge, base.known, base.assumed, base.months)

    def spread(self, variants: Sequence[Variant]) -> Spread:
        """The variants in columns."""
        return spread(self.organisation, variants)

    def steady(self, variants: tuple[Variant, ...]) -> dict[Role, Series]:
        """FTE of today's people without attrition, (variants, months)."""
        return {role: np.stack([self._steady(variant, role) for variant in variants]) for role in Role}

    def _steady(self, variant: Variant, role: Role) -> Series:
        base = self.planning
        if not PRESENT.keys() & variant.facts.keys():
            return base.steady[role]
        profile = self.profile(variant)
        people = present(profile, base.knowledge.roles)
        return supply.steady_fte(profile, people, role, base.start, base.months)

    def leanings(self, spread: Spread) -> Leanings:
        """Stances and decisions of the variants."""
        base = self.planning
        transfers = Varied(base.profile, base.knowledge, base.today).transfers
        return leanings(spread, self.steady(spread.variants), transfers)

    def sizes(self, spread: Spread) -> Sizes:
        """Seats and cost of the variants, estimated."""
        terms, steady = self.terms, self.steady(spread.variants)
        extra = {role: (steady[role] - self.planning.steady[role]) * terms.survival for role in Role}
        return size(spread, terms, {role: terms.kept[role] + extra[role] for role in Role})

    @cached_property
    def terms(self) -> Terms:
        """What seats are sized by."""
        return Terms.of(self.planning.problem)

    def profile(self, variant: Variant) -> Profile:
        """The profile with today's people as the variant has them; other facts vary beside the profile."""
        profile = self.planning.profile
        for name, role in PRESENT.items():
            fte = variant.facts.get(name)
            if isinstance(fte, int | float):
                profile = _staffed(profile, self.planning.people, role, float(fte))
        return profile

    def planned(self, spread: Spread, index: int) -> Varied:
        """One variant, ready to be planned in full."""
        base, variant = self.planning, spread.variants[index]
        seen = spread.outlook(index)
        return Varied(self.profile(variant), base.knowledge, base.today, variant, seen)

    def outcomes(self, spread: Spread) -> list[Outcome]:
        """What each variant comes to, by the plan's own schedule."""
        leaning = self.leanings(spread)
        plans = (self.planned(spread, index) for index in range(len(spread.variants)))
        return [outcome(plan, leaning, index) for index, plan in enumerate(plans)]


def outcome(planning: Planning, leaning: Leanings, index: int) -> Outcome:
    """What a planning run comes to; its stances are those of variant `index`."""
    schedule = planning.schedule
    return Outcome(
        seats={role: sum(hire.seat.role is role for hire in schedule.hires) for role in Role},
        stances={role: leaning.stance(role, index) for role in Role},
        decision=leaning.decided(index),
        cost=Money.of(float(spending(planning.problem, schedule.hires).sum()), planning.price.currency),
        fte_months=round(float(sum(series.sum() for series in schedule.demand.values())), 6),
    )


def _staffed(profile: Profile, people: Present, role: Role, fte: float) -> Profile:
    """The profile with `fte` people of a role today: more are added to the list, fewer taken from its end."""
    name = f"current_{role}_fte"
    if profile.staff is None:
        return replace(profile, **{name: fte})  # type: ignore[arg-type]
    stated = stated_fte(profile, role)
    there = listed_fte(people, role) if stated is None else stated
    staff = list(profile.staff)
    if fte > there:
        staff.append(Staff(role=role, fte=fte - there))
    gone = there - fte
    for entry in reversed([entry for filled, entry in people.staff if filled is role]):
        if gone <= 0:
            break
        taken = min(entry.fte * entry.count, gone)
        staff[staff.index(entry)] = replace(entry, fte=entry.fte * entry.count - taken, count=1)
        gone -= taken
    return replace(profile, staff=tuple(staff), **{name: None if stated is None else fte})  # type: ignore[arg-type]


