"""A plan on a terminal or in a text file: plain, stable, and no wider than its page."""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO

from rich.box import Box
from rich.cells import cell_len
from rich.console import Console, JustifyMethod, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from planner.domain import Plan, Role
from planner.reports.document import (
    Block,
    Document,
    Figures,
    Heading,
    Paragraph,
    Point,
    Points,
    Table,
    Timeline,
)
from planner.reports.sections import document
from planner.reports.words import plain

WIDTH = 100
PROSE = 80
"""Running text is set narrower than tables: long lines are hard to follow."""

INDENT = 2
COLOUR = {Role.MLOPS: "color(172)", Role.PLATFORM: "color(74)"}
"""Orange and sky blue, and vermilion for shortage: the nearest to Okabe and Ito's that terminals have."""

SHORT = "color(166)"
RULED = Box("    \n    \n ── \n    \n    \n    \n    \n    \n")


def render(plan: Plan, monthly: bool = False, colour: bool = False, width: int = WIDTH) -> str:
    """`plan` as lines of at most `width` characters, ending in a newline; colour only if asked for."""
    return written(document(plan, monthly), colour, width)


def written(report: Document, colour: bool = False, width: int = WIDTH) -> str:
    """Any report as `render` sets a plan's."""
    page = _Page(width, colour)
    page.document(report)
    return page.text()


def layout(blocks: Iterable[Block], colour: bool = False, width: int = WIDTH) -> str:
    """`blocks` below each other, as `render` sets a plan's."""
    page = _Page(width, colour)
    for index, block in enumerate(blocks):
        page.block(block, first=index == 0)
    return page.text()


class _Page:
    """Lays blocks out below each other; knows how wide the page is."""

    def __init__(self, width: int, colour: bool) -> None:
        self._file = StringIO()
        self._width = width
        self._console = Console(
            file=self._file,
            width=width,
            force_terminal=colour,
            color_system="256" if colour else None,
            highlight=False,
            markup=False,
            emoji=False,
            legacy_windows=False,
        )

    def text(self) -> str:
        return "".join(f"{line.rstrip()}\n" for line in self._file.getvalue().split("\n")).rstrip("\n") + "\n"

    def document(self, report: Document) -> None:
        self._title(report.title, "═")
        self._prose(report.answer, "bold")
        self.block(report.figures)
        for section in report.sections:
            self._put("")
            self._title(section.title, "─")
            for index, block in enumerate(section.blocks):
                self.block(block, first=index == 0)
        self._put("")
        self._prose(report.provenance, "dim", indent=0)

    def block(self, block: Block, first: bool = False) -> None:
        if not first:
            self._put("")
        match block:
            case Paragraph():
                self._prose(block.text)
            case Heading():
                self._put(Text(plain(block.text), f"bold {COLOUR[block.role]}" if block.role else "bold"))
            case Figures():
                self._put(_figures(block), INDENT)
            case Points():
                self._points(block)
            case Table():
                self._table(block)
            case Timeline():
                self._put(_bars(block, self._width - INDENT), INDENT)
                self._put(Text(block.key, "dim"), INDENT)

    def _title(self, text: str, rule: str) -> None:
        title = Text(plain(text), "bold")
        self._put(title)
        self._put(Text(rule * min(cell_len(title.plain), self._width), "dim"))

    def _prose(self, text: str, style: str = "", indent: int = INDENT) -> None:
        self._put(Text(plain(text), style), indent, PROSE)

    def _points(self, block: Points) -> None:
        if block.title:
            self._put(Text(block.title), INDENT)
        self._put(_points(block.items), INDENT, PROSE + INDENT)

    def _table(self, block: Table) -> None:
        self._put(Text(block.title), INDENT)
        self._put(_table(block), INDENT)
        if block.left_out:
            self._put(Text(block.left_out, "dim"), INDENT)

    def _put(self, content: RenderableType, indent: int = 0, width: int | None = None) -> None:
        padded = Padding(content, (0, 0, 0, indent)) if indent else content
        self._console.print(padded, width=min(width or self._width, self._width))


def _figures(block: Figures) -> Grid:
    grid = Grid.grid(padding=(0, 3, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True, style="bold")
    grid.add_column(style="dim")
    for figure in block.items:
        grid.add_row(figure.label, figure.value, plain(figure.note))
    return grid


def _points(items: tuple[Point, ...]) -> Grid:
    grid = Grid.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True, justify="right", min_width=1)
    grid.add_column(ratio=1)
    for point in items:
        grid.add_row(point.mark or "•", _point(point))
    return grid


def _point(point: Point) -> Text:
    said = [Text(plain(point.title), "bold"), Text(plain(point.words))]
    body = Text(" ").join(part for part in said if part.plain)
    return body if not point.source else Text("\n").join((body, Text(plain(point.source), "dim")))


def _table(block: Table) -> Grid:
    grid = Grid(box=RULED, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), header_style="dim")
    shown = [index for index, column in enumerate(block.columns) if not column.roomy]
    for column in (block.columns[index] for index in shown):
        justify: JustifyMethod = "right" if column.numeric else "left"
        grid.add_column(
            column.title, justify=justify, no_wrap=column.fixed or column.numeric, overflow="fold"
        )
    for row in block.rows:
        cells = [Text(plain(row.cells[index])) for index in shown]
        cells[0] = Text("  " * row.indent).append_text(cells[0])
        grid.add_row(*cells, style="bold" if row.total else SHORT if row.short else "")
    return grid


def _bars(block: Timeline, width: int) -> Grid:
    """Bars are never cut, labels are where there is no room."""
    drawn = max(len(line) for line in (*block.scale, *(bar.marks for bar in block.bars)))
    grid = Grid.grid(padding=(0, 2, 0, 0))
    grid.add_column(overflow="ellipsis", no_wrap=True, max_width=max(width - drawn - 3, 1))
    grid.add_column(no_wrap=True, width=drawn)
    for line in block.scale:
        grid.add_row("", Text(line, "dim"))
    for bar in block.bars:
        grid.add_row(Text(plain(bar.label)), Text(bar.marks, COLOUR[bar.role]))
    return grid
