"""A stored plan as a file, for whoever is signed in."""

from __future__ import annotations

from flask import Response

from planner.reports import formats, forms
from planner.reports.forms import KINDS, Form
from planner.services import Desk, plans
from planner.web import views

TEXT = frozenset({Form.HTML, Form.CSV, Form.MARKDOWN})
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; sandbox"
"""A document in the browser runs nothing and fetches nothing; its styles are in it."""

NAMES = {
    Form.PDF: "PDF, to print or send",
    Form.XLSX: "Excel workbook",
    Form.HTML: "Web page in one file",
    Form.CSV: "CSV, a line a position",
    Form.MARKDOWN: "Markdown",
    Form.JSON: "JSON, the plan itself",
}


def answer(desk: Desk, plan_id: str, form: Form) -> Response:
    """The document, without pay where pay may not be seen; raises NotFound."""
    if form is Form.JSON:
        record = plans.get(desk, plan_id)
        content = record.document.encode()
    else:
        shown = views.plan(desk, plan_id)
        record = shown.record
        content = forms.render(shown.plan, form, shown.findings, formats.present())
    response = Response(content, content_type=KINDS[form].media + ("; charset=utf-8" if form in TEXT else ""))
    name = f"plan-{record.today}.{form.value}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = POLICY
    return response
