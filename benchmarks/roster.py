"""Roster files in: seconds and peak memory of a whole process, beside reading the same file by pandas."""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from pathlib import Path

from openpyxl import Workbook

from benchmarks import table
from benchmarks.startup import STARTER

PEOPLE = 5_000
HEADER = ["Employee ID", "Name", "Work Email", "Job Title", "Department", "Location", "FTE"]
HEADER += ["Hire Date", "Status"]
OURS = """
import sys
from datetime import date
from planner.integrations import files
found = files.read(open(sys.argv[1], "rb").read(), date(2026, 11, 23))
assert len(found.people) == 5_000
"""
PANDAS = "import sys, pandas as pd; pd.{}(sys.argv[1])"


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        rows = []
        for suffix, content, reader in (("csv", _csv(), "read_csv"), ("xlsx", _xlsx(), "read_excel")):
            file = Path(folder) / f"people.{suffix}"
            file.write_bytes(content)
            ours, theirs = _measured(OURS, file), _measured(PANDAS.format(reader), file)
            rows.append([suffix, f"{len(content):,}", *ours, *theirs])
        head = ("", "bytes", "planner s", "planner MiB", "pandas s", "pandas MiB")
        table(f"Roster of {PEOPLE:,} people, whole process", head, rows)


def _measured(program: str, file: Path) -> tuple[str, str]:
    command = [sys.executable, "-c", STARTER, "-c", program, str(file)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr.split()
    return f"{float(said[-3]):.2f}", f"{int(said[-1]) / 1024:.0f}"


def _rows() -> list[list[str]]:
    return [
        [f"E{n:05}", f"Person {n}", f"p{n}@example.com", f"Engineer {n % 40}", f"Team {n % 90}", "Berlin",
         "100%", f"2024-{n % 12 + 1:02}-{n % 28 + 1:02}", "Active"]
        for n in range(PEOPLE)
    ]  # fmt: skip


def _csv() -> bytes:
    return "\r\n".join(",".join(row) for row in [HEADER, *_rows()]).encode()


def _xlsx() -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in [HEADER, *_rows()]:
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
