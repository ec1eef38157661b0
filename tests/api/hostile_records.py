"""More requests that nobody should send, at everything beside profiles and plans; see `hostile`."""

import base64
import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from tests.api.hostile import JSON, Attempt

HERE = "/api/v1"


def post(name: str, path: str, body: Any, status: int = 422, method: str = "POST") -> Attempt:
    return Attempt(name, method, HERE + path, status, json.dumps(body).encode(), {**JSON, "If-Match": "*"})


def change(name: str, path: str, body: Any, status: int = 422) -> Attempt:
    return post(name, path, body, status, "PATCH")


def inward() -> Iterator[Attempt]:
    """Addresses that lead back inside, or nowhere."""
    for address in (
        "http://169.254.169.254/latest/meta-data/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f.0.0.1/",
        "https://0177.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://user:password@8.8.8.8/",
        "https://8.8.8.8/#fragment",
        "file:///etc/passwd",
        "gopher://8.8.8.8/",
        "https://",
        "//8.8.8.8/",
        "https://8.8.8.8:0/",
        "https://0/",
        "https://8.8.8.8:99999/",
        "https://exa mple.com/",
        "https://8.8.8.8/\r\nHost: other",
    ):
        yield post(f"webhook to {address!r}", "/webhooks/endpoints", {"url": address})
    yield post(
        "an event that there is not", "/webhooks/endpoints", {"url": "https://8.8.8.8", "events": ["x"]}
    )
    yield post("a tool that there is not", "/connections", {"kind": "../odoo", "name": "x"})
    yield post(
        "a tool inside",
        "/connections",
        {"kind": "odoo", "name": "x", "url": "https://10.0.0.1", "settings": {}, "secrets": {}},
    )


def rosters() -> Iterator[Attempt]:
    """Files that want to be more than a roster."""
    bomb = BytesIO()
    with ZipFile(bomb, "w", ZIP_DEFLATED) as file:
        file.writestr("xl/workbook.xml", b"0" * 50_000_000)
    files = {
        "a bomb": bomb.getvalue(),
        "nothing": b"",
        "a header alone": b"Name,Job Title",
        "NUL": b"Name,Job Title\nA\x00,B\n",
        "100,000 columns": b",".join([b"x"] * 100_000),
        "one enormous cell": b"Name,Job Title\n" + b"x" * 200_000 + b",y\n",
        "a picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
        "an open quote": b'Name,Job Title\n"Ada,MLOps Engineer\n',
    }
    for name, content in files.items():
        yield post(f"roster: {name}", "/rosters", {"content": base64.b64encode(content).decode()})
    yield post("roster not in base 64", "/rosters", {"content": "&&&&"})
    yield post(
        "roster in an unknown encoding", "/rosters/preview", {"content": "QSxCCg==", "encoding": "zip"}
    )


def people() -> Iterator[Attempt]:
    """Who must not get in, or not so."""
    person = {"email": "x@example.com", "name": "X", "role": "viewer"}
    for email in (
        "",
        "x",
        "x@",
        "@x",
        "x@y z",
        "x@example.com\nBcc: y@example.com",
        "x" * 400 + "@example.com",
    ):
        yield post(f"person at {email[:30]!r}", "/people", {**person, "email": email})
    yield post("a role above all", "/people", {**person, "role": "root"})
    yield post("a name with an escape", "/people", {**person, "name": "X\x1b[2J"})
    yield post("an id of one's own", "/people", {**person, "id": "user_" + "0" * 26})
    yield post(
        "a token that has expired", "/tokens", {"role": "viewer", "expires_at": "2020-01-01T00:00:00Z"}
    )
    yield post("a token for two roles", "/tokens", {"role": ["viewer", "admin"]})
    yield change("a workspace without a name", "/workspace", {"name": ""})
    yield change("a workspace in no zone", "/workspace", {"time_zone": "../../etc/passwd"})
    yield change("a workspace in no language", "/workspace", {"locale": "de_DE@euro"})
    yield change("a year that starts in month 13", "/workspace", {"fiscal_year_starts_in": 13})
    yield change("a year that starts in month true", "/workspace", {"fiscal_year_starts_in": True})
    yield change("nothing to change", "/workspace", {})


def lives() -> Iterator[Attempt]:
    """Plans, scenarios, comments and guidance."""
    plan, profile = "/plans/{plan}", "/profiles/{profile}"
    yield post("a blank comment", f"{plan}/comments", {"text": " \n"})
    yield post("an endless comment", f"{plan}/comments", {"text": "x" * 10_001})
    yield post("a comment with NUL", f"{plan}/comments", {"text": "a\x00b"})
    yield post("a comment for somebody else", f"{plan}/comments", {"text": "a", "author": "user_x"})
    yield post("a rejection without a reason", f"{plan}/reject", {}, 409)
    yield post("approved before it is submitted", f"{plan}/approve", {}, 409)
    for path in (
        "__class__",
        "teams[",
        "teams[[[x]]]",
        "a" * 5_000,
        "constraints.budget.per_fiscal_year.x.y",
    ):
        body = {"name": "x", "changes": [{"path": path, "value": 1}]}
        yield post(f"a scenario over {path[:20]!r}", f"{profile}/scenarios", body)
    body = {"name": "x", "changes": [{"path": "ml_teams", "value": 1, "remove": True}]}
    yield post("a scenario that sets and removes", f"{profile}/scenarios", body)
    many = [{"path": "ml_teams", "value": 1}] * 10_000
    yield post("a scenario of 10,000 changes", f"{profile}/scenarios", {"name": "x", "changes": many})
    yield Attempt("version 0", "GET", f"{HERE}{profile}/versions/0", 404)
    yield Attempt("version -1", "GET", f"{HERE}{profile}/versions/-1", 404)
    yield Attempt("version 99999999999", "GET", f"{HERE}{profile}/versions/99999999999", 404)
    levels = [{"name": "x", "role": "finance", "cost_over": {"amount": "1e99", "currency": "EUR"}}]
    yield post("a level of 1e99 euros", "/approval-policy", {"levels": levels}, method="PUT")
    levels = [{"name": "x", "role": "viewer"}]
    yield post("a level that nobody can give", "/approval-policy", {"levels": levels}, method="PUT")
    files = {"../../etc/passwd": "x"}
    yield post("guidance that climbs out", "/guidance/packs", {"name": "x", "files": files})
    files = {"rules/x.yaml": "a: &a [*a, *a]"}
    yield post("guidance that holds itself", "/guidance/packs", {"name": "x", "files": files})
    files = {"rules/x.yaml": "!!python/object/apply:os.system ['true']"}
    yield post("guidance that runs a command", "/guidance/packs", {"name": "x", "files": files})


def analyses() -> Iterator[Attempt]:
    """Work without end."""
    for name, body in {
        "10**12 paths": {"paths": 10**12},
        "no paths": {"paths": 0},
        "half a path": {"paths": 1000.5},
        "a seed below zero": {"seed": -1},
    }.items():
        yield post(f"simulation: {name}", "/plans/{plan}/simulation", body)
    yield post("compared with nothing", "/plans/compare", {"before": {}, "after": {}})
    yield post("a portfolio of none", "/portfolios/plan", {"name": "x", "organisations": []})
    yield post("a portfolio of itself", "/portfolios/plan", {"portfolio": {"portfolio": {}}})


RECORDS = [*inward(), *rosters(), *people(), *lives(), *analyses()]
