"""What is stored is what was given, in one transaction or not at all."""

import hashlib
import sqlite3
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError, StatementError

from planner.domain import Decision
from planner.domain.lists import Ask
from planner.services import ids
from planner.services.plans import PLANS
from planner.services.profiles import PROFILES
from planner.store import Store, Unavailable, UnusableDatabase, Work, engine
from planner.store.tables import Plan, UtcTime
from tests.store.records import (
    DIGEST,
    DOCUMENT,
    NOW,
    PLAN,
    TEXT,
    WORKSPACE,
    add_plan,
    add_profile,
    add_workspace,
)


def test_a_profile_comes_back_as_it_was_stored(store: Store) -> None:
    id = add_profile(store)
    with store.reading(WORKSPACE) as work:
        profile = work.profiles.get(id)
    assert profile is not None
    assert (profile.id, profile.name, profile.version) == (id, DOCUMENT["name"], 1)
    assert (profile.document, profile.digest) == (DOCUMENT, DIGEST)
    assert profile.created_at == profile.updated_at == NOW
    assert profile.created_at.tzinfo is UTC


def test_a_plan_comes_back_byte_for_byte(store: Store) -> None:
    profile_id = add_profile(store)
    id = add_plan(store, profile_id)
    with store.reading(WORKSPACE) as work:
        plan = work.plans.get(id)
    assert plan is not None
    assert plan.document == TEXT
    assert plan.digest == hashlib.sha256(TEXT.encode()).hexdigest()
    assert (plan.profile_id, plan.profile_version) == (profile_id, 1)
    assert (plan.organisation, plan.headline) == (PLAN.organisation, PLAN.headline)
    assert (plan.today, plan.decision) == (PLAN.provenance.today, PLAN.decision.value)
    assert plan.input_digest == PLAN.provenance.input_digest
    assert plan.basis == {
        "program": PLAN.provenance.program,
        "guidance": PLAN.provenance.guidance,
        "guidance_version": PLAN.provenance.guidance_version,
        "guidance_hash": PLAN.provenance.guidance_hash,
        "assumptions_digest": "cd" * 32,
        "pay_digest": "ef" * 32,
    }


def test_what_is_not_committed_is_forgotten(store: Store) -> None:
    id = ids.new(ids.PROFILE, NOW)
    with store.writing(WORKSPACE) as work:
        work.profiles.add(id, "Nobody", DOCUMENT, DIGEST, NOW)
    with pytest.raises(ZeroDivisionError), store.writing(WORKSPACE) as work:
        work.profiles.add(id, "Nobody", DOCUMENT, DIGEST, NOW)
        raise ZeroDivisionError
    with store.reading(WORKSPACE) as work:
        assert work.profiles.get(id) is None


def test_every_version_of_a_profile_is_kept(store: Store) -> None:
    id = add_profile(store)
    later = NOW + timedelta(days=1)
    with store.writing(WORKSPACE) as work:
        replaced = work.profiles.replace(id, "New name", {"name": "New name"}, "12" * 32, later, print)
        work.commit()
    assert replaced is not None
    with store.reading(WORKSPACE) as work:
        now = work.profiles.get(id)
        documents = [work.profiles.document(id, version) for version in (1, 2, 3)]
    assert now is not None
    assert (now.version, now.name, now.digest) == (2, "New name", "12" * 32)
    assert (now.created_at, now.updated_at) == (NOW, later)
    assert documents == [DOCUMENT, {"name": "New name"}, None]


def test_nothing_is_replaced_where_there_is_nothing(store: Store) -> None:
    with store.writing(WORKSPACE) as work:
        assert work.profiles.replace(ids.new(ids.PROFILE, NOW), "x", {}, DIGEST, NOW, print) is None


def test_parallel_versions_wait_for_each_other(store: Store) -> None:
    id = add_profile(store)

    def replace_it(number: int) -> int:
        with store.writing(WORKSPACE) as work:
            replaced = work.profiles.replace(
                id, f"Version {number}", {"name": str(number)}, DIGEST, NOW, print
            )
            work.commit()
        assert replaced is not None
        return replaced.version

    with ThreadPoolExecutor(8) as pool:
        versions = list(pool.map(replace_it, range(20)))
    assert sorted(versions) == list(range(2, 22))


def test_lists_run_from_new_to_old_in_parts(store: Store) -> None:
    made = [add_profile(store, f"Org {minute % 2}", minute) for minute in range(5)]
    with store.reading(WORKSPACE) as work:
        first = [profile.id for profile in work.profiles.list(Ask(PROFILES, 2))]
        rest = [profile.id for profile in work.profiles.list(Ask(PROFILES, 3, after=(first[-1], first[-1])))]
        named = [profile.id for profile in work.profiles.list(Ask(PROFILES, 9, filters={"name": "Org 1"}))]
        none = work.profiles.list(Ask(PROFILES, 9, filters={"name": "org 1"}))
    assert first + rest == made[::-1]
    assert named == [made[3], made[1]]
    assert none == []


