"""What demand may be: sets of assumptions, each drawn as PERT, through the guidance's own columns.

Whether a role is wanted stays as planned: only how much work there is varies, not how evidence is weighed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import numpy as np

from planner.domain.words import Role
from planner.engine.assess import Series
from planner.engine.explain import reads
from planner.engine.pert import sample
from planner.engine.variants import Planning
from planner.engine.variants.axes import amounts
from planner.engine.variants.spread import Organisation, frames
from planner.engine.work import count, floor, hours

RELIEF = frozenset({"productive_hours", "relief_hours", "relief_cap"})
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
    """`sets` demands of one organisation, by Latin hypercube."""
    knowledge, months = planning.knowledge, planning.months
    drawn = sample(planning.assumptions, _moving(planning), sets, seed)
    number = {name: drawn.get(name, np.full(sets, planning.assumed[name]))[:, None] for name in RELIEF}
    organisation = Organisation(knowledge, planning.known, planning.assumed, months)
    varied = cast(Mapping[str, float], {**planning.assumed, **drawn})
    outlook = count(knowledge, *frames(organisation, planning.known, varied, sets), sets * months)
    wanted = {role: planning.cases[role].wanted for role in Role}

    def fte(role: Role, *, relief: bool = False) -> Series:
        work = hours(knowledge, outlook, role, relief=relief).reshape(sets, months)
        return work / number["productive_hours"]

    least = {role: floor(knowledge, outlook, role).reshape(sets, months) for role in Role}
    return Demands(
        required={role: np.where(wanted[role], np.maximum(fte(role), least[role]), 0.0) for role in Role},
        relievable=np.where(wanted[Role.MLOPS], fte(Role.MLOPS, relief=True), 0.0),
        floor=np.where(wanted[Role.MLOPS], least[Role.MLOPS], 0.0),
        relief_per_fte=number["relief_hours"] / number["productive_hours"],
        relief_cap=number["relief_cap"],
        sampled=tuple(drawn),
    )


def _moving(planning: Planning) -> frozenset[str]:
    """Assumptions that the amount of work rests on, through terms and the priors of unknown facts."""
    knowledge = planning.knowledge
    rules = [rule for rule in knowledge.guidance.rules if amounts(rule)]
    counted = [part for rule in rules for part in amounts(rule)]
    names = reads(knowledge, [*(rule.when for rule in rules), *counted])
    unknown = {
        fact.name: fact.priors for fact in knowledge.guidance.facts if planning.known[fact.name] is None
    }
    while fresh := [name for name in names if name in unknown]:
        names |= reads(knowledge, [prior for name in fresh for prior in unknown.pop(name)])
    return (names | RELIEF) - UNVARIED
