"""Connections to headcount tools, and what does not fit between plan, tools and people."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Response, flash, request, url_for

from planner.domain import Conflict, InvalidInput, PlannerError, Problem
from planner.domain.access import Permission
from planner.domain.connecting import Refused
from planner.domain.lists import MOST_ITEMS, Ask
from planner.reports import words
from planner.services import connections, reconciling, rosters, syncing
from planner.services.ports import Desk
from planner.web import connecting
from planner.web.doors import desk, page, see
from planner.web.doors import door as new_door

door = new_door("connections", __name__)

EVERY = Ask(connections.CONNECTIONS, limit=MOST_ITEMS)
LATEST = Ask(syncing.RUNS, limit=10)
MOST_ROWS = 200


@door.get("/connections")
def index() -> Response:
    """List connections, and offer the tools that can be connected."""
    return _index()


@door.post("/connections")
def add() -> Response:
    """Connect a tool."""
    kind = request.form.get("kind", "")
    try:
        record = connections.add(desk(), kind, connecting.wanted(desk(), kind, request.form))
    except (InvalidInput, Conflict, Refused) as error:
        return _index(422, kind, connecting.beside(desk(), kind, error))
    flash("Connected. Now look whether it works.")
    return see(url_for("web.connections.get", connection_id=record.id))


def _index(
    status: int = 200, chosen: str = "", problems: Mapping[str, Problem] = connecting.NONE
) -> Response:
    here = desk()
    return page(
        "connections/index.html",
        status,
        items=connections.index(here, EVERY).items,
        kinds=connections.kinds(here),
        asks=connecting.asks(here),
        given=request.form,
        chosen=chosen,
        problems=problems,
        may_manage=here.actor.may(Permission.CONNECTIONS_MANAGE),
    )


@door.get("/connections/<connection_id>")
def get(connection_id: str) -> Response:
    """Show a connection: its last dry run or push, what is linked, and its runs."""
    return _connection(connection_id)


@door.post("/connections/<connection_id>")
def change(connection_id: str) -> Response:
    """Change a connection and its schedule; secrets that are left empty stay as they are."""
    kind = connections.get(desk(), connection_id).kind
    try:
        connections.change(desk(), connection_id, connecting.wanted(desk(), kind, request.form))
    except (InvalidInput, Conflict, Refused) as error:
        return _connection(connection_id, 422, connecting.beside(desk(), kind, error))
    flash("Changed.")
    return see(url_for("web.connections.get", connection_id=connection_id))


def _connection(
    connection_id: str, status: int = 200, problems: Mapping[str, Problem] = connecting.NONE
) -> Response:
    here = desk()
    record = connections.get(here, connection_id)
    runs = syncing.runs(here, LATEST.inside(connection_id=connection_id)).items
    shown = next((each for each in runs if each.kind in ("plan", "push")), None)
    results = syncing.run(here, shown.id)[1] if shown and shown.kind == "push" else ()
    return page(
        "connections/connection.html",
        status,
        item=record,
        asks=connecting.asks(here)[record.kind],
        given=request.form if problems else connecting.held(record),
        problems=problems,
        intervals=connecting.intervals(record.every_minutes),
        takes_messages=connecting.takes_messages(here, record.kind),
        inbound=f"{request.host_url}api/v1/inbound/{here.actor.workspace}/{record.id}",
        runs=runs,
        shown=shown,
        results=results[:MOST_ROWS],
        links=syncing.links(here, connection_id)[:MOST_ROWS],
        sees_pay=here.actor.sees_pay,
        may_manage=here.actor.may(Permission.CONNECTIONS_MANAGE),
    )


@door.post("/connections/<connection_id>/<any(check, plan, status, sync, roster):verb>")
def act(connection_id: str, verb: str) -> Response:
    """Go through a connection: look, fetch, or do what the schedule does."""
    return _tried(connection_id, lambda here: VERBS[verb](here, connection_id))


@door.post("/connections/<connection_id>/push")
def push(connection_id: str) -> Response:
    """Carry out the dry run that was looked at, and nothing else."""
    hash = request.form.get("hash", "")
    return _tried(connection_id, lambda here: _ended(syncing.push(here, connection_id, hash).counts))


@door.post("/connections/<connection_id>/resolve/<external_id>")
def resolve(connection_id: str, external_id: str) -> Response:
    """Decide the fields in conflict for one side."""
    side = request.form.get("side", "")
    fields = request.form.getlist("field")
    choices = {field: side for field in fields if side in ("ours", "theirs")}

    def decide(here: Desk) -> str:
        syncing.resolve(here, connection_id, external_id, choices)
        syncing.plan(here, connection_id)
        return "Decided; this is the dry run now."

    return _tried(connection_id, decide)


@door.post("/connections/<connection_id>/remove")
def remove(connection_id: str) -> Response:
    """Forget a connection."""
    connections.remove(desk(), connection_id)
    flash("The connection is forgotten; nothing was done in the tool.")
    return see(url_for("web.connections.index"))


@door.get("/reconciliation")
def reconciliation() -> Response:
    """Show planned seats, requisitions and people beside each other, and what does not fit."""
    here = desk()
    found = reconciling.reconciliation(here)
    odd = [row for row in found.outcome.rows if row.findings]
    return page(
        "connections/reconciliation.html", found=found, odd=odd[:MOST_ROWS], sees_pay=here.actor.sees_pay
    )


def _checked(here: Desk, connection_id: str) -> str:
    health = connections.check(here, connection_id)
    return f"It works (version {health.version})." if health.ok else " ".join(health.findings)


def _planned(here: Desk, connection_id: str) -> str:
    syncing.plan(here, connection_id)
    return "This is what a push would change; nothing was written."


def _pulled(here: Desk, connection_id: str) -> str:
    return f"{words.whole(rosters.pull(here, connection_id).people)} people were taken."


VERBS: Mapping[str, Callable[[Desk, str], str]] = {
    "check": _checked,
    "plan": _planned,
    "status": lambda here, id: (
        f"The state of {words.whole(syncing.status(here, id).done)} records was fetched."
    ),
    "sync": lambda here, id: _ended(syncing.sync(here, id).counts),
    "roster": _pulled,
}


def _ended(counts: Mapping[str, int]) -> str:
    said = ", ".join(f"{count} {word}" for word, count in sorted(counts.items()) if count)
    return f"Done: {said or 'there was nothing to do'}."


def _tried(connection_id: str, action: Callable[[Desk], str]) -> Response:
    """Back to the connection with what came of it, also where the tool would not."""
    try:
        flash(action(desk()))
    except PlannerError as error:
        flash(f"{error.title}: {error}")
    return see(url_for("web.connections.get", connection_id=connection_id))
