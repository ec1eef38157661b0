"""What /api/v1 promises stays: operations, parameters, fields of answers, and what a request may leave out.

`promised.txt` lists it. What is new is added to the list by running this file with `write` as its argument;
a line that goes away, or a request's member that becomes required, breaks the promise of docs/api.md.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

PROMISED = Path(__file__).with_name("promised.txt")
METHODS = ("get", "post", "put", "patch", "delete")
DEEPEST = 3


def lines(document: dict[str, Any]) -> Iterator[str]:
    """What the document promises, a line each."""
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                operation = item[method]
                name = operation["operationId"]
                yield f"{name}: {method.upper()} {path}"
                for parameter in operation.get("parameters", []):
                    yield f"{name}: takes {parameter['in']} {parameter['name']}"
                    if parameter.get("required"):
                        yield f"{name}: requires {parameter['in']} {parameter['name']}"
                yield from (f"{name}: requires body {each}" for each in required(document, operation))
                for status, response in operation["responses"].items():
                    if status < "300":
                        yield f"{name}: answers {status}"
                        yield from (f"{name}: answers {status} {each}" for each in fields(document, response))
    for code in document["x-codes"]:
        yield f"code {code}"


def required(document: dict[str, Any], operation: dict[str, Any]) -> list[str]:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    return list(resolved(document, content.get("schema", {})).get("required", []))


def fields(document: dict[str, Any], response: dict[str, Any]) -> Iterator[str]:
    schema = response.get("content", {}).get("application/json", {}).get("schema", {})
    yield from below(document, schema, "", DEEPEST)


def below(document: dict[str, Any], schema: dict[str, Any], path: str, depth: int) -> Iterator[str]:
    schema = resolved(document, schema)
    if "items" in schema:
        yield from below(document, schema["items"], f"{path}[]", depth)
    for name, member in schema.get("properties", {}).items():
        yield f"{path}.{name}".lstrip(".")
        if depth > 1:
            yield from below(document, member, f"{path}.{name}", depth - 1)


def resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def present(client: FlaskClient) -> set[str]:
    from planner.api.problems import KINDS

    document = client.get("/api/v1/openapi.json").get_json()
    return set(lines({**document, "x-codes": [kind.code for kind in KINDS]}))


def test_nothing_that_was_promised_is_gone(client: FlaskClient) -> None:
    promised = set(PROMISED.read_text().splitlines())
    kept = {line for line in promised if ": requires " not in line}
    assert kept - present(client) == set(), "see docs/api.md: /api/v1 takes nothing away"


def test_nothing_that_could_be_left_out_is_required(client: FlaskClient) -> None:
    promised = set(PROMISED.read_text().splitlines())
    known = {line.partition(":")[0] for line in promised}
    demands = {line for line in present(client) if ": requires " in line and line.partition(":")[0] in known}
    assert demands - promised == set(), "see docs/api.md: /api/v1 requires nothing new"


def test_the_list_of_promises_is_in_order() -> None:
    written = PROMISED.read_text().splitlines()
    assert written == sorted(set(written))
    assert len(written) > 100


if __name__ == "__main__" and sys.argv[1:] == ["write"]:
    import tempfile

    from planner.app import create_app
    from planner.config import Settings

    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(database_url=f"sqlite:///{folder}/planner.db", log_level="error"))
        before = set(PROMISED.read_text().splitlines()) if PROMISED.exists() else set()
        PROMISED.write_text("\n".join(sorted(before | present(app.test_client()))) + "\n")
