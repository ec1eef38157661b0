"""What authors may write, and what they are told otherwise."""

from collections.abc import Callable
from time import perf_counter

import pytest

from planner.guidance.expression import Expression, ExpressionError, compile_expression, in_order
from planner.guidance.grammar import parse
from planner.guidance.nodes import render
from planner.guidance.tokens import MAX_LENGTH, Token
from planner.guidance.vocabulary import Field, Kind, Vocabulary

LEVELS = ("none", "basic", "strong")
VOCABULARY: Vocabulary = {
    field.name: field
    for field in (
        Field("n", Kind.NUMBER),
        Field("x", Kind.NUMBER),
        Field("models_in_production", Kind.NUMBER, low=0, integer=True, unit="models"),
        Field("toil_high", Kind.NUMBER, nullable=False),
        Field("regulated", Kind.BOOLEAN),
        Field("platform", Kind.CHOICE, LEVELS),
        Field("fallback", Kind.CHOICE, LEVELS),
        Field("services", Kind.CHOICE, ("none", "some", "most")),
        Field("needs", Kind.SET, ("deploy_models", "monitor_models")),
    )
}


def compiled(text: str, expect: Kind = Kind.BOOLEAN) -> Expression:
    return compile_expression(text, VOCABULARY, where="rule r1", expect=expect)


def refused(text: str, expect: Kind = Kind.BOOLEAN) -> ExpressionError:
    with pytest.raises(ExpressionError) as caught:
        compiled(text, expect)
    return caught.value


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("n >= 3", {"n"}),
        ("not regulated or n > 1 and x < 2", {"regulated", "n", "x"}),
        ("-n + 2 * (x - 1) / 4 <= .5e1", {"n", "x"}),
        ('"deploy_models" in needs', {"needs"}),
        ("'deploy_models' not in needs", {"needs"}),
        ('platform in ["none", "basic",]', {"platform"}),
        ('"none" != platform', {"platform"}),
        ("platform == fallback", {"platform", "fallback"}),
        ("n == null", {"n"}),
        ("null != needs", {"needs"}),
        ("regulated == (n > 1 or x > 1)", {"regulated", "n", "x"}),
        ("regulated ? n > 1 : true", {"regulated", "n"}),
        ("(regulated ? 1 : 0) + n > 1", {"regulated", "n"}),
        ("n\n  > 1 and\n  x > 1", {"n", "x"}),
    ],
)
def test_accepts(text: str, fields: set[str]) -> None:
    expression = compiled(text)

    assert (expression.text, expression.kind, set(expression.fields)) == (text, Kind.BOOLEAN, fields)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("((n)) - (x - 1) > -(2)", "n - (x - 1) > -2"),
        ("(n - x) - 1 > 2 * (x + 1)", "n - x - 1 > 2 * (x + 1)"),
        ("-(n + 1) / (x * 2) > - -x", "-(n + 1) / (x * 2) > --x"),
        ("not (n>1 and (x>1 and regulated))", "not (n > 1 and x > 1 and regulated)"),
        ("not (not regulated)", "not not regulated"),
        ("(n>1 or x>1) and regulated", "(n > 1 or x > 1) and regulated"),
        ("n>1 or (x>1 and regulated)", "n > 1 or x > 1 and regulated"),
        ("regulated == (n>1 or x>1)", "regulated == (n > 1 or x > 1)"),
        ("regulated ? (x>1 ? true : false) : (n>1)", "regulated ? (x > 1 ? true : false) : n > 1"),
        ("(regulated ? 1 : 0.50) > 1", "(regulated ? 1 : 0.5) > 1"),
        ("'none' == platform", '"none" == platform'),
        ("platform not in ['none']", 'not platform in ["none"]'),
        ("null == n or needs != null", "n == null or needs != null"),
    ],
)
def test_a_tree_reads_as_it_was_meant(text: str, written: str) -> None:
    assert render(compiled(text).node) == written
    assert compiled(written).node == compiled(text).node


