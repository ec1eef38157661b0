"""Tryton: the roster only, its employees with supervisor, by JSON-RPC whose errors come with status 200."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import quote

from planner.domain import Problem
from planner.domain.connecting import Caps, Health, Pulled, Refused
from planner.domain.roster import RosterRow
from planner.integrations.http import Answer, Client, Rejected, plain
from planner.integrations.tool import Tool

PAGE = 200
FIELDS = ("rec_name", "party.email", "supervisor", "start_date", "end_date", "active")


class Tryton(Tool):
    """One database of a Tryton server."""

    kind = "tryton"
    caps: ClassVar[Caps] = Caps(openings=False, experimental=True, proof="Run against trytond 8.2.")

    def __init__(self, client: Client, settings: Mapping[str, str], secrets: Mapping[str, str]) -> None:
        self.client = client
        self.path = f"/{quote(settings['database'], safe='')}/rpc/"
        self.login, self.password = settings["login"], secrets["password"]

    def check(self) -> Health:
        """Sign in, and look whether the user has a company and may read its employees."""
        version = str(self._call("common.server.version", path="/rpc/"))
        findings = []
        if not self._preferences.get("company"):
            findings.append("The user has no company: set one in the user's preferences.")
        try:
            self._search([], 0, 1)
        except Rejected as error:
            findings.append(f"Employees cannot be read (module company): {error.said}")
        return Health(not findings, version, tuple(findings))

    def roster(self, as_of: date, cursor: str | None) -> Pulled[RosterRow]:
        """Employees of the user's company on that day."""
        start = int(cursor or 0)
        day = {"__class__": "date", "year": as_of.year, "month": as_of.month, "day": as_of.day}
        come = ["OR", ["start_date", "=", None], ["start_date", "<=", day]]
        there = ["OR", ["end_date", "=", None], ["end_date", ">=", day]]
        people = self._search([come, there], start, PAGE)
        following = str(start + PAGE) if len(people) == PAGE else None
        return Pulled(tuple(_person(each) for each in people), following)

    def _search(self, domain: list[Any], start: int, count: int) -> list[Mapping[str, Any]]:
        context = {"company": self._preferences.get("company")}
        asked = [domain, start, count, [["id", "ASC"]], list(FIELDS), context]
        return list(self._call("model.company.employee.search_read", *asked, headers=self._session))

    @cached_property
    def _preferences(self) -> Mapping[str, Any]:
        return dict(self._call("model.res.user.get_preferences", True, {}, headers=self._session))

    @cached_property
    def _session(self) -> Mapping[str, str]:
        user, key, *_ = self._call("common.db.login", self.login, {"password": self.password}, "en")
        token = base64.b64encode(f"{self.login}:{user}:{key}".encode()).decode()
        return {"Authorization": f"Session {token}"}

    def _call(
        self, method: str, *params: Any, path: str | None = None, headers: Mapping[str, str] | None = None
    ) -> Any:
        body = {"id": 1, "method": method, "params": params}
        answer = self.client.read("POST", path or self.path, json=body, headers=headers)
        if not isinstance(answer, Mapping) or answer.keys().isdisjoint(("result", "error")):
            raise Refused(Problem("url", "answered, but not as Tryton does.", "Check address and database."))
        if "error" in answer:
            raise Rejected(Answer(200, {}, b"", answer), plain(": ".join(_words(answer["error"]))))
        return answer["result"]


def _words(error: Any) -> Iterator[str]:
    """The texts of an error, which comes as lists in lists."""
    if isinstance(error, list | tuple):
        for each in error:
            yield from _words(each)
    elif error:
        yield str(error)


def _person(employee: Mapping[str, Any]) -> RosterRow:
    supervisor = employee.get("supervisor")
    return RosterRow(
        key=str(employee["id"]),
        name=employee["rec_name"],
        email=(employee.get("party.") or {}).get("email") or None,
        manager=str(supervisor) if supervisor else None,
        starts=_day(employee.get("start_date")),
        leaves=_day(employee.get("end_date")),
        active=bool(employee.get("active", True)),
    )


def _day(said: Mapping[str, int] | None) -> date | None:
    return date(said["year"], said["month"], said["day"]) if said else None
