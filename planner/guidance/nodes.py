"""The typed tree of an expression: what every compiled form is made from."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, assert_never

from planner.guidance.vocabulary import Field, Kind, Scalar


@dataclass(frozen=True, slots=True)
class Number:
    """A literal number; an int where it was written without fraction or exponent."""

    value: float


@dataclass(frozen=True, slots=True)
class Truth:
    """`true` or `false`."""

    value: bool


@dataclass(frozen=True, slots=True)
class Text:
    """A quoted choice, already known to be one of `choices`."""

    value: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Symbol:
    """A field by its name."""

    field: Field

    @property
    def name(self) -> str:
        """The field's name."""
        return self.field.name


@dataclass(frozen=True, slots=True)
class Negative:
    """`-operand`."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`left operator right` with `+ - * /`."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Comparison:
    """`left operator right` of two numbers, or `==` and `!=` of two yes/no values or choices."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class OneOf:
    """`field in ["a", "b"]` of a choice."""

    symbol: Symbol
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contains:
    """`"member" in field` of a set."""

    member: str
    symbol: Symbol


@dataclass(frozen=True, slots=True)
class NullTest:
    """`field != null` where `known`, else `field == null`; never unknown itself."""

    symbol: Symbol
    known: bool


@dataclass(frozen=True, slots=True)
class Not:
    """`not operand`."""

    operand: Node


@dataclass(frozen=True, slots=True)
class And:
    """All operands; nested conjunctions are flat."""

    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any operand; nested disjunctions are flat."""

    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Conditional:
    """`condition ? then : otherwise`; unknown where the condition is."""

    condition: Node
    then: Node
    otherwise: Node


Literal: TypeAlias = Number | Truth | Text
Atom: TypeAlias = Comparison | OneOf | Contains | NullTest
Composite: TypeAlias = Negative | Arithmetic | Atom | Not | And | Or | Conditional
Node: TypeAlias = Literal | Symbol | Composite

FUNCTIONS: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def stands_in(node: Conditional) -> bool:
    """Whether `otherwise` stands in for an unknown field: `field != null ? field : otherwise`."""
    return node.condition == NullTest(node.then, known=True) if isinstance(node.then, Symbol) else False


def kind_of(node: Node) -> Kind:
    """The kind of value that a node gives."""
    match node:
        case Number() | Negative() | Arithmetic():
            return Kind.NUMBER
        case Symbol(field):
            return field.kind
        case Conditional():
            return kind_of(node.then)
        case Text():
            return Kind.CHOICE
        case _:
            return Kind.BOOLEAN


def children(node: Node) -> tuple[Node, ...]:
    """The parts of a node in source order."""
    match node:
        case Number() | Truth() | Text() | Symbol():
            return ()
        case Negative(operand) | Not(operand):
            return (operand,)
        case Arithmetic(_, left, right) | Comparison(_, left, right):
            return (left, right)
        case OneOf(symbol) | NullTest(symbol) | Contains(_, symbol):
            return (symbol,)
        case And(operands) | Or(operands):
            return operands
        case Conditional(condition, then, otherwise):
            return (condition, then, otherwise)
        case _:
            assert_never(node)


def walk(node: Node) -> Iterator[Node]:
    """A node and all its parts in source order."""
    yield node
    for child in children(node):
        yield from walk(child)


def symbols(node: Node) -> tuple[Symbol, ...]:
    """The symbols of a node in source order, each once."""
    return tuple(dict.fromkeys(part for part in walk(node) if isinstance(part, Symbol)))


def atoms(node: Node) -> Iterator[Atom | Symbol]:
    """The largest parts without `and`, `or`, `not` and `?` that give yes or no, in source order."""
    if isinstance(node, Atom) or (isinstance(node, Symbol) and kind_of(node) is Kind.BOOLEAN):
        yield node
    else:
        for child in children(node):
            yield from atoms(child)


def depth(node: Node) -> int:
    """Levels of nesting, 1 for a leaf."""
    return 1 + max((depth(child) for child in children(node)), default=0)


def render(node: Node, values: Mapping[str, Scalar] | None = None) -> str:
    """The node as text with the fewest brackets; with `values`, those stand in place of the symbols."""

    def part(child: Node, least: int) -> str:
        return _part(child, least, values)

    match node:
        case Number(value) | Truth(value) | Text(value):
            text = show(value)
        case Symbol():
            text = node.name if values is None else show(values.get(node.name))
        case Negative(operand):
            text = f"-{part(operand, 7)}"
        case Arithmetic(sign, left, right):
            text = f"{part(left, _level(node))} {sign} {part(right, _level(node) + 1)}"
        case Comparison(sign, left, right):
            text = f"{part(left, 5)} {sign} {part(right, 5)}"
        case Not(operand):
            text = f"not {part(operand, 3)}"
        case And(operands):
            text = " and ".join(part(operand, 3) for operand in operands)
        case Or(operands):
            text = " or ".join(part(operand, 2) for operand in operands)
        case Conditional(condition, then, otherwise):
            text = f"{part(condition, 1)} ? {part(then, 1)} : {part(otherwise, 0)}"
        case _:
            text = _render_test(node, part(node.symbol, 5))
    return text


def _render_test(node: OneOf | Contains | NullTest, subject: str) -> str:
    match node:
        case OneOf(_, options):
            return f"{subject} in [{', '.join(map(show, options))}]"
        case Contains(member):
            return f"{show(member)} in {subject}"
        case _:
            return f"{subject} {'!=' if node.known else '=='} null"


def show(value: Scalar) -> str:
    """A value as a reader writes it."""
    match value:
        case None:
            return "unknown"
        case bool():
            return "true" if value else "false"
        case frozenset():
            return "{" + ", ".join(sorted(value)) + "}"
        case str():
            return f'"{value}"'
        case _:
            return f"{value:.15g}"


_LEVELS: Final = {
    Conditional: 0,
    Or: 1,
    And: 2,
    Not: 3,
    Comparison: 4,
    OneOf: 4,
    Contains: 4,
    NullTest: 4,
    Negative: 7,
}
_SIGN_LEVELS: Final = {"+": 5, "-": 5, "*": 6, "/": 6}
_LEAF_LEVEL: Final = 8


def _level(node: Node) -> int:
    """How strongly a node binds its parts; brackets are needed where a part binds less strongly."""
    return (
        _SIGN_LEVELS[node.operator] if isinstance(node, Arithmetic) else _LEVELS.get(type(node), _LEAF_LEVEL)
    )


def _part(node: Node, least: int, values: Mapping[str, Scalar] | None) -> str:
    text = render(node, values)
    return text if _level(node) >= least else f"({text})"
