"""What operations over plans' and positions' lives answer; money is null for those without the pay scope."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from marshmallow import Schema, fields

from planner.api.answers import moment, text, typed_id, whole
from planner.api.doors import desk
from planner.domain import Level, Money, PositionKind
from planner.domain import Role as Function
from planner.domain.changes import ABSENT
from planner.domain.lifecycle import PLAN, POSITION, PlanState, PositionState
from planner.domain.seating import FORM, EmploymentType
from planner.services import ids
from planner.services.positions import PAY

VERSION = attrgetter("version")
CASH = {
    "type": ["object", "null"],
    "properties": {"amount": {"type": "string"}, "currency": {"type": "string"}},
    "required": ["amount", "currency"],
}


def word(about: str, words: Any, attribute: str | None = None) -> fields.String:
    """A word of a closed vocabulary that is always there."""
    return text(about, attribute, enum=[each.value for each in words])


def maybe(about: str, **spec: Any) -> fields.String:
    """A text, or null."""
    return fields.String(required=True, allow_none=True, metadata={"description": about, **spec})


def count(about: str) -> fields.Integer:
    """A count, from 0."""
    return fields.Integer(required=True, metadata={"description": about, "minimum": 0})


def tally(about: str) -> fields.Integer:
    """A whole number."""
    return fields.Integer(required=True, metadata={"description": about})


def day(about: str, *, absent: bool = False) -> fields.Date:
    """A day, perhaps null."""
    return fields.Date(required=True, allow_none=absent, metadata={"description": about})


def since(about: str) -> fields.DateTime:
    """A moment, or null."""
    return fields.DateTime(required=True, allow_none=True, metadata={"description": about})


def derived(about: str, make: Callable[[Any], Any], **spec: Any) -> fields.Function:
    """A member that is made from the record."""
    return fields.Function(make, required=True, metadata={"description": about, **spec})


def cash(about: str, get: Callable[[Any], Money | None]) -> fields.Function:
    """Money for those with the pay scope, null for others."""
    return derived(about, lambda record: paid(get(record)), **CASH)


def paid(money: Money | None) -> dict[str, str] | None:
    """Money as JSON data, as far as the actor may see it."""
    if money is None or not desk().actor.sees_pay:
        return None
    return {"amount": f"{money.amount + 0:.2f}", "currency": money.currency}


def money_of(name: str) -> Callable[[Any], Money]:
    """The money in the member `name` of a record with a currency."""
    return lambda record: Money(getattr(record, name), record.currency)


def position_id(about: str, *, absent: bool = False) -> fields.String:
    """A position's id."""
    return fields.String(
        required=True, allow_none=absent, metadata={"description": about, "pattern": f"^{FORM}$"}
    )


def _value(value: Any) -> Any:
    return None if value is ABSENT else value


def _changes(record: Any) -> dict[str, Any]:
    shown = desk().actor.sees_pay
    return {name: step for name, step in record.changes.items() if shown or name not in PAY}


class PositionItemSchema(Schema):
    """A position: a seat, with or without a person."""

    id = position_id("The position's id; it never changes.")
    profile_id = typed_id(ids.PROFILE, "The profile that it was planned for.")
    plan_id = typed_id(ids.PLAN, "The plan that it belongs to at present.")
    seat = position_id("Its id in that plan's document.")
    state = word("Where it is in its life.", PositionState)
    version = whole("Counts its changes; what If-Match names.")
    kind = word("Why the seat exists.", PositionKind)
    role = word("The role.", Function)
    level = word("Seniority.", Level)
    title = text("Job title.")
    site = maybe("Where it is.")
    team = maybe("The team that it belongs to.")
    employment_type = word("Kind of employment.", EmploymentType)
    reports_to = text("Manager's title, or the position that manages.")
    priority = whole("1 is the most urgent.")
    note = maybe("A remark.")
    needed = day("When the demand is there.")
    opens = day("When the requisition should open.")
    planned = day("The start in the plan.")
    expected = day("The start as it is thought of now.")
    ends = day("The last day of a contractor's engagement; null where it goes on.", absent=True)
    actual = day("The person's first day.", absent=True)
    ended = day("The person's last day, as far as known.", absent=True)
    backfills = position_id("The vacant position that it takes the place of.", absent=True)
    budgeted_cost = cash("Loaded cost of a month in the plan.", money_of("budgeted_cost"))
    monthly_cost = cash("Loaded cost of a month as it is now.", money_of("monthly_cost"))
    hiring_cost = cash("One-off cost of the hire.", money_of("hiring_cost"))
    created_at = moment("When it was first proposed.")
    updated_at = moment("When it last changed.")


