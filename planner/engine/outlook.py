"""The organisation month by month: facts as they grow, rules as they then hold, work as it then is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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

    def amount(self, rule: str) -> Column:
        """A rule's hours or FTE by row; zero where its condition does not hold or leaves it unknown."""
        return np.where(self.work[f"{rule}?"] > 0, np.nan_to_num(np.maximum(self.work[rule], 0.0)), 0.0)


def look(programs: Programs, known: Frame, assumed: Mapping[str, float], rows: int) -> Outlook:
    """Judge and count `rows` rows of known facts under the assumptions."""
    filled = fill(programs, known, assumed, rows)
    judged = programs.judge.columns({**known, **assumed}, rows)
    return Outlook(rows, known, filled, judged, programs.work.columns({**filled, **assumed}, rows))


def fill(
    programs: Programs, known: Frame, assumed: Mapping[str, float], rows: int
) -> dict[str, Column | Scalar]:
    """Known facts with priors in place of unknown ones."""
    computed = programs.fill.columns({**known, **assumed}, rows)
    filled: dict[str, Column | Scalar] = {}
    for fact in programs.guidance.facts:
        if fact.priors:
            filled[fact.name] = computed[fact.name + FILLED]
        else:
            stated = known.get(fact.name)
            filled[fact.name] = fact.default if stated is None else stated
    return filled


def fill_one(
    programs: Programs, known: Mapping[str, Scalar], assumed: Mapping[str, float]
) -> dict[str, Scalar]:
    """`fill` for one row of plain values."""
    computed = programs.fill.scalar({**known, **assumed})
    filled: dict[str, Scalar] = {}
    for fact in programs.guidance.facts:
        stated = known.get(fact.name)
        filled[fact.name] = (
            computed[fact.name + FILLED] if fact.priors else fact.default if stated is None else stated
        )
    return filled


def by_month(
    knowledge: Knowledge, known: Mapping[str, Scalar], assumed: Mapping[str, float], months: int
) -> Outlook:
    """The outlook of one organisation over `months`: known facts move by their quarterly growth, never below 0."""
    start = fill_one(knowledge.programs, known, assumed)
    month = np.arange(months, dtype=np.float64)
    frame: dict[str, Column | Scalar] = {**known, "month": month}
    for fact in knowledge.guidance.facts:
        value, growth = known.get(fact.name), start.get(fact.grows_by or "")
        if isinstance(value, int | float) and isinstance(growth, int | float) and growth:
            frame[fact.name] = np.maximum(value + growth * month / 3, 0.0)
    return look(knowledge.programs, frame, assumed, months)
