"""`planner plan`, on input right and wrong."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from planner import engine, guidance, hiring
from planner.reports import brief, markdown, text
from planner.schemas import plans, profiles
from tests.cli.conftest import Run

DAY = date(2026, 11, 23)
SPARSE = "name: Three Lines\nml_teams: 2\nneeds: [deploy_models]\n"
PLANNER = [sys.executable, "-c", "from planner.cli import main; main()"]


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    file = tmp_path / "org.yaml"
    file.write_text(SPARSE)
    return file


@pytest.fixture(scope="module")
def knowledge() -> engine.Knowledge:
    return engine.Knowledge(guidance.load(), hiring.load_pay(), hiring.load_roles())


def test_three_forms_of_one_plan(run: Run, profile: Path, knowledge: engine.Knowledge) -> None:
    plan = engine.plan(profiles.read(SPARSE), knowledge, DAY)
    expected = {
        "text": text.written(brief.document(plan)),
        "json": plans.dumps(plan),
        "markdown": markdown.render(plan),
    }
    for form, content in expected.items():
        result = run("plan", profile, "--today", DAY, "--format", form)
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout_bytes == content.encode()
    assert run("plan", profile, "--today", DAY).stdout_bytes == expected["text"].encode()
    assert run("plan", profile, "--today", DAY, "--verbose").stdout_bytes == text.render(plan).encode()


def test_monthly_adds_tables_by_month(run: Run, profile: Path) -> None:
    for form in ("text", "markdown"):
        plain = run("plan", profile, "--format", form).stdout
        monthly = run("plan", profile, "--format", form, "--monthly").stdout
        assert "By month" not in plain
        assert "By month" in monthly


def test_output_to_a_file(run: Run, profile: Path, tmp_path: Path) -> None:
    for form in ("text", "json", "markdown"):
        printed = run("plan", profile, "--today", DAY, "--format", form)
        written = run("plan", profile, "--today", DAY, "--format", form, "--output", tmp_path / form)
        assert (written.exit_code, written.output) == (0, "")
        assert (tmp_path / form).read_bytes() == printed.stdout_bytes


def test_a_failing_run_leaves_the_old_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "plan.md").write_text("last week's")
    assert run("plan", "-", "--output", tmp_path / "plan.md", stdin="name: X\nml_maturity: 7").exit_code == 2
    assert (tmp_path / "plan.md").read_text() == "last week's"


@pytest.mark.parametrize(
    "content", [SPARSE, '{"name": "Three Lines", "ml_teams": 2, "needs": ["deploy_models"]}']
)
@pytest.mark.parametrize("start", ["", "\ufeff", "\n\n"])
def test_standard_input_in_either_syntax(run: Run, profile: Path, content: str, start: str) -> None:
    piped = run("plan", "-", "--today", DAY, "--format", "json", stdin=(start + content).encode())
    assert piped.stdout_bytes == run("plan", profile, "--today", DAY, "--format", "json").stdout_bytes


def test_a_pack_of_one_s_own(run: Run, profile: Path) -> None:
    shipped = run("plan", profile, "--today", DAY)
    named = run("plan", profile, "--today", DAY, "--guidance", guidance.reading.default_pack())
    assert named.stdout == shipped.stdout
    missing = run("plan", profile, "--guidance", "nowhere")
    assert missing.exit_code == 2
    assert missing.stderr.startswith("The guidance is not valid:\n")


WRONG = {
    "unknown key": ("name: X\nml_team: 3\n", "ml_team"),
    "wrong type": ("name: X\nml_teams: three\n", "ml_teams"),
    "negative count": ("name: X\nml_teams: -1\n", "ml_teams"),
    "maturity 7": ("name: X\nml_maturity: 7\n", "ml_maturity"),
    "budget without currency": (
        "name: X\nconstraints: {budget: {per_fiscal_year: 1000}}\n",
        "constraints.budget",
    ),
    "no name": ("ml_teams: 3\n", "name"),
    "contradiction": (
        "name: X\nml_teams: 3\nteams: [{name: A, kind: builds_models}]\n",
        "ml_teams",
    ),
    "empty": ("", "the document"),
    "blank": (" \n\n", "the document"),
    "a list": ("- a\n- b\n", "the document"),
    "not YAML": ("name: [unclosed\n", "the document"),
    "half JSON": ('{"name": "X"', "the document"),
    "duplicate key": ("name: X\nname: Y\n", "name"),
    "alias": ("name: &a X\nteams: [*a]\n", ""),
    "not text": (b"\xff\xfe\x00", "the document"),
    "too large": (b"name: X\n#" + b"x" * 10_000_000, "the document"),
    "not finite": ("name: X\nops_share_of_ds_time: .nan\n", "ops_share_of_ds_time"),
    "unknown assumption": ("name: X\nassumptions: {luck: 3}\n", "assumptions.luck"),
    "unknown currency": ("name: X\nconstraints: {currency: ZZZ}\n", "constraints"),
    "unknown country": ("name: X\nconstraints: {sites: [{name: A, country: ZZ}]}\n", "constraints"),
}


@pytest.mark.parametrize(("content", "path"), WRONG.values(), ids=list(WRONG))
def test_wrong_profiles(run: Run, content: str | bytes, path: str) -> None:
    result = run("plan", "-", stdin=content)
    assert result.exit_code == 2
    assert result.stdout == ""
    title, *problems = result.stderr.splitlines()
    assert title.endswith(":")
    assert len(problems) >= 1
    assert all(line.startswith(f"  {path}") for line in problems)


def test_every_problem_at_once_and_at_its_line(run: Run) -> None:
    result = run("plan", "-", stdin="name: X\nml_teams: -1\nml_maturity: 9\n")
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == [
        "The profile is not valid",
        "  ml_teams (line 2)",
        "  ml_maturity (line 3)",
    ]


def test_hundreds_of_problems_are_counted(run: Run) -> None:
    facts = {f"nonsense_{number}": number for number in range(300)}
    result = run("plan", "-", stdin=json.dumps({"name": "X", **facts}))
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) <= 60


@pytest.mark.parametrize(
    ("name", "reason"), [("gone.yaml", "there is no such file"), (".", "is a folder"), ("a\0b", "null byte")]
)
def test_files_that_cannot_be_read(run: Run, name: str, reason: str) -> None:
    result = run("plan", name)
    assert result.exit_code == 2
    assert result.stderr.startswith("The file cannot be read:\n")
    assert reason in result.stderr


def test_output_that_cannot_be_written(run: Run, profile: Path, tmp_path: Path) -> None:
    result = run("plan", profile, "--output", tmp_path / "missing" / "plan.md")
    assert result.exit_code == 2
    assert result.stderr.startswith("The output cannot be written:\n")


def test_hostile_names_do_not_reach_the_terminal(run: Run) -> None:
    result = run("plan", "-", stdin=json.dumps({"name": "A\u202eB [bold]C[/bold] :smile:"}).encode())
    if result.exit_code == 0:
        assert "[bold]C[/bold] :smile:" in result.stdout
    assert not {"\u202e", "\x1b"} & set(result.output)


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "latin-1"])
def test_real_process_in_any_encoding(profile: Path, encoding: str) -> None:
    profile.write_text(SPARSE.replace("Three Lines", "Zürich – 東京"), encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    ended = subprocess.run(
        [*PLANNER, "plan", str(profile)], capture_output=True, env=environment, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, b"")
    page = ended.stdout.decode(encoding)
    assert "Hire" in page
    assert ("│○" if encoding == "utf-8" else "|o") in page
    assert "\x1b" not in page


def test_json_is_the_same_bytes_in_any_encoding(profile: Path) -> None:
    profile.write_text(SPARSE.replace("Three Lines", "Zürich – 東京"), encoding="utf-8")
    command = [*PLANNER, "plan", str(profile), "--format", "json", "--today", str(DAY)]
    printed = {
        subprocess.run(
            command, capture_output=True, env={**os.environ, "PYTHONIOENCODING": encoding}, check=True
        ).stdout
        for encoding in ("utf-8", "ascii")
    }
    assert len(printed) == 1
    assert json.loads(printed.pop())["organisation"] == "Zürich – 東京"


def test_adopted_contractors_are_not_engaged_again(run: Run, tmp_path: Path) -> None:
    profile, adopted = tmp_path / "shop.yaml", tmp_path / "plan.json"
    profile.write_text(
        "name: x\nml_teams: 4\nuse_cases_in_production: 14\nops_share_of_ds_time: 0.4\n"
        "constraints: {alternatives: [contractor]}\n"
    )
    made = ("plan", profile, "--today", "2026-11-23", "--format", "json")
    run(*made, "--output", adopted)
    first = json.loads(adopted.read_text())
    again = json.loads(run(*made, "--adopted", adopted).stdout)
    assert "contractor" in {seat["kind"] for seat in first["positions"]}
    assert {seat["kind"] for seat in again["positions"]} == {"committed"}
    assert {seat["id"] for seat in again["positions"]} == {seat["id"] for seat in first["positions"]}
    assert again["totals"]["cost"] == first["totals"]["cost"]


def test_an_adopted_plan_stands_and_changes_are_told(run: Run, tmp_path: Path) -> None:
    before, after, adopted = tmp_path / "before.yaml", tmp_path / "after.yaml", tmp_path / "plan.json"
    before.write_text("name: x\nml_teams: 4\nuse_cases_in_production: 14\nops_share_of_ds_time: 0.4\n")
    after.write_text(before.read_text().replace("14", "28"))
    run("plan", before, "--today", "2026-11-23", "--format", "json", "--output", adopted)
    told = run("plan", after, "--today", "2026-11-23", "--adopted", adopted)
    assert told.exit_code == 0
    assert all(seat["id"] in told.stdout for seat in json.loads(adopted.read_text())["positions"][:1])
    assert "use cases in production" in told.stdout
