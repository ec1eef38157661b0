"""The shipped pack: every rule fires and is silent on its examples, cites, and is free of findings."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from planner.domain import InvalidGuidance, NotFound
from planner.guidance import Programs, check, load
from planner.guidance.check import fires
from planner.guidance.model import Rule
from planner.guidance.reading import default_pack
from planner.guidance.verify import FindingKind
from planner.reports.statements import markdown
from tests.knowing import knowledge

PACK = knowledge().guidance
PROGRAMS = Programs(PACK)
ASSUMED = {name: row.typical for name, row in PACK.assumptions.items()}
DOCS = Path(__file__).parents[2] / "docs" / "guidance.md"


@pytest.mark.parametrize("rule", PACK.rules, ids=lambda rule: rule.id)
def test_a_rule_fires_on_its_example_and_is_silent_on_the_other(rule: Rule) -> None:
    assert fires(PROGRAMS, rule, rule.fires, ASSUMED)
    assert rule.silent is not None or rule.when.text == "true"
    assert rule.silent is None or not fires(PROGRAMS, rule, rule.silent, ASSUMED)


def test_the_verifier_finds_nothing_in_the_shipped_pack() -> None:
    assert check(PACK) == ()


def test_every_statement_of_the_guide_became_something_that_exists() -> None:
    rules = {rule.id for rule in PACK.rules}
    for statement in PACK.statements.values():
        assert statement.became
        named = [target.removeprefix("rule:") for target in statement.became if target.startswith("rule:")]
        assert set(named) <= rules
        assert statement.because or statement.became != ("none",)


def test_the_documented_table_is_current() -> None:
    assert DOCS.read_text() == markdown(PACK), "run `planner guidance table > docs/guidance.md`"


def test_an_unknown_rule_names_the_nearest() -> None:
    with pytest.raises(NotFound, match=r"mlops\.toil"):
        PACK.rule("mlops.toll")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the shipped pack that a test may spoil."""
    return Path(shutil.copytree(default_pack(), tmp_path / "pack"))


SPOILT = [
    (
        "rules/mlops.yaml",
        "when: ops_share_of_ds_time >= toil_high\n",
        "when: ops_share >= toil_high\n",
        "unknown field",
    ),
    (
        "rules/mlops.yaml",
        "when: ops_share_of_ds_time >= toil_high\n",
        "when: ops_share_of_ds_time\n",
        "yes/no is needed",
    ),
    ("rules/mlops.yaml", "strength: 5}", "strength: 50}", "strength 50"),
    ("rules/mlops.yaml", "strength: 5}", "strength: 5, weight: 3}", "unknown key 'weight'"),
    ("rules/mlops.yaml", "[practice:toil]", "[practice:tool]", "does not exist"),
    ("rules/mlops.yaml", "Stated needs of the model", "{nobody} of the model", "nobody"),
    ("rules/platform.yaml", "- id: platform.builders\n", "- id: platform.many_teams\n", "stands twice"),
    (
        "rules/work.yaml",
        "hours: served_teams * tenant_hours",
        "hours: served_teams > 3",
        "a number is needed",
    ),
    ("facts.yaml", "grows_by: growth_teams", "grows_by: growth_of_teams", "not a fact"),
    ("terms.yaml", "builders: {is", "ml_teams: {is", "rename"),
    ("pack.yaml", "id: mlops-and-platform", "name: mlops-and-platform", "id"),
    ("practice.yaml", "practice:", "practices:", "not a part"),
    ("facts.yaml", "facts:\n", "facts:\n  month: {kind: number, meaning: again}\n", "twice"),
    ("facts.yaml", "facts:\n", "facts: &all\n  other: *all\n", "aliases"),
    ("rules/advice.yaml", "kind: misconception}", "kind: rumour}", "rumour"),
]


@pytest.mark.parametrize(("file", "old", "new", "message"), SPOILT)
def test_a_spoilt_pack_says_what_is_wrong(copy: Path, file: str, old: str, new: str, message: str) -> None:
    path = copy / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(InvalidGuidance, match=message):
        load(copy)


def test_a_missing_file_is_named(copy: Path) -> None:
    (copy / "terms.yaml").unlink()
    with pytest.raises(InvalidGuidance, match=r"terms\.yaml"):
        load(copy)


def test_a_pack_brings_its_own_assumptions(copy: Path) -> None:
    (copy / "assumptions.yaml").write_text(
        "toil_high: {unit: share of time, low: 0.1, typical: 0.2, high: 0.3,"
        " grade: C, source: ours, meaning: Toil}\n"
    )
    assert load(copy).assumptions["toil_high"].typical == 0.2
    assert load(copy).hash != PACK.hash


def _edited(copy: Path, file: str, old: str, new: str) -> list[tuple[FindingKind, tuple[str, ...]]]:
    path = copy / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))
    return [(finding.kind, finding.rules) for finding in check(load(copy))]


def test_a_rule_that_never_fires_is_found(copy: Path) -> None:
    found = _edited(copy, "rules/mlops.yaml", "when: ml_maturity >= 3 and", "when: ml_maturity >= 5 and")
    assert (FindingKind.NEVER, ("mlops.fast_release",)) in found


def test_a_rule_that_follows_from_another_is_found(copy: Path) -> None:
    found = _edited(copy, "rules/mlops.yaml", "    escalates: mlops.toil\n", "")
    assert any(kind is FindingKind.IMPLIED for kind, _ in found)


def test_a_promise_of_independence_is_kept(copy: Path) -> None:
    found = _edited(copy, "rules/mlops.yaml", "when: critical_use_cases >= 1", "when: ml_teams >= 1")
    assert (FindingKind.DEPENDENT, ("mlops.critical",)) in found


def test_a_gap_in_coverage_is_found(copy: Path) -> None:
    found = _edited(copy, "rules/mlops.yaml", "when: mlops_needs >= 1\n", "when: mlops_needs >= 2\n")
    assert any(kind is FindingKind.UNCOVERED for kind, _ in found)


def test_an_unused_term_is_found(copy: Path) -> None:
    found = _edited(copy, "rules/mlops.yaml", "deploy_rate >= frequent_deploys and ", "")
    assert (FindingKind.UNUSED, ()) in found
