"""Analyses for readers who may not see pay."""

from __future__ import annotations

from dataclasses import replace
from functools import singledispatch
from typing import TypeVar, cast

from planner.domain.analysis import (
    Flips,
    Outcome,
    Questions,
    Simulation,
    SimulationDifference,
    Tornado,
)
from planner.domain.comparison import Comparison, Shift
from planner.domain.plan import Position
from planner.domain.withholding import OF_PAY

T = TypeVar("T")


def analysis_without_pay(analysis: T) -> T:
    """The analysis without what seats cost: costs are None, assumptions that pay is made from left out."""
    return cast(T, _without(analysis))


@singledispatch
def _without(analysis: object) -> object:
    """What says nothing of pay, as it is."""
    return analysis


@_without.register
def _(flips: Flips) -> Flips:
    return replace(flips, base=_outcome(flips.base))


@_without.register
def _(questions: Questions) -> Questions:
    return replace(questions, questions=tuple(replace(row, cost=None) for row in questions.questions))


@_without.register
def _(tornado: Tornado) -> Tornado:
    return replace(
        tornado,
        base=_outcome(tornado.base),
        bars=tuple(
            replace(bar, at_low=_outcome(bar.at_low), at_high=_outcome(bar.at_high), swing_cost=None)
            for bar in tornado.bars
            if bar.assumption.name not in OF_PAY
        ),
        smaller=tuple(name for name in tornado.smaller if name not in OF_PAY),
        unmoved=tuple(name for name in tornado.unmoved if name not in OF_PAY),
    )


@_without.register
def _(simulation: Simulation) -> Simulation:
    roles = tuple(replace(row, cost=None) for row in simulation.roles)
    return replace(simulation, roles=roles, cost=None)


@_without.register
def _(difference: SimulationDifference) -> SimulationDifference:
    roles = tuple(replace(row, cost=None) for row in difference.roles)
    return replace(difference, roles=roles, cost=None, cost_error=None, cheaper=None, dearer=None)


@_without.register
def _(comparison: Comparison) -> Comparison:
    return replace(
        comparison,
        cost=None,
        by_year={},
        added=tuple(map(_seat, comparison.added)),
        dropped=tuple(map(_seat, comparison.dropped)),
        moved=tuple(map(_shift, comparison.moved)),
        changed=tuple(map(_shift, comparison.changed)),
        causes=tuple(
            row for row in comparison.causes if row.name.split(".")[1:2] not in [[name] for name in OF_PAY]
        ),
        contributions=tuple(replace(row, cost=None) for row in comparison.contributions),
        simulation=analysis_without_pay(comparison.simulation),
    )


def _outcome(outcome: Outcome) -> Outcome:
    return replace(outcome, cost=None)


def _seat(seat: Position) -> Position:
    return replace(seat, monthly_cost=None, hiring_cost=None, cost=None)


def _shift(shift: Shift) -> Shift:
    return Shift(_seat(shift.before), _seat(shift.after))
