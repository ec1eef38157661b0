"""A report with its pictures: each place for one taken by the chart, with the tables that stand behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from planner.domain import Plan
from planner.domain.analysis import Simulation
from planner.reports import words
from planner.reports.charts import NOTHING_MORE, Chart, Findings, draw
from planner.reports.document import Block, Figure, Figures, Picture, Section, Table
from planner.reports.sections import document


@dataclass(frozen=True, slots=True)
class Illustration:
    """A chart and the tables behind it."""

    chart: Chart
    tables: tuple[Table, ...]


Piece = Block | Illustration


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section whose places for pictures are filled, or gone where nothing can be drawn."""

    title: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Illustrated:
    """The whole report: the answer first, then the argument, then what it was made from."""

    title: str
    answer: str
    figures: Figures
    chapters: tuple[Chapter, ...]
    provenance: str


def illustrated(
    plan: Plan, pay: bool = True, findings: Findings = NOTHING_MORE, monthly: bool = False
) -> Illustrated:
    """The report of `plan` with its charts; without `pay` no amount of money is in it."""
    report = document(plan, monthly, pay=pay, pictures=True)
    chapters = (
        Chapter(section.title, tuple(_pieces(plan, section, pay, findings))) for section in report.sections
    )
    basis = f" Ranges are from {findings.basis}." if findings.basis else ""
    return Illustrated(
        report.title,
        report.answer,
        _figures(report.figures, findings.simulation),
        tuple(chapters),
        report.provenance + basis,
    )


def _pieces(plan: Plan, section: Section, pay: bool, findings: Findings) -> Iterator[Piece]:
    """The blocks; tables go behind the picture that they follow, if one is drawn."""
    chart: Chart | None = None
    tables: list[Table] = []
    for block in section.blocks:
        if chart and isinstance(block, Table):
            tables.append(block)
            continue
        if chart:
            yield Illustration(chart, tuple(tables))
            chart, tables = None, []
        if isinstance(block, Picture):
            chart = next(iter(draw(plan, block, pay, findings)), None)
        else:
            yield block
    if chart:
        yield Illustration(chart, tuple(tables))


def _figures(found: Figures, simulation: Simulation | None) -> Figures:
    """Four figures at most: the chance that demand is met takes the last place where it is known."""
    if simulation is None:
        return found
    best = max(simulation.met.share)
    month = simulation.months[simulation.met.share.index(best)]
    chance = Figure("Chance demand is met", words.share(best), f"at its best, in {month}")
    return replace(found, items=(*found.items[:-1], chance))
