"""What was acknowledged is there after kill -9, and nothing is half there."""

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from planner.app import opened as opened_desk
from planner.config import Settings
from planner.domain.access import Role, operator
from planner.services import tokens, workspaces
from planner.store import Store
from tests.store.databases import DATABASES, opened

ROUNDS = 3
SERVE = """
import sys
from waitress import create_server
from planner.app import create_app
from planner.config import Settings
server = create_server(create_app(Settings(database_url=sys.argv[1], log_level="error")), port=0, threads=8)
print(server.effective_port, flush=True)
server.run()
"""


@contextmanager
def serving(url: str) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    """A server of its own process, and its port."""
    process = subprocess.Popen([sys.executable, "-c", SERVE, url], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process, int(process.stdout.readline())
    finally:
        process.kill()
        process.communicate()


def request(port: int, token: str, method: str, path: str, body: Any = None) -> Any:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        headers = {"Content-Type": "application/json", "If-Match": "*", "Authorization": f"Bearer {token}"}
        connection.request(method, path, json.dumps(body), headers)
        answer = connection.getresponse()
        assert answer.status < 300, answer.status
        return json.loads(answer.read())


def write_until_it_stops(
    port: int, token: str, profile_id: str, acknowledged: list[tuple[str, str]], started: threading.Event
) -> None:
    for number in range(10_000):
        try:
            stored = request(port, token, "POST", "/api/v1/profiles", {"name": f"Org {number}"})
            acknowledged.append((stored["id"], stored["digest"]))
            started.set()
            request(
                port, token, "PUT", f"/api/v1/profiles/{profile_id}", {"name": "Versions", "ml_teams": number}
            )
        except (OSError, http.client.HTTPException):
            return


@pytest.mark.parametrize("kind", DATABASES)
def test_acknowledged_is_durable_when_the_server_is_killed(kind: str, tmp_path: Path) -> None:
    acknowledged: list[tuple[str, str]] = []
    with opened(kind, tmp_path) as url:
        with opened_desk(Settings(database_url=url)) as desk:
            workspace = workspaces.named(desk).id
            token = tokens.create(desk.acting(operator(workspace)), Role.ADMIN).text
        for _ in range(ROUNDS):
            with serving(url) as (process, port):
                profile_id = request(port, token, "POST", "/api/v1/profiles", {"name": "Versions"})["id"]
                started = threading.Event()
                writers = [
                    threading.Thread(
                        target=write_until_it_stops, args=(port, token, profile_id, acknowledged, started)
                    )
                    for _ in range(4)
                ]
                for writer in writers:
                    writer.start()
                started.wait(30)
                threading.Event().wait(0.5)
                os.kill(process.pid, signal.SIGKILL)
                for writer in writers:
                    writer.join()
        assert len(acknowledged) > ROUNDS
        with closing(Store(url)) as store, store.reading(workspace) as work:
            store.ready()
            for id, digest in acknowledged:
                profile = work.profiles.get(id)
                assert profile is not None
                assert (profile.digest, profile.document["name"]) == (digest, profile.name)
            head = work.profiles.get(profile_id)
            assert head is not None
            versions = [work.profiles.document(profile_id, number) for number in range(1, head.version + 2)]
            assert versions[-1] is None and None not in versions[:-1]
