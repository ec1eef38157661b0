"""A stored plan as a document, in the form that the client accepts or that the address ends in."""

from __future__ import annotations

import hashlib
from threading import Lock
from typing import Any

from flask import Response, request

from planner.api.doors import Answer, Door, desk
from planner.api.intake import NO_QUERY
from planner.domain import NotReproducible, Plan
from planner.domain.regional import Regional
from planner.reports import forms
from planner.reports.findings import NOTHING_MORE, Findings
from planner.reports.forms import KINDS, Form
from planner.schemas.plan import PlanSchema
from planner.services import Basis, analyses, plans, workspaces

door = Door("documents", __name__, url_prefix="/api/v1/plans", description="Plans as documents.")

MEDIA = tuple(kind.media for kind in KINDS.values())
MOST_KEPT = 64
KEEPING = Lock()
KEPT: dict[tuple[str, Form, Basis, object, Regional | None], bytes] = {}
"""Documents made lately, some tens of megabytes at most."""

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
    body = _rendered(plan_id, made, form, hashlib.sha256(text.encode()).hexdigest())
    response = Response(body, content_type=f"{KINDS[form].media}{charset}")
    shown = "inline" if form is Form.HTML else "attachment"
    name = f"plan-{made.provenance.today}.{form}"
    response.headers["Content-Disposition"] = f'{shown}; filename="{name}"'
    if form is Form.HTML:
        response.headers["Content-Security-Policy"] = POLICY
    response.vary.add("Accept")
    return response


def _rendered(plan_id: str, made: Plan, form: Form, digest: str) -> bytes:
    """The document, remembered for a while by what the reader is shown and what the service knows now."""
    regional = workspaces.regional(desk()) if form in forms.LOCALISED else None
    key = (digest, form, desk().basis, desk().actor.sight, regional)
    if (kept := KEPT.get(key)) is not None:
        return kept
    findings = _findings(plan_id) if form in forms.ILLUSTRATED else NOTHING_MORE
    body = forms.render(made, form, findings, regional)
    with KEEPING:
        KEPT[key] = body
        for oldest in list(KEPT)[:-MOST_KEPT]:
            del KEPT[oldest]
    return body


def _findings(plan_id: str) -> Findings:
    """Ranges and sensitivities; none for a plan that was made on another basis than the present one."""
    try:
        return Findings(
            analyses.simulation(desk(), plan_id),
            analyses.break_even(desk(), plan_id),
            analyses.sensitivity(desk(), plan_id),
        )
    except NotReproducible:
        return NOTHING_MORE