SYNTAX = {
    "n = 3": "column 3: `=` is not an operator here; write `==` to compare",
    "n === 3": "column 3: `===` is not an operator here; write `==`",
    "n => 3": "column 3: `=>` is not an operator here; write `>=`",
    "n =< 3": "write `<=`",
    "n <> 3": "write `!=`",
    "regulated && n > 1": "write `and`",
    "regulated || n > 1": "write `or`",
    "!regulated": "write `not`",
    "n AND x": "column 3: an operator is missing before `AND`; write `and` in lower case",
    "n is null": "column 3: an operator is missing before `is`; write `== null` to test for unknown",
    "n < x < 3": "column 7: `<` continues a comparison; write one comparison at a time and join",
    "n > 3 in needs": "column 7: `in` continues a comparison",
    "n == x > 3": "column 6: comparisons are chained",
    "(n > 1) == (x > 1)": "column 2: comparisons are chained",
    "": "column 1: the expression is empty; write a condition or a number",
    " \t\n": "the expression is empty",
    "n >": "column 4: a value is missing after `>`; complete the expression",
    "not": "column 4: a value is missing after `not`",
    "(n > 1": "column 7: a `(` is not closed; add the `)`",
    'platform in ["none"': "a `[` is not closed; add the `]`",
    "regulated ? 1": "`?` stands without `:`; write `condition ? a : b`",
    "n > 1 : 2": "column 7: `:` stands without `?`",
    "n > 1)": "column 6: `)` closes nothing",
    "()": "column 2: a value is missing before `)`",
    ", n": "column 1: a value is missing before `,`",
    "n > 3 and and regulated": "column 11: a value is missing before `and`",
    "n x": "column 3: an operator is missing before `x`",
    "n not x": "column 3: an operator is missing before `not`",
    "(n > 3, regulated)": "column 7: `,` is not expected here; check the brackets",
    "(n)(x) > 2": "column 4: an operator is missing before `(`",
    "n > 5 'a'": "column 7: an operator is missing before `'a'`",
}
FOREIGN = {
    "min(n, x) > 2": "column 4: `min` cannot be called; there are no functions",
    "needs[0] > 1": "column 6: `needs` cannot be indexed",
    "n.__class__ == 1": "column 2: `.` is not an operator here; fields have no attributes",
    "needs.length > 1": "fields have no attributes",
    'platform =~ "st.*"': "column 10: `=~` is not an operator here; compare with `==` or `in [...]`",
    'platform =~~ "s"': "there are no patterns",
    'platform !~ "s"': "there are no patterns",
    "n % 2 == 0": "there is no remainder",
    "n // 2 == 0": "divide with `/`",
    "n ** 2 > 3": "column 3: `**` is not an operator here; multiply the factors with `*`",
    "n & 1 > 0": "write `and`",
    "n | 1 > 0": "write `or`",
    "n ?? 1 > 0": "`??` is not an operator here; test with `== null`",
    "[n for n in needs]": "column 4: `for` is not part of the language",
    "n > 1 if regulated": "`if` is not part of the language; to choose a value write `condition ? a : b`",
    "n > inf": "`inf` is not part of the language",
    "{1, 2}": "the character '{' is not part of the language",
    "$n > 1": "the character '$' is not part of the language",
    "n > 1 # many": "column 7: `#` is not an operator here; put comments into the YAML",
    'platform == "none': "column 13: quoted text is not closed",
    'platform == "no\\"ne"': "quoted text is not closed; close it on the same line, without backslashes",
    "d'2026-01-01' > n": "column 2: an operator is missing",
    "0x10 > n": "an operator is missing before `x10`",
    "größe > 1": "column 3: the character 'ö' is not part of the language",
    "n > 1e99": "column 5: the number 1e99 is too large or too small; stay between 1e-15 and 1e+15",
    "n > 1e-99": "the number 1e-99 is too large or too small",
}
MEANING = {
    "models_in_prod > 1": "column 1: unknown field `models_in_prod`; did you mean `models_in_production`",
    "n > 1 and qqqq > 1": "column 11: unknown field `qqqq`; use a field of the pack's schema",
    "platform == strong": 'column 13: unknown field `strong`; quote a choice: `"strong"`',
    "regulated == True": "column 14: unknown field `True`; write `true`",
    "n == None": "column 6: unknown field `None`; write `null`",
    'platform == "strnog"': 'column 13: `platform` has no choice `"strnog"`; did you mean `"strong"`',
    'platform in ["none", "qqqq"]': '`"qqqq"`; choose one of none, basic, strong',
    '"deploy" in needs': 'column 1: `needs` has no choice `"deploy"`; did you mean `"deploy_models"`',
    "platform in []": "the list behind `in` is empty",
    'platform in ["none", n]': "column 22: only quoted text can be looked up in `platform`",
    "n in needs": "column 1: only quoted text can be looked up in `needs`",
    "n in [1, 2]": "column 1: `n` is a number, and only a choice can be one of a list",
    '"none" in ["none"]': '`"none"` is compared with a list of texts; put a field before `in`',
    '"none" in platform': "column 11: `platform` is a choice and has no members; compare with `==`",
    "n in x": "column 6: `x` is a number and has no members",
    "[1] == n": "a list is not a value",
    'platform < "strong"': "`platform` is a choice and has no order for `<`; compare with `==`, `!=` or `in`",
    "platform == services": "`platform` and `services` choose from different vocabularies",
    "regulated > true": "`regulated` is yes/no and has no order for `>`",
    "needs < 3": "`needs` is a set and cannot be compared; test its members",
    "3 == needs": "column 6: `needs` is a set and cannot be compared",
    'needs == "deploy_models"': "`needs` is a set and cannot be compared with text; test a member",
    'n == "3"': "column 1: `n` is a number and cannot be compared with text; compare it with a number",
    'regulated == "yes"': "`regulated` is yes/no and cannot be compared with text; use it as it stands",
    '"none" == "basic"': '`"basic"` stands alone',
    "n == regulated": "column 6: `n` is a number but `regulated` is yes/no",
    "n": "column 1: `n` is a number where yes/no is needed; compare it, as in `n > 0`",
    "n - 1 and regulated": "`n - 1` is a number where yes/no is needed",
    "not n": "`n` is a number where yes/no is needed",
    "regulated + 1 > 2": "`regulated` is yes/no where a number is needed; write `(regulated ? 1 : 0)`",
    "-regulated > 2": "`regulated` is yes/no where a number is needed",
    "platform": '`platform` is a choice where yes/no is needed; compare it, as in `platform == "none"`',
    "needs": '`needs` is a set where yes/no is needed; test a member, as in `"member" in needs`',
    "n ? true : false": "`n` is a number where yes/no is needed",
    "regulated ? 1 : true": "`true` is yes/no where a number is needed",
    "regulated ? platform : fallback": "`platform` is a choice and cannot be the outcome of `?`",
    "n > null": "column 1: `null` has no order for `>`",
    "null": "`null` is not a value; test with `field == null`",
    "n + null > 1": "column 5: `null` is not a value",
    "n + x == null": "`n + x` is not a field and cannot be tested for `null`; test each of its fields",
    "toil_high == null": "`toil_high` is never unknown; leave the test for `null` out",
    '"none"': '`"none"` stands alone; compare it',
}


