"""Adapter on rule-engine's parser, and the one module that knows it.

The parser gets stand-in names for fields and literals alike, so that it neither evaluates, folds nor
resolves anything: from it come operator precedence and the shape of the tree, nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rule_engine import Context, Rule, ast
from rule_engine.errors import RuleSyntaxError

from planner.guidance.tokens import VALUES, Token, syntax_error

_CONTEXT: Final = Context()
_OPERATORS: Final = {
    "and": "and",
    "or": "or",
    "not": "not",
    "uminus": "-",
    "eq": "==",
    "ne": "!=",
    "lt": "<",
    "le": "<=",
    "gt": ">",
    "ge": ">=",
    "add": "+",
    "sub": "-",
    "mul": "*",
    "tdiv": "/",
}


@dataclass(frozen=True, slots=True)
class Clause:
    """An operator with its parts in source order, not yet checked; without operator, a single value.

    Operators are those of the language, `?` for a choice and `[]` for a list; `token` is the first value.
    """

    operator: str
    parts: tuple[Clause, ...]
    token: Token

    @property
    def leaf(self) -> str:
        """The type of the token of a single value, otherwise empty."""
        return "" if self.operator else self.token.type


def parse(tokens: tuple[Token, ...], where: str) -> Clause:
    """Arrange tokens by the grammar; raises ExpressionError where they do not fit.

    Raises RecursionError if they nest too deeply.
    """
    try:
        statement = Rule.parser.parse("", _CONTEXT, lexer=_Feed(tokens))
    except RuleSyntaxError as error:
        index = len(tokens) if error.token is None else error.token.lexpos
        raise syntax_error(tokens, index, where) from None
    return _clause(statement.expression, tokens)


@dataclass
class _Terminal:
    """A token as the grammar wants it; `lexpos` is its index. The parser may set attributes of its own."""

    type: str
    value: str
    lexpos: int
    lineno: int = 1


class _Feed:
    """The lexer's side of the parser: hands out prepared tokens."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self._terminals = (
            _Terminal("SYMBOL", str(index), index)
            if token.type in VALUES
            else _Terminal(token.type, token.text, index)
            for index, token in enumerate(tokens)
        )

    def input(self, text: str) -> None:
        """Ignore the text, which the parser passes for form's sake."""

    def token(self) -> _Terminal | None:
        """The next token, or None at the end."""
        return next(self._terminals, None)


def _clause(node: ast.ExpressionBase, tokens: tuple[Token, ...]) -> Clause:
    if isinstance(node, ast.SymbolExpression):
        return Clause("", (), tokens[int(node.name)])
    operator, nodes = _shape(node)
    parts = tuple(_clause(part, tokens) for part in nodes)
    return Clause(operator, parts, parts[0].token if parts else tokens[0])


def _shape(node: ast.ExpressionBase) -> tuple[str, tuple[ast.ExpressionBase, ...]]:
    match node:
        case ast.ContainsExpression():
            return "in", (node.member, node.container)
        case ast.TernaryExpression():
            return "?", (node.condition, node.case_true, node.case_false)
        case ast.ArrayExpression():
            return "[]", tuple(node.value)
        case ast.UnaryExpression():
            return _OPERATORS[node.type], (node.right,)
        case ast.BinaryExpressionBase():
            return _OPERATORS[node.type], (node.left, node.right)
        case _:
            raise TypeError(f"The grammar has let {type(node).__name__} through.")
