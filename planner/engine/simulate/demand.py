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
from planner.engine.variants.spread import Organisation, frames, serving
from planner.engine.variants.varied import Planning
from planner.engine.work import count, floor, hours

ENGINE = frozenset({"productive_hours", "relief_hours", "relief_cap"})
AT_ONCE = 250  # sets at a time: their columns stay in the processor's cache
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
    drawn = sample(planning.assumptions, _moving(planning), sets, seed)
    starts = range(0, sets, AT_ONCE)
    slices = [{name: values[start : start + AT_ONCE] for name, values in drawn.items()} for start in starts]
    parts = [_part(planning, rows, min(AT_ONCE, sets - start)) for start, rows in zip(starts, slices, strict=True)]
    work, relievable, least = (
        {role: np.concatenate([part[at][role] for part in parts]) for role in Role} for at in range(3)
    )
    wanted = {role: planning.cases[role].wanted for role in Role}
    number = {name: _number(planning, drawn, name, sets) for name in sorted(ENGINE)}
    return Demands(
        required={role: np.where(wanted[role], np.maximum(work[role], least[role]), 0.0) for role in Role},
        relievable=np.where(wanted[Role.MLOPS], relievable[Role.MLOPS], 0.0),
        floor=np.where(wanted[Role.MLOPS], least[Role.MLOPS], 0.0),
        relief_per_fte=number["relief_hours"] / number["productive_hours"],
        relief_cap=number["relief_cap"],
        sampled=tuple(drawn),
    )


def _part(planning: Planning, drawn: Mapping[str, Series], sets: int) -> tuple[dict[Role, Series], ...]:
    """Work, its relievable part and floor by role, (sets, months) in FTE."""
    knowledge = planning.knowledge
    organisation = Organisation(knowledge, planning.known, planning.assumed, planning.months)
    frame, numbers = frames(organisation, planning.known, serving({**planning.assumed, **drawn}), sets)
    outlook = count(knowledge, frame, numbers, sets * planning.months)
    productive = numbers["productive_hours"]

    def by_month(amount: Series) -> Series:
        return amount.reshape(sets, planning.months)

    return (
        {role: by_month(hours(knowledge, outlook, role) / productive) for role in Role},
        {role: by_month(hours(knowledge, outlook, role, relief=True) / productive) for role in Role},
        {role: by_month(floor(knowledge, outlook, role)) for role in Role},
    )


def _number(planning: Planning, drawn: Mapping[str, Series], name: str, sets: int) -> Series:
    """An assumption by set, (sets, 1)."""
    return drawn.get(name, np.full(sets, planning.assumed[name]))[:, None]


def _moving(planning: Planning) -> frozenset[str]:
    """Assumptions that the amount of work rests on, through terms and the priors of unknown facts."""
    knowledge = planning.knowledge
    rules = [rule for rule in knowledge.guidance.rules if amounts(rule)]
    names = reads(knowledge, [*(rule.when for rule in rules), *(part for rule in rules for part in amounts(rule))])
    priors = {fact.name: fact.priors for fact in knowledge.guidance.facts if planning.known.get(fact.name) is None}
    while fresh := [name for name in names if name in priors]:
        names |= reads(knowledge, [prior for name in fresh for prior in priors.pop(name)])
    return (names | ENGINE) - UNVARIED
