"""Requests that nobody should send, and what they are answered: (name, method, path, body, headers, status).

`{profile}` and `{plan}` in a path stand for ids that exist. A body is bytes, or is sent as JSON.
"""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

JSON, YAML = {"Content-Type": "application/json"}, {"Content-Type": "application/yaml"}
PROFILES, PREVIEW, PLANS = "/api/v1/profiles", "/api/v1/plans/preview", "/api/v1/plans"


class Attempt(NamedTuple):
    name: str
    method: str
    path: str
    status: int
    body: bytes | None = None
    headers: dict[str, str] = {}  # noqa: RUF012


def raw(name: str, body: bytes | str, status: int = 422, headers: dict[str, str] = JSON) -> Attempt:
    return Attempt(name, "POST", PREVIEW, status, body.encode() if isinstance(body, str) else body, headers)


def facts(label: str, /, **values: Any) -> Attempt:
    return raw(label, json.dumps({"name": "Hostile", **values}))


def get(name: str, path: str, status: int = 422) -> Attempt:
    return Attempt(name, "GET", path, status)


def unreadable() -> Iterator[Attempt]:
    yield raw("empty body", b"")
    yield raw("blank body", b" \n\t ")
    yield raw("no JSON", "{")
    yield raw("text after the document", '{"name": "x"} {"name": "y"}')
    yield raw("trailing comma", '{"name": "x",}')
    yield raw("single quotes", "{'name': 'x'}")
    yield raw("comment", '{"name": "x" /* y */}')
    yield raw("a list", '[{"name": "x"}]')
    yield raw("a text", '"name"')
    yield raw("a number", "42")
    yield raw("null", "null")
    yield raw("not UTF-8", b'{"name": "\xff\xfe"}')
    yield raw("UTF-16", '{"name": "x"}'.encode("utf-16"))
    yield raw("overlong UTF-8", b'{"name": "\xc0\xaf"}')
    yield raw("truncated UTF-8", b'{"name": "\xe2\x82"}')
    yield raw("duplicate keys", '{"name": "x", "ml_teams": 1, "ml_teams": 2}')
    yield raw("duplicate keys below", '{"name": "x", "growth": {"teams": 1, "teams": 1}}')
    yield raw("duplicate keys by escape", '{"name": "x", "n\\u0061me": "y"}')
    yield raw("deep lists", "[" * 100_000)
    yield raw("deep mappings", '{"name": ' * 50_000)
    yield raw("deep and closed", '{"name": ' + "[" * 5_000 + "]" * 5_000 + "}")
    yield raw("number of 100,000 digits", '{"name": "x", "ml_teams": ' + "9" * 100_000 + "}")
    yield raw("exponent bomb", '{"name": "x", "ml_teams": 1e999999999}')
    yield raw("exponent bomb below zero", '{"name": "x", "data_scientists": 1e-999999999}')
    yield raw("NaN", '{"name": "x", "data_scientists": NaN}')
    yield raw("Infinity", '{"name": "x", "data_scientists": -Infinity}')
    yield raw("hexadecimal", '{"name": "x", "ml_teams": 0x10}')
    yield raw("leading zero", '{"name": "x", "ml_teams": 010}')
    yield raw(
        "a number that is not kept exactly", '{"name": "x", "data_scientists": 0.1000000000000000000000001}'
    )
    yield raw("NUL in the text", b'{"name": "x\x00"}')
    yield raw("a thousand unknown keys", json.dumps({"name": "x", **{f"key{n}": n for n in range(1_000)}}))
    yield raw("a key of 100,000 characters", json.dumps({"name": "x", "k" * 100_000: 1}))
    yield raw("many values", json.dumps({"name": "x", "needs": ["deploy_models"] * 250_000})[:1_900_000])


