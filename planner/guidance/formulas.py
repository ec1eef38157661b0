"""Expressions as formulas for z3, in exact arithmetic; z3 is the extra `verify`, loaded when first needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from typing import Any, Final, TypeAlias, assert_never

from planner.guidance.expression import Definitions, Expression, in_order
from planner.guidance.nodes import (
    FUNCTIONS,
    And,
    Arithmetic,
    Atom,
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
    children,
)
from planner.guidance.vocabulary import Field, Kind, Scalar, Vocabulary

Formula: TypeAlias = Any  # z3 has no types
_DIGITS: Final = 10  # of an irrational number in an example


class VerifierUnavailable(RuntimeError):
    """The prover that verification rests on is not installed."""


@dataclass(frozen=True, slots=True)
class Term:
    """A value, and when it is known: a number, truth, code of a choice, or truths of a set by member."""

    value: Formula
    known: Formula


class Facts:
    """Fields as z3's variables within their bounds; all are known, but for those in `testable`."""

    def __init__(self, vocabulary: Vocabulary, testable: frozenset[str]) -> None:
        self.z3 = _prover()
        self.context = self.z3.Context()
        self.bounds: list[Formula] = []
        self._vocabulary, self._testable = vocabulary, testable
        self._terms: dict[str, Term] = {}

    def term(self, name: str) -> Term:
        """The variable of a field."""
        if name not in self._terms:
            known = self.z3.Bool(f"{name} known", self.context) if name in self._testable else self.true()
            self._terms[name] = Term(self._variable(self._vocabulary[name]), known)
        return self._terms[name]

    def true(self) -> Formula:
        """The formula that always holds."""
        return self.z3.BoolVal(True, self.context)

    def all_known(self) -> Formula:
        """Every fact is known."""
        return self.z3.And([self.true(), *(term.known for term in self._terms.values())])

    def example(self, model: Any, names: Iterable[str]) -> dict[str, Scalar]:
        """The facts of a solution in which all are known."""
        return {name: self._read(model, name) for name in sorted(names)}

    def _variable(self, field: Field) -> Formula:
        z3, name = self.z3, field.name
        match field.kind:
            case Kind.BOOLEAN:
                return z3.Bool(name, self.context)
            case Kind.SET:
                return {member: z3.Bool(f"{name} {member}", self.context) for member in field.choices}
            case Kind.CHOICE:
                code = z3.Int(name, self.context)
                self.bounds += [code >= 0, code < len(field.choices)]
                return code
            case Kind.NUMBER:
                number = (
                    z3.ToReal(z3.Int(name, self.context)) if field.integer else z3.Real(name, self.context)
                )
                self.bounds += [number >= self.number(field.low)] if field.low is not None else []
                self.bounds += [number <= self.number(field.high)] if field.high is not None else []
                return number
            case _:
                assert_never(field.kind)

    def number(self, value: float) -> Formula:
        """A literal, exactly as it is written."""
        return self.z3.RealVal(str(Fraction(str(value))), self.context)

    def _read(self, model: Any, name: str) -> Scalar:
        field, term = self._vocabulary[name], self.term(name)
        if field.kind is Kind.SET:
            return frozenset(member for member, held in term.value.items() if self._holds(model, held))
        if field.kind is Kind.BOOLEAN:
            return self._holds(model, term.value)
        value = model.eval(term.value, model_completion=True)
        if field.kind is Kind.CHOICE:
            return field.choices[int(value.as_long())]
        exact = value if self.z3.is_rational_value(value) else value.approx(_DIGITS)
        number = exact.as_fraction()
        return int(number) if number.denominator == 1 else float(number)

    def _holds(self, model: Any, formula: Formula) -> bool:
        return bool(self.z3.is_true(model.eval(formula, model_completion=True)))


