"""The audit trail: append-only, chained and signed; editing, deleting and cutting the tail are found."""

import dataclasses
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DatabaseError, IntegrityError

from planner.app import desk as desk_of
from planner.domain import InvalidInput
from planner.domain.access import Role, operator
from planner.domain.lists import Ask
from planner.services import Desk, audit, people, tokens, workspaces
from planner.store import Store
from planner.store.engine import WRITING
from planner.store.sealing import Ed25519Seal, seal_in, seal_of
from planner.store.security import ENTER

KEY = bytes(range(32))


@cache
def knowing() -> Desk:
    """A desk whose guidance is loaded once, without a store."""
    return desk_of(cast(Store, None))


@pytest.fixture
def desk(url: str) -> Iterator[Desk]:
    """An operator's desk in a workspace with a trail of ten entries or so."""
    with closing(Store(url, Ed25519Seal(KEY))) as store:
        unplaced = dataclasses.replace(knowing(), store=store)
        desk = unplaced.acting(operator(workspaces.create(unplaced, "Audited").id), "req_1")
        for number in range(9):
            people.add(desk, f"person{number}@example.com", f"Person {number}")
        yield desk


@pytest.fixture
def tamper(desk: Desk, url: str) -> Callable[..., None]:
    """Runs statements as somebody does who has the database to himself."""

    def run(*statements: str) -> None:
        engine = desk.store.engine.execution_options(**WRITING)  # type: ignore[attr-defined]
        with engine.begin() as connection:
            for statement in (*_unguarded(connection), *statements):
                connection.execute(text(statement))

    def _unguarded(connection: Connection) -> tuple[str, ...]:
        if connection.dialect.name == "postgresql":
            connection.execute(ENTER, {"workspace": desk.actor.workspace})
            return (
                ("ALTER TABLE audit_entries DISABLE TRIGGER ALL",)
                if _superuser(connection)
                else ("DROP TRIGGER IF EXISTS audit_entries_are_kept ON audit_entries",)
            )
        return (
            "DROP TRIGGER IF EXISTS audit_entries_are_kept",
            "DROP TRIGGER IF EXISTS audit_entries_are_unchanged",
        )

    def _superuser(connection: Connection) -> bool:
        return bool(connection.execute(text("SELECT rolsuper FROM pg_roles WHERE rolname = user")).scalar())

    return run


def found(desk: Desk, kept: audit.Checkpoint | None = None) -> str:
    return "\n".join(str(problem) for problem in audit.verify(desk, kept).problems)


def test_a_whole_trail_is_found_whole(desk: Desk) -> None:
    verdict = audit.verify(desk, audit.checkpoint(desk))
    assert (verdict.entries, verdict.problems) == (10, ())


def test_an_entry_says_who_what_when_and_in_which_request(desk: Desk) -> None:
    person = people.by_email(desk, "person3@example.com")
    (entry,) = audit.index(desk, Ask(audit.ENTRIES, filters={"target": person.id})).items
    assert (entry.actor_kind, entry.actor, entry.action) == ("operator", "operator", "person.add")
    assert entry.request_id == "req_1"
    assert abs((datetime.now(UTC) - entry.at).total_seconds()) < 600


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("UPDATE audit_entries SET actor = 'user_other' WHERE sequence = 4", "entry_4: was changed"),
        ("UPDATE audit_entries SET at = '2020-01-01' WHERE sequence = 4", "entry_4: was changed"),
        ("UPDATE audit_entries SET reason = 'because' WHERE sequence = 10", "entry_10: was changed"),
        ("UPDATE audit_entries SET hash = previous WHERE sequence = 4", "entry_4: was changed"),
        ("DELETE FROM audit_entries WHERE sequence = 5", "entries 5 to 5: are missing"),
        ("DELETE FROM audit_entries WHERE sequence = 1", "entries 1 to 1: are missing"),
        (
            "DELETE FROM audit_entries WHERE sequence > 7",
            "end of the trail: is entry 10, but entries go to 7",
        ),
        ("DELETE FROM audit_entries", "end of the trail: is entry 10, but entries go to 0"),
        ("DELETE FROM audit_heads", "end of the trail: is missing"),
        ("UPDATE audit_heads SET signature = ''", "is not signed"),
    ],
)
def test_tampering_is_found(desk: Desk, tamper: Callable[..., None], change: str, told: str) -> None:
    tamper(change)
    assert told in found(desk)