def yaml() -> Iterator[Attempt]:
    laughs = "a: &a [x,x,x,x,x,x,x,x]\n" + "".join(
        f"{key}: &{key} [{','.join([f'*{before}'] * 8)}]\n"
        for before, key in zip("abcdefg", "bcdefgh", strict=True)
    )
    yield raw("YAML: aliases that multiply", laughs, headers=YAML)
    yield raw("YAML: an anchor", "name: &x y\n", headers=YAML)
    yield raw("YAML: an alias to nothing", "name: *x\n", headers=YAML)
    yield raw("YAML: a tag that calls", "name: !!python/object/apply:os.system ['id']\n", headers=YAML)
    yield raw("YAML: a tag", "name: !!str 5\n", headers=YAML)
    yield raw("YAML: merge key", "name: x\n<<: {ml_teams: 3}\n", headers=YAML)
    yield raw("YAML: two documents", "name: x\n---\nname: y\n", headers=YAML)
    yield raw("YAML: duplicate keys", "name: x\nname: y\n", headers=YAML)
    yield raw("YAML: a tab", "name: x\n\tml_teams: 3\n", headers=YAML)
    yield raw("YAML: a list as key", "? [a, b]\n: c\nname: x\n", headers=YAML)
    yield raw("YAML: deep", "[" * 10_000, headers=YAML)
    yield raw("YAML: deep by indentation", "".join(f"{' ' * n}a:\n" for n in range(500)), headers=YAML)
    yield raw("YAML: sexagesimal", "name: x\nml_teams: 1:30\n", headers=YAML)
    yield raw("YAML: underscores", "name: x\nml_teams: 1_000\n", headers=YAML)
    yield raw("YAML: a date as a name", "name: 2027-01-01\nml_teams: 2027-01-01\n", headers=YAML)
    yield raw("YAML: infinity", "name: x\ndata_scientists: .inf\n", headers=YAML)
    yield raw("YAML: empty", "# nothing\n", headers=YAML)
    yield raw("YAML: a text", "just words\n", headers=YAML)
    yield raw("YAML: unprintable", b"name: \x07\n", headers=YAML)


def contradictory() -> Iterator[Attempt]:
    yield raw("no name", "{}")
    yield facts("unknown fact", ml_team=3)
    yield facts("unknown fact below", growth={"team": 1})
    yield facts("text for a number", ml_teams="3")
    yield facts("underscored text for a number", ml_teams="1_000")
    yield facts("fraction for a count", ml_teams=5.9)
    yield facts("whole float for a count", ml_teams=5.0)
    yield facts("yes for a count", ml_teams=True)
    yield facts("number for yes", regulated=1)
    yield facts("list for a number", ml_teams=[3])
    yield facts("negative count", ml_teams=-1)
    yield facts("huge count", ml_teams=10**14)
    yield facts("maturity 7", ml_maturity=7)
    yield facts("share above one", ops_share_of_ds_time=1.5)
    yield facts("unknown word", general_platform="excellent")
    yield facts("unknown need", needs=["deploy_models", "world_peace"])
    yield facts("name of nothing", **{"name": ""})
    yield facts("blank name", **{"name": " \t "})
    yield facts("name of NUL", **{"name": "a\0b"})
    yield facts("name with half a character", **{"name": "a\ud800b"})
    yield facts("name with a byte order mark's twin", **{"name": "a\ufffe"})
    yield facts("long name", **{"name": "x" * 201})
    yield facts("name that is a mapping", **{"name": {"$ne": None}})
    yield facts("key of NUL", **{"a\0": 1})
    yield facts("key with half a character", **{"\udfff": 1})
    yield facts("budget without currency", constraints={"budget": {"per_fiscal_year": 1}})
    yield facts("budget in text", constraints={"budget": {"currency": "EUR", "per_fiscal_year": "1,000"}})
    yield facts("budget below zero", constraints={"budget": {"currency": "EUR", "per_fiscal_year": -1}})
    yield facts("unknown currency", constraints={"currency": "XXQ"})
    yield facts("unknown country", constraints={"sites": [{"name": "x", "country": "XQ"}]})
    yield facts("shares that miss one", constraints={"sites": [{"name": "x", "share": 0.4}]})
    yield facts("month thirteen", constraints={"earliest_start": "2027-13"})
    yield facts("day that does not exist", staff=[{"role": "mlops", "leaves_on": "2027-02-30"}])
    yield facts("list against total", ml_teams=9, teams=[{"name": "a", "kind": "builds_models"}])
    yield facts("staff against total", current_mlops_fte=1, staff=[{"role": "mlops", "count": 3}])
    yield facts("team twice", teams=[{"name": "a"}, {"name": "a"}])
    yield facts("unknown assumption", assumptions={"luck": 1})
    yield facts("assumption out of order", assumptions={"attrition_yearly": {"typical": 0.2, "low": 0.5}})
    yield facts("prototype pollution", __proto__={"admin": True})
    yield facts("six thousand teams", teams=[{"name": f"team {n}"} for n in range(6_000)])


