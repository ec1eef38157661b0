"""A plan as GitHub-flavoured Markdown; whatever stands in names and reasons is text, never markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planner.domain import Plan
from planner.reports.document import (
    Block,
    Document,
    Figures,
    Heading,
    Paragraph,
    Point,
    Points,
    Row,
    Table,
    Timeline,
)
from planner.reports.sections import document
from planner.reports.words import plain

MARKUP = re.compile(r"[\\`*\[\]<>|~$]|(?<!\w)_|_(?!\w)|&(?=#?\w+;)")
AT_START = re.compile(r"^(\d+(?=[.)])|(?=[-+#=]))")


def render(plan: Plan, monthly: bool = False) -> str:
    """`plan` as Markdown, ending in a newline."""
    return written(document(plan, monthly))


def written(report: Document) -> str:
    """Any report as Markdown, ending in a newline."""
    return "\n\n".join(_document(report)) + "\n"


def escaped(text: str) -> str:
    """`text` on one line, with every character that Markdown would read as markup escaped."""
    safe = MARKUP.sub(lambda found: f"\\{found[0]}", plain(text))
    return AT_START.sub(r"\1\\", safe)


def _document(report: Document) -> Iterator[str]:
    yield f"# {escaped(report.title)}"
    yield f"**{escaped(report.answer)}**"
    yield _figures(report.figures)
    for section in report.sections:
        yield f"## {escaped(section.title)}"
        for block in section.blocks:
            yield from _block(block)
    yield "---"
    yield escaped(report.provenance)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield escaped(block.text)
        case Heading():
            yield f"### {escaped(block.text)}"
        case Figures():
            yield _figures(block)
        case Points():
            yield from _points(block)
        case Table():
            yield escaped(block.title)
            yield _table(block)
        case Timeline():
            yield _bars(block)


def _figures(block: Figures) -> str:
    lines = ["| | | |", "|:--|--:|:--|"]
    lines += [
        _line((figure.label, f"**{escaped(figure.value)}**", escaped(figure.note))) for figure in block.items
    ]
    return "\n".join(lines)


def _points(block: Points) -> Iterator[str]:
    if block.title:
        yield f"**{escaped(block.title)}**"
    yield "\n".join(_point(point) for point in block.items)


def _point(point: Point) -> str:
    title = f"**{escaped(point.title)}**" if point.title else ""
    mark = f"`{point.mark}`" if point.mark else ""
    source = f"<br>*{escaped(point.source)}*" if point.source else ""
    return f"- {' '.join(part for part in (mark, title, escaped(point.words)) if part)}{source}"


def _table(block: Table) -> str:
    head = _line(escaped(column.title) for column in block.columns)
    rule = "|" + "|".join("--:" if column.numeric else ":--" for column in block.columns) + "|"
    return "\n".join((head, rule, *(_row(row) for row in block.rows)))


def _row(row: Row) -> str:
    cells = [escaped(cell) for cell in row.cells]
    if row.indent:
        cells[0] = f"&nbsp;&nbsp;{cells[0]}"
    return _line(f"**{cell}**" if row.total and cell else cell for cell in cells)


def _line(cells: Iterator[str] | tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _bars(block: Timeline) -> str:
    labels = ["", "", *(plain(bar.label) for bar in block.bars)]
    lines = [*block.scale, *(bar.marks for bar in block.bars)]
    width = max(len(label) for label in labels)
    drawn = [f"{label.ljust(width)}  {line}".rstrip() for label, line in zip(labels, lines, strict=True)]
    return "\n".join(("```text", *(line.replace("`", "'") for line in drawn), "", block.key, "```"))
