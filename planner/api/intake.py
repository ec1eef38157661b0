"""Reading requests: bodies in JSON or YAML and query strings, strictly; nothing is coerced or overlooked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from flask import request
from marshmallow import Schema
from werkzeug.exceptions import UnsupportedMediaType

from planner.api.doors import Intake
from planner.api.examples import PROFILE
from planner.api.queries import PlanStartSchema, Query, asked, loaded
from planner.domain import InvalidInput, Problem
from planner.schemas import documents, profiles

Syntax = Literal["json", "yaml"]
SYNTAX: Mapping[str, Syntax] = {
    "application/json": "json",
    "application/yaml": "yaml",
    "application/x-yaml": "yaml",
}
DOCUMENTED = ("application/json", "application/yaml")


def syntax() -> Syntax:
    """The syntax of the body; raises UnsupportedMediaType for what cannot be read without guessing."""
    encoding = request.headers.get("Content-Encoding", "identity").lower()
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if (
        request.mimetype not in SYNTAX
        or encoding != "identity"
        or charset not in {"utf-8", "utf8", "us-ascii"}
    ):
        raise UnsupportedMediaType
    return SYNTAX[request.mimetype]


def _profile() -> Mapping[str, Any]:
    written = syntax()
    return {"profile": profiles.read(request.get_data(cache=False), written)}


def _today() -> Mapping[str, Any]:
    """The day from the query or from a body, where there is one; two different days are refused."""
    said = asked(PlanStartSchema)
    body = request.get_data(cache=False)
    if body.strip():
        said_too = loaded(PlanStartSchema, documents.read(body, format=syntax()).data)
        if {**said, **said_too} != {**said_too, **said}:
            raise InvalidInput(Problem("today", "differs between query and body.", "Send it once."))
        said |= said_too
    return said


def small_body(schema: type[Schema]) -> dict[str, Any]:
    """What `schema` makes of a body, nothing of none; raises InvalidInput."""
    given = request.get_data(cache=False)
    return loaded(schema, documents.read(given, format=syntax()).data if given.strip() else {})


def body(schema: type[Schema], example: Any, read: Callable[[], Mapping[str, Any]], required: bool) -> Intake:
    """A small body by `schema`, and no query."""

    def reading() -> Mapping[str, Any]:
        asked(Query)
        return read()

    return Intake(reading, described_body(schema, example, required), BODY_ERRORS)


def query(schema: type[Schema]) -> Intake:
    """An intake that reads the query string by `schema`."""
    return Intake(lambda: asked(schema), {"parameters": [{"in": "query", "schema": schema}]}, (422,))


def described_body(schema: type[Schema], example: Any, required: bool) -> dict[str, Any]:
    """How a body is documented."""
    content = {kind: {"schema": schema, "example": example} for kind in DOCUMENTED}
    return {"requestBody": {"required": required, "content": content}}


BODY_ERRORS = (413, 415, 422)


def document_body(
    name: str, schema: type[Schema], example: Any, read: Callable[[bytes, Syntax], Any]
) -> Intake:
    """A body in JSON or YAML that `read` makes an argument called `name` of."""
    return Intake(
        lambda: {name: read(request.get_data(cache=False), syntax())},
        described_body(schema, example, required=True),
        BODY_ERRORS,
    )


PROFILE_BODY = Intake(_profile, described_body(profiles.ProfileSchema, PROFILE, required=True), BODY_ERRORS)
TODAY = query(PlanStartSchema)
TODAY_ANYWHERE = Intake(
    _today,
    {**described_body(PlanStartSchema, {"today": "2027-01-04"}, required=False), **TODAY.document},
    BODY_ERRORS,
)
NO_QUERY = Intake(lambda: asked(Query), {}, (422,))
