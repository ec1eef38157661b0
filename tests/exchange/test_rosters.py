"""Rosters are kept whole, columns and titles are remembered, and what does not fit together is said."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from planner.domain import InvalidInput
from planner.services import exporting, positions, reconciling, rosters, syncing
from planner.services.ports import Desk
from planner.store.vault import SealBroken, Vault, key_of
from tests.exchange.conftest import Connect
from tests.integrations.rosters import as_csv, people
from tests.lives.office import Office


def test_a_roster_is_taken_whole_and_its_titles_are_reviewed(desk: Desk) -> None:
    taken = rosters.take(desk, as_csv(people(40)), "people.csv")
    assert (taken.people, taken.left_out) == (40, 0)
    seen = rosters.get(desk, taken.id)
    assert sum(each.count for each in seen.staff) == 20
    assert seen.titles[0].title == "Accountant"
    rosters.say(desk, {"Accountant": "other", "Data Scientist": "mlops"})
    again = rosters.get(desk, taken.id)
    assert sum(each.count for each in again.staff) == 30
    with pytest.raises(InvalidInput, match="'wizard' is no function"):
        rosters.say(desk, {"Accountant": "wizard"})


def test_a_wrong_row_keeps_nothing(desk: Desk) -> None:
    before = len(rosters.index(desk).items)
    with pytest.raises(InvalidInput, match="row 2, Hire Date"):
        rosters.take(desk, as_csv([["Name", "Hire Date"], ["Ada", "soon"]]))
    assert len(rosters.index(desk).items) == before


def test_what_was_said_of_columns_holds_for_the_next_file(desk: Desk) -> None:
    rows = [["Wer", "Funktion"], ["Ada", "MLOps Engineer"]]
    rosters.take(desk, as_csv(rows), columns={"Wer": "name", "Funktion": "title"})
    assert rosters.preview(desk, as_csv(rows)).mapping == {"Wer": "name", "Funktion": "title"}
    assert rosters.take(desk, as_csv([*rows, ["Bo", "Accountant"]], ";")).people == 2


def test_planned_requisition_and_actual_stand_beside_each_other(
    desk: Desk, connect: Connect, office: Office
) -> None:
    connection, peer = connect("ashby")
    run = syncing.plan(desk, connection.id)
    syncing.push(desk, connection.id, run.hash or "")
    first, second, *_ = [each for each in positions.index(desk).items if each.state == "open"]
    openings = {each["latestVersion"]["identifier"]: each for each in peer.openings.values()}
    openings[f"tp-{first.id}"]["openingState"] = "Filled"
    syncing.status(desk, connection.id)
    positions.hire(desk, second.id, "Ada L", desk.today(), "E1")
    rows = [["Employee ID", "Name", "Job Title"], ["E2", "Bo", f"{second.title}"], ["E3", "Cy", "Accountant"]]
    rosters.take(desk, as_csv(rows))
    outcome = reconciling.reconciliation(desk).outcome
    findings = {row.seat.id: [each.value for each in row.findings] for row in outcome.rows}
    assert "filled in the tool, open here" in findings[first.id]
    assert "filled by somebody who is not on the roster" in findings[second.id]
    assert "filled here, open in the tool" in findings[second.id]
    (unmatched,) = outcome.unmatched
    assert unmatched.person.name == "Bo"
    assert unmatched.seats
    assert sum(total.filled for total in outcome.totals) == 1


def test_people_of_a_tool_who_have_left_are_not_taken(desk: Desk, connect: Connect) -> None:
    connection, peer = connect("frappe")
    (grace,) = peer.rows["Employee"].values()
    today = desk.today()
    for name, day in (("HR-EMP-2", today - timedelta(days=1)), ("HR-EMP-3", today)):
        peer.rows["Employee"][name] = {**grace, "employee_name": name, "relieving_date": day.isoformat()}
    taken = rosters.pull(desk, connection.id)
    assert [each.name for each in rosters.people(desk, taken.id)] == ["Grace Hopper", "HR-EMP-3"]


def test_files_of_approved_seats_hold_cost_only_for_the_pay_scope(desk: Desk) -> None:
    content = exporting.requisitions(desk, "csv").content.decode("utf-8-sig")
    assert "EUR" in content
    assert content.count("\r\n") > 1
    charthop = exporting.requisitions(desk, "charthop")
    assert charthop.suffix == ".csv"
    assert json.loads(exporting.requisitions(desk, "jobposting").content)["@graph"]


def test_sealed_secrets_open_only_with_key_and_context(tmp_path: Path) -> None:
    vault = Vault(key_of("", tmp_path / "planner.db"))
    sealed = vault.seal({"api_key": "hunter2"}, "ws_1", "conn_1")
    assert "hunter2" not in sealed
    assert vault.open(sealed, "ws_1", "conn_1") == {"api_key": "hunter2"}
    assert Vault(key_of("", tmp_path / "planner.db")).open(sealed, "ws_1", "conn_1")
    assert (tmp_path / "planner.db.key").stat().st_mode & 0o077 == 0
    for context in (("ws_2", "conn_1"), ("ws_1", "conn_2")):
        with pytest.raises(SealBroken):
            vault.open(sealed, *context)
    with pytest.raises(SealBroken):
        Vault(key_of("x" * 32, None)).open(sealed, "ws_1", "conn_1")
    with pytest.raises(SealBroken, match="PLANNER_SECRET_KEY"):
        Vault(key_of("", None)).seal({}, "ws_1")


def test_no_secret_is_in_the_database(desk: Desk, connect: Connect) -> None:
    from sqlalchemy import text

    connect("frappe")
    with desk.store.engine.connect() as connection:  # type: ignore[attr-defined]
        if connection.dialect.name == "postgresql":
            from planner.store.security import ENTER

            connection.execute(ENTER, {"workspace": desk.actor.workspace})
        dump = str([list(row) for row in connection.execute(text("SELECT * FROM connections"))])
    assert "Acme ML" in dump
    assert "'secret'" not in dump