class Formulas:
    """Translates expressions; constants are filled in and definitions put in line."""

    def __init__(self, facts: Facts, constants: Mapping[str, Scalar], definitions: Definitions) -> None:
        self.facts, self._constants = facts, constants
        self._definitions = dict(in_order(definitions))
        self._named: dict[str, Term] = {}

    def holds(self, expression: Expression) -> Formula:
        """The condition is known to be true."""
        term = self.term(expression.node)
        return self.facts.z3.And(term.known, term.value)

    def names(self, expressions: Iterable[Expression]) -> frozenset[str]:
        """The facts that expressions rest on, directly or by definitions."""
        named = {name for expression in expressions for name in expression.fields}.difference(self._constants)
        inner = [self._definitions[name] for name in named if name in self._definitions]
        return frozenset(named.difference(self._definitions)) | (self.names(inner) if inner else frozenset())

    def term(self, node: Node) -> Term:
        """The formulas of a node."""
        match node:
            case Number(value) | Truth(value) | Text(value):
                return self._literal(value, node.choices if isinstance(node, Text) else ())
            case Symbol():
                return self._symbol(node)
            case And(operands):
                return self._joined([self.term(operand) for operand in operands], decisive=False)
            case Or(operands):
                return self._joined([self.term(operand) for operand in operands], decisive=True)
            case _:
                return self._combined(node, [self.term(child) for child in children(node)])

    def _symbol(self, symbol: Symbol) -> Term:
        name = symbol.name
        if name in self._constants:
            return self._literal(self._constants[name], symbol.field.choices)
        if name not in self._definitions:
            return self.facts.term(name)
        if name not in self._named:
            self._named[name] = self.term(self._definitions[name].node)
        return self._named[name]

    def _literal(self, value: Scalar, choices: tuple[str, ...]) -> Term:
        z3, context = self.facts.z3, self.facts.context
        match value:
            case bool():
                formula = z3.BoolVal(value, context)
            case str():
                formula = z3.IntVal(choices.index(value), context)
            case int() | float():
                formula = self.facts.number(value)
            case frozenset():
                formula = {choice: z3.BoolVal(choice in value, context) for choice in choices}
            case _:
                raise ValueError(f"A constant cannot be {value!r}.")
        return Term(formula, self.facts.true())

    def _joined(self, parts: Sequence[Term], decisive: bool) -> Term:
        """`or` where True is decisive, else `and`: known if one part decides or all are known."""
        z3 = self.facts.z3
        deciding = [z3.And(part.known, part.value == decisive) for part in parts]
        value = (z3.Or if decisive else z3.And)([part.value for part in parts])
        return Term(value, z3.Or(*deciding, z3.And([part.known for part in parts])))

    def _combined(
        self, node: Negative | Not | Arithmetic | Atom | Conditional, parts: Sequence[Term]
    ) -> Term:
        z3, values = self.facts.z3, [part.value for part in parts]
        known = z3.And([part.known for part in parts])
        match node:
            case NullTest():
                return Term(known if node.known else z3.Not(known), self.facts.true())
            case Conditional():
                chosen = z3.If(values[0], parts[1].known, parts[2].known)
                return Term(z3.If(*values), z3.And(parts[0].known, chosen))
            case Arithmetic("/"):
                return Term(values[0] / values[1], z3.And(known, values[1] != 0))
            case _:
                return Term(self._applied(node, values), known)

    def _applied(
        self, node: Negative | Not | Arithmetic | Comparison | OneOf | Contains, values: Sequence[Formula]
    ) -> Formula:
        match node:
            case Negative():
                return -values[0]
            case Not():
                return self.facts.z3.Not(values[0])
            case Arithmetic(sign) | Comparison(sign):
                return FUNCTIONS[sign](*values)
            case OneOf(symbol, options):
                codes = [symbol.field.choices.index(option) for option in options]
                return self.facts.z3.Or([values[0] == code for code in codes])
            case Contains(member):
                return values[0][member]
            case _:
                assert_never(node)


def _prover() -> Any:
    try:
        return import_module("z3")
    except ImportError:
        message = "Verifying rules needs z3; install the planner with its extra `verify`."
        raise VerifierUnavailable(message) from None
