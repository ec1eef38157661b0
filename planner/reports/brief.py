"""A plan in short: what to do, when, at what cost and why; the rest is in the full report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice

from planner.domain import Plan
from planner.reports import sections, words
from planner.reports.certainty import named_assumptions
from planner.reports.document import (
    Block,
    Document,
    Heading,
    Paragraph,
    Point,
    Points,
    Section,
    Table,
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
    shown.append(Section("Assumptions used", tuple(named_assumptions(plan))))
    return replace(full, sections=tuple(shown), provenance=f"{full.provenance} {_more(plan)}")


def _more(plan: Plan) -> str:
    count = words.plural(len(plan.assumptions), "assumption")
    return f"In full, with every rule, citation and range of its {count}: --verbose."


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
            columns = tuple(replace(each, roomy=each.roomy or each.title == "Risk") for each in block.columns)
            more = f"And {words.plural(left, 'row')} more." if left > 0 else ""
            yield replace(block, columns=columns, rows=block.rows[:MOST_ROWS], left_out=more)
        else:
            yield block


def _stances(blocks: Iterable[Block]) -> Iterator[Block]:
    """Each stance with its strongest points and their rules, then why each seat."""
    for block in blocks:
        if isinstance(block, Heading | Paragraph):
            yield block
        elif isinstance(block, Points) and block.title.startswith(("For", "Against")):
            yield _first_points(block, _ruled)
        elif isinstance(block, Points) and not block.title:
            yield _first_points(block, _seated)


def _ruled(point: Point) -> Point:
    """A point by its title and its rule."""
    rule = point.source.rpartition(" · ")[2]
    return Point(point.title or point.text, rule and words.sentence(rule), point.mark)


def _seated(point: Point) -> Point:
    """Why a seat is there, without what else was weighed."""
    return Point(point.title, point.text.partition(" Instead:")[0])


def _asked_for(point: Point) -> Point:
    """A question with what was assumed."""
    return Point(point.title, point.text, point.mark)


def _first_points(block: Points, short: Callable[[Point], Point]) -> Points:
    """The first points, each in short."""
    shown = [short(point) for point in block.items[:MOST_POINTS]]
    left = len(block.items) - len(shown)
    more = [Point(f"and {words.whole(left)} more", mark="…")] if left > 0 else []
    return Points(block.title, (*shown, *more))


def _begun(blocks: Iterable[Block]) -> Iterator[Block]:
    return islice(blocks, 1)


def _asked(blocks: Iterable[Block]) -> Iterator[Block]:
    return (_first_points(block, _asked_for) if isinstance(block, Points) else block for block in blocks)


def _warned(blocks: Iterable[Block]) -> Iterator[Block]:
    return (
        Points(block.title, tuple(replace(point, source="") for point in block.items[:MOST_POINTS]))
        for block in blocks
        if isinstance(block, Points) and block.title in WARNED
    )


SHORT: Mapping[str, Callable[[Iterable[Block]], Iterator[Block]]] = {
    "What it costs": _years,
    "What does not fit": _first,
    "When": _first,
    "Demand and capacity": iter,
    "Why": _stances,
    "How sure": _begun,
    "What would change it": _asked,
    "Risks, misconceptions and alternatives": _warned,
    "Notes": iter,
}
"""The sections that are kept, and what of each."""
