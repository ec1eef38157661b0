"""Events leave exactly when their change is kept, signed, until they are taken; messages in count once."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from standardwebhooks import Webhook, WebhookVerificationError

from planner.domain import InvalidInput
from planner.domain.connecting import BadSignature, Refused
from planner.domain.delivering import WAITS, Sent, wait
from planner.domain.lists import Ask
from planner.services import comments, connections, delivering, webhooks, working
from planner.services.connections import Wanted
from planner.services.ports import Desk
from tests.exchange.conftest import Connect
from tests.integrations import peers
from tests.integrations.peers import Answer, Fault, Peer, Request
from tests.lives.office import Office


class Listener(Peer):
    """Takes every message."""

    def answer(self, request: Request) -> Answer:
        return Answer(status=204)


@pytest.fixture
def listener() -> Iterator[Listener]:
    peer = Listener()
    with peer.served() as url:
        peer.url = url  # type: ignore[attr-defined]
        yield peer


@pytest.fixture
def issued(desk: Desk, listener: Any) -> webhooks.Issued:
    drained(desk)
    return webhooks.add(desk, f"{listener.url}/hooks?to=planner")


def drained(desk: Desk) -> None:
    while delivering.dispatch(desk) or delivering.deliver(desk):
        pass


def happen(office: Office) -> str:
    """Something happens; the id of what it happened to."""
    seat = office.seats()[0]
    return comments.add(office.ana, seat.id, "Well?").id


def log(desk: Desk, issued: webhooks.Issued) -> list[Any]:
    return list(webhooks.deliveries(desk, issued.endpoint.id, Ask(webhooks.DELIVERIES)).items)


def test_an_event_comes_signed_and_once(
    desk: Desk, office: Office, issued: webhooks.Issued, listener: Listener
) -> None:
    happen(office)
    drained(desk)
    drained(desk)
    (message,) = listener.requests
    with time_machine.travel(office.clock.now):
        said = Webhook(issued.secret).verify(message.raw, dict(message.headers))
    assert said["type"] == "comment.added"
    assert message.headers["webhook-id"].startswith("evt_")
    (delivery,) = log(desk, issued)
    assert (delivery.state, delivery.attempts, delivery.log[0]["status"]) == ("delivered", 1, 204)


def test_only_chosen_events_come(
    desk: Desk, office: Office, issued: webhooks.Issued, listener: Listener
) -> None:
    webhooks.change(desk, issued.endpoint.id, events=["plan.approved"])
    happen(office)
    drained(desk)
    assert listener.requests == []
    with pytest.raises(InvalidInput, match="exploded"):
        webhooks.change(desk, issued.endpoint.id, events=["plan.exploded"])


def test_what_is_not_taken_is_sent_again_later_under_the_same_id(
    desk: Desk, office: Office, issued: webhooks.Issued, listener: Listener
) -> None:
    listener.faults = [Fault(peers.error(503), times=1), Fault(peers.cut, times=1)]
    happen(office)
    drained(desk)
    assert len(listener.requests) == 1
    for _ in range(2):
        office.clock.now += timedelta(minutes=3)
        drained(desk)
    assert {request.headers["webhook-id"] for request in listener.requests} == {
        listener.requests[0].headers["webhook-id"]
    }
    (delivery,) = log(desk, issued)
    assert [attempt["status"] for attempt in delivery.log] == [503, None, 204]
    assert delivery.state == "delivered"


def test_in_the_end_it_is_given_up_and_can_be_replayed(
    desk: Desk, office: Office, issued: webhooks.Issued, listener: Listener
) -> None:
    listener.faults = [Fault(peers.error(500), times=len(WAITS) + 1)]
    happen(office)
    for _ in range(len(WAITS) + 2):
        drained(desk)
        office.clock.now += timedelta(hours=40)
    (delivery,) = log(desk, issued)
    assert (delivery.state, delivery.attempts) == ("failed", len(WAITS) + 1)
    webhooks.replay(desk, delivery.id)
    drained(desk)
    assert log(desk, issued)[0].state == "delivered"


def test_410_ends_it_for_good(
    desk: Desk, office: Office, issued: webhooks.Issued, listener: Listener
) -> None:
    listener.faults = [Fault(peers.error(410))]
    happen(office)
    drained(desk)
    endpoint = webhooks.get(desk, issued.endpoint.id)
    assert (endpoint.state, endpoint.reason) == ("disabled", "it answered 410 Gone")
    happen(office)
    drained(desk)
    assert len(listener.requests) == 1
    webhooks.change(desk, endpoint.id, active=True)
    happen(office)
    drained(desk)
    assert len(listener.requests) == 2


def test_after_a_rotation_both_secrets_hold_until_the_next(
    desk: Desk, office: Office, issued: webhooks.Issued, listener: Listener
) -> None:
    fresh = webhooks.rotate(desk, issued.endpoint.id)
    happen(office)
    drained(desk)
    message = listener.requests[-1]
    for secret in (issued.secret, fresh.secret):
        with time_machine.travel(office.clock.now):
            Webhook(secret).verify(message.raw, dict(message.headers))
    webhooks.rotate(desk, issued.endpoint.id)
    happen(office)
    drained(desk)
    message = listener.requests[-1]
    with time_machine.travel(office.clock.now), pytest.raises(WebhookVerificationError, match="signature"):
        Webhook(issued.secret).verify(message.raw, dict(message.headers))


def test_a_worker_that_died_in_the_middle_loses_nothing(
    desk: Desk, office: Office, issued: webhooks.Issued, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    happen(office)
    delivering.dispatch(desk)
    with monkeypatch.context() as patch:
        patch.setattr(delivering, "_noted", lambda *args: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            delivering.deliver(desk)
    office.clock.now += timedelta(minutes=5)
    drained(desk)
    assert len(listener.requests) == 2  # at least once; the consumer tells by the id
    assert len({request.headers["webhook-id"] for request in listener.requests}) == 1


@pytest.mark.parametrize(
    "url", ["http://hooks.example.com/", "https://u:p@example.com/", "ftp://x/", "nothing"]
)
def test_addresses_that_must_not_be_are_refused(desk: Desk, url: str) -> None:
    with pytest.raises((Refused, InvalidInput)):
        webhooks.add(desk, url)


def test_nothing_inside_is_reached_by_a_webhook(desk: Desk, office: Office, listener: Any) -> None:
    from dataclasses import replace

    from planner.integrations.courier import Courier
    from planner.integrations.egress import Egress

    inward = replace(desk.beyond, courier=Courier(Egress()))
    closed = replace(desk, outside=lambda: inward)
    drained(desk)
    port = listener.url.rpartition(":")[2]
    issued = webhooks.add(closed, f"https://localhost:{port}/hooks")
    happen(office)
    drained(closed)
    assert listener.requests == []
    assert "not a public address" in log(closed, issued)[0].log[0]["error"]


def test_a_redirect_is_not_followed_and_counts_as_not_taken(
    desk: Desk, office: Office, issued: webhooks.Issued, listener: Listener
) -> None:
    listener.faults = [Fault(peers.redirect("/elsewhere"))]
    happen(office)
    drained(desk)
    assert len(listener.requests) == 1
    (delivery,) = log(desk, issued)
    assert (delivery.state, delivery.log[0]["status"]) == ("pending", 302)


def test_waits_grow_are_spread_and_heed_retry_after() -> None:
    late = Sent(503, "", 1)
    waits = [wait(attempt, late, 0.5) for attempt in range(1, len(WAITS) + 1)]
    assert waits == sorted(waits)  # type: ignore[type-var]
    assert wait(1, late, 0.0) != wait(1, late, 1.0)
    assert wait(1, Sent(429, "", 1, 600), 0.5) == timedelta(seconds=600)
    assert wait(len(WAITS) + 1, late, 0.5) is None


SIGNED = {
    "ashby": ("ashby", "Ashby-Signature", "sha256="),
    "greenhouse": ("greenhouse", "Signature", "sha256 "),
}


@pytest.mark.parametrize("name", SIGNED)
def test_messages_of_tools_are_verified_and_count_once(
    desk: Desk, connect: Connect, office: Office, name: str
) -> None:
    connection, _ = connect(name)
    connections.change(desk, connection.id, Wanted(secrets={"webhook_secret": "shared"}))
    body = json.dumps({"action": "candidateHire", "data": {}}).encode()
    _, header, prefix = SIGNED[name]
    right = {header: prefix + hmac.new(b"shared", body, hashlib.sha256).hexdigest()}

    def receive(headers: dict[str, str], content: bytes = body) -> bool:
        return webhooks.receive(desk, office.workspace, connection.id, headers, content)

    for wrong in ({}, {header: prefix + "0" * 64}, {header: "x"}):
        with pytest.raises(InvalidInput):
            receive(wrong)
    with pytest.raises(InvalidInput):
        receive(right, body + b" ")
    assert receive(right) is True
    assert receive(right) is False
    said = set()
    for workspace, id in ((office.workspace, "con_" + "0" * 26), ("ws_" + "0" * 26, connection.id)):
        with pytest.raises(BadSignature) as absent:
            webhooks.receive(desk, workspace, id, right, body)
        said.add(str(absent.value))
    with pytest.raises(BadSignature) as wrong_one:
        receive({header: "x"})
    assert said == {str(wrong_one.value)}, "whoever asks is not told what there is"
    assert working.tick(desk, lambda *said: None).synced == 1
