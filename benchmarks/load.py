"""Requests a second beside a bare Flask view that answers the same bytes: `python -m benchmarks load`.

Needs wrk (Debian: `apt-get install wrk`). Each operation of the service takes turns with its bare twin in the
same kind of server on this machine's loopback, a few seconds each; what counts are the ratios.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import table

SECONDS, CONNECTIONS = 2, 16
WORKERS, THREADS = 2, 4
PROFILE = {
    "name": "Harbour Retail",
    "ml_teams": 3,
    "data_scientists": 14,
    "use_cases_in_production": 9,
    "general_platform": "basic",
    "needs": ["deploy_models", "monitor_models"],
}
BARE = """
import logging, os, sys
from pathlib import Path
from flask import Flask, Response
def create_app():
    app = Flask("bare")
    for path in Path(os.environ["BARE_BODIES"]).iterdir():
        body = path.read_bytes()
        app.add_url_rule(f"/{path.name}", path.name, methods=["GET", "POST"],
                         view_func=lambda body=body: Response(body, mimetype="application/json"))
    return app
if __name__ == "__main__":
    from waitress import serve
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    serve(create_app(), host="127.0.0.1", port=int(sys.argv[1]), threads=8, ident=None)
"""
FIGURE = re.compile(
    r"50%\s+([\d.]+)(us|ms|s)\b.*?99%\s+([\d.]+)(us|ms|s)\b.*?Requests/sec:\s+([\d.]+)", re.DOTALL
)
REFUSED = re.compile(r"Non-2xx or 3xx responses: (\d+)")
MILLISECONDS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass(frozen=True, slots=True)
class Call:
    """A request to repeat."""

    name: str
    method: str
    path: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """What wrk measured: requests a second, milliseconds."""

    rate: float
    median: float
    slow: float


def main() -> None:
    """Print a table for each kind of server."""
    if shutil.which("wrk") is None:
        print("benchmarks/load needs wrk: apt-get install wrk")
        return
    with tempfile.TemporaryDirectory() as folder, postgresql() as url:
        databases = {
            f"gunicorn ({WORKERS} workers, {THREADS} threads) + PostgreSQL": (gunicorn, url),
            "planner serve (8 threads) + SQLite": (serve, f"sqlite:///{folder}/planner.db"),
        }
        for name, (start, database) in databases.items():
            measure(name, start, database, Path(folder))


def measure(name: str, start: object, database: str, folder: Path) -> None:
    """Print the table of one kind of server."""
    assert callable(start)
    environment = {**os.environ, "PLANNER_DATABASE_URL": database, "PLANNER_RATE_LIMIT": "off"}
    environment |= {"PLANNER_LOG_LEVEL": "error"}
    bodies = folder / f"bodies-{start.__name__}"
    bodies.mkdir()
    token = make_token(environment)
    with start("planner.app:create_app()", environment) as address:
        calls = prepared(address, token)
        for call in calls:
            (bodies / call.name.replace(" ", "-")).write_bytes(answer(address, token, call))
        bare_environment = {**environment, "BARE_BODIES": str(bodies), "PYTHONPATH": str(folder)}
        (folder / "bare.py").write_text(BARE)
        with start("bare:create_app()", bare_environment) as bare:
            rows = [row(call, address, bare, token, folder) for call in calls]
    rows = [[*row, str(count)] for row, count in zip(rows, statements(database, token, calls), strict=True)]
    head = ["requests/s", "p50 ms", "p99 ms", "bare requests/s", "bare p50", "bare p99", "of bare", "bytes"]
    head.append("statements")
    table(f"{name}, {CONNECTIONS} connections, {SECONDS} s each", ["", *head], rows)


def row(call: Call, address: str, bare: str, token: str, folder: Path) -> Sequence[str]:
    """The service and its bare twin, one after the other."""
    size = len(answer(address, token, call))
    twin = Call(call.name, call.method, "/" + call.name.replace(" ", "-"), call.body)
    theirs, ours = load(bare, twin, token, folder), load(address, call, token, folder)
    shown = [f"{ours.rate:,.0f}", f"{ours.median:.1f}", f"{ours.slow:.1f}"]
    beside = [f"{theirs.rate:,.0f}", f"{theirs.median:.1f}", f"{theirs.slow:.1f}"]
    return [call.name, *shown, *beside, f"{ours.rate / theirs.rate:.2f}", f"{size:,}"]


def prepared(address: str, token: str) -> list[Call]:
    """The calls, on records that are there."""
    body = json.dumps(PROFILE)
    made = [json.loads(answer(address, token, Call("", "POST", "/api/v1/profiles", body))) for _ in range(30)]
    place = f"/api/v1/profiles/{made[0]['id']}/plans"
    plans = [json.loads(answer(address, token, Call("", "POST", place))) for _ in range(30)]
    return [
        Call("health", "GET", "/healthz"),
        Call("read profile", "GET", f"/api/v1/profiles/{made[0]['id']}"),
        Call("read plan", "GET", f"/api/v1/plans/{plans[0]['id']}"),
        Call("read document", "GET", f"/api/v1/plans/{plans[0]['id']}/document"),
        Call("list plans", "GET", "/api/v1/plans?limit=20"),
        Call("preview plan", "POST", "/api/v1/plans/preview", body),
        Call("store profile", "POST", "/api/v1/profiles", body),
        Call("store plan", "POST", place),
    ]


def statements(database: str, token: str, calls: Sequence[Call]) -> list[int]:
    """How many statements each call sends to the database, transactions apart, asked in this process."""
    from sqlalchemy import event

    from planner.app import STORE, close, create_app
    from planner.config import Settings

    app, sent = create_app(Settings(database_url=database, log_level="critical", rate_limit="off")), [0]

    def count(connection: object, cursor: object, statement: str, *rest: object) -> None:
        sent[0] += not statement.startswith("BEGIN")

    event.listen(app.extensions[STORE].engine, "before_cursor_execute", count)
    headers, counts = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}, []
    for call in calls:
        sent[0] = 0
        app.test_client().open(call.path, method=call.method, data=call.body or None, headers=headers)
        counts.append(sent[0])
    close(app)
    return counts


def load(address: str, call: Call, token: str, folder: Path) -> Figure:
    """What wrk says of one call."""
    script = folder / "call.lua"
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    lines = [f"wrk.headers[{json.dumps(name)}] = {json.dumps(value)}" for name, value in headers.items()]
    lines += [f"wrk.method = {json.dumps(call.method)}"]
    if call.body:
        lines.append(f"wrk.body = {json.dumps(call.body)}")
    script.write_text("\n".join(lines))
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", "-s", str(script)]
    told = subprocess.run([*command, address + call.path], check=True, capture_output=True, text=True).stdout
    found, refused = FIGURE.search(told), REFUSED.search(told)
    assert found and not refused, told
    median, one, slow, other, rate = found.groups()
    return Figure(float(rate), float(median) * MILLISECONDS[one], float(slow) * MILLISECONDS[other])


def answer(address: str, token: str, call: Call) -> bytes:
    """The body that a call is answered."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    body = call.body.encode() if call.method == "POST" else None
    request = urllib.request.Request(address + call.path, body, headers, method=call.method)
    with urllib.request.urlopen(request, timeout=30) as told:
        return bytes(told.read())


