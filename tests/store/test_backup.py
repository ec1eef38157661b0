"""A backup is all of the database at one moment, whole or nothing, restorable into either database."""

import gzip
import json
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from planner.domain.lists import Ask
from planner.services.plans import PLANS
from planner.store import Store, UnusableDatabase, backup, checking, restoring
from planner.store.backup import NotABackup
from planner.store.engine import WRITING
from planner.store.tables import Base
from tests.store.databases import DATABASES, opened
from tests.store.records import NOW, WORKSPACE, add_plan, add_profile


@pytest.fixture
def filled(store: Store) -> Store:
    for minute in range(3):
        add_plan(store, add_profile(store, f"Ärzte {minute} 🩺", minute), minute=minute)
    return store


@pytest.fixture(params=DATABASES)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Another database, SQLite and PostgreSQL, without tables."""
    (tmp_path / "other").mkdir()
    with opened(request.param, tmp_path / "other") as url, closing(Store(url)) as other:
        yield other


def everything(store: Store) -> dict[str, list[Any]]:
    with store.engine.connect() as connection:
        backup.enter(connection, WORKSPACE)
        return {
            table.name: sorted(map(repr, connection.execute(table.select())))
            for table in Base.metadata.sorted_tables
        }


def digests(store: Store) -> list[str]:
    with store.reading(WORKSPACE) as work:
        return [plan.digest for plan in work.plans.list(Ask(PLANS))]


def test_all_that_was_there_is_restored_into_either_database(
    filled: Store, empty: Store, tmp_path: Path
) -> None:
    written = backup.write(filled.engine, tmp_path / "planner.backup", NOW)
    assert written["plans"] == written["profiles"] == 3
    assert restoring.restore(empty.engine, tmp_path / "planner.backup") == +written
    assert everything(empty) == everything(filled)
    assert digests(empty) == digests(filled)
    empty.ready()
    assert list(checking.check(empty.engine)) == []
    add_plan(empty, add_profile(empty, minute=9), minute=9)


def test_a_database_that_holds_anything_is_refused_and_left_alone(filled: Store, tmp_path: Path) -> None:
    backup.write(filled.engine, tmp_path / "planner.backup", NOW)
    before = everything(filled)
    with pytest.raises(UnusableDatabase, match="has rows in"):
        restoring.restore(filled.engine, tmp_path / "planner.backup")
    assert everything(filled) == before


def test_a_backup_of_a_moment_is_made_while_others_write(filled: Store, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        minute = 100
        while not stop.is_set():
            add_plan(filled, add_profile(filled, minute=minute), minute=minute)
            minute += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        counts = [backup.write(filled.engine, tmp_path / f"{n}.backup", NOW) for n in range(5)]
    finally:
        stop.set()
        writer.join()
    for number, rows in enumerate(counts):
        assert rows["profiles"] == rows["profile_versions"]
        assert rows["profiles"] - rows["plans"] in {0, 1}  # the plan follows its profile
        assert backup.read(tmp_path / f"{number}.backup")[1] == +rows


def test_only_its_owner_may_read_it_and_nothing_is_overwritten(filled: Store, tmp_path: Path) -> None:
    path = tmp_path / "planner.backup"
    backup.write(filled.engine, path, NOW)
    assert path.stat().st_mode & 0o077 == 0
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        backup.write(filled.engine, path, NOW)
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.glob("*backup*")] == ["planner.backup"]


def damaged(data: bytes) -> dict[str, bytes]:
    plain = gzip.decompress(data)
    lines = plain.splitlines(keepends=True)
    newer = [json.dumps({**json.loads(lines[0]), "planner_backup": 2}).encode() + b"\n", *lines[1:]]
    return {
        "nothing": b"",
        "no gzip": b"SQLite format 3\0" * 10,
        "cut off": data[: len(data) // 2],
        "cut off inside": gzip.compress(b"".join(lines[:-1])),
        "a row less": gzip.compress(b"".join([*lines[:2], *lines[3:]])),
        "a row changed": gzip.compress(plain.replace("Ärzte 1".encode(), "Ärzte 7".encode())),
        "something else": gzip.compress(b'{"a": 1}\n{"b": 2}\n'),
        "no JSON": gzip.compress(b"name,role\nx,y\n"),
        "empty inside": gzip.compress(b""),
        "of a newer form": gzip.compress(b"".join(newer)),
        "a bit": data[:-9] + bytes([data[-9] ^ 1]) + data[-8:],
    }


def test_what_is_no_whole_backup_is_refused_before_anything_is_touched(
    filled: Store, empty: Store, tmp_path: Path
) -> None:
    backup.write(filled.engine, tmp_path / "planner.backup", NOW)
    for name, data in damaged((tmp_path / "planner.backup").read_bytes()).items():
        (tmp_path / "bad").write_bytes(data)
        with pytest.raises(NotABackup, match="backup"):
            restoring.restore(empty.engine, tmp_path / "bad")
        with empty.engine.connect() as connection, pytest.raises(Exception, match="alembic_version"):
            connection.execute(text("SELECT * FROM alembic_version"))
        assert name


def test_a_backup_of_a_newer_program_is_refused(filled: Store, empty: Store, tmp_path: Path) -> None:
    with filled.engine.execution_options(**WRITING).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(UnusableDatabase, match="newer"):
        backup.write(filled.engine, tmp_path / "planner.backup", NOW)


def test_a_plan_that_was_changed_behind_its_back_is_found(filled: Store) -> None:
    assert list(checking.check(filled.engine)) == []
    with filled.engine.execution_options(**WRITING).begin() as connection:
        backup.enter(connection, WORKSPACE)
        connection.execute(
            text("UPDATE plans SET document = document || ' ' WHERE id = (SELECT min(id) FROM plans)")
        )
    (problem,) = checking.check(filled.engine)
    assert problem.path.startswith("plan_") and "digest differs" in problem.message


def test_a_database_without_tables_is_told_to_upgrade(empty: Store, tmp_path: Path) -> None:
    (problem,) = checking.check(empty.engine)
    assert "planner db upgrade" in problem.fix
    with pytest.raises(UnusableDatabase, match="older"):
        backup.write(empty.engine, tmp_path / "planner.backup", NOW)
