"""Errors as pages: what happened, why, and a way on."""

from __future__ import annotations

from collections.abc import Mapping

import structlog
from flask import Blueprint, Response, abort, g
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from planner.domain import (
    Conflict,
    Forbidden,
    InvalidInput,
    NotFound,
    NotReproducible,
    PlannerError,
    Problem,
    Stale,
    Unauthenticated,
)
from planner.services.retries import AnswerLost, UnderWay
from planner.store import Unavailable, UnusableDatabase
from planner.web.doors import door as new_door
from planner.web.doors import page
from planner.web.wording import TOLD

log = structlog.get_logger()
door = new_door("errors", __name__)


STATUS: Mapping[type[PlannerError], int] = {
    InvalidInput: 422,
    NotFound: 404,
    Conflict: 409,
    NotReproducible: 409,
    Stale: 409,
    UnderWay: 409,
    AnswerLost: 409,
    Unauthenticated: 401,
    Forbidden: 403,
    Unavailable: 503,
    UnusableDatabase: 503,
    PlannerError: 422,
}


def register(web: Blueprint) -> None:
    """Answer every error of the pages as a page."""
    web.register_error_handler(PlannerError, _domain)
    web.register_error_handler(CSRFError, _stale)
    web.register_error_handler(HTTPException, _http)
    web.register_error_handler(Exception, _unexpected)


@door.route("/<anything:path>", methods=["GET", "POST"])
def nowhere(path: str) -> Response:
    """Say that there is no such page."""
    abort(404)


def _domain(error: PlannerError) -> Response:
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    if status >= 500:
        log.error("not available", problems=[str(problem) for problem in error.problems])
        return told(status)
    return told(status, error.problems)


def _stale(error: CSRFError) -> Response:
    return told(400)


def _http(error: HTTPException) -> Response:
    response = told(error.code or 500)
    for name, value in error.get_response().headers:
        if name.lower() not in {"content-type", "content-length"}:
            response.headers[name] = value
    return response


def _unexpected(error: Exception) -> Response:
    log.error("unexpected error", exc_info=error)
    return told(500)


def told(status: int, problems: tuple[Problem, ...] = ()) -> Response:
    """The page of an error."""
    known = TOLD.get(status, TOLD[500 if status >= 500 else 404])
    return page(
        "errors/error.html",
        status=status,
        code=status,
        told=known,
        problems=problems,
        request_id=g.get("request_id"),
    )
