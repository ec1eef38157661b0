"""What ended long ago is forgotten by the worker; what is known and what is on its way stays."""

from datetime import timedelta

from planner.domain.lists import Ask, Listing
from planner.services import comments, pruning, retries, syncing, webhooks, working
from planner.services.ports import Desk
from planner.services.ports.desk import Claim
from tests.exchange.conftest import Connect
from tests.integrations.peers import Answer, Peer, Request
from tests.lives.office import Office


class Listener(Peer):
    def answer(self, request: Request) -> Answer:
        return Answer(status=204)


def worked(desk: Desk) -> int:
    done, round = 0, working.tick(desk, lambda *said: None)
    while not round.idle:
        done += round.pruned
        round = working.tick(desk, lambda *said: None)
    return done


def test_old_runs_and_deliveries_are_forgotten_and_what_they_brought_about_stays(
    desk: Desk, connect: Connect, office: Office
) -> None:
    connection, peer = connect("ashby")
    run = syncing.plan(desk, connection.id)
    syncing.push(desk, connection.id, run.hash or "")
    with Listener().served() as url:
        endpoint = webhooks.add(desk, url, ["comment.added"]).endpoint.id
        comments.add(office.ana, office.seats()[0].id, "Well?")
        assert worked(desk) == 0

    def kept() -> tuple[list[str], list[str]]:
        sent = webhooks.deliveries(desk, endpoint, Ask(webhooks.DELIVERIES)).items
        return sorted(each.kind for each in syncing.runs(desk).items), [each.state for each in sent]

    assert kept() == (["plan", "push"], ["delivered"])
    office.clock.now += desk.beyond.history - timedelta(minutes=1)
    assert worked(desk) == 0
    webhooks.replay(desk, webhooks.deliveries(desk, endpoint, Ask(webhooks.DELIVERIES)).items[0].id)
    fresh = syncing.plan(desk, connection.id)
    office.clock.now += timedelta(minutes=2)
    assert pruning.prune(desk) > 2  # with the events of long ago
    assert kept() == (["plan"], ["pending"])
    links = syncing.links(desk, connection.id)
    assert {link.state for link in links} == {"linked"}
    assert syncing.push(desk, connection.id, fresh.hash or "").counts == {"unchanged": len(peer.openings)}


def test_events_go_after_their_deliveries_and_messages_of_tools_with_them(
    desk: Desk, connect: Connect, office: Office
) -> None:
    connection, _ = connect("ashby")
    now = office.clock.now
    with Listener().served() as url:
        endpoint = webhooks.add(desk, url, ["comment.added"]).endpoint.id
        comments.add(office.ana, office.seats()[0].id, "Well?")
        worked(desk)
    with desk.writing(syncing.EXCHANGE) as work:
        work.inbound.add(connection_id=connection.id, digest="ab" * 32, kind="message", received_at=now)
        work.commit()
    office.clock.now += desk.beyond.history + timedelta(minutes=1)
    (delivery,) = webhooks.deliveries(desk, endpoint, Ask(webhooks.DELIVERIES)).items
    webhooks.replay(desk, delivery.id)
    before = set(events(desk))
    assert pruning.prune(desk) == len(before)  # all but the one on its way, and one message
    assert events(desk) == [delivery.event_id]
    with desk.reading(syncing.EXCHANGE) as work:
        assert not work.inbound.all()
    assert pruning.prune(desk) == 0


def events(desk: Desk) -> list[str]:
    with desk.reading(syncing.EXCHANGE) as work:
        return [each.id for each in work.outbox.list(Ask(Listing("events"), 100))]


def test_a_run_that_nobody_has_ended_is_kept(desk: Desk, connect: Connect, office: Office) -> None:
    connection, _ = connect("ashby")
    syncing.plan(desk, connection.id)
    with desk.writing(syncing.EXCHANGE) as work:
        (run,) = work.runs.all()
        run.state = "running"
        work.commit()
    office.clock.now += 2 * desk.beyond.history
    assert pruning.prune(desk) == 0
    assert [each.state for each in syncing.runs(desk).items] == ["running"]


def test_answers_kept_for_whoever_asks_again_are_forgotten_after_their_day(
    desk: Desk, office: Office
) -> None:
    claim = retries.begin(desk, "key", "ab" * 32)
    assert isinstance(claim, Claim)
    retries.keep(desk, claim, retries.Kept(201, {}, b"with pay in it"))
    assert worked(desk) == 0
    office.clock.now += retries.KEPT + timedelta(minutes=1)
    assert worked(desk) == 1
    assert isinstance(retries.begin(desk, "key", "ab" * 32), Claim)
