"""Frappe HR: Staffing Plans, a draft for each fiscal year, with vacancies and cost by designation.

A row has no place for our id: year and designation are its key, as Frappe HR allows each designation one plan
at a time. Drafts are never submitted; who approves plans there does that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, ClassVar

from planner.domain.connecting import Cancel, Caps, ExternalId, Grain, Health, Pulled, Value
from planner.domain.openings import Opening, OpeningState, Seat
from planner.domain.roster import RosterRow
from planner.integrations.frappe_site import Site
from planner.integrations.grouping import year_of, yearly, yearly_id
from planner.integrations.http import Client, Rejected
from planner.integrations.tool import Held, Tool, moved, unmapped

PLAN = "Staffing Plan"
SUBMITTED = 1
NAMES = {
    "designation": "designation",
    "vacancies": "vacancies",
    "compensation": "estimated_cost_per_position",
}


class FrappePlans(Tool):
    """The Staffing Plans of one company."""

    kind = "frappe_plans"
    remote_type = PLAN
    caps: ClassVar[Caps] = Caps(
        external_id=ExternalId.NATURAL_KEY,
        grain=Grain.REQUISITION,
        max_batch=20,
        sites=False,
        optimistic_lock=True,
        cancel=Cancel.STATUS,
        roster=False,
        proof="Recorded creation with Frappe HR of October 2024; changes tried against a stand-in.",
    )

    def __init__(self, client: Client, settings: Mapping[str, str], secrets: Mapping[str, str]) -> None:
        self.site, self.company = Site(client), settings["company"]
        self.first = first_month(settings)
        self.prefix = f"Planner {self.company} "

    @classmethod
    def rows(cls, seats: Sequence[Seat], settings: Mapping[str, str]) -> list[Opening]:
        """One row for each title and fiscal year of the expected start."""
        return yearly(seats, first_month(settings))

    def check(self) -> Health:
        """Sign in, and look whether plans may be read."""
        self.site.signed_in()
        findings = []
        try:
            self.site.all(PLAN, ["name"], [], most=1)
        except Rejected as error:
            findings.append(f"Staffing Plans cannot be read: {error.said}")
        return Health(not findings, self.site.version(), tuple(findings))

    def roster(self, as_of: date, cursor: str | None) -> Pulled[RosterRow]:
        """The other connection of Frappe HR has the people."""
        return Pulled((), None)

    def held(self, external_ids: Sequence[str], remote_ids: Sequence[str]) -> list[Held]:
        """Rows of our plans, by year and designation."""
        ours, theirs = set(external_ids), set(remote_ids)
        rows = [self._held(plan, row) for plan in self._plans() for row in plan["staffing_details"]]
        return [each for each in rows if each.external_id in ours or each.remote_id in theirs]

    def wanted(self, opening: Opening, held: Held | None) -> dict[str, Value]:
        """Designation, year, the seats still to be filled, and the loaded cost of one in a year."""
        year = year_of(opening.starts, self.first)
        cost = {"compensation": float(opening.cost.amount)} if opening.cost else {}
        fields: dict[str, Value] = {
            "designation": opening.title,
            "year": year.isoformat(),
            "vacancies": max(0, opening.count - opening.filled),
            **cost,
        }
        differs = held is not None and any(held.fields[name] != value for name, value in fields.items())
        if held and held.state is OpeningState.OPEN and differs:
            unmapped("plan", f"{self._name(fields)} was submitted there and is fixed.", "Amend it there.")
        return fields

    def create(self, external_id: str, fields: Mapping[str, Value]) -> str | None:
        """A row of the year's draft, which is made with its first row."""
        self.site.designate(str(fields["designation"]))
        name, row = self._name(fields), _row(fields)
        plan = next((each for each in self._plans() if each["from_date"] == fields["year"]), None)
        if plan is None:
            first = date.fromisoformat(str(fields["year"]))
            last = first.replace(year=first.year + 1) - timedelta(days=1)
            body = {"__newname": name, "company": self.company, "from_date": first.isoformat()}
            self.site.create(PLAN, {**body, "to_date": last.isoformat(), "staffing_details": [row]})
            return _id(name, fields["designation"])
        self._write(plan, [*plan["staffing_details"], row])
        return _id(plan["name"], fields["designation"])

    def update(self, held: Held, fields: Mapping[str, Value]) -> None:
        """Write the row into its plan as that is now, if nobody touched the row meanwhile."""
        name, _, designation = held.remote_id.partition("/")
        plan = self.site.get(PLAN, name)
        rows = plan["staffing_details"]
        found = [row for row in rows if row["designation"] == designation]
        if not found or self._held(plan, found[0]).fields != held.fields:
            raise moved(f"{designation} in {name} changed.")
        self._write(plan, [{**row, **_row(fields)} if row in found else row for row in rows])

    def end(self, held: Held) -> None:
        """Leave no vacancy in it: a plan without rows is not allowed."""
        self.update(held, {"vacancies": 0})

    def _write(self, plan: Mapping[str, Any], rows: list[Mapping[str, Any]]) -> None:
        self.site.update(PLAN, plan["name"], plan["modified"], {"staffing_details": rows})

    def _plans(self) -> Iterator[dict[str, Any]]:
        filters = [["company", "=", self.company], ["name", "like", f"{self.prefix}%"], ["docstatus", "<", 2]]
        for each in self.site.all(PLAN, ["name"], filters):
            yield self.site.get(PLAN, each["name"])

    def _name(self, fields: Mapping[str, Value]) -> str:
        return f"{self.prefix}{fields['year']}"

    def _held(self, plan: Mapping[str, Any], row: Mapping[str, Any]) -> Held:
        vacancies = int(row["vacancies"] or 0)
        submitted = plan["docstatus"] == SUBMITTED
        state = OpeningState.OPEN if submitted else OpeningState.PENDING
        return Held(
            remote_id=_id(plan["name"], row["designation"]),
            external_id=yearly_id(row["designation"], date.fromisoformat(plan["from_date"])),
            version=plan["modified"],
            fields={"year": plan["from_date"], **{name: row.get(field) for name, field in NAMES.items()}},
            state=state if vacancies else OpeningState.CLOSED,
            word="Submitted" if submitted else "Draft",
            count=vacancies,
            url=self.site.address(PLAN, plan["name"]),
        )


def first_month(settings: Mapping[str, str]) -> int:
    """The month in which fiscal years start; January where none is said."""
    return int(settings.get("fiscal_year_starts_in") or 1)


def _row(fields: Mapping[str, Value]) -> dict[str, Value]:
    return {NAMES[name]: value for name, value in fields.items() if name in NAMES}


def _id(plan: str, designation: Value) -> str:
    return f"{plan}/{designation}"
