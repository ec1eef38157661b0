"""The organisation month by month: facts as they grow, rules as they then hold, work as it then is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from planner.engine.knowledge import Knowledge
from planner.guidance.columns import Column
from planner.guidance.programs import FILLED, Programs
from planner.guidance.vocabulary import Scalar

Frame = Mapping[str, Column | Scalar]


@dataclass(frozen=True)
class Outlook:
    """Rows of facts (months of one organisation, or any other rows) with what the guidance says of each.

    `known` are stated facts with NaN/None for unknown, `filled` those with priors; `judged` holds terms and,
    by rule id, +1 holds, 0 unknown, -1 does not; `work` hours per month, FTE for floors.
    """

    rows: int
    known: Frame
    filled: Frame
    judged: Mapping[str, Column]
    work: Mapping[str, Column]

    def holds(self, rule: str) -> Column:
        """Where a rule holds (booleans by row)."""
        return self.judged[rule] > 0

    def allows(self, gate: str) -> Column:
        """Where a gate is not known to be closed (booleans by row)."""
        return self.judged[gate] >= 0

    @property
    def zero(self) -> Column:
        """Nothing, by row."""
        return np.zeros(self.rows)

    def amount(self, rule: str) -> Column:
        """A rule's hours or FTE by row; zero where its condition does not hold or leaves it unknown."""
        return np.where(self.work[f"{rule}?"] > 0, np.nan_to_num(np.maximum(self.work[rule], 0.0)), 0.0)


def look(programs: Programs, known: Frame, assumed: Mapping[str, float], rows: int) -> Outlook:
    """Judge and count `rows` rows of known facts under the assumptions."""
    filled = fill(programs, known, assumed, rows)
    judged = programs.judge.columns({**known, **assumed}, rows)
    return Outlook(rows, known, filled, judged, programs.work.columns({**filled, **assumed}, rows))


def fill(programs: Programs, known: Frame, assumed: Frame, rows: int) -> dict[str, Column | Scalar]:
    """Known facts with priors in place of unknown ones."""
    return _filled(programs, known, programs.fill.columns({**known, **assumed}, rows))


def fill_one(
    programs: Programs, known: Mapping[str, Scalar], assumed: Mapping[str, float]
) -> dict[str, Scalar]:
    """`fill` for one row of plain values."""
    return _filled(programs, known, programs.fill.scalar({**known, **assumed}))


def _filled(programs: Programs, known: Mapping[str, Any], computed: Mapping[str, Any]) -> dict[str, Any]:
    """Computed facts under their own names; a choice with its default where it is unknown."""
    filled: dict[str, Any] = {}
    for fact in programs.guidance.facts:
        filled[fact.name] = computed.get(fact.name + FILLED, known.get(fact.name))
        if isinstance(fact.default, str):
            filled[fact.name] = _or_default(filled[fact.name], fact.default, fact.field.choices)
    return filled


def _or_default(stated: Any, default: str, choices: tuple[str, ...]) -> Any:
    if isinstance(stated, np.ndarray):
        return np.where(stated < 0, stated.dtype.type(choices.index(default)), stated)
    return default if stated is None else stated


def by_month(
    knowledge: Knowledge, known: Mapping[str, Scalar], assumed: Mapping[str, float], months: int
) -> Outlook:
    """The outlook of one organisation: known facts move by their quarterly growth, never below 0."""
    start = fill_one(knowledge.programs, known, assumed)
    month = np.arange(months, dtype=np.float64)
    frame: dict[str, Column | Scalar] = {**known, "month": month}
    for fact in knowledge.guidance.facts:
        value, growth = known.get(fact.name), start.get(fact.grows_by or "")
        if isinstance(value, int | float) and isinstance(growth, int | float) and growth:
            frame[fact.name] = np.maximum(value + growth * month / 3, 0.0)
    return look(knowledge.programs, frame, assumed, months)
