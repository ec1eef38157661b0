"""The audit trail over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from flask import Response, request
from marshmallow import Schema, fields

from planner.api.answers import DIGEST, text
from planner.api.doors import Answer, Door, Intake, desk
from planner.api.intake import NO_QUERY
from planner.api.lists import ListDoor
from planner.api.queries import Moment, Query, asked
from planner.domain.access import ActorKind
from planner.schemas import audit as forms
from planner.schemas.fields import Fact, Text
from planner.schemas.problem import FaultSchema
from planner.services import audit

door = Door("audit", __name__, url_prefix="/api/v1/audit", description="Who did what, when and why.")

LINES, CSV = "application/jsonl", "text/csv"
FORMS: Mapping[str, Callable[[Iterable[Any]], Iterator[str]]] = {LINES: forms.lines, CSV: forms.table}
ENTRY = {
    "id": "entry_17",
    "sequence": 17,
    "at": "2026-11-23T09:01:00+00:00",
    "actor_kind": "person",
    "actor": "user_01kb3v6d9s7pz0f4mx2c8r5hqe",
    "action": "plan.create",
    "target": "plan_01kb3v7k2w8n5r0dqj4xh6t9ma",
    "reason": None,
    "before": None,
    "after": "9f2c" * 16,
    "request_id": "req_5ca2f01b7e3d9a64",
    "previous": "41ab" * 16,
    "hash": "c01a" * 16,
}

WHOLE = {"entries": 17, "hash": ENTRY["hash"], "whole": True, "problems": []}
CHECKPOINT = {
    "workspace": "ws_01kb3v6d9s7pz0f4mx2c8r5hqe",
    "sequence": 17,
    "hash": ENTRY["hash"],
    "at": "2026-11-23T09:02:00+00:00",
    "signature": "b7e1" * 32,
    "public_key": "3f9a" * 16,
}


def _maybe(about: str, **spec: Any) -> fields.String:
    return fields.String(required=True, allow_none=True, metadata={"description": about, **spec})


class EntrySchema(Schema):
    """An entry of the audit trail."""

    id = text("`entry_` and its number.")
    sequence = fields.Integer(required=True, metadata={"description": "Its number, from 1.", "minimum": 1})
    at = fields.DateTime(required=True, metadata={"description": "When it happened."})
    actor_kind = text("What was acting.", enum=[kind.value for kind in ActorKind])
    actor = text("The person's or token's id, or `operator` for the command line.")
    action = text("A noun and a verb, such as `plan.create`.")
    target = text("The id of the record.")
    reason = _maybe("What the actor gave as a reason.")
    before = _maybe("SHA-256 of what the record was.")
    after = _maybe("SHA-256 of what the record became.")
    request_id = _maybe("The request that it happened in.")
    previous = text("Hash of the entry before.", **DIGEST)
    hash = text("SHA-256 of the entry in its place.", **DIGEST)


class VerdictSchema(Schema):
    """Whether the trail is whole."""

    entries = fields.Integer(required=True, metadata={"description": "How many were read."})
    hash = text("Hash of the last one.", **DIGEST)
    whole = fields.Function(
        lambda verdict: not verdict.problems,
        required=True,
        metadata={"description": "Nothing was edited, deleted or cut off.", "type": "boolean"},
    )
    problems = fields.List(fields.Nested(FaultSchema), required=True)


class CheckpointSchema(Schema):
    """A signed statement of how far the trail goes, to be kept elsewhere."""

    workspace = text("The workspace's id.")
    sequence = fields.Integer(required=True)
    hash = text("Hash of the last entry.", **DIGEST)
    at = fields.DateTime(required=True)
    signature = text("Ed25519 over `planner audit checkpoint WORKSPACE SEQUENCE HASH`, hexadecimal.")
    public_key = text("What the signature can be checked with, hexadecimal.")


FILTERS: Mapping[str, Fact] = {
    "actor": Text("Only what this person or token did."),
    "action": Text("Only this action, such as `plan.create`."),
    "target": Text("Only what was done to this record."),
    "since": Moment("Only entries since then."),
    "until": Moment("Only entries until then."),
}
ENTRIES = ListDoor(audit.ENTRIES, EntrySchema, ENTRY, FILTERS)
EXPORT_QUERY = Query.from_dict(dict(FILTERS), name="AuditExportQuery")
EXPORT = Intake(
    lambda: {"filters": asked(EXPORT_QUERY)},
    {"parameters": [{"in": "query", "schema": EXPORT_QUERY}]},
    (422,),
)


@door.operation("GET", "", "listAuditEntries", ENTRIES.answer(), [ENTRIES.intake])
def index(ask: Any) -> Any:
    """Search the audit trail, newest first unless asked otherwise."""
    return audit.index(desk(), ask)


@door.operation(
    "GET",
    "/export",
    "exportAudit",
    Answer(
        schema={"type": "string"},
        about="Entries, oldest first, one in a line.",
        media=tuple(FORMS),
        headers={"Content-Disposition": {"schema": {"type": "string"}}},
    ),
    [EXPORT],
)
def export(filters: Mapping[str, Any]) -> Any:
    """Export the audit trail as JSON lines or CSV; at most 100,000 entries at once."""
    media = request.accept_mimetypes.best_match(list(FORMS)) or LINES
    name = f"audit.{'csv' if media == CSV else 'jsonl'}"
    response = Response(
        "".join(FORMS[media](audit.exported(desk(), filters))), content_type=f"{media}; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.vary.add("Accept")
    return response


@door.operation(
    "GET",
    "/verification",
    "verifyAudit",
    Answer(schema=VerdictSchema, about="What was found.", example=WHOLE),
    [NO_QUERY],
)
def verify() -> Any:
    """Check that no entry of the audit trail was edited, deleted or cut off."""
    return audit.verify(desk())


@door.operation(
    "GET",
    "/checkpoint",
    "getAuditCheckpoint",
    Answer(schema=CheckpointSchema, about="Signed now.", example=CHECKPOINT),
    [NO_QUERY],
)
def checkpoint() -> Any:
    """Sign how far the audit trail goes, to be kept where the database is not."""
    return audit.checkpoint(desk())