def make_token(environment: dict[str, str]) -> str:
    """A token, made as an operator makes it."""
    command = [sys.executable, "-c", "from planner.cli import main; main()", "tokens", "create"]
    command += ["--role", "admin"]
    made = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return made.stdout.strip()


@contextlib.contextmanager
def gunicorn(app: str, environment: dict[str, str]) -> Iterator[str]:
    """gunicorn with threads, in processes of its own."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "-k", "gthread", "-w", str(WORKERS), "--threads"]
    command += [str(THREADS), "-b", f"127.0.0.1:{port}", "--log-level", "error", "--keep-alive", "60", app]
    with running(command, environment, port) as address:
        yield address


@contextlib.contextmanager
def serve(app: str, environment: dict[str, str]) -> Iterator[str]:
    """`planner serve`, or the bare twin in the same server."""
    port = free_port()
    planner = ["-c", "from planner.cli import main; main()", "serve", "--port", str(port)]
    command = planner if app.startswith("planner") else ["-m", "bare", str(port)]
    with running([sys.executable, *command], environment, port) as address:
        yield address


@contextlib.contextmanager
def running(command: list[str], environment: dict[str, str], port: int) -> Iterator[str]:
    """A server until it is no longer needed."""
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        while not answers(f"{address}/healthz"):
            assert server.poll() is None, "the server did not start"
            time.sleep(0.2)
        yield address
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(60)


def answers(address: str) -> bool:
    """Whether somebody answers there, whatever it is."""
    try:
        urllib.request.urlopen(address, timeout=5).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """An empty database of a PostgreSQL server that runs meanwhile."""
    from tests.store.databases import postgresql as opened

    with opened() as url:
        yield url


if __name__ == "__main__":
    main()
