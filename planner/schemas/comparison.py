"""The difference of two plans going out."""

from __future__ import annotations

from functools import cache
from typing import Any

from planner.domain import Role, comparison
from planner.schemas.analysis import ROLE, EffectSchema, SimulationDifferenceSchema, TurnSchema
from planner.schemas.containers import Record, Table
from planner.schemas.fields import InMonth, InYear, Word
from planner.schemas.outgoing import Cash, Figure, Said, Tally
from planner.schemas.plan_parts import PartSchema, PositionSchema, listing


class ShiftSchema(PartSchema):
    """A seat that both plans have, differently."""

    builds = comparison.Shift

    before = Record(PositionSchema, "In the first plan.")
    after = Record(PositionSchema, "In the second plan.")


class CauseSchema(PartSchema):
    """An input that differs."""

    builds = comparison.Cause

    kind = Said("facts, people, constraints, assumptions, day, guidance, pay or program.")
    name = Said("Path of the input.")
    before = Said("In the first plan; null where it is not stated.")
    after = Said("In the second plan.")


class ContributionSchema(PartSchema):
    """What one kind of change brings by itself."""

    builds = comparison.Contribution

    kind = Said("The kind of change.")
    seats = Table(Word(ROLE, Role), Figure("Seats."), "Difference of seats by role; may be halves.")
    cost = Cash("Difference of cost; null where currencies differ or pay is withheld.")
    shortage = Figure("Difference of FTE-months short.")


class RoleChangeSchema(PartSchema):
    """One role in two plans, second less first."""

    builds = comparison.RoleChange

    role = Word(ROLE, Role)
    seats = Tally("Difference of seats.")
    demand = Figure("Difference of demand, in FTE-months of the months of both.")
    capacity = Figure("Difference of capacity.")
    shortage = Figure("Difference of unmet demand.")
    covered_before = InMonth("First month in which the first plan meets demand; null where it never does.")
    covered_after = InMonth("The same in the second plan.")


class ComparisonSchema(PartSchema):
    """What changes from one plan to another."""

    builds = comparison.Comparison

    before = Said("Organisation of the first plan.")
    after = Said("Organisation of the second plan.")
    roles = listing(RoleChangeSchema, "By role.")
    cost = Cash("Difference of cost; null where currencies differ or pay is withheld.")
    by_year = Table(InYear("A fiscal year."), Cash("Difference."), "Difference of cost by fiscal year.")
    added = listing(PositionSchema, "Seats of the second plan only.")
    moved = listing(ShiftSchema, "Seats that start in another month.")
    changed = listing(ShiftSchema, "Seats that are otherwise not the same.")
    dropped = listing(PositionSchema, "Seats of the first plan only.")
    effects = listing(EffectSchema, "Stances and decision that differ.")
    causes = listing(CauseSchema, "Inputs that differ.")
    contributions = listing(ContributionSchema, "What each kind of change brings.")
    turns = listing(TurnSchema, "Rules of evidence that come out differently.")
    sentence = Said("The same in a sentence.")
    simulation = Record(
        SimulationDifferenceSchema,
        "Both plans on the same simulated paths; null where it was not asked for.",
    )


@cache
def _schema() -> ComparisonSchema:
    return ComparisonSchema()


def dump(found: comparison.Comparison) -> dict[str, Any]:
    """A comparison as JSON types."""
    dumped: dict[str, Any] = _schema().dump(found)
    return dumped
