"""What demand may be: sets of assumptions, each drawn as PERT, through the guidance's own columns.

Whether a role is wanted stays as planned: only how much work there is varies, not how evidence is weighed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from planner.domain.words import Role
from planner.engine.assess import Series
from planner.engine.explain import reads
from planner.engine.pert import sample
from planner.engine.variants.axes import amounts
from planner.engine.variants.spread import Organisation, Variant, spread
from planner.engine.variants.varied import Planning

ENGINE = frozenset({"productive_hours", "relief_hours", "relief_cap"})
UNVARIED = frozenset({"horizon_months"})


@dataclass(frozen=True)
class Demands:
    """Demand by set of assumptions and month (sets, months), in FTE: what each role `required` before relief,
    the part of MLOps that a platform can relieve, and the least MLOps team; relief by set (sets, 1)."""

    required: Mapping[Role, Series]
    relievable: Series
    floor: Series
    relief_per_fte: Series
    relief_cap: Series
    sampled: tuple[str, ...]

    @property
    def sets(self) -> int:
        """How many sets there are."""
        return len(self.relievable)


def demands(planning: Planning, sets: int, seed: int) -> Demands:
    """`sets` demands of one organisation."""
    rows = [row for name, row in planning.assumptions.items() if name in _moving(planning)]
    drawn = sample(rows, sets, seed)
    variants = [Variant(numbers={name: float(values[at]) for name, values in drawn.items()}) for at in range(sets)]
    organisation = Organisation(planning.knowledge, planning.known, planning.assumed, planning.months)
    found = spread(organisation, variants)
    wanted = {role: planning.cases[role].wanted for role in Role}
    cases = found.cases
    mlops = cases[Role.MLOPS]
    return Demands(
        required={
            role: np.where(wanted[role], np.maximum(cases[role].work, cases[role].floor), 0.0) for role in Role
        },
        relievable=np.where(wanted[Role.MLOPS], np.minimum(mlops.relievable, mlops.work), 0.0),
        floor=np.where(wanted[Role.MLOPS], mlops.floor, 0.0),
        relief_per_fte=found.number("relief_hours") / found.number("productive_hours"),
        relief_cap=found.number("relief_cap"),
        sampled=tuple(drawn),
    )


def _moving(planning: Planning) -> frozenset[str]:
    """Assumptions that the amount of work rests on, through terms and the priors of unknown facts."""
    knowledge = planning.knowledge
    rules = [rule for rule in knowledge.guidance.rules if amounts(rule)]
    names = reads(knowledge, [*(rule.when for rule in rules), *(part for rule in rules for part in amounts(rule))])
    priors = {fact.name: fact.priors for fact in knowledge.guidance.facts if planning.known.get(fact.name) is None}
    while fresh := [name for name in names if name in priors]:
        names |= reads(knowledge, [prior for name in fresh for prior in priors.pop(name)])
    return (names | ENGINE) - UNVARIED
