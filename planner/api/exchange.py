"""Around every request: its id, what the client accepts, security headers, one line in the log."""

from __future__ import annotations

import secrets
import time

import structlog
from flask import Flask, Response, g, request
from werkzeug.exceptions import NotAcceptable

log = structlog.get_logger()

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
JSON = "application/json"
PAGES = frozenset({"pages.home", "pages.documentation", "pages.asset"})


def register(app: Flask) -> None:
    """Surround every request of `app`."""
    app.before_request(_begin)
    app.before_request(_negotiate)
    app.after_request(_end)


def _begin() -> None:
    g.request_id, g.began = f"req_{secrets.token_hex(8)}", time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _negotiate() -> None:
    """Refuse a client that accepts no JSON, before anything is done for it."""
    accepts = request.accept_mimetypes
    if request.endpoint not in PAGES and accepts.provided and not accepts.best_match([JSON]):
        raise NotAcceptable


def _end(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["X-Request-Id"] = g.request_id
    log.info(
        "request",
        method=request.method,
        path=request.path,
        status=response.status_code,
        milliseconds=round((time.perf_counter() - g.began) * 1000, 1),
    )
    return response
