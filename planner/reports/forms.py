"""The documents of a plan by form: what each is called, what it is served as, and how it is made."""

# ruff: noqa: PLC0415 - charts, PDF and spreadsheets take a second to load, and few readers ask for all

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from planner.domain import Plan
from planner.domain.regional import USUAL, Regional
from planner.reports.findings import NOTHING_MORE, Findings
from planner.reports.formats import written_for


class Form(StrEnum):
    """The forms of a plan's document, by the ending of a file's name."""

    HTML = "html"
    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"
    MARKDOWN = "md"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a form is: its media type, and what a reader gets."""

    media: str
    about: str


KINDS: Mapping[Form, Kind] = {
    Form.JSON: Kind("application/json", "the plan itself, byte for byte as it was made"),
    Form.HTML: Kind("text/html", "one file with pictures, for any browser, offline"),
    Form.PDF: Kind("application/pdf", "printable and tagged, a page of summary first"),
    Form.XLSX: Kind(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "a workbook with all tables"
    ),
    Form.CSV: Kind("text/csv", "a line for each position"),
    Form.MARKDOWN: Kind("text/markdown", "the report as text"),
}


ILLUSTRATED = frozenset({Form.HTML, Form.PDF, Form.XLSX})
"""Forms that show findings beside the plan."""

LOCALISED = frozenset({Form.HTML, Form.PDF})
"""Forms that are read only by people, and so write numbers their way; spreadsheets do by themselves."""


def by_media(media: str) -> Form:
    """The form that is served as `media`."""
    return next(form for form, kind in KINDS.items() if kind.media == media)


def render(
    plan: Plan, form: Form, findings: Findings = NOTHING_MORE, regional: Regional | None = None
) -> bytes:
    """The document of `plan` in a form other than JSON, which the plan's schema writes.

    The same plan, findings and settings give the same bytes. A plan without pay gives a document without pay.
    """
    with written_for((regional or USUAL) if form in LOCALISED else None):
        return MAKERS[form](plan, findings)


def _html(plan: Plan, findings: Findings) -> bytes:
    from planner.reports import html

    return html.render(plan, findings).encode()


def _pdf(plan: Plan, findings: Findings) -> bytes:
    from planner.reports import pdf

    return pdf.render(plan, findings)


def _xlsx(plan: Plan, findings: Findings) -> bytes:
    from planner.reports import xlsx

    return xlsx.render(plan, findings)


def _csv(plan: Plan, findings: Findings) -> bytes:
    from planner.reports import csv

    return csv.render(plan).encode()


def _markdown(plan: Plan, findings: Findings) -> bytes:
    from planner.reports import markdown

    return markdown.render(plan).encode()


MAKERS: Mapping[Form, Callable[[Plan, Findings], bytes]] = {
    Form.HTML: _html,
    Form.PDF: _pdf,
    Form.XLSX: _xlsx,
    Form.CSV: _csv,
    Form.MARKDOWN: _markdown,
}