def plans_of(work: Work, **filters: str) -> Sequence[Plan]:
    return work.plans.list(Ask(PLANS, filters=filters))


def test_plans_are_found_by_profile_and_decision(store: Store) -> None:
    one, other = add_profile(store), add_profile(store, minute=1)
    both = replace(PLAN, decision=Decision.BOTH)
    plans = [add_plan(store, one), add_plan(store, one, both, 1), add_plan(store, other, both, 2)]
    with store.reading(WORKSPACE) as work:
        assert [plan.id for plan in plans_of(work)] == plans[::-1]
        assert [plan.id for plan in plans_of(work, profile_id=one)] == [plans[1], plans[0]]
        assert [plan.id for plan in plans_of(work, decision="both")] == [plans[2], plans[1]]
        assert [plan.id for plan in plans_of(work, profile_id=other, decision="mlops_only")] == []


@pytest.mark.parametrize("count", [1, 30])
def test_a_list_is_one_query_however_long(store: Store, count: int) -> None:
    for minute in range(count):
        add_plan(store, add_profile(store, minute=minute), minute=minute)
    asked: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    with store.reading(WORKSPACE) as work:
        assert len([(item.name, item.digest) for item in work.profiles.list(Ask(PROFILES, 49))]) == count
        assert len([(item.headline, item.basis) for item in work.plans.list(Ask(PLANS, 49))]) == count
    lists = [each for each in asked if each.startswith("SELECT") and "set_config" not in each]
    assert len(lists) == 2
    assert not any("document" in statement.partition("FROM")[0] for statement in asked)


def test_a_plan_without_its_profile_is_refused(store: Store) -> None:
    with pytest.raises(IntegrityError):
        add_plan(store, ids.new(ids.PROFILE, NOW))
    with pytest.raises(IntegrityError):
        add_plan(store, add_profile(store), version=2)


def test_times_need_a_zone_and_are_kept_in_utc(store: Store) -> None:
    with pytest.raises(StatementError, match="no time zone"), store.writing(WORKSPACE) as work:
        work.profiles.add("prof_x", "x", {}, DIGEST, datetime(2026, 1, 1))
    assert UtcTime().process_result_value(None, store.engine.dialect) is None
    there = datetime(2026, 6, 1, 1, 30, tzinfo=timezone(timedelta(hours=2)))
    with store.writing(WORKSPACE) as work:
        work.profiles.add("prof_y", "y", {}, DIGEST, there)
        work.commit()
    with store.reading(WORKSPACE) as work:
        found = work.profiles.get("prof_y")
    assert found is not None
    assert found.created_at.isoformat() == "2026-05-31T23:30:00+00:00"


def test_sqlite_is_set_up_to_survive(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/in/new/folder/planner.db")
    with store.engine.connect() as connection:
        values = [
            connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        ]
    store.close()
    assert values == ["wal", 1, 2, 10_000]
    assert (tmp_path / "in").stat().st_mode & 0o777 == 0o755 & (tmp_path / "in").stat().st_mode
    assert (tmp_path / "in/new/folder").stat().st_mode & 0o077 == 0


def test_the_switch_to_wal_waits_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    class Busy:
        left = 2

        def execute(self, _: str) -> None:
            self.left -= 1
            if self.left >= 0:
                raise sqlite3.OperationalError("database is locked")

    monkeypatch.setattr(time, "sleep", lambda _: None)
    engine._write_ahead(Busy())  # type: ignore[arg-type]
    monkeypatch.setattr(engine, "BUSY_SECONDS", -1)
    with pytest.raises(sqlite3.OperationalError):
        engine._write_ahead(Busy())  # type: ignore[arg-type]


def test_readers_do_not_wait_for_a_writer(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/planner.db")
    store.migrate()
    add_workspace(store)
    with store.writing(WORKSPACE) as writing, store.reading(WORKSPACE) as reading:
        writing.profiles.add("prof_x", "x", {}, DIGEST, NOW)
        assert reading.profiles.list(Ask(PROFILES)) == []
    store.close()


@pytest.mark.parametrize(
    "url",
    ["", "sqlite://", "sqlite:///:memory:", "mysql://localhost/x", "planner.db", "sqlite:////proc/none/x.db"],
)
def test_an_address_that_cannot_be_used_is_refused(url: str) -> None:
    with pytest.raises(UnusableDatabase, match="database_url"):
        Store(url)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_is_reached_by_psycopg_and_said_to_be_away(scheme: str) -> None:
    store = Store(f"{scheme}://nobody@127.0.0.1:1/nothing")
    assert store.engine.driver == "psycopg"
    with pytest.raises(Unavailable):
        store.ready()
    with pytest.raises(Unavailable), store.reading(WORKSPACE) as work:
        work.profiles.get("prof_x")
    store.close()


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "planner.db").write_bytes(b"something else altogether" * 100)
    store = Store(f"sqlite:///{tmp_path}/planner.db")
    with pytest.raises(UnusableDatabase, match="not a database"):
        store.migrate()
    store.close()
