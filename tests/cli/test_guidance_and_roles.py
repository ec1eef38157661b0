"""`planner guidance` and `planner roles`."""

import shutil
import sys
from pathlib import Path

import pytest

from planner import guidance
from planner.domain import Role
from planner.reports import rules, statements
from planner.reports.text import layout
from tests.cli.conftest import Run

SHIPPED = guidance.load()


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the seeds, to be spoilt; the pack's assumptions lie beside it."""
    from planner import resources

    for name in ("guidance", "assumptions"):
        shutil.copytree(resources.seeds() / name, tmp_path / name)
    return tmp_path / "guidance"


def spoil(pack: Path, file: str, old: str, new: str) -> None:
    content = (pack / file).read_text()
    assert old in content
    (pack / file).write_text(content.replace(old, new, 1))


def test_list_names_every_rule(run: Run) -> None:
    result = run("guidance", "list")
    assert result.exit_code == 0
    assert f"{len(SHIPPED.rules)} rules" in result.stdout
    assert all(rule.id in result.stdout for rule in SHIPPED.rules)
    assert max(map(len, result.stdout.splitlines())) <= 100


def test_show_says_all_of_a_rule(run: Run) -> None:
    rule = SHIPPED.rule("mlops.load")
    result = run("guidance", "show", rule.id)
    assert result.exit_code == 0
    assert result.stdout == layout(rules.card(SHIPPED, rule))


@pytest.mark.parametrize("rule", SHIPPED.rules, ids=lambda rule: rule.id)
def test_every_rule_is_shown_whole(rule: guidance.Rule) -> None:
    said = " ".join(layout(rules.card(SHIPPED, rule)).split())
    parts = (rule.id, rule.title, rule.because, rule.when.text, rules.effect(rule.effect), *rule.source)
    assert all(" ".join(part.split()) in said for part in parts)


def test_table_is_the_page_of_statements(run: Run) -> None:
    result = run("guidance", "table")
    assert (result.exit_code, result.stdout) == (0, statements.markdown(SHIPPED))
    assert all(f"`{statement}`" in result.stdout for statement in SHIPPED.statements)


def test_show_helps_with_a_misspelt_rule(run: Run) -> None:
    result = run("guidance", "show", "mlops.lod")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "mlops.load" in result.stderr


def test_check_finds_nothing_in_the_shipped_pack(run: Run, pack: Path) -> None:
    for arguments in ([], [pack]):
        result = run("guidance", "check", *arguments)
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout.endswith("nothing found.\n")


def test_check_reports_what_does_not_load(run: Run, pack: Path) -> None:
    spoil(pack, "rules/mlops.yaml", "when: mlops_needs >= 1", "when: mlops_neds >= 1")
    result = run("guidance", "check", pack)
    assert result.exit_code == 1
    assert result.stdout.startswith("The guidance is not valid:\n")
    assert "mlops.stated_need" in result.stdout
    assert "mlops_neds" in result.stdout
    assert run("plan", "-", "--guidance", pack, stdin="name: X").exit_code == 2


def test_check_reports_findings(run: Run, pack: Path) -> None:
    spoil(pack, "rules/mlops.yaml", "when: mlops_needs >= 1", "when: mlops_needs >= 1 and mlops_needs < 1")
    result = run("guidance", "check", pack)
    assert result.exit_code == 1
    assert "never: mlops.stated_need" in result.stdout
    assert result.stdout.splitlines()[-1].endswith("found.")


@pytest.mark.parametrize("place", ["nowhere", __file__])
def test_check_of_what_is_no_folder(run: Run, place: str) -> None:
    result = run("guidance", "check", place)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "folder" in result.stderr


def test_check_without_the_prover(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "z3", None)
    result = run("guidance", "check")
    assert result.exit_code == 2
    assert "verify" in result.stderr


def test_roles(run: Run) -> None:
    both = run("roles", "show")
    assert both.exit_code == 0
    each = {role: run("roles", "show", role).stdout for role in Role}
    assert "ML Platform Engineer\n" not in each[Role.MLOPS]
    assert both.stdout == f"{each[Role.MLOPS]}\n{each[Role.PLATFORM]}"
    for role in Role:
        assert "Reports to:" in each[role]
        assert "Senior" in each[role]
