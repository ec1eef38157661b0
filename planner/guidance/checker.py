"""What an expression means: types, vocabularies and unknowns are checked while the tree is made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from planner.guidance.grammar import Clause
from planner.guidance.nodes import (
    And,
    Arithmetic,
    Comparison,
    Conditional,
    Contains,
    Negative,
    Node,
    Not,
    NullTest,
    Number,
    OneOf,
    Or,
    Symbol,
    Text,
    Truth,
    kind_of,
    render,
    symbols,
)
from planner.guidance.tokens import CHAINED, ExpressionError
from planner.guidance.vocabulary import WORDS, Kind, Vocabulary

KIND_NAMES: Final = {
    Kind.NUMBER: "a number",
    Kind.BOOLEAN: "yes/no",
    Kind.CHOICE: "a choice",
    Kind.SET: "a set",
}
_EQUALITIES: Final = frozenset({"==", "!="})
_COMPARISONS: Final = _EQUALITIES | {"<", "<=", ">", ">=", "in"}
_QUOTED_LENGTH: Final = 60  # characters of an expression within a message


def check(clause: Clause, vocabulary: Vocabulary, where: str, expect: Kind) -> Node:
    """The typed tree of a clause that gives a value of the kind `expect`; else raises ExpressionError."""
    return _Checker(vocabulary, where).expect(clause, expect)


@dataclass(frozen=True, slots=True)
class _Checker:
    """Turns the grammar's clauses into typed nodes and refuses what has no sound meaning."""

    vocabulary: Vocabulary
    where: str

    def expect(self, clause: Clause, kind: Kind) -> Node:
        node = self.read(clause)
        found = kind_of(node)
        if found is not kind:
            problem = f"`{_brief(node)}` is {KIND_NAMES[found]} where {KIND_NAMES[kind]} is needed"
            raise self.error(clause, problem, _conversion(node, kind))
        return node

    def read(self, clause: Clause) -> Node:
        operator, parts = clause.operator, clause.parts
        match operator:
            case "":
                return self.value(clause)
            case "and":
                return And(self.operands(clause, And))
            case "or":
                return Or(self.operands(clause, Or))
            case "not":
                return Not(self.expect(parts[0], Kind.BOOLEAN))
            case "in":
                return self.membership(clause)
            case "?":
                return self.conditional(clause)
            case "[]":
                raise self.error(clause, "a list is not a value", 'test a choice with `field in ["a", "b"]`')
            case _:
                return (self.comparison if operator in _COMPARISONS else self.arithmetic)(clause)

    def value(self, clause: Clause) -> Node:
        token = clause.token
        match token.type:
            case "NUMBER":
                return Number(int(token.text) if token.text.isdigit() else float(token.text))
            case "TRUE" | "FALSE":
                return Truth(token.type == "TRUE")
            case "FIELD":
                return self.symbol(clause)
            case "NULL":
                raise self.error(
                    clause, "`null` is not a value", "test with `field == null` or `field != null`"
                )
            case _:
                raise self.error(clause, f"{token} stands alone", 'compare it, as in `field == "choice"`')

    def symbol(self, clause: Clause) -> Symbol:
        name = clause.token.text
        if name not in self.vocabulary:
            raise self.error(clause, f"unknown field `{name[:_QUOTED_LENGTH]}`", self.suggestion(name))
        return Symbol(self.vocabulary[name])

    def suggestion(self, name: str) -> str:
        if any(name in field.choices for field in self.vocabulary.values()):
            return f'quote a choice: `"{name}"`'
        word = {"none": "null"}.get(name.lower(), name.lower())
        if word in WORDS:
            return f"write `{word}`"
        return _nearest(name, self.vocabulary, "`{}`", "use a field of the pack's schema")

    def operands(self, clause: Clause, joined: type[And | Or]) -> tuple[Node, ...]:
        nodes = [self.expect(part, Kind.BOOLEAN) for part in clause.parts]
        return tuple(
            part for node in nodes for part in (node.operands if isinstance(node, joined) else (node,))
        )

    def arithmetic(self, clause: Clause) -> Node:
        numbers = [self.expect(part, Kind.NUMBER) for part in clause.parts]
        match numbers:
            case [Number(value)]:
                return Number(-value)
            case [operand]:
                return Negative(operand)
            case _:
                return Arithmetic(clause.operator, *numbers)

    def conditional(self, clause: Clause) -> Conditional:
        condition, then, otherwise = clause.parts
        test, first = self.expect(condition, Kind.BOOLEAN), self.read(then)
        if kind_of(first) not in (Kind.NUMBER, Kind.BOOLEAN):
            problem = f"`{_brief(first)}` is {KIND_NAMES[kind_of(first)]} and cannot be the outcome of `?`"
            raise self.error(then, problem, "give numbers or yes/no")
        return Conditional(test, first, self.expect(otherwise, kind_of(first)))

    def comparison(self, clause: Clause) -> Node:
        for part in clause.parts:
            if part.operator in _COMPARISONS:
                raise self.error(part, "comparisons are chained", CHAINED)
        left, right = clause.parts
        for part, other in ((left, right), (right, left)):
            if part.leaf == "NULL":
                return self.null_test(clause.operator, other)
        if left.leaf == "STRING":
            text, symbol = self.choice(left, right)
            return self.like_with_like(clause, text, symbol)
        if right.leaf == "STRING":
            text, symbol = self.choice(right, left)
            return self.like_with_like(clause, symbol, text)
        return self.like_with_like(clause, self.read(left), self.read(right))

    def null_test(self, operator: str, clause: Clause) -> NullTest:
        if operator not in _EQUALITIES:
            raise self.error(
                clause, f"`null` has no order for `{operator}`", "test with `== null` or `!= null`"
            )
        node = self.read(clause)
        if not isinstance(node, Symbol):
            fix = "test each of its fields, or give it a name as a derived term"
            raise self.error(clause, f"`{_brief(node)}` is not a field and cannot be tested for `null`", fix)
        if not node.field.nullable:
            raise self.error(clause, f"`{node.name}` is never unknown", "leave the test for `null` out")
        return NullTest(node, known=operator == "!=")

    def choice(self, clause: Clause, other: Clause) -> tuple[Text, Symbol]:
        """A quoted text and the choice that it is compared with."""
        symbol = self.read(other)
        if not isinstance(symbol, Symbol) or symbol.field.kind is not Kind.CHOICE:
            problem = f"`{_brief(symbol)}` is {KIND_NAMES[kind_of(symbol)]} and cannot be compared with text"
            raise self.error(other, problem, _conversion(symbol, Kind.CHOICE))
        return Text(self.member(clause, symbol), symbol.field.choices), symbol

    def member(self, clause: Clause, symbol: Symbol) -> str:
        """The text of a quoted member of the field's vocabulary."""
        if clause.leaf != "STRING":
            raise self.error(
                clause, f"only quoted text can be looked up in `{symbol.name}`", 'write it as `"text"`'
            )
        text, choices = clause.token.text[1:-1], symbol.field.choices
        if text not in choices:
            fix = _nearest(text, choices, '`"{}"`', f"choose one of {', '.join(choices)}")
            raise self.error(clause, f"`{symbol.name}` has no choice {clause.token}", fix)
        return text

    def like_with_like(self, clause: Clause, left: Node, right: Node) -> Comparison:
        first, second = kind_of(left), kind_of(right)
        sides = f"`{_brief(left)}` is {KIND_NAMES[first]}", f"`{_brief(right)}` is {KIND_NAMES[second]}"
        if Kind.SET in (first, second):
            at, problem = (0, sides[0]) if first is Kind.SET else (1, sides[1])
            fix = 'test its members with `"member" in field`'
            raise self.error(clause.parts[at], f"{problem} and cannot be compared", fix)
        if first is not second:
            problem = f"{sides[0]} but {sides[1]}"
            raise self.error(clause.parts[1], problem, "compare values of the same kind")
        if first is not Kind.NUMBER and clause.operator not in _EQUALITIES:
            problem = f"{sides[0]} and has no order for `{clause.operator}`"
            raise self.error(clause, problem, "compare with `==`, `!=` or `in`")
        if first is Kind.CHOICE and _choices(left) != _choices(right):
            problem = f"`{_brief(left)}` and `{_brief(right)}` choose from different vocabularies"
            raise self.error(clause, problem, "compare each with a quoted choice")
        return Comparison(clause.operator, left, right)

    def membership(self, clause: Clause) -> Node:
        member, container = clause.parts
        if container.operator == "[]":
            return self.one_of(member, container.parts)
        symbol = self.read(container)
        if isinstance(symbol, Symbol) and symbol.field.kind is Kind.SET:
            return Contains(self.member(member, symbol), symbol)
        problem = f"`{_brief(symbol)}` is {KIND_NAMES[kind_of(symbol)]} and has no members"
        fix = "compare with `==`" if kind_of(symbol) is Kind.CHOICE else "put a set or a list behind `in`"
        raise self.error(container, problem, fix)

    def one_of(self, clause: Clause, options: tuple[Clause, ...]) -> OneOf:
        if clause.leaf == "STRING":
            raise self.error(
                clause, f"{clause.token} is compared with a list of texts", "put a field before `in`"
            )
        symbol = self.read(clause)
        if not isinstance(symbol, Symbol) or symbol.field.kind is not Kind.CHOICE:
            problem = (
                f"`{_brief(symbol)}` is {KIND_NAMES[kind_of(symbol)]}, and only a choice can be one of a list"
            )
            raise self.error(clause, problem, _conversion(symbol, Kind.CHOICE))
        if not options:
            raise self.error(clause, "the list behind `in` is empty", "name the choices that count")
        return OneOf(symbol, tuple(self.member(option, symbol) for option in options))

    def error(self, clause: Clause, problem: str, fix: str) -> ExpressionError:
        return ExpressionError(self.where, clause.token.column, problem, fix)


def _choices(node: Node) -> tuple[str, ...]:
    """The vocabulary of a choice, which is a field or a text."""
    return node.choices if isinstance(node, Text) else symbols(node)[0].field.choices


def _conversion(node: Node, needed: Kind) -> str:
    """How to make of a node what is needed."""
    text = _brief(node)
    match kind_of(node), needed:
        case Kind.SET, _:
            return f'test a member, as in `"member" in {text}`'
        case Kind.BOOLEAN, Kind.NUMBER:
            return f"write `({text} ? 1 : 0)`"
        case Kind.NUMBER, Kind.BOOLEAN:
            return f"compare it, as in `{text} > 0`"
        case Kind.CHOICE, _:
            return f'compare it, as in `{text} == "{_choices(node)[0]}"`'
        case Kind.NUMBER, _:
            return "compare it with a number"
        case _:
            return "use it as it stands"


def _nearest(text: str, known: Iterable[str], form: str, otherwise: str) -> str:
    nearest = get_close_matches(text, known, n=1)
    return f"did you mean {form.format(nearest[0])}" if nearest else otherwise


def _brief(node: Node) -> str:
    text = render(node)
    return text if len(text) <= _QUOTED_LENGTH else f"{text[: _QUOTED_LENGTH - 1]}…"
