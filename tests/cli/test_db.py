"""`planner db` as an operator uses it."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture(autouse=True)
def database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    path = tmp_path / "planner.db"
    monkeypatch.setenv("PLANNER_DATABASE_URL", f"sqlite:///{path}")
    return path


def test_backup_and_restore_into_another_database(run: Run, tmp_path: Path) -> None:
    token = run("tokens", "create", "--role", "viewer").stdout
    other = f"sqlite:///{tmp_path}/other.db"
    backup = tmp_path / "planner.backup"
    made = run("db", "backup", backup)
    assert made.exit_code == 0
    assert "1 workspaces" in made.stdout and "1 tokens" in made.stdout and str(backup) in made.stdout
    assert "Whole: " in run("db", "check", backup).stdout
    restored = run("db", "restore", backup, "--database-url", other)
    assert restored.exit_code == 0
    assert restored.stdout.partition(" in ")[0] == made.stdout.partition(" in ")[0]
    assert run("db", "check", "--database-url", other).stdout == f"Sound: {other}\n"
    assert token.strip()
    again = run("db", "restore", backup, "--database-url", other)
    assert (again.exit_code, again.stdout) == (2, "")
    assert "nothing is ever overwritten" in again.stderr


def test_a_backup_is_never_overwritten(run: Run, tmp_path: Path) -> None:
    run("db", "upgrade")
    (tmp_path / "mine").write_text("precious")
    refused = run("db", "backup", tmp_path / "mine")
    assert refused.exit_code == 2
    assert "it exists already" in refused.stderr
    assert (tmp_path / "mine").read_text() == "precious"
    assert run("db", "backup", tmp_path / "no/such/folder").exit_code == 2


def test_what_is_no_backup_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("something else")
    for arguments in (("check", tmp_path / "x"), ("restore", tmp_path / "x")):
        refused = run("db", *arguments)
        assert refused.exit_code == 2
        assert "is not a whole backup" in refused.stderr


def test_check_finds_and_upgrade_mends_old_tables(run: Run, database: Path) -> None:
    found = run("db", "check")
    assert found.exit_code == 1
    assert "planner db upgrade" in found.stdout
    assert run("db", "upgrade").stdout == f"Up to date: sqlite:///{database}\n"
    assert run("db", "check").exit_code == 0


def test_a_damaged_file_is_found(run: Run, database: Path) -> None:
    run("workspaces", "create", "One")
    data = bytearray(database.read_bytes())
    for suffix in ("-wal", "-shm"):
        Path(f"{database}{suffix}").unlink(missing_ok=True)
    for place in range(4096 * 2, len(data), 4096):
        data[place : place + 64] = b"\xff" * 64
    database.write_bytes(data)
    found = run("db", "check")
    assert found.exit_code in {1, 2}
    assert "malformed" in found.output or "Restore a backup" in found.output
