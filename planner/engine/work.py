"""Hours of work alone, for many rows of facts, where no rule need be judged."""

from __future__ import annotations

import numpy as np

from planner.domain.words import Role
from planner.engine.assess import Series
from planner.engine.knowledge import Knowledge
from planner.engine.outlook import Frame, Outlook, fill
from planner.guidance.model import Floor, Workload


def count(knowledge: Knowledge, known: Frame, assumed: Frame, rows: int) -> Outlook:
    """Count the work of `rows` rows of known facts; nothing is judged."""
    filled = fill(knowledge.programs, known, assumed, rows)
    return Outlook(rows, known, filled, {}, knowledge.programs.work.columns({**filled, **assumed}, rows))


def hours(knowledge: Knowledge, outlook: Outlook, role: Role, *, relief: bool = False) -> Series:
    """Hours per month of a role's work by row, or of the part that a platform can relieve."""
    total = np.zeros(outlook.rows)
    for rule in knowledge.guidance.by_id:
        if isinstance(rule.effect, Workload) and rule.effect.role is role and rule.effect.relief >= relief:
            total += outlook.amount(rule.id)
    return total


def floor(knowledge: Knowledge, outlook: Outlook, role: Role) -> Series:
    """The least FTE of a role by row."""
    least = np.zeros(outlook.rows)
    for rule in knowledge.guidance.rules:
        if isinstance(rule.effect, Floor) and rule.effect.role is role:
            np.maximum(least, outlook.amount(rule.id), out=least)
    return least
