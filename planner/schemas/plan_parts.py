"""Schemas of a plan's parts; every member is described once, for dumping and for the OpenAPI document."""

from __future__ import annotations

from typing import ClassVar

from planner.domain import Level, PositionKind, Role, StanceKind
from planner.domain import plan as parts
from planner.schemas.containers import Entries, Record, Table
from planner.schemas.fields import Day, InMonth, InQuarter, InYear, Word, YesNo
from planner.schemas.outgoing import Cash, Exact, Figure, Said, Seen, Series, Tally
from planner.schemas.records import RecordSchema


class PartSchema(RecordSchema):
    """A part of a plan: every member is there, null where there is nothing to say."""

    sparse: ClassVar[bool] = False


def listing(schema: type[RecordSchema], about: str) -> Entries:
    """A list of records of any length."""
    return Entries(Record(schema, about), about, most=None)


def texts(about: str) -> Entries:
    """A list of texts."""
    return Entries(Said(about), about, most=None)


class CitationSchema(PartSchema):
    """Where a statement comes from."""

    builds = parts.Citation

    id = Said("Section or row of the source.", example="guide:choosing.organizations")
    text = Said("How to read it.")


class AtomSchema(PartSchema):
    """The smallest part of a condition."""

    builds = parts.Atom

    text = Said("The condition as it is written.")
    outcome = YesNo("Whether it holds; null while a fact is unknown.")
    values = Table(Said("A fact."), Seen("Its value."), "The facts it saw.")


class ReasonSchema(PartSchema):
    """A rule as it spoke on this profile."""

    builds = parts.Reason

    rule = Said("Id of the rule.")
    title = Said("What the rule is about.")
    outcome = YesNo("Whether it fired; null while a fact is unknown.")
    because = Said("The argument, with the facts' values.")
    citations = listing(CitationSchema, "Where the rule comes from.")
    atoms = listing(AtomSchema, "The parts of its condition.")
    strength = Tally("Points of evidence; negative against.")


class AdviceSchema(PartSchema):
    """A risk, misconception, alternative or note."""

    builds = parts.Advice

    kind = Said("What kind of advice.")
    text = Said("The advice.")
    reason = Record(ReasonSchema, "The rule it comes from.")
    role = Word("The role it is about.", Role)
    option = Said("The alternative it proposes.")


class StanceSchema(PartSchema):
    """What to do for one role, and the evidence."""

    builds = parts.Stance

    role = Word("The role.", Role)
    kind = Word("What to do.", StanceKind)
    sentence = Said("The same in a sentence.")
    score = Figure("Points of evidence for the role, less those against it.")
    threshold = Figure("Points from which it is hired.")
    month = InMonth("When, for hire_when.")
    trigger = Said("On what, for hire_when.")
    supporting = listing(ReasonSchema, "Rules that speak for it.")
    opposing = listing(ReasonSchema, "Rules that speak against it.")
    undecided = listing(ReasonSchema, "Rules that wait for unknown facts.")
    gates = listing(ReasonSchema, "Conditions that hiring must meet.")
    alternatives = listing(AdviceSchema, "Other ways to meet the need.")


class WorkLineSchema(PartSchema):
    """One kind of work."""

    builds = parts.WorkLine

    rule = Said("Id of the rule it follows from.")
    label = Said("The work.")
    hours = Series("Hours by month.")
    citations = listing(CitationSchema, "Where the rule comes from.")
    assumed = texts("Facts that were assumed for it.")


class DemandSchema(PartSchema):
    """Work of one role by month."""

    builds = parts.Demand

    role = Word("The role.", Role)
    lines = listing(WorkLineSchema, "The kinds of work.")
    relief = Series("Hours taken off by the platform.")
    work = Series("All work, in FTE.")
    floor = Figure("FTE needed as soon as the team exists.")
    fte = Series("What positions are to carry, in FTE.")


class SupplySchema(PartSchema):
    """Capacity of one role by month, in effective FTE."""

    builds = parts.Supply

    role = Word("The role.", Role)
    present = Series("From today's staff after expected attrition.")
    planned = Series("From the plan's positions after ramp.")
    shortage = Series("Demand that is left unmet.")
    headcount = Series("People.")


class QuarterLineSchema(PartSchema):
    """One role in one fiscal quarter, means in FTE."""

    builds = parts.QuarterLine

    quarter = InQuarter("The fiscal quarter.")
    role = Word("The role.", Role)
    demand = Figure("Demand.")
    capacity = Figure("Capacity.")
    shortage = Figure("Unmet demand.")
    starts = Tally("Positions that start.")
    cost = Cash("Cost of the plan's positions.")


