"""The plan going out: its schema, its one canonical JSON text, and the inputs read back from it.

Costs have two decimals, computed numbers four; arrays by month stand beside `months`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple, cast

from marshmallow import ValidationError

from planner.domain import Decision, InvalidInput, Plan, Problem, Profile
from planner.domain.plan import Provenance
from planner.schemas import documents, profile
from planner.schemas import plan_parts as parts
from planner.schemas.containers import Entries, Record
from planner.schemas.faults import problems
from planner.schemas.fields import InMonth, Word
from planner.schemas.outgoing import Said
from planner.schemas.syntax import Limits

LIMITS = Limits(size=50_000_000, values=5_000_000, key=2_000)


class PlanSchema(parts.PartSchema):
    """A staffing plan with its reasons."""

    builds = Plan

    organisation = Said("The organisation's name.")
    headline = Said("The plan in a sentence.")
    decision = Word("Which roles are staffed within four quarters.", Decision)
    months = Entries(InMonth("A month."), "The months of every series.", most=None)
    stances = parts.listing(parts.StanceSchema, "What to do, by role.")
    demand = parts.listing(parts.DemandSchema, "Work, by role.")
    supply = parts.listing(parts.SupplySchema, "Capacity, by role.")
    quarters = parts.listing(parts.QuarterLineSchema, "The plan by fiscal quarter and role.")
    positions = parts.listing(parts.PositionSchema, "The seats.")
    cuts = parts.listing(parts.CutSchema, "Seats that caps kept out, greatest loss first.")
    totals = Record(parts.TotalsSchema, "Seats and money.")
    break_even = Record(parts.BreakEvenSchema, "When a platform pays.")
    maturity = Said("Where operations stand.")
    advice = parts.listing(parts.AdviceSchema, "Risks, misconceptions and notes.")
    assumptions = parts.listing(parts.AssumptionSchema, "The numbers the plan rests on.")
    questions = parts.listing(parts.QuestionSchema, "Unknown facts, those that matter most first.")
    notes = parts.texts("What else a reader should know.")
    provenance = Record(parts.ProvenanceSchema, "What the plan was made from.")
    profile = Record(profile.ProfileSchema, "The facts it was made from.")


class Inputs(NamedTuple):
    """What a plan is made again from."""

    profile: Profile
    today: date
    provenance: Provenance


@cache
def schema() -> PlanSchema:
    """The one instance that `dump` uses."""
    return PlanSchema()


@cache
def _provenance() -> parts.ProvenanceSchema:
    return parts.ProvenanceSchema()


def dump(plan: Plan) -> dict[str, Any]:
    """The plan as JSON types."""
    return cast(dict[str, Any], schema().dump(plan))


def dumps(plan: Plan) -> str:
    """The one JSON text of a plan, the same bytes wherever it is emitted; ends with a line break."""
    return json.dumps(dump(plan), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def loads(source: str | bytes) -> documents.Document:
    """A plan's text as plain data with lines; raises InvalidInput."""
    return documents.read(source, "json", limits=LIMITS)


def inputs(source: str | bytes) -> Inputs:
    """What the plan in `source` was made from; raises InvalidInput where it does not say so."""
    document = loads(source)
    data, lines = document.data, document.lines
    absent = [
        Problem(part, "is missing.", "Give the whole plan, as it was written.")
        for part in ("profile", "provenance")
        if not isinstance(data.get(part), Mapping)
    ]
    if absent:
        raise InvalidInput(*absent)
    try:
        provenance = _provenance().load(data["provenance"])
    except ValidationError as error:
        raise InvalidInput(*problems(error.messages, lines, "provenance")) from None
    return Inputs(profile.load(data["profile"], lines, "profile"), provenance.today, provenance)
