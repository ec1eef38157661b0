"""Tools that stand in for those of vendors: servers on loopback that behave as recorded, or misbehave."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


@dataclass
class Request:
    method: str
    path: str
    query: dict[str, str]
    headers: Any
    body: Any
    raw: bytes


@dataclass
class Answer:
    data: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    content: bytes | None = None
    kind: str = "application/json"


@dataclass
class Fault:
    """What goes wrong, for which requests, how often; `then` may let the request work all the same."""

    happens: Callable[["Peer", BaseHTTPRequestHandler, Request], bool]
    when: Callable[[Request], bool] = lambda request: True
    times: int = 1


class Peer:
    """A server; `answer` is what the tool does. `requests` are all that came, `writes` those that write."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.requests: list[Request] = []
        self.writes: list[Request] = []
        self.lock = threading.RLock()

    def answer(self, request: Request) -> Answer:
        raise NotImplementedError

    def writes_by(self, request: Request) -> bool:
        return request.method in ("POST", "PUT", "PATCH", "DELETE")

    def work(self, request: Request) -> Answer:
        with self.lock:
            if self.writes_by(request):
                self.writes.append(request)
            return self.answer(request)

    @contextmanager
    def served(self) -> Iterator[str]:
        peer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = 65_536  # head and body leave together

            def log_message(self, *args: Any) -> None:
                pass

            def handle_any(self) -> None:
                request = _read(self)
                peer.requests.append(request)
                for fault in peer.faults:
                    if fault.times and fault.when(request):
                        fault.times -= 1
                        if fault.happens(peer, self, request):
                            return
                send(self, peer.work(request))

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any  # noqa: N815

            def handle(self) -> None:
                with suppress(OSError):  # the client has gone
                    super().handle()

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        server.block_on_close = False
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


def _read(handler: BaseHTTPRequestHandler) -> Request:
    raw = handler.rfile.read(int(handler.headers.get("content-length") or 0))
    parts = urlsplit(handler.path)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    kind = handler.headers.get("content-type", "")
    body = json.loads(raw) if raw and "json" in kind else None
    return Request(handler.command, unquote(parts.path), query, handler.headers, body, raw)


def send(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    content = answer.content
    if content is None:
        content = b"" if answer.data is None else json.dumps(answer.data).encode()
    handler.send_response(answer.status)
    for name, value in answer.headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Type", answer.kind)
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content)


def cut(peer: Peer, handler: BaseHTTPRequestHandler, request: Request) -> bool:
    """The write happens; the connection breaks before the answer."""
    peer.work(request)
    handler.close_connection = True
    handler.connection.close()
    return True


def silence(peer: Peer, handler: BaseHTTPRequestHandler, request: Request) -> bool:
    """The write happens; no answer ever comes."""
    peer.work(request)
    time.sleep(0.8)
    handler.close_connection = True
    return True


def error_that_wrote(peer: Peer, handler: BaseHTTPRequestHandler, request: Request) -> bool:
    peer.work(request)
    send(handler, Answer({"message": "Internal Server Error"}, 500))
    return True


def error(status: int, **headers: str) -> Callable[[Peer, BaseHTTPRequestHandler, Request], bool]:
    def happens(peer: Peer, handler: BaseHTTPRequestHandler, request: Request) -> bool:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        send(handler, Answer({"message": "no"}, status, named))
        return True

    return happens


def html(peer: Peer, handler: BaseHTTPRequestHandler, request: Request) -> bool:
    send(handler, Answer(content=b"<html><body>Please sign in</body></html>", kind="text/html"))
    return True


def drip(peer: Peer, handler: BaseHTTPRequestHandler, request: Request) -> bool:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    for _ in range(40):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.1)
    handler.close_connection = True
    return True


def flood(peer: Peer, handler: BaseHTTPRequestHandler, request: Request) -> bool:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Connection", "close")
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b" " * 65_536)
    handler.close_connection = True
    return True


def redirect(place: str) -> Callable[[Peer, BaseHTTPRequestHandler, Request], bool]:
    def happens(peer: Peer, handler: BaseHTTPRequestHandler, request: Request) -> bool:
        send(handler, Answer(status=302, headers={"Location": place}))
        return True

    return happens
