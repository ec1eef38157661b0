"""What real servers answered is understood: Odoo 18.0 and 19.0, Frappe HR and Horilla, as recorded."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from planner.domain import InvalidInput, Money
from planner.domain.connecting import Action, Change, ChangeSet, Link, Outcome, Refused
from planner.domain.openings import Opening, OpeningState
from planner.integrations import files
from planner.integrations.grouping import yearly_id
from planner.integrations.http import Rejected
from planner.integrations.tool import Held, Moved
from tests.integrations.connections import Connected
from tests.integrations.replay import replayed
from tests.integrations.rosters import HRIS, as_xlsx

TODAY = date(2026, 11, 23)


def opening(external_id: str, title: str, count: int, **facts: Any) -> Opening:
    given: dict[str, Any] = {
        "role": "mlops",
        "level": "senior",
        "department": "ML Platform",
        "site": None,
        "reports_to": "Director of Engineering",
        "opens": date(2026, 12, 1),
        "starts": date(2027, 3, 31),
        "cost": Money(Decimal(180000), "USD"),
    }
    return Opening(external_id=external_id, title=title, count=count, **{**given, **facts})


def actions(changes: ChangeSet) -> dict[str, str]:
    return {change.external_id: change.action.value for change in changes.changes}


def outcomes(tool: Connected, changes: ChangeSet) -> dict[str, Outcome]:
    results = tool.connector.apply(changes.changes, "run")
    for each in results:
        tool.links[each.external_id] = Link(
            external_id=each.external_id, remote_id=each.remote_id, pushed=each.fields
        )
    return {each.external_id: each.outcome for each in results}


ODOO18 = [
    opening("plan1_row1", "MLOps Engineer (Senior)", 3),
    opening("plan1_row2", "ML Platform Engineer (Staff)", 1),
]
SIGNED_IN = ("sign in", "version")


def test_odoo_18_takes_a_push_and_a_second_one_changes_nothing() -> None:
    with replayed("odoo18") as tool:
        tool.peer.now(*SIGNED_IN, "departments", "load", "jobs", "external ids")
        tool.peer.told.sort(key=lambda each: each["tag"] != "departments")
        changes = tool.connector.plan(ODOO18, [])
        assert actions(changes) == {"plan1_row1": "create", "plan1_row2": "create"}
        assert set(outcomes(tool, changes).values()) == {Outcome.CREATED}
        assert [link.remote_id for link in tool.links.values()] == ["1", "3"]
        again = tool.connector.plan(ODOO18, list(tool.links.values()))
        assert actions(again) == {"plan1_row1": "unchanged", "plan1_row2": "unchanged"}
        assert len(tool.peer.writes) == 1


def test_odoo_18_keeps_the_target_on_a_hire_so_less_is_asked_for() -> None:
    with replayed("odoo18") as tool:
        tool.peer.now(*SIGNED_IN, "departments", "jobs", "jobs after a hire", "external ids")
        pushed = {"name": "MLOps Engineer (Senior)", "department": 2, "to_hire": 3, "why": "", "_filled": 0}
        link = Link(external_id="plan1_row1", remote_id="1", pushed=pushed)
        (change,) = tool.connector.plan(ODOO18[:1], [link]).changes
        assert change.action is Action.UPDATE
        assert [(each.field, each.remote, each.wanted) for each in change.diffs] == [("to_hire", 3, 2)]
        (status,) = tool.connector.pull_status([link])
        assert (status.state, status.count, status.filled) == (OpeningState.OPEN, 4, 1)


def test_odoo_18_archives_what_is_closed_and_still_shows_it() -> None:
    with replayed("odoo18") as tool:
        tool.peer.now(*SIGNED_IN, "jobs", "archive", "archived job")
        (result,) = tool.connector.close([Link(external_id="plan1_row1", remote_id="1")], "given up")
        assert result.outcome is Outcome.CLOSED


def test_odoo_18_shows_its_people() -> None:
    with replayed("odoo18") as tool:
        tool.peer.now(*SIGNED_IN, "employees")
        people = tool.connector.pull_roster(TODAY).items
        assert [(row.name, row.title, row.department, row.manager) for row in people] == [
            ("Administrator", None, "Administration", None),
            ("Grace Hopper", "ML Platform Lead", "ML Platform", None),
            ("Ada L", "MLOps Engineer (Senior)", "ML Platform", "2"),
        ]


def test_odoo_18_names_a_bad_row_with_status_200() -> None:
    with replayed("odoo18") as tool:
        tool.peer.now(*SIGNED_IN, "load a bad value")
        fields = {"name": "Bad", "to_hire": "many"}
        change = Change(external_id="plan1_row3", action=Action.CREATE, title="Bad", fields=fields)
        (result,) = tool.connector.apply([change], "run")
        assert result.outcome is Outcome.FAILED
        assert result.message == "'many' does not seem to be an integer for field 'Target'"


def test_odoo_refuses_a_wrong_key_in_its_own_words() -> None:
    with replayed("odoo18", api_key="bad") as tool:
        tool.peer.now("version", "bad key", "sign in")
        tool.connector.tool.server._user = 2  # type: ignore[attr-defined]  # the key went bad after signing in
        assert not tool.connector.check().ok
        tool.peer.strange.clear()
    with replayed("odoo19", api_key="wrong") as tool:
        tool.peer.now("bad key")
        tool.connector.tool.server.version = (19, 0)  # type: ignore[attr-defined]
        with pytest.raises(Refused, match="Invalid apikey"):
            tool.connector.check()


ODOO19 = [
    opening("tp-r1", "MLOps Engineer", 3, why="6.0 FTE are needed, 1.8 are there."),
    opening("tp-r2", "ML Platform Engineer", 1, why="6.0 FTE are needed, 1.8 are there."),
]


def test_odoo_19_from_the_first_look_to_the_last() -> None:
    with replayed("odoo19") as tool:
        tool.peer.now("check")
        assert tool.connector.check().ok
        tool.peer.now("roster")
        assert [row.name for row in tool.connector.pull_roster(TODAY).items] == [
            "Administrator",
            "Grace Hopper",
        ]
        tool.peer.now("before", "push")
        changes = tool.connector.plan(ODOO19, [])
        assert actions(changes) == {"tp-r1": "create", "tp-r2": "create"}
        assert set(outcomes(tool, changes).values()) == {Outcome.CREATED}
        for since in ("signed", "came"):  # the target fell by itself when the contract was signed
            tool.peer.now("before", since)
            again = tool.connector.plan(ODOO19, list(tool.links.values()))
            assert actions(again) == {"tp-r1": "unchanged", "tp-r2": "unchanged"}
            status, _ = tool.connector.pull_status(list(tool.links.values()))
            assert (status.state, status.count, status.filled) == (OpeningState.OPEN, 3, 1)
        tool.peer.now("close")
        (closed,) = tool.connector.close([tool.links["tp-r2"]], "given up")
        assert closed.outcome is Outcome.CLOSED


def test_odoo_19_blames_all_rows_for_one_and_the_good_one_is_written_all_the_same() -> None:
    with replayed("odoo19") as tool:
        tool.peer.now("a bad row")
        tool.connector.tool.server.version = (19, 0)  # type: ignore[attr-defined]
        fields = {"department": 2, "to_hire": 1, "why": "x"}
        rows = {"tp-r4": "MLOps Engineer", "tp-r5": "Data Engineer"}
        results = tool.connector.tool.write_many(  # type: ignore[attr-defined]
            [
                Change(external_id=id, action=Action.CREATE, title=name, fields={**fields, "name": name})
                for id, name in rows.items()
            ]
        )
        assert [each.outcome for each in results] == [Outcome.FAILED, Outcome.CREATED]


FRAPPE = opening("plan1:row1", "MLOps Engineer", 2, why="Serve models in production")
THERE = ("who", "department", "employee")


def test_frappe_takes_a_requisition_and_is_told_only_what_changed() -> None:
    with replayed("frappe") as tool, time_machine.travel(TODAY):
        tool.peer.now(*THERE, "designation", "requisition", "our id and three positions")
        tool.peer.happened = 3  # people and departments were there before
        changes = tool.connector.plan([FRAPPE], [])
        assert actions(changes) == {"plan1:row1": "create"}
        assert outcomes(tool, changes) == {"plan1:row1": Outcome.CREATED}
        links = list(tool.links.values())
        assert links[0].remote_id == "HR-HIREQ-00001"
        assert actions(tool.connector.plan([FRAPPE], links)) == {"plan1:row1": "unchanged"}
        more = tool.connector.plan([opening("plan1:row1", "MLOps Engineer", 3, why=FRAPPE.why)], links)
        assert outcomes(tool, more) == {"plan1:row1": Outcome.UPDATED}
        assert tool.peer.writes[-1].body == {
            "no_of_positions": 3,
            "modified": "2026-11-23 12:42:10.217162",
        }


def test_frappe_refuses_in_html_and_is_quoted_without() -> None:
    with replayed("frappe") as tool, time_machine.travel(TODAY):
        tool.peer.now("designation twice", "requisition twice")
        fields = tool.connector.tool.wanted  # type: ignore[attr-defined]
        tool.connector.tool._departments = {"ML Platform": "ML Platform - AML"}  # type: ignore[attr-defined]
        tool.connector.tool.site._designations = set()  # type: ignore[attr-defined]
        with pytest.raises(Rejected) as caught:
            tool.connector.tool.create("tp-r1", fields(FRAPPE, None))  # type: ignore[attr-defined]
        assert "A Job Requisition for MLOps Engineer requested by HR-EMP-00001 already exists" in str(
            caught.value
        )
        assert "<" not in str(caught.value)


def test_frappe_refuses_a_write_on_a_version_that_has_passed() -> None:
    with replayed("frappe") as tool:
        tool.peer.now("stale write")
        held = Held(remote_id="HR-HIREQ-00001", external_id=None, version="2020-01-01 00:00:00")
        with pytest.raises(Moved):
            tool.connector.tool.update(held, {"positions": 4})  # type: ignore[attr-defined]


def test_frappe_says_filled_where_nobody_came() -> None:
    with replayed("frappe") as tool:
        tool.peer.now(*THERE, "filled by closing an opening")
        tool.peer.happened = 3
        link = Link(external_id="plan1:row1", remote_id="HR-HIREQ-00001")
        (status,) = tool.connector.pull_status([link])
        assert (status.state, status.word, status.filled) == (OpeningState.OPEN, "Filled", 0)
        assert status.note == "It says filled, but 0 of 3 people have come."


def test_frappe_takes_a_staffing_plan_and_fixes_it_once_submitted() -> None:
    row = opening("tp-x", "ML Platform Engineer", 1, cost=Money(Decimal(210000), "USD"))
    both = [opening("tp-y", "MLOps Engineer", 2), row]
    ids = [yearly_id(each.title, date(2027, 1, 1)) for each in both]
    wanted = [replace(each, external_id=id) for each, id in zip(both, ids, strict=True)]
    with replayed("frappe_plans") as tool:
        tool.peer.now("designation", "staffing plan")
        made = tool.peer.told[1]["body"]
        del made["staffing_details"][1:]  # our first row makes the plan; the recorded one came with two
        assert outcomes(tool, tool.connector.plan(wanted[:1], [])) == {ids[0]: Outcome.CREATED}
        assert set(actions(tool.connector.plan(wanted, [])).values()) == {"unchanged"}
        tool.peer.now("submitted plan")
        tool.peer.happened = 1
        assert set(actions(tool.connector.plan(wanted, [])).values()) == {"unchanged"}
        (change,) = tool.connector.plan([replace(wanted[0], count=3)], []).changes
        assert change.action is Action.CONFLICT
        assert "was submitted there and is fixed" in change.reason


def test_frappe_shows_its_people() -> None:
    with replayed("frappe") as tool:
        tool.peer.now("employee")
        tool.peer.happened = 1
        (grace,) = tool.connector.pull_roster(TODAY).items
        assert (grace.key, grace.name, grace.title, grace.starts) == (
            "HR-EMP-00001",
            "Grace Hopper",
            "ML Platform Engineer",
            date(2024, 1, 1),
        )


def test_horilla_shows_its_people_with_their_work_and_nothing_private() -> None:
    with replayed("horilla") as tool:
        tool.peer.now("sign in", "employees with titles", "work")
        assert tool.connector.check().ok
        page = tool.connector.pull_roster(TODAY)
        (person,) = page.items
        assert (person.name, person.title, person.department, person.starts, page.next) == (
            "admin admin",
            "MLOps Engineer",
            "ML Platform",
            date(2024, 1, 1),
            None,
        )
        assert person.pay is None
        assert {each.headers.get("authorization") for each in tool.peer.requests[1:]} == {"Bearer <jwt>"}
        assert not any(
            "/employees/1" in each.path for each in tool.peer.requests
        )  # holds birth date and gender


def test_people_of_horilla_without_work_are_taken_all_the_same() -> None:
    with replayed("horilla") as tool:
        tool.peer.now("sign in", "employees", "work before")
        (person,) = tool.connector.pull_roster(TODAY).items
        assert (person.key, person.title, person.department, person.starts) == ("1", None, None, None)


def test_horilla_errors_are_said_whether_json_or_html() -> None:
    for tag, said in (("bad token", "Given token not valid"), ("all work fails", "answered 500")):
        with replayed("horilla") as tool:
            tool.peer.now("sign in", tag)
            tool.peer.told = [
                each if each["tag"] == "sign in" else {**each, "path": "/api/employee/list/employees/"}
                for each in tool.peer.told
            ]
            with pytest.raises(Refused, match=said):
                tool.connector.pull_roster(TODAY)


def test_the_workbook_that_horilla_exports_is_a_roster() -> None:
    row = ["PEP1", "Ada", "L", "ada@example.com", "1", "female", "ML Platform", "MLOps Engineer", "Senior"]
    row += [
        "Regular",
        "On site",
        "Grace H",
        "Permanent",
        "Berlin",
        "2024-01-01",
        "150000",
        "0",
        "",
        "Acme ML",
    ]
    with pytest.raises(InvalidInput, match="holds a header at most"):
        files.read(as_xlsx([HRIS]), TODAY)
    with pytest.raises(InvalidInput, match="Map a column to currency, or ignore the pay column"):
        files.read(as_xlsx([HRIS, row]), TODAY)
    (person,) = files.read(as_xlsx([HRIS, row]), TODAY, {"Basic Salary": "ignore"}).people
    assert (person.key, person.name, person.title, person.level, person.manager) == (
        "PEP1",
        "Ada L",
        "MLOps Engineer",
        "Senior",
        "Grace H",
    )
