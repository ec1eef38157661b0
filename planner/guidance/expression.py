"""Expressions as authors write them, checked at load against the fields they may name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from planner.guidance.checker import KIND_NAMES, check
from planner.guidance.grammar import parse
from planner.guidance.nodes import Node, depth, symbols
from planner.guidance.tokens import ExpressionError, tokenize
from planner.guidance.vocabulary import Kind, Vocabulary

__all__ = ["Definitions", "Expression", "ExpressionError", "compile_expression", "in_order"]

MAX_DEPTH: Final = 40


@dataclass(frozen=True, slots=True)
class Expression:
    """A checked expression: its source text, the kind of its value, the fields it names, its typed tree."""

    text: str
    kind: Kind
    fields: frozenset[str]
    node: Node


Definitions: TypeAlias = Sequence[tuple[str, Expression]]


def compile_expression(text: str, vocabulary: Vocabulary, *, where: str, expect: Kind) -> Expression:
    """Parse and type-check one expression that gives a number or yes/no.

    `where` names the rule in errors; raises ExpressionError for anything its author has to mend.
    """
    if expect not in (Kind.NUMBER, Kind.BOOLEAN):
        raise ValueError(f"An expression gives a number or yes/no, not {KIND_NAMES[expect]}.")
    try:
        node = check(parse(tokenize(text, where), where), vocabulary, where, expect)
        too_deep = depth(node) > MAX_DEPTH
    except RecursionError:
        too_deep = True
    if too_deep:
        problem = f"the expression nests deeper than {MAX_DEPTH} levels"
        raise ExpressionError(where, 1, problem, "move a part into a definition of its own")
    return Expression(text, expect, frozenset(symbol.name for symbol in symbols(node)), node)


def in_order(definitions: Definitions) -> Definitions:
    """The definitions, if each name comes once and before its uses; raises ValueError otherwise."""
    names = [name for name, _ in definitions]
    for position, (name, expression) in enumerate(definitions):
        if name in names[:position]:
            raise ValueError(f"{name} is defined twice; rename one of the definitions.")
        if late := expression.fields.intersection(names[position:]):
            raise ValueError(f"{name} uses {min(late)} before it is defined; move that definition up.")
    return definitions
