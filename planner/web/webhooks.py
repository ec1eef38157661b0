"""Webhooks: addresses that hear of events, their secrets, and the log of what was sent to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, flash, request, url_for

from planner.domain import Conflict, InvalidInput, Problem
from planner.domain.connecting import Refused
from planner.domain.events import EventType
from planner.domain.lists import MOST_ITEMS, Ask
from planner.services import webhooks
from planner.services.webhooks import ACTIVE, DELIVERIES
from planner.web import form
from planner.web.doors import desk, page, see
from planner.web.doors import door as new_door

door = new_door("webhooks", __name__)

Fields = Mapping[str, Any]
Beside = Mapping[str, Problem]
NONE: Mapping[str, Any] = {}
EVERY = Ask(webhooks.ENDPOINTS, limit=MOST_ITEMS)
SHOWN = 25
ASKS = (
    form.Ask(
        "url", "Address", "Takes messages by POST, over https, and answers 2xx within 15 seconds.", "text"
    ),
    form.Ask(
        "events",
        "Events to hear of",
        "None chosen: all, and those that later versions add.",
        "many",
        "",
        tuple((each.value, each.value) for each in EventType),
    ),
)


@door.get("/webhooks")
def index() -> Response:
    """List the addresses that hear of events, and take another."""
    return _index()


@door.post("/webhooks")
def add() -> Response:
    """Let an address hear of events, and show its secret this once."""
    url, events = _given()
    try:
        issued = webhooks.add(desk(), url, events)
    except (InvalidInput, Refused) as error:
        return _index(422, {"url": url, "events": events}, _beside(error))
    return _endpoint(issued.endpoint.id, secret=issued.secret)


@door.get("/webhooks/<endpoint_id>")
def get(endpoint_id: str) -> Response:
    """Show an address, what it hears of, and what was sent to it."""
    return _endpoint(endpoint_id)


@door.post("/webhooks/<endpoint_id>")
def change(endpoint_id: str) -> Response:
    """Change address and events."""
    url, events = _given()
    try:
        webhooks.change(desk(), endpoint_id, url, events)
    except (InvalidInput, Refused) as error:
        return _endpoint(endpoint_id, 422, {"url": url, "events": events}, _beside(error))
    return _done(endpoint_id, "Changed; it holds for events from now on.")


@door.post("/webhooks/<endpoint_id>/<any(enable, disable):verb>")
def switch(endpoint_id: str, verb: str) -> Response:
    """Switch an address on or off."""
    webhooks.change(desk(), endpoint_id, active=verb == "enable")
    said = "It hears of events again." if verb == "enable" else "It hears of nothing more."
    return _done(endpoint_id, said)


@door.post("/webhooks/<endpoint_id>/rotate")
def rotate(endpoint_id: str) -> Response:
    """Make a new secret, and show it this once."""
    return _endpoint(endpoint_id, secret=webhooks.rotate(desk(), endpoint_id).secret)


@door.post("/webhooks/<endpoint_id>/remove")
def remove(endpoint_id: str) -> Response:
    """Forget an address."""
    webhooks.remove(desk(), endpoint_id)
    flash("The address and its deliveries are forgotten.")
    return see(url_for("web.webhooks.index"))


@door.post("/webhooks/<endpoint_id>/replay/<delivery_id>")
def replay(endpoint_id: str, delivery_id: str) -> Response:
    """Send an event again."""
    try:
        webhooks.replay(desk(), delivery_id)
    except Conflict as error:
        return _done(endpoint_id, f"{error.title}: {error}")
    return _done(endpoint_id, "It is on its way again, under the same id.")


def _given() -> tuple[str, list[str]]:
    return request.form.get("url", "").strip(), request.form.getlist("events")


def _index(status: int = 200, given: Fields = NONE, problems: Beside = NONE) -> Response:
    return page(
        "webhooks/index.html",
        status,
        items=webhooks.index(desk(), EVERY).items,
        asks=ASKS,
        given=given,
        problems=problems,
    )


def _endpoint(
    endpoint_id: str,
    status: int = 200,
    given: Fields = NONE,
    problems: Beside = NONE,
    secret: str | None = None,
) -> Response:
    here = desk()
    item = webhooks.get(here, endpoint_id)
    cursor = request.args.get("cursor")
    ask = Ask(DELIVERIES, SHOWN)
    return page(
        "webhooks/endpoint.html",
        status,
        item=item,
        active=item.state == ACTIVE,
        log=webhooks.deliveries(here, endpoint_id, ask.beginning(cursor) if cursor else ask),
        asks=ASKS,
        given=given or {"url": item.url, "events": item.events},
        problems=problems,
        secret=secret,
    )


def _beside(error: InvalidInput | Refused) -> Beside:
    """The problems by the field that they stand beside."""
    return {"events" if each.path.startswith("events") else "url": each for each in error.problems}


def _done(endpoint_id: str, said: str) -> Response:
    flash(said)
    return see(url_for("web.webhooks.get", endpoint_id=endpoint_id))
