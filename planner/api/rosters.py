"""Rosters, requisition files and reconciliation over HTTP."""

from __future__ import annotations

from typing import Any

from flask import Response
from marshmallow import Schema, fields

from planner.api.answers import text
from planner.api.bodies import body, needed
from planner.api.doors import Answer, Door, desk
from planner.api.examples import ROSTER
from planner.api.exchanged import (
    MeaningsSchema,
    RosterBodySchema,
    RosterFileSchema,
    RosterItemSchema,
    RosterPreviewSchema,
    SeenRosterSchema,
    TitlesSchema,
)
from planner.api.intake import NO_QUERY, query
from planner.api.lists import ListDoor
from planner.api.lives import count, day, derived, maybe, paid
from planner.api.queries import Query
from planner.domain.lists import Ask
from planner.schemas.fields import Word
from planner.services import exporting, reconciling, rosters

door = Door("rosters", __name__, url_prefix="/api/v1", description="Who is employed, and what does not fit.")

ROSTERS = ListDoor(rosters.ROSTERS, RosterItemSchema, ROSTER, {})
FILE = {"content": "TmFtZSxKb2IgVGl0bGUKQWRhLE1MT3BzIEVuZ2luZWVyCg=="}
FORMS = ("csv", "xlsx", "charthop", "odoo", "workday", "jobposting")
MEDIA = (
    "text/csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/ld+json",
)


@door.operation(
    "POST",
    "/rosters/preview",
    "previewRoster",
    Answer(schema=RosterPreviewSchema, about="What it looks like."),
    [body(RosterFileSchema, FILE), NO_QUERY],
)
def preview(content: bytes, encoding: str | None = None) -> Any:
    """Look at a roster file without taking it: its columns, what each is taken for, its first rows."""
    return rosters.preview(desk(), content, encoding)


@door.operation(
    "POST",
    "/rosters",
    "takeRoster",
    Answer(schema=RosterItemSchema, status=201, about="Taken, all of it."),
    [body(RosterBodySchema, {**FILE, "name": "people.csv"}), NO_QUERY],
)
def take(content: bytes, **said: Any) -> Any:
    """Take a roster from a file, all of it or nothing; each row that is wrong is named."""
    record = rosters.take(desk(), content, **said)
    return record, {"Location": f"/api/v1/rosters/{record.id}"}


@door.operation(
    "POST",
    "/connections/<connection_id>/roster",
    "pullRoster",
    Answer(schema=RosterItemSchema, status=201, about="Taken, all of it.", errors=(404,)),
    [NO_QUERY],
)
def pull(connection_id: str) -> Any:
    """Take the roster of a connection, all of it."""
    return rosters.pull(desk(), connection_id)


@door.operation("GET", "/rosters", "listRosters", ROSTERS.answer(), [ROSTERS.intake])
def index(ask: Ask) -> Any:
    """List rosters, newest first."""
    return rosters.index(desk(), ask)


@door.operation(
    "GET",
    "/rosters/<plan:roster_id>",
    "getRoster",
    Answer(schema=SeenRosterSchema, about="The roster.", errors=(404,)),
    [NO_QUERY],
)
def get(roster_id: str) -> Any:
    """Get a roster with the titles to review and the staff of a profile that follows from it."""
    return rosters.get(desk(), roster_id)


@door.operation(
    "POST",
    "/titles",
    "sayTitles",
    Answer(schema=MeaningsSchema, about="What titles stand for now."),
    [body(TitlesSchema, {"titles": {"Data Wizard": "mlops"}}), NO_QUERY],
)
def titles(titles: dict[str, str]) -> Any:
    """Say what job titles stand for in this workspace: mlops, platform or other."""
    return {"titles": rosters.say(desk(), titles)}


class ExportQuery(Query):
    """Which form to export in."""

    form = needed(Word("The form of the file.", {name: name for name in FORMS}, example="csv"))


@door.operation(
    "GET",
    "/requisition-files",
    "exportRequisitions",
    Answer(schema=None, about="The file.", media=MEDIA),
    [query(ExportQuery)],
)
def export(form: str) -> Any:
    """Export the seats that were approved: our own table, or the form of another tool."""
    made = exporting.requisitions(desk(), form)
    response = Response(made.content, content_type=made.media)
    response.headers["Content-Disposition"] = f'attachment; filename="requisitions{made.suffix}"'
    return response


class ReconciledTotalsSchema(Schema):
    """Seats of one role and kind of growth."""

    role = text("The role.")
    growth = text("`growth` or `backfill`.")
    planned = count("Seats that were approved and not given up.")
    requisitions = count("Seats that are out in a tool.")
    filled = count("Seats with a person.")
    variance = fields.Integer(required=True, metadata={"description": "Filled less planned."})
    months = fields.Float(required=True, metadata={"description": "Months later than planned, on average."})
    money = derived(
        "Cost per month beyond the budget.", lambda each: paid(each.money), type=["object", "null"]
    )


class ReconciledSeatSchema(Schema):
    """One seat and what does not fit about it."""

    position_id = text("The position.", attribute="seat.id")
    title = text("Its title.", attribute="seat.title")
    role = text("Its role.", attribute="seat.role")
    state = derived("Its state here.", lambda row: row.seat.state.value, type="string")
    there = derived(
        "Its state in the tool.",
        lambda row: row.seat.there.value if row.seat.there else None,
        type=["string", "null"],
    )
    person = derived("Who has it.", lambda row: row.seat.person, type=["string", "null"])
    findings = derived(
        "What does not fit.",
        lambda row: [each.value for each in row.findings],
        type="array",
        items={"type": "string"},
    )
    months = fields.Integer(required=True, metadata={"description": "Months later than planned."})
    money = derived(
        "Cost per month beyond the budget.", lambda each: paid(each.money), type=["object", "null"]
    )


class UnmatchedSchema(Schema):
    """Somebody on the roster in one of the roles and in no seat."""

    key = text("Their id in the roster.", attribute="person.key")
    name = text("Who.", attribute="person.name")
    title = derived("Their title.", lambda each: each.person.title, type=["string", "null"])
    role = text("The role that the title counts as.", attribute="person.role")
    seats = fields.List(
        fields.String(), required=True, metadata={"description": "Open positions that could be theirs."}
    )


class ReconciliationSchema(Schema):
    """Planned, requisition and actual beside each other."""

    roster_id = maybe("The roster that people come from.")
    as_of = day("Its day.", absent=True)
    totals = fields.List(fields.Nested(ReconciledTotalsSchema), required=True, attribute="outcome.totals")
    seats = fields.List(fields.Nested(ReconciledSeatSchema), required=True, attribute="outcome.rows")
    unmatched = fields.List(fields.Nested(UnmatchedSchema), required=True, attribute="outcome.unmatched")


@door.operation(
    "GET",
    "/reconciliation",
    "getReconciliation",
    Answer(schema=ReconciliationSchema, about="What fits and what does not."),
    [NO_QUERY],
)
def reconciliation() -> Any:
    """Compare planned seats, requisitions in tools and people on the latest roster."""
    return reconciling.reconciliation(desk())
