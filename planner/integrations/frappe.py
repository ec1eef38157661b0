"""Frappe HR: Job Requisitions with our id in a custom field; never a Job Opening, so nothing is published."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import quote

from planner.domain.connecting import (
    Cancel,
    Caps,
    ExternalId,
    Grain,
    Health,
    Pulled,
    Value,
)
from planner.domain.openings import Opening, OpeningState
from planner.domain.roster import RosterRow
from planner.integrations.http import Client, Rejected
from planner.integrations.tool import Held, Moved, Tool, unmapped

OUR_ID = "teamplan_id"
PAGE, CHUNK = 500, 50
REQUISITION = "Job Requisition"
NAMES = {
    "designation": "designation",
    "department": "department",
    "positions": "no_of_positions",
    "compensation": "expected_compensation",
    "by": "expected_by",
    "why": "description",
}
READ = ["name", OUR_ID, "status", "posting_date", "modified", *NAMES.values()]
STATES = {
    "Pending": OpeningState.PENDING,
    "Open & Approved": OpeningState.OPEN,
    "On Hold": OpeningState.FROZEN,
    "Filled": OpeningState.FILLED,
    "Cancelled": OpeningState.CLOSED,
    "Rejected": OpeningState.CLOSED,
}
PERSON = [
    "name",
    "employee_number",
    "employee_name",
    "company_email",
    "designation",
    "department",
    "reports_to",
    "branch",
    "employment_type",
    "date_of_joining",
    "relieving_date",
    "status",
]
MISSING_FIELD = (
    "The field teamplan_id is missing on Job Requisition: add a Custom Field of type Data with that name, "
    "unique, under Customize Form."
)


class Frappe(Tool):
    """One company of a Frappe HR site."""

    kind = "frappe"
    remote_type = REQUISITION
    caps: ClassVar[Caps] = Caps(
        external_id=ExternalId.CUSTOM_FIELD,
        grain=Grain.REQUISITION,
        max_batch=20,
        sites=False,
        optimistic_lock=True,
        cancel=Cancel.STATUS,
        proof="Recorded exchanges of Frappe HR of October 2024.",
    )

    def __init__(self, client: Client, settings: Mapping[str, str], secrets: Mapping[str, str]) -> None:
        self.client = client
        self.company, self.requester = settings["company"], settings["requested_by"]
        self.department = settings.get("department") or None

    def check(self) -> Health:
        """Sign in; look for the custom field, the company, and the employee who asks."""
        self.client.read("GET", "/api/method/frappe.auth.get_logged_user")
        looks: tuple[tuple[str, str, str | None], ...] = (
            (MISSING_FIELD, REQUISITION, None),
            (f"There is no company {self.company!r}.", "Company", self.company),
            (f"There is no employee {self.requester!r} to ask for positions.", "Employee", self.requester),
        )
        findings = []
        for finding, kind, name in looks:
            try:
                if name is None:
                    self._list(kind, ["name", OUR_ID], [], most=1)
                else:
                    self.client.read("GET", _path(kind, name))
            except Rejected as error:
                findings.append(f"{finding} ({error.said})")
        return Health(not findings, self._version(), tuple(findings))

    def roster(self, as_of: date, cursor: str | None) -> Pulled[RosterRow]:
        """Active employees of the company."""
        start = int(cursor or 0)
        filters = [["status", "=", "Active"], ["company", "=", self.company]]
        people = self._page("Employee", PERSON, filters, start)
        following = str(start + PAGE) if len(people) == PAGE else None
        return Pulled(tuple(_person(each) for each in people), following)

    def held(self, external_ids: Sequence[str], remote_ids: Sequence[str]) -> list[Held]:
        """Requisitions by our id and by their name, with the people who fill them."""
        found: dict[str, dict[str, Any]] = {}
        for field, values in ((OUR_ID, external_ids), ("name", remote_ids)):
            for part in _parts(values):
                for each in self._list(REQUISITION, READ, [[field, "in", part]]):
                    found[each["name"]] = each
        came = self._came({each["designation"] for each in found.values()})
        return [self._held(each, came) for each in found.values()]

    def wanted(self, opening: Opening, held: Held | None) -> dict[str, Value]:
        """Designation, department, the positions to be filled there, expected pay, the day, and why."""
        pay = opening.pay or opening.cost
        if pay is None:
            unmapped(
                "pay", "Frappe HR needs an expected compensation, and none is known.", "Price the position."
            )
        return {
            "designation": opening.title,
            "department": self._department(opening.department or self.department),
            "positions": opening.count - max(0, opening.filled - (held.filled if held else 0)),
            "compensation": float(pay.amount),
            "by": opening.starts.isoformat(),
            "why": opening.why or opening.title,
        }

    def collision(self, fields: Mapping[str, Value]) -> str | None:
        """Frappe HR keeps one open requisition per designation and requester."""
        taken = self._open.get((str(fields["designation"]), fields["department"]))
        if taken is None:
            return None
        name = fields["designation"]
        return f"{taken} is open for {name!r} already: close it, or write our id into {OUR_ID} there."

    def create(self, external_id: str, fields: Mapping[str, Value]) -> str | None:
        """A pending requisition; whoever approves requisitions there decides on it."""
        self._designate(str(fields["designation"]))
        body = {NAMES[name]: value for name, value in fields.items()} | {
            OUR_ID: external_id,
            "company": self.company,
            "requested_by": self.requester,
            "posting_date": datetime.now(UTC).date().isoformat(),
            "status": "Pending",
        }
        answer = self.client.write("POST", _path(REQUISITION), json=body)
        return str(answer["data"]["name"]) if answer else None

    def update(self, held: Held, fields: Mapping[str, Value]) -> None:
        """Write the fields, on the version that was compared with."""
        if "designation" in fields:
            self._designate(str(fields["designation"]))
        self._put(held, {NAMES[name]: value for name, value in fields.items()})

    def end(self, held: Held) -> None:
        """Cancel it."""
        self._put(held, {"status": "Cancelled"})

    def _put(self, held: Held, body: Mapping[str, Value]) -> None:
        try:
            path = _path(REQUISITION, held.remote_id)
            self.client.write("PUT", path, json={**body, "modified": held.version})
        except Rejected as error:
            if "TimestampMismatch" in str(error.data):
                raise Moved(*error.problems) from error
            raise

    def _held(self, row: Mapping[str, Any], came: Sequence[tuple[str, str | None, str]]) -> Held:
        here = (row["designation"], row["department"])
        since = str(row.get("posting_date") or "")
        filled = sum((title, department) == here and day >= since for title, department, day in came)
        count = int(row["no_of_positions"] or 0)
        word = str(row["status"])
        state, note = STATES.get(word, OpeningState.OPEN), ""
        if state is OpeningState.FILLED and filled < count:
            state = OpeningState.OPEN
            note = f"It says filled, but {filled} of {count} people have come."
        return Held(
            remote_id=row["name"],
            external_id=row.get(OUR_ID) or None,
            version=row["modified"],
            fields={name: row.get(field) for name, field in NAMES.items()},
            state=state,
            word=word,
            count=count,
            filled=min(filled, count),
            url=f"{self.client.http.base_url}/app/job-requisition/{quote(row['name'])}",
            note=note,
        )

    def _came(self, designations: set[str]) -> list[tuple[str, str | None, str]]:
        people = [
            each
            for part in _parts(sorted(designations))
            for each in self._list(
                "Employee",
                ["designation", "department", "date_of_joining"],
                [["designation", "in", part], ["status", "=", "Active"], ["company", "=", self.company]],
            )
        ]
        return [
            (each["designation"], each["department"], str(each["date_of_joining"] or "")) for each in people
        ]

    def _department(self, name: str | None) -> Value:
        if name is None:
            return None
        if name not in self._departments:
            unmapped("department", f"There is no department {name!r} in {self.company}.", "Create it there.")
        return self._departments[name]

    @cached_property
    def _departments(self) -> dict[str, str]:
        found = self._list("Department", ["name", "department_name"], [["company", "=", self.company]])
        return {key: each["name"] for each in found for key in (each["department_name"], each["name"])}

    @cached_property
    def _designations(self) -> set[str]:
        return {each["name"] for each in self._list("Designation", ["name"], [])}

    @cached_property
    def _open(self) -> dict[tuple[str, Value], str]:
        filters = [
            ["requested_by", "=", self.requester],
            ["status", "not in", ["Filled", "Cancelled", "Rejected"]],
        ]
        found = self._list(REQUISITION, ["name", "designation", "department"], filters)
        return {(each["designation"], each["department"]): each["name"] for each in found}

    def _designate(self, title: str) -> None:
        if title not in self._designations:
            try:
                self.client.write("POST", _path("Designation"), json={"designation_name": title})
            except Rejected as error:
                if error.status != 409:
                    raise
            self._designations.add(title)

    def _version(self) -> str:
        try:
            answer = self.client.read("GET", "/api/method/frappe.utils.change_log.get_versions")
        except Rejected:
            return "unknown"
        apps = answer.get("message") or {}
        return str((apps.get("hrms") or apps.get("frappe") or {}).get("version", "unknown"))

    def _list(
        self, kind: str, fields: list[str], filters: list[Any], most: int | None = None
    ) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        while True:
            page = self._page(kind, fields, filters, len(found), most or PAGE)
            found += page
            if len(page) < PAGE or most:
                return found

    def _page(
        self, kind: str, fields: list[str], filters: list[Any], start: int, length: int = PAGE
    ) -> list[dict[str, Any]]:
        params = {
            "fields": json.dumps(fields),
            "filters": json.dumps(filters),
            "limit_start": start,
            "limit_page_length": length,
            "order_by": "name asc",
        }
        return list(self.client.read("GET", _path(kind), params=params)["data"])


def _path(kind: str, name: str | None = None) -> str:
    return f"/api/resource/{quote(kind)}" + (f"/{quote(name, safe='')}" if name is not None else "")


def _parts(values: Iterable[str]) -> Iterator[list[str]]:
    listed = list(values)
    for start in range(0, len(listed), CHUNK):
        yield listed[start : start + CHUNK]


def _person(person: Mapping[str, Any]) -> RosterRow:
    return RosterRow(
        key=person["name"],
        name=person.get("employee_name") or person["name"],
        email=person.get("company_email") or None,
        title=person.get("designation"),
        department=person.get("department"),
        manager=person.get("reports_to"),
        site=person.get("branch"),
        employment=person.get("employment_type"),
        starts=_day(person.get("date_of_joining")),
        leaves=_day(person.get("relieving_date")),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None
