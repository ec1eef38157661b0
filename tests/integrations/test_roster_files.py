"""Rosters in: whatever header words, all or nothing, a word on every row, and no bomb goes off."""

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain import InvalidInput, Money, Role
from planner.domain.inert import active, inert
from planner.domain.words import Level
from planner.hiring import load_roles
from planner.hiring.rosters import review, staff
from planner.integrations import files
from planner.integrations.files import headers, sheets
from tests.integrations.rosters import HRIS, as_csv, as_xlsx, people

TODAY = date(2026, 11, 23)
TWO = [
    ["Employee ID", "Full Name", "Work Email", "Job Title", "Hire Date", "FTE"],
    ["7", "Ada Lovelace", "ada@example.com", "Senior MLOps Engineer", "2024-02-01", "1"],
    ["8", "Grace Hopper", "grace@example.com", "ML Platform Engineer", "2023-05-15", "0.5"],
]
small = sheets.Limits(size=100_000, unpacked=400_000, rows=50, columns=20, cell=100, seconds=5)


def refusal(content: bytes, **options: Any) -> str:
    with pytest.raises(InvalidInput) as raised:
        files.read(content, TODAY, **options)
    return str(raised.value)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_delimiter_and_encoding_are_found(delimiter: str, encoding: str) -> None:
    rows = [*TWO, ["9", "Jörg Müller", "j@example.com", "Accountant, Sr", "2020-01-01", "1"]]
    found = files.read(as_csv(rows, delimiter, encoding), TODAY)
    assert [person.name for person in found.people] == ["Ada Lovelace", "Grace Hopper", "Jörg Müller"]
    assert found.people[0].starts == date(2024, 2, 1)
    assert found.people[1].fte == 0.5


def test_csv_and_xlsx_read_alike() -> None:
    native = [[datetime(2024, 2, 1) if cell == "2024-02-01" else cell for cell in row] for row in TWO]
    assert files.read(as_csv(TWO), TODAY).people == files.read(as_xlsx(native), TODAY).people


def test_the_columns_of_an_hris_are_understood_and_private_ones_never_read() -> None:
    row = [
        "PEP1",
        "Ada",
        "L",
        "ada@example.com",
        "555-123",
        "Female",
        "ML Platform",
        "MLOps Engineer",
        "Senior",
    ]
    row += ["Regular", "On site", "Grace H", "Permanent", "Berlin", "2024-02-01", "85,000", "0", "", "Acme"]
    content = as_xlsx([(*HRIS, "Currency"), (*row, "EUR")])
    seen = files.preview(content)
    assert seen.private == ("Phone", "Gender")
    assert not any("555" in cell or cell == "Female" for line in seen.sample for cell in line)
    (ada,) = files.read(content, TODAY).people
    assert (ada.key, ada.name, ada.title, ada.level) == ("PEP1", "Ada L", "MLOps Engineer", "Senior")
    assert (ada.department, ada.manager, ada.site) == ("ML Platform", "Grace H", "Berlin")
    assert ada.pay == Money(Decimal("85000.00"), "EUR")


def test_every_synonym_leads_to_one_field() -> None:
    for field, words in headers.SYNONYMS.items():
        for word in words:
            for spelled in (word, word.upper(), word.replace(" ", "_"), word.title()):
                assert headers.guess([spelled]) == {spelled: field}


def test_all_or_nothing_with_the_row_the_column_and_what_to_do() -> None:
    rows = [
        *TWO,
        ["9", "X", "x@example.com", "T", "31.02.2024", "1"],
        ["9", "Y", "", "T", "", "lots"],
        ["9", "Z"],
    ]
    said = refusal(as_csv(rows))
    assert "row 4, Hire Date" in said
    assert "'31.02.2024' is no day. Write it like 2027-03-31." in said
    assert "row 5, FTE" in said


def test_a_person_who_stands_twice_is_named_with_both_rows() -> None:
    said = refusal(as_csv([*TWO, ["7", "Ada again", "", "", "", ""]]))
    assert "row 2" in said
    assert "row 4" in said
    assert "'7' stands 2 times" in said


def test_people_who_left_are_left_out_and_the_report_says_why() -> None:
    rows = [[*TWO[0], "Status", "Termination Date"], [*TWO[1], "Active", ""], [*TWO[2], "Terminated", ""],
            ["9", "Gone", "g@example.com", "X", "2020-01-01", "1", "Active", "2026-01-31"]]  # fmt: skip
    found = files.read(as_csv(rows), TODAY)
    assert [(row.line, row.outcome, row.reason) for row in found.report] == [
        (2, "taken", ""),
        (3, "left_out", "not active"),
        (4, "left_out", "left on 2026-01-31"),
    ]
    assert [person.key for person in found.people] == ["7"]


def test_a_date_that_may_be_two_days_is_asked_about() -> None:
    rows = [[*TWO[0]], ["7", "Ada", "a@example.com", "T", "03/04/2024", "1"]]
    assert "may be two days" in refusal(as_csv(rows))
    assert files.read(as_csv(rows), TODAY, day_first=True).people[0].starts == date(2024, 4, 3)
    told = [*rows, ["8", "Bo", "b@example.com", "T", "25/04/2024", "1"]]
    assert files.read(as_csv(told), TODAY).people[0].starts == date(2024, 4, 3)


