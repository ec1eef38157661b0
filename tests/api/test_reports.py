"""Plans as documents over HTTP: by Accept, by the address's ending, safe to open."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from planner.domain.access import Role
from planner.reports.forms import KINDS, Form
from tests.api import tenants
from tests.store.databases import DATABASES

pytestmark = pytest.mark.parametrize("app", DATABASES[:1], indirect=True)
"""On one database: documents are made of what was read from either."""

BEGINS = {
    Form.HTML: b"<!doctype html>",
    Form.PDF: b"%PDF-",
    Form.XLSX: b"PK",
    Form.CSV: b"id,",
    Form.MARKDOWN: b"# ",
    Form.JSON: b"{",
}


@pytest.mark.parametrize("form", Form)
def test_documents_come_by_accept_and_by_ending(
    client: FlaskClient, made: dict[str, Any], form: Form
) -> None:
    address = f"/api/v1/plans/{made['id']}"
    accepted = client.get(f"{address}/document", headers={"Accept": KINDS[form].media})
    named = client.get(f"{address}/report.{form}")
    assert accepted.status_code == named.status_code == 200
    assert accepted.data == named.data
    assert accepted.mimetype == named.mimetype == KINDS[form].media
    assert accepted.data.startswith(BEGINS[form])


def test_json_is_the_usual_form_and_exact(client: FlaskClient, made: dict[str, Any]) -> None:
    address = f"/api/v1/plans/{made['id']}/document"
    usual, anything = client.get(address), client.get(address, headers={"Accept": "*/*"})
    assert usual.mimetype == "application/json"
    assert usual.data == anything.data
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert client.get(address, headers={"Accept": browser}).mimetype == "text/html"
    assert client.get(address, headers={"Accept": "image/png"}).status_code == 406


def test_documents_are_named_and_run_nothing(client: FlaskClient, made: dict[str, Any]) -> None:
    page = client.get(f"/api/v1/plans/{made['id']}/report.html")
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert "sandbox" in page.headers["Content-Security-Policy"]
    file = client.get(f"/api/v1/plans/{made['id']}/report.pdf")
    assert file.headers["Content-Disposition"] == f'attachment; filename="plan-{made["today"]}.pdf"'


def test_an_unchanged_document_is_not_sent_again(client: FlaskClient, made: dict[str, Any]) -> None:
    address = f"/api/v1/plans/{made['id']}/report.xlsx"
    tag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("ending", ["docx", "PDF", "json.exe"])
def test_other_endings_are_nowhere(client: FlaskClient, made: dict[str, Any], ending: str) -> None:
    assert client.get(f"/api/v1/plans/{made['id']}/report.{ending}").status_code == 404


def test_there_is_no_document_of_no_plan(client: FlaskClient) -> None:
    absent = "/api/v1/plans/plan_01jdq9c3zq0000000000000000/report.pdf"
    answer = client.get(absent)
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


@pytest.mark.parametrize("form", Form)
def test_a_reader_without_the_pay_scope_gets_no_pay(
    app: Flask, workspace: str, client: FlaskClient, made: dict[str, Any], form: Form
) -> None:
    address = f"/api/v1/plans/{made['id']}/report.{form}"
    reader = tenants.client(app, workspace, Role.VIEWER)
    seen, whole = reader.get(address), client.get(address)
    assert seen.status_code == whole.status_code == 200
    assert seen.data != whole.data
    if form in {Form.JSON, Form.CSV, Form.MARKDOWN, Form.HTML}:
        plan = client.get(f"/api/v1/plans/{made['id']}/report.json").json
        assert plan is not None
        amounts = {seat[kind]["amount"] for seat in plan["positions"] for kind in ("cost", "monthly_cost")}
        assert amounts
        assert not [amount for amount in amounts if amount in seen.text]
