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

import psycopg
import pytest
from sqlalchemy import make_url

from planner.app import close, create_app
from planner.app import opened as opened_desk
from planner.config import Settings
from planner.domain.access import Role, operator
from planner.services import tokens, workspaces
from planner.store import Store
from tests.api import tenants
from tests.store.databases import DATABASES, as_role, database, opened, role, server_url

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


@pytest.mark.postgres
def test_while_the_database_is_away_the_service_says_so_and_goes_on_once_it_is_back() -> None:
    with role() as (name, password), database(name) as superuser:
        settings = Settings(
            database_url=as_role(superuser, name, password), log_level="critical", rate_limit="off"
        )
        app = create_app(settings)
        client = tenants.client(app, tenants.workspace(app, "away"))
        first = client.post("/api/v1/profiles", json={"name": "Before"}).get_json()
        change = {"json": {"name": "Meanwhile"}, "headers": {"Idempotency-Key": "sent-again"}}
        with away(superuser):
            for answer in (
                client.get(f"/api/v1/profiles/{first['id']}"),
                client.post("/api/v1/profiles", **change),  # type: ignore[arg-type]
                client.get("/readyz"),
            ):
                assert (answer.status_code, answer.get_json()["code"]) == (503, "unavailable")
                assert int(answer.headers["Retry-After"]) > 0
                assert name not in answer.text
            assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").status_code == 200
        made = [client.post("/api/v1/profiles", **change).get_json()["id"] for _ in range(2)]  # type: ignore[arg-type]
        assert made[0] == made[1] != first["id"]
        names = [each["name"] for each in client.get("/api/v1/profiles").get_json()["items"]]
        assert names == ["Meanwhile", "Before"]
        close(app)


@contextmanager
def away(superuser: str) -> Iterator[None]:
    """Nobody reaches the database, and who was connected no longer is."""
    name = make_url(superuser).database
    with psycopg.connect(server_url(), autocommit=True) as server:
        server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        yield
        server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


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
