"""Blueprints whose operations read strictly, answer by schema and document themselves."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from http import HTTPStatus
from typing import Any, cast

from flask import Response, current_app, g, request
from flask_smorest import Api, Blueprint
from marshmallow import Schema
from werkzeug.routing import BaseConverter

from planner.api import examples, retries, tags
from planner.domain.access import unauthenticated
from planner.domain.seating import FORM
from planner.reports.forms import Form
from planner.services import Desk, access, ids

PROBLEM = "application/problem+json"
EXTENSION = "planner"
BEARER = "bearer"
ALWAYS = (406, 429, 500, 503)
GUARDED = (401, 403)
JSON = "application/json"
OFFERS: dict[str, tuple[str, ...]] = {}  # the forms in which an endpoint answers
View = Callable[..., Any]
FILE = {"type": "string", "format": "binary"}


class PlanPart(BaseConverter):
    """A plan's id in a path; `preview` and `compare` are none, they are addresses of their own."""

    regex = "(?!(?:preview|compare)$)[^/]+"


class FormPart(BaseConverter):
    """The ending of a document's address."""

    regex = "|".join(Form)


def _path(name: str, about: str, **schema: Any) -> dict[str, Any]:
    schema = {"type": "string", "minLength": 1, **schema}
    return {"in": "path", "name": name, "required": True, "description": about, "schema": schema}


PATHS: Mapping[str, dict[str, Any]] = {
    "profile_id": _path("profile_id", "The profile's id.", pattern=f"^{ids.form(ids.PROFILE)}$"),
    "plan_id": _path("plan_id", "The plan's id.", pattern=f"^{ids.form(ids.PLAN)}$"),
    "form": _path("form", "The form of the document.", enum=list(Form)),
    "scenario_id": _path("scenario_id", "The scenario's id.", pattern=f"^{ids.form(ids.SCENARIO)}$"),
    "position_id": _path("position_id", "The position's id.", pattern=f"^{FORM}$"),
    "requisition_id": _path(
        "requisition_id", "The requisition's id.", pattern=f"^{ids.form(ids.REQUISITION)}$"
    ),
    "comment_id": _path("comment_id", "The comment's id.", pattern=f"^{ids.form(ids.COMMENT)}$"),
    "guidance_id": _path("guidance_id", "The guidance pack's id.", pattern=f"^{ids.form(ids.PACK)}$"),
    "connection_id": _path("connection_id", "The connection's id.", pattern=f"^{ids.form(ids.CONNECTION)}$"),
    "external_id": _path("external_id", "Our id of a record there.", maxLength=50),
    "workspace_id": _path("workspace_id", "The workspace's id.", pattern=f"^{ids.form(ids.WORKSPACE)}$"),
    "run_id": _path("run_id", "The run's id.", pattern=f"^{ids.form(ids.RUN)}$"),
    "roster_id": _path("roster_id", "The roster's id.", pattern=f"^{ids.form(ids.ROSTER)}$"),
    "endpoint_id": _path("endpoint_id", "The endpoint's id.", pattern=f"^{ids.form(ids.ENDPOINT)}$"),
    "delivery_id": _path("delivery_id", "The delivery's id.", pattern=f"^{ids.form(ids.DELIVERY)}$"),
    "number": _path("number", "The version's number.", pattern="^[1-9][0-9]{0,8}$"),
    "person_id": _path("person_id", "The person's id.", pattern=f"^{ids.form(ids.PERSON)}$"),
    "token_id": _path("token_id", "The token's id.", pattern=f"^{ids.form(ids.TOKEN)}$"),
    "rule_id": _path("rule_id", "The rule's id.", example="mlops.stated_need"),
}


def desk() -> Desk:
    """The desk of the running service, at which whoever sent the request is acting."""
    return cast(Desk, g.get("desk") or current_app.extensions[EXTENSION])


