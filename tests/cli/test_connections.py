"""`planner connections` and `planner worker`: from adding a tool to its state back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from planner.app import opened
from planner.config import Settings
from planner.domain.access import operator
from planner.services import approving, plans, positions, profiles, workspaces
from tests.cli.conftest import Run
from tests.integrations.standins import AshbyPeer
from tests.lives.office import SHOP


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database with open positions."""
    monkeypatch.setenv("PLANNER_PRIVATE_HOSTS", "127.0.0.1")
    address = f"sqlite:///{tmp_path / 'planner.db'}"
    monkeypatch.setenv("PLANNER_DATABASE_URL", address)
    with opened(Settings(database_url=address, log_level="critical")) as desk:
        mine = desk.acting(operator(workspaces.named(desk).id))
        plan = plans.make(mine, profiles.create(mine, SHOP).id)
        approving.submit(mine, plan.id)
        _approve(mine, plan.id)
        for seat in positions.index(mine).items:
            positions.transition(mine, seat.id, "open")
    return address


def _approve(desk: Any, plan_id: str) -> None:
    """Approve as somebody else than who submitted."""
    from dataclasses import replace

    other = replace(desk.actor, id="somebody else", person="somebody else")
    approving.approve(desk.acting(other), plan_id)


@pytest.fixture
def ashby() -> Iterator[tuple[AshbyPeer, str]]:
    peer = AshbyPeer()
    with peer.served() as address:
        yield peer, address


def test_a_tool_from_connecting_it_to_its_state_back(
    run: Run, url: str, ashby: tuple[AshbyPeer, str]
) -> None:
    peer, address = ashby
    added = run("connections", "add", "ashby", "--url", address, "--secret", "api_key=hunter2")
    assert added.exit_code == 0
    listed = run("connections", "list")
    assert "ashby" in listed.stdout
    assert "hunter2" not in added.output + listed.output
    assert "all is well" in run("connections", "check", "ashby").stdout
    shown = run("connections", "plan", "ashby")
    assert "create" in shown.stdout
    assert peer.writes == []
    hash = shown.stdout.split()[-1]
    pushed = run("connections", "apply", "ashby", hash)
    assert pushed.exit_code == 0
    assert "is done" in pushed.stdout
    assert len(peer.openings) == len(peer.writes) > 0
    assert "Approved" not in run("connections", "apply", "ashby", hash).stdout  # that dry run is over
    assert "0 of 1" in run("connections", "status", "ashby").stdout
    assert run("worker", "--once").exit_code == 0
    assert run("connections", "remove", "ashby", "--yes").exit_code == 0
    assert "ashby" not in run("connections", "list").stdout


def test_what_is_missing_is_said_by_name(run: Run, url: str) -> None:
    result = run("connections", "add", "odoo", "--url", "https://odoo.example.com", "--set", "database=x")
    assert result.exit_code == 2
    assert "settings.login: is missing." in result.stderr
    assert "secrets.api_key: is missing." in result.stderr
    inner = run("connections", "add", "scim", "--url", "http://10.0.0.1", "--secret", "token=t")
    assert inner.exit_code == 2
    assert "is not encrypted" in inner.stderr


def test_kinds_say_what_was_tried(run: Run, url: str) -> None:
    said = run("connections", "kinds").stdout
    assert "greenhouse: Greenhouse Harvest v3 (experimental)." in said
    assert "not run against a tenant" in said
