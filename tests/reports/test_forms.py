"""Every document of every example organisation: true to the plan, inert, and silent on pay where asked."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pypdf
import pytest

from planner import engine
from planner.domain import Plan, Profile, Role
from planner.domain.profile import Constraints, Site, Staff
from planner.domain.regional import Regional
from planner.domain.words import Need
from planner.reports import formats, forms, tables, words
from planner.reports.csv import original
from planner.reports.forms import Form
from planner.reports.tidy import Name
from tests.knowing import knowledge
from tests.reports.orgs import DAY, ORGS, document, planned
from tests.reports.test_without_pay import told

STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@pytest.fixture(params=ORGS)
def org(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def plan(org: str) -> Plan:
    return planned(org)


@pytest.fixture
def example() -> Plan:
    return planned("example")


def pdf_text(document: bytes) -> str:
    pages = (page.extract_text() for page in pypdf.PdfReader(BytesIO(document)).pages)
    return " ".join(" ".join(pages).split())


def cells(document: bytes) -> Iterator[tuple[str, Any]]:
    """Each cell of a workbook with the name of its sheet."""
    book = openpyxl.load_workbook(BytesIO(document))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            yield from ((sheet.title, cell) for cell in row if cell.value is not None)


def rows(document: bytes, sheet: str) -> list[dict[str, Any]]:
    """The rows of a sheet's native table by its headings."""
    found = openpyxl.load_workbook(BytesIO(document))[sheet]
    (table,) = found.tables.values()
    headings, *body = ([cell.value for cell in row] for row in found[table.ref])
    return [dict(zip(headings, row, strict=True)) for row in body]


def seats(document: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(document.decode(), newline="")))


def test_the_pdf_says_what_the_plan_says(plan: Plan, org: str) -> None:
    made = document(org, Form.PDF)
    text, reader = pdf_text(made), pypdf.PdfReader(BytesIO(made))
    said = [plan.headline, *(stance.sentence for stance in plan.stances), plan.break_even.sentence]
    said += [question.ask for question in plan.questions]
    said += [plan.provenance.guidance_hash[:12], str(plan.provenance.today), plan.provenance.program]
    squeezed = "".join(text.split())
    with formats.written_for(Regional()):
        told = ["".join(words.told(each).split()) for each in said]
    assert [each for each in told if each not in squeezed] == []
    first = reader.pages[0].extract_text()
    assert told[0] in "".join(first.split())
    assert "What would change it" in first, "the summary fits on the first page"
    assert len(reader.pages) <= 16
    assert re.findall(r"(?<![\d-])20\d\d-(?:0[1-9]|1[0-2])(?![\d-])", text) == [], (
        "months are written for readers"
    )


def test_the_pdf_can_be_read_aloud(example: Plan) -> None:
    reader = pypdf.PdfReader(BytesIO(document("example", Form.PDF)))
    root = reader.trailer["/Root"].get_object()
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a PDF's own kind of true
    assert root["/StructTreeRoot"]
    assert root["/Lang"] == "en"
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == f"Staffing plan: {example.organisation}"


def test_the_workbook_holds_the_plan_s_figures(plan: Plan, org: str) -> None:
    made = document(org, Form.XLSX)
    if plan.positions:
        positions = rows(made, "Positions")
        assert [row["Id"] for row in positions] == [seat.id for seat in plan.positions]
        currency = plan.totals.cost.currency if plan.totals.cost else ""
        costs = [Decimal(str(row[f"Cost, {currency}"])).quantize(Decimal("0.01")) for row in positions]
        assert costs == [seat.cost.amount for seat in plan.positions if seat.cost]
        assert [row["Starts"] for row in positions] == [
            datetime.combine(seat.starts.first_day, datetime.min.time()) for seat in plan.positions
        ]
        quarters = rows(made, "Cost by quarter")
        totals = {row["Quarter"]: Decimal(str(row[f"Total, {currency}"])) for row in quarters}
        assert totals == {str(quarter): cost.amount for quarter, cost in plan.totals.by_quarter.items()}
    demand = [row["Demand, FTE"] for row in rows(made, "Demand and capacity")]
    assert demand == [round(value, 4) for each in plan.demand for value in each.fte]
    assert {row["Name"] for row in rows(made, "Assumptions")} == {row.name for row in plan.assumptions}


def test_the_workbook_is_set_up_for_people(example: Plan) -> None:
    made = document("example", Form.XLSX)
    book = openpyxl.load_workbook(BytesIO(made))
    assert book.sheetnames == [
        *("Summary", "Positions", "Cost by quarter", "Demand and capacity"),
        *("Why", "Assumptions", "Questions", "Left out"),
    ]
    for sheet in book.worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert (sheet.page_setup.fitToHeight == 0) is (sheet.title != "Summary")
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "B2"
        assert len(sheet.tables) == 1
    assert len(book["Cost by quarter"]._charts) == 1
    assert [name for name in ZipFile(BytesIO(made)).namelist() if name.startswith("xl/media/")]
    said = {cell.value for row in book["Summary"].iter_rows() for cell in row}
    made = example.provenance
    assert {
        made.guidance_hash,
        made.program,
        str(made.today),
        f"{made.guidance} {made.guidance_version}",
    } <= said


