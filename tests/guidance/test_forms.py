"""One meaning in every form: scalar, columns, explanation, verifier and rule-engine's own evaluator agree."""

from collections.abc import Callable, Iterator, Mapping
from itertools import product

import numpy as np
import pytest
import rule_engine
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.guidance import nodes
from planner.guidance.columns import columns, decode, encode
from planner.guidance.expression import Definitions, Expression, compile_expression
from planner.guidance.scalar import scalar
from planner.guidance.trace import evaluate, trace
from planner.guidance.verify import FindingKind, verify
from planner.guidance.vocabulary import Field, Kind, Scalar, Vocabulary
from tests.examples import few

LEVELS = ("none", "basic", "strong")
MEMBERS = ("deploy", "monitor", "automate")
NUMBERS, FLAGS, CHOICES = ("a", "b", "c", "limit"), ("p", "q"), ("level", "other")
VOCABULARY: Vocabulary = {
    field.name: field
    for field in (
        *(Field(name, Kind.NUMBER) for name in ("a", "b", "c")),
        Field("limit", Kind.NUMBER, nullable=False),
        *(Field(name, Kind.BOOLEAN) for name in FLAGS),
        *(Field(name, Kind.CHOICE, LEVELS) for name in CHOICES),
        Field("needs", Kind.SET, MEMBERS),
    )
}
Facts = dict[str, Scalar]

# Powers of two: quotients stay exact in float64, decimals and rationals alike.
EXACT = (0, 1, 2, 4, 0.5, 0.25, -1, -2)


def optional(*texts: str) -> st.SearchStrategy[str]:
    return st.sampled_from(texts)


