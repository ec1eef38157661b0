"""Schemas of a profile's parts: teams, systems, people, growth, constraints and assumptions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from marshmallow import ValidationError

from planner.domain import Level, Role
from planner.domain import profile as facts
from planner.domain.words import Alternative, Gate, TeamKind, Tier, Way
from planner.schemas.containers import Entries, Record, Table, Words
from planner.schemas.currencies import CURRENCIES
from planner.schemas.fields import (
    Amount,
    Country,
    Day,
    Fact,
    InMonth,
    InQuarter,
    InYear,
    Number,
    Text,
    Whole,
    Word,
    YesNo,
)
from planner.schemas.records import RecordSchema

LIMIT_OF_OVERRIDES = 1_000_000_000


class TeamSchema(RecordSchema):
    """A team, or several alike."""

    builds = facts.Team

    name = Text("What the team is called.", example="Search ranking")
    id = Text(
        "A name of its own that systems refer to, where the team's name is not unique.", example="search"
    )
    kind = Word("What the team does with models.", TeamKind)
    data_scientists = Number("Data scientists in the team.", unit="FTE", example=4)
    ml_engineers = Number("ML engineers in the team.", unit="FTE", example=1)
    site = Text("The site where the team works.", example="Berlin")
    count = Whole("How many teams alike this entry stands for.", unit="teams")


class SystemSchema(RecordSchema):
    """One system that uses models."""

    builds = facts.System

    name = Text("What the system is called.", example="Fraud scoring")
    team = Text("Id or name of the team that owns it.", example="search")
    use_cases = Whole("Use cases in production.", unit="use cases")
    models = Whole("Models in production.", unit="models")
    tier = Word("How much hangs on it.", Tier)
    round_the_clock = YesNo("Whether it is promised to run, and be repaired, at any hour.")
    deploys_per_quarter = Number("Model deployments in a quarter.", unit="deployments per quarter")
    gates = Table(
        Word("A practice.", Gate),
        YesNo("Whether the practice is in place."),
        "Practices that maturity follows from.",
    )


class StaffSchema(RecordSchema):
    """People present today."""

    builds = facts.Staff

    role = Text("Job title, or `mlops` or `platform` outright.", example="Senior MLOps Engineer")
    level = Word("Seniority; read from the title where absent.", Level)
    site = Text("Where they work.", example="Berlin")
    fte = Number("Working time of each.", unit="FTE")
    count = Whole("How many people alike this entry stands for.", unit="people")
    skills = Entries(Text("A skill.", example="kubernetes"), "What they can do.")
    leaves_on = Day("The last day of those who leave.")


class CommitmentSchema(RecordSchema):
    """An approved position or open requisition."""

    builds = facts.Commitment

    id = Text("The position's id; it never changes.", example="ML-2027-014")
    role = Word("The role it is for.", Role)
    level = Word("Its seniority.", Level)
    site = Text("Where it is.", example="Berlin")
    opens_on = InMonth("The month in which the requisition opens.")
    starts_on = InMonth("The month in which the person starts.")
    way = Word("How it is filled, where not by recruiting.", Way)
    ends_on = InMonth("The first month without a contractor; left out, the engagement goes on.")


class GrowthSchema(RecordSchema):
    """Net growth per quarter; shrinking is negative."""

    builds = facts.Growth

    teams = Number("Model-building teams gained.", unit="teams per quarter", least=-1_000_000)
    models = Number("Models in production gained.", unit="models per quarter", least=-1_000_000)
    data_scientists = Number("Data scientists gained.", unit="FTE per quarter", least=-1_000_000)


class BudgetSchema(RecordSchema):
    """Money for the plan's positions: loaded cost and hiring cost."""

    builds = facts.Budget

    currency = Word(
        "Currency of the amounts, ISO 4217; sums of unknown currency mean nothing.", CURRENCIES, example="EUR"
    )
    per_fiscal_year = Amount("Most to spend in any fiscal year.", example=900_000)
    per_quarter = Amount("Most to spend in any fiscal quarter.", example=250_000)
    years = Table(InYear("A fiscal year."), Amount("Most to spend in it."), "Amounts of single fiscal years.")
    quarters = Table(
        InQuarter("A fiscal quarter."), Amount("Most to spend in it."), "Amounts of single quarters."
    )


class SiteSchema(RecordSchema):
    """A place of work."""

    builds = facts.Site

    name = Text("What the site is called.", example="Berlin")
    country = Country("Its country, ISO 3166 alpha-2; decides on pay.")
    share = Number("Share of new positions that goes there.", unit="share of positions", most=1, example=0.5)


class ConstraintsSchema(RecordSchema):
    """What the plan must keep to."""

    builds = facts.Constraints

    budget = Record(
        BudgetSchema,
        "Money for the plan's positions.",
        "An amount needs its currency: {currency: EUR, per_fiscal_year: 500000}.",
    )
    currency = Word("Currency of the plan where there is no budget, ISO 4217.", CURRENCIES, example="EUR")
    fiscal_year_starts_in = Whole(
        "Month in which fiscal years start.", unit="month of the year", least=1, most=12
    )
    headcount_cap = Whole("Most people of both roles at a time, those present included.", unit="people")
    hires_per_month = Number("Hires the recruiters can carry.", unit="hires per month")
    sites = Entries(Record(SiteSchema, "A place of work."), "Where positions may be.")
    earliest_start = InMonth("No position starts before this month.")
    alternatives = Words(Word("A way.", Alternative), "Ways allowed instead of hiring; all where absent.")


class OverrideSchema(RecordSchema):
    """An assumption as this organisation knows it."""

    builds = facts.Override

    typical = Number(
        "The value to reckon with.",
        unit="the assumption's own",
        least=-LIMIT_OF_OVERRIDES,
        most=LIMIT_OF_OVERRIDES,
    )
    low = Number(
        "The least it could be.",
        unit="the assumption's own",
        least=-LIMIT_OF_OVERRIDES,
        most=LIMIT_OF_OVERRIDES,
    )
    high = Number(
        "The most it could be.",
        unit="the assumption's own",
        least=-LIMIT_OF_OVERRIDES,
        most=LIMIT_OF_OVERRIDES,
    )
    reason = Text("How it is known.", example="Payroll 2026")


class OverrideField(Fact):
    """A bare number, or typical, low, high and reason."""

    def __init__(self, about: str) -> None:
        members = OverrideSchema().fields
        number = {name: members["typical"].metadata[name] for name in ("type", "minimum", "maximum")}
        record = {
            "type": "object",
            "properties": {name: _json_schema(member) for name, member in members.items()},
            "required": ["typical"],
            "additionalProperties": False,
        }
        super().__init__(about, anyOf=[number, record])

    def decode(self, value: Any) -> facts.Override:
        """The override; a bare number is its typical value."""
        short = not isinstance(value, Mapping)
        try:
            override = OVERRIDE.load({"typical": value} if short else value)
        except ValidationError as error:
            messages = error.messages
            if short and isinstance(messages, dict):
                raise ValidationError(messages["typical"]) from None
            raise
        return cast(facts.Override, override)

    def encode(self, value: facts.Override) -> Any:
        """The bare number where there is nothing else to say."""
        full = OVERRIDE.dump(value)
        return full["typical"] if len(full) == 1 else full


def _json_schema(member: Any) -> dict[str, Any]:
    schema = {name.replace("x_", "x-"): each for name, each in member.metadata.items()}
    return {**schema, "type": [schema["type"], "null"]} if member.allow_none else schema


OVERRIDE = OverrideSchema()
