"""Webhooks over HTTP: endpoints that hear of events, and the log of deliveries."""

from __future__ import annotations

from typing import Any

from planner.api.bodies import body
from planner.api.doors import IF_MATCH, Answer, Door, desk
from planner.api.examples import DELIVERY, ENDPOINT
from planner.api.exchanged import (
    DeliveryItemSchema,
    EndpointBodySchema,
    EndpointEditSchema,
    EndpointItemSchema,
    IssuedEndpointSchema,
)
from planner.api.intake import NO_QUERY
from planner.api.lists import ListDoor
from planner.api.lives import VERSION
from planner.domain.lists import Ask
from planner.schemas.fields import Text
from planner.services import webhooks
from planner.services.versions import Expected

door = Door("webhooks", __name__, url_prefix="/api/v1/webhooks", description="Events, delivered and signed.")

ENDPOINTS = ListDoor(webhooks.ENDPOINTS, EndpointItemSchema, ENDPOINT, {"state": Text("active or disabled.")})
DELIVERIES = ListDoor(
    webhooks.DELIVERIES,
    DeliveryItemSchema,
    DELIVERY,
    {"state": Text("Only deliveries in this state."), "event_type": Text("Only of these events.")},
)
ONE = Answer(schema=EndpointItemSchema, about="The endpoint.", errors=(404,), version=VERSION)
ISSUED = {"endpoint": ENDPOINT, "secret": "whsec_C2FtcGxlIG9ubHksIG5vdCBhIHNlY3JldC4uLi4uLg=="}


@door.operation(
    "POST",
    "/endpoints",
    "createEndpoint",
    Answer(schema=IssuedEndpointSchema, status=201, about="Kept.", example=ISSUED, secret=True),
    [body(EndpointBodySchema, {"url": "https://hooks.example.com/planner"}), NO_QUERY],
)
def create(url: str, events: Any = ()) -> Any:
    """Let an address hear of events; the secret that messages are signed with is told this once."""
    issued = webhooks.add(desk(), url, events)
    return issued, {"Location": f"/api/v1/webhooks/endpoints/{issued.endpoint.id}"}


@door.operation("GET", "/endpoints", "listEndpoints", ENDPOINTS.answer(), [ENDPOINTS.intake])
def index(ask: Ask) -> Any:
    """List endpoints, newest first."""
    return webhooks.index(desk(), ask)


@door.operation("GET", "/endpoints/<endpoint_id>", "getEndpoint", ONE, [NO_QUERY])
def get(endpoint_id: str) -> Any:
    """Get an endpoint."""
    return webhooks.get(desk(), endpoint_id)


@door.operation(
    "PATCH",
    "/endpoints/<endpoint_id>",
    "editEndpoint",
    ONE,
    [body(EndpointEditSchema, {"active": True}), IF_MATCH, NO_QUERY],
)
def edit(endpoint_id: str, expected: Expected, **wanted: Any) -> Any:
    """Change an endpoint, or switch it on or off."""
    return webhooks.change(desk(), endpoint_id, **wanted, expected=expected)


@door.operation(
    "DELETE",
    "/endpoints/<endpoint_id>",
    "removeEndpoint",
    Answer(schema=None, status=204, about="Forgotten.", errors=(404,)),
    [NO_QUERY],
)
def remove(endpoint_id: str) -> Any:
    """Forget an endpoint with its deliveries."""
    webhooks.remove(desk(), endpoint_id)
    return None


@door.operation(
    "POST",
    "/endpoints/<endpoint_id>/rotate",
    "rotateSecret",
    Answer(
        schema=IssuedEndpointSchema,
        about="The new secret.",
        example=ISSUED,
        errors=(404,),
        secret=True,
    ),
    [NO_QUERY],
)
def rotate(endpoint_id: str) -> Any:
    """Give an endpoint a new secret; until the next rotation messages are signed with both."""
    return webhooks.rotate(desk(), endpoint_id)


@door.operation(
    "GET",
    "/endpoints/<endpoint_id>/deliveries",
    "listDeliveries",
    DELIVERIES.answer(errors=(404,)),
    [DELIVERIES.intake],
)
def deliveries(endpoint_id: str, ask: Ask) -> Any:
    """List deliveries, newest first, with their attempts."""
    return webhooks.deliveries(desk(), endpoint_id, ask)


@door.operation(
    "POST",
    "/deliveries/<delivery_id>/replay",
    "replayDelivery",
    Answer(schema=DeliveryItemSchema, about="It is on its way again.", errors=(404, 409)),
    [NO_QUERY],
)
def replay(delivery_id: str) -> Any:
    """Send an event again, under the same id."""
    return webhooks.replay(desk(), delivery_id)
