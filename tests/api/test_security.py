"""What docs/security.md says is there, and some of what it promises."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from planner.app import close, create_app
from planner.config import Settings

ROOT = Path(__file__).resolve().parents[2]
LEDGER = (ROOT / "docs/security.md").read_text()
STATES = {"met", "partly", "not met", "yours", "n/a"}
ROWS = re.findall(r"^\| ([0-9].*?) \| (.*?) \| (.*?) \|$", LEDGER, re.MULTILINE)


def numbers(text: str) -> list[str]:
    """The requirements of a row; `a to b` stands for all between."""
    assert re.fullmatch(r"\d+\.\d+\.\d+(( to |, )\d+\.\d+\.\d+)*", text), text
    return re.split(", | to ", text)


def test_every_row_says_how_it_stands() -> None:
    assert len(ROWS) > 90
    for row, state, how in ROWS:
        assert state in STATES, row
        assert how.strip(), row
    named = [number for row, _, _ in ROWS for number in numbers(row)]
    assert len(named) == len(set(named)), "a requirement stands in one row"


@pytest.mark.parametrize("test", sorted(set(re.findall(r"`(tests/[\w/]+\.py(?:::\w+)?)`", LEDGER))))
def test_every_named_test_exists(test: str) -> None:
    file, _, name = test.partition("::")
    assert f"def {name}" in (ROOT / file).read_text()


def test_browsers_are_told_to_stay_with_tls(client: FlaskClient) -> None:
    over_tls = client.get("/healthz", base_url="https://planner.example")
    assert over_tls.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert "Strict-Transport-Security" not in client.get("/healthz").headers


def test_no_other_origin_is_let_in(client: FlaskClient) -> None:
    origin = {"Origin": "https://evil.example", "Access-Control-Request-Method": "PUT"}
    for method in ("GET", "OPTIONS", "POST"):
        answer = client.open("/api/v1/profiles", method=method, headers=origin)
        assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]


def test_who_keeps_guessing_tokens_is_refused(tmp_path: Path) -> None:
    app = create_app(Settings(database_url=f"sqlite:///{tmp_path}/planner.db", log_level="critical"))
    client = app.test_client()
    statuses = [
        client.get("/api/v1/plans", headers={"Authorization": f"Bearer guess-{number}"}).status_code
        for number in range(40)
    ]
    assert statuses == [401] * 30 + [429] * 10
    assert client.get("/healthz").status_code == 200
    close(app)
