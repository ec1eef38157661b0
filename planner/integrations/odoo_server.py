"""An Odoo server: its version, and calls of its models by JSON-RPC up to 18 and by JSON-2 from 19 on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from planner.domain import Problem
from planner.domain.connecting import Refused
from planner.integrations.http import Answer, Client, Rejected, plain

PAGE = 500
POSITIONAL = ("domain", "ids", "fields", "data", "vals")


class Server:
    """One database of a server, as one user."""

    def __init__(self, client: Client, settings: Mapping[str, str], secrets: Mapping[str, str]) -> None:
        self.client = client
        self.database, self.login = settings["database"], settings["login"]
        self.api = settings.get("api") or "auto"
        self.key = secrets["api_key"]

    @cached_property
    def version(self) -> tuple[int, int]:
        """The server's version, such as (18, 0)."""
        try:
            info = self._rpc(self.client.read, "common", "version", [])
        except Rejected as error:
            if error.status == 404:
                return (22, 0)  # the old interface is gone
            raise
        numbers = [
            int("".join(filter(str.isdigit, str(each))) or 0) for each in info["server_version_info"][:2]
        ]
        return numbers[0], numbers[1]

    @cached_property
    def json2(self) -> bool:
        """Whether the interface of 19 and later is used."""
        return self.version >= (19, 0) if self.api == "auto" else self.api == "json2"

    def all(self, model: str, domain: list[Any], fields: list[str]) -> Iterable[Mapping[str, Any]]:
        """Records in order of their ids, archived ones too."""
        offset = 0
        while True:
            page = self.search(model, domain, fields, offset)
            yield from page
            if len(page) < PAGE:
                return
            offset += PAGE

    def search(
        self, model: str, domain: list[Any], fields: list[str], offset: int = 0
    ) -> list[dict[str, Any]]:
        """A part of them."""
        arguments = {"domain": domain, "fields": fields, "offset": offset, "limit": PAGE, "order": "id"}
        found = self.read(model, "search_read", {**arguments, "context": {"active_test": False}})
        return list(found)

    def read(self, model: str, method: str, named: Mapping[str, Any]) -> Any:
        """What a method without effect gives; raises Rejected."""
        return self._call(self.client.read, model, method, named)

    def write(self, model: str, method: str, named: Mapping[str, Any]) -> Any:
        """What a method with effect gives, called at most once; raises Rejected, Unknown."""
        return self._call(self.client.write, model, method, named)

    def _call(self, send: Any, model: str, method: str, named: Mapping[str, Any]) -> Any:
        if self.json2:
            headers = {"Authorization": f"bearer {self.key}", "X-Odoo-Database": self.database}
            return send("POST", f"/json/2/{model}/{method}", json=dict(named), headers=headers)
        arguments = {name: value for name, value in named.items() if name not in POSITIONAL}
        positions = [named[name] for name in POSITIONAL if name in named]
        args = [self.database, self._user, self.key, model, method, positions, arguments]
        return self._rpc(send, "object", "execute_kw", args)

    @cached_property
    def _user(self) -> int:
        user = self._rpc(
            self.client.read, "common", "authenticate", [self.database, self.login, self.key, {}]
        )
        if not isinstance(user, int) or not user:
            raise Refused(
                Problem("api_key", "Odoo does not let this login in.", "Check login, API key and database.")
            )
        return user

    def _rpc(self, send: Any, service: str, method: str, args: list[Any]) -> Any:
        params = {"service": service, "method": method, "args": args}
        answer = send(
            "POST", "/jsonrpc", json={"jsonrpc": "2.0", "method": "call", "id": 1, "params": params}
        )
        if not isinstance(answer, Mapping) or ("result" not in answer and "error" not in answer):
            raise Refused(Problem("url", "answered, but not as Odoo does.", "Check the address."))
        if "error" in answer:
            data = answer["error"].get("data") or {}
            said = plain(str(data.get("message") or answer["error"].get("message")))
            raise Rejected(Answer(200, {}, b"", answer["error"]), said)
        return answer["result"]
