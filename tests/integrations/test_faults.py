"""Tools that misbehave: nothing is made twice or lost, nobody is hired too many, reports are true."""

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from planner.domain.connecting import Action, Outcome, Refused, Unreachable
from planner.domain.openings import OpeningState
from planner.integrations.grouping import yearly_id
from tests.integrations import peers
from tests.integrations.connections import Connected, connected
from tests.integrations.peers import Answer, Fault, Peer, Request
from tests.integrations.seats import seats

TOOLS = ("odoo18", "odoo19", "frappe", "frappe_plans", "ashby", "greenhouse", "lever")
LOST = {
    "connection cut after the write": peers.cut,
    "no answer after the write": peers.silence,
    "500 that wrote": peers.error_that_wrote,
    "500 that did not": peers.error(500),
    "HTML instead of JSON": peers.html,
}


def records(tool: Connected) -> Counter[str]:
    """How many records there carry each of our ids."""
    peer = tool.peer
    if tool.kind == "odoo":
        return Counter(peer.names.keys())
    if tool.kind == "frappe":
        return Counter(row["teamplan_id"] for row in peer.rows["Job Requisition"].values())
    if tool.kind == "frappe_plans":
        plans = peer.rows["Staffing Plan"].values()
        rows = [(plan, row["designation"]) for plan in plans for row in plan["staffing_details"]]
        return Counter(yearly_id(title, date.fromisoformat(plan["from_date"])) for plan, title in rows)
    if tool.kind == "ashby":
        return Counter(row["latestVersion"]["identifier"] for row in peer.openings.values())
    if tool.kind == "greenhouse":
        return Counter(row["opening_id"] for row in peer.openings.values())
    return Counter(row["requisitionCode"] for row in peer.rows.values())


def creating(tool: Connected) -> Any:
    return lambda request: tool.peer.writes_by(request) and "Designation" not in request.path


@pytest.mark.parametrize("fault", LOST)
@pytest.mark.parametrize("name", TOOLS)
def test_a_lost_answer_is_unknown_then_looked_up_and_never_written_twice(name: str, fault: str) -> None:
    with connected(name) as tool:
        tool.peer.faults = [Fault(LOST[fault], creating(tool))]
        first = tool.push(seats(3))
        assert any(result.outcome is Outcome.UNKNOWN for result in first)
        for result in first:
            if result.outcome is Outcome.CREATED:
                assert records(tool)[result.external_id] == 1
        second = tool.push(seats(3))
        assert not any(result.outcome in (Outcome.UNKNOWN, Outcome.FAILED) for result in second)
        expected = {row.external_id for row in tool.plan(seats(3)).changes}
        assert records(tool) == Counter(expected)
        assert {result.outcome for result in tool.push(seats(3))} == {Outcome.UNCHANGED}


@pytest.mark.parametrize("name", TOOLS)
def test_too_many_requests_are_waited_for_and_nothing_is_lost(name: str) -> None:
    with connected(name) as tool:
        tool.peer.faults = [Fault(peers.error(429, Retry_After="1"), creating(tool))]
        assert {result.outcome for result in tool.push(seats(3))} == {Outcome.CREATED}


@pytest.mark.parametrize("fault", [peers.html, peers.drip, peers.flood, peers.error(503)])
def test_a_look_that_fails_plans_nothing_and_says_so(fault: Any) -> None:
    with connected("odoo18") as tool:
        tool.peer.faults = [Fault(fault, times=99)]
        with pytest.raises(Refused):
            tool.plan(seats(3))
        assert tool.peer.writes == []


@pytest.mark.parametrize("fault", [peers.drip, peers.flood])
def test_a_write_whose_answer_drips_or_never_ends_is_unknown_and_looked_up(fault: Any) -> None:
    def wrote(peer: Peer, handler: Any, request: Request) -> bool:
        peer.work(request)
        return bool(fault(peer, handler, request))

    with connected("ashby") as tool:
        tool.peer.faults = [Fault(wrote, creating(tool))]
        assert Counter(tool.outcomes(seats(2))) == {"unknown": 1, "created": 1}
        assert set(tool.outcomes(seats(2))) == {"unchanged"}
        assert records(tool) == Counter({"tp-ML-2027-001": 1, "tp-ML-2027-002": 1})


def test_a_tool_that_went_away_in_the_middle_fails_the_rest_and_the_next_push_makes_it_good() -> None:
    with connected("ashby") as tool:
        seen = iter(range(99))
        denied = Fault(
            peers.error(401), lambda request: "create" in request.path and next(seen) >= 1, times=99
        )
        tool.peer.faults = [denied]
        first = tool.push(seats(4))
        assert Counter(result.outcome for result in first) == {Outcome.CREATED: 1, Outcome.FAILED: 3}
        assert sum("Not tried" in result.message for result in first) == 2
        tool.peer.faults = []
        assert Counter(tool.outcomes(seats(4))) == {"created": 3, "unchanged": 1}
        assert set(records(tool).values()) == {1}


def test_200_that_failed_is_a_failure() -> None:
    said = Answer({"success": False, "errors": ["invalid_input"], "errorInfo": {"message": "no"}})

    def fails(peer: Peer, handler: Any, request: Request) -> bool:
        peers.send(handler, said)
        return True

    with connected("ashby") as tool:
        tool.peer.faults = [Fault(fails, creating(tool))]
        outcomes = [(result.outcome, result.message) for result in tool.push(seats(1))]
        assert outcomes == [(Outcome.FAILED, "invalid_input")]
        assert tool.outcomes(seats(1)) == ["created"]