class StoredPositionSchema(PositionItemSchema):
    """A position, and what can be done with it now."""

    actions = derived(
        "What its state allows.",
        lambda record: list(POSITION.actions(PositionState(record.state))),
        type="array",
        items={"type": "string"},
    )


class PositionChangeSchema(Schema):
    """A step in the history of a position."""

    number = whole("From 1.")
    at = moment("When.")
    actor = text("Who: the id of a person or token.")
    action = text("What was done.")
    source = maybe("The state before.")
    target = text("The state after.")
    reason = maybe("Why.")
    changes = derived("What was edited: values before and after, by member.", _changes, type="object")


class HistorySchema(Schema):
    """The history of a position, oldest first."""

    items = fields.List(fields.Nested(PositionChangeSchema), required=True)


class HireSchema(Schema):
    """A person in a seat."""

    id = typed_id(ids.HIRE, "The hire's id.")
    person = text("Who it is.")
    external_id = maybe("Their id in the system of record.")
    started_on = day("The first day.")
    ended_on = day("The last day, as far as known.", absent=True)
    current = derived("Whether they have the seat now.", lambda record: bool(record.current), type="boolean")
    undone_at = since("When it was taken back as a mistake.")
    recorded_at = moment("When it was recorded.")


class HiresSchema(Schema):
    """People in a seat, oldest first."""

    items = fields.List(fields.Nested(HireSchema), required=True)


class RequisitionItemSchema(Schema):
    """An opening for a position."""

    id = typed_id(ids.REQUISITION, "The requisition's id.")
    position_id = position_id("The position.")
    state = text("Where it is.", enum=["open", "frozen", "filled", "closed"])
    version = whole("Counts its changes; what If-Match names.")
    opened_on = day("Since when it is out.")
    closed_on = day("Until when it was.", absent=True)
    connection_id = maybe("The connection to the tool that has it too.")
    remote_id = maybe("Its id there.")
    remote_state = maybe("Its state there, in their words.")
    link = maybe("Where people see it.")
    created_at = moment("When it was made.")
    updated_at = moment("When it last changed.")


class RequisitionsSchema(Schema):
    """Requisitions of a position, oldest first."""

    items = fields.List(fields.Nested(RequisitionItemSchema), required=True)


class ApprovalStepSchema(Schema):
    """Somebody submitted, approved, rejected or took back a plan."""

    number = whole("From 1.")
    round = whole("Which submission it belongs to.")
    action = text("What was done.", enum=sorted({row.action for row in PLAN.transitions}))
    level = maybe("Which approval was given.")
    by = text("Who: the id of a person or token.")
    reason = maybe("Why.")
    at = moment("When.")


class LevelOutSchema(Schema):
    """An approval that plans of a size need."""

    name = text("What it is called.")
    role = text("The workspace role that gives it.")
    cost_over = cash("Needed where the plan costs more than this.", attrgetter("cost_over"))
    seats_over = fields.Integer(
        required=True, allow_none=True, metadata={"description": "Needed where it adds more seats than this."}
    )


class ApprovalsSchema(Schema):
    """The approval of a plan: what was done, oldest first, and what it still waits for."""

    state = word("Where the plan is in its life.", PlanState)
    items = fields.List(fields.Nested(ApprovalStepSchema), required=True)
    waiting = fields.List(fields.Nested(LevelOutSchema), required=True)


