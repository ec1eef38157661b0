"""A plan as one HTML file: styles and pictures inside, no script, nothing fetched from anywhere."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from planner.domain import Plan
from planner.reports import words
from planner.reports.charts import stylesheet
from planner.reports.document import Row
from planner.reports.findings import NOTHING_MORE, Findings
from planner.reports.illustrated import illustrated

HERE = Path(__file__).resolve().parent
TEMPLATES = HERE / "templates"


def render(plan: Plan, findings: Findings = NOTHING_MORE) -> str:
    """`plan` as a page of its own."""
    template = environment().get_template("plan.html")
    return template.render(report=illustrated(plan, findings), style=Markup(style()))


@cache
def style() -> str:
    """The stylesheet of pages and pictures."""
    return stylesheet() + (HERE / "style.css").read_text(encoding="utf-8")


@cache
def environment() -> Environment:
    """Templates in which every text is escaped and a missing value is an error."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "plain": words.plain,
        "anchor": anchor,
        "kind": kind,
        "exact": exact,
        "cited": lambda point: words.plain(point.source),
    }
    return made


def anchor(title: str) -> str:
    """What a section is linked by: `what-it-costs`."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


def kind(piece: object) -> str:
    """The name of a piece's type, by which the template chooses."""
    return type(piece).__name__


def exact(row: Row, index: int) -> str:
    """The unrounded text of a cell, "" where there is none."""
    return row.exact[index] if index < len(row.exact) else ""