class PositionSchema(PartSchema):
    """One seat."""

    builds = parts.Position

    id = Said("Stays the same in every re-plan.", example="ML-2027-014")
    role = Word("The role.", Role)
    kind = Word("Why the seat exists.", PositionKind)
    level = Word("Seniority.", Level)
    title = Said("Job title.")
    site = Said("Where it is.")
    reports_to = Said("The manager's title.")
    needed = InMonth("When the demand is there.")
    opens = InMonth("When the requisition opens.")
    starts = InMonth("When the person starts.")
    productive = InMonth("When the person is fully productive; null beyond the horizon.")
    late_months = Tally("Months between needed and starts.")
    monthly_cost = Cash("Loaded cost of a month.")
    hiring_cost = Cash("One-off cost of the hire.")
    cost = Cash("Cost over the horizon.")
    skills = texts("Skills it needs.")
    reasons = texts("Ids of the rules it rests on.")
    work = texts("The work it carries.")
    alternative = Said("The alternative that was rejected.")
    confidence = Said("How sure the plan is.")
    why = Said("The argument in a sentence or two.")
    ends = InMonth("The month after an engagement's last one; null where it goes on.")


class CutSchema(PartSchema):
    """A seat that a cap kept out of the plan or put off."""

    builds = parts.Cut

    rank = Tally("Order: 1 is the greatest loss.")
    role = Word("The role.", Role)
    level = Word("Seniority.", Level)
    needed = InMonth("When the demand is there.")
    cause = Said("The cap.")
    fte_months = Figure("Capacity lost, in FTE-months.")
    risk = Said("What is lost by it.")
    put_off_months = Tally("Months that it starts later than without caps; null where it is kept out.")


class ShadowPriceSchema(PartSchema):
    """What a little more of a resource that binds would buy."""

    builds = parts.ShadowPrice

    resource = Said("The resource: budget, recruiters or headcount.", example="recruiters")
    step = Said("How much more of it.", example="one more hire a month")
    fte_months = Figure("FTE-months less shortage, at the margin of the relaxation.")


class SolutionSchema(PartSchema):
    """How the schedule was found and how good it provably is."""

    builds = parts.Solution

    solver = Said("The solver.", example="HiGHS")
    version = Said("Its version.")
    status = Said("`optimal`, or `node limit` where the search ended before the proof.")
    shortage = Figure("Weighted shortage in FTE-months: earlier months weigh up to a hundredth more.")
    bound = Figure("The least that any schedule within the caps can have.")
    gap = Figure("The relative gap between the two.")
    cost_gap = Figure("The same of cost and the least at which no month is shorter.")
    nodes = Tally("Nodes of the search trees.")
    violation = Exact("The largest breach of a row, relative to its limit, when it was checked again.")


class TotalsSchema(PartSchema):
    """Seats and money over the horizon."""

    builds = parts.Totals

    seats = Table(Word("A role.", Role), Tally("Seats."), "Seats by role.")
    cost = Cash("Loaded cost and hiring cost of the plan's positions.")
    by_year = Table(InYear("A fiscal year."), Cash("Cost."), "Cost by fiscal year.")
    by_quarter = Table(InQuarter("A fiscal quarter."), Cash("Cost."), "Cost by fiscal quarter.")
    budget_by_year = Table(InYear("A fiscal year."), Cash("Budget."), "Budget by fiscal year.")


class BreakEvenSchema(PartSchema):
    """From how many teams a platform pays."""

    builds = parts.BreakEven

    teams = Tally("Model-building teams from which it pays; null if never.")
    low = Tally("The same at the favourable end of the assumptions.")
    high = Tally("The same at the unfavourable end.")
    now = Tally("Model-building teams today.")
    sentence = Said("The same in a sentence.")


class AssumptionSchema(PartSchema):
    """A number the plan rests on."""

    builds = parts.Assumption

    name = Said("What overrides name it by.")
    unit = Said("Its unit.")
    low = Exact("The least it could be.")
    typical = Exact("What the plan reckons with.")
    high = Exact("The most it could be.")
    grade = Said("A official, B survey, C one organisation, D rule of thumb.")
    source = Said("Where it comes from.")
    meaning = Said("What it says.")
    overridden = YesNo("Whether the profile overrides it.")
    reason = Said("The profile's reason for it.")


class QuestionSchema(PartSchema):
    """A fact that is unknown."""

    builds = parts.Question

    fact = Said("Name of the fact.")
    ask = Said("The question to ask.")
    assumed = Seen("What was assumed instead.")
    rules = texts("Ids of the rules that wait for it.")


class ProvenanceSchema(PartSchema):
    """What the plan was made from."""

    builds = parts.Provenance

    program = Said("Version of the program.")
    guidance = Said("Id of the guidance pack.")
    guidance_version = Said("Its version.")
    guidance_hash = Said("SHA-256 of its content.")
    pay_digest = Said("SHA-256 of the pay table.")
    input_digest = Said("SHA-256 of profile and settings.")
    today = Day("The day the plan starts from.")
