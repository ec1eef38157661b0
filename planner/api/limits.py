"""How often one caller may ask: by token, else by address. Whoever keeps sending wrong tokens is refused.

Counted in each process: with several, a caller may ask as often of each.
"""

from __future__ import annotations

import hashlib
import time

from flask import Flask, Response, g, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits import RateLimitItem, parse
from werkzeug.exceptions import TooManyRequests

RATE = "PLANNER_RATE_LIMIT"
OFF = "off"
FAILURES = parse("30/minute")  # answers of 401 to one address
UNLIMITED = frozenset({"health.isAlive", "health.isReady"})


def register(app: Flask) -> None:
    """Limit the requests of `app` to its setting, unless that is off."""
    rate = app.config[RATE]
    if rate == OFF:
        return
    limiter = Limiter(
        caller,
        app=app,
        application_limits=[rate],
        application_limits_exempt_when=lambda: request.endpoint in UNLIMITED,
        storage_uri="memory://",
    )

    def refuse_guesser() -> None:
        if request.authorization and not limiter.limiter.test(FAILURES, get_remote_address()):
            raise _too_many(limiter, FAILURES, get_remote_address())

    def note(response: Response) -> Response:
        if response.status_code == 401 and request.authorization:
            limiter.limiter.hit(FAILURES, get_remote_address())
        return _told(limiter, response)

    app.before_request(refuse_guesser)
    app.after_request(note)


def caller() -> str:
    """Whom a request counts for: its token's holder, unread, else its address."""
    given = request.headers.get("Authorization", "")
    return hashlib.sha256(given.encode()).hexdigest()[:32] if given else get_remote_address()


def _too_many(limiter: Limiter, limit: RateLimitItem, key: str) -> TooManyRequests:
    g.retry_at = limiter.limiter.get_window_stats(limit, key).reset_time
    return TooManyRequests()


def _told(limiter: Limiter, response: Response) -> Response:
    """The answer with how much is left, and when to come again where nothing is."""
    current = limiter.current_limit
    reset = g.get("retry_at") or (current.reset_at if current else None)
    if reset is None:
        return response
    seconds = str(max(1, round(reset - time.time())))
    if current:
        response.headers["RateLimit-Limit"] = str(current.limit.amount)
        response.headers["RateLimit-Remaining"] = str(current.remaining)
        response.headers["RateLimit-Reset"] = seconds
    if response.status_code == 429:
        response.headers["Retry-After"] = seconds
    return response
