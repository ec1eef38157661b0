"""Recorded exchanges with real tools, answered again.

A request is answered where the same was asked of the real tool, and as the tool answered then. Lists are
made of the records that the tool showed, projected on what is asked for. What was never recorded makes the
test fail.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.integrations.connections import TOOLBOX, Connected
from tests.integrations.peers import Answer, Peer, Request

FOLDER = Path(__file__).with_name("recorded")
Exchange = Mapping[str, Any]


class Replay(Peer):
    """One tool as it was recorded; `now` says which part of what was recorded holds at the moment."""

    file = ""

    def __init__(self) -> None:
        super().__init__()
        self.recorded: list[Exchange] = json.loads((FOLDER / self.file).read_text(encoding="utf-8"))
        self.told: list[Exchange] = []
        self.happened = 0
        self.strange: list[str] = []

    def now(self, *tags: str) -> None:
        """Only these exchanges hold, in the order of their recording; none of their writes has happened."""
        assert set(tags) <= {each["tag"] for each in self.recorded}, tags
        self.told = [each for each in self.recorded if each["tag"] in tags]
        self.happened = 0

    def answer(self, request: Request) -> Answer:
        for place, exchange in enumerate(self.told):
            if self.alike(exchange, request):
                if self.writes_by(request) and exchange["status"] < 400:
                    self.happened = place + 1
                return recorded(exchange)
        found = self.listed(request)
        if found is None:
            self.strange.append(f"{request.method} {request.path} {request.body or request.query}")
            return Answer({"message": "This was never recorded."}, 501)
        return found

    def seen(self) -> list[Exchange]:
        """What the tool has shown so far: all up to the next write that has not happened."""
        rest = range(self.happened, len(self.told))
        end = next((place for place in rest if self.wrote(self.told[place])), len(self.told))
        return self.told[:end]

    def wrote(self, exchange: Exchange) -> bool:
        """Whether the exchange changed something."""
        asked = Request(exchange["method"], exchange["path"], {}, {}, exchange.get("body"), b"")
        return self.writes_by(asked)

    def alike(self, exchange: Exchange, request: Request) -> bool:
        """Whether the request asks for what was recorded."""
        raise NotImplementedError

    def listed(self, request: Request) -> Answer | None:
        """A list of the records seen so far."""
        return None


def recorded(exchange: Exchange) -> Answer:
    """The answer, as it came."""
    kind = exchange.get("kind", "application/json")
    if kind != "application/json":
        return Answer(status=exchange["status"], content=exchange["answer"].encode(), kind=kind)
    content = json.dumps(exchange["answer"]).encode()
    return Answer(status=exchange["status"], content=content)


def passes(row: Mapping[str, Any], filters: list[Any]) -> bool:
    """Whether a record is one of those asked for, as far as it is known."""
    return all(TESTS[sign](_bare(row[field]), value) for field, sign, value in filters if field in row)


TESTS: Mapping[str, Any] = {
    "=": lambda each, value: each == value,
    "!=": lambda each, value: each != value,
    "in": lambda each, value: each in value,
    "not in": lambda each, value: each not in value,
    "<": lambda each, value: each < value,
    "like": lambda each, value: True,  # the recorded plan has another name than ours would
}


def _bare(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value


class OdooReplay(Replay):
    """Odoo, whichever of its two interfaces: what is called of which model with what."""

    file = "odoo18.json"
    order: Mapping[str, tuple[str, ...]] = {
        "search_read": ("domain", "fields"),
        "search_count": ("domain",),
        "read": ("ids",),
        "load": ("fields", "data"),
        "write": ("ids", "vals"),
        "create": ("vals",),
        "fields_get": (),
    }

    def writes_by(self, request: Request) -> bool:
        return self.call(request.path, request.body)[1] in ("load", "write", "create")

    def call(self, path: str, body: Any) -> tuple[str, str, Any]:
        """Model, method and named arguments."""
        if path != "/jsonrpc":
            _, _, _, model, method = path.split("/")
            return model, method, body
        params = body["params"]
        if params["service"] == "common":
            return "", params["method"], params["args"]
        _, _, key, model, method, positions, *named = params["args"]
        names = dict(zip(self.order[method], positions, strict=False))
        return model, method, {**names, **(named[0] if named else {}), "key": key}

    def alike(self, exchange: Exchange, request: Request) -> bool:
        model, method, asked = self.call(request.path, request.body)
        its_model, its_method, given = self.call(exchange["path"], exchange["body"])
        if (model, method) != (its_model, its_method) or exchange["path"][:6] != request.path[:6]:
            return False
        if method == "load":
            return _columns(given, asked["fields"]) == _columns(asked, given["fields"])
        if method == "search_read" and exchange["status"] == 200 and "error" not in _told(exchange):
            return False  # made of what was seen
        return all(asked.get(name) == value for name, value in given.items()) if model else asked == given

    def listed(self, request: Request) -> Answer | None:
        model, method, asked = self.call(request.path, request.body)
        if method not in ("search_read", "search_count"):
            return None
        rows = [row for row in self._rows(model) if passes(row, asked["domain"])]
        found: Any = len(rows)
        if method == "search_read":
            known = self._fields(model)
            if not known:
                return recorded(next(each for each in self.recorded if each["tag"] == "unknown field"))
            if not known.issuperset(asked["fields"]):
                return None
            found = [{name: row.get(name, False) for name in ("id", *asked["fields"])} for row in rows]
        return Answer(found if request.path != "/jsonrpc" else {"jsonrpc": "2.0", "id": 1, "result": found})

    def _rows(self, model: str) -> list[dict[str, Any]]:
        rows: dict[int, dict[str, Any]] = {}
        for exchange in self.seen():
            its_model, method, _ = self.call(exchange["path"], exchange["body"])
            if its_model == model and method in ("search_read", "read"):
                for row in _told(exchange).get("result", ()):
                    named = {"name": row["complete_name"].partition(".")[2]} if "complete_name" in row else {}
                    rows[row["id"]] = {**rows.get(row["id"], named), **row}
        return [rows[id] for id in sorted(rows)]

    def _fields(self, model: str) -> set[str]:
        """The fields that the model was seen to have: the server's own list, records, and what it took."""
        fields: set[str] = set()
        for exchange in self.recorded:
            its_model, method, given = self.call(exchange["path"], exchange["body"])
            if its_model == model and exchange["status"] == 200 and "result" in _told(exchange):
                if method == "fields_get":
                    return set(_told(exchange)["result"])
                fields.update(given.get("fields", ()) if method == "search_read" else given.get("vals", ()))
        return fields


