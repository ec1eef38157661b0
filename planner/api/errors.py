"""Every error as problem+json (RFC 9457): one table from domain errors to statuses, one body."""

from __future__ import annotations

import json
from collections.abc import Mapping

import structlog
from flask import Flask, Response, g
from werkzeug.exceptions import HTTPException

from planner.api.doors import PROBLEM
from planner.domain import InvalidInput, NotFound, NotReproducible, PlannerError, Problem
from planner.schemas.problem import problem_document
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
    404: Problem("", "There is nothing at this address.", "See the documentation at /api/v1/docs."),
    405: Problem("", "This address does not answer that method.", "The header Allow lists those it does."),
    406: Problem("", "The answer exists in JSON only.", "Accept application/json."),
    413: Problem("", "The body is too large.", "Send less at once; alike teams need one entry with a count."),
    500: Problem("", "Something went wrong here, not in the request.", "Report the id of the request."),
    503: Problem("", "The service cannot reach its data at present.", "Try again in a few seconds."),
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
    status = error.code or 500
    told = PlannerError(HINTS.get(status, Problem("", error.description or error.name)))
    told.title = error.name
    response = _answer(told, status)
    for name, value in error.get_response().headers:
        if name.lower() not in OURS:  # Allow, WWW-Authenticate, Retry-After belong to the error
            response.headers[name] = value
    return response


def _unexpected(error: Exception) -> Response:
    log.error("unexpected error", exc_info=error)
    told = PlannerError(HINTS[500])
    told.title = "Internal error"
    return _answer(told, 500)


def _answer(error: PlannerError, status: int) -> Response:
    document = {**problem_document(error, status), "request_id": g.get("request_id")}
    response = Response(json.dumps(document), status, content_type=PROBLEM)
    if status in RETRY_SECONDS:
        response.headers["Retry-After"] = RETRY_SECONDS[status]
    return response
