"""Pages and assets are packed, unless that could tell another site what they hold."""

from __future__ import annotations

import gzip

import pytest
from flask.testing import FlaskClient

from planner.web import warm
from planner.web.access import COOKIE
from tests.web.serving import Service


@pytest.fixture
def client(service: Service) -> FlaskClient:
    client = service.app.test_client()
    client.set_cookie(COOKIE, service.cookie)
    return client


@pytest.mark.parametrize("path", ["/guidance", "/static/planner.css"])
def test_a_page_and_a_style_are_packed(client: FlaskClient, path: str) -> None:
    plain = client.get(path)
    packed = client.get(path, headers={"Accept-Encoding": "br;q=1, gzip", "Sec-Fetch-Site": "same-origin"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.data) < len(plain.data) / 2
    assert int(packed.headers["Content-Length"]) == len(packed.data)
    assert b"{" in gzip.decompress(packed.data)
    for answer in (plain, packed):
        assert {"accept-encoding", "sec-fetch-site"} <= {name.lower() for name in answer.vary}


@pytest.mark.parametrize("headers", [{"Accept-Encoding": "gzip;q=0"}, {"Accept-Encoding": "br"}, {}])
def test_whoever_takes_no_gzip_gets_none(client: FlaskClient, headers: dict[str, str]) -> None:
    assert "Content-Encoding" not in client.get("/guidance", headers=headers).headers


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_another_site_asked_for_is_not_packed(client: FlaskClient, site: str) -> None:
    answer = client.get("/guidance", headers={"Accept-Encoding": "gzip", "Sec-Fetch-Site": site})
    assert "Content-Encoding" not in answer.headers


def test_a_small_answer_and_the_api_s_stay_as_they_are(client: FlaskClient) -> None:
    for path in ("/static/planner.svg", "/static/scheme.js", "/api/v1/openapi.json"):
        assert "Content-Encoding" not in client.get(path, headers={"Accept-Encoding": "gzip"}).headers


def test_what_the_first_reader_would_wait_for_is_begun_beforehand_and_stores_nothing(
    client: FlaskClient, service: Service
) -> None:
    before = client.get("/audit").text
    steps = sum(1 for _ in warm(service.app))
    assert steps > len(
        service.app.jinja_env.list_templates(filter_func=lambda name: name.startswith("plans/"))
    )
    assert client.get("/audit").text.count("<tr>") == before.count("<tr>")
