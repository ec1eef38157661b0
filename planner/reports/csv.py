"""Tables of a plan as CSV (RFC 4180, UTF-8), with no cell that a spreadsheet would take for a formula."""

from __future__ import annotations

import csv
import re
from io import StringIO

from planner.domain import Plan
from planner.reports.tables import table
from planner.reports.tidy import Cell, Kind, Name

FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
"""How cells begin that spreadsheets may execute, with or without the marks that `inert` has set."""

BASIS = ("day", "guidance", "guidance_version", "guidance_hash", "program")
"""Columns that say in each line what the plan was made from."""


def render(plan: Plan, name: Name = Name.POSITIONS) -> str:
    """One table with its basis in the last columns."""
    tidy, made = table(plan, name), plan.provenance
    basis = (str(made.today), made.guidance, made.guidance_version, made.guidance_hash, made.program)
    file = StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow((*(column.key for column in tidy.columns), *BASIS))
    kinds = [column.kind for column in tidy.columns]
    for row in tidy.rows:
        cells = (written(cell, kind) for cell, kind in zip(row, kinds, strict=True))
        writer.writerow((*cells, *map(inert, basis)))
    return file.getvalue()


def written(cell: Cell, kind: Kind) -> str:
    """A cell as text: numbers with a point and all their digits, money with cents, nothing for unknown."""
    if cell is None:
        return ""
    if kind is Kind.MONEY:
        return f"{cell:.2f}"
    return inert(cell) if isinstance(cell, str) else str(cell)


def inert(text: str) -> str:
    """`text` with a mark in front where a spreadsheet would take it for a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def original(text: str) -> str:
    """What `inert` was given."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text
