"""Connections to headcount tools over HTTP."""

from __future__ import annotations

from typing import Any

from flask import request

from planner.api.bodies import body
from planner.api.doors import IF_MATCH, Answer, Door, desk
from planner.api.examples import CONNECTION, RUN
from planner.api.exchanged import (
    ConnectionBodySchema,
    ConnectionEditSchema,
    ConnectionHealthSchema,
    ConnectionItemSchema,
    ConnectionKindsSchema,
    LinkItemSchema,
    LinksSchema,
    PushSchema,
    ResolveSchema,
    RunItemSchema,
    RunSchema,
    RunWithResultsSchema,
    TakenSchema,
)
from planner.api.intake import NO_QUERY
from planner.api.lists import ListDoor
from planner.api.lives import VERSION
from planner.domain.lists import Ask
from planner.schemas.fields import Text
from planner.services import connections, syncing, webhooks
from planner.services.connections import Wanted
from planner.services.versions import Expected

door = Door("connections", __name__, url_prefix="/api/v1", description="Tools where headcount lives.")

CONNECTIONS = ListDoor(
    connections.CONNECTIONS, ConnectionItemSchema, CONNECTION, {"kind": Text("Only those of this tool.")}
)
RUNS = ListDoor(
    syncing.RUNS,
    RunItemSchema,
    RUN,
    {"kind": Text("Only runs of this kind."), "state": Text("Only runs in this state.")},
)
ONE = Answer(schema=ConnectionItemSchema, about="The connection.", errors=(404, 409), version=VERSION)
RAN = Answer(schema=RunSchema, status=201, about="The run.", errors=(404, 409))
BODY = {"kind": "ashby", "name": "Ashby", "secrets": {"api_key": "..."}}


@door.operation(
    "GET",
    "/connection-kinds",
    "listConnectionKinds",
    Answer(schema=ConnectionKindsSchema, about="All of them."),
    [NO_QUERY],
)
def kinds() -> Any:
    """List the tools that can be connected, and what each asks for."""
    return {"items": connections.kinds(desk())}


@door.operation(
    "POST",
    "/connections",
    "createConnection",
    Answer(schema=ConnectionItemSchema, status=201, about="Kept.", errors=(409,), version=VERSION),
    [body(ConnectionBodySchema, BODY), NO_QUERY],
)
def create(kind: str, **wanted: Any) -> Any:
    """Connect a tool; nothing is sent to it yet."""
    record = connections.add(desk(), kind, Wanted(**wanted))
    return record, {"Location": f"/api/v1/connections/{record.id}"}


@door.operation("GET", "/connections", "listConnections", CONNECTIONS.answer(), [CONNECTIONS.intake])
def index(ask: Ask) -> Any:
    """List connections, newest first."""
    return connections.index(desk(), ask)


@door.operation("GET", "/connections/<connection_id>", "getConnection", ONE, [NO_QUERY])
def get(connection_id: str) -> Any:
    """Get a connection; its secrets are never shown."""
    return connections.get(desk(), connection_id)


@door.operation(
    "PATCH",
    "/connections/<connection_id>",
    "editConnection",
    ONE,
    [body(ConnectionEditSchema, {"every_minutes": 60}), IF_MATCH, NO_QUERY],
)
def edit(connection_id: str, expected: Expected, **wanted: Any) -> Any:
    """Change a connection; another host needs the secrets again."""
    return connections.change(desk(), connection_id, Wanted(**wanted), expected)


@door.operation(
    "DELETE",
    "/connections/<connection_id>",
    "removeConnection",
    Answer(schema=None, status=204, about="Forgotten, with its secrets.", errors=(404,)),
    [NO_QUERY],
)
def remove(connection_id: str) -> Any:
    """Forget a connection; nothing is done in the tool."""
    connections.remove(desk(), connection_id)
    return None


@door.operation(
    "POST",
    "/connections/<connection_id>/check",
    "checkConnection",
    Answer(schema=ConnectionHealthSchema, about="What was found.", errors=(404,)),
    [NO_QUERY],
)
def check(connection_id: str) -> Any:
    """Sign in there and look whether version, permissions and fields are as they must be."""
    return connections.check(desk(), connection_id)


@door.operation("POST", "/connections/<connection_id>/plan", "planPush", RAN, [NO_QUERY])
def plan(connection_id: str) -> Any:
    """Say what a push would change there: a dry run, which writes nothing."""
    return syncing.plan(desk(), connection_id)


@door.operation(
    "POST",
    "/connections/<connection_id>/push",
    "pushChanges",
    RAN,
    [body(PushSchema, {"hash": "5ca2" * 16}), NO_QUERY],
)
def push(connection_id: str, hash: str) -> Any:
    """Carry out a dry run, and nothing else; refused where anything has changed since."""
    return syncing.push(desk(), connection_id, hash)


@door.operation("POST", "/connections/<connection_id>/sync", "syncConnection", RAN, [NO_QUERY])
def sync(connection_id: str) -> Any:
    """Do what the schedule does: status back, then a push where the connection may."""
    return syncing.sync(desk(), connection_id)


@door.operation("POST", "/connections/<connection_id>/status", "pullStatus", RAN, [NO_QUERY])
def status(connection_id: str) -> Any:
    """Fetch the state of everything that is linked, filled seats counted by people."""
    return syncing.status(desk(), connection_id)


@door.operation(
    "GET",
    "/connections/<connection_id>/links",
    "listLinks",
    Answer(schema=LinksSchema, about="By our id.", errors=(404,)),
    [NO_QUERY],
)
def links(connection_id: str) -> Any:
    """List what is linked, with its state when it was last seen."""
    return {"items": syncing.links(desk(), connection_id)}


@door.operation(
    "POST",
    "/connections/<connection_id>/links/<external_id>/resolve",
    "resolveConflict",
    Answer(schema=LinkItemSchema, about="The link as it is now.", errors=(404, 409)),
    [body(ResolveSchema, {"fields": {"targetStartDate": "theirs"}}), NO_QUERY],
)
def resolve(connection_id: str, external_id: str, fields_: Any = None) -> Any:
    """Decide fields that are in conflict: ours overwrites at the next push, theirs is left to them."""
    return syncing.resolve(desk(), connection_id, external_id, fields_ or {})


@door.operation(
    "GET", "/connections/<connection_id>/runs", "listRuns", RUNS.answer(errors=(404,)), [RUNS.intake]
)
def runs(connection_id: str, ask: Ask) -> Any:
    """List runs, newest first."""
    connections.get(desk(), connection_id)
    return syncing.runs(desk(), ask.inside(connection_id=connection_id))


@door.operation(
    "GET",
    "/runs/<run_id>",
    "getRun",
    Answer(schema=RunWithResultsSchema, about="The run.", errors=(404,)),
    [NO_QUERY],
)
def run(run_id: str) -> Any:
    """Get a run with its changes and what became of each; while it runs, how far it is."""
    record, results = syncing.run(desk(), run_id)
    return {"run": record, "results": results}


@door.operation(
    "POST",
    "/inbound/<workspace_id>/<connection_id>",
    "takeMessage",
    Answer(schema=TakenSchema, about="Taken.", errors=(422,)),
    [NO_QUERY],
    public=True,
)
def message(workspace_id: str, connection_id: str) -> Any:
    """Take a message that a tool sends; its signature is verified, and each counts once."""
    fresh = webhooks.receive(
        desk(), workspace_id, connection_id, dict(request.headers), request.get_data(cache=False)
    )
    return {"new": fresh}
