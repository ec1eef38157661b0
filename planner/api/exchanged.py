"""What operations over connections, rosters and webhooks take and answer."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from marshmallow import Schema, fields

from planner.api.answers import moment, text, typed_id, whole
from planner.api.bodies import needed
from planner.api.doors import desk
from planner.api.lives import count, day, derived, maybe, since
from planner.api.queries import Query
from planner.domain.events import EventType
from planner.schemas.containers import Entries, Table
from planner.schemas.fields import Fact, Text, Whole, Word, YesNo, refuse
from planner.services import ids

PAID = frozenset({"compensation"})
LONGEST_FILE = 14_000_000
OBJECT = {"type": "object"}
SIDES = {"ours": "ours", "theirs": "theirs"}


class Base64(Fact):
    """The bytes of a file in base64."""

    kind = "a text in base64"
    hint = "Encode the file's bytes, for example with `base64 FILE`."
    spec = {"type": "string", "maxLength": LONGEST_FILE}  # noqa: RUF012

    def decode(self, value: Any) -> bytes:
        """The bytes."""
        if not isinstance(value, str):
            self.wrong_type(value)
        try:
            return base64.b64decode("".join(value.split()), validate=True)
        except (ValueError, binascii.Error):
            return refuse("is not base64.", self.hint)


class Address(Text):
    """An address of the web."""

    spec = {**Text.spec, "maxLength": 2_000, "example": "https://tool.example.com"}  # noqa: RUF012

    def decode(self, value: Any) -> str:
        """The text as it stands; whether it may be reached is looked at where it is used."""
        if not isinstance(value, str):
            self.wrong_type(value)
        if not value.strip() or len(value) > 2_000 or not value.isprintable():
            refuse("is not an address.", "Write it like https://tool.example.com.")
        return value


def _texts(about: str, most: int = 2_000) -> Table:
    return Table(Text("A name."), Text("Its value."), about)


class ConnectionEditSchema(Query):
    """What changes about a connection; what is not named stays."""

    name = Text("What it is called.", example="Odoo of Acme")
    url = Address("Address of the tool; another host needs the secrets again.")
    settings = _texts("What the tool asks for: see its page of documentation.")
    secrets = _texts("Secrets; they are sealed and never shown again.")
    every_minutes = Whole("Run on schedule, that often; 0 for never.", unit="minutes", least=0, most=10_080)
    pushes = YesNo("Whether scheduled runs push by themselves where nothing is in conflict.")


class ConnectionBodySchema(ConnectionEditSchema):
    """A connection to a headcount tool."""

    kind = needed(Text("The tool: odoo, frappe, ashby, scim, greenhouse, hibob or lever.", example="ashby"))


class PushSchema(Query):
    """Which dry run to carry out."""

    hash = needed(Text("`hash` of the run of the dry run.", example="5ca2" * 16))


class ResolveSchema(Query):
    """Who decides fields that are in conflict."""

    fields_ = Table(
        Text("A field."),
        Word(
            "ours overwrites at the next push, theirs is left to them.", {"ours": "ours", "theirs": "theirs"}
        ),
        "Sides by field; without any, a record that is gone there is forgotten and made anew.",
    )
    fields_.data_key = "fields"


class RosterFileSchema(Query):
    """A roster file."""

    content = needed(Base64("The file, CSV or XLSX, in base64.", example="TmFtZSxKb2IgVGl0bGUKQWRhLE1MT3Bz"))
    encoding = Text("Encoding of a CSV file, where it is not found.")


class RosterBodySchema(RosterFileSchema):
    """A roster to take, all of it or nothing."""

    name = Text("What it is called.", example="people.csv")
    columns = _texts("What columns are, by their headers; remembered for files with the same ones.")
    day_first = YesNo("Whether the day comes first in dates such as 03/04/2027.")


class TitlesSchema(Query):
    """What titles stand for here."""

    titles = needed(_texts("mlops, platform or other, by title."))


class EndpointBodySchema(Query):
    """An address that hears of events."""

    url = needed(Address("Where messages are sent to."))
    events = Entries(Word("An event.", EventType), "Events to hear of; all where absent.", most=100)


class EndpointEditSchema(Query):
    """What changes about an endpoint; what is not named stays."""

    url = Address("Where messages are sent to.")
    events = Entries(Word("An event.", EventType), "Events to hear of; none for all.", most=100)
    active = YesNo("Whether messages are sent.")


class ConnectionKindSchema(Schema):
    """A tool that can be connected."""

    kind = text("Its word.", attribute="name")
    title = text("Its name.")
    experimental = fields.Boolean(required=True, metadata={"description": "Written from documents only."})
    proof = text("What it was tried against.")
    asks = fields.List(
        fields.Dict(),
        required=True,
        metadata={"description": "Settings: name, about, secret, required.", "items": OBJECT},
    )


class ConnectionKindsSchema(Schema):
    """All tools that can be connected."""

    items = fields.List(fields.Nested(ConnectionKindSchema), required=True)


class ConnectionItemSchema(Schema):
    """A connection; its secrets are never shown."""

    id = typed_id(ids.CONNECTION, "The connection's id.")
    name = text("What it is called.")
    kind = text("The tool.")
    url = text("Address of the tool.")
    settings = fields.Dict(required=True, metadata={"description": "What the tool asks for."})
    every_minutes = fields.Integer(
        required=True, allow_none=True, metadata={"description": "Minutes between scheduled runs."}
    )
    pushes = fields.Boolean(required=True, metadata={"description": "Whether scheduled runs push."})
    next_run_at = since("When the next scheduled run is due.")
    checked_at = since("When it was last checked.")
    health = fields.Dict(
        required=True, allow_none=True, metadata={"description": "What was found: ok, version, findings."}
    )
    version = whole("Counts its changes; what If-Match names.")
    created_at = moment("When it was made.")
    updated_at = moment("When it last changed.")


class ConnectionHealthSchema(Schema):
    """Whether a connection works."""

    ok = fields.Boolean(required=True, metadata={"description": "Whether all is as it must be."})
    version = text("The tool's version.")
    findings = fields.List(
        fields.String(), required=True, metadata={"description": "What is missing there, and what to do."}
    )


class RunItemSchema(Schema):
    """A look or a push through a connection."""

    id = typed_id(ids.RUN, "The run's id.")
    connection_id = typed_id(ids.CONNECTION, "The connection.")
    kind = text("`plan`, `push` or `status`.")
    state = text("`planned`, `running`, `done`, `failed` or `interrupted`.")
    hash = maybe("What a push of these changes has to name.")
    counts = fields.Dict(required=True, metadata={"description": "Changes or results by their kind."})
    total = count("How many changes there are.")
    done = count("How many of them are done.")
    error = maybe("Why it failed.")
    started_by = text("Who started it: the id of a person or token, or `system`.")
    created_at = moment("When it began.")
    finished_at = since("When it ended.")


def _changes(record: Any) -> list[dict[str, Any]] | None:
    return None if record.changes is None else [_shown(each) for each in record.changes]


def _shown(change: dict[str, Any]) -> dict[str, Any]:
    if desk().actor.sees_pay:
        return change
    kept = {name: value for name, value in change["fields"].items() if name not in PAID}
    return {
        **change,
        "fields": kept,
        "diffs": [each for each in change["diffs"] if each["field"] not in PAID],
    }


class RunSchema(RunItemSchema):
    """A run with its changes."""

    changes = derived(
        "Changes: external_id, action, title, fields, diffs (pushed, remote, wanted, conflict), reason.",
        _changes,
        type=["array", "null"],
        items=OBJECT,
    )


class SyncResultSchema(Schema):
    """What became of one change."""

    external_id = text("Our id of the record.")
    title = text("What it is called.")
    action = text("What was to be done.")
    outcome = text("`created`, `updated`, `closed`, `unchanged`, `conflict`, `failed` or `unknown`.")
    message = text("Why.")
    remote_id = maybe("Its id there.")
    link = maybe("Where it is there.")
    at = moment("When.")


class RunWithResultsSchema(Schema):
    """A run and what became of each of its changes."""

    run = fields.Nested(RunSchema, required=True)
    results = fields.List(fields.Nested(SyncResultSchema), required=True)


class LinkItemSchema(Schema):
    """A record there, as far as it is known."""

    external_id = text("Our id of it.")
    title = text("What it is called.")
    seats = fields.List(fields.String(), required=True, metadata={"description": "Positions it stands for."})
    remote_id = maybe("Its id there.")
    state = text("`linked`; `intent` or `unknown` where a write has not been seen to end.")
    remote_state = maybe("Its canonical state: pending, open, frozen, filled, closed; or gone.")
    remote_word = maybe("The tool's own word for its state.")
    count = fields.Integer(required=True, allow_none=True, metadata={"description": "Seats there."})
    filled = fields.Integer(required=True, allow_none=True, metadata={"description": "People there."})
    kept = fields.List(
        fields.String(), required=True, metadata={"description": "Fields that are left to them."}
    )
    note = maybe("What is odd about it.")
    link = maybe("Where it is there.")
    seen_at = since("When its state was last fetched.")


class LinksSchema(Schema):
    """Everything that is linked."""

    items = fields.List(fields.Nested(LinkItemSchema), required=True)


class RosterPreviewSchema(Schema):
    """What a roster file looks like."""

    form = text("`csv` or `xlsx`.")
    encoding = maybe("Its encoding.")
    delimiter = maybe("What parts its columns.")
    header = fields.List(fields.String(), required=True, metadata={"description": "Its columns."})
    mapping = fields.Dict(
        required=True, metadata={"description": "Field by column, as guessed or remembered."}
    )
    private = fields.List(fields.String(), required=True, metadata={"description": "Columns never read."})
    rows = count("How many rows there are.")
    sample = fields.List(
        fields.List(fields.String()), required=True, metadata={"description": "The first rows."}
    )


class RosterItemSchema(Schema):
    """A roster that was taken whole."""

    id = typed_id(ids.ROSTER, "The roster's id.")
    source = text("The file or the connection.")
    connection_id = maybe("The connection that it came through.")
    as_of = day("The day that it was taken for.")
    people = count("How many people are in it.")
    left_out = count("How many rows were left out.")
    report = fields.List(
        fields.Dict(),
        required=True,
        metadata={"description": "Rows left out, with the reason.", "items": OBJECT},
    )
    created_at = moment("When it was taken.")


class RosterTitleSchema(Schema):
    """A title of a roster."""

    title = text("The title.")
    people = count("How many hold it.")
    counts_as = text("`mlops`, `platform`, `other` or `unmapped`.")
    ask = text("Why somebody should look; empty where it is clear.")


def _staff(seen: Any) -> list[dict[str, Any]]:
    rows = []
    for each in seen.staff:
        row = {
            "role": each.role,
            "level": each.level and each.level.value,
            "site": each.site,
            "fte": each.fte,
        }
        row |= {"count": each.count, "leaves_on": each.leaves_on and each.leaves_on.isoformat()}
        rows.append({name: value for name, value in row.items() if value is not None})
    return rows


class SeenRosterSchema(Schema):
    """A roster with the titles to review and the staff that follows from them."""

    roster = fields.Nested(RosterItemSchema, required=True)
    titles = fields.List(fields.Nested(RosterTitleSchema), required=True)
    staff = derived(
        "The people of the two roles, as a profile's `staff`.",
        _staff,
        type="array",
        items=OBJECT,
    )


class MeaningsSchema(Schema):
    """What titles stand for here."""

    titles = fields.Dict(required=True, metadata={"description": "mlops, platform or other, by title."})


class EndpointItemSchema(Schema):
    """An endpoint."""

    id = typed_id(ids.ENDPOINT, "The endpoint's id.")
    url = text("Where messages are sent to.")
    events = fields.List(fields.String(), required=True, metadata={"description": "None: all."})
    state = text("`active` or `disabled`.")
    reason = maybe("Why it is disabled.")
    version = whole("Counts its changes; what If-Match names.")
    created_at = moment("When it was made.")
    updated_at = moment("When it last changed.")


class IssuedEndpointSchema(Schema):
    """An endpoint with its secret, told this once."""

    endpoint = fields.Nested(EndpointItemSchema, required=True)
    secret = text("What messages are signed with, in the form of Standard Webhooks.")


class DeliveryItemSchema(Schema):
    """An event on its way to an endpoint."""

    id = typed_id(ids.DELIVERY, "The delivery's id.")
    endpoint_id = typed_id(ids.ENDPOINT, "The endpoint.")
    event_id = typed_id(ids.EVENT, "The event; its id stays the same however often it is sent.")
    event_type = text("What happened.")
    state = text("`pending`, `delivered`, `failed` or `discarded`.")
    attempts = count("How often it was sent.")
    next_at = since("When it is sent next.")
    log = fields.List(
        fields.Dict(),
        required=True,
        metadata={"description": "Attempts: at, status, ms, error.", "items": OBJECT},
    )
    created_at = moment("When it was queued.")
    finished_at = since("When it ended.")


class TakenSchema(Schema):
    """What became of a message that a tool sent."""

    new = fields.Boolean(required=True, metadata={"description": "Whether it came for the first time."})