def misaddressed() -> Iterator[Attempt]:
    yield get("no such path", "/api/v1/nothing", 404)
    yield get("path above", "/api/v1/../../etc/passwd", 404)
    yield get("encoded path above", "/api/v1/docs/%2e%2e%2f%2e%2e%2fetc%2fpasswd", 404)
    yield get("trailing slash", "/api/v1/profiles/", 200)
    yield get("profile that is not there", f"{PROFILES}/prof_00000000000000000000000000", 404)
    yield get("plan that is not there", f"{PLANS}/plan_00000000000000000000000000", 404)
    yield get("plan by a profile's id", f"{PLANS}/{{profile}}", 404)
    yield get("id of NUL", f"{PROFILES}/%00", 404)
    yield get("id with NUL", f"{PROFILES}/{{profile}}%00", 404)
    yield get("id with line break", f"{PROFILES}/{{profile}}%0a", 404)
    yield get("id not UTF-8", f"{PROFILES}/%ff%fe", 404)
    yield get("id with half a character", f"{PROFILES}/%ed%a0%80", 404)
    yield get("id in capitals", f"{PROFILES}/PROF_00000000000000000000000000", 404)
    yield get("id of other digits", f"{PROFILES}/prof_%D9%A0000000000000000000000000", 404)
    yield get("id of 8,000 characters", f"{PROFILES}/prof_{'0' * 8_000}", 404)
    yield get("id that is SQL", f"{PLANS}/plan_'%20OR%20'1'='1", 404)
    yield get("rule that is not there", "/api/v1/guidance/rules/%00%f0%9f%92%a9", 404)
    yield get("rule of 5,000 characters", f"/api/v1/guidance/rules/{'a.' * 2_500}", 404)
    yield Attempt("delete", "DELETE", PROFILES, 405)
    yield Attempt("patch", "PATCH", f"{PROFILES}/{{profile}}", 405)
    yield Attempt("get a preview's address", "PUT", PREVIEW, 405)
    yield Attempt("trace", "TRACE", PLANS, 405)
    yield Attempt("made-up method", "BREW", PLANS, 405)


def queries() -> Iterator[Attempt]:
    for value in (
        "0",
        "-1",
        "101",
        "1e3",
        "5.0",
        "1_0",
        "+5",
        " 5",
        "",
        "%D9%A5",
        "NaN",
        "9" * 500,
        "%00",
        "ten",
    ):
        yield get(f"limit={value[:10]}", f"{PROFILES}?limit={value}")
    for value in (
        "",
        "x",
        "%00",
        "%ff",
        "prof_",
        "prof_00000000000000000000000000",
        "plan_00000000000000000000000000",
        "x" * 5_000,
        "' OR 1=1 --",
    ):
        yield get(f"cursor={value[:10]}", f"{PROFILES}?cursor={value}")
    for day in (
        "",
        "today",
        "2027-02-30",
        "20270101",
        "2027-W01-1",
        "1999-12-31",
        "9999-12-31",
        "2027-1-1",
        "%00",
    ):
        yield Attempt(f"today={day}", "POST", f"{PROFILES}/{{profile}}/plans?today={day}", 422)
    yield get("limit twice", f"{PROFILES}?limit=1&limit=2")
    yield get("unknown parameter", f"{PROFILES}?offset=10")
    yield get("asking for a name of NUL", f"{PROFILES}?name=a%00b")
    yield get("asking for a blank name", f"{PROFILES}?name=%20")
    yield get("name that is a pattern", f"{PROFILES}?name=%25", 200)
    yield get("asking for half a character", f"{PROFILES}?name=%ed%a0%80", 200)
    yield get("parameter where there is none", f"{PLANS}/{{plan}}?verbose=1")
    yield get("parameter of a rule", "/api/v1/guidance/rules/mlops.stated_need?x")
    yield get("unknown decision", f"{PLANS}?decision=everybody")
    yield get("profile of another kind", f"{PLANS}?profile_id={{plan}}")
    yield get("cursor of another kind", f"{PROFILES}/{{profile}}/plans?cursor={{profile}}")


