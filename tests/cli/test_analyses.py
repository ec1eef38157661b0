"""`planner simulate`, `planner explain` and `planner compare`, as their users see them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from planner.cli import main

DAY = ("--today", "2026-11-23")
FACTS = "name: Harbour\nml_teams: 3\ndata_scientists: 14\nuse_cases_in_production: 9\n"
KNOWN = FACTS + "needs: [deploy_models, operate_models]\n"


@pytest.fixture
def profile(tmp_path: Path) -> str:
    file = tmp_path / "harbour.yaml"
    file.write_text(KNOWN)
    return str(file)


@pytest.fixture
def plan(profile: str, tmp_path: Path) -> str:
    file = tmp_path / "plan.json"
    assert run("plan", profile, *DAY, "--format", "json", "-o", str(file)).exit_code == 0
    return str(file)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_simulate_reads_profiles_and_plans_alike(profile: str, plan: str) -> None:
    by_profile = run("simulate", profile, *DAY, "--paths", "1000", "--format", "json")
    by_plan = run("simulate", plan, "--paths", "1000", "--format", "json")
    assert by_profile.exit_code == by_plan.exit_code == 0
    assert by_profile.output == by_plan.output
    found = json.loads(by_plan.output)
    assert (found["paths"], found["organisation"]) == (1000, "Harbour")


def test_simulate_says_ranges_and_chances(profile: str) -> None:
    said = run("simulate", profile, *DAY, "--paths", "1000").output
    for part in (
        "Capacity P10",
        "Demand P90",
        "Cost P90",
        "of both roles met",
        "standard error",
        "seed 20260101",
    ):
        assert part in said


def test_simulate_shows_the_last_month_its_answer_speaks_of(profile: str) -> None:
    said = run("simulate", profile, *DAY, "--paths", "1000").output
    answer = said.split("the demand of both roles is met on ")[1].split(" %")[0]
    last = next(line.split() for line in said.split("Both roles\n")[1].splitlines() if "2028-10" in line)
    assert last[1] == answer


def test_simulate_says_plainly_that_demand_is_never_met(tmp_path: Path) -> None:
    file = tmp_path / "poor.yaml"
    file.write_text(KNOWN + "constraints:\n  budget: {currency: USD, per_fiscal_year: 0}\n")
    said = " ".join(run("simulate", str(file), *DAY, "--paths", "1000").output.split())
    assert "MLOps demand is met on none of them." in said


def test_simulate_refuses_too_few_paths(profile: str) -> None:
    result = run("simulate", profile, "--paths", "3")
    assert result.exit_code == 2
    assert "paths: must lie between 500 and 200,000, not 3." in result.stderr


def test_explain_says_what_would_tip_it_and_what_to_ask(profile: str) -> None:
    said = run("explain", profile, *DAY).output
    for title in ("What would tip it", "What to find out first", "What it hangs on", "When a platform pays"):
        assert title in said
    assert "MLOps seat" in said
    assert "deploy_models" not in said.split("What would tip it")[1].split("What to find out first")[0]


def test_explain_only_a_part(profile: str) -> None:
    said = run("explain", profile, *DAY, "--part", "questions").output
    assert "What to find out first" in said
    assert "What would tip it" not in said
    data = json.loads(run("explain", profile, *DAY, "--part", "flips", "--format", "json").output)
    assert set(data) == {"flips"}
    assert data["flips"]["flips"][0]["sentence"]


def test_compare_a_plan_with_itself(plan: str) -> None:
    said = run("compare", plan, plan)
    assert (said.exit_code, "Nothing differs" in said.output) == (0, True)


def test_compare_names_causes_seats_and_money(profile: str, tmp_path: Path) -> None:
    other = tmp_path / "grown.yaml"
    other.write_text(KNOWN.replace("use_cases_in_production: 9", "use_cases_in_production: 30"))
    said = run("compare", profile, str(other), *DAY, "--simulate", "--format", "markdown").output
    for part in ("more MLOps seat", "use cases in production", "Path by path", "FTE-months short", "USD"):
        assert part in said
    assert "On the same 10,000 paths (seed 20260101) the second plan costs" in said
    back = json.loads(run("compare", str(other), profile, *DAY, "--format", "json").output)
    there = json.loads(run("compare", profile, str(other), *DAY, "--format", "json").output)
    assert [row["seats"] for row in back["roles"]] == [-row["seats"] for row in there["roles"]]
    assert back["cost"]["amount"] == f"-{there['cost']['amount']}"


def test_a_plan_made_with_another_pack_is_not_simulated(plan: str) -> None:
    document = json.loads(Path(plan).read_text())
    document["provenance"]["guidance_hash"] = "0" * 64
    Path(plan).write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
    for asked in (("simulate", plan), ("compare", plan, plan, "--simulate")):
        result = run(*asked)
        assert result.exit_code == 2
        assert "provenance.guidance_hash" in result.stderr
    assert run("compare", plan, plan).exit_code == 0
