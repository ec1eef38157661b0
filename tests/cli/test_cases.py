"""`planner cases evaluate`, and the counting behind it."""

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from planner.domain import Decision, Plan, Profile
from planner.domain.profile import Team
from planner.domain.words import Need, TeamKind
from planner.engine.cases import Agreement, Case, always_both, evaluate, head_count, vote_of_needs
from planner.reports import cases as report
from tests.cli.conftest import Run
from tests.reports import plans

MLOPS, PLATFORM, BOTH, NEITHER = Decision


def line(id: str, acceptable: list[str], wrong: Sequence[str] = (), **profile: Any) -> str:
    return json.dumps(
        {"id": id, "profile": profile, "expected": {"acceptable": acceptable, "wrong": list(wrong)}}
    )


STATED = line("stated", ["mlops_only"], ["neither_yet"], needs=["deploy_models"], ml_teams=1)
QUIET = line(
    "quiet", ["neither_yet"], ["both", "platform_only", "mlops_only"], ml_teams=1, data_scientists=2, needs=[]
)
DISPUTED = line("disputed", ["platform_only"], ["mlops_only"], needs=["deploy_models"], ml_teams=1)
ARGUED = line("argued", ["both", "platform_only"], [], needs=["deploy_models"], ml_teams=1)


def test_one_json_object_with_all_that_was_promised(run: Run) -> None:
    result = run("cases", "evaluate", "-", "--json", stdin="\n".join((STATED, QUIET, "", DISPUTED, ARGUED)))
    assert (result.exit_code, result.stderr) == (0, "")
    found = json.loads(result.stdout)
    assert {key: found[key] for key in ("cases", "acceptable", "grey", "wrong", "acceptable_share")} == {
        "cases": 4,
        "acceptable": 2,
        "grey": 1,
        "wrong": 1,
        "acceptable_share": 0.5,
    }
    assert found["macro_share"] == 0.5
    assert list(found["by_decision"]) == [str(decision) for decision in Decision]
    assert found["by_decision"]["platform_only"] == {
        "cases": 1,
        "acceptable": 0,
        "grey": 0,
        "wrong": 1,
        "share": 0,
    }
    assert [(each["id"], each["decision"], each["kind"]) for each in found["disagreements"]] == [
        ("disputed", "mlops_only", "wrong"),
        ("argued", "mlops_only", "grey"),
    ]
    assert all("for mlops.stated_need +5" in each["because"] for each in found["disagreements"])
    assert [score["cases"] for score in found["baselines"].values()] == [4, 4, 4]


def test_the_printed_report(run: Run) -> None:
    result = run("cases", "evaluate", "-", stdin=f"{STATED}\n{DISPUTED}\n")
    assert result.exit_code == 0
    assert "2 cases: 1 acceptable (50 %), 0 grey, 1 wrong." in result.stdout
    assert "always both" in result.stdout
    assert "disputed: mlops_only, expected platform_only." in result.stdout


