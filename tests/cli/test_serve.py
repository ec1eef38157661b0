"""`planner serve` as a process of its own."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from planner.cli.serving import is_loopback
from tests.cli.conftest import Run

Start = Callable[..., tuple[subprocess.Popen[str], str]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts a server with these options; gives the process and the address that it printed."""
    started: list[subprocess.Popen[str]] = []
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PLANNER_")}

    def serve(*options: str, **variables: str) -> tuple[subprocess.Popen[str], str]:
        server = subprocess.Popen(
            [sys.executable, "-c", "from planner.cli import main; main()", "serve", *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**clean, "PLANNER_DATABASE_URL": f"sqlite:///{tmp_path / 'planner.db'}", **variables},
        )
        started.append(server)
        assert server.stdout is not None
        first = server.stdout.readline()
        assert first, f"it did not start: {server.communicate(timeout=20)[1]}"
        return server, first.removeprefix("Serving on ").split(" ")[0]

    yield serve
    for server in started:
        server.kill()
        server.communicate()


def get(address: str) -> tuple[int, bytes]:
    with urllib.request.urlopen(address, timeout=20) as answer:
        return answer.status, answer.read()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_serves_until_it_is_told_to_stop(start: Start, number: int, code: int, tmp_path: Path) -> None:
    server, address = start("--port", "0")
    assert address.startswith("http://127.0.0.1:")
    assert server.stdout is not None
    assert "Sign in as the admin" in server.stdout.readline()
    assert re.fullmatch(rf"  {address}sign-in\?token=tl_\w{{78}}\n", server.stdout.readline())
    assert get(f"{address}healthz")[0] == 200
    assert "openapi" in json.loads(get(f"{address}api/v1/openapi.json")[1])
    assert (tmp_path / "planner.db").exists()
    server.send_signal(number)
    output, errors = server.communicate(timeout=20)
    assert (server.returncode, output) == (code, "")
    assert "Traceback" not in errors
    assert "Warning" not in errors


def test_options_take_precedence(start: Start, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    _, address = start(
        "--port",
        "0",
        "--database-url",
        f"sqlite:///{other}",
        "--host",
        "127.0.0.1",
        PLANNER_HOST="0.0.0.0",
        PLANNER_PORT="1",
    )
    assert get(f"{address}healthz")[0] == 200
    assert other.exists()


def test_warns_beyond_this_machine(start: Start) -> None:
    server, address = start("--port", "0", "--host", "0.0.0.0")
    assert address.startswith("http://0.0.0.0:")
    server.send_signal(signal.SIGTERM)
    _, errors = server.communicate(timeout=20)
    assert "Warning: 0.0.0.0 can be reached from other machines" in errors
    assert server.returncode == 0


@pytest.fixture
def stored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PLANNER_DATABASE_URL", f"sqlite:///{tmp_path / 'planner.db'}")


@pytest.mark.usefixtures("stored")
def test_a_port_in_use(run: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = run("serve", "--port", port)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"127.0.0.1 port {port}: cannot be listened on: address already in use." in result.stderr
    assert "--port" in result.stderr


def test_version_six(start: Start) -> None:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine has no IPv6")
    _, address = start("--port", "0", "--host", "::1")
    assert address.startswith("http://[::1]:")
    assert get(f"{address}healthz")[0] == 200


@pytest.mark.usefixtures("stored")
def test_a_host_that_is_none(run: Run) -> None:
    result = run("serve", "--host", "no such host", "--port", 0)
    assert result.exit_code == 2
    assert "no such host port 0: cannot be listened on" in result.stderr


@pytest.mark.parametrize(
    "arguments", [["--database-url", "mysql://x"], ["--database-url", "sqlite:////proc/nowhere/planner.db"]]
)
def test_a_database_that_cannot_be_used(run: Run, arguments: list[str]) -> None:
    result = run("serve", "--port", 0, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr


def test_wrong_settings(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANNER_PORT", "http")
    result = run("serve")
    assert result.exit_code == 2
    assert "PLANNER_PORT" in result.stderr


@pytest.mark.parametrize(
    ("host", "inside"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.4", False),
        ("planner.example", False),
    ],
)
def test_loopback(host: str, inside: bool) -> None:
    assert is_loopback(host) is inside
