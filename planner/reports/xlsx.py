"""A plan as a workbook: native tables, numbers as numbers, a native chart, and no cell that runs.

Money has two decimals, FTE one; what is stored is exact to the cent, computed numbers to four decimals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from io import BytesIO
from math import ceil
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from planner.domain import Month, Plan, Role, is_withheld
from planner.reports import answer, costs, tables, words
from planner.reports.charts import Chart, theme, timeline, tornado
from planner.reports.csv import inert
from planner.reports.findings import NOTHING_MORE, Findings
from planner.reports.tidy import Cell, Column, Kind, Name, Tidy

SHEETS = (
    (Name.POSITIONS, "Positions"),
    (Name.QUARTERS, "Cost by quarter"),
    (Name.DEMAND, "Demand and capacity"),
    (Name.EVIDENCE, "Why"),
    (Name.ASSUMPTIONS, "Assumptions"),
    (Name.QUESTIONS, "Questions"),
    (Name.CUTS, "Left out"),
)
SUMMED = frozenset({Name.POSITIONS, Name.QUARTERS})
NUMBERS: Mapping[Kind, str] = {
    Kind.COUNT: "#,##0",
    Kind.YEAR: "0",
    Kind.NUMBER: "#,##0.####",
    Kind.FTE: "#,##0.0",
    Kind.MONEY: "#,##0.00",
    Kind.MONTH: "yyyy-mm",
}
UNSUMMED = frozenset({"monthly_cost"})
NARROWEST, WIDEST = 9, 56
"""Widths of columns, in characters."""

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
PICTURE_SCALE, LINE = 0.5, 15
UNPRINTED = frozenset({"alternative", "work", "reasons", "skills", "why"})
"""Running text of positions, which on paper would leave room for nothing else."""

STYLE = "Table Style Light 1"


def render(plan: Plan, findings: Findings = NOTHING_MORE) -> bytes:
    """The workbook; the same plan and findings give the same bytes."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        made = datetime.combine(plan.provenance.today, time())
        book.set_properties(
            {
                "title": f"Staffing plan: {words.plain(plan.organisation)}",
                "subject": words.plain(plan.headline),
                "comments": basis(plan, findings),
                "created": made,
            }
        )
        writer = _Writer(book)
        _summary(writer, plan, findings)
        for name, title in SHEETS:
            found = tables.table(plan, name)
            if found.rows:
                _sheet(writer, found, title, plan)
        if findings.tornado and findings.tornado.bars:
            _sheet(writer, tornado(plan, findings.tornado).data, "Sensitivity", plan)
    return file.getvalue()


def basis(plan: Plan, findings: Findings) -> str:
    """What the plan was made from, in a line."""
    return "; ".join(f"{label} {value}" for label, value in _made_from(plan, findings))


def _made_from(plan: Plan, findings: Findings) -> Iterator[tuple[str, str]]:
    made = plan.provenance
    yield "Day", str(made.today)
    yield "Program", made.program
    yield "Guidance", f"{made.guidance} {made.guidance_version}"
    yield "Guidance hash", made.guidance_hash
    yield "Pay table hash", made.pay_digest
    yield "Input hash", made.input_digest
    yield "Seed", str(findings.simulation.seed) if findings.simulation else "none: nothing is drawn at random"
    if is_withheld(plan):
        yield "Pay", "withheld from this copy"


