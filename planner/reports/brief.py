"""A plan in short: what to do, when, at what cost and why; the rest is in the full report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from planner.domain import Plan
from planner.reports import certainty, sections, words
from planner.reports.document import Block, Document, Paragraph, Point, Points, Section, Table

MOST_ROWS, MOST_POINTS = 12, 5


def document(plan: Plan) -> Document:
    """The report of `plan` without details, long lists begun only."""
    full = sections.document(plan)
    kept = [
        replace(section, blocks=tuple(_short(section))) for section in full.sections if not section.detail
    ]
    shown = (*(section for section in kept if section.blocks), certainty.named_assumptions(plan))
    return replace(full, sections=shown, provenance=f"{full.provenance} {_more(plan)}")


def _more(plan: Plan) -> str:
    count = words.plural(len(plan.assumptions), "assumption")
    return f"In full, with every rule, citation and range of its {count}: --verbose."


def _short(section: Section) -> Iterator[Block]:
    for block in section.blocks:
        if isinstance(block, Paragraph | Points | Table) and block.detail:
            continue
        if isinstance(block, Table):
            yield _table(block)
        else:
            yield _points(block) if isinstance(block, Points) else block


def _table(block: Table) -> Table:
    """The first rows, in columns that take a line."""
    columns = tuple(replace(column, roomy=column.roomy or column.detail) for column in block.columns)
    rows = [row for row in block.rows if not row.detail]
    left = len(rows) - MOST_ROWS
    more = f"And {words.plural(left, 'row')} more." if left > 0 else ""
    return replace(block, columns=columns, rows=tuple(rows[:MOST_ROWS]), left_out=more)


def _points(block: Points) -> Points:
    """The first points, each by what it says at first."""
    left = len(block.items) - MOST_POINTS
    more = [Point(f"and {words.whole(left)} more", mark="…")] if left > 0 else []
    return replace(block, items=(*map(_point, block.items[:MOST_POINTS]), *more))


def _point(point: Point) -> Point:
    """A point without its sources; one that says no more than its title goes by its rule."""
    return Point(point.title, point.text or words.sentence(point.ruled), point.mark)
