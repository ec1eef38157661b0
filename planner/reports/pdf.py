"""A plan as a PDF: tagged for screen readers (PDF/UA-1), printable on A4, one page of summary first."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import typst

from planner.domain import Plan
from planner.reports import costs, evidence, formats, schedule, words
from planner.reports.charts import theme
from planner.reports.document import Figures, Heading, Paragraph, Point, Points, Table, Timeline, View
from planner.reports.findings import NOTHING_MORE, Findings
from planner.reports.illustrated import Illustrated, Illustration, Piece, illustrated

TEMPLATE = Path(__file__).resolve().parent / "templates" / "plan.typ"
WIDTH, TALLEST, SUMMARY_TALLEST = 174, 165, 95
"""Millimetres between the margins, and the tallest that a picture may be, also on the first page."""

MOST_QUESTIONS = 3


def render(plan: Plan, findings: Findings = NOTHING_MORE) -> bytes:
    """The document; the same plan and findings give the same bytes."""
    data = _report(plan, illustrated(plan, findings))
    made = datetime.combine(plan.provenance.today, time(), UTC)
    written: bytes = typst.compile(
        TEMPLATE.read_bytes(),
        sys_inputs={"report": json.dumps(data)},
        ignore_system_fonts=True,
        timestamp=made,
        pdf_standards="ua-1",
    )
    return written


def _report(plan: Plan, report: Illustrated) -> dict[str, Any]:
    day = plan.provenance.today
    return {
        "title": words.plain(report.title),
        "organisation": words.plain(plan.organisation),
        "answer": words.plain(report.answer),
        "day": [day.year, day.month, day.day],
        "basis": words.plain(f"{report.title}, {formats.when(day)}"),
        "figures": _figures(report.figures),
        "summary": list(_pieces(_summary(plan, report), SUMMARY_TALLEST, tables=False)),
        "chapters": [
            {"title": chapter.title, "pieces": list(_pieces(chapter.pieces))} for chapter in report.chapters
        ],
        "provenance": words.plain(report.provenance),
    }


def _summary(plan: Plan, report: Illustrated) -> Iterator[Piece]:
    """What fits on the first page: when, why, and what would change it."""
    pieces = [piece for chapter in report.chapters for piece in chapter.pieces]
    yield Paragraph(f"{costs.sentence(plan)} {schedule.sentence(plan)}")
    yield from (piece for piece in pieces if _is_timeline(piece))
    stances = (Point(f"{words.ROLE[stance.role]}s:", evidence.stand(stance)) for stance in plan.stances)
    yield Points("Why", tuple(stances))
    asks = [Point("", question.ask) for question in plan.questions[:MOST_QUESTIONS]]
    changing = (Point("", words.sentence(words.told(plan.break_even.sentence))), *asks)
    yield Points("What would change it, and the questions that matter most", changing)


def _is_timeline(piece: Piece) -> bool:
    return isinstance(piece, Illustration) and piece.chart.view is View.TIMELINE


def _pieces(pieces: Iterable[Piece], tallest: int = TALLEST, tables: bool = True) -> Iterator[dict[str, Any]]:
    shown = list(pieces)
    for piece, following in zip(shown, (*shown[1:], None), strict=True):
        if isinstance(piece, Illustration):
            yield _picture(piece, tallest)
            if piece.table and tables:
                yield _table(piece.table)
        elif isinstance(piece, Paragraph):
            yield _paragraph(piece, sticky=isinstance(following, Illustration))
        elif not isinstance(piece, Timeline):
            yield WRITTEN[type(piece)](piece)


def _picture(piece: Illustration, tallest: int) -> dict[str, Any]:
    chart = piece.chart
    width, height = chart.size
    return {
        "kind": "picture",
        "sentence": words.plain(piece.sentence),
        "svg": chart.fixed(font=theme.PRINT_FONT),
        "height": min(tallest, WIDTH * height / width),
        "alt": chart.alt,
        "reading": words.plain(chart.reading),
    }


def _table(block: Table) -> dict[str, Any]:
    rows = (
        {
            "cells": [words.plain(cell) for cell in row.cells],
            "total": row.total,
            "short": row.short,
            "indent": row.indent,
        }
        for row in block.rows
    )
    return {
        "kind": "table",
        "title": words.plain(block.title),
        "columns": list(_columns(block)),
        "rows": list(rows),
        "left_out": words.plain(block.left_out),
    }


def _columns(block: Table) -> Iterator[dict[str, Any]]:
    """Columns of running text share the width by what they hold."""
    for index, column in enumerate(block.columns):
        longest = max((len(row.cells[index]) for row in block.rows), default=0)
        yield {
            "title": words.plain(column.title),
            "numeric": column.numeric,
            "fixed": column.fixed,
            "warns": column.warning,
            "width": min(max(longest, 12), 60),
        }


def _points(block: Points) -> dict[str, Any]:
    return {"kind": "points", "title": words.plain(block.title), "items": list(map(_point, block.items))}


def _point(point: Point) -> dict[str, str]:
    told = {"title": point.title, "text": point.words, "mark": point.mark, "source": point.source}
    return {name: words.plain(text) for name, text in told.items()}


def _figures(block: Figures) -> dict[str, Any]:
    items = ({name: words.plain(text) for name, text in asdict(each).items()} for each in block.items)
    return {"kind": "figures", "items": list(items)}


def _heading(block: Heading) -> dict[str, Any]:
    return {"kind": "heading", "text": words.plain(block.text), "role": block.role}


def _paragraph(block: Paragraph, sticky: bool) -> dict[str, Any]:
    """A `sticky` one stays on the page of what follows."""
    return {"kind": "paragraph", "text": words.plain(block.text), "sticky": sticky}


WRITTEN: Mapping[type[Any], Any] = {
    Heading: _heading,
    Points: _points,
    Figures: _figures,
    Table: _table,
}
