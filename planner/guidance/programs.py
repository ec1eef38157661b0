"""A pack compiled: facts are filled, rules judged on what is known, work counted on what is filled."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cached_property
from typing import Any, cast

from planner.domain.words import Role
from planner.guidance.columns import EvaluateColumns, columns
from planner.guidance.expression import Definitions, Expression
from planner.guidance.model import Duplication, Fact, Floor, Gate, Guidance, Rule, Signal, Workload
from planner.guidance.nodes import Conditional, Node, Not, NullTest, Number, Symbol, Text, symbols
from planner.guidance.scalar import Evaluate, scalar
from planner.guidance.totals import Part, Total

FILLED = "__filled"


@dataclass(frozen=True)
class Program:
    """Named expressions, compiled on first use to a function of one profile or of columns of many."""

    definitions: Definitions

    @cached_property
    def scalar(self) -> Evaluate:
        """The form for one profile."""
        return scalar(self.definitions)

    @cached_property
    def columns(self) -> EvaluateColumns:
        """The form for many rows, with unknowns."""
        return columns(self.definitions)


@dataclass(frozen=True)
class Fused:
    """Fill, judge and work in one program under fixed assumptions, for many profiles.

    `<role>.score` is the points of signals that hold, `<role>.closed` the gates that shut,
    `<role>.relievable` and `<role>.lasting` the hours that a platform can and cannot take off,
    `<role>.floor` FTE.
    """

    guidance: Guidance
    assumed: Mapping[str, float]

    @cached_property
    def definitions(self) -> Definitions:
        """Filled facts, terms on stated facts, terms on filled facts."""
        programs = Programs(self.guidance)
        filled = (*_filling(self.guidance.facts), *_defaults(self.guidance.facts))
        stated = programs.terms
        again = ((self._filled[name], renamed(term, self._filled)) for name, term in stated)
        return tuple((name, bound(part, self.assumed)) for name, part in (*filled, *stated, *again))

    @cached_property
    def totals(self) -> tuple[Total, ...]:
        """The sums of both roles."""
        return tuple(total for role in Role for total in self._totals(role))

    @cached_property
    def _filled(self) -> dict[str, str]:
        facts = (fact.name for fact in self.guidance.facts if fact.priors or fact.default)
        return {name: name + FILLED for name in (*facts, *(term.name for term in self.guidance.terms))}

    def _totals(self, role: Role) -> Iterator[Total]:
        rules = [rule for rule in self.guidance.rules if getattr(rule.effect, "role", None) is role]
        signals = [(Number(rule.effect.strength), rule) for rule in rules if isinstance(rule.effect, Signal)]
        yield Total(f"{role}.score", tuple(Part(points, self._stated(rule)) for points, rule in signals))
        gates = [rule for rule in rules if isinstance(rule.effect, Gate)]
        yield Total(f"{role}.closed", tuple(Part(Number(1), Not(self._stated(rule))) for rule in gates))
        for name, relief in (("relievable", True), ("lasting", False)):
            work = [
                rule for rule in rules if isinstance(rule.effect, Workload) and rule.effect.relief is relief
            ]
            yield Total(f"{role}.{name}", tuple(self._worked(rule) for rule in work))
        floors = [rule for rule in rules if isinstance(rule.effect, Floor)]
        yield Total(f"{role}.floor", tuple(self._worked(rule) for rule in floors), "largest")

    def _stated(self, rule: Rule) -> Node:
        return bound(rule.when, self.assumed).node

    def _worked(self, rule: Rule) -> Part:
        amount = rule.effect.hours if isinstance(rule.effect, Workload) else cast(Floor, rule.effect).fte
        return Part(*(bound(renamed(part, self._filled), self.assumed).node for part in (amount, rule.when)))

    @cached_property
    def scalar(self) -> Evaluate:
        """The form for one profile."""
        return scalar(self.definitions, self.totals)

    @cached_property
    def columns(self) -> EvaluateColumns:
        """The form for many rows."""
        return columns(self.definitions, self.totals)


@dataclass(frozen=True)
class Programs:
    """The three programs of a pack.

    `fill`: `<fact>__filled` for each fact, stated or from its prior. `judge`: terms and, by rule id, whether
    each rule holds on the stated facts (unknown where they leave it open). `work`: on filled facts, hours by
    rule id for workloads and duplication, FTE for floors; the condition under `<rule id>?`.
    """

    guidance: Guidance

    @cached_property
    def fill(self) -> Program:
        """Stated facts in, `<fact>__filled` out."""
        return Program(tuple(_filling(self.guidance.facts)))

    @cached_property
    def judge(self) -> Program:
        """Stated facts in, terms and conditions out."""
        return Program((*self.terms, *((rule.id, rule.when) for rule in self.guidance.rules)))

    @cached_property
    def work(self) -> Program:
        """Filled facts in, terms, hours and FTE out."""
        return Program((*self.terms, *_work(self.guidance.rules)))

    @property
    def terms(self) -> Definitions:
        """The pack's terms."""
        return tuple((term.name, term.expression) for term in self.guidance.terms)