class PolicySchema(Schema):
    """Who has to agree to plans of which size."""

    levels = fields.List(fields.Nested(LevelOutSchema), required=True)
    version = fields.Integer(
        required=True,
        metadata={"description": "What If-Match names; 0: the usual one, never set.", "minimum": 0},
    )
    updated_at = since("When it was set.")


class LockedBudgetSchema(Schema):
    """What an approved plan may cost in a fiscal year."""

    fiscal_year = whole("The fiscal year.")
    amount = cash("The limit.", money_of("amount"))
    cost = cash("What the plan reckoned.", money_of("cost"))
    locked_at = moment("When the approval locked it.")
    released_at = since("When another plan took its place.")


class BudgetsSchema(Schema):
    """The budget of a plan, by fiscal year."""

    items = fields.List(fields.Nested(LockedBudgetSchema), required=True)


class ActualsLineSchema(Schema):
    """Seats at the end of a fiscal quarter and money within it."""

    quarter = derived(
        "The fiscal quarter.", lambda line: str(line.quarter), type="string", example="FY2027-Q1"
    )
    planned = tally("Seats the plan has by then.")
    approved = tally("Seats approved, not yet open.")
    open = tally("Seats with a requisition out.")
    filled = fields.Integer(
        required=True, metadata={"description": "Seats with a person, counted by people."}
    )
    forecast = tally("Seats filled or expected by then.")
    variance = tally("Filled less planned.")
    remaining = tally("Planned seats that have nobody.")
    planned_cost = cash("What the plan reckoned.", attrgetter("planned_cost"))
    actual_cost = cash("What the people have cost so far.", attrgetter("actual_cost"))
    forecast_cost = cash("What it will have cost as things stand.", attrgetter("forecast_cost"))
    cost_variance = cash("Forecast less planned.", attrgetter("cost_variance"))


class ActualsYearSchema(Schema):
    """Money of a fiscal year."""

    year = whole("The fiscal year.")
    budget = cash("What the locked budget allows.", attrgetter("budget"))
    planned = cash("What the plan reckoned.", attrgetter("planned"))
    spent = cash("What the people have cost so far.", attrgetter("spent"))
    forecast = cash("What it will have cost as things stand.", attrgetter("forecast"))
    remaining = cash("Budget less forecast.", attrgetter("remaining"))


class ActualsSchema(Schema):
    """Plan against actuals; `growth` and `backfill` add up to `total`."""

    profile_id = typed_id(ids.PROFILE, "The profile.")
    plan_id = maybe("Its approved plan, if there is one.")
    as_of = day("The day that it was taken.")
    currency = text("ISO 4217 code of all money.")
    left_out = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "Seats in other currencies, by currency: no line counts or converts them."},
    )
    total = fields.List(fields.Nested(ActualsLineSchema), required=True)
    growth = fields.List(fields.Nested(ActualsLineSchema), required=True, attribute="parts.growth")
    backfill = fields.List(fields.Nested(ActualsLineSchema), required=True, attribute="parts.backfill")
    years = fields.List(fields.Nested(ActualsYearSchema), required=True)


class DocumentDifferenceSchema(Schema):
    """One place where two documents differ."""

    path = text("Where, as in `teams[Search].site`.")
    kind = text("What happened there.", enum=["added", "removed", "changed"])
    before = derived("What was there; null where nothing was.", lambda each: _value(each.before))
    after = derived("What is there; null where nothing is.", lambda each: _value(each.after))


class DocumentDifferencesSchema(Schema):
    """Where two documents differ; nowhere when there are no items."""

    items = fields.List(fields.Nested(DocumentDifferenceSchema), required=True)


class CommentItemSchema(Schema):
    """A comment."""

    id = typed_id(ids.COMMENT, "The comment's id.")
    target = text("The plan or position.")
    author = text("Who wrote it: the id of a person or token.")
    text = fields.String(required=True, metadata={"description": "What they say; empty once deleted."})
    version = whole("Counts its changes; what If-Match names.")
    created_at = moment("When it was written.")
    edited_at = since("When it was last edited.")
    deleted_at = since("When it was taken away.")
