"""A report with its pictures: each place for one taken by the chart, with the tables that stand behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from planner.domain import Plan
from planner.domain.analysis import Simulation
from planner.reports import words
from planner.reports.charts import Chart, draw
from planner.reports.document import Block, Figure, Figures, Part, Picture, Section, Table, View
from planner.reports.findings import NOTHING_MORE, Findings
from planner.reports.sections import document


@dataclass(frozen=True, slots=True)
class Illustration:
    """A chart with the table behind it, and its sentence where the text before does not say it."""

    chart: Chart
    table: Table | None
    sentence: str = ""


Piece = Block | Illustration
SPEAKING = frozenset({View.BREAK_EVEN, View.TORNADO})
"""Pictures without a paragraph before them."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section whose places for pictures are filled, or gone where nothing can be drawn."""

    title: str
    pieces: tuple[Piece, ...]
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Illustrated:
    """The whole report: the answer first, then the argument, then what it was made from."""

    title: str
    answer: str
    figures: Figures
    chapters: tuple[Chapter, ...]
    provenance: str


def illustrated(plan: Plan, findings: Findings = NOTHING_MORE, monthly: bool = False) -> Illustrated:
    """The report of `plan` with its charts."""
    report = document(plan, monthly, pictures=True)
    chapters = (
        Chapter(section.title, tuple(_pieces(plan, section, findings)), section.part)
        for section in report.sections
    )
    basis = f" Ranges are from {findings.basis}." if findings.basis else " No ranges were simulated for it."
    return Illustrated(
        report.title,
        report.answer,
        _figures(report.figures, findings.simulation),
        tuple(chapters),
        report.provenance + basis,
    )


def _pieces(plan: Plan, section: Section, findings: Findings) -> Iterator[Piece]:
    """The blocks; a table goes behind the picture that it follows, if one is drawn."""
    behind: list[Table | None] = []
    for block in section.blocks:
        if isinstance(block, Picture):
            chart = draw(plan, block, findings)
            if chart and chart.specification:
                table = chart.table if chart.table not in behind else None
                yield Illustration(chart, table, chart.sentence if block.view in SPEAKING else "")
                behind.append(chart.table)
        elif block not in behind:
            yield block


def _figures(found: Figures, simulation: Simulation | None) -> Figures:
    """Four figures at most: the chance that demand is met takes the last place where it is known."""
    if simulation is None:
        return found
    paths = words.whole(simulation.paths)
    note = f"over {words.plural(len(simulation.months), 'month')}, {paths} simulated paths"
    chance = Figure("Chance demand is met", words.share(simulation.met.overall), note)
    return replace(found, items=(*found.items[:-1], chance))
