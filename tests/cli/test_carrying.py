"""`planner workspaces export`, `import` and `erase`."""

import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def url(tmp_path: Path) -> tuple[str, str]:
    return ("--database-url", f"sqlite:///{tmp_path}/planner.db")


def test_a_workspace_is_taken_along_and_brought_back(run: Run, tmp_path: Path, url: tuple[str, str]) -> None:
    file = tmp_path / "alpha.zip"
    assert run("workspaces", "create", "Alpha", *url).exit_code == 0
    assert (
        run("users", "add", "ana@example.com", "--role", "planner", "--workspace", "Alpha", *url).exit_code
        == 0
    )
    taken = run("workspaces", "export", "Alpha", file, *url)
    assert taken.exit_code == 0 and "people 1" in taken.stdout
    with zipfile.ZipFile(file) as archive:
        assert "tables/people.jsonl" in archive.namelist() and "tables/tokens.jsonl" not in archive.namelist()
    assert run("workspaces", "import", file, "Beta", *url).exit_code == 0
    assert "ana@example.com" in run("users", "list", "--workspace", "Beta", *url).stdout
    again = run("workspaces", "import", file, "Beta", *url)
    assert again.exit_code == 2 and "There is a workspace 'Beta' already" in again.stderr


def test_erasing_takes_two_steps(run: Run, url: tuple[str, str]) -> None:
    run("workspaces", "create", "Alpha", *url)
    run("users", "add", "ana@example.com", "--workspace", "Alpha", *url)
    first = run("workspaces", "erase", "Alpha", *url)
    assert first.exit_code == 2 and "deletes for good: people 1" in first.stderr
    assert run("workspaces", "erase", "Alpha", "--confirm", "alpha", *url).exit_code == 2
    second = run("workspaces", "erase", "Alpha", "--confirm", "Alpha", *url)
    assert second.exit_code == 0 and "Alpha is erased: people 1." in second.stdout
    assert "Alpha" not in run("workspaces", "list", *url).stdout


def test_a_file_that_is_no_export_is_refused(run: Run, tmp_path: Path, url: tuple[str, str]) -> None:
    (tmp_path / "x.zip").write_text("nothing")
    result = run("workspaces", "import", tmp_path / "x.zip", "Beta", *url)
    assert result.exit_code == 2 and "planner workspaces export" in result.stderr
