"""Every error as problem+json (RFC 9457), in the code and status of its kind (`planner.api.problems`)."""

from __future__ import annotations

import json
from collections.abc import Mapping

import structlog
from flask import Flask, Response, g
from werkzeug.exceptions import HTTPException

from planner.api.doors import PROBLEM
from planner.api.problems import Kind, of_error, of_status
from planner.domain import PlannerError, Problem
from planner.schemas import problem_document

log = structlog.get_logger()

RETRY_SECONDS: Mapping[str, str] = {"unavailable": "5", "unusable-database": "5", "under-way": "2"}
CHALLENGE = 'Bearer realm="planner"'
OURS = frozenset({"content-type", "content-length"})


def register(app: Flask) -> None:
    """Answer every error of `app` as problem+json."""
    app.register_error_handler(PlannerError, _domain)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _domain(error: PlannerError) -> Response:
    kind = of_error(error)
    if kind.status < 500:
        return _answer(error, kind, kind.status)
    log.error("not available", problems=[str(problem) for problem in error.problems])
    return _answer(type(error)(kind.problem), kind, kind.status)


def _http(error: HTTPException) -> Response:
    response = _told(error.code or 500, error.description)
    for name, value in error.get_response().headers:
        if name.lower() not in OURS:  # Allow, WWW-Authenticate, Retry-After belong to the error
            response.headers[name] = value
    return response


def _unexpected(error: Exception) -> Response:
    log.error("unexpected error", exc_info=error)
    return _told(500)


def _told(status: int, description: str | None = None) -> Response:
    """An error of HTTP rather than of ours, in its own words only where its kind is the general one."""
    kind = of_status(status)
    said = description if kind.code == "bad-request" else None
    error = PlannerError(Problem(kind.where, said or kind.means, kind.fix))
    error.title = kind.title
    return _answer(error, kind, status)


def _answer(error: PlannerError, kind: Kind, status: int) -> Response:
    g.code = kind.code
    document = {**problem_document(error, status, kind.code), "request_id": g.get("request_id")}
    response = Response(json.dumps(document), status, content_type=PROBLEM)
    if status == 401:
        response.headers["WWW-Authenticate"] = CHALLENGE
    if kind.code in RETRY_SECONDS:
        response.headers["Retry-After"] = RETRY_SECONDS[kind.code]
    return response