def envelopes() -> Iterator[Attempt]:
    body = b'{"name": "x"}'
    for kind in (
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/xml",
        "",
    ):
        yield raw(f"content type {kind}", body, 415, {"Content-Type": kind})
    for kind in (
        "application/json; charset=latin-1",
        "application/json; charset=utf-16",
        "json",
        "application/",
    ):
        yield raw(f"content type {kind}", body, 415, {"Content-Type": kind})
    yield raw("compressed", body, 415, {**JSON, "Content-Encoding": "gzip"})
    yield raw("compressed with nothing", body, 415, {**JSON, "Content-Encoding": "br"})
    yield raw("too large", b" " * (2 * 1024 * 1024 + 1), 413)
    yield raw("too large YAML", b"#" * 3_000_000, 413, YAML)
    yield Attempt(
        "plan's body in text",
        "POST",
        f"{PROFILES}/{{profile}}/plans",
        415,
        b"x",
        {"Content-Type": "text/plain"},
    )
    yield Attempt("plan's body unknown", "POST", f"{PROFILES}/{{profile}}/plans", 422, b'{"day": 1}', JSON)
    yield Attempt("plan's body null", "POST", f"{PROFILES}/{{profile}}/plans", 422, b'{"today": null}', JSON)
    yield Attempt(
        "plan's body a number", "POST", f"{PROFILES}/{{profile}}/plans", 422, b'{"today": 20270101}', JSON
    )
    yield Attempt(
        "two days",
        "POST",
        f"{PROFILES}/{{profile}}/plans?today=2027-01-01",
        422,
        b'{"today": "2027-01-02"}',
        JSON,
    )
    yield Attempt("replace with nothing", "PUT", f"{PROFILES}/{{profile}}", 415)
    yield Attempt("accept HTML only", "GET", PROFILES, 406, None, {"Accept": "text/html"})
    yield Attempt("accept nothing at all", "GET", PROFILES, 406, None, {"Accept": "application/json;q=0"})
    yield Attempt("accept nonsense", "GET", PROFILES, 406, None, {"Accept": "x"})
    yield Attempt("accept anything", "GET", PROFILES, 200, None, {"Accept": "*/*;q=0.1"})
    yield Attempt(
        "accept HTML at an error", "GET", "/api/v1/nothing", 404, None, {"Accept": "application/json"}
    )
    yield Attempt("a method in disguise", "POST", PROFILES, 415, b"", {"X-HTTP-Method-Override": "DELETE"})
    yield Attempt("a range", "GET", PROFILES, 200, None, {"Range": "bytes=0-1"})


def strangers() -> Iterator[Attempt]:
    """Headers that let nobody in."""
    token = "A" * 43
    for name, given in {
        "no scheme": token,
        "another scheme": "Basic YWRtaW46YWRtaW4=",
        "no token": "Bearer",
        "a blank token": "Bearer  ",
        "a short token": "Bearer x",
        "an unknown token": f"Bearer plnr_ws_{'0' * 26}_{token}",
        "a token with a line break": "Bearer a%0d%0ab",
        "a token of 8,000 characters": f"Bearer {'x' * 8_000}",
        "a token that is SQL": "Bearer ' OR 1=1 --",
        "a token that is no text": "Bearer \xff\xfe\x00",
        "two tokens": f"Bearer {token}, Bearer {token}",
        "a JSON web token of no algorithm": "Bearer eyJhbGciOiJub25lIn0.eyJyb2xlIjoiYWRtaW4ifQ.",
        "null": "null",
    }.items():
        yield Attempt(f"let in by {name}", "GET", PROFILES, 401, None, {"Authorization": given})
    admin = {"Authorization": "", "X-Role": "admin", "X-Forwarded-User": "admin"}
    yield Attempt("let in by a proxy's header", "GET", PROFILES, 401, None, admin)
    yield Attempt(
        "a write by a stranger", "POST", PROFILES, 401, b'{"name": "x"}', {**JSON, "Authorization": "x"}
    )
    yield Attempt("metrics for a stranger", "GET", "/metrics", 401, None, {"Authorization": "Bearer x"})
    keyed = {**JSON, "Authorization": "Bearer x", "Idempotency-Key": "k"}
    yield Attempt("a key of a stranger", "POST", PROFILES, 401, b'{"name": "x"}', keyed)


