"""HiBob workforce planning, written from documents and not run against a tenant; ten writes a minute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from planner.domain.connecting import Cancel, Caps, ExternalId, Grain, Health, Pulled, Value
from planner.domain.openings import Opening, OpeningState
from planner.domain.roster import RosterRow
from planner.integrations.http import Client, Rejected
from planner.integrations.tool import Held, Tool

FIELDS = ("name", "effectiveDate", "fte")
READ = ("id", "status", "department", "site", "jobProfile", *FIELDS)
STATES = {
    "vacant": OpeningState.OPEN,
    "departing": OpeningState.FILLED,
    "starting": OpeningState.FILLED,
    "filled": OpeningState.FILLED,
    "onHold": OpeningState.FROZEN,
    "cancelled": OpeningState.CLOSED,
    "cancelledSoon": OpeningState.CLOSED,
    "closed": OpeningState.CLOSED,
}
PERSON = (
    "root.id",
    "root.displayName",
    "root.email",
    "work.title",
    "work.department",
    "work.site",
    "work.startDate",
)


class Hibob(Tool):
    """One HiBob company; it has no field for our id, so the id stands in front of the position's name."""

    kind = "hibob"
    remote_type = "position"
    caps: ClassVar[Caps] = Caps(
        external_id=ExternalId.NATURAL_KEY,
        grain=Grain.SEAT,
        max_batch=10,
        writes_per_minute=10,
        cancel=Cancel.STATUS,
        experimental=True,
        proof="Written from documents; tried against a stand-in of our own only.",
    )

    def __init__(self, client: Client, settings: Mapping[str, str], secrets: Mapping[str, str]) -> None:
        self.client = client
        self.fixed = {name: settings[name] for name in ("department", "site", "jobProfile")}

    def check(self) -> Health:
        """Whether positions can be searched."""
        findings = []
        try:
            self._positions()
        except Rejected as error:
            findings.append(
                f"Positions cannot be read: {error.said} The service user needs Manage positions."
            )
        return Health(not findings, "v1", tuple(findings))

    def roster(self, as_of: date, cursor: str | None) -> Pulled[RosterRow]:
        """Everybody who is employed; the answer comes in one piece."""
        body = {"fields": list(PERSON), "showInactive": False}
        answer = self.client.read("POST", "/v1/people/search", json=body)
        return Pulled(tuple(map(_person, answer.get("employees") or ())), None)

    def held(self, external_ids: Sequence[str], remote_ids: Sequence[str]) -> list[Held]:
        """Positions whose name begins with one of our ids, and those of their ids."""
        ours, theirs = set(external_ids), set(remote_ids)
        found = map(_held, self._positions())
        return [each for each in found if each.external_id in ours or each.remote_id in theirs]

    def wanted(self, opening: Opening, held: Held | None) -> dict[str, Value]:
        """Name, first day and share of full time; department, site and job profile are the connection's."""
        return {
            "name": f"{opening.external_id} {opening.title}",
            "effectiveDate": opening.starts.isoformat(),
            "fte": 100,
        }

    def create(self, external_id: str, fields: Mapping[str, Value]) -> str | None:
        """A position with one opening."""
        opening = {"expectedStartDate": fields["effectiveDate"]}
        body = {"fields": {**self.fixed, **fields}, "opening": {"fields": opening}}
        answer = self.client.write("POST", "/v1/workforce-planning/positions", json=body)
        return str(answer["id"]) if answer else None

    def update(self, held: Held, fields: Mapping[str, Value]) -> None:
        """Write the fields."""
        self.client.write(
            "PATCH", f"/v1/workforce-planning/positions/{held.remote_id}", json={"fields": dict(fields)}
        )

    def end(self, held: Held) -> None:
        """Cancel it."""
        self.client.write("POST", f"/v1/workforce-planning/positions/{held.remote_id}/cancel", json={})

    def _positions(self) -> list[Mapping[str, Any]]:
        body = {"fields": [f"/position/{name}" for name in READ]}
        answer = self.client.read("POST", "/v1/workforce-planning/positions/search", json=body)
        return list(answer.get("results") or answer.get("positions") or ())


def _held(position: Mapping[str, Any]) -> Held:
    values = {name: _value(position, name) for name in READ}
    word = str(values["status"])
    state = STATES.get(word, OpeningState.OPEN)
    return Held(
        remote_id=str(values["id"]),
        external_id=str(values["name"] or "").partition(" ")[0] or None,
        version=None,
        fields={name: values[name] for name in FIELDS},
        state=state,
        word=word,
        filled=int(word in ("filled", "departing", "starting")),
    )


def _value(position: Mapping[str, Any], name: str) -> Any:
    found = position.get(f"/position/{name}", position.get(name))
    return found.get("value") if isinstance(found, Mapping) else found


def _person(person: Mapping[str, Any]) -> RosterRow:
    work = person.get("work") or {}
    return RosterRow(
        key=str(person["id"]),
        name=person.get("displayName") or str(person["id"]),
        email=person.get("email"),
        title=work.get("title"),
        department=work.get("department"),
        site=work.get("site"),
    )