@pytest.mark.parametrize(("text", "message"), [*SYNTAX.items(), *FOREIGN.items(), *MEANING.items()])
def test_an_error_says_where_what_and_what_to_do(text: str, message: str) -> None:
    error = refused(text)

    assert message in str(error)
    assert str(error) == f"rule r1, column {error.column}: {error.problem}; {error.fix}."
    assert error.where == "rule r1"


def test_a_condition_is_not_a_number() -> None:
    assert "`n > 1` is yes/no where a number is needed" in str(refused("n > 1", Kind.NUMBER))
    assert compiled("n + 1", Kind.NUMBER).kind is Kind.NUMBER
    with pytest.raises(ValueError, match="gives a number or yes/no, not a choice"):
        compiled("platform", Kind.CHOICE)


def test_a_long_part_is_shortened_in_messages() -> None:
    assert len(refused(" + ".join(["models_in_production"] * 20)).problem) < 120
    assert len(refused("n" * 1_000 + " > 1").problem) < 120


HOSTILE = {
    "long": "n > 1 and " * 1_000,
    "many tokens": " ".join(["n+n"] * 300),
    "brackets": "(" * 900 + "n" + ")" * 900,
    "open brackets": "(" * 1_900,
    "nots": "not " * 240 + "regulated",
    "signs": "-" * 240 + "n > 1",
    "sums": "+".join(["n"] * 120) + " > 1",
    "choices": "regulated ? 1 : " * 80 + "2",
    "digits": "n > " + "9" * 1_900,
    "exponent": "n > 1e999999999",
    "powers": "9**9**9**9 > n",
    "dunder": "__class__.__bases__",
    "import": "__import__('os').system('true')",
    "unicode": "\N{RIGHT-TO-LEFT OVERRIDE}n > 1",
    "fullwidth": "\N{FULLWIDTH LATIN SMALL LETTER N} > 1",
    "null byte": "n\0 > 1",
    "long name": "a" * (MAX_LENGTH - 4) + " > 1",
    "quotes": '"' * MAX_LENGTH,
    "braces": "{" * MAX_LENGTH,
}


