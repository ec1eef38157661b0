"""Odoo, Frappe HR, Ashby and others as the recorded exchanges and their documents show them; written here."""

import itertools
import json
from collections.abc import Callable
from typing import Any

from tests.integrations.peers import Answer, Peer, Request


class OdooPeer(Peer):
    """`load` writes all rows or none, names are unique in a department, errors come with status 200."""

    def __init__(self, version: tuple[int, int] = (18, 0)) -> None:
        super().__init__()
        self.version, self.key = version, "odoo-key"
        self.jobs: dict[int, dict[str, Any]] = {}
        self.names: dict[str, int] = {}
        self.departments = {2: "ML Platform", 3: "Search"}
        self.employees: list[dict[str, Any]] = []
        self.ids, self.clock = itertools.count(1), itertools.count(1)

    def writes_by(self, request: Request) -> bool:
        return self._method(request) in ("load", "write", "create")

    def answer(self, request: Request) -> Answer:
        if request.path == "/jsonrpc":
            return self._jsonrpc(request)
        if self.version < (19, 0):
            return Answer(content=b"<!DOCTYPE html><html>404</html>", kind="text/html; charset=utf-8")
        if request.headers.get("authorization") != f"bearer {self.key}":
            return Answer({"name": "werkzeug.exceptions.Unauthorized", "message": "Invalid apikey"}, 401)
        _, _, _, model, method = request.path.split("/")
        try:
            return Answer(self.call(model, method, request.body))
        except ValueError as error:
            return Answer({"name": "odoo.exceptions.ValidationError", "message": str(error)}, 422)

    def _method(self, request: Request) -> str:
        if request.path == "/jsonrpc":
            args = request.body["params"]["args"]
            return str(args[4]) if request.body["params"]["service"] == "object" else ""
        return request.path.rpartition("/")[2]

    def _jsonrpc(self, request: Request) -> Answer:
        params = request.body["params"]
        try:
            result = self._service(params["service"], params["method"], params["args"])
        except ValueError as error:
            data = {"name": "odoo.exceptions.ValidationError", "debug": "<traceback>", "message": str(error)}
            return Answer(
                {
                    "jsonrpc": "2.0",
                    "id": 1,
                    "error": {"code": 200, "message": "Odoo Server Error", "data": data},
                }
            )
        return Answer({"jsonrpc": "2.0", "id": 1, "result": result})

    def _service(self, service: str, method: str, args: list[Any]) -> Any:
        if service == "common":
            major, minor = self.version
            version = {
                "server_version": f"{major}.{minor}",
                "server_version_info": [major, minor, 0, "final", 0, ""],
            }
            return version if method == "version" else 2 if args[2] == self.key else False
        _, _, key, model, name, positions, named = args
        if key != self.key:
            raise ValueError("Access Denied")
        order = {"search_read": ("domain", "fields"), "search_count": ("domain",), "load": ("fields", "data"),
                 "write": ("ids", "vals")}[name]  # fmt: skip
        return self.call(model, name, {**dict(zip(order, positions, strict=False)), **named})

    def call(self, model: str, method: str, named: dict[str, Any]) -> Any:
        if method == "search_count":
            return 1
        if method == "load":
            return self._load(named["fields"], named["data"])
        if method == "write":
            for id in named["ids"]:
                self.jobs[id] |= {**named["vals"], "write_date": self._now()}
            return True
        rows = self._rows(model, named["domain"], named.get("context") or {})
        start = named.get("offset", 0)
        keep = {"id", *named["fields"]}
        page = rows[start : start + named.get("limit", 10_000)]
        return [{name: value for name, value in row.items() if name in keep} for row in page]

    def _rows(self, model: str, domain: list[Any], context: dict[str, Any]) -> list[dict[str, Any]]:
        if model == "ir.model.data":
            return [{"id": n, "name": name, "res_id": id} for n, (name, id) in enumerate(self.names.items())]
        if model == "hr.department":
            return [{"id": id, "name": name, "complete_name": name} for id, name in self.departments.items()]
        if model == "hr.employee":
            return self.employees
        if model == "hr.applicant":
            return []
        rows = [self._job(id) for id in sorted(self.jobs)]
        for field, _, value in domain:
            rows = [row for row in rows if field != "id" or row["id"] in value]
        return rows if context.get("active_test") is False else [row for row in rows if row["active"]]

    def _job(self, id: int) -> dict[str, Any]:
        job = self.jobs[id]
        department = job["department_id"]
        return {
            **job,
            "id": id,
            "department_id": [department, self.departments[department]] if department else False,
            "no_of_employee": sum(
                bool(each["job_id"]) and each["job_id"][0] == id for each in self.employees
            ),
        }

    def _load(self, fields: list[str], data: list[list[str]]) -> dict[str, Any]:
        before = ({id: dict(job) for id, job in self.jobs.items()}, dict(self.names))
        ids, messages = [], []
        for place, row in enumerate(data):
            try:
                ids.append(self._upsert(dict(zip(fields, row, strict=True))))
            except ValueError as error:
                rows = {"from": place, "to": place}
                messages.append({"rows": rows, "type": "error", "record": place, "message": str(error)})
        if messages:
            self.jobs, self.names = before
            return {"ids": False, "messages": messages, "nextrow": 0}
        return {"ids": ids, "messages": [], "nextrow": 0}

    def _upsert(self, row: dict[str, str]) -> int:
        name = row["id"].removeprefix("teamplan.")
        id = self.names.get(name) or next(self.ids)
        job = dict(self.jobs.get(id) or {"active": True, "requirements": False, "department_id": False})
        for column, field in (("name", "name"), ("requirements", "requirements")):
            if column in row:
                job[field] = row[column]
        if "department_id/.id" in row:
            job["department_id"] = int(row["department_id/.id"]) if row["department_id/.id"] else False
        if "no_of_recruitment" in row:
            if not row["no_of_recruitment"].isdigit():
                raise ValueError(
                    f"'{row['no_of_recruitment']}' does not seem to be an integer for field 'Target'"
                )
            job["no_of_recruitment"] = int(row["no_of_recruitment"])
        same = ((other, each) for other, each in self.jobs.items() if other != id)
        if any(
            (each["name"], each["department_id"]) == (job["name"], job["department_id"]) for _, each in same
        ):
            raise ValueError("The name of the job position must be unique per department in company!")
        self.jobs[id] = {**job, "write_date": self._now()}
        self.names[name] = id
        return id

    def hire(self, id: int, name: str = "Ada L") -> None:
        person = {"id": 100 + len(self.employees), "name": name, "active": True, "employee_type": "employee"}
        person |= {"job_id": [id, self.jobs[id]["name"]], "job_title": False, "work_location_id": False}
        person |= {"department_id": [2, "ML Platform"], "parent_id": [1, "Grace Hopper"]}
        self.employees.append({**person, "work_email": "a@example.com"})
        if self.version >= (18, 1):
            self.jobs[id]["no_of_recruitment"] -= 1

    def _now(self) -> str:
        return f"2026-11-23 06:51:{next(self.clock):02}"


TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda each, value: bool(each == value),
    "in": lambda each, value: each in value,
    "not in": lambda each, value: each not in value,
    "<": lambda each, value: each < value,
    "like": lambda each, value: each.startswith(value.rstrip("%")),
}


class FrappePeer(Peer):
    """Drops unknown fields, refuses stale versions, keeps one open requisition per designation."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[str, dict[str, dict[str, Any]]] = {
            "Company": {"Acme ML": {}},
            "Department": {"ML Platform - AML": {"department_name": "ML Platform", "company": "Acme ML"}},
            "Designation": {},
            "Employee": {"HR-EMP-00001": _employee("Grace Hopper", "ML Platform Engineer", "2024-01-01")},
            "Job Requisition": {},
            "Staffing Plan": {},
        }
        self.custom_field = True
        self.numbers, self.clock = itertools.count(1), itertools.count(1)

    def answer(self, request: Request) -> Answer:
        if request.headers.get("authorization") != "token key:secret":
            return Answer({"exception": "frappe.exceptions.AuthenticationError"}, 401)
        if request.path.endswith("get_versions"):
            return Answer({"message": {"hrms": {"version": "16.0.0"}}})
        if request.path.startswith("/api/method/"):
            return Answer({"message": "Administrator"})
        _, _, _, kind, *name = request.path.split("/")
        if request.method == "GET":
            return self._list(kind, request.query) if not name else self._get(kind, name[0])
        return self._create(kind, request.body) if not name else self._update(kind, name[0], request.body)

    def _get(self, kind: str, name: str) -> Answer:
        if name not in self.rows[kind]:
            return Answer({"exc_type": "DoesNotExistError"}, 404)
        return Answer({"data": {"name": name, **self.rows[kind][name]}})

    def _list(self, kind: str, query: dict[str, str]) -> Answer:
        fields = json.loads(query.get("fields", '["name"]'))
        if "teamplan_id" in fields and not self.custom_field:
            return Answer(
                {"exception": "frappe.exceptions.DataError: Field not permitted in query: teamplan_id"}, 417
            )
        rows = [{"name": name, **row} for name, row in sorted(self.rows[kind].items())]
        for field, sign, value in json.loads(query.get("filters", "[]")):
            rows = [row for row in rows if TESTS[sign](row.get(field), value)]
        start, length = int(query.get("limit_start", 0)), int(query.get("limit_page_length", 20))
        return Answer(
            {"data": [{field: row.get(field) for field in fields} for row in rows[start : start + length]]}
        )

    def _create(self, kind: str, body: dict[str, Any]) -> Answer:
        if kind == "Designation":
            name = body["designation_name"]
            if name in self.rows[kind]:
                return Answer({"exception": "frappe.exceptions.DuplicateEntryError"}, 409)
            self.rows[kind][name] = {}
            return Answer({"data": {"name": name}})
        if kind == "Staffing Plan":
            return self._plan(body)
        for row in self.rows[kind].values():
            if row["designation"] == body["designation"] and row["status"] not in ("Cancelled", "Filled"):
                said = f"A Job Requisition for <strong>{body['designation']}</strong> already exists"
                return Answer({"exception": f"frappe.exceptions.ValidationError: {said}"}, 417)
        name = f"HR-HIREQ-{next(self.numbers):05}"
        self.rows[kind][name] = {**self._kept(body), "modified": self._now()}
        return Answer({"data": {"name": name, **self.rows[kind][name]}})

    def _plan(self, body: dict[str, Any]) -> Answer:
        name = body.pop("__newname")
        if name in self.rows["Staffing Plan"]:
            return Answer({"exception": "frappe.exceptions.DuplicateEntryError"}, 409)
        self.rows["Staffing Plan"][name] = {**body, "docstatus": 0, "modified": self._now()}
        return Answer({"data": {"name": name, **self.rows["Staffing Plan"][name]}})

    def _update(self, kind: str, name: str, body: dict[str, Any]) -> Answer:
        row = self.rows[kind][name]
        if row.get("docstatus"):
            return Answer({"exception": "frappe.exceptions.UpdateAfterSubmitError: Not allowed"}, 417)
        if body.pop("modified", row["modified"]) != row["modified"]:
            said = f"Error: {name} (Job Requisition) has been modified after you have opened it"
            exception = f"frappe.exceptions.TimestampMismatchError: {said}"
            return Answer({"exception": exception, "exc_type": "TimestampMismatchError"}, 417)
        row |= {**self._kept(body), "modified": self._now()}
        return Answer({"data": {"name": name, **row}})

    def _kept(self, body: dict[str, Any]) -> dict[str, Any]:
        known = {"designation", "department", "company", "no_of_positions", "expected_compensation", "status",
                 "requested_by", "posting_date", "expected_by", "description", "teamplan_id",
                 "staffing_details"}  # fmt: skip
        return {name: value for name, value in body.items() if name in known}

    def hire(self, designation: str, day: str) -> None:
        name = f"HR-EMP-{len(self.rows['Employee']) + 1:05}"
        self.rows["Employee"][name] = _employee("Ada L", designation, day)

    def _now(self) -> str:
        return f"2026-11-23 12:42:10.{next(self.clock):06}"


def _employee(name: str, designation: str, joined: str) -> dict[str, Any]:
    person = {"employee_name": name, "designation": designation, "department": "ML Platform - AML"}
    dates = {"date_of_joining": joined, "relieving_date": None}
    return {**person, **dates, "company": "Acme ML", "status": "Active"}


class AshbyPeer(Peer):
    """RPC by POST, success:false in an answer of status 200, pages by cursor; openings in any state."""

    def __init__(self) -> None:
        super().__init__()
        self.openings: dict[str, dict[str, Any]] = {}
        self.ids = itertools.count(1)
        self.page = 2

    def writes_by(self, request: Request) -> bool:
        return request.path in ("/opening.create", "/opening.update", "/opening.setOpeningState")

    def answer(self, request: Request) -> Answer:
        if not request.headers.get("authorization", "").startswith("Basic "):
            return Answer({"success": False, "errors": ["unauthorized"]}, 401)
        body = request.body
        if request.path == "/apiKey.info":
            return self._ok({"title": "planner", "scopes": ["jobs:read", "jobs:write"]})
        if request.path == "/department.list":
            return self._ok([{"id": "t1", "name": "ML Platform", "isArchived": False}])
        if request.path == "/user.list":
            return self._ok([{"id": "u1", "firstName": "Grace", "lastName": "H", "email": "g@example.com"}])
        if request.path == "/opening.list":
            rows, start = list(self.openings.values()), int(body.get("cursor") or 0)
            more = start + self.page < len(rows)
            page = {"moreDataAvailable": more, "nextCursor": str(start + self.page) if more else None}
            return Answer({"success": True, "results": rows[start : start + self.page], **page})
        if request.path == "/opening.create":
            id, state = f"o{next(self.ids)}", body.pop("openingState", "Draft")
            self.openings[id] = {"id": id, "isArchived": False, "openingState": state, "latestVersion": body}
            return self._ok(self.openings[id])
        opening = self.openings.get(body.pop("openingId"))
        if opening is None:
            return Answer({"success": False, "errors": ["opening_not_found"]})
        if request.path == "/opening.setOpeningState":
            opening["openingState"] = body["openingState"]
        else:
            opening["latestVersion"] = {**opening["latestVersion"], **body}
        return self._ok(opening)

    def _ok(self, results: Any) -> Answer:
        return Answer({"success": True, "results": results})


class GreenhousePeer(Peer):
    """Openings of jobs under /v3, tokens by client credentials, pages by the Link header."""

    def __init__(self) -> None:
        super().__init__()
        self.openings: dict[int, dict[str, Any]] = {}
        self.ids = itertools.count(1)

    def writes_by(self, request: Request) -> bool:
        return request.path.startswith("/v3/") and request.method != "GET"

    def answer(self, request: Request) -> Answer:
        if request.path == "/token":
            return Answer({"access_token": "t", "expires_in": 3600})
        if request.headers.get("authorization") != "Bearer t":
            return Answer({"message": "unauthorized"}, 401)
        if request.method == "POST":
            id = next(self.ids)
            self.openings[id] = {"id": id, "application_id": None, "updated_at": "v1", **request.body}
            return Answer(self.openings[id], 201)
        if request.method == "PATCH":
            id = int(request.path.rpartition("/")[2])
            self.openings[id] |= request.body
            return Answer(self.openings[id])
        rows, start = list(self.openings.values()), int(request.query.get("cursor", 0))
        link = (
            {"Link": f'<https://x/v3/openings?cursor={start + 2}>; rel="next"'}
            if start + 2 < len(rows)
            else {}
        )
        return Answer(rows[start : start + 2], headers=link)


class HibobPeer(Peer):
    """Positions by search, each field under its path."""

    def __init__(self) -> None:
        super().__init__()
        self.positions: dict[int, dict[str, Any]] = {}
        self.ids = itertools.count(1)

    def writes_by(self, request: Request) -> bool:
        return "positions" in request.path and not request.path.endswith("search")

    def answer(self, request: Request) -> Answer:
        if request.path == "/v1/people/search":
            return Answer(
                {
                    "employees": [
                        {"id": "1", "displayName": "Ada", "email": "a@example.com", "work": {"title": "T"}}
                    ]
                }
            )
        if request.path.endswith("/search"):
            rows = [
                {f"/position/{k}": {"value": v} for k, v in each.items()} for each in self.positions.values()
            ]
            return Answer({"results": rows})
        if request.method == "POST" and request.path.endswith("/positions"):
            id = next(self.ids)
            self.positions[id] = {"id": id, "status": "vacant", **request.body["fields"]}
            return Answer({"id": id, "positionOpeningId": id})
        id = int(request.path.split("/")[4])
        if request.path.endswith("/cancel"):
            self.positions[id]["status"] = "cancelled"
        else:
            self.positions[id] |= request.body["fields"]
        return Answer({"id": id})


class LeverPeer(Peer):
    """Requisitions by GET, POST and PUT; a PUT replaces."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[str, dict[str, Any]] = {}
        self.ids = itertools.count(1)

    def answer(self, request: Request) -> Answer:
        if request.method == "GET":
            rows, start = list(self.rows.values()), int(request.query.get("offset", 0))
            more = start + 2 < len(rows)
            return Answer({"data": rows[start : start + 2], "hasNext": more, "next": str(start + 2)})
        id = f"r{next(self.ids)}" if request.method == "POST" else request.path.rpartition("/")[2]
        self.rows[id] = {
            "id": id,
            "headcountHired": self.rows.get(id, {}).get("headcountHired", 0),
            **request.body,
        }
        return Answer({"data": self.rows[id]})
