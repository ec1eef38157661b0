"""Every error as problem+json (RFC 9457): one table from domain errors to statuses, one body."""

from __future__ import annotations

import json
from collections.abc import Mapping

import structlog
from flask import Flask, Response, g
from werkzeug.exceptions import HTTPException

from planner.api.doors import PROBLEM
from planner.domain import InvalidInput, NotFound, NotReproducible, PlannerError, Problem
from planner.schemas import problem_document
from planner.store import Unavailable, UnusableDatabase

log = structlog.get_logger()

STATUS: Mapping[type[PlannerError], int] = {
    InvalidInput: 422,
    NotFound: 404,
    NotReproducible: 409,
    Unavailable: 503,
    UnusableDatabase: 503,
    PlannerError: 422,
}
HINTS: Mapping[int, Problem] = {
    404: Problem("address", "There is nothing here.", "See the documentation at /api/v1/docs."),
    405: Problem("method", "is not answered at this address.", "The header Allow lists those that are."),
    406: Problem("Accept", "leaves out JSON, the only form there is.", "Accept application/json."),
    413: Problem("body", "is too large.", "Send less at once; alike teams need one entry with a count."),
    415: Problem(
        "Content-Type",
        "is not one that is read here.",
        "Send application/json or application/yaml in UTF-8, not compressed.",
    ),
    500: Problem("service", "failed; this is not the request's fault.", "Report the id of the request."),
    503: Problem("service", "cannot reach its data at present.", "Try again in a few seconds."),
}
RETRY_SECONDS = {503: "5"}
OURS = frozenset({"content-type", "content-length"})


def register(app: Flask) -> None:
    """Answer every error of `app` as problem+json."""
    app.register_error_handler(PlannerError, _domain)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def status_of(error: PlannerError) -> int:
    """The status of the nearest kind of error in the table."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def _domain(error: PlannerError) -> Response:
    status = status_of(error)
    if status < 500:
        return _answer(error, status)
    log.error("not available", problems=[str(problem) for problem in error.problems])
    return _answer(type(error)(HINTS[status]), status)


def _http(error: HTTPException) -> Response:
    response = _told(error.code or 500, error.name, error.description)
    for name, value in error.get_response().headers:
        if name.lower() not in OURS:  # Allow, WWW-Authenticate, Retry-After belong to the error
            response.headers[name] = value
    return response


def _unexpected(error: Exception) -> Response:
    log.error("unexpected error", exc_info=error)
    return _told(500, "Internal Server Error")


def _told(status: int, name: str, description: str | None = None) -> Response:
    """An error of HTTP rather than of ours: its `type` comes from its name."""
    error = PlannerError(HINTS.get(status, Problem("request", description or name)))
    error.title = name
    return _answer(error, status, type=f"/problems/{name.lower().replace(' ', '-')}")


def _answer(error: PlannerError, status: int, **members: str) -> Response:
    document = {**problem_document(error, status), **members, "request_id": g.get("request_id")}
    response = Response(json.dumps(document), status, content_type=PROBLEM)
    if status in RETRY_SECONDS:
        response.headers["Retry-After"] = RETRY_SECONDS[status]
    return response