def test_the_only_formulas_are_our_sums(org: str) -> None:
    formulas = {cell.value for _, cell in cells(document(org, Form.XLSX)) if cell.data_type == "f"}
    assert all(formula.startswith("=SUBTOTAL(109,") for formula in formulas)


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_reads_the_same_figures(example: Plan, tmp_path: Path) -> None:
    (tmp_path / "plan.xlsx").write_bytes(document("example", Form.XLSX))
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
    command = ("soffice", f"-env:UserInstallation=file://{tmp_path}/home", "--headless", "--convert-to")
    subprocess.run(
        [*command, every_sheet, "--outdir", tmp_path, tmp_path / "plan.xlsx"],
        check=True,
        capture_output=True,
        timeout=120,
    )
    read = list(csv.reader(StringIO((tmp_path / "plan-Cost by quarter.csv").read_text("utf-8"))))
    headings, *body, total = [row for row in read if any(row)]
    column = headings.index("Total, EUR")
    quarters = {row[1]: Decimal(row[column]) for row in body if row[1]}
    assert quarters == {str(q): cost.amount for q, cost in example.totals.by_quarter.items()}
    assert example.totals.cost is not None
    assert Decimal(total[column]) == example.totals.cost.amount
    found = list(csv.DictReader(StringIO((tmp_path / "plan-Demand and capacity.csv").read_text("utf-8"))))
    assert [float(row["Demand, FTE"]) for row in found] == [
        round(value, 4) for each in example.demand for value in each.fte
    ]


def test_the_csv_gives_every_seat_back(plan: Plan, org: str) -> None:
    expected = tables.table(plan, Name.POSITIONS)
    read = seats(document(org, Form.CSV))
    assert [row["id"] for row in read] == [seat.id for seat in plan.positions]
    for row, cells_ in zip(read, expected.rows, strict=True):
        for column, value in zip(expected.columns, cells_, strict=True):
            text = original(row[column.key])
            assert text == ("" if value is None else str(value)), column.key
        assert row["guidance_hash"] == plan.provenance.guidance_hash
        assert row["day"] == str(plan.provenance.today)


def test_the_page_needs_nothing_and_runs_nothing(plan: Plan, org: str) -> None:
    page = document(org, Form.HTML).decode()
    assert "<script" not in page
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page
    assert not [
        each for each in ("http://", "https://", "@import", "url(http") if each in page.replace(SVG, "")
    ]
    assert words.plain(plan.provenance.program) in page


SVG = "http://www.w3.org/2000/svg"


def test_hostile_names_stay_text() -> None:
    evil = "=HYPERLINK(A1) <script>alert(1)</script> #show [x] | `y`"
    site = "+cmd|' /C calc'!A0"
    profile = Profile(
        name=evil,
        ml_teams=6,
        data_scientists=30,
        models_in_production=20,
        use_cases_in_production=12,
        needs=frozenset(Need),
        staff=(Staff(role="mlops", site=site, skills=("+1",)),),
        reports_to=dict.fromkeys(Role, f"-{evil}"),
        constraints=Constraints(sites=(Site(name=site),)),
    )
    plan = engine.plan(profile, knowledge(), DAY)
    assert plan.positions
    for sheet, cell in cells(forms.render(plan, Form.XLSX)):
        assert cell.data_type != "f" or cell.value.startswith("=SUBTOTAL(109,"), (sheet, cell.coordinate)
        assert cell.data_type != "s" or not cell.value.startswith(STARTS), (sheet, cell.coordinate)
    for row in csv.reader(StringIO(forms.render(plan, Form.CSV).decode(), newline="")):
        assert not [text for text in row if text.startswith(STARTS)]
    assert {original(row["site"]) for row in seats(forms.render(plan, Form.CSV))} == {site}
    assert "<script" not in forms.render(plan, Form.HTML).decode()
    assert "alert(1)" in pdf_text(forms.render(plan, Form.PDF))


def test_no_document_tells_pay_that_is_withheld(plan: Plan, org: str) -> None:
    documents = {form: document(org, form, pay=False) for form in forms.MAKERS}
    texts = {
        **{form: documents[form].decode() for form in (Form.CSV, Form.MARKDOWN)},
        Form.HTML: re.sub(r' (d|transform)="[^"]*"', "", documents[Form.HTML].decode()),
        Form.PDF: pdf_text(documents[Form.PDF]),
        Form.XLSX: " ".join(_spelt(cell.value) for _, cell in cells(documents[Form.XLSX])),
    }
    for form, text in texts.items():
        assert told(plan, text) == [], form
    assert all("withheld" in text for form, text in texts.items() if form is not Form.CSV)


def _spelt(value: object) -> str:
    return f"{value:.2f} {value:,.2f}" if isinstance(value, float | int) else str(value)


@pytest.mark.parametrize("form", forms.MAKERS)
def test_the_same_plan_gives_the_same_bytes(example: Plan, form: Form) -> None:
    assert forms.render(example, form) == document("example", form)