def test_200_that_did_nothing_is_not_believed() -> None:
    def nods(peer: Peer, handler: Any, request: Request) -> bool:
        peers.send(handler, Answer({"success": True, "results": {"id": "o1"}}))
        return True

    with connected("ashby") as tool:
        tool.push(seats(1))
        later = [replace(each, starts=date(2027, 9, 1)) for each in seats(1)]
        tool.peer.faults = [Fault(nods, creating(tool))]
        (result,) = tool.push(later)
        assert result.outcome is Outcome.FAILED
        assert result.message == "The tool said yes, but did not keep targetStartDate."
        assert tool.outcomes(later) == ["updated"]


def test_fields_that_are_dropped_silently_are_said() -> None:
    with connected("frappe") as tool:
        keep = tool.peer._kept
        tool.peer._kept = lambda body: {
            name: value for name, value in keep(body).items() if name != "expected_by"
        }
        (result,) = tool.push(seats(1))
        assert (result.outcome, result.message) == (Outcome.CREATED, "The tool did not keep by.")


def test_a_record_that_somebody_copied_is_a_conflict() -> None:
    with connected("ashby") as tool:
        tool.push(seats(1))
        (opening,) = tool.peer.openings.values()
        tool.peer.openings["copy"] = {**opening, "id": "copy"}
        (change,) = tool.plan(seats(1)).changes
        assert (change.action, change.reason) == (
            Action.CONFLICT,
            "It stands 2 times there (o1, copy): keep one.",
        )


def test_natural_keys_that_collide_are_told_before_anything_is_written() -> None:
    with connected("frappe") as tool:
        tool.peer._create("Job Requisition", {"designation": "Senior MLOps Engineer", "status": "Pending",
                          "department": "ML Platform - AML", "requested_by": "HR-EMP-00001"})  # fmt: skip
        (change,) = tool.plan(seats(1)).changes
        assert change.action is Action.CONFLICT
        assert "HR-HIREQ-00001 is open for 'Senior MLOps Engineer' already" in change.reason
        assert tool.peer.writes == []


def test_mass_deletion_there_is_not_made_good_by_making_all_anew() -> None:
    with connected("ashby") as tool:
        tool.push(seats(5))
        tool.peer.openings.clear()
        changes = tool.plan(seats(5))
        assert {change.action for change in changes.changes} == {Action.CONFLICT}
        assert {change.reason for change in changes.changes} == {
            "It was deleted or hidden there since the last push."
        }
        tool.apply(changes)
        assert tool.peer.openings == {}


def test_what_changed_under_our_feet_is_not_overwritten() -> None:
    later = [replace(each, starts=date(2027, 9, 1)) for each in seats(1)]
    with connected("ashby") as tool:
        tool.push(seats(1))
        changes = tool.plan(later)
        next(iter(tool.peer.openings.values()))["latestVersion"]["targetStartDate"] = "2027-12-24"
        (result,) = tool.apply(changes)
        assert (result.outcome, "changed there since" in result.message) == (Outcome.CONFLICT, True)
        assert tool.plan(later).hash != changes.hash
    with connected("frappe") as tool:
        tool.push(seats(1))
        changes = tool.plan(later)
        row = tool.peer.rows["Job Requisition"]["HR-HIREQ-00001"]

        def touched(peer: Peer, handler: Any, request: Request) -> bool:
            row["modified"] = "2026-11-24 00:00:00"
            return False

        tool.peer.faults = [Fault(touched, lambda request: request.method == "PUT")]
        (result,) = tool.apply(changes)
        assert result.outcome is Outcome.CONFLICT


def test_a_seat_that_is_filled_between_look_and_close_stays() -> None:
    with connected("ashby") as tool:
        tool.push(seats(1))
        changes = tool.plan([replace(each, state=OpeningState.CLOSED) for each in seats(1)])
        next(iter(tool.peer.openings.values()))["openingState"] = "Filled"
        (result,) = tool.apply(changes)
        assert result.outcome is Outcome.CONFLICT
        assert next(iter(tool.peer.openings.values()))["openingState"] == "Filled"


@pytest.mark.parametrize("name", ["odoo18", "ashby", "frappe"])
def test_an_answer_of_another_shape_is_a_word_not_a_crash(name: str) -> None:
    shapes = (
        [],
        {},
        {"result": {}},
        {"data": [1]},
        {"success": True},
        {"success": True, "results": [{}]},
        "x",
        1,
    )
    for shape in shapes:
        with connected(name) as tool:
            tool.peer.answer = lambda request, shape=shape: Answer(shape)
            with pytest.raises(Refused):
                tool.plan(seats(1))
                tool.connector.check()
                raise Unreachable


def test_a_thousand_positions_take_one_write_each_and_none_again() -> None:
    many = [replace(each, title=f"Engineer {each.id}") for each in seats(1_000)]
    with connected("ashby") as tool:
        tool.peer.page = 500
        assert set(tool.outcomes(many)) == {"created"}
        assert len(tool.peer.writes) == 1_000
        assert set(tool.outcomes(many)) == {"unchanged"}
        moved = [replace(each, starts=date(2027, 9, 1)) if n < 10 else each for n, each in enumerate(many)]
        assert Counter(tool.outcomes(moved)) == {"updated": 10, "unchanged": 990}
        assert len(tool.peer.writes) == 1_010
    with connected("odoo18") as tool:
        assert set(tool.outcomes(many[:300])) == {"created"}
        assert len(tool.peer.writes) == 1
        assert set(tool.outcomes(many[:300])) == {"unchanged"}
        assert len(tool.peer.writes) == 1
