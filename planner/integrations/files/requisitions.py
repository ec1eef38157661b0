"""Requisitions out: seats as the files that headcount tools import."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from xlsxwriter import Workbook

from planner.domain import InvalidInput, Problem
from planner.domain.inert import inert
from planner.domain.openings import LIVE, Opening, Seat
from planner.integrations.grouping import openings_of

Cell = str | int | float
Table = tuple[Sequence[str], Iterable[Sequence[Cell]]]


class UnknownFormat(InvalidInput):
    """A form of export that does not exist."""

    title = "The requisitions cannot be exported"


@dataclass(frozen=True, slots=True)
class Format:
    """One form of export: what it is for, and how it is written."""

    about: str
    suffix: str
    media: str
    write: Callable[[Sequence[Seat], str], bytes]


def export(seats: Sequence[Seat], form: str, organisation: str) -> bytes:
    """The seats in one of FORMATS; raises UnknownFormat. Cells never start a formula."""
    if form not in FORMATS:
        raise UnknownFormat(Problem("format", f"{form!r} is not known.", f"Use one of {', '.join(FORMATS)}."))
    return FORMATS[form].write(seats, organisation)


OWN = (
    "position",
    "title",
    "role",
    "level",
    "department",
    "site",
    "reports_to",
    "needed",
    "opens",
    "starts",
    "state",
    "kind",
    "employment",
    "cost_per_year",
    "currency",
    "why",
)
WORKDAY = (
    "Spreadsheet Key",
    "Position ID",
    "Supervisory Organization",
    "Job Posting Title",
    "Job Description Summary",
    "Number of Positions",
    "Availability Date",
    "Earliest Hire Date",
    "Location",
    "Time Type",
    "Worker Type",
)


def own(seats: Sequence[Seat]) -> Table:
    """Our own table: one line per seat."""
    return OWN, (
        (
            seat.id,
            seat.title,
            seat.role,
            seat.level,
            seat.department or "",
            seat.site or "",
            seat.reports_to,
            seat.needed.isoformat(),
            seat.opens.isoformat(),
            seat.starts.isoformat(),
            seat.state.value,
            "backfill" if seat.backfill else "new",
            seat.employment,
            f"{seat.cost.amount:.2f}" if seat.cost else "",
            seat.cost.currency if seat.cost else "",
            seat.why,
        )
        for seat in seats
    )


def charthop(seats: Sequence[Seat]) -> Table:
    """ChartHop's hiring plan: a line per seat; a manager by name, dates as month/day/year."""
    header = (
        "Job title",
        "req",
        "Start date",
        "Manager",
        "Manager:req",
        "Date",
        "Department",
        "Location",
        "Team",
    )
    return header, (
        (
            seat.title,
            seat.id,
            _american(seat.starts),
            seat.reports_to,
            "",
            _american(seat.opens),
            seat.department or "",
            seat.site or "",
            "",
        )
        for seat in _live(seats)
    )


def odoo(seats: Sequence[Seat]) -> Table:
    """Odoo's import of job positions: a line per row of alike seats, `no_of_recruitment` still to hire."""
    rows: list[Opening] = openings_of(seats)
    return ("id", "name", "department_id", "no_of_recruitment"), (
        (f"teamplan.{row.external_id}", job_name(row), row.department or "", max(0, row.count - row.filled))
        for row in rows
    )


def job_name(row: Opening) -> str:
    """The name of a job position in Odoo, which allows each name once in a department."""
    return f"{row.title} ({row.site})" if row.site else row.title


def workday(seats: Sequence[Seat]) -> Table:
    """Data for Workday's own Create Position template; each tenant generates that template itself."""
    return WORKDAY, (
        (
            place,
            seat.id,
            seat.department or "",
            seat.title,
            seat.why,
            1,
            seat.opens.isoformat(),
            seat.starts.isoformat(),
            seat.site or "",
            "Part time" if seat.employment == "part_time" else "Full time",
            "Contingent Worker" if seat.employment == "contractor" else "Employee",
        )
        for place, seat in enumerate(_live(seats), 1)
    )


def job_postings(seats: Sequence[Seat], organisation: str) -> bytes:
    """schema.org JobPosting in JSON-LD, one per row of alike seats; nothing is published by it."""
    postings = [_posting(row, organisation) for row in openings_of(_live(seats))]
    document = {"@context": "https://schema.org", "@graph": postings}
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()


EMPLOYMENT = {"part_time": "PART_TIME", "fixed_term": "TEMPORARY", "contractor": "CONTRACTOR"}


def _posting(row: Opening, organisation: str) -> dict[str, Any]:
    posting: dict[str, Any] = {
        "@type": "JobPosting",
        "identifier": {"@type": "PropertyValue", "name": organisation, "value": row.external_id},
        "title": row.title,
        "description": row.why,
        "datePosted": row.opens.isoformat(),
        "jobStartDate": row.starts.isoformat(),
        "employmentType": {
            "part_time": "PART_TIME",
            "fixed_term": "TEMPORARY",
            "contractor": "CONTRACTOR",
        }.get(row.employment, "FULL_TIME"),
        "hiringOrganization": {"@type": "Organization", "name": organisation},
        "totalJobOpenings": max(0, row.count - row.filled),
    }
    if row.site:
        posting["jobLocation"] = {"@type": "Place", "name": row.site}
    return posting


def _csv(table: Callable[[Sequence[Seat]], Table]) -> Callable[[Sequence[Seat], str], bytes]:
    def write(seats: Sequence[Seat], organisation: str) -> bytes:
        header, rows = table(seats)
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(header)
        writer.writerows([inert(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
        return text.getvalue().encode("utf-8-sig")

    return write


def _xlsx(seats: Sequence[Seat], organisation: str) -> bytes:
    header, rows = own(seats)
    content = io.BytesIO()
    book = Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("Requisitions")
    sheet.write_row(0, 0, header, book.add_format({"bold": True}))
    for line, row in enumerate(rows, 1):
        for place, cell in enumerate(row):
            sheet.write_string(line, place, inert(str(cell)))
    sheet.freeze_panes(1, 1)
    sheet.autofit()
    book.close()
    return content.getvalue()


def _live(seats: Sequence[Seat]) -> list[Seat]:
    return [seat for seat in seats if seat.state in LIVE]


def _american(day: date) -> str:
    return f"{day.month}/{day.day}/{day.year}"


CSV = "text/csv; charset=utf-8"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS: Mapping[str, Format] = {
    "csv": Format("Our own table, a line per seat.", ".csv", CSV, _csv(own)),
    "xlsx": Format("The same as a workbook.", ".xlsx", EXCEL, _xlsx),
    "charthop": Format("ChartHop's hiring plan.", ".csv", CSV, _csv(charthop)),
    "odoo": Format("Odoo's import of job positions.", ".csv", CSV, _csv(odoo)),
    "workday": Format("Data for Workday's Create Position template.", ".csv", CSV, _csv(workday)),
    "jobposting": Format("schema.org JobPosting.", ".jsonld", "application/ld+json", job_postings),
}