def test_a_mapping_can_be_given_and_is_checked() -> None:
    rows = [["Who", "Was macht sie"], ["Ada", "MLOps Engineer"]]
    assert "none says who the people are" in refusal(as_csv(rows))
    found = files.read(as_csv(rows), TODAY, {"Who": "name", "Was macht sie": "title"})
    assert found.people[0].title == "MLOps Engineer"
    assert "Did you mean 'Who'" in refusal(as_csv(rows), mapping={"Whom": "name"})
    assert "'nome' is no field" in refusal(as_csv(rows), mapping={"Who": "nome"})
    assert "given to two columns" in refusal(as_csv(rows), mapping={"Who": "name", "Was macht sie": "name"})


def test_files_of_the_same_columns_share_a_fingerprint_in_any_order() -> None:
    turned = [list(reversed(row)) for row in TWO]
    assert files.preview(as_csv(TWO)).fingerprint == files.preview(as_csv(turned, ";")).fingerprint
    assert files.preview(as_csv(TWO)).fingerprint != files.preview(as_csv(people(2))).fingerprint


def bomb(parts: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def far_cell(reference: str) -> bytes:
    """A small workbook with one more cell, at `reference`."""
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(as_xlsx(TWO))) as old, zipfile.ZipFile(content, "w") as new:
        for part in old.infolist():
            text = old.read(part)
            if part.filename.endswith("sheet1.xml"):
                row = "".join(filter(str.isdigit, reference))
                cell = f'<row r="{row}"><c r="{reference}" t="inlineStr"><is><t>far</t></is></c></row>'
                text = text.replace(b"</sheetData>", cell.encode() + b"</sheetData>")
            new.writestr(part, text)
    return content.getvalue()


HOSTILE = {
    "empty": (b"", "is empty"),
    "blank": (b"  \r\n ", "is empty"),
    "binary": (bytes(range(256)) * 40, "not text"),
    "NUL": (b"name\0,title\nA,b", "NUL"),
    "old Excel": (b"\xd0\xcf\x11\xe0" + b"0" * 100, "old form"),
    "large": (b"a" * 100_001, "larger than 100,000 bytes"),
    "wide": (as_csv([["c"] * 30, ["x"] * 30]), "more than 20 columns"),
    "long": (as_csv([["name"], *[[f"n{n}"] for n in range(60)]]), "beyond 50 rows"),
    "long cell": (as_csv([["name"], ["x" * 101]]), "a cell of 101 characters"),
    "open quote": (b'name,title\n"Ada,x\n', "is not CSV"),
    "header only": (b"name,title\n", "no rows"),
    "no workbook": (bomb({"a.txt": b"x"}), "not a workbook"),
    "cut archive": (as_xlsx(TWO)[:-200], "damaged"),
    "zip bomb": (bomb({"xl/worksheets/sheet1.xml": b"0" * 500_000}), "unpacks to more than 400,000 bytes"),
    "entities": (bomb({"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'}), "declares"),
    "far row": (far_cell("A1048576"), "beyond 50 rows"),
    "far column": (far_cell("XFD4"), "more than 20 columns"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_in_words(name: str) -> None:
    content, said = HOSTILE[name]
    assert said in refusal(content, limits=small)


@given(st.binary(max_size=400) | st.binary(max_size=200).map(lambda tail: b"PK\x03\x04" + tail))
def test_no_bytes_raise_anything_but_a_word(content: bytes) -> None:
    try:
        files.read(content, TODAY, limits=small)
    except InvalidInput as error:
        assert str(error)


@given(st.text(alphabet=st.sampled_from("=+-@\t\r\n'ab ＝1"), max_size=8) | st.text(max_size=20))
def test_inert_cells_start_no_formula_and_come_back(text: str) -> None:
    cell = inert(text)
    assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert not cell.startswith(("\t", "\r", "\n"))
    assert active(cell) == text


def test_titles_are_counted_by_function_and_the_unclear_ones_come_first() -> None:
    roster = files.read(as_csv(people(40)), TODAY).people
    rows = [*roster, *files.read(as_csv([["Name", "Job Title"], ["Q", "Wizard of Data"]]), TODAY).people]
    seen = review(rows, load_roles().titles, {})
    asked = {row.title: row for row in seen if row.ask}
    assert list(asked) == [row.title for row in seen[: len(asked)]]
    assert (asked["Wizard of Data"].counts_as, asked["Wizard of Data"].people) == ("unmapped", 1)
    told = review(rows, load_roles().titles, {"wizard of data": Role.MLOPS})
    assert {row.title: row.counts_as for row in told}["Wizard of Data"] == "mlops"
    found = staff(rows, load_roles().titles, {"wizard of data": Role.MLOPS})
    assert sum(each.count for each in found) == 21
    assert {each.role for each in found} == {"mlops", "platform"}


def test_levels_come_from_the_level_column_or_the_title() -> None:
    rows = [["Name", "Job Title", "Level"], ["A", "Senior MLOps Engineer", ""]]
    rows += [["B", "MLOps Engineer", "Staff"], ["C", "MLOps Engineer", ""]]
    found = staff(files.read(as_csv(rows), TODAY).people, load_roles().titles, {})
    assert sorted(str(each.level) for each in found) == sorted(
        ("None", str(Level.PRINCIPAL), str(Level.SENIOR))
    )
