"""Ashby: an opening is one approved seat; openings are created approved and never posted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from planner.domain import Problem
from planner.domain.connecting import Cancel, Caps, ExternalId, Grain, Health, Pulled, Refused, Unknown, Value
from planner.domain.openings import Opening, OpeningState
from planner.domain.roster import RosterRow
from planner.integrations.http import Answer, Client, Rejected, plain
from planner.integrations.tool import Held, Tool, unmapped

MOST_PAGES = 1_000
STATES = {
    "Draft": OpeningState.PENDING,
    "Approved": OpeningState.OPEN,
    "Open": OpeningState.OPEN,
    "Filled": OpeningState.FILLED,
    "Closed": OpeningState.CLOSED,
}
EMPLOYMENT = {
    "full_time": "FullTime",
    "part_time": "PartTime",
    "fixed_term": "Temporary",
    "contractor": "Contract",
}
NAMES = ("description", "teamId", "targetHireDate", "targetStartDate", "isBackfill", "employmentType")


class Ashby(Tool):
    """One Ashby organisation."""

    kind = "ashby"
    remote_type = "opening"
    caps: ClassVar[Caps] = Caps(
        external_id=ExternalId.NATURAL_KEY,
        grain=Grain.SEAT,
        max_batch=20,
        cancel=Cancel.STATUS,
        proof="Contract-tested against the published OpenAPI, not run against a tenant.",
    )

    def __init__(self, client: Client, settings: Mapping[str, str], secrets: Mapping[str, str]) -> None:
        self.client = client
        self.team = settings.get("department") or None
        self.reason = settings.get("close_reason") or None

    def check(self) -> Health:
        """Whether the key may read and write openings."""
        key = self._read("apiKey.info", {})["results"]
        scopes = set(key.get("scopes") or ())
        findings = []
        if scopes and not scopes & {"jobs:write", "jobsWrite"}:
            findings.append("The key may not write: give it the permission jobsWrite.")
        try:
            self._read("opening.list", {"limit": 1})
        except Rejected as error:
            findings.append(f"Openings cannot be read: {error.said} They are not part of every Ashby plan.")
        return Health(not findings, "API of 2026", tuple(findings))

    def roster(self, as_of: date, cursor: str | None) -> Pulled[RosterRow]:
        """Users of Ashby: who hires, not all who are employed."""
        page = self._read("user.list", {"limit": 100, **({"cursor": cursor} if cursor else {})})
        people = tuple(
            RosterRow(
                key=each["id"], name=f"{each['firstName']} {each['lastName']}".strip(), email=each["email"]
            )
            for each in page["results"]
            if each.get("isEnabled", True)
        )
        return Pulled(people, page["nextCursor"] if page.get("moreDataAvailable") else None)

    def held(self, external_ids: Sequence[str], remote_ids: Sequence[str]) -> list[Held]:
        """Openings by our id and by theirs."""
        ours, theirs = set(external_ids), set(remote_ids)
        return [
            held
            for held in map(_held, self._pages("opening.list"))
            if held.external_id in ours or held.remote_id in theirs
        ]

    def wanted(self, opening: Opening, held: Held | None) -> dict[str, Value]:
        """What an opening says; a team can't be unset; pay and level are fields of each tenant."""
        team = opening.department or self.team
        return {
            "description": opening.title,
            **({"teamId": self._team(team)} if team else {}),
            "targetHireDate": opening.opens.isoformat(),
            "targetStartDate": opening.starts.isoformat(),
            "isBackfill": opening.backfill,
            "employmentType": EMPLOYMENT.get(opening.employment, "FullTime"),
        }

    def create(self, external_id: str, fields: Mapping[str, Value]) -> str | None:
        """An approved opening without a job, so that no candidate sees it."""
        answer = self._write(
            "opening.create", {**fields, "identifier": external_id, "openingState": "Approved"}
        )
        return str(answer["results"]["id"])

    def update(self, held: Held, fields: Mapping[str, Value]) -> None:
        """Write the fields."""
        self._write("opening.update", {"openingId": held.remote_id, **fields})

    def end(self, held: Held) -> None:
        """Close it, with the reason that the connection names."""
        reason = {"closeReasonId": self._reason} if self._reason else {}
        self._write(
            "opening.setOpeningState", {"openingId": held.remote_id, "openingState": "Closed", **reason}
        )

    def _team(self, name: str) -> Value:
        found = [each["id"] for each in self._teams if each["name"].casefold() == name.casefold()]
        if len(found) != 1:
            many = "more than one" if found else "no"
            unmapped("department", f"There is {many} team {name!r} in Ashby.", "Create or rename it there.")
        return str(found[0])

    @cached_property
    def _teams(self) -> list[Mapping[str, Any]]:
        return [each for each in self._pages("department.list") if not each.get("isArchived")]

    @cached_property
    def _reason(self) -> str | None:
        if self.reason is None:
            return None
        found = (each["id"] for each in self._pages("closeReason.list") if each["reasonText"] == self.reason)
        return next(found, None)

    def _pages(self, operation: str) -> Iterator[Mapping[str, Any]]:
        cursor: str | None = None
        for _ in range(MOST_PAGES):
            page = self._read(operation, {"limit": 100, **({"cursor": cursor} if cursor else {})})
            yield from page["results"]
            following = page.get("nextCursor")
            if not page.get("moreDataAvailable") or not following or following == cursor:
                return
            cursor = following

    def _read(self, operation: str, body: Mapping[str, Any]) -> Any:
        return self._checked(self.client.read("POST", f"/{operation}", json=dict(body)), Refused)

    def _write(self, operation: str, body: Mapping[str, Any]) -> Any:
        return self._checked(self.client.write("POST", f"/{operation}", json=dict(body)), Unknown)

    def _checked(self, answer: Any, otherwise: type[Refused]) -> Any:
        """The answer, if it says success; Ashby refuses with status 200."""
        if not isinstance(answer, Mapping) or "success" not in answer:
            raise otherwise(Problem("tool", "answered, but not as Ashby does.", "Check the address."))
        if not answer["success"]:
            errors = answer.get("errors") or [answer.get("errorInfo", {}).get("message", "without a reason")]
            raise Rejected(Answer(200, {}, b"", answer), plain(", ".join(map(str, errors))))
        return answer


def _held(opening: Mapping[str, Any]) -> Held:
    version = opening.get("latestVersion") or {}
    word = str(opening["openingState"])
    state = OpeningState.CLOSED if opening.get("isArchived") else STATES.get(word, OpeningState.OPEN)
    return Held(
        remote_id=str(opening["id"]),
        external_id=version.get("identifier"),
        version=version.get("id"),
        fields={name: version.get(name) for name in NAMES},
        state=state,
        word="Archived" if opening.get("isArchived") else word,
        filled=int(state is OpeningState.FILLED),
    )
