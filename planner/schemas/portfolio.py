"""A portfolio coming in, and its plan going out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

from marshmallow import ValidationError

from planner.domain import Level, PositionKind, Role
from planner.domain import portfolio as domain
from planner.domain.errors import Problem, raise_if_any
from planner.domain.portfolio import MOST_UNITS, InvalidPortfolio, Portfolio, PortfolioPlan, Sharing
from planner.domain.profile import Profile
from planner.schemas import documents, profile
from planner.schemas import plan_parts as parts
from planner.schemas.containers import Entries, Record, Table
from planner.schemas.currencies import CURRENCIES
from planner.schemas.faults import located, problems
from planner.schemas.fields import Day, InMonth, Number, Text, Whole, Word
from planner.schemas.outgoing import Cash, Exact, Figure, Said, Tally
from planner.schemas.profile_parts import BudgetSchema
from planner.schemas.records import RecordSchema
from planner.schemas.syntax import Limits

LIMITS = Limits(size=20_000_000, values=500_000)


class SharingSchema(RecordSchema):
    """What all units together must keep to."""

    builds = Sharing

    budget = Record(
        BudgetSchema,
        "Money for the positions of all units.",
        "An amount needs its currency: {currency: EUR, per_fiscal_year: 500000}.",
    )
    currency = Word("Currency of the plan where there is no shared budget.", CURRENCIES, example="EUR")
    fiscal_year_starts_in = Whole(
        "Month in which fiscal years start.", unit="month of the year", least=1, most=12
    )
    headcount_cap = Whole("Most people of both roles in all units.", unit="people")
    hires_per_month = Number("Hires the shared recruiters can carry.", unit="hires per month")


class _Unit(Record):
    """A unit's profile, read later, where its path is known."""

    def _load(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        return value


@dataclass(frozen=True, slots=True)
class _Read:
    name: str
    units: tuple[Mapping[str, Any], ...] = ()
    shared: Sharing = field(default_factory=Sharing)


class PortfolioSchema(RecordSchema):
    """Business units and what they share."""

    builds = _Read

    name = Text("The portfolio's name.", required=True, example="Group")
    units = Entries(
        _Unit(profile.ProfileSchema, "A unit, described as an organisation is."),
        "The units.",
        most=MOST_UNITS,
    )
    shared = Record(SharingSchema, "What all units together must keep to.")


@cache
def _schema() -> PortfolioSchema:
    return PortfolioSchema()


def read(source: str | bytes, format: documents.Format = "auto") -> Portfolio:
    """The portfolio that a YAML or JSON text describes; raises InvalidInput with every problem."""
    document = documents.read(source, format, LIMITS)
    return load(document.data, document.lines)


def load(data: Mapping[str, Any], lines: Mapping[str, int] | None = None) -> Portfolio:
    """The portfolio that plain data describes; raises InvalidPortfolio with every problem."""
    try:
        found: _Read = _schema().load(data)
    except ValidationError as error:
        raise InvalidPortfolio(*problems(error.messages, lines)) from None
    units, wrong = list[Profile](), list[Problem]()
    for place, unit in enumerate(found.units):
        try:
            units.append(profile.load(unit, lines, f"units[{place}]"))
        except documents.InvalidInput as error:
            wrong += error.problems
    raise_if_any(wrong, InvalidPortfolio)
    try:
        return Portfolio(name=found.name, units=tuple(units), shared=found.shared)
    except InvalidPortfolio as error:
        raise InvalidPortfolio(*located(error.problems, lines)) from None


class UnitSeatSchema(parts.PartSchema):
    """One seat of a unit."""

    builds = domain.UnitSeat

    unit = Said("The unit.")
    id = Said("The seat's id within its unit.", example="ML-2027-001")
    role = Word("The role.", Role)
    kind = Word("Why the seat exists.", PositionKind)
    level = Word("Seniority.", Level)
    title = Said("Job title.")
    site = Said("Where it is.")
    needed = InMonth("When the demand is there.")
    opens = InMonth("When the requisition opens.")
    starts = InMonth("When the person starts.")
    monthly_cost = Cash("Loaded cost of a month; null where pay is withheld.")
    cost = Cash("Cost over the horizon; null where pay is withheld.")


class UnitLineSchema(parts.PartSchema):
    """One unit."""

    builds = domain.UnitLine

    unit = Said("The unit.")
    seats = Table(Word("A role.", Role), Tally("Seats."), "Seats by role.")
    cost = Cash("Cost of its seats over the horizon; null where pay is withheld.")
    demand = Figure("Demand, in FTE-months.")
    shortage = Figure("Unmet demand, in FTE-months.")
    alone = Figure("What it would be if nothing were shared.")
    lost = Figure("The difference of the two.")


class SharedUseSchema(parts.PartSchema):
    """How far a shared limit is used."""

    builds = domain.SharedUse

    limit_name = Said("The limit.", example="budget of FY2027")
    resource = Said("budget, recruiters or headcount.")
    limit = Exact("The limit in the period that is nearest to it.")
    used = Figure("What is used of it then; null where pay is withheld.")


class PortfolioPlanSchema(parts.PartSchema):
    """The plan of a portfolio."""

    builds = PortfolioPlan

    name = Said("The portfolio's name.")
    headline = Said("The plan in a sentence.")
    months = Entries(InMonth("A month."), "The months planned.", most=None)
    units = parts.listing(UnitLineSchema, "The units, as they were given.")
    seats = parts.listing(UnitSeatSchema, "The seats, unit by unit in order of start.")
    uses = parts.listing(SharedUseSchema, "The shared limits.")
    shadow_prices = parts.listing(parts.ShadowPriceSchema, "What more of each limit that binds would buy.")
    cost = Cash("Cost of all seats; null where pay is withheld.")
    solution = Record(parts.SolutionSchema, "How the plan was found, and its proven gap.")
    program = Said("What made it.")
    guidance = Said("The guidance it was made with.")
    today = Day("The day it starts from.")


@cache
def _out() -> PortfolioPlanSchema:
    return PortfolioPlanSchema()


def dump(plan: PortfolioPlan) -> dict[str, Any]:
    """The plan as JSON types."""
    return cast(dict[str, Any], _out().dump(plan))


def dumps(plan: PortfolioPlan) -> str:
    """The one JSON text of a portfolio's plan; ends with a line break."""
    return json.dumps(dump(plan), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
