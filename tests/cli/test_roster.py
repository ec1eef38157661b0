"""`planner roster` and `planner requisitions`."""

import csv
import io
import json
from pathlib import Path

import pytest

from planner.schemas import profiles
from tests.cli.conftest import Run
from tests.integrations.rosters import as_csv, as_xlsx, people

SHOP = "name: Shop\nml_teams: 5\ndata_scientists: 20\nmodels_in_production: 30\nneeds: [deploy_models]\n"


def test_a_roster_becomes_the_staff_of_a_profile(run: Run, tmp_path: Path) -> None:
    result = run("roster", "import", "-", "--today", "2026-11-23", stdin=as_csv(people(40)))
    assert result.exit_code == 0
    profile = profiles.read(("name: Shop\n" + result.stdout).encode(), "yaml")
    assert sum(each.count for each in profile.staff or ()) == 20
    assert "40 people read, 0 left out." in result.stderr
    assert "Accountant (10): unmapped" in result.stderr


def test_a_title_and_a_column_can_be_said(run: Run) -> None:
    content = as_csv([["Wer", "Funktion"], ["Ada", "Data Wizard"]])
    said = ("--map", "Wer=name", "--map", "Funktion=title", "--title", "Data Wizard=mlops")
    result = run("roster", "import", "-", *said, stdin=content)
    assert result.stdout == "staff:\n- role: mlops\ntitle_map:\n  Data Wizard: mlops\n"


def test_a_wrong_row_takes_nothing_and_ends_in_2(run: Run, tmp_path: Path) -> None:
    place = tmp_path / "staff.yaml"
    content = as_csv([["Name", "Hire Date"], ["Ada", "2024-01-01"], ["Bo", "soon"]])
    result = run("roster", "import", "-", "--output", place, stdin=content)
    assert result.exit_code == 2
    assert "row 3, Hire Date: 'soon' is no day. Write it like 2027-03-31." in result.stderr
    assert not place.exists()


def test_preview_shows_what_each_column_is_taken_for(run: Run) -> None:
    result = run("roster", "preview", "-", stdin=as_xlsx([["Badge ID", "Gender"], ["1", "x"]]))
    assert result.exit_code == 0
    assert "XLSX of 1 rows" in result.stdout
    assert "Badge ID  key" in result.stdout
    assert "Private, never read: Gender" in result.stdout


def test_people_can_be_had_as_json(run: Run) -> None:
    result = run("roster", "import", "-", "--json", stdin=as_csv(people(2)))
    document = json.loads(result.stdout)
    assert [person["key"] for person in document["people"]] == ["E00000", "E00001"]
    assert {row["outcome"] for row in document["report"]} == {"taken"}


@pytest.mark.parametrize("form", ["csv", "charthop", "odoo", "workday"])
def test_requisitions_come_in_every_form(run: Run, form: str) -> None:
    result = run("requisitions", "export", "-", "--format", form, "--today", "2026-11-23", stdin=SHOP)
    assert result.exit_code == 0
    table = list(csv.reader(io.StringIO(result.stdout_bytes.decode("utf-8-sig"), newline="")))
    assert len(table) > 1
