"""The plan: its schema, its one canonical JSON text, and plan or inputs read back from it.

Costs have two decimals, computed numbers four; arrays by month stand beside `months`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple, cast

from marshmallow import ValidationError

from planner import __version__
from planner.domain import Decision, InvalidInput, InvalidProfile, Plan, Problem, Profile
from planner.domain.plan import Provenance
from planner.schemas import documents, profile
from planner.schemas import plan_parts as parts
from planner.schemas.containers import Entries, Record
from planner.schemas.faults import located, problems
from planner.schemas.fields import InMonth, Word
from planner.schemas.outgoing import Said
from planner.schemas.paths import join, line_of
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
    cuts = parts.listing(parts.CutSchema, "Seats that caps kept out or put off, greatest loss first.")
    shadow_prices = parts.listing(parts.ShadowPriceSchema, "What more of each cap that binds would buy.")
    exceeded = parts.texts("Caps that people present and commitments alone already break.")
    solution = Record(parts.SolutionSchema, "How the schedule was found.")
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


def load(data: Mapping[str, Any]) -> Plan:
    """The plan that `dump` wrote; for records of our own, which need no lines. Raises InvalidInput."""
    try:
        return cast(Plan, schema().load(data))
    except ValidationError as error:
        raise InvalidInput(*problems(error.messages)) from None


def loads(source: str | bytes) -> Plan:
    """The plan that `dumps` wrote, so that `dumps` gives the same text again; nothing else is accepted.

    Raises InvalidInput that says where; a document of an older program says so first.
    """
    document = _read(source)
    try:
        plan = cast(Plan, schema().load(document.data))
    except ValidationError as error:
        raise InvalidInput(*_older(document.data), *problems(error.messages, document.lines)) from None
    except InvalidProfile as error:
        raise InvalidProfile(*located(error.problems, document.lines, "profile")) from None
    _must_be_canonical(document.data, dump(plan), document.lines)
    return plan


def _read(source: str | bytes) -> documents.Document:
    return documents.read(source, "json", limits=LIMITS)


def _older(data: Mapping[str, Any]) -> Iterator[Problem]:
    made = data.get("provenance")
    program = made.get("program") if isinstance(made, Mapping) else None
    if not isinstance(program, str) or program != f"planner {__version__}":
        wrote = f"was written by {program}" if isinstance(program, str) else "does not say what wrote it"
        yield Problem(
            "provenance.program",
            f"this plan {wrote}; planner {__version__} reads only plans of its own form.",
            "Make it again from its profile: `planner plan`.",
        )


def _must_be_canonical(given: Any, canonical: Any, lines: Mapping[str, int]) -> None:
    path = _difference(given, canonical, "")
    if path is not None:
        raise InvalidInput(
            Problem(
                path,
                "is not as the planner writes it.",
                "Give the plan as it was written, without changes.",
                line_of(path, lines),
            )
        )


def _difference(given: Any, canonical: Any, path: str) -> str | None:
    """The path of the first value that differs, None where all are equal."""
    if isinstance(given, dict) and isinstance(canonical, dict) and given.keys() == canonical.keys():
        pairs: Iterable[tuple[str | int, Any, Any]] = ((key, given[key], canonical[key]) for key in given)
    elif isinstance(given, list) and isinstance(canonical, list) and len(given) == len(canonical):
        pairs = ((index, *pair) for index, pair in enumerate(zip(given, canonical, strict=True)))
    else:
        return None if given == canonical and type(given) is type(canonical) else path
    return next(
        (found for key, a, b in pairs if (found := _difference(a, b, join(path, key))) is not None), None
    )


def inputs(source: str | bytes) -> Inputs:
    """What the plan in `source` was made from; raises InvalidInput where it does not say so."""
    document = _read(source)
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