@dataclass
class _Writer:
    """The workbook and its formats, each made once."""

    book: Workbook

    def __post_init__(self) -> None:
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def format(self, **style: Any) -> Format:
        """A format by its properties, text at the top of its cell."""
        key = tuple(sorted(style.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format({"valign": "top", "font_color": theme.INK, **style})
        return self._formats[key]

    def sheet(self, title: str) -> Worksheet:
        """A sheet set up to be printed: landscape A4, one page wide, numbered."""
        sheet = self.book.add_worksheet(title)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.set_footer("&L&8&A&R&8&P of &N")
        return sheet

    def cell(self, column: Column) -> Format:
        """The format of a column's cells."""
        if column.kind in NUMBERS:
            return self.format(num_format=NUMBERS[column.kind])
        return self.format(text_wrap=column.key not in UNPRINTED, align="left", indent=1)

    def heading(self, column: Column) -> Format:
        """The format of a column's heading, on the side of its cells."""
        side = {} if column.kind in NUMBERS else {"indent": 1}
        return self.format(bold=True, bottom=1, align="right" if column.kind in NUMBERS else "left", **side)


def _summary(writer: _Writer, plan: Plan, findings: Findings) -> None:
    sheet = writer.sheet("Summary")
    sheet.hide_gridlines(2)
    sheet.fit_to_pages(1, 1)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 34)
    sheet.set_column(2, 2, 70)
    quiet, wrapped = writer.format(font_color=theme.QUIET), writer.format(text_wrap=True)
    sheet.write_string(0, 0, inert(f"Staffing plan: {words.plain(plan.organisation)}"), quiet)
    answer_format = writer.format(bold=True, font_size=16, text_wrap=True)
    sheet.merge_range(1, 0, 1, 2, inert(words.plain(plan.headline)), answer_format)
    sheet.set_row(1, 44)
    row = 3
    for figure in answer.figures(plan).items:
        sheet.write_string(row, 0, figure.label, quiet)
        sheet.write_string(row, 1, inert(figure.value), writer.format(bold=True, font_size=12))
        sheet.write_string(row, 2, inert(words.plain(figure.note)), wrapped)
        row += 1
    sheet.write_string(row, 0, "Cost", quiet)
    sheet.merge_range(row, 1, row, 2, inert(costs.sentence(plan)), wrapped)
    row = _facts(writer, sheet, row + 2, "This was made from", _made_from(plan, findings))
    notes = (("", words.sentence(words.plain(note))) for note in plan.notes)
    row = _facts(writer, sheet, row + 1, "Notes", notes)
    _picture(sheet, row + 1, timeline(plan))


def _facts(writer: _Writer, sheet: Worksheet, row: int, title: str, facts: Iterator[tuple[str, str]]) -> int:
    sheet.write_string(row, 0, title, writer.format(bold=True))
    for label, value in facts:
        row += 1
        sheet.write_string(row, 0, label, writer.format(font_color=theme.QUIET))
        sheet.merge_range(row, 1, row, 2, inert(value), writer.format(text_wrap=True))
        sheet.set_row(row, 15 * (1 + len(value) // 105))
    return row + 1


def _picture(sheet: Worksheet, row: int, chart: Chart) -> None:
    if not chart.specification:
        return
    sheet.write_string(row, 0, inert(chart.sentence))
    options = {
        "image_data": BytesIO(chart.png()),
        "x_scale": PICTURE_SCALE,
        "y_scale": PICTURE_SCALE,
        "description": chart.alt,
    }
    sheet.insert_image(row + 1, 0, f"{chart.name}.png", options)


def _sheet(writer: _Writer, found: Tidy, title: str, plan: Plan) -> None:
    sheet = writer.sheet(title)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    headings, last = _headings(found), len(found.rows)
    columns = [
        {"header": heading, "format": writer.cell(column), "header_format": writer.heading(column)}
        for heading, column in zip(headings, found.columns, strict=True)
    ]
    options = {"name": found.name.title(), "columns": columns, "style": STYLE}
    sheet.add_table(0, 0, last, len(columns) - 1, options)
    _fill(writer, sheet, found, headings)
    paid = any(column.kind is Kind.MONEY for column in found.columns)
    if found.name in SUMMED and paid:
        _total(writer, sheet, found)
    if found.name is Name.POSITIONS:
        printed = [index for index, column in enumerate(found.columns) if column.key not in UNPRINTED]
        sheet.print_area(0, 0, last + 1, printed[-1])
    if found.name is Name.QUARTERS and paid:
        _native_chart(writer, sheet, found, plan)


def _headings(found: Tidy) -> list[str]:
    """Titles; money with its currency where there is one only."""
    currencies = {
        row[index]
        for index, column in enumerate(found.columns)
        if column.key == "currency"
        for row in found.rows
    }
    unit = f", {next(iter(currencies))}" if len(currencies) == 1 else ""
    return [
        f"{column.title}{unit}"
        if column.kind is Kind.MONEY
        else f"{column.title}, FTE"
        if column.kind is Kind.FTE and "FTE" not in column.title
        else column.title
        for column in found.columns
    ]


def _total(writer: _Writer, sheet: Worksheet, found: Tidy) -> None:
    """Below the table what its money comes to, of the rows that a filter leaves."""
    below, style = len(found.rows) + 1, {"bold": True, "top": 1}
    sheet.write_string(below, 0, "Total", writer.format(**style))
    for index, column in enumerate(found.columns):
        amounts = [row[index] for row in found.rows if isinstance(row[index], Decimal)]
        if column.kind is Kind.MONEY and column.key not in UNSUMMED and amounts:
            cells = xl_range(1, index, below - 1, index)
            money = writer.format(num_format=NUMBERS[Kind.MONEY], **style)
            total = float(sum(amounts))  # type: ignore[arg-type] # they are Decimals, see above
            sheet.write_formula(below, index, f"=SUBTOTAL(109,{cells})", money, total)


def _fill(writer: _Writer, sheet: Worksheet, found: Tidy, headings: list[str]) -> None:
    """Cells, columns as wide as what they hold, and rows as high as their longest text needs."""
    widths = [_width(found, index, heading) for index, heading in enumerate(headings)]
    for index, (column, width) in enumerate(zip(found.columns, widths, strict=True)):
        sheet.set_column(index, index, width)
        style = writer.cell(column)
        for row, cells in enumerate(found.rows, start=1):
            if (value := cells[index]) is not None:
                WRITE[column.kind](sheet, row, index, value, style)
    for row, cells in enumerate(found.rows, start=1):
        wrapped = (
            ceil(len(str(cell)) / (width - 1))
            for cell, width, column in zip(cells, widths, found.columns, strict=True)
            if column.key not in UNPRINTED
        )
        sheet.set_row(row, LINE * max(1, *wrapped))


def _width(found: Tidy, index: int, heading: str) -> float:
    longest = max((len(str(row[index])) for row in found.rows if row[index] is not None), default=0)
    return min(max(longest + 2, len(heading) + 3, NARROWEST), WIDEST)


def _text(sheet: Worksheet, row: int, column: int, value: Cell, style: Format) -> None:
    sheet.write_string(row, column, inert(words.plain(str(value))), style)


def _number(sheet: Worksheet, row: int, column: int, value: Cell, style: Format) -> None:
    assert isinstance(value, int | float | Decimal), "columns of numbers hold numbers"
    sheet.write_number(row, column, float(value), style)


def _month(sheet: Worksheet, row: int, column: int, value: Cell, style: Format) -> None:
    assert isinstance(value, Month), "columns of months hold months"
    sheet.write_datetime(row, column, datetime.combine(value.first_day, time()), style)


WRITE: Mapping[Kind, Callable[[Worksheet, int, int, Cell, Format], None]] = {
    Kind.TEXT: _text,
    Kind.WORD: _text,
    Kind.COUNT: _number,
    Kind.YEAR: _number,
    Kind.NUMBER: _number,
    Kind.FTE: _number,
    Kind.MONEY: _number,
    Kind.MONTH: _month,
}


def _native_chart(writer: _Writer, sheet: Worksheet, found: Tidy, plan: Plan) -> None:
    """Cost by fiscal quarter, stacked by role, as a chart of the spreadsheet's own."""
    keys = [column.key for column in found.columns]
    chart = writer.book.add_chart({"type": "column", "subtype": "stacked"})
    last = len(found.rows)
    for role in Role:
        column = keys.index(role.value)
        chart.add_series(
            {
                "name": f"{words.ROLE[role]}s",
                "categories": [
                    sheet.name,
                    1,
                    keys.index("fiscal_quarter"),
                    last,
                    keys.index("fiscal_quarter"),
                ],
                "values": [sheet.name, 1, column, last, column],
                "fill": {"color": theme.HUES[role].fill},
                "border": {"color": theme.HUES[role].edge},
                "gap": 40,
            }
        )
    chart.set_title({"name": "Cost by fiscal quarter", "overlay": False, "name_font": {"size": 12}})
    chart.set_y_axis(
        {"min": 0, "num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": theme.LINE}}}
    )
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 720, "height": 300})
    sheet.insert_chart(last + 4, 0, chart, {"description": costs.sentence(plan)})
