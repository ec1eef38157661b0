"""Workspaces are kept apart: by every key and query, and by row-level security of PostgreSQL under it."""

from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest
from sqlalchemy import Connection, inspect, select, text
from sqlalchemy.exc import ProgrammingError

from planner.domain.lists import Ask
from planner.services.profiles import PROFILES
from planner.store import Store
from planner.store.security import ENTER
from planner.store.tables import Base, Profile, ProfileVersion, Tenant
from tests.store import databases
from tests.store.records import ANOTHER, DIGEST, NOW, WORKSPACE, add_plan, add_profile, add_workspace

REGISTER = {"workspaces", "alembic_version"}  # holds nothing of any workspace but its name
ALL = Ask(PROFILES, 100)


@pytest.fixture
def both(store: Store) -> Store:
    """A store with a plan in each of two workspaces."""
    add_workspace(store, ANOTHER)
    for workspace in (WORKSPACE, ANOTHER):
        add_plan(store, add_profile(store, workspace=workspace), workspace=workspace)
    return store


def test_every_table_belongs_to_workspaces() -> None:
    tables = {mapper.class_.__tablename__ for mapper in Base.registry.mappers}
    tenants = {each.class_.__tablename__ for each in Base.registry.mappers if issubclass(each.class_, Tenant)}
    assert tables - tenants == REGISTER - {"alembic_version"}


def test_the_workspace_comes_first_in_every_key(store: Store) -> None:
    inspector = inspect(store.engine)
    for table in set(inspector.get_table_names()) - REGISTER:
        keys = [inspector.get_pk_constraint(table)["constrained_columns"]]
        keys += [each["constrained_columns"] for each in inspector.get_foreign_keys(table)]
        keys += [each["column_names"] for each in inspector.get_unique_constraints(table)]
        keys += [each["column_names"] for each in inspector.get_indexes(table)]
        for key in keys:
            assert key[0] == "workspace_id", (table, key)
        for each in inspector.get_foreign_keys(table):
            if each["referred_table"] != "workspaces":
                assert each["referred_columns"][0] == "workspace_id", (table, each)


def test_a_unit_of_work_sees_its_workspace_only(both: Store) -> None:
    with both.reading(WORKSPACE) as work:
        mine = work.profiles.list(ALL)
        (other,) = _profiles(both, ANOTHER)
        assert {profile.workspace_id for profile in mine} == {WORKSPACE}
        assert work.profiles.get(other.id) is None
        assert work.profiles.document(other.id, 1) is None
    with both.writing(WORKSPACE) as work:
        assert work.profiles.replace(other.id, "x", {}, DIGEST, NOW, print) is None
        work.commit()
    (unchanged,) = _profiles(both, ANOTHER)
    assert unchanged.version == 1


def test_a_row_of_another_workspace_cannot_be_added(both: Store) -> None:
    row = Profile(workspace_id=ANOTHER, id="prof_x", name="x", version=1, created_at=NOW, updated_at=NOW)
    with pytest.raises(AssertionError, match="another workspace"), both.writing(WORKSPACE) as work:
        work._session.add(row)
        work.commit()


def test_bulk_changes_stay_in_the_workspace(both: Store) -> None:
    with both.writing(WORKSPACE) as work:
        work._session.query(Profile).update({"name": "renamed"})
        work.commit()
    assert [profile.name for profile in _profiles(both, WORKSPACE)] == ["renamed"]
    assert [profile.name for profile in _profiles(both, ANOTHER)] != ["renamed"]


def _profiles(store: Store, workspace: str) -> list[Profile]:
    with store.reading(workspace) as work:
        return list(work.profiles.list(ALL))


@pytest.fixture
def secured(both: Store) -> Iterator[Connection]:
    """A connection to PostgreSQL as the program has it, without a program."""
    if both.engine.dialect.name != "postgresql":
        pytest.skip("row-level security is PostgreSQL's")
    with both.engine.connect() as connection:
        yield connection


