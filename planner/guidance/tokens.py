"""The words and signs of an expression, each with its place; anything else is refused here."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from planner.guidance.vocabulary import FOREIGN_WORDS, WORDS

MAX_LENGTH: Final = 2_000  # characters
MAX_TOKENS: Final = 250
MAX_NUMBER: Final = 1e15  # below 2**53, so that integers stay exact in float64

VALUES: Final = frozenset({"NUMBER", "STRING", "FIELD", "TRUE", "FALSE", "NULL"})
COMPARISONS: Final = frozenset({"EQ", "NE", "LT", "LE", "GT", "GE", "IN"})
_OPENING: Final = frozenset({"LPAREN", "LBRACKET"})
_CLOSING: Final = frozenset({"RPAREN", "RBRACKET"})

_SIGNS: Final = {
    "==": "EQ",
    "!=": "NE",
    "<=": "LE",
    ">=": "GE",
    "<": "LT",
    ">": "GT",
    "+": "ADD",
    "-": "SUB",
    "*": "MUL",
    "/": "TDIV",
    "(": "LPAREN",
    ")": "RPAREN",
    "[": "LBRACKET",
    "]": "RBRACKET",
    ",": "COMMA",
    "?": "QMARK",
    ":": "COLON",
}
_FOREIGN_SIGNS: Final = {
    "===": "write `==` to compare",
    "=~~": "compare with `==` or `in [...]`, there are no patterns",
    "!~~": "compare with `!=` or `not in [...]`, there are no patterns",
    "=~": "compare with `==` or `in [...]`, there are no patterns",
    "!~": "compare with `!=` or `not in [...]`, there are no patterns",
    "=>": "write `>=` to compare",
    "=<": "write `<=` to compare",
    "<>": "write `!=` to compare",
    "=": "write `==` to compare",
    "&&": "write `and`",
    "||": "write `or`",
    "&": "write `and`",
    "|": "write `or`",
    "!": "write `not`",
    "**": "multiply the factors with `*`",
    "//": "divide with `/`",
    "%": "divide with `/`, there is no remainder",
    "??": "test with `== null` and choose with `condition ? a : b`",
    ".": "fields have no attributes, use the field's own name",
    "#": "put comments into the YAML around it",
    '"': "close it on the same line, without backslashes",
    "'": "close it on the same line, without backslashes",
}
_PATTERN: Final = re.compile(
    r"(?P<space>[ \t\r\n]+)"
    r"|(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<word>[A-Za-z_][A-Za-z0-9_]*)"
    r"""|(?P<string>"[^"\\\r\n]*"|'[^'\\\r\n]*')"""
    r"|(?P<sign>" + "|".join(map(re.escape, sorted(_SIGNS | _FOREIGN_SIGNS, key=len, reverse=True))) + ")"
)


class ExpressionError(ValueError):
    """An expression that cannot be used: where it stands, the column (from 1), what is wrong, what to do."""

    def __init__(self, where: str, column: int, problem: str, fix: str) -> None:
        super().__init__(where, column, problem, fix)
        self.where, self.column, self.problem, self.fix = where, column, problem, fix

    def __str__(self) -> str:
        return f"{self.where}, column {self.column}: {self.problem}; {self.fix}."


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number, quoted text or sign; `type` is a terminal of the grammar, `column` counts from 1."""

    type: str
    text: str
    column: int

    def __str__(self) -> str:
        return f"`{self.text}`"


def tokenize(text: str, where: str) -> tuple[Token, ...]:
    """Split an expression into tokens; raises ExpressionError at the first thing that has no place in one."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError(where, MAX_LENGTH + 1, f"{len(text)} characters are too long", _SHORTER)
    tokens: list[Token] = []
    for token in _scan(text, where):
        if tokens and token.type in _OPENING and ends_value(tokens[-1]):
            raise _call_or_index(tokens[-1], token, where)
        tokens.append(token)
        if len(tokens) > MAX_TOKENS:
            problem = f"the expression has more than {MAX_TOKENS} words and signs"
            raise ExpressionError(where, token.column, problem, _SHORTER)
    if not tokens:
        raise ExpressionError(where, 1, "the expression is empty", "write a condition or a number")
    return tuple(tokens)


_SHORTER: Final = f"keep within {MAX_LENGTH} characters and move a part into a definition of its own"


