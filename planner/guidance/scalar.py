"""One generated Python function for many expressions, for one profile at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, assert_never

from planner.guidance.expression import Definitions, in_order
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
    stands_in,
)
from planner.guidance.totals import Total
from planner.guidance.vocabulary import Scalar

Evaluate: TypeAlias = Callable[[Mapping[str, Scalar]], dict[str, Scalar]]


def scalar(definitions: Definitions, totals: Sequence[Total] = ()) -> Evaluate:
    """Compile named expressions into one function from facts to the value of each name.

    Unknown is None, in and out; a missing fact is unknown, a missing field that is never unknown raises
    KeyError. A later definition may use an earlier one. Numbers must be finite. With `totals`, which may use
    all definitions, only they are returned.
    """
    writer = _Writer()
    for name, expression in in_order(definitions):
        writer.define(name, expression.node, returned=not totals)
    for total in totals:
        writer.add(total)
    namespace: dict[str, Any] = {"__builtins__": {}}
    exec(compile(writer.source(), "<guidance>", "exec"), namespace)
    evaluate: Evaluate = namespace["evaluate"]
    return evaluate


@dataclass(frozen=True, slots=True)
class _Code:
    """A Python expression that holds where the variables `guards` are known."""

    text: str
    guards: frozenset[str] = frozenset()

    def otherwise(self, text: str) -> str:
        """The expression where it holds, else `text`."""
        if not self.guards or self.text in self.guards:
            return self.text
        return f"({self.text} if {_known(self.guards)} else {text})"


class _Writer:
    """Writes the function from our own nodes: variables are generated, names and texts are quoted."""

    def __init__(self) -> None:
        self._variables: dict[str, _Code] = {}
        self._shared: dict[Node, _Code] = {}
        self._values: dict[Node, _Code] = {}
        self._lines: list[str] = []
        self._results: list[str] = []

    def define(self, name: str, node: Node, *, returned: bool) -> None:
        """Name a value, which later definitions may use."""
        self._variables[name] = self.value(node)
        if returned:
            self._results.append(f"{name!r}: {self._variables[name].text}")

    def add(self, total: Total) -> None:
        """Add a sum over conditions."""
        variable = self.assign("0", maybe_unknown=False).text
        for part in total.parts:
            tests = [self.definitely(part.condition, True)]
            amount = self.value(part.amount)
            if not isinstance(part.amount, Number):
                tests += [_known(amount.guards)] if amount.guards else []
                tests.append(f"{amount.text} > {'0' if total.of == 'sum' else variable}")
            sign = "+=" if total.of == "sum" else "="
            self._lines.append(f"if {' and '.join(tests)}: {variable} {sign} {amount.text}")
        self._results.append(f"{total.name!r}: {variable}")

    def source(self) -> str:
        """The text of a function `evaluate(values)`."""
        body = ["get = values.get", *self._lines, f"return {{{', '.join(self._results)}}}"]
        return "\n    ".join(["def evaluate(values):", *body])

    def code(self, node: Node) -> _Code:
        """The node as Python; what can be unknown by itself, or is costly, comes from a variable."""
        match node:
            case Number(value) | Truth(value) | Text(value):
                return _Code(repr(value))
            case Symbol():
                return self.symbol(node)
            case Conditional():
                return self.shared(node, self.conditional)
            case Arithmetic("/", left, right) if not isinstance(right, Number) or right.value == 0:
                return self.shared(node, self.division)
            case Arithmetic(operator, left, right):
                return _join(operator, (self.code(left), self.code(right)))
            case Negative(operand):
                return _prefix("-", self.code(operand))
            case _:
                return self.condition(node)

    def condition(self, node: Comparison | OneOf | Contains | NullTest | Not | And | Or) -> _Code:
        """A condition as Python."""
        match node:
            case Comparison(operator, left, right):
                return _join(operator, (self.operand(left), self.operand(right)))
            case OneOf(symbol, options):
                return _join("in", (self.symbol(symbol), _Code(repr(options))))
            case Contains(member, symbol):
                return _join("in", (_Code(repr(member)), self.symbol(symbol)))
            case NullTest(symbol, known):
                variable = self.symbol(symbol)
                test = f"({variable.text} is {'not ' if known else ''}None)"
                return _Code(test if variable.guards else repr(known))
            case Not(operand):
                return _prefix("not ", self.code(operand))
            case And(operands):
                return _join("and", map(self.code, operands))
            case Or(operands):
                return _join("or", map(self.code, operands))
            case _:
                assert_never(node)

    def operand(self, node: Node) -> _Code:
        """One side of a comparison: a condition there may be known although not all of its fields are."""
        return self.value(node) if isinstance(node, And | Or | Not) else self.code(node)

    def or_unknown(self, node: Node) -> str:
        """The node's value, None where it is unknown."""
        code = self.code(node)
        if not isinstance(node, And | Or | Not) or _strict(node):
            return code.otherwise("None")
        true = f"True if {self.definitely(node, True)} else "
        false = f"False if {self.definitely(node, False)} else "
        if isinstance(node, And | Or) and all(map(_strict, node.operands)):
            true, false = ("", false) if isinstance(node, And) else (true, "")
        return code.otherwise(f"({true}{false}None)")

    def definitely(self, node: Node, wanted: bool) -> str:
        """A test whether the node is known and has the wanted outcome."""
        match node:
            case Not(operand):
                return self.definitely(operand, not wanted)
            case And(operands) | Or(operands):
                joint = " and " if isinstance(node, And) is wanted else " or "
                return f"({joint.join(self.definitely(operand, wanted) for operand in operands)})"
            case _:
                code = self.code(node)
                if wanted and code.text in code.guards:  # unknown is not true either
                    return code.text
                outcome = code.text if wanted else f"not {code.text}"
                return f"({_known(code.guards)} and {outcome})" if code.guards else f"({outcome})"

    def conditional(self, node: Conditional) -> tuple[str, bool]:
        """`then` or `otherwise`, and whether that may be unknown."""
        test, then, otherwise = self.value(node.condition), self.code(node.then), self.code(node.otherwise)
        if stands_in(node):
            known = _known(then.guards) or "True"
            return f"({then.text} if {known} else {self.or_unknown(node.otherwise)})", bool(otherwise.guards)
        chosen = f"({self.or_unknown(node.then)} if {test.text} else {self.or_unknown(node.otherwise)})"
        return _Code(chosen, test.guards).otherwise("None"), bool(
            test.guards | then.guards | otherwise.guards
        )

    def division(self, node: Arithmetic) -> tuple[str, bool]:
        """A quotient, unknown where the divisor is zero."""
        top, divisor = self.code(node.left), self.value(node.right)
        tests = [_known(top.guards)] if top.guards else []
        return f"({top.text} / {divisor.text} if {' and '.join([*tests, divisor.text])} else None)", True

    def symbol(self, node: Symbol) -> _Code:
        """The variable of a field or earlier definition."""
        if node.name not in self._variables:
            nullable = node.field.nullable
            read = f"get({node.name!r})" if nullable else f"values[{node.name!r}]"
            self._variables[node.name] = self.assign(read, nullable)
        return self._variables[node.name]

    def value(self, node: Node) -> _Code:
        """The node as one variable or literal, None where it is unknown."""
        if node not in self._values:
            code = self.code(node)
            simple = code.text.isalnum()
            self._values[node] = code if simple else self.assign(self.or_unknown(node), bool(code.guards))
        return self._values[node]

    def shared(self, node: Node, write: Callable[[Any], tuple[str, bool]]) -> _Code:
        """The variable of a part that is written once, however often it is used."""
        if node not in self._shared:
            self._shared[node] = self.assign(*write(node))
        return self._shared[node]

    def assign(self, text: str, maybe_unknown: bool) -> _Code:
        """A new variable."""
        variable = f"v{len(self._lines)}"
        self._lines.append(f"{variable} = {text}")
        return _Code(variable, frozenset({variable} if maybe_unknown else ()))


def _strict(node: Node) -> bool:
    """Whether the condition is unknown as soon as any of its fields is."""
    return _strict(node.operand) if isinstance(node, Not) else not isinstance(node, And | Or)


def _known(variables: frozenset[str]) -> str:
    return " and ".join(f"{variable} is not None" for variable in sorted(variables))


def _join(operator: str, codes: Iterable[_Code]) -> _Code:
    parts = list(codes)
    text = f" {operator} ".join(part.text for part in parts)
    return _Code(f"({text})", frozenset[str]().union(*(part.guards for part in parts)))


def _prefix(operator: str, code: _Code) -> _Code:
    return _Code(f"({operator}{code.text})", code.guards)
