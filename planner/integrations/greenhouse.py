"""Greenhouse Harvest v3, written from documents and not run against a tenant: openings of one given job."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlencode, urlsplit

from planner.domain.connecting import Cancel, Caps, ExternalId, Grain, Health, Pulled, Value
from planner.domain.openings import Opening, OpeningState
from planner.domain.roster import RosterRow
from planner.integrations.http import Client, Rejected
from planner.integrations.tool import Held, Tool

MOST_PAGES = 1_000
EARLIER = 60
NEXT = re.compile(r'<([^>]+)>;\s*rel="?next')


class Greenhouse(Tool):
    """Openings of one job, which people there have made from a template."""

    kind = "greenhouse"
    remote_type = "opening"
    caps: ClassVar[Caps] = Caps(
        external_id=ExternalId.NATURAL_KEY,
        grain=Grain.SEAT,
        max_batch=20,
        writes_per_minute=100,
        cancel=Cancel.STATUS,
        roster=False,
        experimental=True,
        proof="Written from documents; tried against a stand-in of our own only.",
    )

    def __init__(self, client: Client, settings: Mapping[str, str], secrets: Mapping[str, str]) -> None:
        self.client, self.job = client, int(settings["job_id"])
        self.sign_in = settings.get("token_url") or "https://auth.greenhouse.io/token"
        self.credentials = (secrets["client_id"], secrets["client_secret"])
        self.token, self.until = "", 0.0

    def check(self) -> Health:
        """Whether the job can be read."""
        findings = []
        try:
            self._read("GET", f"/v3/jobs?ids={self.job}")
        except Rejected as error:
            findings.append(f"Job {self.job} cannot be read: {error.said}")
        return Health(not findings, "Harvest v3", tuple(findings))

    def roster(self, as_of: date, cursor: str | None) -> Pulled[RosterRow]:
        """Greenhouse knows recruiters and candidates, not the people employed."""
        return Pulled((), None)

    def held(self, external_ids: Sequence[str], remote_ids: Sequence[str]) -> list[Held]:
        """Openings of the job by our id and by theirs."""
        ours, theirs = set(external_ids), set(remote_ids)
        found = (_held(each) for each in self._openings())
        return [each for each in found if each.external_id in ours or each.remote_id in theirs]

    def wanted(self, opening: Opening, held: Held | None) -> dict[str, Value]:
        """The day that somebody is to start."""
        return {"target_start_on": opening.starts.isoformat()}

    def create(self, external_id: str, fields: Mapping[str, Value]) -> str | None:
        """An open opening of the job."""
        body = {"job_id": self.job, "opening_id": external_id, "status": "open", **fields}
        answer = self.client.write("POST", "/v3/openings", json=body, headers=self._headers())
        return str(answer["id"]) if isinstance(answer, Mapping) and "id" in answer else None

    def update(self, held: Held, fields: Mapping[str, Value]) -> None:
        """Write the fields."""
        self._patch(held, fields)

    def end(self, held: Held) -> None:
        """Close it; a job closes by itself with its last opening."""
        self._patch(held, {"status": "closed"})

    def _patch(self, held: Held, body: Mapping[str, Value]) -> None:
        self.client.write("PATCH", f"/v3/openings/{held.remote_id}", json=dict(body), headers=self._headers())

    def _openings(self) -> Iterator[Mapping[str, Any]]:
        path: str | None = f"/v3/openings?job_ids={self.job}&per_page=500"
        for _ in range(MOST_PAGES):
            if path is None:
                return
            answer = self.client.look("GET", path, headers=self._headers())
            yield from answer.data or ()
            following = NEXT.search(answer.headers.get("link", ""))
            cursor = parse_qs(urlsplit(following[1]).query).get("cursor") if following else None
            path = f"/v3/openings?{urlencode({'cursor': cursor[0]})}" if cursor else None

    def _read(self, method: str, path: str) -> Any:
        return self.client.read(method, path, headers=self._headers())

    def _headers(self) -> dict[str, str]:
        if time.monotonic() > self.until:
            answer = self.client.read(
                "POST", self.sign_in, data={"grant_type": "client_credentials"}, auth=self.credentials
            )
            self.token = str(answer["access_token"])
            self.until = time.monotonic() + float(answer.get("expires_in", 600)) - EARLIER
        return {"Authorization": f"Bearer {self.token}"}


def _held(opening: Mapping[str, Any]) -> Held:
    closed = opening.get("status") == "closed"
    filled = closed and opening.get("application_id") is not None
    state = OpeningState.FILLED if filled else OpeningState.CLOSED if closed else OpeningState.OPEN
    return Held(
        remote_id=str(opening["id"]),
        external_id=opening.get("opening_id"),
        version=opening.get("updated_at"),
        fields={"target_start_on": opening.get("target_start_on")},
        state=state,
        word=str(opening.get("status")),
        filled=int(filled),
    )
