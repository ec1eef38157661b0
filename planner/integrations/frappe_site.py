"""A Frappe site: its documents in lists and one by one, written on the version that was looked at."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any
from urllib.parse import quote

from planner.integrations.http import Client, Rejected
from planner.integrations.tool import Moved

PAGE, CHUNK = 500, 50


class Site:
    """Documents of one site, by the names of their kinds."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def signed_in(self) -> None:
        """Raise Refused unless the key is good."""
        self.client.read("GET", "/api/method/frappe.auth.get_logged_user")

    def version(self) -> str:
        """The version of Frappe HR."""
        try:
            answer = self.client.read("GET", "/api/method/frappe.utils.change_log.get_versions")
        except Rejected:
            return "unknown"
        apps = answer.get("message") or {}
        return str((apps.get("hrms") or apps.get("frappe") or {}).get("version", "unknown"))

    def get(self, kind: str, name: str) -> dict[str, Any]:
        """A document with its rows; raises Rejected."""
        return dict(self.client.read("GET", _path(kind, name))["data"])

    def all(
        self, kind: str, fields: list[str], filters: list[Any], most: int | None = None
    ) -> list[dict[str, Any]]:
        """Documents in order of their names."""
        found: list[dict[str, Any]] = []
        while True:
            page = self.page(kind, fields, filters, len(found), most or PAGE)
            found += page
            if len(page) < PAGE or most:
                return found

    def page(
        self, kind: str, fields: list[str], filters: list[Any], start: int, length: int = PAGE
    ) -> list[dict[str, Any]]:
        """A part of them."""
        params = {
            "fields": json.dumps(fields),
            "filters": json.dumps(filters),
            "limit_start": start,
            "limit_page_length": length,
            "order_by": "name asc",
        }
        return list(self.client.read("GET", _path(kind), params=params)["data"])

    def create(self, kind: str, body: Mapping[str, Any]) -> str | None:
        """Write a new document; its name."""
        answer = self.client.write("POST", _path(kind), json=dict(body))
        return str(answer["data"]["name"]) if answer else None

    def update(self, kind: str, name: str, version: str | None, body: Mapping[str, Any]) -> None:
        """Write members of a document; raises Moved where it is not of that version any more."""
        try:
            self.client.write("PUT", _path(kind, name), json={**body, "modified": version})
        except Rejected as error:
            if "TimestampMismatch" in str(error.data):
                raise Moved(*error.problems) from error
            raise

    def designate(self, title: str) -> None:
        """Make a designation of that name where there is none."""
        if title not in self._designations:
            try:
                self.create("Designation", {"designation_name": title})
            except Rejected as error:
                if error.status != 409:
                    raise
            self._designations.add(title)

    def address(self, kind: str, name: str) -> str:
        """Where people see a document."""
        return f"{self.client.http.base_url}/app/{kind.lower().replace(' ', '-')}/{quote(name)}"

    @cached_property
    def _designations(self) -> set[str]:
        return {each["name"] for each in self.all("Designation", ["name"], [])}


def parts(values: Iterable[str]) -> Iterator[list[str]]:
    """Values in parts that fit into an address."""
    listed = list(values)
    for start in range(0, len(listed), CHUNK):
        yield listed[start : start + CHUNK]


def _path(kind: str, name: str | None = None) -> str:
    return f"/api/resource/{quote(kind)}" + (f"/{quote(name, safe='')}" if name is not None else "")
