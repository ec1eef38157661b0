"""`planner report`: any plan or profile as a document, whole or not at all."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from planner.cli import main
from planner.cli.reporting import FORMS

EXAMPLE = "seeds/orgs/three-lines.yaml"
DAY = ("--today", "2027-01-04")
BEGINS = {
    "html": b"<!doctype html>",
    "pdf": b"%PDF-",
    "xlsx": b"PK",
    "csv": b"id,",
    "md": b"# ",
    "json": b"{",
}


@pytest.mark.parametrize("form", FORMS)
def test_a_profile_becomes_a_document_by_the_file_s_name(form: str, tmp_path: Path) -> None:
    place = tmp_path / f"plan.{form}"
    result = CliRunner().invoke(main, ["report", EXAMPLE, "-o", str(place), *DAY])
    assert (result.exit_code, result.output) == (0, "")
    assert place.read_bytes().startswith(BEGINS[form])


def test_a_plan_gives_the_document_of_its_profile(tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    assert CliRunner().invoke(main, ["report", EXAMPLE, "-o", str(plan), *DAY]).exit_code == 0
    for form in ("html", "csv"):
        of_plan = CliRunner().invoke(main, ["report", str(plan), "--format", form])
        of_profile = CliRunner().invoke(main, ["report", EXAMPLE, "--format", form, *DAY])
        assert of_plan.exit_code == 0
        assert of_plan.stdout_bytes == of_profile.stdout_bytes
    piped = CliRunner().invoke(main, ["report", "-", "--format", "json"], input=plan.read_bytes())
    assert piped.stdout_bytes == plan.read_bytes()


def test_pay_is_left_out_where_asked() -> None:
    def report(*options: str) -> str:
        return CliRunner().invoke(main, ["report", EXAMPLE, "--format", "csv", *DAY, *options]).stdout

    assert "monthly_cost" in report()
    assert "cost" not in report("--without-pay").splitlines()[0]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((EXAMPLE,), "Name the form"),
        ((EXAMPLE, "-o", "plan.docx"), "Name the form"),
        ((EXAMPLE, "--format", "pdf"), "name a FILE with --output"),
        ((EXAMPLE, "--format", "xlsx", "-o", "-"), "name a FILE with --output"),
        (("nowhere.json", "--format", "md"), "there is no such file"),
    ],
)
def test_wrong_commands_say_what_to_do(arguments: tuple[str, ...], said: str) -> None:
    result = CliRunner().invoke(main, ["report", *arguments])
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_a_plan_that_was_changed_is_refused(tmp_path: Path) -> None:
    plan, place = tmp_path / "plan.json", tmp_path / "plan.pdf"
    CliRunner().invoke(main, ["report", EXAMPLE, "-o", str(plan), *DAY])
    plan.write_text(re.sub(r'"late_months": (\d+)', r'"late_months": "\1"', plan.read_text()))
    result = CliRunner().invoke(main, ["report", str(plan), "-o", str(place)])
    assert result.exit_code == 2
    assert "late_months" in result.stderr
    assert not place.exists()