RLS = """
SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity, p.polcmd, p.polpermissive, p.polroles,
       pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_policy p ON p.polrelid = c.oid
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
"""


@pytest.mark.postgres
def test_row_level_security_is_forced_on_every_table(secured: Connection) -> None:
    rows = {row[0]: row[1:] for row in secured.execute(text(RLS)) if row[0] not in REGISTER}
    assert set(rows) == set(Base.metadata.tables) - REGISTER
    for table, (enabled, forced, command, permissive, _, using, check) in rows.items():
        assert enabled and forced and command in ("*", b"*") and permissive, table
        assert using == check, table
        assert "NULLIF(current_setting('planner.workspace'::text, true), ''::text)" in using, table


@pytest.mark.postgres
def test_no_view_or_definer_function_goes_around_it(secured: Connection) -> None:
    views = "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    found = secured.execute(text(f"{views} WHERE nspname = 'public' AND relkind IN ('v', 'm')")).all()
    definers = "SELECT proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
    found += secured.execute(text(f"{definers} WHERE nspname = 'public' AND prosecdef")).all()
    assert found == []


@pytest.mark.postgres
@pytest.mark.parametrize("workspace", [None, "", "ws_33333333333333333333333333"])
def test_without_a_workspace_there_is_nothing(secured: Connection, workspace: str | None) -> None:
    if workspace is not None:
        secured.execute(ENTER, {"workspace": workspace})
    for table in Base.metadata.tables.values():
        if table.name not in REGISTER:
            assert secured.execute(select(table)).first() is None, table.name


@pytest.mark.postgres
def test_the_database_itself_refuses_another_workspace(secured: Connection) -> None:
    secured.execute(ENTER, {"workspace": WORKSPACE})
    seen = secured.execute(select(Profile.workspace_id)).scalars().all()
    assert set(seen) == {WORKSPACE}
    changed = secured.execute(text("UPDATE profiles SET name = 'x' WHERE workspace_id = :w"), {"w": ANOTHER})
    assert changed.rowcount == 0
    for statement in (
        "UPDATE profiles SET workspace_id = :w",
        "INSERT INTO profiles VALUES (:w, 'prof_x', 'x', 1, now(), now())",
    ):
        with pytest.raises(ProgrammingError, match="row-level security"), secured.begin_nested():
            secured.execute(text(statement), {"w": ANOTHER})


@pytest.mark.postgres
def test_the_workspace_is_forgotten_with_its_transaction(both: Store) -> None:
    if both.engine.dialect.name != "postgresql":
        pytest.skip("row-level security is PostgreSQL's")
    with both.engine.connect() as connection:
        with connection.begin():
            connection.execute(ENTER, {"workspace": WORKSPACE})
            assert connection.execute(select(ProfileVersion.version)).first() is not None
        assert connection.execute(select(ProfileVersion.version)).first() is None


@pytest.mark.postgres
def test_the_application_may_be_a_role_that_owns_nothing() -> None:
    with (
        databases.role() as (owner, secret),
        databases.database(owner) as url,
        databases.role() as (app, word),
    ):
        with closing(Store(databases.as_role(url, owner, secret))) as store:
            store.migrate(app)
            store.migrate(app)
        with closing(Store(databases.as_role(url, app, word))) as store:
            store.ready()
            add_workspace(store)
            add_plan(store, add_profile(store))
            for statement in ("DROP TABLE plans", "ALTER TABLE plans DISABLE ROW LEVEL SECURITY"):
                with (
                    pytest.raises(ProgrammingError, match="must be owner"),
                    store.engine.begin() as connection,
                ):
                    connection.execute(text(statement))
            with pytest.raises(ProgrammingError, match="denied"), store.engine.begin() as connection:
                connection.execute(text("DELETE FROM audit_entries"))
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"DROP OWNED BY {app}")
