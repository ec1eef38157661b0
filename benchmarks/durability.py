"""kill -9 under write load: `python -m benchmarks.durability [ROUNDS]`; 200 rounds on each database.

A service is killed in the middle of writes, again and again. Afterwards every acknowledged write has to be
there once and whole, and every write that was cut off is sent again with its key: it has to be there once.
`python -m benchmarks.durability server [ROUNDS]` kills PostgreSQL instead of the service.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import socket
import sys
import tempfile
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import table

ROUNDS, WRITERS = 200, 4
LEASE_SECONDS = 61
SEED = 20261126
PUT_EVERY = 3


@dataclass
class Ledger:
    """What writers have sent, and what they were told."""

    acknowledged: dict[str, tuple[str, str]] = field(default_factory=dict)  # name -> id, digest
    unsure: dict[str, str] = field(default_factory=dict)  # name -> key
    versions: dict[str, int] = field(default_factory=dict)  # id -> the version that was acknowledged last


def run() -> None:
    """Print what was found on each database."""
    rounds = next((int(each) for each in sys.argv[1:] if each.isdigit()), ROUNDS)
    if "server" in sys.argv[1:]:
        from benchmarks import server_killed

        server_killed.run(rounds)
        return
    from tests.store.databases import postgresql, sqlite

    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for name, database in (("SQLite", sqlite(Path(folder))), ("PostgreSQL", postgresql())):
            with database as url:
                rows.append([name, *measured(url, rounds)])
    head = ["", "kills", "acknowledged", "cut off", "lost", "twice", "torn", "audit trail"]
    table("kill -9 under write load", head, rows)


def measured(url: str, rounds: int) -> list[str]:
    """The columns of one database."""
    from planner.app import close, create_app
    from planner.config import Settings

    app = create_app(Settings(database_url=url, log_level="critical", rate_limit="off"))
    token, workspace = admitted(app)
    ledger, chance = Ledger(), random.Random(SEED)
    for number in range(rounds):
        kill_once(app, token, number, ledger, chance)
    time.sleep(LEASE_SECONDS)
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        server = fork(app, listener)
        resend(listener.getsockname()[1], token, ledger)
        os.kill(server, signal.SIGKILL)
        os.waitpid(server, 0)
    found = [*judged(url, workspace, ledger), trail(app, workspace)]
    close(app)
    return [str(rounds), f"{len(ledger.acknowledged):,}", f"{len(ledger.unsure):,}", *found]


def admitted(app: Any) -> tuple[str, str]:
    """A token and its workspace."""
    from planner.api import EXTENSION
    from planner.domain.access import Role, operator
    from planner.services import tokens, workspaces

    desk = app.extensions[EXTENSION]
    workspace = workspaces.create(desk, "durability").id
    return tokens.create(desk.acting(operator(workspace)), Role.PLANNER).text, workspace


def fork(app: Any, listener: socket.socket) -> int:
    """A process that serves `app`; its id."""
    from waitress import create_server

    from planner.app import STORE

    app.extensions[STORE].engine.dispose()  # no connection is to be shared
    process = os.fork()
    if process == 0:
        create_server(app, sockets=[listener], threads=8).run()
        os._exit(0)
    return process


def kill_once(app: Any, token: str, number: int, ledger: Ledger, chance: random.Random) -> None:
    """Serve, write, kill."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        server, port = fork(app, listener), listener.getsockname()[1]
        listener.close()
        begun = threading.Event()
        writers = [
            threading.Thread(target=write, args=(port, token, f"r{number}w{writer}", ledger, begun))
            for writer in range(WRITERS)
        ]
        for writer in writers:
            writer.start()
        begun.wait(30)
        time.sleep(chance.uniform(0.0, 0.6))
        os.kill(server, signal.SIGKILL)
        os.waitpid(server, 0)
        for writer in writers:
            writer.join()


def write(port: int, token: str, name: str, ledger: Ledger, begun: threading.Event) -> None:
    """Store profiles, and new versions of some, until nobody answers."""
    for number in range(100_000):
        named, key = f"{name}n{number}", os.urandom(12).hex()
        try:
            status, stored = send(port, token, "POST", "/api/v1/profiles", named, key)
        except (OSError, http.client.HTTPException):
            ledger.unsure[named] = key
            return
        assert status == 201, stored
        ledger.acknowledged[named] = (stored["id"], stored["digest"])
        begun.set()
        if number % PUT_EVERY == 0:
            try:
                _, stored = send(port, token, "PUT", f"/api/v1/profiles/{stored['id']}", named)
            except (OSError, http.client.HTTPException):
                return
            ledger.versions[stored["id"]] = stored["version"]


def send(port: int, token: str, method: str, path: str, name: str, key: str = "") -> tuple[int, Any]:
    """A request, and what it was answered."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "If-Match": "*"}
    headers |= {"Idempotency-Key": key} if key else {}
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request(method, path, json.dumps({"name": name}), headers)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())


def resend(port: int, token: str, ledger: Ledger) -> None:
    """Send again, with its key, whatever was cut off."""
    for name, key in ledger.unsure.items():
        status, said = send(port, token, "POST", "/api/v1/profiles", name, key)
        assert status == 201 or said["code"] == "answer-lost", said


def judged(url: str, workspace: str, ledger: Ledger) -> list[str]:
    """How much is lost, twice or torn."""
    from planner.domain.lists import MOST_ITEMS, Ask
    from planner.services.profiles import PROFILES
    from planner.store import Store, checking

    lost = torn = 0
    counts: dict[str, int] = {}
    with closing(Store(url)) as store:
        with store.reading(workspace) as work:
            ask: Ask | None = Ask(PROFILES, MOST_ITEMS)
            while ask is not None:
                records = work.profiles.list(ask)
                for record in records[:MOST_ITEMS]:
                    counts[record.name] = counts.get(record.name, 0) + 1
                more = len(records) > MOST_ITEMS
                ask = ask.beginning(ask.cursor(records[MOST_ITEMS - 1])) if more else None
            for name, (id, digest) in ledger.acknowledged.items():
                profile = work.profiles.get(id)
                whole = (
                    profile is not None and profile.digest == digest and profile.document == {"name": name}
                )
                enough = profile is not None and profile.version >= ledger.versions.get(id, 1)
                lost += profile is None or not enough
                torn += profile is not None and not whole
                for version in range(1, profile.version + 1 if profile else 0):
                    torn += work.profiles.document(id, version) is None
        lost += sum(name not in counts for name in ledger.unsure)
        problems = list(checking.check(store.engine))
    twice = sum(count > 1 for count in counts.values())
    return [str(lost), str(twice), str(torn + len(problems))]


def trail(app: Any, workspace: str) -> str:
    """What the audit trail's own check says."""
    from planner.api import EXTENSION
    from planner.domain.access import operator
    from planner.services import audit

    verdict = audit.verify(app.extensions[EXTENSION].acting(operator(workspace)))
    return "broken" if verdict.problems else f"holds, {verdict.entries:,} entries"


if __name__ == "__main__":
    run()
