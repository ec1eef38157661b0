"""How much speaks for a role, row by row: points of evidence, gates, work and floors.

Rows are months of one organisation or any other rows of an Outlook. All amounts in FTE.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.domain.words import Role
from planner.engine.outlook import Outlook
from planner.guidance import Guidance
from planner.guidance.model import Duplication, Floor, Gate, Signal, Workload

Series = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Case:
    """The case for one role by row: `score` points, `open` gates, `wanted` where both suffice; `work` and the
    part of it that a platform can relieve, and the least team (`floor`), in FTE."""

    role: Role
    score: Series
    open: Flags
    wanted: Flags
    work: Series
    relievable: Series
    floor: Series

    @property
    def required(self) -> Series:
        """FTE that the role needs where it is wanted, before relief."""
        return np.where(self.wanted, np.maximum(self.work, self.floor), 0.0)


class OneCase(NamedTuple):
    """A Case of a single row, in plain values."""

    role: Role
    score: float
    open: bool
    wanted: bool
    work: float
    relievable: float
    floor: float


def assess(guidance: Guidance, outlook: Outlook, assumed: Mapping[str, float]) -> dict[Role, Case]:
    """The case for each role (model, sections 2 and 4)."""
    return {role: Case(*_case(guidance, outlook, assumed, role)) for role in Role}


def _case(guidance: Guidance, seen: Outlook, assumed: Mapping[str, float], role: Role) -> tuple[Any, ...]:
    """The fields of a case."""
    score, work, relievable, floor = (seen.zero for _ in range(4))
    is_open: Any = seen.zero == 0
    for rule in guidance.by_id:
        match rule.effect:
            case Signal(role=on, strength=strength) if on is role:
                score = score + strength * seen.holds(rule.id)
            case Gate(role=on) if on is role:
                is_open = is_open & seen.allows(rule.id)
            case Workload(role=on, relief=relief) if on is role:
                hours = seen.amount(rule.id)
                work = work + hours
                relievable = relievable + hours if relief else relievable
            case Floor(role=on) if on is role:
                floor = np.maximum(floor, seen.amount(rule.id))
            case _:
                pass
    hours_per_fte = assumed["productive_hours"]
    wanted = is_open & (score >= assumed["evidence_to_hire"])
    return role, score, is_open, wanted, work / hours_per_fte, relievable / hours_per_fte, floor


def duplication(guidance: Guidance, outlook: Outlook, assumed: Mapping[str, float]) -> Series:
    """FTE of work that teams repeat for want of something shared, by row."""
    hours = np.zeros(outlook.rows)
    for rule in guidance.by_id:
        if isinstance(rule.effect, Duplication):
            hours += outlook.amount(rule.id)
    return hours / assumed["productive_hours"]


def relief(relievable: Series, platform: Series | float, assumed: Mapping[str, float]) -> Series:
    """FTE that `platform` effective FTE take off MLOps: `relief_hours` each, up to `relief_cap` of the
    relievable work (model, section 4)."""
    taken = platform * assumed["relief_hours"] / assumed["productive_hours"]
    return np.minimum(taken, assumed["relief_cap"] * relievable)
