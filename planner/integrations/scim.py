"""SCIM 2.0 directories: the roster only, with department and manager from the enterprise extension."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from planner.domain import Problem
from planner.domain.connecting import Caps, Health, Pulled, Refused
from planner.domain.roster import RosterRow
from planner.integrations.http import Client, Rejected
from planner.integrations.tool import Tool

ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
PAGE = 100


class Scim(Tool):
    """One directory."""

    kind = "scim"
    caps: ClassVar[Caps] = Caps(openings=False, proof="Run against scim2-server.")

    def __init__(self, client: Client, settings: Mapping[str, str], secrets: Mapping[str, str]) -> None:
        self.client = client

    def check(self) -> Health:
        """Whether users can be read."""
        findings = []
        try:
            self.client.read("GET", "/Users", params={"startIndex": 1, "count": 1})
        except Rejected as error:
            findings.append(f"Users cannot be read: {error.said}")
        return Health(not findings, "SCIM 2.0", tuple(findings))

    def roster(self, as_of: date, cursor: str | None) -> Pulled[RosterRow]:
        """Active users; pages come in any order, so whoever collects them sorts."""
        start = int(cursor or 1)
        page = self.client.read("GET", "/Users", params={"startIndex": start, "count": PAGE})
        if not isinstance(page, Mapping) or "totalResults" not in page:
            raise Refused(
                Problem("url", "answered, but not as SCIM does.", "Give the base address, often /scim/v2.")
            )
        users = page.get("Resources") or []
        following = start + len(users)
        more = bool(users) and following <= int(page["totalResults"])
        return Pulled(
            tuple(_person(user) for user in users if user.get("active", True)),
            str(following) if more else None,
        )


def _person(user: Mapping[str, Any]) -> RosterRow:
    work = user.get(ENTERPRISE) or {}
    name = user.get("name") or {}
    whole = " ".join(part for part in (name.get("givenName"), name.get("familyName")) if part)
    emails = sorted(user.get("emails") or (), key=lambda each: not each.get("primary", False))
    addresses = [each for each in emails if each.get("type", "work") == "work"]
    return RosterRow(
        key=str(user["id"]),
        name=user.get("displayName") or name.get("formatted") or whole or user["userName"],
        email=addresses[0]["value"] if addresses else None,
        title=user.get("title"),
        department=work.get("department"),
        team=work.get("costCenter"),
        manager=(work.get("manager") or {}).get("value"),
        employment=user.get("userType"),
    )
