"""Why an expression came out as it did: its atoms, each with outcome and values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, assert_never

from planner.guidance import nodes
from planner.guidance.expression import Expression
from planner.guidance.nodes import (
    FUNCTIONS,
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
)
from planner.guidance.vocabulary import Scalar

KEPT = 2_048  # expressions whose atoms are remembered; a pack has some two hundred


@dataclass(frozen=True, slots=True)
class Atom:
    """One comparison, membership, test for unknown or yes/no field within an expression.

    `shown` is the text with values in place of names; `values` are those of its fields in source order.
    """

    text: str
    outcome: bool | None
    values: tuple[tuple[str, Scalar], ...]
    shown: str

    def __str__(self) -> str:
        return f"{self.text}: {self.shown}"


def trace(expression: Expression, values: Mapping[str, Scalar]) -> tuple[Atom, ...]:
    """The atoms of an expression in source order; `values` hold facts and derived terms, None is unknown.

    Of a number, these are the conditions that it depends on.
    """
    return tuple(_atom(part, values) for part in _atoms(expression.node))


def evaluate(expression: Expression, values: Mapping[str, Scalar]) -> Scalar:
    """The value of one expression, step by step over its tree, as a reference for the compiled forms."""
    return _evaluate(expression.node, values)


@lru_cache(maxsize=KEPT)
def _atoms(node: Node) -> tuple[tuple[Node, str, tuple[str, ...]], ...]:
    """What is the same for all values: each atom with its text and the names it reads."""
    return tuple(
        (atom, nodes.render(atom), tuple(symbol.name for symbol in nodes.symbols(atom)))
        for atom in nodes.atoms(node)
    )


def _atom(part: tuple[Node, str, tuple[str, ...]], values: Mapping[str, Scalar]) -> Atom:
    node, text, names = part
    outcome = _evaluate(node, values)
    named = tuple((name, values.get(name)) for name in names)
    known = outcome if isinstance(outcome, bool) else None
    return Atom(text, known, named, nodes.render(node, values))


def _evaluate(node: Node, values: Mapping[str, Scalar]) -> Scalar:
    match node:
        case Number(value) | Truth(value) | Text(value):
            return value
        case Symbol():
            return values.get(node.name)
        case And(operands):
            return _any_of((_evaluate(operand, values) for operand in operands), False)
        case Or(operands):
            return _any_of((_evaluate(operand, values) for operand in operands), True)
        case NullTest(symbol, known):
            return (values.get(symbol.name) is not None) is known
        case Conditional(condition, then, otherwise):
            chosen = _evaluate(condition, values)
            return None if chosen is None else _evaluate(then if chosen else otherwise, values)
        case _:
            return _strict(node, [_evaluate(child, values) for child in nodes.children(node)])


def _any_of(outcomes: Iterable[Scalar], decisive: bool) -> bool | None:
    """`decisive` if any outcome is, else unknown if any is unknown, else the opposite."""
    found = set(outcomes)
    return decisive if decisive in found else None if None in found else not decisive


def _strict(
    node: Negative | Not | Arithmetic | Comparison | OneOf | Contains, operands: Sequence[Any]
) -> float | bool | None:
    """The value of a node that is unknown where any operand is."""
    if None in operands or (isinstance(node, Arithmetic) and node.operator == "/" and operands[1] == 0):
        return None
    outcome: float | bool
    match node:
        case Negative():
            outcome = -operands[0]
        case Not():
            outcome = not operands[0]
        case Arithmetic(sign) | Comparison(sign):
            outcome = FUNCTIONS[sign](*operands)
        case OneOf(_, options):
            outcome = operands[0] in options
        case Contains(member):
            outcome = member in operands[0]
        case _:
            assert_never(node)
    return outcome
