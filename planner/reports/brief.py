"""A plan on one or two screens: what to do, when, at what cost and why; the rest is in the full report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice, takewhile

from planner.domain import Plan
from planner.reports import sections, words
from planner.reports.certainty import own
from planner.reports.document import (
    Block,
    Document,
    Heading,
    Paragraph,
    Point,
    Points,
    Section,
    Table,
    Timeline,
)

MOST_ROWS, MOST_POINTS = 12, 5
WARNED = ("Risks", "Alternatives to hiring")


def document(plan: Plan) -> Document:
    """The report of `plan` in short."""
    full = sections.document(plan)
    kept = (
        Section(section.title, tuple(SHORT[section.title](section.blocks)))
        for section in full.sections
        if section.title in SHORT
    )
    shown = [section for section in kept if section.blocks]
    if table := own(plan):
        shown.append(Section("This organisation's own numbers", (table,)))
    return replace(full, sections=tuple(shown), provenance=f"{full.provenance} {_more(plan)}")


def _more(plan: Plan) -> str:
    count = words.plural(len(plan.assumptions), "assumption")
    return f"In full, with every rule, source, quarter and all of its {count}: --verbose."


def _years(blocks: Iterable[Block]) -> Iterator[Block]:
    """Cost by fiscal year, quarters left out."""
    for block in blocks:
        if isinstance(block, Table):
            rows = tuple(row for row in block.rows if row.total)
            yield replace(block, title="Cost by fiscal year", rows=rows)
        else:
            yield block


def _first(blocks: Iterable[Block]) -> Iterator[Block]:
    """The beginning of tables, without what takes more than a line."""
    for block in blocks:
        if isinstance(block, Table):
            left = len(block.rows) - MOST_ROWS
            columns = tuple(replace(each, roomy=each.title == "Risk") for each in block.columns)
            more = f"And {words.plural(left, 'row')} more." if left > 0 else ""
            yield replace(block, columns=columns, rows=block.rows[:MOST_ROWS], left_out=more)
        else:
            yield block


def _seats(blocks: Iterable[Block]) -> Iterator[Block]:
    """The timeline, which names the seats, and what is said of it."""
    return (block for block in blocks if isinstance(block, Paragraph | Timeline))


def _levels(blocks: Iterable[Block]) -> Iterator[Block]:
    """What is said of each role's demand, without its table."""
    role, points = "", list[Point]()
    for block in blocks:
        if isinstance(block, Heading):
            role = block.text
        elif isinstance(block, Paragraph):
            points.append(Point(f"{role}:", block.text))
    yield Points("", tuple(points))


def _stances(blocks: Iterable[Block]) -> Iterator[Block]:
    """Each stance with the titles of its strongest points."""
    for block in takewhile(lambda block: block != Heading("Why each seat"), blocks):
        if isinstance(block, Heading | Paragraph):
            yield block
        elif isinstance(block, Points) and block.title.startswith(("For", "Against")):
            yield _titles(block)


def _titles(block: Points) -> Points:
    """The first points by their titles, or by their text where they have none."""
    shown = [Point(point.title or point.text, mark=point.mark) for point in block.items[:MOST_POINTS]]
    left = len(block.items) - len(shown)
    more = [Point(f"and {words.whole(left)} more", mark="…")] if left > 0 else []
    return Points(block.title, (*shown, *more))


def _begun(blocks: Iterable[Block]) -> Iterator[Block]:
    return islice(blocks, 1)


def _asked(blocks: Iterable[Block]) -> Iterator[Block]:
    return (_titles(block) if isinstance(block, Points) else block for block in blocks)


def _warned(blocks: Iterable[Block]) -> Iterator[Block]:
    return (
        Points(block.title, tuple(replace(point, source="") for point in block.items[:MOST_POINTS]))
        for block in blocks
        if isinstance(block, Points) and block.title in WARNED
    )


SHORT: Mapping[str, Callable[[Iterable[Block]], Iterator[Block]]] = {
    "What it costs": _years,
    "What does not fit": _first,
    "When": _seats,
    "Demand and capacity": _levels,
    "Why": _stances,
    "How sure": _begun,
    "What would change it": _asked,
    "Risks, misconceptions and alternatives": _warned,
    "Notes": iter,
}
"""The sections that are kept, and what of each."""