def test_a_tail_that_is_cut_off_together_with_its_end_is_found(
    desk: Desk, tamper: Callable[..., None]
) -> None:
    tamper(
        "DELETE FROM audit_entries WHERE sequence > 7",
        "UPDATE audit_heads SET sequence = 7, hash = (SELECT hash FROM audit_entries WHERE sequence = 7)",
    )
    assert "end of the trail: is not signed by this service" in found(desk)


def test_a_chain_that_was_forged_whole_is_found(desk: Desk, tamper: Callable[..., None]) -> None:
    from planner.domain.audit import BEGINNING, FACTS, Event, chained

    entries = list(audit.export(desk, {}))
    previous, statements = BEGINNING, []
    for entry in entries:
        event = dataclasses.replace(Event(**{name: getattr(entry, name) for name in FACTS}), actor="user_x")
        hash = chained(previous, desk.actor.workspace, entry.sequence, event)
        statements.append(
            f"UPDATE audit_entries SET actor = 'user_x', previous = '{previous}', hash = '{hash}' "
            f"WHERE sequence = {entry.sequence}"
        )
        previous = hash
    tamper(*statements, f"UPDATE audit_heads SET hash = '{previous}'")
    assert found(desk).count("\n") == 0
    assert "is not signed by this service" in found(desk)


def test_a_database_that_was_set_back_is_found_by_a_kept_checkpoint(
    desk: Desk, tamper: Callable[..., None]
) -> None:
    with desk.store.reading(desk.actor.workspace) as work:
        before = work.audit.head()
        assert before is not None
        state = (before.sequence, before.hash, before.signature)
    people.add(desk, "later@example.com", "Later")
    kept = audit.checkpoint(desk)
    tamper(
        f"DELETE FROM audit_entries WHERE sequence > {state[0]}",
        f"UPDATE audit_heads SET sequence = {state[0]}, hash = '{state[1]}', signature = '{state[2]}'",
    )
    assert audit.verify(desk).problems == ()
    assert "the tail is gone" in found(desk, kept)
    forged = dataclasses.replace(kept, hash=state[1])
    assert "the kept checkpoint: is not signed" in found(desk, forged)


def test_entries_cannot_be_changed_or_deleted_through_the_database(desk: Desk) -> None:
    engine = desk.store.engine.execution_options(**WRITING)  # type: ignore[attr-defined]
    for statement in ("UPDATE audit_entries SET actor = 'x'", "DELETE FROM audit_entries"):
        with (
            pytest.raises((DatabaseError, IntegrityError), match="never changed"),
            engine.begin() as connection,
        ):
            if connection.dialect.name == "postgresql":
                connection.execute(ENTER, {"workspace": desk.actor.workspace})
            connection.execute(text(statement))


def test_parallel_changes_are_all_chained(desk: Desk) -> None:
    def make(number: int) -> str:
        return tokens.create(desk, Role.VIEWER, f"token {number}").record.id

    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(make, range(24)))
    verdict = audit.verify(desk)
    assert (verdict.entries, verdict.problems) == (34, ())
    recorded = audit.export(desk, {"action": "token.create"})
    assert {entry.target for entry in recorded} == made


def test_what_is_not_committed_leaves_no_entry(desk: Desk) -> None:
    with desk.writing(people.MANAGE) as work:
        desk.record(work, "person.add", "user_nobody")
    assert audit.verify(desk).entries == 10


def test_checkpoints_are_written_by_themselves(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.store.queries.audit.CHECKPOINT_EVERY", 4)
    for number in range(3):
        people.add(desk, f"more{number}@example.com", "More")
    with desk.store.reading(desk.actor.workspace) as work:
        assert [end.sequence for end in work.audit.checkpoints()] == [12]
    assert audit.verify(desk).problems == ()


def test_every_entry_is_exported_once_in_order(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "MOST_ITEMS", 3)
    assert [entry.sequence for entry in audit.export(desk, {})] == list(range(1, 11))


def test_the_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "new" / "audit-key"
    with ThreadPoolExecutor(8) as pool:
        made = {seal.public for seal in pool.map(lambda _: seal_in(file), range(8))}
    assert len(made) == 1
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["audit-key"]
    for wrong in ("", "short", "x" * 44, "é"):
        with pytest.raises(InvalidInput, match="PLANNER_AUDIT_KEY"):
            seal_of(wrong)
