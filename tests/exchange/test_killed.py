"""A push whose process is killed while a tool holds its write: the next one finds what was written."""

import shutil
import subprocess
import sys
import threading
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from planner.app import opened
from planner.config import Settings
from planner.domain.access import operator
from planner.services import approving, connections, plans, positions, profiles, syncing, workspaces
from planner.services.connections import Wanted
from planner.services.ports import Desk
from planner.services.syncing import Busy
from tests.integrations.peers import Fault, Peer, Request
from tests.integrations.standins import AshbyPeer
from tests.lives.office import SHOP

PUSH = """
import sys
from planner.cli import main
main(["connections", "apply", "ashby", sys.argv[1]])
"""


class Stall:
    """The second opening is asked for; it is written, or not, when the asking process is dead already."""

    def __init__(self, writes: bool) -> None:
        self.writes, self.creations = writes, 0
        self.asked, self.dead, self.over = threading.Event(), threading.Event(), threading.Event()

    def when(self, request: Request) -> bool:
        self.creations += request.path == "/opening.create"
        return self.creations == 2

    def __call__(self, peer: Peer, handler: BaseHTTPRequestHandler, request: Request) -> bool:
        self.asked.set()
        self.dead.wait(60)
        if self.writes:
            peer.work(request)
        self.over.set()
        handler.close_connection = True
        return True


def at(folder: Path) -> Settings:
    url = f"sqlite:///{folder / 'planner.db'}"
    return Settings(database_url=url, private_hosts="127.0.0.1", log_level="critical")


def working_at(service: Desk) -> Desk:
    return service.acting(operator(workspaces.named(service).id))


@pytest.fixture(scope="module")
def approved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a database with a plan whose positions are open."""
    folder = tmp_path_factory.mktemp("approved")
    with opened(at(folder)) as service:
        desk = working_at(service)
        plan = plans.make(desk, profiles.create(desk, SHOP).id)
        approving.submit(desk, plan.id)
        approving.approve(desk.acting(replace(desk.actor, id="other", person="other")), plan.id)
        for seat in positions.index(desk).items:
            positions.transition(desk, seat.id, "open")
    return folder


@pytest.fixture
def settings(approved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Those of a copy of it, which a process started from here reads too."""
    settings = at(shutil.copytree(approved, tmp_path / "copy"))
    monkeypatch.setenv("PLANNER_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("PLANNER_PRIVATE_HOSTS", settings.private_hosts)
    return settings


def killed(hash: str, stall: Stall) -> None:
    """A push by a process of its own, killed while the tool holds its answer back."""
    with subprocess.Popen(
        [sys.executable, "-c", PUSH, hash], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        try:
            while not stall.asked.wait(0.1):
                assert process.poll() is None, process.stdout and process.stdout.read()
        finally:
            process.kill()
    assert process.returncode == -9
    stall.dead.set()
    assert stall.over.wait(60)


@pytest.mark.parametrize("writes", [True, False])
def test_a_push_killed_while_a_tool_writes_is_ended_by_the_next_without_a_double(
    settings: Settings, writes: bool
) -> None:
    peer, stall = AshbyPeer(), Stall(writes)
    peer.page = 100
    peer.faults = [Fault(stall, stall.when)]
    with peer.served() as address, opened(settings) as service:
        desk = working_at(service)
        ashby = connections.add(desk, "ashby", Wanted(name="ashby", url=address, secrets={"api_key": "k"})).id
        run = syncing.plan(desk, ashby)
        wanted = run.counts["create"]
        killed(run.hash or "", stall)
        written = 1 + writes
        assert len(peer.openings) == written < wanted

        with pytest.raises(Busy):  # nobody knows yet that it is dead
            syncing.push(desk, ashby, run.hash or "")
        later = replace(desk, now=lambda: datetime.now(UTC) + syncing.LEASE + timedelta(seconds=1))
        fresh = syncing.plan(later, ashby)
        assert {name: count for name, count in fresh.counts.items() if count} == {
            "unchanged": written,
            "create": wanted - written,
        }
        ended = syncing.push(later, ashby, fresh.hash or "")

        assert (ended.state, ended.counts) == ("done", {"unchanged": written, "created": wanted - written})
        ids = Counter(each["latestVersion"]["identifier"] for each in peer.openings.values())
        assert (len(ids), set(ids.values())) == (wanted, {1})
        links = syncing.links(later, ashby)
        assert {link.external_id for link in links} == set(ids)
        assert {link.state for link in links} == {"linked"}
        first, *_ = [each for each in syncing.runs(later).items if each.state == "interrupted"]
        assert (first.done, first.counts) == (0, {})
        assert "was looked up by the next one" in (first.error or "")
        assert set(syncing.plan(later, ashby).counts.items()) >= {("unchanged", wanted), ("create", 0)}
