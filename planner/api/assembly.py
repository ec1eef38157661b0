"""The API put together on an application."""

from __future__ import annotations

from flask import Flask
from marshmallow import fields

from planner import __version__
from planner.api import (
    analyses,
    approvals,
    audit,
    comments,
    connections,
    documents,
    errors,
    exchange,
    guidance,
    health,
    knowledge,
    limits,
    metrics,
    people,
    plans,
    portfolios,
    positions,
    profiles,
    rosters,
    scenarios,
    tokens,
    webhooks,
    workspace,
)
from planner.api.doors import EXTENSION, Doors, FormPart, PlanPart
from planner.api.pages import pages
from planner.schemas import problem
from planner.schemas.containers import property_names
from planner.services import Desk

ABOUT = """\
Plans whom to hire for machine learning in production, how many, when, at what cost and why.

Bodies are read strictly: unknown facts, wrong types, repeated keys and numbers that cannot be kept exactly
are refused. Profiles may be sent as JSON or YAML. Every error is `application/problem+json` (RFC 9457) and
lists each problem with its path, what is wrong and what to do. Every request but those for health needs a
token, whose role says what it may do; records of other workspaces are not there. Lists are cut into pages:
send `next` as `cursor`.
"""

TOKENS = "A token of the workspace: `planner tokens create --role ROLE` prints one."


DOORS = (
    profiles,
    scenarios,
    plans,
    documents,
    analyses,
    portfolios,
    approvals,
    positions,
    comments,
    knowledge,
    guidance,
    connections,
    rosters,
    webhooks,
    people,
    tokens,
    audit,
    health,
    metrics,
    workspace,
)


class ProblemSchema(problem.ProblemSchema):
    """Why a request was not carried out, and the id under which the log speaks of it."""

    request_id = fields.String(
        required=True, metadata={"description": "The request's id, as in the header X-Request-Id."}
    )


class ApiDoors(Doors):
    """The doors with this API's form of errors."""

    ERROR_SCHEMA = ProblemSchema


def install(app: Flask, desk: Desk) -> None:
    """Serve every operation from `desk`, with its documentation, errors and headers."""
    app.extensions[EXTENSION] = desk
    app.url_map.converters["plan"] = PlanPart
    app.url_map.converters["form"] = FormPart
    app.config.update(
        API_TITLE="Team-composition planner",
        API_VERSION=__version__,
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api/v1",
        OPENAPI_JSON_PATH="openapi.json",
        API_SPEC_OPTIONS={
            "info": {"description": ABOUT, "license": {"name": "Apache-2.0"}},
            "servers": [{"url": "/"}],
            "security": [{"token": []}],
        },
    )
    errors.register(app)
    metrics.register(app)
    exchange.register(app)
    limits.register(app)
    doors = ApiDoors(app)
    doors.spec.components.security_scheme(
        "token", {"type": "http", "scheme": "bearer", "description": TOKENS}
    )
    doors.ma_plugin.converter.add_attribute_function(property_names)
    for part in DOORS:
        doors.register_blueprint(part.door)
    app.register_blueprint(pages)
