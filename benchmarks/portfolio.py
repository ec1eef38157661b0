"""Portfolios of 10, 100 and 1,000 units that share money and recruiters, against the bare linear program.

The floor is HiGHS' interior-point method (without crossover) on all units side by side, where seats may be
fractions: one solve, without assessing units, whole numbers or seats.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from time import perf_counter, process_time
from typing import TypeVar

import numpy as np

from benchmarks import table
from benchmarks.schedule import TODAY, organisation
from planner import engine, guidance, hiring
from planner.domain.portfolio import Portfolio, Sharing
from planner.domain.profile import Budget
from planner.engine.knowledge import Knowledge
from planner.engine.optimise.joint import side_by_side
from planner.engine.optimise.solver import interior
from planner.engine.portfolio import Together

COUNTS = (10, 100, 1_000)
Made = TypeVar("Made")


def main() -> None:
    """Print the table."""
    known = Knowledge(guidance.load(), hiring.load_pay(), hiring.load_roles())
    engine.portfolio(group(2), known, TODAY)  # warms up
    head = ("", "wall clock", "processor", "bare program", "ratio", "gap", "bound / program's", "seats")
    table("A portfolio's plan of 24 months", head, [_row(count, known) for count in COUNTS])


def group(count: int) -> Portfolio:
    """So many units of 2 to 13 teams that share money and recruiters, both of which bind."""
    units = tuple(
        replace(organisation(2 + number % 12, seed=number), name=f"unit {number}") for number in range(count)
    )
    budget = Budget(currency="USD", per_fiscal_year=Decimal(700_000 * count))
    return Portfolio(name="x", units=units, shared=Sharing(budget=budget, hires_per_month=0.12 * count))


def _row(count: int, known: Knowledge) -> tuple[str, ...]:
    wall, taken, plan = _timed(lambda: engine.portfolio(group(count), known, TODAY))
    units = Together(group(count), known, TODAY).units
    left = np.maximum(units[0].limits.allowed() - sum(unit.fixed for unit in units), 0.0)
    arrays, objective = side_by_side(units, left), np.concatenate([unit.objective for unit in units])
    _, bare, (point, _) = _timed(lambda: interior(arrays, objective))
    return (
        f"{count:,} units",
        f"{wall:,.1f} s",
        f"{taken:,.1f} s",
        f"{bare:,.1f} s",
        f"{taken / bare:.2f}",
        f"{plan.solution.gap:.2%}",
        f"{plan.solution.bound / float(objective @ point):.5f}",
        f"{len(plan.seats):,}",
    )


def _timed(work: Callable[[], Made]) -> tuple[float, float, Made]:
    """Seconds by the clock and of the processor, and what was made in them."""
    clock, processor = perf_counter(), process_time()
    made = work()
    return perf_counter() - clock, process_time() - processor, made
