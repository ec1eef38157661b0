"""Around every request: its id, what the client accepts, security headers, one line in the log."""

from __future__ import annotations

import re
import secrets
import time

import structlog
from flask import Flask, Response, current_app, g, request
from werkzeug.datastructures import MIMEAccept
from werkzeug.exceptions import NotAcceptable

from planner.api import metrics
from planner.api.doors import OFFERS

log = structlog.get_logger()

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
HSTS = "max-age=31536000; includeSubDomains"
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)  # nothing that could forge a line of the log


def register(app: Flask) -> None:
    """Surround every request of `app`."""
    app.before_request(_begin)
    app.before_request(_negotiate)
    app.after_request(_end)


def _begin() -> None:
    given = request.headers.get("X-Request-Id", "")
    g.request_id = given if REQUEST_ID.fullmatch(given) else f"req_{secrets.token_hex(8)}"
    g.began = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _negotiate() -> None:
    """Refuse a client that accepts nothing that the operation offers, before anything is done for it."""
    accepts = request.accept_mimetypes
    offered = OFFERS.get(request.endpoint or "")
    if offered and accepts.provided:
        kinds = MIMEAccept((kind.partition(";")[0], quality) for kind, quality in accepts)
        if not kinds.best_match(offered):
            raise NotAcceptable


def _end(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", HSTS)
    response.headers["X-Request-Id"] = g.request_id
    seconds = time.perf_counter() - g.began
    current_app.extensions[metrics.EXTENSION].answered(response, seconds)
    log.info(
        "request",
        method=request.method,
        path=request.path,
        status=response.status_code,
        **({"code": g.code} if "code" in g else {}),
        actor=g.desk.actor.id if "desk" in g else None,
        milliseconds=round(seconds * 1000, 1),
    )
    return response
