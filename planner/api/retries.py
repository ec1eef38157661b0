"""`Idempotency-Key`: a POST that is sent again takes effect once and is answered the same again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from flask import Response, g, request

from planner.domain import InvalidInput, PlannerError, Problem
from planner.services import Desk, retries
from planner.services.retries import Kept

HEADER, REPLAYED = "Idempotency-Key", "Idempotency-Replayed"
KEY = re.compile(r"[\x21-\x7e]{1,255}", re.ASCII)
KEPT_HEADERS = ("Content-Type", "Location", "ETag", "Link", "Content-Disposition")
PARAMETER: Mapping[str, Any] = {
    "in": "header",
    "name": HEADER,
    "description": "Sent again with the same key, the request takes effect once; kept for 24 hours.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
}


def once(desk: Desk, serve: Callable[[], Response], secret: bool = False) -> Response:
    """What `serve` answers, or what it answered before to the same key; without a key, just that.

    A `secret` answer is kept nowhere: sent again, the request is told that it was carried out.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return serve()
    if not KEY.fullmatch(key):
        fix = "Send 1 to 255 printable characters without spaces, such as a UUID."
        raise InvalidInput(Problem(HEADER, "is not a key.", fix))
    begun = retries.begin(desk, key, _fingerprint(desk))
    if isinstance(begun, Kept):
        return Response(begun.body, begun.status, {**begun.headers, REPLAYED: "true"})
    g.desk = replace(desk, claim=begun)
    try:
        response = serve()
    except BaseException:
        with suppress(PlannerError):  # the database may be what failed
            retries.release(desk, begun)
        raise
    if secret:
        return response
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    retries.keep(desk, begun, Kept(response.status_code, headers, response.get_data()))
    return response


def _fingerprint(desk: Desk) -> str:
    """What a request is: where, what, and what whoever sends it may see."""
    parts = [request.method, request.full_path, request.headers.get("Content-Type", "")]
    parts += [request.headers.get(name, "") for name in ("If-Match", "Accept")]
    parts += sorted(desk.actor.scopes) + sorted(desk.actor.teams)
    digest = hashlib.sha256("\0".join(parts).encode())
    digest.update(b"\0\0" + request.get_data(cache=True))
    return digest.hexdigest()