def joined(*parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(*parts).map(" ".join)


def bracketed(text: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return text.map("({})".format)


number_leaves = st.sampled_from([*NUMBERS, "0", "1", "2", "4", "0.5", "25e-2"])
numbers: st.SearchStrategy[str] = st.recursive(
    number_leaves,
    lambda inner: st.one_of(
        joined(inner, st.sampled_from("+-*"), inner),
        bracketed(joined(inner, st.sampled_from("+-*"), inner)),
        joined(bracketed(inner), st.just("/"), number_leaves),
        joined(st.just("-"), bracketed(inner)),
        bracketed(joined(st.deferred(lambda: simple_conditions), st.just("?"), inner, st.just(":"), inner)),
    ),
    max_leaves=4,
)
comparisons = joined(numbers, st.sampled_from(["<", "<=", "==", "!=", ">=", ">"]), numbers)
simple_conditions: st.SearchStrategy[str] = st.one_of(
    comparisons,
    st.sampled_from([*FLAGS, "true", "false"]),
    joined(st.sampled_from(CHOICES), optional("==", "!="), st.sampled_from(['"none"', "'strong'", "other"])),
    joined(st.sampled_from(CHOICES), optional("in", "not in"), optional('["none"]', '["basic", "strong"]')),
    joined(st.sampled_from(['"deploy"', '"monitor"']), optional("in", "not in"), st.just("needs")),
    joined(st.sampled_from(["a", "p", "level", "needs"]), optional("==", "!="), st.just("null")),
)
compound_conditions: st.SearchStrategy[str] = st.recursive(
    simple_conditions,
    lambda inner: st.one_of(
        joined(inner, optional("and", "or"), inner),
        joined(st.just("not"), inner),
        bracketed(joined(inner, optional("and", "or"), inner)),
        joined(bracketed(joined(inner, optional("and", "or"), inner)), optional("==", "!="), st.just("p")),
        bracketed(joined(bracketed(inner), st.just("?"), inner, st.just(":"), inner)),
    ),
    max_leaves=5,
)


def values_of(field: Field) -> st.SearchStrategy[Scalar]:
    match field.kind:
        case Kind.NUMBER:
            return st.sampled_from(EXACT)
        case Kind.BOOLEAN:
            return st.booleans()
        case Kind.CHOICE:
            return st.sampled_from(field.choices)
        case Kind.SET:
            return st.frozensets(st.sampled_from(field.choices))


known_facts = st.fixed_dictionaries({name: values_of(field) for name, field in VOCABULARY.items()})
sparse_facts = st.fixed_dictionaries(
    {
        name: st.one_of(*[values_of(field)] * 3, *[st.none()] * field.nullable)
        for name, field in VOCABULARY.items()
    }
)


def compiled(text: str, kind: Kind, vocabulary: Vocabulary = VOCABULARY) -> Expression:
    return compile_expression(text, vocabulary, where="rule r1", expect=kind)


def define(some_numbers: list[str], some_conditions: list[str]) -> Definitions:
    kinds = [(text, Kind.NUMBER) for text in some_numbers] + [
        (text, Kind.BOOLEAN) for text in some_conditions
    ]
    return [(f"r{index}", compiled(text, kind)) for index, (text, kind) in enumerate(kinds)]


definitions = st.builds(
    define, st.lists(numbers, max_size=2), st.lists(compound_conditions, min_size=1, max_size=3)
)


def by_columns(some: Definitions, rows: list[Facts]) -> list[Facts]:
    """The rows' results by the column form."""
    given_columns = {name: encode(field, [row[name] for row in rows]) for name, field in VOCABULARY.items()}
    found = columns(some)(given_columns, len(rows))
    decoded = [decode(Field("result", expression.kind), found[name]) for name, expression in some]
    return [dict(zip(found, row, strict=True)) for row in zip(*decoded, strict=True)]


def concluded(node: nodes.Node, outcomes: Iterator[bool | None]) -> bool | None:
    """The outcome of a condition from those of its atoms."""
    match node:
        case nodes.Truth(value):
            return value
        case nodes.Not(operand):
            inner = concluded(operand, outcomes)
            return None if inner is None else not inner
        case nodes.And(operands) | nodes.Or(operands):
            found = [concluded(operand, outcomes) for operand in operands]
            decisive = isinstance(node, nodes.Or)
            return decisive if decisive in found else None if None in found else not decisive
        case nodes.Conditional(condition, then, otherwise):
            test, first, second = (concluded(part, outcomes) for part in (condition, then, otherwise))
            return None if test is None else first if test else second
        case _:
            return next(outcomes)


def all_forms_agree(some: Definitions, rows: list[Facts], one_by_one: list[Facts]) -> None:
    assert by_columns(some, rows) == one_by_one
    for row, found in zip(rows, one_by_one, strict=True):
        for name, expression in some:
            assert found[name] == evaluate(expression, row)
            if expression.kind is Kind.BOOLEAN:
                outcomes = (atom.outcome for atom in trace(expression, row))
                assert found[name] is concluded(expression.node, outcomes)


def rule_engine_agrees_where_everything_is_known(some: Definitions, facts: Facts, found: Facts) -> None:
    needs = facts["needs"]
    assert isinstance(needs, frozenset)
    for name, expression in some:
        try:
            theirs = rule_engine.Rule(expression.text).evaluate({**facts, "needs": set(needs)})
        except rule_engine.errors.ArithmeticError:  # division by zero, which they raise and we leave unknown
            continue
        assert found[name] == theirs


def what_is_decided_stays_so_when_more_becomes_known(some: Definitions, before: Facts, after: Facts) -> None:
    for name, expression in some:
        tests_for_null = any(isinstance(part, nodes.NullTest) for part in nodes.walk(expression.node))
        if before[name] is not None and not tests_for_null:
            assert after[name] == before[name]


def rendered_text_means_the_same(some: Definitions) -> None:
    for _, expression in some:
        assert compiled(nodes.render(expression.node), expression.kind).node == expression.node


@pytest.mark.properties
@given(definitions, st.lists(sparse_facts, min_size=1, max_size=3), known_facts)
@few(300)
def test_all_forms_mean_the_same(some: Definitions, rows: list[Facts], full: Facts) -> None:
    evaluate_all = scalar(some)
    completed = {name: full[name] if value is None else value for name, value in rows[0].items()}
    found = [evaluate_all(row) for row in rows]
    all_forms_agree(some, rows, found)
    rule_engine_agrees_where_everything_is_known(some, full, evaluate_all(full))
    what_is_decided_stays_so_when_more_becomes_known(some, found[0], evaluate_all(completed))
    rendered_text_means_the_same(some)


@settings(max_examples=60)
@given(definitions, known_facts)
def test_the_verifier_agrees(some: Definitions, facts: Facts) -> None:
    conditions = {name: expression for name, expression in some if expression.kind is Kind.BOOLEAN}

    findings = verify(conditions, VOCABULARY, constants=facts, coverage={})

    fires = {finding.rules[0]: finding.kind is FindingKind.ALWAYS for finding in findings}
    assert fires == {name: scalar(some)(facts)[name] is True for name in conditions}


# Kleene's tables: every pair of true, false and unknown.
TABLES: dict[str, Callable[[bool | None, bool | None], bool | None]] = {
    "p and q": lambda p, q: False if False in (p, q) else None if None in (p, q) else True,
    "p or q": lambda p, q: True if True in (p, q) else None if None in (p, q) else False,
    "not p": lambda p, q: None if p is None else not p,
    "p == q": lambda p, q: None if None in (p, q) else p == q,
    "p != q": lambda p, q: None if None in (p, q) else p != q,
    "p ? q : true": lambda p, q: None if p is None else q if p else True,
    "p == null": lambda p, q: p is None,
    "p != null": lambda p, q: p is not None,
    "a > 0 and b > 0": lambda p, q: False if False in (p, q) else None if None in (p, q) else True,
    "not (a > 0 or b > 0)": lambda p, q: False if True in (p, q) else None if None in (p, q) else True,
}


@pytest.mark.parametrize("text", TABLES)
def test_truth_tables(text: str) -> None:
    some = [("r", compiled(text, Kind.BOOLEAN))]
    number = {True: 1, False: 0, None: None}
    for p, q in product((True, False, None), repeat=2):
        facts: Facts = dict.fromkeys(VOCABULARY) | {
            "p": p,
            "q": q,
            "a": number[p],
            "b": number[q],
            "limit": 1,
        }
        wanted = TABLES[text](p, q)

        assert scalar(some)(facts) == {"r": wanted}
        assert by_columns(some, [facts]) == [{"r": wanted}]
        assert evaluate(some[0][1], facts) is wanted


@pytest.mark.parametrize(
    ("text", "facts", "wanted"),
    [
        ("a / b", {"a": 3, "b": 2}, 1.5),
        ("a / b", {"a": 3, "b": 0}, None),
        ("a / b", {"a": 0, "b": 0}, None),
        ("1 / 0 + a", {"a": 3}, None),
        ("a / 4 - -b", {"a": 2, "b": 1}, 1.5),
        ("a / -b", {"a": 2, "b": None}, None),
        ("a / (b - b)", {"a": 2, "b": 1}, None),
        ("p ? a : b", {"p": True, "a": 1, "b": None}, 1),
        ("p ? a : b", {"p": None, "a": 1, "b": 1}, None),
        ("(p ? 1 : 0) * a", {"p": False, "a": 5}, 0),
    ],
)
def test_numbers(text: str, facts: Facts, wanted: float | None) -> None:
    some = [("r", compiled(text, Kind.NUMBER))]
    everything = dict.fromkeys(VOCABULARY) | {"limit": 1} | facts

    assert scalar(some)(everything) == {"r": wanted}
    assert by_columns(some, [everything]) == [{"r": wanted}]
    assert evaluate(some[0][1], everything) == wanted


@pytest.mark.parametrize(
    ("text", "facts", "wanted"),
    [
        ("(p ? 1 : a) > 0", {"p": False}, None),
        ("(p ? a : 1) > 0", {"p": True}, None),
        ("(p ? a : 1) > 0", {"p": False}, True),
        ("(p ? 1 : 1) > 0", {}, None),
        ("p ? q : a > 0", {"p": False}, None),
        ("p ? q : a > 0", {"p": False, "a": 0}, False),
        ("p ? q : a > 0", {"p": True}, None),
        ("a / b > 0 or a == 0", {"a": 0, "b": 0}, True),
        ("a / b != 1", {"a": 1, "b": 0}, None),
        ("level != other", {"level": "none"}, None),
        ("level == other", {}, None),
        ("(a > 0 and p) == q", {"p": False, "q": False}, True),
        ("not (a > 0 and p) == q", {"p": False, "q": False}, False),
    ],
)
def test_conditions(text: str, facts: Facts, wanted: bool | None) -> None:
    some = [("r", compiled(text, Kind.BOOLEAN))]
    everything = dict.fromkeys(VOCABULARY) | {"limit": 1} | facts

    assert scalar(some)(everything) == {"r": wanted}
    assert by_columns(some, [everything]) == [{"r": wanted}]
    assert evaluate(some[0][1], everything) is wanted


def staged() -> Definitions:
    """Definitions that use earlier ones, and names that only a dictionary can bear."""
    later = {**VOCABULARY, "total": Field("total", Kind.NUMBER), "high": Field("high", Kind.BOOLEAN)}
    return [
        ("total", compiled("a + b", Kind.NUMBER)),
        ("high", compiled("total / c > limit", Kind.BOOLEAN, later)),
        ("rule '1'\"; import os", compiled("high or total == null", Kind.BOOLEAN, later)),
        ("again", compiled("total / c > limit", Kind.BOOLEAN, later)),
        ("constant", compiled("total != null ? 3 : 4", Kind.NUMBER, later)),
        ("three", compiled("3", Kind.NUMBER)),
    ]


def test_later_definitions_use_earlier_ones() -> None:
    rows: list[Facts] = [
        dict.fromkeys(VOCABULARY) | {"a": 1, "b": 3, "c": c, "limit": 1} for c in (2, 4, 0, None)
    ] + [dict.fromkeys(VOCABULARY) | {"limit": 1}]

    one_by_one = [scalar(staged())(row) for row in rows]

    assert [row["high"] for row in one_by_one] == [True, False, None, None, None]
    assert [row["again"] for row in one_by_one] == [True, False, None, None, None]
    assert [row["rule '1'\"; import os"] for row in one_by_one] == [True, False, None, None, True]
    assert by_columns(staged(), rows) == one_by_one


def test_a_literal_definition_is_known() -> None:
    later = {**VOCABULARY, "three": Field("three", Kind.NUMBER)}
    some = [("three", compiled("3", Kind.NUMBER)), ("r", compiled("three == null", Kind.BOOLEAN, later))]

    assert scalar(some)({}) == {"three": 3, "r": False}
    assert by_columns(some, [dict.fromkeys(VOCABULARY) | {"limit": 1}]) == [{"three": 3, "r": False}]


def test_missing_facts_are_unknown_and_missing_assumptions_an_error() -> None:
    some = [("r", compiled("a > 1 or p or level == 'none' or 'deploy' in needs", Kind.BOOLEAN))]
    bounded = [("r", compiled("a > limit", Kind.BOOLEAN))]

    assert scalar(some)({}) == {"r": None}
    assert columns(some)({}, 2)["r"].tolist() == [0, 0]
    with pytest.raises(KeyError, match="limit"):
        scalar(bounded)({"a": 1})
    with pytest.raises(KeyError, match="limit"):
        columns(bounded)({"a": 1.0}, 2)


def given_columns(n: int) -> dict[str, np.ndarray]:
    generator = np.random.default_rng(7)
    return {
        "a": np.where(generator.random(n) < 0.2, np.nan, generator.integers(0, 5, n)),
        "b": generator.integers(0, 5, n).astype(float),
        "p": generator.integers(-1, 2, n).astype(np.int8),
        "level": generator.integers(-1, 3, n).astype(np.int8),
        "needs": generator.integers(-1, 8, n),
    }


def test_columns_of_any_length_and_constants_broadcast() -> None:
    text = "(a > limit or b > 2 and p) and (level == 'none' or 'monitor' in needs)"
    some = [("r", compiled(text, Kind.BOOLEAN)), ("w", compiled("(p ? a : b) * limit", Kind.NUMBER))]
    run, n = columns(some), 70_000
    given = given_columns(n)
    whole = run({**given, "limit": 2.0}, n)

    assert (str(whole["r"].dtype), str(whole["w"].dtype)) == ("int8", "float64")
    assert set(whole["r"].tolist()) == {-1, 0, 1}
    for limit in (2, np.array([2.0]), np.array(2), np.full(n, 2), np.full(n, 2.0)):
        other = run({**given, "limit": limit}, n)
        assert all(np.array_equal(whole[name], other[name], equal_nan=True) for name in whole)
    some_rows = [0, 1, 32_767, 32_768, 65_535, 65_536, n - 1]
    part = run({name: column[some_rows] for name, column in given.items()} | {"limit": 2}, len(some_rows))
    assert all(np.array_equal(whole[name][some_rows], part[name], equal_nan=True) for name in whole)


def test_results_of_constants_have_full_length() -> None:
    some = [("r", compiled("limit > 1", Kind.BOOLEAN)), ("w", compiled("limit * 2", Kind.NUMBER))]

    assert columns(some)({"limit": 2}, 3)["r"].tolist() == [1, 1, 1]
    assert columns(some)({"limit": 2}, 3)["w"].tolist() == [4, 4, 4]
    assert columns(some)({"limit": 2}, 0)["r"].tolist() == []


def test_plain_values_and_booleans_are_columns_too() -> None:
    some = [("r", compiled("p and level == 'strong' and 'deploy' in needs", Kind.BOOLEAN))]
    constants: Facts = {"level": "strong", "needs": frozenset({"deploy"})}

    assert columns(some)({"p": np.array([True, False]), **constants}, 2)["r"].tolist() == [1, -1]
    assert columns(some)({"p": True, **constants}, 2)["r"].tolist() == [1, 1]
    assert columns(some)({"p": None, **constants}, 1)["r"].tolist() == [0]


def test_columns_that_do_not_fit_are_refused() -> None:
    run = columns([("r", compiled("a > 1 and level == 'none'", Kind.BOOLEAN))])

    with pytest.raises(ValueError, match=r"column of a has shape \(3,\); give 2 rows, or one for all"):
        run({"a": np.zeros(3)}, 2)
    with pytest.raises(ValueError, match="column of float64 cannot hold level"):
        run({"level": np.zeros(2)}, 2)
    with pytest.raises(ValueError, match="a cannot be 'many'"):
        run({"a": "many"}, 2)


def test_a_column_never_changes() -> None:
    given = given_columns(100)
    before = {name: column.copy() for name, column in given.items()}

    columns(staged())({**given, "limit": 1}, 100)

    assert all(np.array_equal(before[name], given[name], equal_nan=True) for name in given)


@given(st.lists(sparse_facts))
def test_encoding_is_undone_by_decoding(rows: list[Facts]) -> None:
    for name, field in VOCABULARY.items():
        values = [row[name] for row in rows]
        assert decode(field, encode(field, values)) == values


def test_whole_numbers_and_many_choices_decode_as_they_were() -> None:
    whole, wide = Field("n", Kind.NUMBER, integer=True), Field("c", Kind.CHOICE, tuple(map(str, range(300))))

    assert [type(value) for value in decode(whole, encode(whole, [1, None]))] == [int, type(None)]
    assert encode(wide, ["299"]).dtype == np.int16
    assert decode(wide, encode(wide, ["299", None])) == ["299", None]
    largest = Field("s", Kind.SET, tuple(map(str, range(62))))
    assert decode(largest, encode(largest, [frozenset(largest.choices)])) == [frozenset(largest.choices)]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("a", "1"),
        ("a", True),
        ("p", 1),
        ("level", "best"),
        ("level", 1),
        ("needs", frozenset({"fly"})),
        ("needs", "deploy"),
    ],
)
def test_values_that_a_field_cannot_have_are_refused(name: str, value: Scalar) -> None:
    with pytest.raises(ValueError, match=f"{name} cannot be"):
        encode(VOCABULARY[name], [value])


