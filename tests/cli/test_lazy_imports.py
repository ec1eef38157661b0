"""A command loads what it needs and no more."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("numpy", "pandas", "flask", "sqlalchemy", "marshmallow", "yaml", "rich", "z3", "waitress")


def loaded(*arguments: str) -> set[str]:
    """Which heavy packages `planner ARGUMENTS` has imported when it ends."""
    program = f"""
import atexit, sys
atexit.register(lambda: print(*sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr))
from planner.cli import main
main({list(arguments)!r})
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(ended.stderr.split())


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["plan", "--help"], ["serve", "--help"]])
def test_help_and_version_load_nothing_heavy(arguments: list[str]) -> None:
    assert loaded(*arguments) == set()


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_plan_loads_no_server_and_no_tables(form: str, tmp_path: Path) -> None:
    profile = tmp_path / "profile.yaml"
    profile.write_text("name: Three Lines\nml_teams: 2\nneeds: [deploy_models]\n")
    assert not loaded("plan", str(profile), "--format", form) & {
        "pandas",
        "flask",
        "sqlalchemy",
        "waitress",
        "z3",
    }


def test_guidance_and_roles_load_no_numbers() -> None:
    for arguments in (["guidance", "list"], ["guidance", "show", "mlops.load"], ["roles", "show"]):
        assert not loaded(*arguments) & {"pandas", "flask", "sqlalchemy", "marshmallow", "waitress", "z3"}


@pytest.mark.parametrize("arguments", [["tokens", "list"], ["users", "list"], ["connections", "list"]])
def test_lists_of_the_database_load_no_planner_and_no_server(arguments: list[str], tmp_path: Path) -> None:
    given = [*arguments, "--database-url", f"sqlite:///{tmp_path / 'planner.db'}"]
    assert not loaded(*given) & {"numpy", "pandas", "flask", "waitress", "yaml", "z3"}
