"""Lever, written from documents and not run against a tenant: a requisition for each row of alike seats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from planner.domain.connecting import Cancel, Caps, ExternalId, Grain, Health, Pulled, Value
from planner.domain.openings import Opening, OpeningState
from planner.domain.roster import RosterRow
from planner.integrations.http import Client, Rejected
from planner.integrations.tool import Held, Tool

MOST_PAGES = 1_000
FIELDS = ("name", "headcountTotal", "department", "location")
OPEN, ON_HOLD = "open", "onHold"
STATES = {
    "draft": OpeningState.PENDING,
    OPEN: OpeningState.OPEN,
    ON_HOLD: OpeningState.FROZEN,
    "closed": OpeningState.CLOSED,
}


class Lever(Tool):
    """One Lever account; the requisition's code is our id, and Lever counts the hires."""

    kind = "lever"
    remote_type = "requisition"
    caps: ClassVar[Caps] = Caps(
        external_id=ExternalId.NATIVE,
        grain=Grain.REQUISITION,
        max_batch=20,
        writes_per_minute=300,
        cancel=Cancel.STATUS,
        roster=False,
        experimental=True,
        proof="Written from documents; tried against a stand-in of our own only.",
    )

    def __init__(self, client: Client, settings: Mapping[str, str], secrets: Mapping[str, str]) -> None:
        self.client = client

    def check(self) -> Health:
        """Whether requisitions can be read."""
        findings = []
        try:
            self.client.read("GET", "/v1/requisitions", params={"limit": 1})
        except Rejected as error:
            findings.append(f"Requisitions cannot be read: {error.said} They have to be switched on.")
        return Health(not findings, "v1", tuple(findings))

    def roster(self, as_of: date, cursor: str | None) -> Pulled[RosterRow]:
        """Lever knows who hires, not who is employed."""
        return Pulled((), None)

    def held(self, external_ids: Sequence[str], remote_ids: Sequence[str]) -> list[Held]:
        """Requisitions by our code and by their id."""
        ours, theirs = set(external_ids), set(remote_ids)
        found = map(_held, self._requisitions())
        return [each for each in found if each.external_id in ours or each.remote_id in theirs]

    def wanted(self, opening: Opening, held: Held | None) -> dict[str, Value]:
        """Name, all seats of the row that are to be hired there, department and place."""
        known = held.filled if held else 0
        return {
            "name": opening.title,
            "headcountTotal": opening.count - max(0, opening.filled - known),
            "department": opening.department,
            "location": opening.site,
            "on_hold": opening.frozen,
        }

    def create(self, external_id: str, fields: Mapping[str, Value]) -> str | None:
        """An open requisition without a posting."""
        body = {name: value for name, value in fields.items() if name in FIELDS and value is not None}
        status = ON_HOLD if fields.get("on_hold") else OPEN
        answer = self.client.write(
            "POST", "/v1/requisitions", json={**body, "requisitionCode": external_id, "status": status}
        )
        return str(answer["data"]["id"]) if answer else None

    def update(self, held: Held, fields: Mapping[str, Value]) -> None:
        """Write the record: a PUT replaces it, so the fields that stay are sent too."""
        status = held.word
        if "on_hold" in fields:
            status = ON_HOLD if fields["on_hold"] else OPEN
        self._put(held, fields, status)

    def end(self, held: Held) -> None:
        """Close it."""
        self._put(held, {}, "closed")

    def _put(self, held: Held, fields: Mapping[str, Value], status: str) -> None:
        said = {name: fields.get(name, held.fields[name]) for name in FIELDS}
        body = {**said, "requisitionCode": held.external_id, "status": status}
        self.client.write("PUT", f"/v1/requisitions/{held.remote_id}", json=body)

    def _requisitions(self) -> Iterator[Mapping[str, Any]]:
        offset: str | None = None
        for _ in range(MOST_PAGES):
            params = {"limit": "100", **({"offset": offset} if offset else {})}
            page = self.client.read("GET", "/v1/requisitions", params=params)
            yield from page["data"]
            following = page.get("next")
            if not page.get("hasNext") or following in (None, offset):
                return
            offset = str(following)


def _held(requisition: Mapping[str, Any]) -> Held:
    total, hired = int(requisition.get("headcountTotal") or 0), int(requisition.get("headcountHired") or 0)
    word = str(requisition.get("status"))
    state = STATES.get(word, OpeningState.OPEN)
    if state is OpeningState.CLOSED and total and hired >= total:
        state = OpeningState.FILLED
    return Held(
        remote_id=str(requisition["id"]),
        external_id=requisition.get("requisitionCode"),
        version=str(requisition.get("updatedAt") or "") or None,
        fields={name: requisition.get(name) for name in FIELDS} | {"on_hold": word == ON_HOLD},
        state=state,
        word=word,
        count=total,
        filled=hired,
    )
