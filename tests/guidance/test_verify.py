"""What the verifier finds, and what it rightly leaves unsaid."""

from collections.abc import Mapping
from typing import Any

import pytest

from planner.guidance import formulas
from planner.guidance.expression import Definitions, Expression, compile_expression
from planner.guidance.trace import evaluate
from planner.guidance.verify import Finding, FindingKind, VerifierUnavailable, verify
from planner.guidance.vocabulary import Field, Kind, Scalar, Vocabulary

VOCABULARY: Vocabulary = {
    field.name: field
    for field in (
        Field("models", Kind.NUMBER, low=0, integer=True),
        Field("teams", Kind.NUMBER, low=0, high=50, integer=True),
        Field("share", Kind.NUMBER, low=0, high=1),
        Field("growth", Kind.NUMBER),
        Field("regulated", Kind.BOOLEAN),
        Field("platform", Kind.CHOICE, ("none", "basic", "strong")),
        Field("needs", Kind.SET, ("deploy", "monitor")),
        Field("toil_high", Kind.NUMBER, nullable=False),
        Field("strict", Kind.BOOLEAN, nullable=False),
        Field("wanted", Kind.CHOICE, ("none", "basic", "strong"), nullable=False),
    )
}
CONSTANTS: Mapping[str, Scalar] = {"toil_high": 0.3, "strict": True, "wanted": "basic"}


def compiled(text: str, kind: Kind = Kind.BOOLEAN, vocabulary: Vocabulary = VOCABULARY) -> Expression:
    return compile_expression(text, vocabulary, where="rule r1", expect=kind)


def conditions(*texts: str) -> dict[str, Expression]:
    """Rules named a, b, c and so on."""
    return {chr(ord("a") + index): compiled(text) for index, text in enumerate(texts)}


def found(rules: Mapping[str, Expression], **options: Any) -> tuple[Finding, ...]:
    return verify(rules, VOCABULARY, **{"constants": CONSTANTS, "coverage": {}, **options})


def kinds(findings: tuple[Finding, ...]) -> list[tuple[str, tuple[str, ...]]]:
    return [(finding.kind.value, finding.rules) for finding in findings]


NEVER = [
    "models < 0",
    "teams > 50",
    "teams > 3 and teams < 4",
    "share >= toil_high and share < 0.3",
    "regulated and not regulated",
    'platform == "none" and platform in ["basic", "strong"]',
    'platform == wanted and platform != "basic"',
    '"deploy" in needs and not ("deploy" in needs)',
    "not strict",
    "models / 0 > 1",
    "models / (teams - teams) > 1",
    "(models > 1 ? 1 : 2) > 2",
    "-models > 0",
    "regulated == (not regulated)",
]
SOMETIMES = [
    "models <= 0",
    "teams > 49",
    "teams > 3 and teams < 5",
    "share > 0.3 and share < 0.31",
    "growth < -3",
    "regulated",
    'platform in ["none", "basic"]',
    "platform == wanted",
    '"deploy" in needs and not ("monitor" in needs)',
    "models / teams > 1",
    "growth * growth == 2",
    "(models > 1 ? teams : 2) > 2",
    "share == null",
    "regulated ? models > 1 : teams > 1",
    "(models / teams >= 0 ? 1 : 1) == 1",
    "regulated == (models > 1 or false)",
]
ALWAYS = [
    "models >= 0",
    "share <= 1 or regulated",
    "regulated or not regulated",
    'platform in ["none", "basic", "strong"]',
    "growth * growth >= 0",
    "strict",
    "true",
    "share == null or share >= 0",
]


@pytest.mark.parametrize("text", NEVER)
def test_a_rule_that_never_fires(text: str) -> None:
    (finding,) = found(conditions(text))

    assert kinds((finding,)) == [("never", ("a",))]
    assert finding.message == "a never fires, whatever the facts."


@pytest.mark.parametrize("text", SOMETIMES)
def test_a_rule_that_sometimes_fires(text: str) -> None:
    assert found(conditions(text)) == ()


@pytest.mark.parametrize("text", ALWAYS)
def test_a_rule_that_always_fires(text: str) -> None:
    assert kinds(found(conditions(text))) == [("always", ("a",))]


def test_a_quotient_is_unknown_at_zero_and_so_does_not_always_hold() -> None:
    assert found(conditions("teams / teams == 1")) == ()
    assert kinds(found(conditions("teams == 0 or teams / teams == 1"))) == [("always", ("a",))]


def test_the_constants_decide() -> None:
    rules = conditions("toil_high > 0.5 and regulated")

    assert kinds(found(rules)) == [("never", ("a",))]
    assert found(rules, constants={"toil_high": 0.6}) == ()
    assert found(rules, constants={}) == ()
    with pytest.raises(ValueError, match="A constant cannot be None"):
        found(rules, constants={"toil_high": None})


def test_an_implied_rule() -> None:
    rules = conditions("models > 3", "models > 5 and regulated", "teams > 3", "not (models <= 3)")

    findings = found(rules, groups=[["a", "b", "c", "d"]])

    assert [finding.message for finding in findings] == [
        "a fires whenever b does.",
        "a and d fire for the same facts.",
        "d fires whenever b does.",
    ]
    assert kinds(findings) == [("implied", ("b", "a")), ("implied", ("a", "d")), ("implied", ("b", "d"))]


