"""Several units in one program, within what is left of what they share."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from planner.engine.optimise.linear import Arrays, Series, joined
from planner.engine.optimise.solver import Answer, Solver, Unsolved
from planner.engine.optimise.unit import Unit


def side_by_side(units: Sequence[Unit], left: Series) -> Arrays:
    """The program of all units within what is left of the shared limits."""
    return joined([unit.solver.arrays for unit in units], [unit.use for unit in units], left)


def apart(units: Sequence[Unit], point: Series) -> list[Series]:
    """A point of units side by side as one for each."""
    return np.split(point, np.cumsum([unit.objective.size for unit in units])[:-1])


def together(units: Sequence[Unit], left: Series, start: Sequence[Series], nodes: int) -> Answer | None:
    """The best schedules of all units in one program, from those of a start on; none where none holds up."""
    objective = np.concatenate([unit.objective for unit in units])
    try:
        return Solver(side_by_side(units, left), nodes).minimise(objective, np.concatenate(start))
    except Unsolved:
        return None
