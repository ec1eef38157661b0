"""Horilla: the roster only, its employees with their work, by a token of a signed-in user."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from planner.domain import Problem
from planner.domain.connecting import Caps, Health, Pulled, Refused
from planner.domain.roster import RosterRow
from planner.integrations.http import Client, Rejected
from planner.integrations.tool import Tool

PEOPLE = "/api/employee/list/employees/"
WORK = "/api/employee/employee-work-information/{}/"


class Horilla(Tool):
    """One Horilla site."""

    kind = "horilla"
    caps: ClassVar[Caps] = Caps(
        openings=False, experimental=True, proof="Recorded exchanges of Horilla v2; roster only."
    )

    def __init__(self, client: Client, settings: Mapping[str, str], secrets: Mapping[str, str]) -> None:
        self.client = client
        self.username, self.password = settings["username"], secrets["password"]

    def check(self) -> Health:
        """Sign in, and look whether employees may be read."""
        findings = []
        try:
            self._page(1)
        except Rejected as error:
            findings.append(f"Employees cannot be read: {error.said}")
        return Health(not findings, "Horilla", tuple(findings))

    def roster(self, as_of: date, cursor: str | None) -> Pulled[RosterRow]:
        """One page of employees; the work of each is a request of its own, as the list of all fails there."""
        number = int(cursor or 1)
        page = self._page(number)
        people = tuple(_person(each, self._work(each)) for each in page["results"])
        return Pulled(people, str(number + 1) if page["next"] else None)

    def _page(self, number: int) -> Mapping[str, Any]:
        page = self.client.read("GET", PEOPLE, params={"page": number}, headers=self._session)
        if not isinstance(page, Mapping) or "results" not in page:
            raise Refused(Problem("url", "answered, but not as Horilla does.", "Check the address."))
        return page

    def _work(self, person: Mapping[str, Any]) -> Mapping[str, Any]:
        number = person.get("employee_work_info_id")
        if not number:
            return {}
        return dict(self.client.read("GET", WORK.format(number), headers=self._session))

    @cached_property
    def _session(self) -> Mapping[str, str]:
        given = {"username": self.username, "password": self.password}
        answer = self.client.read("POST", "/api/auth/login/", json=given)
        if not isinstance(answer, Mapping) or not answer.get("access"):
            raise Refused(Problem("password", "gives no token.", "Check address, username and password."))
        return {"Authorization": f"Bearer {answer['access']}"}


def _person(person: Mapping[str, Any], work: Mapping[str, Any]) -> RosterRow:
    manager = work.get("reporting_manager_id")
    names = (person.get("employee_first_name"), person.get("employee_last_name"))
    return RosterRow(
        key=str(person["id"]),
        name=" ".join(filter(None, names)) or str(person["id"]),
        email=work.get("email") or person.get("email") or None,
        title=work.get("job_position_name") or person.get("job_position_name") or None,
        department=work.get("department_name") or None,
        manager=str(manager) if manager else None,
        site=work.get("location") or None,
        starts=_day(work.get("date_joining")),
        leaves=_day(work.get("contract_end_date")),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
