"""Errors going out: problem details (RFC 9457) that say where, what and what to do."""

from __future__ import annotations

import re
from typing import Any

from marshmallow import Schema, fields

from planner.domain import PlannerError, Problem

CONTENT_TYPE = "application/problem+json"


class FaultSchema(Schema):
    """One thing wrong with a request."""

    path = fields.String(
        required=True, metadata={"description": "Where, as in `teams[2].site`; empty: the whole."}
    )
    message = fields.String(required=True, metadata={"description": "What is wrong."})
    fix = fields.String(required=True, metadata={"description": "What to do about it."})
    line = fields.Integer(
        required=True, allow_none=True, metadata={"description": "Line of the text, from 1; null if unknown."}
    )


class ProblemSchema(Schema):
    """Why a request was not carried out."""

    type = fields.String(
        required=True,
        metadata={
            "description": "Kind of error: a stable relative URI, which leads to its page.",
            "example": "/problems/invalid-profile",
        },
    )
    code = fields.String(
        required=True,
        metadata={"description": "Kind of error: a stable word to branch on.", "example": "invalid-profile"},
    )
    title = fields.String(required=True, metadata={"description": "The kind of error in a few words."})
    status = fields.Integer(required=True, metadata={"description": "The HTTP status."})
    detail = fields.String(required=True, metadata={"description": "This error in words."})
    errors = fields.List(fields.Nested(FaultSchema), required=True)


def problem_document(error: PlannerError, status: int, code: str | None = None) -> dict[str, Any]:
    """The document for `error`; `code` is its class name as a slug, such as `not-found`, unless given."""
    code = code or slug(type(error))
    return {
        "type": f"/problems/{code}",
        "code": code,
        "title": error.title,
        "status": status,
        "detail": "\n".join(str(problem) for problem in error.problems) or error.title,
        "errors": [fault(problem) for problem in error.problems],
    }


def slug(kind: type[PlannerError]) -> str:
    """`InvalidProfile` as `invalid-profile`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", kind.__name__).lower()


def fault(problem: Problem) -> dict[str, Any]:
    """One member of `errors`."""
    return {"path": problem.path, "message": problem.message, "fix": problem.fix, "line": problem.line}
