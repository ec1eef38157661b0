"""Pushes are kept as runs, take turns, say how far they are, and pick up where a crash left them."""

import threading
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from planner.domain import Forbidden, InvalidInput, NotFound
from planner.domain.connecting import Refused
from planner.services import connections, positions, reconciling, requisitions, syncing, working
from planner.services.connections import Wanted
from planner.services.ports import Desk
from planner.services.syncing import Busy, Moved
from tests.exchange.conftest import Connect
from tests.integrations import peers
from tests.integrations.peers import Fault
from tests.lives.office import Office


def pushed(desk: Desk, connection_id: str) -> Any:
    run = syncing.plan(desk, connection_id)
    return syncing.push(desk, connection_id, run.hash or "")


def test_a_dry_run_is_kept_and_a_push_does_just_that(desk: Desk, connect: Connect) -> None:
    connection, peer = connect("ashby")
    run = syncing.plan(desk, connection.id)
    assert (run.state, peer.writes) == ("planned", [])
    wanted = run.counts["create"]
    assert wanted > 1
    ended = syncing.push(desk, connection.id, run.hash or "")
    assert (ended.state, ended.counts, ended.done) == ("done", {"created": wanted}, ended.total)
    _, results = syncing.run(desk, ended.id)
    assert {(each.action, each.outcome) for each in results} == {("create", "created")}
    again = pushed(desk, connection.id)
    assert again.counts == {"unchanged": wanted}
    assert len(peer.writes) == wanted


def test_requisitions_say_what_they_are_there(desk: Desk, connect: Connect) -> None:
    connection, peer = connect("ashby")
    pushed(desk, connection.id)
    syncing.status(desk, connection.id)
    (seat, *_) = [each for each in positions.index(desk).items if each.state == "open"]
    (requisition,) = requisitions.of_position(desk, seat.id)
    assert requisition.connection_id == connection.id
    assert requisition.remote_id in peer.openings
    assert requisition.remote_state == "Approved"


def test_a_staffing_plan_is_no_requisition_of_anybody(desk: Desk, connect: Connect) -> None:
    connection, _ = connect("frappe_plans")
    assert pushed(desk, connection.id).counts["created"] > 0
    syncing.status(desk, connection.id)
    for seat in positions.index(desk).items:
        assert {each.connection_id for each in requisitions.of_position(desk, seat.id)} <= {None}
    assert sum(total.requisitions for total in reconciling.reconciliation(desk).outcome.totals) == 0


def test_a_push_of_what_does_not_hold_any_more_writes_nothing(desk: Desk, connect: Connect) -> None:
    connection, peer = connect("ashby")
    pushed(desk, connection.id)
    seat = next(each for each in positions.index(desk).items if each.state == "open")
    positions.edit(desk, seat.id, {"title": "Another"}, positions.WHICHEVER)
    run = syncing.plan(desk, connection.id)
    next(iter(peer.openings.values()))["latestVersion"]["targetStartDate"] = "2031-01-01"
    before = len(peer.writes)
    with pytest.raises(Moved, match="Look at run run_"):
        syncing.push(desk, connection.id, run.hash or "")
    assert len(peer.writes) == before


