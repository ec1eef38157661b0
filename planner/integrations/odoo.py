"""Odoo: job positions with the number still to hire, by JSON-RPC up to 18 and by JSON-2 from 19 on.

The external id is Odoo's own: `teamplan.<id>` in ir.model.data, which `load` creates and updates by.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from planner.domain.connecting import (
    Action,
    Cancel,
    Caps,
    Change,
    ExternalId,
    Grain,
    Health,
    Outcome,
    Pulled,
    RowResult,
    Value,
)
from planner.domain.openings import Opening, OpeningState
from planner.domain.roster import RosterRow
from planner.integrations.files.requisitions import job_name
from planner.integrations.http import Client, Rejected, plain
from planner.integrations.odoo_server import PAGE, Server
from planner.integrations.tool import Held, Tool, unmapped

MODULE = "teamplan"
JOB = ["name", "department_id", "no_of_recruitment", "no_of_employee", "requirements", "active", "write_date"]
PERSON = [
    "name",
    "work_email",
    "job_title",
    "job_id",
    "department_id",
    "parent_id",
    "work_location_id",
    "employee_type",
]
COLUMNS = {
    "name": "name",
    "department": "department_id/.id",
    "to_hire": "no_of_recruitment",
    "why": "requirements",
}
READABLE = {"hr.job": "job positions", "hr.employee": "employees", "hr.applicant": "applicants"}
DECREMENTS = (18, 1)


class Odoo(Tool):
    """One Odoo database."""

    kind = "odoo"
    remote_type = "hr.job"
    caps: ClassVar[Caps] = Caps(
        external_id=ExternalId.NATIVE,
        grain=Grain.COUNT,
        atomic_batch=True,
        max_batch=100,
        cancel=Cancel.ARCHIVE,
        proof="Recorded exchanges of Odoo 18.0 and of a distribution of 19.0.",
    )

    def __init__(self, client: Client, settings: Mapping[str, str], secrets: Mapping[str, str]) -> None:
        self.server = Server(client, settings, secrets)
        self.department = settings.get("department") or None

    def check(self) -> Health:
        """Version, sign-in, and whether jobs, employees and hires may be read."""
        findings = []
        for model, what in READABLE.items():
            try:
                self.server.read(model, "search_count", {"domain": []})
            except Rejected as error:
                findings.append(f"Reading {what} is refused: {error.said}")
        return Health(not findings, ".".join(map(str, self.server.version)), tuple(findings))

    def roster(self, as_of: date, cursor: str | None) -> Pulled[RosterRow]:
        """Active employees, in order of their ids."""
        offset = int(cursor or 0)
        people = self.server.search("hr.employee", [["active", "=", True]], PERSON, offset)
        following = str(offset + PAGE) if len(people) == PAGE else None
        return Pulled(tuple(map(_person, people)), following)

    def held(self, external_ids: Sequence[str], remote_ids: Sequence[str]) -> list[Held]:
        """Jobs by our ids and by theirs, archived ones too."""
        wanted = set(external_ids)
        named = {
            str(each["res_id"]): each["name"]
            for each in self.server.all(
                "ir.model.data", [["module", "=", MODULE], ["model", "=", "hr.job"]], ["name", "res_id"]
            )
            if each["name"] in wanted
        }
        ids = sorted({int(each) for each in (*named, *remote_ids)})
        found = []
        for start in range(0, len(ids), PAGE):
            part = ids[start : start + PAGE]
            signed = self._signed(part)
            found += [
                self._held(each, named.get(str(each["id"])), signed[each["id"]])
                for each in self.server.search("hr.job", [["id", "in", part]], JOB)
            ]
        return found

    def wanted(self, opening: Opening, held: Held | None) -> dict[str, Value]:
        """Name, department, and the number still to hire: never one that a person already fills."""
        filled = max(opening.filled, held.filled if held else 0)
        return {
            "name": job_name(opening),
            "department": self._department(opening.department or self.department),
            "to_hire": 0 if opening.frozen else max(0, opening.count - filled),
            "why": opening.why,
        }

    def base(self, pushed: Mapping[str, Value], held: Held) -> Mapping[str, Value]:
        """From 18.1 on a hire takes one off the number to hire by itself."""
        if self.server.version < DECREMENTS or "to_hire" not in pushed:
            return pushed
        hired = held.filled - int(pushed.get("_filled") or 0)
        return {**pushed, "to_hire": max(0, int(pushed["to_hire"] or 0) - max(0, hired))}

    def collision(self, fields: Mapping[str, Value]) -> str | None:
        """Odoo allows a name once in a department."""
        name = str(fields["name"])
        if (name, fields["department"]) not in self._taken:
            return None
        return f"There is a job position {name!r} in that department already: rename it, or give it our id."

    def write_many(self, changes: Sequence[Change]) -> list[RowResult]:
        """Create and update by `load`, which writes all rows or none; bad rows are left out and told."""
        alike: dict[tuple[str, ...], list[Change]] = defaultdict(list)
        for change in changes:
            alike[tuple(sorted(change.fields.keys() & COLUMNS.keys()))].append(change)
        return [result for names, group in alike.items() for result in self._load(names, group)]

    def end(self, held: Held) -> None:
        """Archive it."""
        self.server.write("hr.job", "write", {"ids": [int(held.remote_id)], "vals": {"active": False}})

    def _load(self, names: Sequence[str], changes: Sequence[Change]) -> list[RowResult]:
        fields = ["id", *(COLUMNS[name] for name in names)]
        data = [
            [f"{MODULE}.{each.external_id}", *(_cell(each.fields[name]) for name in names)]
            for each in changes
        ]
        answer = self.server.write("hr.job", "load", {"fields": fields, "data": data})
        if answer.get("ids"):
            return [_done(each, str(id)) for each, id in zip(changes, answer["ids"], strict=True)]
        bad = _bad_rows(answer.get("messages") or []) or dict.fromkeys(
            range(len(changes)), "refused without a reason"
        )
        good = [each for place, each in enumerate(changes) if place not in bad]
        if good:
            failed = [_failed(each, bad[place]) for place, each in enumerate(changes) if place in bad]
            return [*failed, *self._load(names, good)]
        if len(changes) > 1:  # 19 blames all rows for one, so each has to speak for itself
            return [result for each in changes for result in self._load(names, [each])]
        return [_failed(changes[0], bad[0])]

    def _signed(self, jobs: Sequence[int]) -> Counter[int]:
        """Hires of each job who are no employees yet; from 18.1 on the number to hire leaves them out."""
        hired = [["job_id", "in", list(jobs)], ["date_closed", "!=", False], ["active", "=", True]]
        try:
            found = list(self.server.all("hr.applicant", [*hired, ["employee_id", "=", False]], ["job_id"]))
        except Rejected:  # without the app Recruitment, or the right to see applicants
            return Counter()
        return Counter(each["job_id"][0] for each in found)

    def _held(self, job: Mapping[str, Any], name: str | None, signed: int) -> Held:
        filled, to_hire = int(job["no_of_employee"] or 0) + signed, int(job["no_of_recruitment"] or 0)
        state = OpeningState.OPEN if to_hire else OpeningState.FILLED if filled else OpeningState.CLOSED
        return Held(
            remote_id=str(job["id"]),
            external_id=name,
            version=str(job["write_date"]),
            fields={
                "name": job["name"],
                "department": job["department_id"][0] if job["department_id"] else None,
                "to_hire": to_hire,
                "why": job["requirements"] or "",
            },
            state=state if job["active"] else OpeningState.CLOSED,
            word="active" if job["active"] else "archived",
            count=to_hire + filled,
            filled=filled,
            url=f"{self.server.client.http.base_url}/odoo/action-hr.action_hr_job/{job['id']}",
        )

    def _department(self, name: str | None) -> Value:
        if name is None:
            return None
        found = self._departments.get(name.casefold(), [])
        if len(found) != 1:
            many = "more than one" if found else "no"
            unmapped(
                "department", f"There is {many} department {name!r} in Odoo.", "Create or rename it there."
            )
        return found[0]

    @cached_property
    def _departments(self) -> dict[str, list[int]]:
        named: dict[str, list[int]] = defaultdict(list)
        for each in self.server.all("hr.department", [], ["name", "complete_name"]):
            for name in {each["name"], each.get("complete_name") or each["name"]}:
                named[name.casefold()].append(each["id"])
        return dict(named)

    @cached_property
    def _taken(self) -> set[tuple[str, int | None]]:
        jobs = self.server.all("hr.job", [], ["name", "department_id"])
        return {(each["name"], each["department_id"][0] if each["department_id"] else None) for each in jobs}


def _cell(value: Value) -> str:
    return "" if value is None or value is False else str(value)


def _done(change: Change, remote_id: str) -> RowResult:
    outcome = Outcome.CREATED if change.action is Action.CREATE else Outcome.UPDATED
    return RowResult(external_id=change.external_id, outcome=outcome, remote_id=remote_id)


def _failed(change: Change, said: str) -> RowResult:
    return RowResult(
        external_id=change.external_id, outcome=Outcome.FAILED, remote_id=change.remote_id, message=said
    )


def _bad_rows(messages: Sequence[Mapping[str, Any]]) -> dict[int, str]:
    bad = {}
    for message in messages:
        rows = message.get("rows") or {}
        first = int(rows.get("from", message.get("record", 0)))
        for place in range(first, int(rows.get("to", first)) + 1):
            bad[place] = plain(str(message.get("message", "")))
    return bad


def _person(person: Mapping[str, Any]) -> RosterRow:
    def named(field: str) -> str | None:
        value = person.get(field)
        return str(value[1]) if value else None

    parent = person.get("parent_id")
    return RosterRow(
        key=str(person["id"]),
        name=person["name"],
        email=person.get("work_email") or None,
        title=person.get("job_title") or named("job_id"),
        department=named("department_id"),
        manager=str(parent[0]) if parent else None,
        site=named("work_location_id"),
        employment=person.get("employee_type") or None,
    )