def quickest(action: Callable[[], object], tries: int = 3) -> float:
    """Seconds of the quickest try."""
    taken = []
    for _ in range(tries):
        start = perf_counter()
        action()
        taken.append(perf_counter() - start)
    return min(taken)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_refused_at_once(text: str) -> None:
    assert quickest(lambda: refused(text)) < 0.1


@pytest.mark.parametrize(
    "types",
    [
        "SYMBOL ATTR SYMBOL",
        "SYMBOL LPAREN RPAREN",
        "SYMBOL LBRACKET SYMBOL RBRACKET",
        "LBRACKET SYMBOL FOR SYMBOL IN SYMBOL RBRACKET",
        "LBRACE SYMBOL RBRACE",
        "SYMBOL COALESCE SYMBOL",
    ],
)
def test_what_else_the_grammar_knows_goes_no_further(types: str) -> None:
    signs = {"ATTR": ".", "LBRACKET": "[", "COALESCE": "??"}
    tokens = tuple(
        Token("FIELD" if name == "SYMBOL" else name, signs.get(name, name.lower()), column)
        for column, name in enumerate(types.split(), 1)
    )

    with pytest.raises(TypeError, match="The grammar has let"):
        parse(tokens, "rule r1")


def test_nesting_within_reason_is_accepted() -> None:
    for text in (
        "(" * 100 + "n > 1" + ")" * 100,
        " and ".join(["n > 1"] * 60),
        "+".join(["n"] * 35) + " > 1",
    ):
        assert compiled(text).fields == {"n"}


def test_definitions_come_before_their_uses_and_once() -> None:
    first, second = compiled("n + 1", Kind.NUMBER), compiled("x > 1")

    assert in_order([("a", first), ("b", second)]) == [("a", first), ("b", second)]
    with pytest.raises(ValueError, match="b uses x before it is defined"):
        in_order([("b", second), ("x", first)])
    with pytest.raises(ValueError, match="x uses x before it is defined"):
        in_order([("x", second)])
    with pytest.raises(ValueError, match="a is defined twice"):
        in_order([("a", first), ("a", second)])


@pytest.mark.parametrize(
    ("field", "message"),
    [
        (lambda: Field("a b", Kind.NUMBER), "'a b' cannot name a field"),
        (lambda: Field("größe", Kind.NUMBER), "cannot name a field"),
        (lambda: Field("and", Kind.BOOLEAN), "'and' cannot name a field"),
        (lambda: Field("if", Kind.BOOLEAN), "'if' cannot name a field"),
        (lambda: Field("a", Kind.NUMBER, ("x",)), "Field a is a number and takes no choices"),
        (lambda: Field("a", Kind.CHOICE), "Field a needs 1 to 32767 choices, not 0"),
        (lambda: Field("a", Kind.SET, tuple(map(str, range(63)))), "needs 1 to 62 choices, not 63"),
        (lambda: Field("a", Kind.CHOICE, ("x", "x")), "repeats a choice"),
        (lambda: Field("a", Kind.NUMBER, low=2, high=1), "has bounds that no number meets: 2 to 1"),
        (lambda: Field("a", Kind.BOOLEAN, integer=True), "is a yes/no and takes no bounds"),
    ],
)
def test_a_field_that_makes_no_sense_is_refused(field: Callable[[], Field], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        field()
