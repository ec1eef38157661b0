"""Small bodies: what may be said when plans, positions and their records are changed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeVar

from flask import request
from marshmallow import Schema

from planner.api.doors import Intake
from planner.api.intake import BODY_ERRORS, described_body, syntax
from planner.api.queries import Query, loaded
from planner.domain import InvalidInput, Level, Problem
from planner.domain.access import Role
from planner.domain.changes import ABSENT, MOST_CHANGES, Change
from planner.domain.seating import EmploymentType
from planner.schemas import documents
from planner.schemas.containers import Entries, Record, Table
from planner.schemas.currencies import CURRENCIES
from planner.schemas.fields import UNPRINTABLE, Amount, Day, Fact, Text, Whole, Word, YesNo, refuse
from planner.services import positions

LONGEST_PROSE = 10_000
Some = TypeVar("Some", bound=Any)


class Prose(Text):
    """Text of up to 10,000 characters, not blank."""

    spec = {**Text.spec, "maxLength": LONGEST_PROSE}  # noqa: RUF012

    def decode(self, value: Any) -> str:
        """The text as it stands."""
        if not isinstance(value, str):
            self.wrong_type(value)
        if not value.strip() or len(value) > LONGEST_PROSE or UNPRINTABLE.search(value):
            refuse("is blank, too long or unprintable.", f"Write 1 to {LONGEST_PROSE:,} characters.")
        return value


class Cents(Amount):
    """An amount of money to the cent."""

    def decode(self, value: Any) -> Decimal:
        """The amount as Decimal with at most two decimals."""
        amount = super().decode(value)
        if amount != amount.quantize(Decimal("0.01")):
            refuse(f"is {amount}, but money is kept to the cent.", "Write at most two decimals.")
        return amount


class Anything(Fact):
    """Any JSON value."""

    spec = {}  # noqa: RUF012

    def decode(self, value: Any) -> Any:
        """The value as it stands."""
        return value


class FileText(Fact):
    """The text of a file."""

    kind = "a text"
    hint = "Send the file's text."
    spec = {"type": "string"}  # noqa: RUF012

    def decode(self, value: Any) -> str:
        """The text as it stands."""
        if not isinstance(value, str):
            self.wrong_type(value)
        return value


def needed(field: Some) -> Some:
    """The field, which has to be there."""
    field.required = True
    return field


def or_null(field: Some) -> Some:
    """The field, which null empties."""
    field.allow_none = True
    return field


def _listed(schema: type[Schema], about: str, most: int) -> Entries:
    """A list of small records."""
    return Entries(Record(schema, about), about, most=most)


class WhyStepSchema(Query):
    """Why something is done."""

    reason = Prose("Why, for the record; some actions need it.", example="The budget was cut by a tenth.")


class NameSchema(Query):
    """A name."""

    name = needed(Text("What it is called.", example="Half the budget"))


class CommentBodySchema(Query):
    """A comment."""

    text = needed(Prose("What there is to say.", example="Could this wait until the second quarter?"))


class TransitionSchema(WhyStepSchema):
    """An action in the life of a position."""

    action = needed(Word("What to do.", {name: name for name in positions.BY_HAND}, example="open"))


class NewHireSchema(Query):
    """Who has a seat from when on."""

    person = needed(Text("Who it is, as your people would know them.", example="J. Doe"))
    starts_on = needed(Day("The first day."))
    external_id = Text("Their id in the system of record.", example="E-1042")


class DepartureSchema(Query):
    """Until when somebody has a seat."""

    last_day = needed(Day("The last day."))
    left = YesNo("Whether they have left already; otherwise they are leaving.")


class BackfillSchema(Query):
    """When the place of somebody who has left should be taken."""

    starts_on = Day("The first day; today where absent.")


class PositionEditSchema(Query):
    """What changes about a position; what is not named stays."""

    title = Text("Job title.")
    priority = Whole("1 is the most urgent.", unit="rank", least=1, most=5)
    reports_to = Text("Manager's title, or the position that manages.")
    team = or_null(Text("The team that the seat belongs to."))
    note = or_null(Prose("A remark."))
    expected = Day("When somebody is now thought to start.")
    level = Word("Seniority; asks for approval again.", Level)
    site = or_null(Text("Where it is; asks for approval again."))
    starts = Day("The planned start; asks for approval again.")
    ends = or_null(Day("The last day of a contractor's engagement; asks for approval again."))
    employment_type = Word("Kind of employment; asks for approval again.", EmploymentType)
    monthly_cost = Cents("Loaded cost of a month in its currency; asks for approval again.")
    hiring_cost = Cents("One-off cost of the hire; asks for approval again.")


class RequisitionEditSchema(Query):
    """What a requisition is elsewhere."""

    remote_id = or_null(Text("Its id there.", example="OPN-114"))
    remote_state = or_null(Text("Its state there, in their words."))
    link = or_null(Text("Where people see it.", example="https://jobs.example.com/114"))


class MoneySchema(Query):
    """An amount of money."""

    amount = needed(Cents("How much."))
    currency = needed(Word("ISO 4217 code.", CURRENCIES, example="EUR"))


class LevelSchema(Query):
    """One approval."""

    name = needed(Text("What it is called.", example="Board"))
    role = needed(Word("The workspace role that gives it.", Role))
    cost_over = or_null(Record(MoneySchema, "Needed where the plan costs more than this."))
    seats_over = or_null(Whole("Needed where the plan adds more seats than this.", unit="seats"))


class PolicyBodySchema(Query):
    """Who has to agree to plans of which size."""

    levels = needed(_listed(LevelSchema, "Approvals in the order in which they are asked.", 10))


class ChangeSchema(Query):
    """One change over a profile."""

    path = needed(Text("Where, as in `teams[Search].data_scientists`.", example="data_scientists"))
    value = or_null(Anything("What holds there instead."))
    remove = YesNo("Whether what is there goes; then there is no value.")
    because = Text("Why.")


class ScenarioBodySchema(Query):
    """Named changes over a profile."""

    name = needed(Text("What it is called.", example="Two more teams"))
    description = or_null(Prose("What it is about."))
    changes = _listed(ChangeSchema, "Changes in the order in which they are made.", MOST_CHANGES)
    guidance_id = or_null(Text("The guidance pack to plan by; the published one where absent."))


class PackBodySchema(Query):
    """A guidance pack to begin with."""

    name = needed(Text("What this version is called.", example="Stricter platform gate"))
    files = Table(Text("A file, such as `rules/mlops.yaml`."), FileText("Its text."), "The pack's files.")
    based_on = Text("The pack to copy; the shipped one where absent.")


class PackEditSchema(Query):
    """What changes about a draft; files that are not named stay."""

    name = Text("What this version is called.")
    files = Table(Text("A file."), FileText("Its text."), "Files to write.")
    remove = Entries(Text("A file."), "Files to take out.", most=60)


def changes(rows: Any) -> tuple[Change, ...]:
    """Changes as they were sent; raises InvalidInput for one that neither sets nor removes."""
    made = []
    for number, row in enumerate(rows):
        removes = bool(row.get("remove"))
        if removes == ("value" in row):
            fix = "Give `value`, or `remove: true`."
            raise InvalidInput(Problem(f"changes[{number}]", "must set a value or remove one.", fix))
        made.append(Change(row["path"], ABSENT if removes else row["value"], row.get("because", "")))
    return tuple(made)


def body(schema: type[Schema], example: Any = None, *, required: bool = True) -> Intake:
    """An intake that reads a body by `schema`; its members are arguments of the view."""

    def read() -> Mapping[str, Any]:
        data = request.get_data(cache=False)
        if not required and not data.strip():
            return {}
        return loaded(schema, documents.read(data, format=syntax()).data)

    return Intake(read, described_body(schema, example or _example(schema), required), BODY_ERRORS)


def _example(schema: type[Schema]) -> dict[str, Any]:
    """What the fields give as examples, for those that have to be there; else the first that has one."""
    shown = {
        name: field.metadata["example"]
        for name, field in schema().fields.items()
        if "example" in field.metadata
    }
    have = {name for name, field in schema().fields.items() if field.required}
    return {name: value for name, value in shown.items() if name in have} or dict(list(shown.items())[:1])


REASON = body(WhyStepSchema, required=False)
