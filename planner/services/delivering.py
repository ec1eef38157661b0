"""Delivering events: out of the outbox into each endpoint's queue, and from there, signed, to it."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from standardwebhooks import Webhook

from planner.domain.access import Permission
from planner.domain.delivering import Sent, wait
from planner.services import ids
from planner.services.ports import Desk, EventRecord, Work
from planner.services.ports.exchange import DeliveryRecord, EndpointRecord
from planner.services.webhooks import ACTIVE, DISABLED

AT_ONCE = 50
LEASE = timedelta(minutes=2)
LONGEST_LOG = 20
SERVICE = Permission.CONNECTIONS_MANAGE


@dataclass(frozen=True, slots=True)
class Message:
    """A delivery on its way out: where to, signed how, and what."""

    id: str
    event_id: str
    url: str
    headers: dict[str, str]
    body: bytes


def dispatch(desk: Desk) -> int:
    """Put events that have happened into the queue of each endpoint that wants to hear of them; how many."""
    now = desk.now()
    with desk.reading(SERVICE) as work:  # which keeps no writer waiting
        if not work.outbox.pending(1):
            return 0
    with desk.writing(SERVICE) as work:
        events = work.outbox.pending(AT_ONCE)
        endpoints = work.endpoints.all(state=ACTIVE)
        for event in events:
            for endpoint in endpoints:
                if not endpoint.events or event.type in endpoint.events:
                    work.deliveries.add(
                        id=ids.new(ids.DELIVERY, now),
                        endpoint_id=endpoint.id,
                        event_id=event.id,
                        event_type=event.type,
                        state="pending",
                        attempts=0,
                        next_at=now,
                        log=[],
                        created_at=now,
                    )
        work.outbox.dispatched([event.id for event in events], now)
        work.commit()
    return len(events)


def deliver(desk: Desk) -> int:
    """Send what is due, each once, and note what came of it; how many were sent."""
    messages = _taken(desk)
    for message in messages:
        sent = desk.beyond.courier.send(message.url, message.headers, message.body)
        _noted(desk, message, sent)
    return len(messages)


def _taken(desk: Desk) -> list[Message]:
    """The messages that are due; for a while nobody else takes them."""
    now = desk.now()
    with desk.reading(SERVICE) as work:
        if not work.deliveries.due(now, 1):
            return []
    with desk.writing(SERVICE) as work:
        due = work.deliveries.due(now, AT_ONCE)
        events = work.events.of({each.event_id for each in due})
        endpoints = {each.id: each for each in work.endpoints.all()}
        messages = [_message(desk, each, endpoints[each.endpoint_id], events[each.event_id]) for each in due]
        for each in due:
            each.next_at = now + LEASE
        work.commit()
    return messages


def _message(desk: Desk, delivery: DeliveryRecord, endpoint: EndpointRecord, event: EventRecord) -> Message:
    body = json.dumps(
        {
            "type": event.type,
            "timestamp": event.at.isoformat(),
            "data": {**event.data, "subject": event.subject, "schema_version": event.schema_version},
        },
        separators=(",", ":"),
    )
    held = desk.beyond.vault.open(endpoint.sealed, desk.actor.workspace, endpoint.id)
    now = desk.now()
    keys = [held[name] for name in ("secret", "before") if name in held]
    headers = {
        "content-type": "application/json",
        "webhook-id": event.id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(Webhook(key).sign(event.id, now, body) for key in keys),
    }
    return Message(delivery.id, event.id, endpoint.url, headers, body.encode())


def _noted(desk: Desk, message: Message, sent: Sent) -> None:
    now = desk.now()
    with desk.writing(SERVICE) as work:
        record = work.deliveries.locked(message.id)
        if record is None or record.state != "pending":  # removed or discarded meanwhile
            return
        record.attempts += 1
        attempt = {"at": now.isoformat(), "status": sent.status, "ms": sent.milliseconds, "error": sent.error}
        record.log = [*record.log, attempt][-LONGEST_LOG:]
        if sent.delivered:
            record.state, record.next_at, record.finished_at = "delivered", None, now
        elif sent.gone:
            _disable(desk, work, record)
        else:
            pause = wait(record.attempts, sent, random.random())
            record.next_at = None if pause is None else now + pause
            if pause is None:
                record.state, record.finished_at = "failed", now
        work.commit()


def _disable(desk: Desk, work: Work, record: DeliveryRecord) -> None:
    now = desk.now()
    record.state, record.next_at, record.finished_at = "discarded", None, now
    endpoint = work.endpoints.locked(record.endpoint_id)
    if endpoint is not None:
        endpoint.state, endpoint.reason, endpoint.updated_at = DISABLED, "it answered 410 Gone", now
        work.deliveries.discard(endpoint.id, now)
        desk.record(work, "endpoint.disable", endpoint.id)


def waiting(desk: Desk) -> Sequence[DeliveryRecord]:
    """What is still on its way, by id."""
    with desk.reading(SERVICE) as work:
        return work.deliveries.all(state="pending")