def headers() -> Iterator[Attempt]:
    """Headers of changes, keys and reading again."""

    def change(name: str, tag: str | None, status: int = 422) -> Attempt:
        sent = JSON if tag is None else {**JSON, "If-Match": tag}
        return Attempt(f"If-Match: {name}", "PUT", f"{PROFILES}/{{profile}}", status, b'{"name": "x"}', sent)

    yield change("none", None, 428)
    yield change("empty", "", 428)
    yield change("of another version", '"7"', 412)
    yield change("of version 0", '"0"', 412)
    yield change("weak", 'W/"1"')
    yield change("without quotes", "1")
    yield change("a star in quotes", '"*"')
    yield change("a star among others", '*, "1"')
    yield change("negative", '"-1"')
    yield change("a huge version", f'"{"9" * 400}"')
    yield change("other digits", '"\u0661"'.encode().decode("latin-1"))
    yield change("a thousand tags", ", ".join(['"x"'] * 1_000))
    yield change("SQL", '"1\' OR 1=1 --"')
    for name, key in {
        "empty": "",
        "blank": " ",
        "of 256 characters": "k" * 256,
        "two words": "a b",
        "not ASCII": "\xe4",
        "a tab": "a\tb",
    }.items():
        sent = {**JSON, "Idempotency-Key": key}
        yield Attempt(f"key: {name}", "POST", PREVIEW, 422, b'{"name": "x"}', sent)
    for name, known in {
        "nonsense": "x",
        "half a quote": '"',
        "not ASCII": "\xff",
        "ten thousand": ", ".join(['"x"'] * 1_000),
    }.items():
        yield Attempt(f"If-None-Match: {name}", "GET", PROFILES, 200, None, {"If-None-Match": known})
    for name, id in {"a line": "a\tb status=200", "huge": "x" * 5_000, "not ASCII": "\xff" * 9}.items():
        yield Attempt(f"X-Request-Id: {name}", "GET", PROFILES, 200, None, {"X-Request-Id": id})
    yield Attempt("a date that is none", "GET", PROFILES, 200, None, {"If-Modified-Since": "soon"})
    yield Attempt("an address that is none", "GET", PROFILES, 200, None, {"X-Forwarded-For": "\xff, ::1"})
    yield Attempt("another host", "GET", PROFILES, 200, None, {"Host": "evil.example:99999"})


def lists() -> Iterator[Attempt]:
    """Orders, selections and cursors that are none."""
    for order in (
        "",
        "-",
        "id",
        "--name",
        "name,",
        "document",
        "created_at desc",
        "%00",
        "1;DROP TABLE plans",
    ):
        yield get(f"sort={order}", f"{PROFILES}?sort={order}")
    for fields in ("", "plan", "id,,id", "*", "document", "id;name", "x" * 5_000):
        yield get(f"fields={fields[:10]}", f"{PLANS}?fields={fields}")
    yield get("fields where there are none", f"{PROFILES}?fields=name")
    for moment in (
        "",
        "now",
        "2026-01-01",
        "2026-02-30T00:00:00Z",
        "2026-01-01T00:00:00+00:00",
        "9999-12-31T23:59:59Z",
    ):
        yield get(f"updated_since={moment}", f"{PROFILES}?updated_since={moment}")
    cursors = {
        "empty JSON": "e30",
        "a number": "MTIzNDU2Nzg5",
        "nothing": "bnVsbCAgICA",
        "deep": "W1tbW1tbW1tbW1tbW1tbW1tbW1tbW1tb",
        "an object": "eyJhIjoxLCJiIjoyLCJjIjozfQ",
        "padding": "WyJhIiwiYiIsImMiXQ==",
        "not base 64": "%2F%2F%2F%2F%2F%2F%2F%2F%2F",
        "of another list": "WyJkZWFkYmVlZiIsInByb2ZfMCIsInByb2ZfMCJd",
        "too long": "A" * 2_001,
    }
    for name, cursor in cursors.items():
        yield get(f"cursor: {name}", f"{PLANS}?cursor={cursor}")


ATTEMPTS = [
    *strangers(),
    *headers(),
    *lists(),
    *unreadable(),
    *yaml(),
    *contradictory(),
    *misaddressed(),
    *queries(),
    *envelopes(),
]
