"""Migrations: up, down, up with rows; the models are what they make; several processes may start at once."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from planner.store import Store, UnusableDatabase
from planner.store.engine import WRITING
from planner.store.migrating import config
from planner.store.tables import Base
from tests.store.records import DOCUMENT, TEXT, WORKSPACE, add_plan, add_position, add_profile, add_workspace

REVISIONS = [script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()][::-1]


def downgrade(store: Store, revision: str) -> None:
    with store.engine.execution_options(**WRITING).connect() as connection, connection.begin():
        command.downgrade(config(connection), revision)


def test_there_is_one_head_and_numbers_run() -> None:
    assert ScriptDirectory.from_config(config()).get_heads() == [REVISIONS[-1]]
    assert [f"{number:04d}" for number in range(1, len(REVISIONS) + 1)] == REVISIONS


def test_models_equal_migrations(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_names_of_constraints_equal_the_models(store: Store) -> None:
    inspector = inspect(store.engine)
    for table in Base.metadata.sorted_tables:
        models = {str(constraint.name) for constraint in table.foreign_key_constraints}
        assert {key["name"] for key in inspector.get_foreign_keys(table.name)} == models


@pytest.mark.parametrize("revision", ["base", *REVISIONS[:-1]])
def test_down_and_up_again_with_rows(store: Store, revision: str) -> None:
    add_plan(store, add_profile(store))
    downgrade(store, revision)
    store.migrate()
    store.ready()
    with store.reading(WORKSPACE) as work:
        registered = work.workspaces.get(WORKSPACE) is not None
    if not registered:
        add_workspace(store)
    profile_id = add_profile(store)
    id = add_plan(store, profile_id)
    with store.reading(WORKSPACE) as work:
        profile, plan = work.profiles.get(profile_id), work.plans.get(id)
        assert profile is not None and profile.document == DOCUMENT
        assert plan is not None and plan.document == TEXT


def test_positions_from_before_engagements_ended_go_on(store: Store) -> None:
    seat = add_position(store, add_profile(store))
    downgrade(store, "0010")
    store.migrate()
    with store.reading(WORKSPACE) as work:
        kept = work.positions.get(seat)
        assert kept is not None and (kept.kind, kept.ends) == ("contractor", None)


def test_rows_from_before_workspaces_are_in_a_default_one(store: Store) -> None:
    profile_id = add_profile(store)
    id = add_plan(store, profile_id)
    downgrade(store, "0001")
    store.migrate()
    with store.reading("") as work:
        (default,) = work.workspaces.list()
    assert default.name == "default"
    with store.reading(default.id) as work:
        assert work.plans.get(id) is not None and work.profiles.get(profile_id) is not None
    assert add_profile(store, workspace=default.id)


def test_migrating_twice_changes_nothing(store: Store) -> None:
    id = add_profile(store)
    store.migrate()
    with store.reading(WORKSPACE) as work:
        assert work.profiles.get(id) is not None


def test_a_database_without_tables_is_not_ready(url: str) -> None:
    with closing(Store(url)) as store, pytest.raises(UnusableDatabase, match="older"):
        store.ready()


def test_a_database_of_a_newer_program_is_refused_and_left_alone(store: Store) -> None:
    id = add_profile(store)
    with store.engine.execution_options(**WRITING).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(UnusableDatabase, match="newer version of the planner"):
        store.migrate()
    with pytest.raises(UnusableDatabase, match="newer"):
        store.ready()
    with store.reading(WORKSPACE) as work:
        assert work.profiles.get(id) is not None


def test_a_failing_migration_leaves_nothing_behind(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(Store(url)) as store:

        def fail(*_: object) -> None:
            with store.engine.connect():
                raise ZeroDivisionError

        monkeypatch.setattr(command, "upgrade", _then(command.upgrade, fail))
        with pytest.raises(ZeroDivisionError):
            store.migrate()
        assert inspect(store.engine).get_table_names() == []


def _then(first, second):  # type: ignore[no-untyped-def]
    def both(*args: object) -> None:
        first(*args)
        second(*args)

    return both


MIGRATE = (
    "import sys; from planner.store import Store; s = Store(sys.argv[1]); s.migrate(); s.ready(); s.close()"
)


def test_processes_that_start_at_once_migrate_once(url: str) -> None:
    processes = [
        subprocess.Popen([sys.executable, "-c", MIGRATE, url], stderr=subprocess.PIPE) for _ in range(4)
    ]
    results = [(process.communicate(timeout=60)[1].decode(), process.returncode) for process in processes]
    assert results == [("", 0)] * len(processes)


def test_migrations_are_found_in_a_wheel(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import shutil

    from planner import resources

    place = tmp_path / "100% planner" / "migrations"
    shutil.copytree(resources.migrations(), place)
    monkeypatch.setattr(resources, "migrations", lambda: place)
    with closing(Store(f"sqlite:///{tmp_path}/x.db")) as store:
        store.migrate()
        store.ready()
