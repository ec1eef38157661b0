"""The case for each role of many profiles under the same assumptions: one program, bound once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from planner.domain.words import Role
from planner.engine.assess import Case, OneCase
from planner.guidance import Guidance
from planner.guidance.columns import Column
from planner.guidance.programs import Fused
from planner.guidance.vocabulary import Scalar


@dataclass(frozen=True)
class Assessor:
    """Assesses profiles, one or many at a time, under fixed assumptions."""

    guidance: Guidance
    assumed: Mapping[str, float]

    @cached_property
    def _program(self) -> Fused:
        return Fused(self.guidance, self.assumed)

    def one(self, known: Mapping[str, Scalar]) -> dict[Role, OneCase]:
        """The case for each role of one profile's stated facts."""
        found = self._program.scalar(known)
        return {role: OneCase(role, *self._case(found, role)) for role in Role}

    def many(self, known: Mapping[str, Column | Scalar], rows: int) -> dict[Role, Case]:
        """The case for each role by row of stated facts."""
        found = self._program.columns(known, rows)
        return {role: Case(role, *map(_row, self._case(found, role))) for role in Role}

    def _case(self, found: Mapping[str, Any], role: Role) -> tuple[Any, ...]:
        """Score, open, wanted, work, relievable and floor of one profile or of columns."""
        score, is_open = found[f"{role}.score"], found[f"{role}.closed"] == 0
        relievable, per_fte = found[f"{role}.relievable"], self.assumed["productive_hours"]
        wanted = is_open & (score >= self.assumed["evidence_to_hire"])
        work = relievable + found[f"{role}.lasting"]
        return score, is_open, wanted, work / per_fte, relievable / per_fte, found[f"{role}.floor"]


def _row(column: Column) -> Column:
    return column if column.dtype.kind == "b" else column.astype(np.float64, copy=False)