def test_rules_of_different_groups_may_imply_each_other() -> None:
    rules = conditions("models > 3", "models > 5", "teams > 3")

    assert found(rules) == ()
    assert found(rules, groups=[["a", "c"], ["b"]]) == ()
    assert found(conditions("models > 3", "models < 9"), groups=["ab"]) == ()
    assert kinds(found(rules, groups=[("b", "a")])) == [("implied", ("b", "a"))]


def test_nothing_more_is_said_of_rules_that_never_or_always_fire() -> None:
    rules = conditions("models < 0", "models >= 0", "models > 3")

    findings = found(rules, groups=[list(rules)], pairs=[("a", "c"), ("b", "c")])

    assert kinds(findings) == [("never", ("a",)), ("always", ("b",))]


def test_a_rule_and_its_gate_that_contradict_each_other() -> None:
    rules = conditions("models > 3", "models < 2 and regulated", "models < 9", "teams > 1")

    findings = found(rules, pairs=[("a", "b"), ("a", "c"), ("a", "d")])

    assert kinds(findings) == [("contradictory", ("a", "b"))]
    assert findings[0].message == "a and b never hold together."


def test_a_gap_in_the_coverage_comes_with_an_example() -> None:
    rules = conditions("models > 3 and not regulated", 'regulated and platform != "strong"', "needs == null")
    asked = compiled('models > 1 and "deploy" in needs')

    (finding,) = found(rules, coverage={"some rule fires": (asked, ["a", "b", "c"])})

    assert (finding.kind, finding.rules) == (FindingKind.UNCOVERED, ("a", "b", "c"))
    assert finding.message.startswith(
        'some rule fires: no rule fires although models > 1 and "deploy" in needs, for instance at models = '
    )
    assert finding.witness is not None
    assert set(finding.witness) == {"models", "regulated", "platform", "needs"}
    assert None not in finding.witness.values()
    assert evaluate(asked, finding.witness) is True
    assert not any(evaluate(rule, finding.witness) for rule in rules.values())


def test_a_complete_coverage_has_no_gap() -> None:
    rules = conditions("models > 3", "models <= 3 and regulated", "not regulated")

    assert found(rules, coverage={"all": (compiled("models > 1"), "abc")}) == ()
    assert kinds(found(rules, coverage={"all": (compiled("models > 1"), "ab")})) == [
        ("uncovered", ("a", "b"))
    ]


def test_only_known_facts_are_a_gap() -> None:
    rules = conditions("share >= 0.5", "share < 0.5", "share == null")

    assert found(rules, coverage={"all": (compiled("regulated"), "ab")}) == ()


def test_an_example_shows_numbers_choices_and_irrational_ones() -> None:
    (finding,) = found(
        conditions("growth < 0"),
        coverage={
            "c": (
                compiled('growth * growth == 2 and share > 0.25 and share < 0.5 and platform == "basic"'),
                "a",
            )
        },
    )

    assert finding.witness is not None
    assert finding.witness["growth"] == pytest.approx(2**0.5)
    assert isinstance(finding.witness["share"], float)
    assert finding.witness["platform"] == "basic"


def derived() -> tuple[Definitions, Vocabulary]:
    later = {**VOCABULARY, "load": Field("load", Kind.NUMBER), "heavy": Field("heavy", Kind.BOOLEAN)}
    return [
        ("load", compiled("models / teams", Kind.NUMBER)),
        ("heavy", compiled("load > 2", Kind.BOOLEAN, later)),
    ], later


def test_definitions_are_put_in_line() -> None:
    definitions, later = derived()
    rules = {
        "a": compiled("heavy and models <= 2 * teams", Kind.BOOLEAN, later),
        "b": compiled("heavy and models > 4", Kind.BOOLEAN, later),
        "c": compiled("heavy == null and teams > 0", Kind.BOOLEAN, later),
        "d": compiled("load == null", Kind.BOOLEAN, later),
    }
    coverage = {"c": (compiled("models > 1"), ["b"])}

    findings = found(rules, definitions=definitions, coverage=coverage)

    assert kinds(findings) == [("never", ("a",)), ("never", ("c",)), ("uncovered", ("b",))]
    assert set(findings[-1].witness or ()) == {"models", "teams"}


def test_too_little_effort_leaves_questions_open() -> None:
    hard = "models * models * models + teams * teams * teams == 7 * growth * growth * growth and growth > 1"
    rules = conditions(hard, "models > 3", f"models > 3 and {hard}")
    coverage = {"cubes": (rules["a"], ["b"])}
    options: dict[str, Any] = {"groups": ["ab"], "pairs": [("a", "b")], "coverage": coverage, "effort": 100}

    findings = found(rules, **options)

    assert {finding.kind for finding in findings} == {FindingKind.UNDECIDED}
    assert "The prover did not settle whether a and b can hold together." in {f.message for f in findings}


def test_the_same_question_has_the_same_answer() -> None:
    rules = conditions("models > 3 and not regulated", "share > 0.2 or growth > share * 2")
    asked = {"all": (compiled("models > 1 and growth > share"), "ab")}

    assert len({repr(found(rules, coverage=asked)) for _ in range(5)}) == 1


def test_a_rule_without_condition_is_refused() -> None:
    with pytest.raises(ValueError, match="There is no condition for x, y"):
        found(conditions("models > 1"), groups=[["a", "x"]], pairs=[("a", "y")])


def test_without_z3_the_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> None:
        raise ModuleNotFoundError(f"No module named {name!r}")

    monkeypatch.setattr(formulas, "import_module", absent)

    with pytest.raises(VerifierUnavailable, match="install the planner with its extra `verify`"):
        found(conditions("models > 1"))
