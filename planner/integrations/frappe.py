"""Frappe HR: Job Requisitions with our id in a custom field; never a Job Opening, so nothing is published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any, ClassVar

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
from planner.integrations.frappe_site import PAGE, Site, parts
from planner.integrations.http import Client, Rejected
from planner.integrations.tool import Held, Tool, unmapped

OUR_ID = "teamplan_id"
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
PENDING, ON_HOLD = "Pending", "On Hold"
STATES = {
    PENDING: OpeningState.PENDING,
    "Open & Approved": OpeningState.OPEN,
    ON_HOLD: OpeningState.FROZEN,
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
        self.site = Site(client)
        self.company, self.requester = settings["company"], settings["requested_by"]
        self.department = settings.get("department") or None

    def check(self) -> Health:
        """Sign in; look for the custom field, the company, and the employee who asks."""
        self.site.signed_in()
        looks: tuple[tuple[str, str, str | None], ...] = (
            (MISSING_FIELD, REQUISITION, None),
            (f"There is no company {self.company!r}.", "Company", self.company),
            (f"There is no employee {self.requester!r} to ask for positions.", "Employee", self.requester),
        )
        findings = []
        for finding, kind, name in looks:
            try:
                if name is None:
                    self.site.all(kind, ["name", OUR_ID], [], most=1)
                else:
                    self.site.get(kind, name)
            except Rejected as error:
                findings.append(f"{finding} ({error.said})")
        return Health(not findings, self.site.version(), tuple(findings))

    def roster(self, as_of: date, cursor: str | None) -> Pulled[RosterRow]:
        """Active employees of the company."""
        start = int(cursor or 0)
        filters = [["status", "=", "Active"], ["company", "=", self.company]]
        people = self.site.page("Employee", PERSON, filters, start)
        following = str(start + PAGE) if len(people) == PAGE else None
        return Pulled(tuple(_person(each) for each in people), following)

    def held(self, external_ids: Sequence[str], remote_ids: Sequence[str]) -> list[Held]:
        """Requisitions by our id and by their name, with the people who fill them."""
        found: dict[str, dict[str, Any]] = {}
        for field, values in ((OUR_ID, external_ids), ("name", remote_ids)):
            for part in parts(values):
                for each in self.site.all(REQUISITION, READ, [[field, "in", part]]):
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
            "on_hold": opening.frozen and not (held and held.word == "Filled"),
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
        self.site.designate(str(fields["designation"]))
        body = _body({"on_hold": False, **fields}) | {
            OUR_ID: external_id,
            "company": self.company,
            "requested_by": self.requester,
            "posting_date": datetime.now(UTC).date().isoformat(),
        }
        return self.site.create(REQUISITION, body)

    def update(self, held: Held, fields: Mapping[str, Value]) -> None:
        """Write the fields, on the version that was compared with."""
        if "designation" in fields:
            self.site.designate(str(fields["designation"]))
        self.site.update(REQUISITION, held.remote_id, held.version, _body(fields))

    def end(self, held: Held) -> None:
        """Cancel it."""
        self.site.update(REQUISITION, held.remote_id, held.version, {"status": "Cancelled"})

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
            fields={name: row.get(field) for name, field in NAMES.items()} | {"on_hold": word == ON_HOLD},
            state=state,
            word=word,
            count=count,
            filled=min(filled, count),
            url=self.site.address(REQUISITION, row["name"]),
            note=note,
        )

    def _came(self, designations: set[str]) -> list[tuple[str, str | None, str]]:
        people = [
            each
            for part in parts(sorted(designations))
            for each in self.site.all(
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
        found = self.site.all("Department", ["name", "department_name"], [["company", "=", self.company]])
        return {key: each["name"] for each in found for key in (each["department_name"], each["name"])}

    @cached_property
    def _open(self) -> dict[tuple[str, Value], str]:
        filters = [
            ["requested_by", "=", self.requester],
            ["status", "not in", ["Filled", "Cancelled", "Rejected"]],
        ]
        found = self.site.all(REQUISITION, ["name", "designation", "department"], filters)
        return {(each["designation"], each["department"]): each["name"] for each in found}


def _body(fields: Mapping[str, Value]) -> dict[str, Value]:
    """The fields as Frappe HR names them; what is released from a hold is to be approved there again."""
    said = {NAMES[name]: value for name, value in fields.items() if name in NAMES}
    status = {"status": ON_HOLD if fields["on_hold"] else PENDING} if "on_hold" in fields else {}
    return {**said, **status}


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