def explained(text: str, facts: Mapping[str, Scalar]) -> list[str]:
    return [str(atom) for atom in trace(compiled(text, Kind.BOOLEAN), facts)]


def test_an_explanation_names_atoms_with_their_values() -> None:
    text = (
        "a >= limit and not (level in ['none', 'basic'] or 'deploy' in needs) "
        "and (b - 1) * 2 > -c and p and q == null"
    )
    facts: Facts = {
        "a": 0.1 + 0.3,
        "limit": 0.3,
        "level": "none",
        "needs": frozenset({"monitor", "deploy"}),
        "c": 8,
        "p": True,
    }

    assert explained(text, facts) == [
        "a >= limit: 0.4 >= 0.3",
        'level in ["none", "basic"]: "none" in ["none", "basic"]',
        '"deploy" in needs: "deploy" in {deploy, monitor}',
        "(b - 1) * 2 > -c: (unknown - 1) * 2 > -8",
        "p: true",
        "q == null: unknown == null",
    ]
    atoms = trace(compiled(text, Kind.BOOLEAN), facts)
    assert [atom.outcome for atom in atoms] == [True, True, True, None, True, True]
    assert atoms[3].values == (("b", None), ("c", 8))


def test_a_number_is_explained_by_its_conditions() -> None:
    atoms = trace(compiled("a * (p ? 2 : 1) + (b > 3 ? 1 : 0)", Kind.NUMBER), {"a": 1, "p": False, "b": 4})

    assert [(atom.text, atom.outcome) for atom in atoms] == [("p", False), ("b > 3", True)]