def authenticate() -> None:
    """Let in whoever sends a good token; raises Unauthenticated."""
    here = cast(Desk, current_app.extensions[EXTENSION])
    given = request.authorization
    if given is None or given.type != BEARER or not given.token:
        raise unauthenticated()
    g.desk = here.acting(access.authenticate(here, given.token), g.request_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an operation answers when all is well; `errors` are statuses that not every operation has.

    `media` are the forms it can have, the usual one first; a view that gives another than JSON returns a
    Response. `version` tells a record's version, for its ETag; `tells` its further headers. What is `secret`
    is told once and kept nowhere, not even for a request that is sent again.
    """

    schema: type[Schema] | Schema | Mapping[str, Any] | None
    status: int = 200
    about: str
    example: Any = None
    headers: Mapping[str, Any] = field(default_factory=dict)
    errors: tuple[int, ...] = ()
    media: tuple[str, ...] = (JSON,)
    version: Callable[[Any], int] | None = None
    tells: Callable[[Any], Mapping[str, str]] | None = None
    secret: bool = False

    def headers_of(self, method: str) -> dict[str, Any]:
        """Its headers, for the document."""
        tag = {"ETag": tags.ETAG} if self.version or method == "GET" else {}
        return {**self.headers, **tag}


@dataclass(frozen=True, slots=True)
class Intake:
    """What an operation reads: `read` gives arguments of the view, `document` says what may come."""

    read: Callable[[], Mapping[str, Any]]
    document: Mapping[str, Any]
    errors: tuple[int, ...]


IF_MATCH = Intake(lambda: {"expected": tags.expected()}, {"parameters": [tags.IF_MATCH]}, (412, 422, 428))
IF_NONE_MATCH = Intake(dict, {"parameters": [tags.IF_NONE_MATCH]}, ())
KEYED = Intake(dict, {"parameters": [retries.PARAMETER]}, (409, 422))
MANNERS: Mapping[str, tuple[Intake, ...]] = {"GET": (IF_NONE_MATCH,)}  # of every operation of a method


class Door(Blueprint):
    """A blueprint; an operation is one row of method, rule, name, what it answers and what it takes."""

    def operation(
        self,
        method: str,
        rule: str,
        name: str,
        answer: Answer,
        takes: Iterable[Intake] = (),
        public: bool = False,
    ) -> Callable[[View], View]:
        """Serve and document a view under the operation id `name`; its docstring is the summary.

        Only a `public` operation answers without a token.
        """
        kept = method == "POST" and not public
        last = sorted(takes, key=lambda each: each is IF_MATCH)  # a wrong request is told before a stale one
        intakes = (*last, *((KEYED,) if kept else ()), *MANNERS.get(method, ()))
        expected = answer.errors if public else (*GUARDED, *answer.errors)
        errors = {*ALWAYS, *expected, *(status for intake in intakes for status in intake.errors)}
        parameters = [PATHS[part] for part in re.findall(r"(\w+)>", rule)]
        OFFERS[f"{self.name}.{name}"] = answer.media

        def decorate(view: View) -> View:
            served = self._answering(_taking(view, intakes, answer), answer, method)
            for status in sorted(errors):
                served = self.alt_response(status, response=_name(status))(served)
            if method == "GET":
                served = self.alt_response(304, description="Nothing is new.", success=True)(served)
            told = {"operationId": name, **({"security": []} if public else {}), **_documents(intakes)}
            documented = self.doc(**told)(
                _guarded(_once(_tagging(served, method, answer), kept, answer.secret), public)
            )
            self.route(rule, methods=[method], parameters=parameters, endpoint=name)(documented)
            return view

        return decorate

    def _answering(self, view: View, answer: Answer, method: str) -> View:
        about = {"description": answer.about, "headers": answer.headers_of(method) or None}
        usual, *others = answer.media
        schema = _file(usual) if answer.schema is None and usual != JSON else answer.schema
        served = self.response(answer.status, schema, example=answer.example, content_type=usual, **about)(
            view
        )
        for media in others:
            served = self.alt_response(
                answer.status, schema=_file(media), content_type=media, success=True, **about
            )(served)
        return cast(View, served)


def _file(media: str) -> dict[str, Any]:
    return {"type": "object"} if media.endswith("json") else FILE


class Doors(Api):
    """The API as a whole; errors are documented as what they are, problem+json."""

    DEFAULT_ERROR_RESPONSE_NAME = None
    _text: str | None = None

    def _register_error_handlers(self) -> None:
        """None here: `planner.api.errors` handles them, keeping the headers that belong to them."""

    def _register_pagination_header(self) -> None:
        """None: lists carry `next` in their body."""

    def _openapi_json(self) -> Response:
        """The document, written once: nothing in it changes while the service runs."""
        if self._text is None:
            document = self.spec.to_dict()
            examples.fill_in(document)
            self._text = json.dumps(document, indent=1)
        return tags.tagged(Response(self._text, mimetype=JSON), None)

    def _register_responses(self) -> None:
        for status in HTTPStatus:
            content = {PROBLEM: {"schema": self.ERROR_SCHEMA}}
            response = {"description": status.phrase, "content": content}
            self.spec.components.response(_name(status), response, lazy=True)


def _taking(view: View, intakes: tuple[Intake, ...], answer: Answer) -> View:
    @wraps(view)
    def call(**path: str) -> Any:
        taken: dict[str, Any] = dict(path)
        for intake in intakes:
            taken.update(intake.read())
        record = view(**taken)
        if answer.version:
            g.version = answer.version(record[0] if isinstance(record, tuple) else record)
        return (record, answer.tells(record)) if answer.tells else record

    return call


def _guarded(view: View, public: bool) -> View:
    if public:
        return view

    @wraps(view)
    def call(**path: str) -> Any:
        authenticate()
        return view(**path)

    return call


def _once(view: View, kept: bool, secret: bool) -> View:
    if not kept:
        return view

    @wraps(view)
    def call(**path: str) -> Response:
        return retries.once(desk(), lambda: cast(Response, view(**path)), secret)

    return call


def _tagging(view: View, method: str, answer: Answer) -> View:
    if method != "GET" and not answer.version:
        return view

    @wraps(view)
    def call(**path: str) -> Response:
        return tags.tagged(view(**path), g.get("version"))

    return call


def _documents(intakes: tuple[Intake, ...]) -> dict[str, Any]:
    """What all intakes document together."""
    merged = {name: value for intake in intakes for name, value in intake.document.items()}
    parameters = [each for intake in intakes for each in intake.document.get("parameters", ())]
    return {**merged, **({"parameters": parameters} if parameters else {})}


def _name(status: int) -> str:
    return f"Problem{int(status)}"
