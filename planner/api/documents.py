"""A stored plan as a document, in the form that the client accepts or that the address ends in."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from planner.api.doors import Answer, Door, desk
from planner.api.intake import NO_QUERY
from planner.reports import forms
from planner.reports.forms import KINDS, Form
from planner.schemas.plan import PlanSchema
from planner.services import plans

door = Door("documents", __name__, url_prefix="/api/v1/plans", description="Plans as documents.")

MEDIA = tuple(kind.media for kind in KINDS.values())
TEXT = frozenset({Form.HTML, Form.CSV, Form.MARKDOWN})
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; sandbox"
"""A page opened from the API runs nothing and fetches nothing; its styles are in it."""


@door.operation(
    "GET",
    "/<plan:plan_id>/document",
    "getPlanDocument",
    Answer(
        schema=PlanSchema,
        about="The plan as JSON, byte for byte as it was made, or as the document that `Accept` names: "
        + "; ".join(f"`{kind.media}` is {kind.about}" for kind in KINDS.values())
        + ".",
        media=MEDIA,
        errors=(404,),
    ),
    [NO_QUERY],
)
def document(plan_id: str) -> Any:
    """Get a plan as a document, by default as JSON."""
    best = request.accept_mimetypes.best_match(MEDIA, KINDS[Form.JSON].media)
    return _answer(plan_id, forms.by_media(best or KINDS[Form.JSON].media))


@door.operation(
    "GET",
    "/<plan:plan_id>/report.<form:form>",
    "getPlanReport",
    Answer(
        schema=PlanSchema,
        about="The document in the form that the address ends in, whatever `Accept` says.",
        media=MEDIA,
        errors=(404,),
    ),
    [NO_QUERY],
)
def report(plan_id: str, form: str) -> Any:
    """Get a plan as a file: html, pdf, xlsx, csv, md or json."""
    return _answer(plan_id, Form(form))


def _answer(plan_id: str, form: Form) -> Response:
    text = plans.get(desk(), plan_id).document
    if form is Form.JSON:
        return Response(text, mimetype=KINDS[form].media)
    made = desk().documents.plan(text)
    charset = "; charset=utf-8" if form in TEXT else ""
    response = Response(forms.render(made, form), content_type=f"{KINDS[form].media}{charset}")
    name = f"plan-{made.provenance.today}.{form}"
    response.headers["Content-Disposition"] = (
        f'{"inline" if form is Form.HTML else "attachment"}; filename="{name}"'
    )
    if form is Form.HTML:
        response.headers["Content-Security-Policy"] = POLICY
    response.vary.add("Accept")
    return response
