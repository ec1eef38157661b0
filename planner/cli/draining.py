"""Serving until told to stop, and then to the end of what has been asked: no answer is broken off."""

from __future__ import annotations

import json
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

from waitress import create_server, wasyncore
from waitress.channel import HTTPChannel
from waitress.task import ErrorTask

from planner.cli.manners import INTERRUPTED

LINGER_SECONDS = 1.0  # how long a connection at rest may still bring a request once stopping has begun
TURN_SECONDS = 0.1


class Stop:
    """SIGTERM and Ctrl-C: the first one asks to stop, another one ends at once.

    Before there is anything to bring to an end, the first one ends at once as well.
    """

    def __init__(self) -> None:
        self.came: list[int] = []
        self.wake: Callable[[], None] | None = None

    def __call__(self, number: int, _: FrameType | None) -> None:
        """Handle a signal."""
        self.came.append(number)
        if self.wake is None or len(self.came) > 1:
            raise SystemExit(INTERRUPTED if number == signal.SIGINT else 0)
        self.wake()

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Handle both signals meanwhile."""
        before = {number: signal.signal(number, self) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


class Refusal(ErrorTask):  # type: ignore[misc] # waitress has no types
    """What is not HTTP, or too large to be read, is told in the form of every other error."""

    def execute(self) -> None:
        """Answer problem+json, and close the connection."""
        from planner.api.problems import of_status
        from planner.domain import PlannerError, Problem
        from planner.schemas import problem_document

        status = self.request.error.code
        kind = of_status(status)
        error = PlannerError(Problem(kind.where, kind.means, kind.fix))
        error.title = kind.title
        body = json.dumps({**problem_document(error, status, kind.code), "request_id": None}).encode()
        self.status = f"{status} {self.request.error.reason}"
        self.response_headers.append(("Content-Type", "application/problem+json"))
        self.response_headers.append(("X-Content-Type-Options", "nosniff"))
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class Channel(HTTPChannel):  # type: ignore[misc] # waitress has no types
    """A connection; once stopping has begun, its next answer says that it is the last."""

    error_task_class = Refusal

    def service(self) -> None:
        """Answer a request."""
        if self.server.stopping and len(self.requests) == 1:
            self.requests[0].headers["CONNECTION"] = "close"
        super().service()


def server(app: Any, listener: socket.socket, threads: int, max_body_bytes: int) -> Any:
    """A waitress server on `listener` that `run` can bring to an end."""
    made = create_server(
        app,
        sockets=[listener],
        threads=threads,
        ident=None,
        max_request_body_size=max(max_body_bytes * 2, 1024 * 1024),  # the application says 413 before that
        channel_timeout=60,
        connection_limit=1_000,
        asyncore_use_poll=True,
    )
    made.channel_class, made.stopping = Channel, False
    return made


def run(server: Any, stop: Stop, seconds: float) -> None:
    """Serve until `stop` has come; then answer what has been asked, for at most `seconds`."""
    stop.wake = server.pull_trigger
    while not stop.came:
        _turn(server, server.adj.asyncore_loop_timeout)
    server.stopping = True
    _close_door(server)
    deadline = time.monotonic() + seconds
    while server.active_channels and time.monotonic() < deadline:
        _turn(server, TURN_SECONDS)
        _send_off(server)
    server.task_dispatcher.shutdown(timeout=max(0.0, deadline - time.monotonic()))
    wasyncore.close_all(server._map)


def _turn(server: Any, seconds: float) -> None:
    wasyncore.loop(timeout=seconds, map=server._map, count=1, use_poll=server.adj.asyncore_use_poll)


def _close_door(server: Any) -> None:
    """Let in whoever has knocked already, then nobody."""
    before = -1
    while len(server.active_channels) != before:
        before = len(server.active_channels)
        server.handle_accept()
    server.accepting = False
    server.del_channel()
    with suppress(OSError):
        server.socket.close()


def _send_off(server: Any) -> None:
    """Close the connections that are at rest."""
    cutoff = time.time() - LINGER_SECONDS
    for channel in list(server.active_channels.values()):
        busy = channel.requests or channel.request is not None or channel.total_outbufs_len
        if not busy and channel.last_activity < cutoff:
            channel.will_close = True