class Odoo19Replay(OdooReplay):
    file = "odoo19.json"


def _told(exchange: Exchange) -> Mapping[str, Any]:
    answer = exchange["answer"]
    return answer if isinstance(answer, dict) and "jsonrpc" in answer else {"result": answer}


def _columns(named: Mapping[str, Any], wanted: list[str]) -> list[dict[str, str]]:
    rows = [dict(zip(named["fields"], row, strict=True)) for row in named["data"]]
    return [{name: row[name] for name in row if name in wanted} for row in rows]


class FrappeReplay(Replay):
    """Frappe HR: documents come back whole when they are written, and in lists by fields."""

    file = "frappe.json"
    free = frozenset({"modified", "teamplan_id", "__newname"})

    def alike(self, exchange: Exchange, request: Request) -> bool:
        if (exchange["method"], exchange["path"]) != (request.method, request.path):
            return False
        if request.method == "GET":
            return "query" not in exchange
        asked, given = request.body, exchange["body"]
        return all(given.get(name) == value for name, value in asked.items() if name not in self.free)

    def listed(self, request: Request) -> Answer | None:
        _, _, part, kind, *name = request.path.split("/")
        if request.method != "GET" or part != "resource":
            return None
        documents = self._documents(kind)
        if name:
            return Answer({"data": documents[name[0]]}) if name[0] in documents else None
        fields = json.loads(request.query["fields"])
        rows = [row for row in documents.values() if passes(row, json.loads(request.query["filters"]))]
        return Answer({"data": [{field: row.get(field) for field in fields} for row in rows]})

    def _documents(self, kind: str) -> dict[str, Any]:
        answers = [each["answer"]["data"] for each in self.seen() if "data" in each["answer"]]
        shown = [each for each in answers if isinstance(each, dict) and each["doctype"] == kind]
        return {each["name"]: each for each in shown}


class HorillaReplay(Replay):
    """Horilla: pages by number."""

    file = "horilla.json"

    def writes_by(self, request: Request) -> bool:
        return request.method != "GET" and not request.path.endswith("/login/")

    def alike(self, exchange: Exchange, request: Request) -> bool:
        asked = (request.method, request.path, request.body)
        return asked == (exchange["method"], exchange["path"], exchange.get("body")) or (
            request.method == "GET" and exchange["method"] == "PUT" and exchange["path"] == request.path
        )


SIGN_IN = {"database": "hr1", "login": "admin"}
MADE: Mapping[str, tuple[str, type[Replay], dict[str, str], dict[str, str]]] = {
    "odoo18": ("odoo", OdooReplay, SIGN_IN, {"api_key": "<api-key>"}),
    "odoo19": ("odoo", Odoo19Replay, SIGN_IN, {"api_key": "<api-key>"}),
    "frappe": (
        "frappe",
        FrappeReplay,
        {"company": "Acme ML", "requested_by": "HR-EMP-00001"},
        {"api_key": "key", "api_secret": "secret"},
    ),
    "frappe_plans": (
        "frappe_plans",
        FrappeReplay,
        {"company": "Acme ML"},
        {"api_key": "key", "api_secret": "secret"},
    ),
    "horilla": ("horilla", HorillaReplay, {"username": "admin"}, {"password": "<password>"}),
}


@contextmanager
def replayed(name: str, **secrets: str) -> Iterator[Connected]:
    """A connection to a tool as it was recorded."""
    kind, make, settings, given = MADE[name]
    peer = make()
    with peer.served() as url, TOOLBOX.open(kind, url, settings, given | secrets) as connector:
        yield Connected(kind, peer, connector)
    assert peer.strange == []