def test_agreement_leaves_no_list_of_disagreements(run: Run) -> None:
    assert "Disagreements" not in run("cases", "evaluate", "-", stdin=STATED).stdout


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "holds no case"),
        (b"\n \n", "holds no case"),
        (b"\xef\xbb\xbf", "holds no case"),
        (f"{STATED}\nnot json".encode(), "line 2"),
        (f"{STATED}\n\n[1, 2]".encode(), "line 3"),
        (f"{STATED}\n{STATED}".encode(), "id (line 2): 'stated' stands twice"),
        (f"{STATED}\n{{}}".encode(), "id (line 2): is missing"),
        (b'{"id": "a", "profile": {}}', "expected (line 1): is missing"),
        (b'{"id": "a", "expected": {"acceptable": ["both"]}}', "profile (line 1): is missing"),
        (
            b'{"id": "a", "profile": {}, "expected": {"acceptable": []}}',
            "expected.acceptable (line 1): is empty",
        ),
        (
            b'{"id": "a", "profile": {}, "expected": {"acceptable": "both"}}',
            "expected.acceptable (line 1): is not a list",
        ),
        (b'{"id": "a", "profile": {}, "expected": {"acceptable": ["all"]}}', "'all' is not a valid Decision"),
        (
            b'{"id": "a", "profile": {}, "expected": {"acceptable": ["both"], "wrong": ["both"]}}',
            "has both as acceptable and as wrong",
        ),
        (line("a", ["both"], ml_maturity=7).encode(), "profile.ml_maturity (line 1)"),
        (line("a", ["both"], teem=7).encode(), "profile.teem (line 1)"),
        (b"\xff\xfe{}", "UTF-8"),
        (b'{"id": "a", "id": "b"}', "line 1"),
    ],
)
def test_malformed_cases_name_their_line(run: Run, content: bytes, said: str) -> None:
    result = run("cases", "evaluate", "-", "--json", stdin=content)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_all_bad_lines_at_once(run: Run) -> None:
    result = run("cases", "evaluate", "-", stdin=f"{{}}\n{STATED}\n3\n")
    assert "line 1" in result.stderr
    assert "line 3" in result.stderr


def case(decision: Decision, *also: Decision, wrong: frozenset[Decision] = frozenset()) -> Case:
    return Case(f"case {decision}", Profile(name="X"), (decision, *also), wrong)


def always(make: Callable[[], Plan]) -> Callable[[Profile], Plan]:
    return lambda _: make()


def test_macro_share_counts_rare_decisions_alike() -> None:
    known = [*(case(NEITHER) for _ in range(9)), case(MLOPS)]
    found = evaluate(known, always(plans.nobody)).score
    assert found.overall.share == 0.9
    assert found.macro_share == 0.5
    assert found.by_decision[BOTH].share is None


def test_a_case_counts_with_its_first_decision() -> None:
    found = evaluate([case(MLOPS, NEITHER), case(BOTH, NEITHER)], always(plans.nobody)).score
    assert (found.by_decision[MLOPS].acceptable, found.by_decision[BOTH].acceptable) == (1, 1)
    assert found.by_decision[NEITHER].cases == 0


def test_no_cases_have_no_share() -> None:
    found = evaluate([], always(plans.nobody))
    assert report.data(found)["macro_share"] is None
    assert "–" in "".join(str(block) for block in report.blocks(found))


def test_agreement() -> None:
    known = case(MLOPS, wrong=frozenset({PLATFORM}))
    assert [known.judge(decision) for decision in Decision] == [
        Agreement.ACCEPTABLE,
        Agreement.WRONG,
        Agreement.GREY,
        Agreement.GREY,
    ]


@pytest.mark.parametrize(
    ("profile", "vote", "counted"),
    [
        (Profile(name="X"), NEITHER, NEITHER),
        (Profile(name="X", needs=frozenset({Need.CI_CD_FOR_ML}), models_in_production=1), MLOPS, MLOPS),
        (Profile(name="X", needs=frozenset({Need.SHARED_PLATFORM}), ml_teams=5), PLATFORM, PLATFORM),
        (
            Profile(
                name="X",
                needs=frozenset({Need.SHARED_PLATFORM, Need.OPERATE_MODELS}),
                teams=(Team(name="A", kind=TeamKind.BUILDS, count=6),),
                models_in_production=3,
            ),
            BOTH,
            BOTH,
        ),
    ],
)
def test_baselines(profile: Profile, vote: Decision, counted: Decision) -> None:
    assert (always_both(profile), vote_of_needs(profile), head_count(profile)) == (BOTH, vote, counted)


def test_every_need_belongs_to_one_role() -> None:
    votes = [vote_of_needs(Profile(name="X", needs=frozenset({need}))) for need in Need]
    assert votes == [MLOPS] * 6 + [PLATFORM] * 8
