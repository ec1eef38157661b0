"""The server under `planner serve`: it stops without breaking an answer off, and refuses what is not HTTP."""

import contextlib
import http.client
import json
import signal
import socket
import threading
import time
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from planner.cli.draining import Stop, run, server

BODY = b"x" * 200_000


def slow(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    time.sleep(0.02)
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(BODY)))])
    return [BODY]


class Served:
    """A server in a thread; `stop` is what a signal calls."""

    def __init__(self, seconds: float) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.stop = Stop()
        made = server(slow, self.listener, threads=4, max_body_bytes=1024)
        self.thread = threading.Thread(target=run, args=(made, self.stop, seconds))
        self.thread.start()
        while self.stop.wake is None:
            time.sleep(0.01)

    def end(self) -> None:
        with contextlib.suppress(SystemExit):
            self.stop(signal.SIGTERM, None)
        self.thread.join(30)
        assert not self.thread.is_alive()


@pytest.fixture
def served() -> Iterator[Served]:
    made = Served(seconds=20)
    yield made
    made.end()


def ask_until_it_ends(port: int, answers: list[tuple[int, int]], broken: list[str]) -> None:
    """Ask over connections that are kept open, until nobody listens any more."""
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.connect()
        except ConnectionRefusedError:
            return
        with contextlib.closing(connection):
            while connection.sock is not None:
                try:
                    connection.request("GET", "/")
                    answer = connection.getresponse()
                    answers.append((answer.status, len(answer.read())))
                except (OSError, http.client.HTTPException) as error:
                    broken.append(repr(error))
                    return


def test_no_answer_is_broken_off_when_it_stops_under_load(served: Served) -> None:
    answers: list[tuple[int, int]] = []
    broken: list[str] = []
    askers = [
        threading.Thread(target=ask_until_it_ends, args=(served.port, answers, broken)) for _ in range(12)
    ]
    for asker in askers:
        asker.start()
    while len(answers) < 30:
        time.sleep(0.01)
    with contextlib.closing(socket.create_connection(("127.0.0.1", served.port))):  # says nothing
        served.end()
    for asker in askers:
        asker.join(30)
    assert broken == []
    assert set(answers) == {(200, len(BODY))}


def test_it_ends_when_its_time_is_up() -> None:
    served = Served(seconds=0.2)
    with contextlib.closing(socket.create_connection(("127.0.0.1", served.port))) as half:
        half.sendall(b"POST / HTTP/1.1\r\nContent-Length: 100\r\n\r\n{")
        served.end()


def test_a_second_signal_ends_at_once() -> None:
    stop = Stop()
    stop.wake = lambda: None
    stop(signal.SIGTERM, None)
    with pytest.raises(SystemExit) as ended:
        stop(signal.SIGTERM, None)
    assert ended.value.code == 0
    with pytest.raises(SystemExit) as interrupted:
        Stop()(signal.SIGINT, None)  # before anything is served
    assert interrupted.value.code == 130


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GARBAGE\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: x\r\n\r\n", 501),
        (b"POST / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n", 413),
        (b"GET / HTTP/1.1\r\nX: " + b"x" * 300_000 + b"\r\n\r\n", 431),
    ],
)
def test_what_is_not_http_is_refused_like_everything_else(served: Served, sent: bytes, status: int) -> None:
    with contextlib.closing(socket.create_connection(("127.0.0.1", served.port), timeout=20)) as connection:
        with contextlib.suppress(ConnectionError):
            connection.sendall(sent)
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        problem = json.loads(answer.read())
    assert (answer.status, problem["status"]) == (status, status)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert problem["errors"][0]["fix"]