def _work(rules: tuple[Rule, ...]) -> Iterator[tuple[str, Expression]]:
    for rule in rules:
        match rule.effect:
            case Workload(hours=amount) | Duplication(hours=amount) | Floor(fte=amount):
                yield f"{rule.id}?", rule.when
                yield rule.id, amount


def _filling(facts: tuple[Fact, ...]) -> Iterator[tuple[str, Expression]]:
    """Each fact as stated, else its first prior that is known; later priors see earlier facts filled."""
    filled: dict[str, str] = {}
    for fact in facts:
        if not fact.priors:
            continue
        symbol = Symbol(fact.field)
        candidates: list[Node] = [symbol]
        for number, prior in enumerate(fact.priors, 1):
            name = f"{fact.name}__prior{number}"
            yield name, renamed(prior, filled)
            candidates.append(Symbol(replace(fact.field, name=name)))
        filled[fact.name] = fact.name + FILLED
        yield filled[fact.name], _expression(_first_known(candidates), fact)


def _defaults(facts: tuple[Fact, ...]) -> Iterator[tuple[str, Expression]]:
    """Each choice with a default as stated, else the default."""
    for fact in facts:
        if fact.default is not None:
            default = Text(cast(str, fact.default), fact.field.choices)
            yield fact.name + FILLED, _expression(_first_known([Symbol(fact.field), default]), fact)


def _first_known(candidates: list[Node]) -> Node:
    *others, last = candidates
    node = last
    for candidate in reversed(others):
        node = Conditional(NullTest(cast(Symbol, candidate), known=True), candidate, node)
    return node


def _expression(node: Node, fact: Fact) -> Expression:
    names = frozenset(symbol.name for symbol in symbols(node))
    return Expression(f"{fact.name}, or its prior", fact.field.kind, names, node)


def renamed(expression: Expression, names: Mapping[str, str]) -> Expression:
    """The expression with fields renamed by `names`."""
    node = _renamed(expression.node, names)
    return Expression(expression.text, expression.kind, frozenset(item.name for item in symbols(node)), node)


def bound(expression: Expression, values: Mapping[str, float]) -> Expression:
    """The expression with numbers in place of the fields named in `values`."""
    node = _bound(expression.node, values)
    return Expression(expression.text, expression.kind, expression.fields - values.keys(), node)


def _bound(node: Any, values: Mapping[str, float]) -> Any:
    if isinstance(node, Symbol):
        return Number(values[node.name]) if node.name in values else node
    return _rebuilt(node, lambda part: _bound(part, values))


def _renamed(node: Any, names: Mapping[str, str]) -> Any:
    if isinstance(node, Symbol):
        return Symbol(replace(node.field, name=names.get(node.name, node.name)))
    return _rebuilt(node, lambda part: _renamed(part, names))


def _rebuilt(node: Any, change: Callable[[Any], Any]) -> Any:
    """A node with each of its parts changed; anything else as it is."""
    if isinstance(node, tuple):
        return tuple(change(part) for part in node)
    if is_dataclass(node) and not isinstance(node, type):
        return replace(node, **{item.name: change(getattr(node, item.name)) for item in fields(node)})
    return node
