"""Analyses of a plan going out: simulation, flips, questions, sensitivity and break-even."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from planner.domain import Decision, Role, StanceKind, analysis
from planner.domain.analysis import Found
from planner.schemas.containers import Entries, Record, Table
from planner.schemas.fields import InMonth, Word
from planner.schemas.outgoing import Cash, Exact, Figure, Said, Seen, Series, Tally
from planner.schemas.plan_parts import AssumptionSchema, PartSchema, QuestionSchema, listing, texts
from planner.schemas.records import RecordSchema

ROLE = "The role."


class OutcomeSchema(PartSchema):
    """What a plan comes to."""

    builds = analysis.Outcome

    seats = Table(Word(ROLE, Role), Tally("Seats."), "Seats by role.")
    stances = Table(Word(ROLE, Role), Word("The stance.", StanceKind), "Stance by role.")
    decision = Word("Which roles are staffed within four quarters.", Decision)
    cost = Cash("Cost of the seats over the horizon; null where pay is withheld.")
    shortage = Figure("FTE-months of demand left unmet.")


class EffectSchema(PartSchema):
    """One thing that differs."""

    builds = analysis.Effect

    aspect = Said("What differs: seats or stance of a role, or the decision.")
    role = Word("The role; null for the decision.", Role)
    before = Seen("As the plan stands.")
    after = Seen("After the change.")


class TurnSchema(PartSchema):
    """A rule that speaks differently."""

    builds = analysis.Turn

    rule = Said("Id of the rule.")
    title = Said("What the rule is about.")
    before = Seen("Whether it holds, or its hours per month at the peak.")
    after = Seen("The same after the change.")


class FlipSchema(PartSchema):
    """The smallest change of one fact that changes seats or a stance."""

    builds = analysis.Flip

    fact = Said("Name of the fact.")
    unit = Said("Its unit.")
    now = Seen("Its value as the plan stands.")
    to = Seen("The value at which the plan tips.")
    step = Figure("The least change that was looked at; null for yes/no, choices and needs.")
    effects = listing(EffectSchema, "What changes.")
    turns = listing(TurnSchema, "The rules that make the difference.")
    found = Word("How it was found: by planning again, or from the lasting need for seats.", Found)
    sentence = Said("The same in a sentence.")


class FlipsSchema(PartSchema):
    """The tipping points of a plan, nearest first."""

    builds = analysis.Flips

    organisation = Said("The organisation's name.")
    base = Record(OutcomeSchema, "The plan as it stands.")
    needs = Table(Word(ROLE, Role), Tally("Seats."), "Seats by role that the plan has or that caps keep out.")
    flips = listing(FlipSchema, "Tipping points: stances first, then nearest.")
    unmoved = texts("Facts that tip nothing in the range looked at.")
    method = Said("How they were found.")


class HangingSchema(PartSchema):
    """An unknown fact and what hangs on it."""

    builds = analysis.Hanging

    question = Record(QuestionSchema, "The question.")
    seats = Figure("Expected absolute change of seats.")
    cost = Cash("Expected absolute change of cost; null where pay is withheld.")
    stance = Figure("Chance that a stance turns, 0 to 1.")
    over = Entries(Seen("A value."), "What the fact may be.", most=None)
    sentence = Said("The same in a sentence.")


class QuestionsSchema(PartSchema):
    """Unknown facts, the one that most hangs on first."""

    builds = analysis.Questions

    organisation = Said("The organisation's name.")
    questions = listing(HangingSchema, "Unknown facts.")
    method = Said("How they were ranked.")


class BarSchema(PartSchema):
    """The plan with one assumption at the ends of its range."""

    builds = analysis.Bar

    assumption = Record(AssumptionSchema, "The assumption.")
    at_low = Record(OutcomeSchema, "The plan at its low end.")
    at_high = Record(OutcomeSchema, "The plan at its high end.")
    swing_seats = Tally("Greatest difference of seats between low, typical and high.")
    swing_cost = Cash("Greatest difference of cost; null where pay is withheld.")
    swing_shortage = Figure("Greatest difference of FTE-months short.")
    sentence = Said("The same in a sentence.")


class TornadoSchema(PartSchema):
    """Sensitivity to assumptions, the widest swing first."""

    builds = analysis.Tornado

    organisation = Said("The organisation's name.")
    base = Record(OutcomeSchema, "The plan as it stands.")
    bars = listing(BarSchema, "Assumptions that move the plan.")
    smaller = texts("Assumptions that move less than those shown.")
    unmoved = texts("Assumptions that move nothing.")
    found = Word("Whether ends were planned, or sized by need before caps.", Found)
    method = Said("How they were found.")


class BreakEvenCurveSchema(PartSchema):
    """Cost and saving of a platform by number of teams."""

    builds = analysis.BreakEvenCurve

    organisation = Said("The organisation's name.")
    teams = Entries(Tally("Teams."), "Model-building teams.", most=None)
    now = Tally("Teams today.")
    cost = Series("Cost of the platform by number of teams, in FTE of MLOps.")
    cost_p10 = Series("P10 of the same.")
    cost_p90 = Series("P90 of the same.")
    saving = Series("What the platform saves, in FTE of MLOps.")
    saving_p10 = Series("P10 of the same.")
    saving_p90 = Series("P90 of the same.")
    break_even = Tally("Teams from which it pays; null beyond the curve.")
    break_even_p10 = Tally("P10 of the same.")
    break_even_p50 = Tally("P50 of the same.")
    break_even_p90 = Tally("P90 of the same.")
    never = Figure("Share of draws in which it never pays.")
    draws = Tally("Draws of the assumptions.")
    seed = Tally("Seed of the draws.")
    sampled = texts("Assumptions that were drawn.")
    sentence = Said("The same in a sentence.")


class BandsSchema(PartSchema):
    """A quantity by month over the paths."""

    builds = analysis.Bands

    p10 = Series("10 % of the paths are below.")
    p50 = Series("The median.")
    p90 = Series("90 % of the paths are below.")
    mean = Series("The mean.")
    error = Series("Standard error of the mean.")


class BandSchema(PartSchema):
    """A quantity over the paths."""

    builds = analysis.Band

    p10 = Figure("10 % of the paths are below.")
    p50 = Figure("The median.")
    p90 = Figure("90 % of the paths are below.")
    mean = Figure("The mean.")
    error = Figure("Standard error of the mean.")


class ChanceSchema(PartSchema):
    """How likely demand is met."""

    builds = analysis.Chance

    share = Series("Share of the paths by month, 0 to 1.")
    error = Series("Standard error of the share.")
    overall = Figure("The same over all months together.")
    overall_error = Figure("Its standard error.")


class CoveredSchema(PartSchema):
    """The first month in which demand is met."""

    builds = analysis.Covered

    p10 = InMonth("10 % of the paths meet it by then; null beyond the horizon.")
    p50 = InMonth("Half of the paths do.")
    p90 = InMonth("90 % of the paths do.")
    never = Figure("Share of the paths that never do.")


class SimulatedRoleSchema(PartSchema):
    """One role over the paths."""

    builds = analysis.SimulatedRole

    role = Word(ROLE, Role)
    capacity = Record(BandsSchema, "Capacity in FTE.")
    demand = Record(BandsSchema, "Demand in FTE.")
    cost = Record(BandsSchema, "Cost in the plan's currency; null where pay is withheld.")
    met = Record(ChanceSchema, "Chance that its demand is met.")
    covered = Record(CoveredSchema, "When its demand is first met.")


class SimulationSchema(PartSchema):
    """How a plan may turn out."""

    builds = analysis.Simulation

    organisation = Said("The organisation's name.")
    months = Entries(InMonth("A month."), "The months of every series.", most=None)
    currency = Said("Currency of the costs.")
    paths = Tally("Simulated paths.")
    seed = Tally("Seed of the uniforms: the same seed and plan give the same paths.")
    tolerance = Exact("FTE of shortage up to which demand counts as met.")
    roles = listing(SimulatedRoleSchema, "By role.")
    cost = Record(BandSchema, "Cost over the horizon; null where pay is withheld.")
    met = Record(ChanceSchema, "Chance that the demand of both roles is met.")
    sampled = texts("Assumptions that were drawn.")
    sentence = Said("The same in a sentence.")


class DifferenceSchema(PartSchema):
    """A difference by month on the same paths, second less first."""

    builds = analysis.Difference

    mean = Series("Mean difference.")
    error = Series("Its standard error.")


class RoleDifferenceSchema(PartSchema):
    """One role in two simulations of the same paths."""

    builds = analysis.RoleDifference

    role = Word(ROLE, Role)
    capacity = Record(DifferenceSchema, "Capacity in FTE.")
    demand = Record(DifferenceSchema, "Demand in FTE.")
    cost = Record(DifferenceSchema, "Cost; null where pay is withheld.")
    met = Record(DifferenceSchema, "Chance that demand is met.")


class SimulationDifferenceSchema(PartSchema):
    """Two simulations path by path, second less first."""

    builds = analysis.SimulationDifference

    paths = Tally("Paths that both are followed on.")
    seed = Tally("Their seed.")
    currency = Said("Currency of the cost.")
    roles = listing(RoleDifferenceSchema, "By role.")
    cost = Figure("Mean difference of cost; null where pay is withheld.")
    cost_error = Figure("Its standard error.")
    cheaper = Figure("Share of the paths in which the second costs less.")
    dearer = Figure("Share of the paths in which it costs more.")


@cache
def _schema(kind: type[RecordSchema]) -> RecordSchema:
    return kind()


SCHEMAS: dict[type, type[RecordSchema]] = {
    kind.builds: kind
    for kind in (
        FlipsSchema,
        QuestionsSchema,
        TornadoSchema,
        BreakEvenCurveSchema,
        SimulationSchema,
        SimulationDifferenceSchema,
    )
}


def dump(found: object) -> dict[str, Any]:
    """An analysis as JSON types."""
    dumped: dict[str, Any] = _schema(SCHEMAS[type(found)]).dump(found)
    return dumped


def text(data: object) -> str:
    """The JSON text of dumped analyses; ends with a line break."""
    return json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
