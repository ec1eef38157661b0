"""Forms that are sent twice: a second sending does nothing and leads where the first one led."""

from __future__ import annotations

import hashlib
import secrets
import time
from contextlib import suppress
from dataclasses import replace

from flask import Response, g, request

from planner.domain import PlannerError
from planner.services import Desk, retries
from planner.services.ports.desk import Claim
from planner.services.retries import Kept, UnderWay
from planner.web.doors import is_part

FIELD = "once"
WAITS, PAUSE = 50, 0.1
"""How often a second sending looks whether the first one is done, and after how many seconds."""


def token() -> str:
    """What a form carries so that it takes effect once."""
    return secrets.token_urlsafe(18)


def begin() -> Response | None:
    """Before a form is carried out: where it led the first time, or nothing."""
    given = request.form.get(FIELD, "") if request.method == "POST" and not is_part() else ""
    if not given or "desk" not in g or len(given) > 64:
        return None
    begun = _begun(g.desk, _digest(given))
    if isinstance(begun, Kept):
        return Response(status=303, headers={"Location": begun.headers["Location"]})
    g.desk, g.claim = replace(g.desk, claim=begun), begun
    return None


def end(response: Response) -> Response:
    """After a form was carried out: remember where it led; what was refused may be sent again."""
    claim = g.pop("claim", None)
    if claim is None:
        return response
    with suppress(PlannerError):  # the database may be what failed
        if response.status_code == 303:
            retries.keep(g.desk, claim, Kept(303, {"Location": response.headers["Location"]}, b""))
        else:
            retries.release(g.desk, claim)
    return response


def _begun(desk: Desk, digest: str) -> Claim | Kept:
    for _ in range(WAITS):
        try:
            return retries.begin(desk, f"page:{digest}", digest)
        except UnderWay:
            time.sleep(PAUSE)
    return retries.begin(desk, f"page:{digest}", digest)


def _digest(given: str) -> str:
    """The form as it was filled in, so that a changed one is another."""
    fields = [(name, value) for name in sorted(request.form) for value in request.form.getlist(name)]
    told = repr((given, request.path, [each for each in fields if each[0] != "csrf_token"]))
    return hashlib.sha256(told.encode()).hexdigest()
