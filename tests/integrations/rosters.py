"""Roster files for tests, written here."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook

HRIS = tuple(
    """Badge ID,First Name,Last Name,Email,Phone,Gender,Department,Job Position,Job Role,Shift,Work Type,
    Reporting Manager,Employee Type,Location,Date Joining,Basic Salary,Salary Hour,Contract End Date,
    Company""".replace("\n    ", "").split(",")
)
"""The header of the workbook that Horilla exports."""


def as_csv(rows: Iterable[Sequence[Any]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def as_xlsx(rows: Iterable[Sequence[Any]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def people(count: int) -> list[list[str]]:
    titles = ("MLOps Engineer", "ML Platform Engineer", "Data Scientist", "Accountant")
    header = [
        "Employee ID",
        "Name",
        "Work Email",
        "Job Title",
        "Department",
        "Location",
        "FTE",
        "Hire Date",
        "Status",
    ]
    rows = [
        [f"E{n:05}", f"Person {n}", f"p{n}@example.com", titles[n % 4], f"Team {n % 40}", "Berlin", "100%",
         f"{n % 28 + 1:02}/{n % 12 + 1:02}/2024", "Active"]
        for n in range(count)
    ]  # fmt: skip
    return [header, *rows]
