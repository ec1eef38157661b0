"""Error codes are one table, each with a page that its `type` leads to; requests carry ids."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from planner.api.problems import KINDS, markdown, of_error, of_status
from planner.domain import InvalidInput, InvalidProfile, NotFound, PlannerError


def test_codes_are_one_each() -> None:
    assert len({kind.code for kind in KINDS}) == len(KINDS)
    for kind in KINDS:
        assert kind.means.endswith(".") and kind.fix.endswith(".")


def test_the_documented_codes_are_those_that_there_are() -> None:
    page = Path(__file__).resolve().parents[2] / "docs/errors.md"
    write = "from planner.api.problems import markdown; print(markdown(), end='')"
    assert page.read_text() == markdown(), f'run: python -c "{write}" > docs/errors.md'


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_code_has_a_page(client: FlaskClient, kind: "object") -> None:
    page = client.get(kind.type, headers={"Accept": "text/html"})  # type: ignore[attr-defined]
    assert page.status_code == 200
    assert kind.code in page.text and str(kind.status) in page.text  # type: ignore[attr-defined]
    assert kind.type in client.get("/problems").text  # type: ignore[attr-defined]


def test_there_is_no_page_of_an_unknown_code(client: FlaskClient) -> None:
    assert client.get("/problems/nonsense").status_code == 404


def test_an_error_belongs_to_its_class_or_the_nearest_above() -> None:
    class Special(InvalidProfile):
        pass

    assert of_error(Special()).code == "invalid-profile"
    assert of_error(InvalidInput()).code == "invalid-input"
    assert of_error(NotFound()).status == 404
    assert of_error(PlannerError()).code == "request-refused"
    assert [of_status(status).code for status in (404, 418, 422, 500, 504)] == [
        "not-found",
        "bad-request",
        "invalid-input",
        "internal-server-error",
        "internal-server-error",
    ]


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v1/profiles?limit=0", "/api/v1/plans/x"])
def test_the_type_of_an_error_leads_to_its_page(client: FlaskClient, path: str) -> None:
    problem = client.get(path).get_json()
    assert problem["type"] == f"/problems/{problem['code']}"
    assert problem["code"] in client.get(problem["type"]).text


def test_a_request_keeps_the_id_it_came_with(client: FlaskClient) -> None:
    answer = client.get("/api/v1/nothing", headers={"X-Request-Id": "gateway-0123.A_b"})
    assert answer.headers["X-Request-Id"] == answer.get_json()["request_id"] == "gateway-0123.A_b"


@pytest.mark.parametrize(
    "given", ["", "short", "x" * 65, "two words", "req=1 status=200", "ünïcödé!", "a\tbcdefgh"]
)
def test_an_id_that_could_forge_the_log_is_not_taken_over(client: FlaskClient, given: str) -> None:
    answer = client.get("/healthz", headers={"X-Request-Id": given.encode().decode("latin-1")})
    assert answer.headers["X-Request-Id"].startswith("req_")
