"""Use cases over webhooks: endpoints, their secrets, and the log of deliveries; messages that tools send."""

from __future__ import annotations

import base64
import hashlib
import secrets as random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planner.domain import Conflict, InvalidInput, Problem
from planner.domain.access import Permission, system
from planner.domain.connecting import BadSignature
from planner.domain.events import EventType
from planner.domain.lists import Ask, Listing, Test
from planner.services import ids
from planner.services.lookup import found, page
from planner.services.ports import Desk, Page
from planner.services.ports.exchange import DeliveryRecord, EndpointRecord
from planner.services.versions import WHICHEVER, Expected

ENDPOINTS = Listing("endpoints", filters={"state": Test("state")})
DELIVERIES = Listing(
    "deliveries", filters={name: Test(name) for name in ("state", "event_type", "endpoint_id")}
)
EVERY = Ask(ENDPOINTS)
MANAGE = Permission.CONNECTIONS_MANAGE
SECRET_BYTES = 32
ACTIVE, DISABLED = "active", "disabled"


@dataclass(frozen=True, slots=True)
class Issued:
    """An endpoint with the secret that its messages are signed with, told this once."""

    endpoint: EndpointRecord
    secret: str


def add(desk: Desk, url: str, events: Sequence[str] = ()) -> Issued:
    """Let an address hear of events, of all where none is named; raises InvalidInput, Refused."""
    url = desk.beyond.courier.validated(url)
    now = desk.now()
    id, secret = ids.new(ids.ENDPOINT, now), _secret()
    with desk.writing(MANAGE) as work:
        record = work.endpoints.add(
            id=id,
            url=url,
            events=_known(events),
            sealed=desk.beyond.vault.seal({"secret": secret}, desk.actor.workspace, id),
            state=ACTIVE,
            created_by=desk.actor.id,
            created_at=now,
            updated_at=now,
        )
        desk.commit(work, "endpoint.add", id)
    return Issued(record, secret)


def change(
    desk: Desk,
    endpoint_id: str,
    url: str | None = None,
    events: Sequence[str] | None = None,
    active: bool | None = None,
    expected: Expected = WHICHEVER,
) -> EndpointRecord:
    """Change an endpoint; raises NotFound, Stale, InvalidInput, Refused."""
    address = None if url is None else desk.beyond.courier.validated(url)
    known = None if events is None else _known(events)
    with desk.writing(MANAGE) as work:
        record = found(ids.ENDPOINT, endpoint_id, work.endpoints.locked)
        expected.check(record.version)
        record.url = record.url if address is None else address
        record.events = record.events if known is None else known
        if active is not None:
            record.state, record.reason = (ACTIVE, None) if active else (DISABLED, "switched off by hand")
        if not active and active is not None:
            work.deliveries.discard(record.id, desk.now())
        record.updated_at = desk.now()
        desk.commit(work, "endpoint.change", record.id)
    return record


def rotate(desk: Desk, endpoint_id: str) -> Issued:
    """Give an endpoint a new secret; until the next rotation messages carry signatures by both."""
    with desk.writing(MANAGE) as work:
        record = found(ids.ENDPOINT, endpoint_id, work.endpoints.locked)
        held = desk.beyond.vault.open(record.sealed, desk.actor.workspace, record.id)
        fresh = {"secret": _secret(), "before": held["secret"]}
        record.sealed = desk.beyond.vault.seal(fresh, desk.actor.workspace, record.id)
        record.updated_at = desk.now()
        desk.commit(work, "endpoint.rotate", record.id)
    return Issued(record, fresh["secret"])


def remove(desk: Desk, endpoint_id: str) -> None:
    """Forget an endpoint with its deliveries; raises NotFound."""
    with desk.writing(MANAGE) as work:
        record = found(ids.ENDPOINT, endpoint_id, work.endpoints.locked)
        work.endpoints.remove(record.id)
        desk.commit(work, "endpoint.remove", endpoint_id)


def get(desk: Desk, endpoint_id: str) -> EndpointRecord:
    """An endpoint; raises NotFound."""
    with desk.reading(MANAGE) as work:
        return found(ids.ENDPOINT, endpoint_id, work.endpoints.get)


def index(desk: Desk, ask: Ask = EVERY) -> Page[EndpointRecord]:
    """A part of the endpoints, newest first."""
    with desk.reading(MANAGE) as work:
        return page(ask, work.endpoints.list(ask))


def deliveries(desk: Desk, endpoint_id: str, ask: Ask) -> Page[DeliveryRecord]:
    """A part of the deliveries to an endpoint, newest first, each with its attempts; raises NotFound."""
    with desk.reading(MANAGE) as work:
        found(ids.ENDPOINT, endpoint_id, work.endpoints.get)
        asked = ask.inside(endpoint_id=endpoint_id)
        return page(asked, work.deliveries.list(asked))


def replay(desk: Desk, delivery_id: str) -> DeliveryRecord:
    """Send an event again, under the same id; raises NotFound, Conflict where the endpoint is disabled."""
    now = desk.now()
    with desk.writing(MANAGE) as work:
        record = found(ids.DELIVERY, delivery_id, work.deliveries.locked)
        endpoint = found(ids.ENDPOINT, record.endpoint_id, work.endpoints.get)
        if endpoint.state != ACTIVE:
            raise Conflict(Problem("endpoint_id", "is disabled.", "Switch the endpoint on first."))
        record.state, record.attempts, record.next_at, record.finished_at = "pending", 0, now, None
        desk.commit(work, "delivery.replay", delivery_id)
    return record


def receive(desk: Desk, workspace: str, connection_id: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Take a message that a tool sent: once verified, the connection is synchronised soon.

    True for a message that came for the first time. Raises BadSignature, for an absent connection as well.
    """
    desk = desk.acting(system(workspace))
    with desk.reading(Permission.DATA_EXCHANGE) as work:
        record = work.connections.get(connection_id)
    if record is None:
        raise BadSignature()
    secret = desk.beyond.vault.open(record.sealed, workspace, record.id).get("webhook_secret", "")
    kind = desk.beyond.tools.verified(record.kind, secret, headers, body)
    digest = hashlib.sha256(body).hexdigest()
    with desk.writing(Permission.DATA_EXCHANGE) as work:
        if work.inbound.get(connection_id, digest) is not None:
            return False
        now = desk.now()
        work.inbound.add(connection_id=connection_id, digest=digest, kind=kind[:100], received_at=now)
        work.connections.schedule(connection_id, now)
        desk.commit(work, "connection.message", connection_id)
    return True


def _secret() -> str:
    return "whsec_" + base64.b64encode(random.token_bytes(SECRET_BYTES)).decode()


def _known(events: Sequence[str]) -> list[str]:
    wrong = [
        Problem(f"events[{place}]", f"{each!r} is no event.", f"Known are: {', '.join(EventType)}.")
        for place, each in enumerate(events)
        if each not in set(EventType)
    ]
    if wrong:
        raise InvalidInput(*wrong)
    return sorted(set(events))