def test_two_pushes_at_once_take_turns_and_nothing_is_made_twice(desk: Desk, connect: Connect) -> None:
    connection, peer = connect("ashby")
    run = syncing.plan(desk, connection.id)
    outcomes: list[str] = []

    def push() -> None:
        try:
            syncing.push(desk, connection.id, run.hash or "")
            outcomes.append("pushed")
        except (Busy, Moved) as error:
            outcomes.append(type(error).__name__)

    threads = [threading.Thread(target=push) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("pushed") == 1
    ids = Counter(each["latestVersion"]["identifier"] for each in peer.openings.values())
    assert set(ids.values()) == {1}


class Killed(BaseException):
    """The process is gone: nothing after it runs, not even what cleans up."""


def test_a_push_that_was_killed_is_picked_up_without_a_double(
    desk: Desk, connect: Connect, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection, peer = connect("ashby")
    run = syncing.plan(desk, connection.id)

    def killed(*args: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(syncing, "_record", killed)  # written there, not yet noted here
        patch.setattr(
            "planner.store.queries.Connections.release", killed
        )  # a dead process gives nothing back
        with pytest.raises(Killed):
            syncing.push(desk, connection.id, run.hash or "")
    there = len(peer.openings)
    assert there > 0
    with pytest.raises(Busy):
        pushed(desk, connection.id)
    office.clock.now += syncing.LEASE + timedelta(seconds=1)
    ended = pushed(desk, connection.id)
    assert ended.state == "done"
    ids = Counter(each["latestVersion"]["identifier"] for each in peer.openings.values())
    assert set(ids.values()) == {1}
    states = Counter(each.state for each in syncing.runs(desk).items if each.kind == "push")
    assert states == {"interrupted": 1, "done": 1}
    assert {link.state for link in syncing.links(desk, connection.id)} == {"linked"}


def test_a_write_whose_end_is_unknown_stays_so_until_it_is_looked_up(desk: Desk, connect: Connect) -> None:
    connection, peer = connect("ashby")
    peer.faults = [Fault(peers.cut, lambda request: request.path == "/opening.create")]
    first = pushed(desk, connection.id)
    assert first.counts["unknown"] == 1
    assert "unknown" in {link.state for link in syncing.links(desk, connection.id)}
    second = pushed(desk, connection.id)
    assert set(second.counts) == {"unchanged"}
    assert {link.state for link in syncing.links(desk, connection.id)} == {"linked"}


def test_a_conflict_is_resolved_for_one_side(desk: Desk, connect: Connect) -> None:
    connection, peer = connect("ashby")
    pushed(desk, connection.id)
    openings = list(peer.openings.values())[:2]
    for opening in openings:
        opening["latestVersion"]["targetStartDate"] = "2031-01-01"
    run = syncing.plan(desk, connection.id)
    assert run.counts["conflict"] == 2
    first, second = (each["latestVersion"]["identifier"] for each in openings)
    syncing.resolve(desk, connection.id, first, {"targetStartDate": "ours"})
    syncing.resolve(desk, connection.id, second, {"targetStartDate": "theirs"})
    ended = pushed(desk, connection.id)
    assert ended.counts["updated"] == 1
    assert "conflict" not in ended.counts
    assert [each["latestVersion"]["targetStartDate"] == "2031-01-01" for each in openings] == [False, True]


def test_what_was_deleted_there_is_made_anew_only_when_somebody_says_so(desk: Desk, connect: Connect) -> None:
    connection, peer = connect("ashby")
    pushed(desk, connection.id)
    gone = next(iter(peer.openings))
    external_id = peer.openings.pop(gone)["latestVersion"]["identifier"]
    assert pushed(desk, connection.id).counts["conflict"] == 1
    syncing.resolve(desk, connection.id, external_id, {})
    assert pushed(desk, connection.id).counts["created"] == 1


def test_a_tool_that_does_not_answer_ends_the_run_in_words(desk: Desk, connect: Connect) -> None:
    connection, peer = connect("odoo18")
    run = syncing.plan(desk, connection.id)
    peer.faults = [Fault(peers.html, lambda request: "load" in str(request.body), times=9)]
    ended = syncing.push(desk, connection.id, run.hash or "")
    assert set(ended.counts) == {"unknown"}
    peer.faults = [Fault(peers.error(503), times=99)]
    with pytest.raises(Refused):
        syncing.plan(desk, connection.id)


def test_secrets_are_sealed_never_shown_and_asked_for_again_when_the_host_changes(
    desk: Desk, connect: Connect
) -> None:
    connection, _ = connect("frappe")
    assert "secret" not in str({**vars(connection), "settings": connection.settings}).replace("sealed", "")
    with pytest.raises(InvalidInput, match="host has changed"):
        connections.change(desk, connection.id, Wanted(url="https://elsewhere.example.com"))
    greenhouse, _ = connect("greenhouse")
    elsewhere = {**greenhouse.settings, "token_url": "https://elsewhere.example.com/token"}
    with pytest.raises(InvalidInput, match="host has changed"):
        connections.change(desk, greenhouse.id, Wanted(settings=elsewhere))
    changed = connections.change(desk, connection.id, Wanted(name="Frappe of Acme"))
    assert changed.name == "Frappe of Acme"
    assert connections.check(desk, connection.id).ok


def test_a_schedule_runs_once_when_due_and_pushes_only_where_it_may(
    desk: Desk, connect: Connect, office: Office
) -> None:
    connection, peer = connect("ashby")
    connections.change(desk, connection.id, Wanted(every_minutes=30))
    reports: list[Any] = []

    def tick() -> int:
        return working.tick(desk, lambda name, facts: reports.append((name, facts))).synced

    assert tick() == 0
    office.clock.now += timedelta(minutes=31)
    assert tick() == 1
    assert tick() == 0
    assert reports == []
    assert peer.writes == []
    connections.change(desk, connection.id, Wanted(pushes=True))
    office.clock.now += timedelta(minutes=31)
    assert tick() == 1
    assert len(peer.openings) > 1


def test_a_schedule_that_would_close_most_of_what_is_there_stays_with_the_dry_run(
    desk: Desk, connect: Connect, office: Office
) -> None:
    connection, peer = connect("ashby")
    pushed(desk, connection.id)
    connections.change(desk, connection.id, Wanted(every_minutes=30, pushes=True))
    for seat in positions.index(desk).items:
        if seat.state == "open":
            positions.transition(desk, seat.id, "cancel", "Given up.")
    office.clock.now += timedelta(minutes=31)
    assert working.tick(desk, lambda *said: None).synced == 1
    assert {each["openingState"] for each in peer.openings.values()} == {"Approved"}
    closing = [run.counts["close"] for run in syncing.runs(desk).items if run.kind == "plan"]
    assert sorted(closing) == [0, len(peer.openings)]


def test_only_those_who_may_exchange_data_do(desk: Desk, connect: Connect, office: Office) -> None:
    connection, _ = connect("ashby")
    for name in ("vi", "fin", "mo"):
        with pytest.raises(Forbidden):
            syncing.plan(office.desks[name], connection.id)
        with pytest.raises(Forbidden):
            connections.add(office.desks[name], "ashby", Wanted(secrets={"api_key": "k"}))
    with pytest.raises(NotFound):
        syncing.plan(desk, "conn_00000000000000000000000000")
