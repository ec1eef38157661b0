"""Ashby's contract, kept by Prism as a real process: what it would refuse, the connector never sends."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from planner.domain.connecting import Action, Connector, Link, Outcome
from planner.domain.openings import OpeningState
from planner.integrations.grouping import seats_of
from tests.integrations.seats import seat
from tests.integrations.test_real_servers import connector, everybody, free_port, running

CONTRACT = Path(__file__).with_name("ashby.yaml")
HERE = Path(__file__).parents[2] / ".venv/prism/node_modules/.bin/prism"
LINK = Link(
    external_id="tp-ML-2027-001",
    remote_id="5f0c1f2e-8a53-4c3b-9c1b-2f7f6a1d0101",
    pushed={"description": "Senior MLOps Engineer", "teamId": "5f0c1f2e-8a53-4c3b-9c1b-2f7f6a1d0001"},
)


@pytest.fixture(scope="module")
def prism(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    program = str(HERE) if HERE.exists() else shutil.which("prism")
    if program is None or shutil.which("node") is None:
        pytest.skip("no Prism: `make test` installs it where there is npm, or put `prism` on the path")
    port = free_port()
    command = [program, "mock", "--errors", "--host", "127.0.0.1", "--port", str(port), str(CONTRACT)]
    with running(command, f"http://127.0.0.1:{port}", tmp_path_factory.mktemp("prism")) as url:
        yield url


@pytest.fixture
def ashby(prism: str) -> Iterator[Connector]:
    settings = {"department": "ML Platform", "close_reason": "Plan changed"}
    with connector("ashby", prism, settings, {"api_key": "key"}) as opened:
        yield opened


def test_prism_refuses_what_breaks_the_contract(prism: str) -> None:
    bad = {"identifier": 7, "openingState": "Filled"}
    answer = httpx.post(f"{prism}/opening.create", json=bad, auth=("key", ""))
    assert answer.status_code == 422
    assert httpx.post(f"{prism}/opening.list", json={}).status_code == 401


def test_the_check_and_the_roster_keep_the_contract(ashby: Connector) -> None:
    health = ashby.check()
    assert (health.ok, health.findings) == (True, ())
    (grace,) = everybody(ashby)
    assert (grace.name, grace.email) == ("Grace Hopper", "grace@example.com")


def test_a_new_opening_keeps_the_contract_and_its_loss_is_told(ashby: Connector) -> None:
    """Prism keeps nothing, so what was written cannot be read back: unknown, never created."""
    (row,) = seats_of([seat(2)])
    changes = ashby.plan([row], [])
    assert [change.action for change in changes.changes] == [Action.CREATE]
    (result,) = ashby.apply(changes.changes, "run")
    assert (result.outcome, result.remote_id) == (Outcome.UNKNOWN, LINK.remote_id)


def test_a_changed_opening_keeps_the_contract_and_what_was_dropped_is_told(ashby: Connector) -> None:
    changes = ashby.plan(seats_of([seat(title="MLOps Lead")]), [LINK])
    assert [change.action for change in changes.changes] == [Action.UPDATE]
    (result,) = ashby.apply(changes.changes, "run")
    assert (result.outcome, result.message) == (
        Outcome.FAILED,
        "The tool said yes, but did not keep description.",
    )


def test_closing_keeps_the_contract_and_a_seat_that_stays_open_is_told(ashby: Connector) -> None:
    changes = ashby.plan(seats_of([seat(state=OpeningState.CLOSED)]), [LINK])
    assert [change.action for change in changes.changes] == [Action.CLOSE]
    (result,) = ashby.apply(changes.changes, "run")
    assert result.message == "The tool said yes, but it is still open there."


def test_a_seat_without_a_team_leaves_the_team_because_the_contract_has_no_way_to_unset_it(
    prism: str,
) -> None:
    with connector("ashby", prism, {}, {"api_key": "key"}) as opened:
        changes = opened.plan(seats_of([seat(department=None, title="MLOps Lead")]), [LINK])
        (result,) = opened.apply(changes.changes, "run")
    assert result.message == "The tool said yes, but did not keep description."


def test_a_request_that_breaks_the_contract_fails_with_the_words_of_prism(ashby: Connector) -> None:
    (change,) = ashby.plan(seats_of([seat(2)]), []).changes
    broken = replace(change, fields={**change.fields, "employmentType": "Eternal"})
    (result,) = ashby.apply([broken], "run")
    assert result.outcome is Outcome.FAILED
    assert "request is not valid" in result.message