def syntax_error(tokens: tuple[Token, ...], index: int, where: str) -> ExpressionError:
    """Say why the grammar stopped at `tokens[index]`, or at the end where there is no such token."""
    before = tokens[index - 1] if index else None
    if index == len(tokens):
        return _ends_early(tokens, where)
    token = tokens[index]
    if index > 1 and tokens[index - 1].type == "NOT" and ends_value(tokens[index - 2]):
        before, token = tokens[index - 2 : index]
    problem, fix = f"{token} is not expected here", "check the brackets and operators around it"
    if before is None or not ends_value(before):
        problem, fix = f"a value is missing before {token}", "write a field, number or quoted text there"
    elif token.type in COMPARISONS:
        problem, fix = f"{token} continues a comparison", CHAINED
    elif token.type in VALUES or token.type == "NOT":
        problem, fix = f"an operator is missing before {token}", _missing_operator(token)
    elif token.type == "COLON":
        problem, fix = "`:` stands without `?`", "write `condition ? a : b`"
    elif token.type in _CLOSING:
        problem, fix = f"{token} closes nothing", "remove it, or open the bracket"
    return ExpressionError(where, token.column, problem, fix)


CHAINED: Final = "write one comparison at a time and join them with `and`"


def ends_value(token: Token) -> bool:
    """Whether a value is complete with this token, so that an operator has to follow."""
    return token.type in VALUES or token.type in _CLOSING


def _scan(text: str, where: str) -> Iterator[Token]:
    position = 0
    while position < len(text):
        match = _PATTERN.match(text, position)
        column = position + 1
        if match is None:
            problem = f"the character {text[position]!r} is not part of the language"
            raise ExpressionError(
                where, column, problem, "use field names, numbers, quoted text and operators"
            )
        position = match.end()
        if match.lastgroup != "space":
            yield _token(match.lastgroup or "", match[0], column, where)


def _token(group: str, text: str, column: int, where: str) -> Token:
    if group == "sign" and text in _FOREIGN_SIGNS:
        problem = "quoted text is not closed" if text in "\"'" else f"`{text}` is not an operator here"
        raise ExpressionError(where, column, problem, _FOREIGN_SIGNS[text])
    if group == "word" and text in FOREIGN_WORDS:
        problem = f"`{text}` is not part of the language"
        raise ExpressionError(where, column, problem, "to choose a value write `condition ? a : b`")
    if group == "number" and not _in_range(float(text)):
        problem = f"the number {text[:20]} is too large or too small"
        raise ExpressionError(where, column, problem, f"stay between {1 / MAX_NUMBER:g} and {MAX_NUMBER:g}")
    if group == "word":
        return Token(text.upper() if text in WORDS else "FIELD", text, column)
    return Token(_SIGNS.get(text, group.upper()), text, column)


def _in_range(number: float) -> bool:
    return number == 0 or (math.isfinite(number) and 1 / MAX_NUMBER <= number <= MAX_NUMBER)


def _call_or_index(before: Token, token: Token, where: str) -> ExpressionError:
    if token.type == "LBRACKET":
        problem, fix = f"{before} cannot be indexed", 'test a member with `"member" in field`'
    elif before.type == "FIELD":
        problem, fix = f"{before} cannot be called", "there are no functions; define a derived term instead"
    else:
        problem, fix = (
            f"an operator is missing before {token}",
            "write an operator, for instance `*` or `and`",
        )
    return ExpressionError(where, token.column, problem, fix)


def _ends_early(tokens: tuple[Token, ...], where: str) -> ExpressionError:
    last = tokens[-1]
    column = last.column + len(last.text)
    if not ends_value(last):
        return ExpressionError(where, column, f"a value is missing after {last}", "complete the expression")
    types = [token.type for token in tokens]
    if types.count("LPAREN") > types.count("RPAREN"):
        return ExpressionError(where, column, "a `(` is not closed", "add the `)`")
    if types.count("LBRACKET") > types.count("RBRACKET"):
        return ExpressionError(where, column, "a `[` is not closed", "add the `]`")
    return ExpressionError(where, column, "`?` stands without `:`", "write `condition ? a : b`")


def _missing_operator(token: Token) -> str:
    lowered = token.text.lower()
    if lowered in WORDS and token.text != lowered:
        return f"write `{lowered}` in lower case"
    if lowered in {"is", "equals"}:
        return "write `== null` to test for unknown and `==` to compare"
    return "write an operator, for instance `and` or `==`"
