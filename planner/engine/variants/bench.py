"""An organisation whose facts and assumptions can be varied around its plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from planner.domain.analysis import Outcome
from planner.domain.money import Money
from planner.domain.plan import Assumption, Plan
from planner.domain.profile import Profile
from planner.domain.words import Alternative, Role
from planner.engine.assess import Case, Series
from planner.engine.knowledge import Knowledge
from planner.engine.optimise.reading import spending
from planner.engine.plan import Planning
from planner.engine.stance import allows, decision
from planner.engine.variants.leaning import KINDS, Leanings, leanings
from planner.engine.variants.sizing import Sizes, Terms, size
from planner.engine.variants.spread import Organisation, Spread, Variant, spread
from planner.guidance.vocabulary import Scalar

PRESENT = {Role.MLOPS: "current_mlops_fte", Role.PLATFORM: "current_platform_fte"}


AS_IT_STANDS = Variant()
FEW_NODES = 50  # of the search for a schedule
TERMS = frozenset(
    {
        "time_to_fill_months",
        "notice_months",
        "ramp_months",
        "conversion_months",
        "attrition_yearly",
        "smallest_seat",
        "reports_per_manager",
        "senior_share",
        "entry_share",
        "pay_index",
        "loaded_cost_factor",
        "hiring_cost",
        "relief_hours",
        "relief_cap",
        "productive_hours",
    }
)
"""Assumptions that seats are sized by, beside those that make the work."""


@dataclass(frozen=True)
class Varied(Planning):
    """A planning run with the facts and assumptions of a variant."""

    variant: Variant = AS_IT_STANDS

    @cached_property
    def known(self) -> dict[str, Scalar]:
        """Facts, with those of the variant on top."""
        return {**super().known, **self.variant.facts}

    @cached_property
    def assumptions(self) -> dict[str, Assumption]:
        """Assumptions, with the variant's typical values."""
        rows = super().assumptions
        numbers = self.variant.numbers.items()
        return {**rows, **{name: replace(rows[name], typical=value) for name, value in numbers}}

    @cached_property
    def steady(self) -> dict[Role, Series]:
        """Today's people, as the variant has them."""
        return {role: _steady(self.variant, role, series) for role, series in super().steady.items()}

    @property
    def outcome(self) -> Outcome:
        """What the plan of the variant comes to."""
        schedule = self.schedule
        return Outcome(
            seats={role: sum(hire.seat.role is role for hire in schedule.hires) for role in Role},
            stances={stance.role: stance.kind for stance in self.stances},
            decision=decision(self.stances, self.start),
            cost=Money.of(self._cost(), self.price.currency),
            shortage=round(float(sum(series.sum() for series in schedule.shortage.values())), 6),
        )

    def _cost(self) -> float:
        return float(spending(self.problem, self.schedule.hires).sum())


@dataclass(frozen=True)
class Sized:
    """Variants by their lasting need: seats before caps, stances, and the cost of those seats."""

    spread: Spread
    sizes: Sizes
    leanings: Leanings

    @property
    def signature(self) -> NDArray[np.float64]:
        """Seats then stances, one column for each role; one row for each variant."""
        columns = (*self.sizes.seats.values(), *self.leanings.stances.values())
        return np.column_stack([np.asarray(column, dtype=np.float64) for column in columns])

    def outcome(self, index: int, currency: str) -> Outcome:
        """What variant `index` needs: its seats before caps, what they cost, and what is short meanwhile."""
        sizes = self.sizes
        return Outcome(
            seats={role: round(float(sizes.seats[role][index])) for role in Role},
            stances={role: KINDS[int(self.leanings.stances[role][index])] for role in Role},
            decision=self.leanings.decided(index),
            cost=Money.of(float(sizes.cost[index]), currency),
            shortage=round(float(sizes.shortage[index]), 6),
        )


@dataclass(frozen=True)
class Bench:
    """The bench on which variants of one organisation are tried; `plan` is the plan where it is made."""

    profile: Profile
    knowledge: Knowledge
    today: date
    plan: Plan | None = None

    @cached_property
    def planning(self) -> Varied:
        """The plan as it stands; raises InvalidProfile."""
        return self.planned(AS_IT_STANDS)

    @cached_property
    def organisation(self) -> Organisation:
        """What variants vary."""
        base = self.planning
        return Organisation(self.knowledge, base.known, base.assumed, base.months)

    @cached_property
    def base(self) -> Outcome:
        """What the plan comes to as it stands."""
        return self.planning.outcome if self.plan is None else _outcome(self.plan)

    @cached_property
    def needs(self) -> dict[Role, int]:
        """Seats by role that the plan has or that caps keep out of it."""
        if self.plan is None:
            cut = [row.seat.role for row in self.planning.schedule.cuts if row.put_off is None]
        else:
            cut = [row.role for row in self.plan.cuts if row.put_off_months is None]
        return {role: self.base.seats[role] + cut.count(role) for role in Role}

    @cached_property
    def cheap(self) -> bool:
        """Whether another plan takes little: no cap keeps seats out, and the search had few nodes."""
        found = self.plan or self.planning.schedule
        return not found.cuts and found.solution.nodes <= FEW_NODES

    def planned(self, variant: Variant) -> Varied:
        """A variant, ready to be planned in full."""
        return Varied(self.profile, self.knowledge, self.today, variant)

    def sized(self, variants: Sequence[Variant]) -> Sized:
        """Variants sized in columns; the first of them should be the plan as it stands."""
        found = spread(self.organisation, variants)
        steady = {
            role: np.stack([_steady(variant, role, series) for variant in variants])
            if any(PRESENT[role] in variant.facts for variant in variants)
            else series[None, :]
            for role, series in self.planning.steady.items()
        }
        transfers = allows(self.profile.constraints.alternatives, Alternative.TRANSFER)
        leaning = leanings(found, steady, transfers)
        terms = self._terms
        sizes = size(terms, found.cases, steady, np.maximum(leaning.convertible - terms.moving, 0.0))
        for at, variant in enumerate(variants):
            if TERMS & variant.numbers.keys():
                sizes.put(at, self._sized_alone(variant))
        return Sized(found, sizes, leaning)

    def _sized_alone(self, variant: Variant) -> Sizes:
        """A variant whose hiring, ramp, attrition or pay differ, too."""
        made = self.planned(variant)
        rows = {role: _row(case) for role, case in made.cases.items()}
        steady = {role: series[None, :] for role, series in made.steady.items()}
        return size(Terms.of(made.problem), rows, steady, np.array([float(made.problem.convertible)]))

    @cached_property
    def _terms(self) -> Terms:
        return Terms.of(self.planning.problem)


def _outcome(plan: Plan) -> Outcome:
    return Outcome(
        seats=plan.totals.seats,
        stances={stance.role: stance.kind for stance in plan.stances},
        decision=plan.decision,
        cost=plan.totals.cost,
        shortage=round(sum(sum(row.shortage) for row in plan.supply), 6),
    )


def _row(case: Case) -> Case:
    """A case with its months as the only row."""
    names = ("score", "open", "wanted", "work", "relievable", "floor")
    return Case(case.role, *(getattr(case, name)[None, :] for name in names))


def _steady(variant: Variant, role: Role, series: Series) -> Series:
    """Today's FTE by month, as many more or fewer as the variant has in the first month."""
    stated = variant.facts.get(PRESENT[role])
    if not isinstance(stated, int | float):
        return series
    moved: Series = np.maximum(series + (float(stated) - series[0]), 0.0)
    return moved
