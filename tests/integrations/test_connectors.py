"""Every connector keeps the same promises: dry runs write nothing, second pushes change nothing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from planner.domain import InvalidInput
from planner.domain.connecting import Action
from planner.domain.openings import OpeningState
from tests.integrations.connections import MADE, TOOLBOX, Connected, connected
from tests.integrations.seats import seat, seats

SEATED = ("ashby", "greenhouse", "hibob")
ALL = list(MADE)


@pytest.fixture(params=ALL)
def tool(request: pytest.FixtureRequest) -> Iterator[Connected]:
    with connected(request.param) as made:
        yield made


def test_a_connection_that_works_says_so(tool: Connected) -> None:
    health = tool.connector.check()
    assert (health.ok, health.findings) == (True, ())


def test_a_dry_run_writes_nothing_and_says_what_would_be_done(tool: Connected) -> None:
    changes = tool.plan(seats(3))
    assert {change.action for change in changes.changes} == {Action.CREATE}
    assert tool.peer.writes == []
    assert tool.plan(seats(3)).hash == changes.hash


def test_a_second_push_changes_nothing(tool: Connected) -> None:
    assert set(tool.outcomes(seats(3))) == {"created"}
    written = len(tool.peer.writes)
    assert set(tool.outcomes(seats(3))) == {"unchanged"}
    assert len(tool.peer.writes) == written
    assert tool.plan(seats(3)).writes == ()


def test_only_what_changed_is_written(tool: Connected) -> None:
    tool.push(seats(3))
    before = len(tool.peer.writes)
    later = [replace(each, starts=date(2027, 6, 1), title="MLOps Lead") for each in seats(3)]
    first = [later[0], *seats(3)[1:]]
    if tool.kind in SEATED:
        assert sorted(tool.outcomes(first)) == ["unchanged", "unchanged", "updated"]
        assert len(tool.peer.writes) == before + 1
    else:
        assert sorted(tool.outcomes(first)) == ["created", "updated"]


def test_lost_links_are_found_again_by_our_id_and_nothing_is_made_twice(tool: Connected) -> None:
    tool.push(seats(2))
    held = len(tool.peer.writes)
    tool.links.clear()
    assert set(tool.outcomes(seats(2))) == {"unchanged"}
    assert len(tool.peer.writes) == held


def test_fewer_wanted_seats_close_or_lower_what_is_there(tool: Connected) -> None:
    tool.push(seats(3))
    fewer = [*seats(2), seat(3, state=OpeningState.CLOSED)]
    expected = ["closed", "unchanged", "unchanged"] if tool.kind in SEATED else ["updated"]
    assert sorted(tool.outcomes(fewer)) == expected
    none = [replace(each, state=OpeningState.CLOSED) for each in seats(3)]
    assert "closed" in tool.outcomes(none)
    states = {status.state for status in tool.connector.pull_status(list(tool.links.values()))}
    assert states == {OpeningState.CLOSED}
    assert set(tool.outcomes(none)) == {"unchanged"}


def test_what_was_closed_there_is_a_conflict_and_not_reopened(tool: Connected) -> None:
    tool.push(seats(1))
    tool.connector.close(list(tool.links.values()), "given up")
    (change,) = tool.plan(seats(1)).changes
    assert (change.action, change.reason) == (
        Action.CONFLICT,
        "It was closed there, and is still wanted here.",
    )


def odoo(tool: Connected) -> dict[str, object]:
    (job,) = tool.peer.jobs.values()
    return dict(job)


@pytest.mark.parametrize("name", ["odoo18", "odoo18.1", "odoo19"])
def test_odoo_is_told_what_is_still_to_hire_whatever_its_version_does_on_a_hire(name: str) -> None:
    with connected(name) as tool:
        tool.push(seats(3))
        assert odoo(tool)["no_of_recruitment"] == 3
        tool.peer.hire(1)
        tool.push(seats(3))
        assert odoo(tool)["no_of_recruitment"] == 2
        (status,) = tool.connector.pull_status(list(tool.links.values()))
        assert (status.state, status.count, status.filled) == (OpeningState.OPEN, 3, 1)
        shrunk = [*seats(2), seat(3, state=OpeningState.CLOSED)]
        assert tool.outcomes(shrunk) == ["updated"]
        assert odoo(tool)["no_of_recruitment"] == 1
        tool.peer.hire(1, "Bo")
        tool.push(shrunk)
        assert odoo(tool)["no_of_recruitment"] == 0
        (status,) = tool.connector.pull_status(list(tool.links.values()))
        assert (status.state, status.filled) == (OpeningState.FILLED, 2)


def test_the_two_interfaces_of_odoo_are_chosen_by_its_version() -> None:
    for name, path in (("odoo18", "/jsonrpc"), ("odoo19", "/json/2/hr.job/load")):
        with connected(name) as tool:
            tool.push(seats(1))
            assert {request.path for request in tool.peer.writes} == {path}


def test_odoo_writes_good_rows_when_one_is_bad_and_names_the_bad_one() -> None:
    with connected("odoo18") as tool:
        tool.peer._upsert(
            {"id": "other.x", "name": "Taken", "department_id/.id": "2", "no_of_recruitment": "1"}
        )
        mixed = [seat(1), seat(2, title="Taken"), seat(3, title="Free")]
        changes = tool.plan(mixed)
        by_title = {change.title: change for change in changes.changes}
        assert by_title["Taken"].action is Action.CONFLICT
        assert "There is a job position 'Taken' in that department already" in by_title["Taken"].reason
        results = {result.message or result.outcome.value for result in tool.apply(changes)}
        assert "created" in results
        raced = replace(by_title["Taken"], action=Action.CREATE, reason="")
        together = [raced, *(replace(each, external_id="tp-z") for each in [by_title["Free"]])]
        outcomes = {each.external_id: each for each in tool.connector.apply(together, "run")}
        assert "must be unique per department" in outcomes[raced.external_id].message


def test_a_department_that_is_not_there_is_a_conflict_that_says_what_to_do() -> None:
    for name in ("odoo18", "frappe", "ashby"):
        with connected(name) as tool:
            (change,) = tool.plan([seat(1, department="Nowhere")]).changes
            assert change.action is Action.CONFLICT
            assert "'Nowhere'" in change.reason
            assert "Create" in change.reason


def test_a_field_that_a_person_changed_there_is_a_conflict_and_stays() -> None:
    with connected("frappe") as tool:
        tool.push(seats(2))
        row = tool.peer.rows["Job Requisition"]["HR-HIREQ-00001"]
        row |= {"expected_compensation": 190000.0, "modified": "2026-11-24 09:00:00"}
        (change,) = tool.plan([replace(each, starts=date(2027, 6, 1)) for each in seats(2)]).changes
        assert change.action is Action.CONFLICT
        assert change.reason == "Somebody changed it there: compensation."
        (pay,) = [each for each in change.diffs if each.conflict]
        assert (pay.pushed, pay.remote, pay.wanted) == (180000.0, 190000.0, 180000.0)
        assert tool.outcomes(seats(2)) == ["conflict"]
        assert row["expected_compensation"] == 190000.0


def test_a_field_that_is_left_to_them_is_no_conflict_any_more() -> None:
    with connected("frappe") as tool:
        tool.push(seats(2))
        tool.peer.rows["Job Requisition"]["HR-HIREQ-00001"]["expected_compensation"] = 190000.0
        tool.links = {id: replace(link, kept=frozenset({"compensation"})) for id, link in tool.links.items()}
        (change,) = tool.plan([replace(each, starts=date(2027, 6, 1)) for each in seats(2)]).changes
        assert (change.action, [each.field for each in change.diffs]) == (Action.UPDATE, ["by"])


def test_frappe_says_filled_only_when_people_came() -> None:
    with connected("frappe") as tool:
        tool.push(seats(2))
        row = tool.peer.rows["Job Requisition"]["HR-HIREQ-00001"]
        row["status"] = "Filled"
        (status,) = tool.connector.pull_status(list(tool.links.values()))
        assert (status.state, status.word, status.filled) == (OpeningState.OPEN, "Filled", 0)
        assert status.note == "It says filled, but 0 of 2 people have come."
        for _ in range(2):
            tool.peer.hire("Senior MLOps Engineer", "2027-03-01")
        (status,) = tool.connector.pull_status(list(tool.links.values()))
        assert (status.state, status.filled) == (OpeningState.FILLED, 2)


def test_frappe_without_our_field_is_told_how_to_get_it() -> None:
    with connected("frappe") as tool:
        tool.peer.custom_field = False
        health = tool.connector.check()
        assert not health.ok
        assert "add a Custom Field of type Data" in health.findings[0]


def test_a_filled_seat_is_never_closed_the_newest_free_one_is() -> None:
    with connected("ashby") as tool:
        tool.push(seats(3))
        filled = next(
            each
            for each in tool.peer.openings.values()
            if each["latestVersion"]["identifier"] == "tp-ML-2027-001"
        )
        filled["openingState"] = "Filled"
        fewer = [seat(1, state=OpeningState.CLOSED), seat(2), seat(3, opens=date(2027, 2, 1))]
        changes = {change.external_id: change for change in tool.plan(fewer).changes}
        assert changes["tp-ML-2027-003"].action is Action.CLOSE
        assert changes["tp-ML-2027-001"].action is Action.NOOP
        tool.push(fewer)
        states = {
            each["latestVersion"]["identifier"]: each["openingState"] for each in tool.peer.openings.values()
        }
        assert states == {
            "tp-ML-2027-001": "Filled",
            "tp-ML-2027-002": "Approved",
            "tp-ML-2027-003": "Closed",
        }


def test_a_filled_seat_without_a_free_one_alike_is_a_conflict() -> None:
    with connected("ashby") as tool:
        tool.push(seats(1))
        next(iter(tool.peer.openings.values()))["openingState"] = "Filled"
        (change,) = tool.plan([seat(1, state=OpeningState.CLOSED)]).changes
        assert (change.action, change.reason) == (
            Action.CONFLICT,
            "A person has filled it there, so it is not closed.",
        )


def test_nothing_is_published_to_candidates(tool: Connected) -> None:
    tool.push(seats(2))
    sent = [request.raw.decode().casefold() for request in tool.peer.writes]
    for word in ("publish", "linkedin", "posting", "job opening", "job_post", "website"):
        assert not any(word in each.replace("posting_date", "") for each in sent)
    assert not any("Job Opening" in request.path for request in tool.peer.writes)


def test_the_roster_comes_with_departments_and_managers_and_nothing_private() -> None:
    with connected("odoo18") as tool:
        tool.push(seats(1))
        tool.peer.hire(1)
        page = tool.connector.pull_roster(date(2026, 11, 23))
        assert [(row.name, row.title, row.department, row.manager) for row in page.items] == [
            ("Ada L", "Senior MLOps Engineer", "ML Platform", "1")
        ]
        asked = str([request.body for request in tool.peer.requests])
    with connected("frappe") as tool:
        page = tool.connector.pull_roster(date(2026, 11, 23))
        assert [(row.name, row.department) for row in page.items] == [("Grace Hopper", "ML Platform - AML")]
        asked += str([request.query for request in tool.peer.requests])
    for word in ("birth", "ssn", "gender", "address", "marital", "bank", "salary"):
        assert word not in asked


HOLDS = [("frappe", "On Hold", "Pending"), ("lever", "onHold", "open")]


@pytest.mark.parametrize(("name", "held", "free"), HOLDS)
def test_a_frozen_seat_is_put_on_hold_where_the_tool_has_that(name: str, held: str, free: str) -> None:
    with connected(name) as tool:
        rows = tool.peer.rows["Job Requisition"] if name == "frappe" else tool.peer.rows
        tool.push(seats(2))
        frozen = seats(2, state=OpeningState.FROZEN)
        assert tool.outcomes(frozen) == ["updated"]
        assert [row["status"] for row in rows.values()] == [held]
        (status,) = tool.connector.pull_status(list(tool.links.values()))
        assert status.state is OpeningState.FROZEN
        assert tool.outcomes(frozen) == ["unchanged"]
        assert tool.outcomes(seats(2)) == ["updated"]
        assert [row["status"] for row in rows.values()] == [free]


def test_a_hold_that_people_put_there_is_a_conflict_and_stays() -> None:
    for name, held, _ in HOLDS:
        with connected(name) as tool:
            rows = tool.peer.rows["Job Requisition"] if name == "frappe" else tool.peer.rows
            tool.push(seats(2))
            (row,) = rows.values()
            row["status"] = held
            (change,) = tool.plan(seats(3)).changes
            assert (change.action, change.reason) == (
                Action.CONFLICT,
                "Somebody changed it there: on_hold.",
            )
            tool.push(seats(3))
            assert row["status"] == held


def test_staffing_plans_are_drafts_by_year_with_vacancies_and_cost() -> None:
    with connected("frappe_plans") as tool:
        later = seat(3, starts=date(2028, 2, 1))
        filled = seat(4, state=OpeningState.FILLED)
        team = seat(2, department="Search", site="Berlin")
        assert tool.outcomes([seat(1), team, later, filled]) == ["created", "created"]
        plans = tool.peer.rows["Staffing Plan"]
        shown = {
            (name, plan["from_date"], plan["to_date"], row["vacancies"], row["estimated_cost_per_position"])
            for name, plan in plans.items()
            for row in plan["staffing_details"]
        }
        assert shown == {
            ("Planner Acme ML 2027-01-01", "2027-01-01", "2027-12-31", 2, 180000.0),
            ("Planner Acme ML 2028-01-01", "2028-01-01", "2028-12-31", 1, 180000.0),
        }
        assert {plan["docstatus"] for plan in plans.values()} == {0}
        more = [seat(1), team, later, filled, seat(5, title="Data Engineer")]
        assert sorted(tool.outcomes(more)) == ["created", "unchanged", "unchanged"]
        assert len(plans["Planner Acme ML 2027-01-01"]["staffing_details"]) == 2


def test_a_staffing_plan_that_was_submitted_is_fixed_and_an_equal_one_is_no_conflict() -> None:
    with connected("frappe_plans") as tool:
        tool.push(seats(2))
        tool.peer.rows["Staffing Plan"]["Planner Acme ML 2027-01-01"]["docstatus"] = 1
        assert tool.outcomes(seats(2)) == ["unchanged"]
        (change,) = tool.plan(seats(3)).changes
        assert change.action is Action.CONFLICT
        assert "was submitted there and is fixed. Amend it there." in change.reason


def test_a_row_that_moved_between_look_and_write_is_a_conflict() -> None:
    with connected("frappe_plans") as tool:
        tool.push(seats(2))
        changes = tool.plan(seats(3))
        (row,) = tool.peer.rows["Staffing Plan"]["Planner Acme ML 2027-01-01"]["staffing_details"]
        row["vacancies"] = 9
        assert [each.outcome.value for each in tool.apply(changes)] == ["conflict"]
        assert row["vacancies"] == 9


def test_fiscal_years_start_in_the_month_that_the_connection_names() -> None:
    given = {"company": "Acme ML", "fiscal_year_starts_in": "4"}
    first, second = TOOLBOX.rows("frappe_plans", [seat(1), seat(2, starts=date(2027, 4, 1))], given)
    assert (first.external_id[:9], second.external_id[:9]) == ("tp-202604", "tp-202704")
    assert max(len(first.external_id), len(second.external_id)) <= 50
    assert (first.seats, second.seats) == ((), ())  # no seat's requisition is in a plan
    wrong = {**given, "fiscal_year_starts_in": "13"}
    with pytest.raises(InvalidInput, match="'13' is not one of the choices"):
        TOOLBOX.validated(
            "frappe_plans", "https://hr.example.com", wrong, {"api_key": "k", "api_secret": "s"}
        )
