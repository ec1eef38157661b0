"""Errors as problem details."""

from __future__ import annotations

import pytest

from planner.domain import (
    InvalidGuidance,
    InvalidInput,
    InvalidProfile,
    NotFound,
    NotReproducible,
    PlannerError,
    Problem,
)
from planner.schemas import problem_document
from planner.schemas.problem import ProblemSchema, slug

SLUGS = {
    PlannerError: "planner-error",
    InvalidInput: "invalid-input",
    InvalidProfile: "invalid-profile",
    InvalidGuidance: "invalid-guidance",
    NotFound: "not-found",
    NotReproducible: "not-reproducible",
}


@pytest.mark.parametrize("kind", SLUGS)
def test_types_are_stable(kind: type[PlannerError]) -> None:
    assert slug(kind) == SLUGS[kind]


def test_the_document_says_where_what_and_what_to_do() -> None:
    error = InvalidProfile(Problem("teams[2].site", "names 'x'.", "List it.", 7), Problem("", "is empty."))
    document = problem_document(error, 422)
    assert document == {
        "type": "/problems/invalid-profile",
        "code": "invalid-profile",
        "title": "The profile is not valid",
        "status": 422,
        "detail": "teams[2].site (line 7): names 'x'. List it.\nthe document: is empty.",
        "errors": [
            {"path": "teams[2].site", "message": "names 'x'.", "fix": "List it.", "line": 7},
            {"path": "", "message": "is empty.", "fix": "", "line": None},
        ],
    }
    assert ProblemSchema().load(document) == ProblemSchema().dump(document) == document


def test_an_error_without_problems_has_a_detail() -> None:
    assert problem_document(NotFound(), 404)["detail"] == "Not found"
