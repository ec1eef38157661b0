"""`planner rerun`."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def plan(run: Run, tmp_path: Path) -> Path:
    profile = """
    name: Zürich
    ml_teams: 3
    needs: [deploy_models]
    assumptions: {hiring_cost: {typical: 9000, reason: ours}}
    """
    file = tmp_path / "plan.json"
    assert run("plan", "-", "--format", "json", "--output", file, stdin=profile.encode()).exit_code == 0
    return file


def test_comes_out_byte_for_byte(run: Run, plan: Path) -> None:
    result = run("rerun", plan)
    assert (result.exit_code, result.stdout) == (0, "The plan comes out the same, byte for byte.\n")
    assert run("rerun", "-", stdin=plan.read_bytes()).exit_code == 0


def test_an_edited_plan_differs(run: Run, plan: Path) -> None:
    plan.write_bytes(plan.read_bytes().replace(b'"decision": "', b'"decision": "not_'))
    result = run("rerun", plan)
    assert result.exit_code == 1
    assert "The plan differs from line" in result.stdout
    assert 'recorded: "decision": "not_' in result.stdout
    assert 'made now: "decision": "mlops_only"' in result.stdout


def test_a_reformatted_plan_differs(run: Run, plan: Path) -> None:
    plan.write_text(json.dumps(json.loads(plan.read_bytes())))
    assert run("rerun", plan).exit_code == 1


def test_a_cut_or_lengthened_plan(run: Run, plan: Path) -> None:
    whole = plan.read_bytes()
    plan.write_bytes(whole + b"\n")
    result = run("rerun", plan)
    assert result.exit_code == 1
    assert "differs in length" in result.stdout
    plan.write_bytes(whole[: len(whole) // 2])
    assert run("rerun", plan).exit_code == 2


def test_other_facts_are_noticed(run: Run, plan: Path) -> None:
    data = json.loads(plan.read_bytes())
    data["profile"]["ml_teams"] = 4
    plan.write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n")
    assert run("rerun", plan).exit_code == 1


@pytest.mark.parametrize("field", ["program", "guidance", "guidance_version", "guidance_hash", "pay_digest"])
def test_what_is_not_at_hand_is_said(run: Run, plan: Path, field: str) -> None:
    data = json.loads(plan.read_bytes())
    data["provenance"][field] = "another"
    plan.write_text(json.dumps(data))
    result = run("rerun", plan)
    assert result.exit_code == 2
    assert result.stderr.startswith(
        f"The plan cannot be re-run:\n  provenance.{field}: the plan was made with 'another'"
    )


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", "not json", '{"profile": {}, "provenance": {}}', '{"profile": 3}']
)
def test_what_is_no_plan(run: Run, content: str) -> None:
    result = run("rerun", "-", stdin=content)
    assert result.exit_code == 2
    assert result.stderr
