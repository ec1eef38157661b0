"""Portfolios over HTTP."""

from pathlib import Path

from flask.testing import FlaskClient

from planner.schemas import documents

GROUP = Path("seeds/portfolios/group.yaml").read_bytes()
PLAN = "/api/v1/portfolios/plan?today=2026-11-23"


def test_a_portfolio_is_planned(client: FlaskClient) -> None:
    answer = client.post(PLAN, data=GROUP, content_type="application/yaml")
    assert answer.status_code == 200
    found = dict(answer.json or {})
    assert len(found["units"]) == 3 and found["solution"]["gap"] <= 0.01
    assert client.post(PLAN, json=documents.read(GROUP).data).json == found


def test_a_wrong_unit_is_named(client: FlaskClient) -> None:
    answer = client.post(PLAN, json={"name": "x", "units": [{"name": "a"}, {"name": "b", "ml_teams": -1}]})
    assert answer.status_code == 422
    assert [fault["path"] for fault in (answer.json or {})["errors"]] == ["units[1].ml_teams"]
