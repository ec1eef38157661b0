"""The workspace as a whole over HTTP: take everything along, erase it."""

from __future__ import annotations

from typing import Any

from flask import Response
from marshmallow import Schema

from planner.api.bodies import body
from planner.api.doors import Answer, Door, desk
from planner.api.intake import NO_QUERY
from planner.api.lives import derived
from planner.api.queries import Query
from planner.schemas.fields import Text
from planner.services import carrying

door = Door("workspace", __name__, url_prefix="/api/v1/workspace", description="All of it at once.")
ZIP = "application/zip"


class EraseSchema(Query):
    """The confirmation that everything may go."""

    confirm = Text("The workspace's name; without it nothing is done.", example="Harbour Retail")


class ErasedSchema(Schema):
    """What was deleted."""

    rows = derived("Rows by table.", dict, type="object", additionalProperties={"type": "integer"})


@door.operation(
    "GET",
    "/export",
    "exportWorkspace",
    Answer(schema={"type": "string", "format": "binary"}, about="A zip of JSON lines.", media=(ZIP,)),
    [NO_QUERY],
)
def export() -> Any:
    """Take everything in the workspace along, as `planner workspaces export` does; for admins."""
    content, _ = carrying.whole(desk())
    named = {"Content-Disposition": 'attachment; filename="workspace.zip"'}
    return Response(content, mimetype=ZIP, headers=named)


@door.operation(
    "POST",
    "/erase",
    "eraseWorkspace",
    Answer(
        schema=ErasedSchema,
        about="Everything is gone; nobody gets in any more.",
        example={"rows": {"profiles": 3, "plans": 7}},
        errors=(409,),
    ),
    [body(EraseSchema, required=False), NO_QUERY],
)
def erase(confirm: str | None = None) -> Any:
    """Delete everything in the workspace for good; 409 without its name tells what would go."""
    return carrying.erase(desk(), confirm)
