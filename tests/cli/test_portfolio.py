"""`planner portfolio`: one plan for units that share."""

import json

from tests.cli.conftest import Run

GROUP = "seeds/portfolios/group.yaml"
DAY = ("--today", "2026-11-23")


def test_a_portfolio_is_planned_as_text_and_json(run: Run) -> None:
    text = run("portfolio", GROUP, *DAY)
    assert text.exit_code == 0
    assert "Portfolio plan: Harbour Group" in text.stdout
    assert "What is shared" in text.stdout and "a gap of 0.00%" in text.stdout
    found = json.loads(run("portfolio", GROUP, *DAY, "--format", "json").stdout)
    assert [unit["unit"] for unit in found["units"]] == [
        "Harbour Retail",
        "Harbour Logistics",
        "Harbour Bank",
    ]


def test_what_is_wrong_is_said_with_file_path_and_line(run: Run) -> None:
    wrong = run("portfolio", "-", stdin="name: x\nunits:\n  - name: a\n    ml_teams: many\n")
    assert wrong.exit_code == 2
    assert "units[0].ml_teams (line 4)" in wrong.stderr


def test_promises_beyond_what_is_shared_are_told(run: Run) -> None:
    units = "units: [{name: a, ml_teams: 3, commitments: [{id: ML-1, role: mlops, starts_on: 2027-02}]}]\n"
    shared = "name: x\nshared: {budget: {currency: EUR, per_fiscal_year: 100}}\n"
    told = " ".join(run("portfolio", "-", *DAY, stdin=shared + units).stdout.split())
    assert "promised already goes beyond: budget of FY2027 and budget of FY2028." in told
