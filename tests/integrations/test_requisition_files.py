"""Requisitions out: each tool's form, inert in every spreadsheet, equal when read again."""

import csv
import io
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain import InvalidInput
from planner.domain.inert import active
from planner.domain.openings import OpeningState, Seat
from planner.integrations import files
from planner.integrations.files import sheets
from planner.integrations.files.requisitions import OWN, own
from tests.integrations.seats import seat, seats

TABLES = [name for name, form in files.FORMATS.items() if form.suffix == ".csv"]
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "'=1", '=HYPERLINK("http://x")']
texts = st.sampled_from(FORMULAS) | st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1
)


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_charthop_takes_a_line_per_seat_with_american_dates() -> None:
    table = rows(files.export(seats(2), "charthop", "Acme"))
    assert ",".join(table[0]) == "Job title,req,Start date,Manager,Manager:req,Date,Department,Location,Team"
    assert table[2][:6] == ["Senior MLOps Engineer", "ML-2027-002", "3/1/2027", "Director of Engineering", "",
                            "12/1/2026"]  # fmt: skip


def test_odoo_takes_what_is_still_to_hire_in_one_row_of_alike_seats() -> None:
    three = [*seats(2), seat(3, state=OpeningState.FILLED)]
    header, row = rows(files.export([*three, seat(4, state=OpeningState.CLOSED)], "odoo", "Acme"))
    assert header == ["id", "name", "department_id", "no_of_recruitment"]
    assert row[1:] == ["Senior MLOps Engineer", "ML Platform", "2"]
    assert row[0].startswith("teamplan.tp-senior-mlops-engineer-")
    assert len(row[0].removeprefix("teamplan.")) <= 50


def test_rows_keep_their_id_when_seats_come_and_go() -> None:
    ids = {rows(files.export(seats(count), "odoo", "Acme"))[1][0] for count in (1, 2, 9)}
    assert len(ids) == 1


def test_workday_gets_dates_as_its_template_wants_them() -> None:
    header, row = rows(files.export([seat(site="Berlin")], "workday", "Acme"))
    line = dict(zip(header, row, strict=True))
    assert line["Availability Date"] == "2026-12-01"
    assert (line["Number of Positions"], line["Worker Type"], line["Location"]) == ("1", "Employee", "Berlin")


def test_job_postings_are_json_ld_and_leave_out_what_is_filled_or_closed() -> None:
    held = [*seats(2), seat(3, state=OpeningState.FILLED), seat(4, state=OpeningState.CLOSED)]
    document = json.loads(files.export(held, "jobposting", "Acme"))
    (posting,) = document["@graph"]
    assert document["@context"] == "https://schema.org"
    assert (posting["@type"], posting["totalJobOpenings"]) == ("JobPosting", 2)
    assert posting["hiringOrganization"]["name"] == "Acme"


def test_an_unknown_form_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InvalidInput, match=r"'pdf' is not known\. Use one of csv, xlsx"):
        files.export(seats(1), "pdf", "Acme")


@given(text=texts)
def test_no_cell_of_any_table_starts_a_formula(text: str) -> None:
    hostile = seat(1, title=text, department=text, site=text, reports_to=text, why=text)
    for form in TABLES:
        for line in rows(files.export([hostile], form, text)):
            assert not any(
                cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")) for cell in line
            )
            assert not any(cell.startswith(("\t", "\r", "\n")) for cell in line)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("text", [*FORMULAS, "plain", 'quo"te, comma', "Ünïcode 漢字"])
def test_our_own_table_reads_back_equal(form: str, text: str) -> None:
    text = text.replace("\r", "\n")  # a workbook keeps no carriage returns, and the service lets none in
    held: list[Seat] = [replace(each, title=text, why=text) for each in seats(3)]
    back = sheets.read(files.export(held, form, "Acme"))
    assert back.header == OWN
    written = [[active(str(cell).strip()) for cell in row] for row in own(held)[1]]
    read = [[*cells, *[""] * (len(OWN) - len(cells))] for _, cells in back.rows]
    titles = OWN.index("title")
    assert [row[titles].strip() for row in read] == [text.strip()] * 3
    assert [row[:titles] for row in read] == [row[:titles] for row in written]


def test_xlsx_cells_are_texts_never_formulas() -> None:
    from openpyxl import load_workbook

    held = [replace(each, title="=1+1") for each in seats(1)]
    sheet = load_workbook(io.BytesIO(files.export(held, "xlsx", "Acme")))["Requisitions"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}
