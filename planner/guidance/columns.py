"""The same expressions over numpy columns, for many profiles at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from typing import Any, Final, TypeAlias, assert_never

import numpy as np

from planner.guidance import kleene
from planner.guidance.encoding import Column, as_column, bit, decode, encode
from planner.guidance.expression import Definitions, in_order
from planner.guidance.kleene import Truths, Values
from planner.guidance.nodes import (
    And,
    Arithmetic,
    Atom,
    Comparison,
    Composite,
    Conditional,
    Contains,
    Literal,
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
    kind_of,
    stands_in,
)
from planner.guidance.totals import Total
from planner.guidance.vocabulary import Field, Kind, Scalar

__all__ = ["Column", "EvaluateColumns", "columns", "decode", "encode"]

EvaluateColumns: TypeAlias = Callable[[Mapping[str, Column | Scalar], int], dict[str, Column]]
_Slot: TypeAlias = Values | Truths
_Operation: TypeAlias = Callable[..., _Slot]
CHUNK: Final = 32_768  # rows; temporaries that are freed early stay in the cache


def columns(definitions: Definitions, totals: Sequence[Total] = ()) -> EvaluateColumns:
    """Compile named expressions into one function from columns and n to a column of length n for each name.

    An input has length n, or is a plain value or a column of length 1 for all rows. A missing field is
    unknown, one that is never unknown raises KeyError; a column of another length raises ValueError.
    With `totals`, which may use all definitions, only they are returned.
    """
    program = _Program()
    for name, expression in in_order(definitions):
        program.define(name, expression.node, returned=not totals)
    for total in totals:
        program.add(total)
    return program.run


class _Program:
    """Steps over numbered slots, each node of the tree once; run chunk by chunk."""

    def __init__(self) -> None:
        self._inputs: list[tuple[int, Field]] = []
        self._steps: list[tuple[int, _Operation, tuple[int, ...]]] = []
        self._results: list[tuple[int, str, Kind]] = []
        self._totals: list[tuple[Total, list[tuple[int, int]]]] = []
        self._slots: list[_Slot | None] = []
        self._named: dict[str, int] = {}
        self._placed: dict[Node, int] = {}

    def define(self, name: str, node: Node, *, returned: bool) -> None:
        """Name a value, which later definitions may use."""
        self._named[name] = self.place(node)
        if returned:
            self._results.append((self._named[name], name, kind_of(node)))

    def add(self, total: Total) -> None:
        """Add a sum over conditions."""
        slots = [(self.place(part.amount), self.place(part.condition)) for part in total.parts]
        self._totals.append((total, slots))

    def place(self, node: Node) -> int:
        """The slot of a node."""
        if isinstance(node, Symbol):
            return self.place_symbol(node)
        if node not in self._placed:
            self._placed[node] = (
                self.place_literal(node) if isinstance(node, Literal) else self.place_step(node)
            )
        return self._placed[node]

    def place_literal(self, node: Literal) -> int:
        """A slot with a constant."""
        match node:
            case Number(value):
                return self.new_slot(Values(np.float64(value), whole=True))
            case Truth(value):
                return self.new_slot(Truths(np.bool_(value)))
            case Text(value, choices):
                return self.new_slot(Values(choices.index(value), whole=True))
            case _:
                assert_never(node)

    def place_step(self, node: Composite) -> int:
        """A slot that is filled from others in each chunk."""
        operands = tuple(self.place(child) for child in children(node))
        slot = self.new_slot(None)
        self._steps.append((slot, _operation(node), operands))
        return slot

    def place_symbol(self, symbol: Symbol) -> int:
        if symbol.name not in self._named:
            self._named[symbol.name] = self.new_slot(None)
            self._inputs.append((self._named[symbol.name], symbol.field))
        return self._named[symbol.name]

    def new_slot(self, content: _Slot | None) -> int:
        self._slots.append(content)
        return len(self._slots) - 1

    def run(self, given: Mapping[str, Column | Scalar], n: int) -> dict[str, Column]:
        """The results for n rows."""
        results = {
            name: np.empty(n, np.float64 if kind is Kind.NUMBER else np.int8)
            for _, name, kind in self._results
        } | {total.name: np.zeros(n, _total_type(total)) for total, _ in self._totals}
        inputs = [(slot, field.kind, _input(field, given, n)) for slot, field in self._inputs]
        with np.errstate(all="ignore"):
            for start in range(0, n, CHUNK):
                rows = slice(start, min(start + CHUNK, n))
                slots = self.evaluate(inputs, rows)
                for slot, name, _ in self._results:
                    _write(slots[slot], results[name][rows])
                for total, parts in self._totals:
                    _count(total, [(slots[amount], slots[when]) for amount, when in parts], results, rows)
        return results

    def evaluate(self, inputs: list[tuple[int, Kind, Any]], rows: slice) -> list[Any]:
        """The slots of one chunk."""
        slots: list[Any] = list(self._slots)
        for slot, kind, data in inputs:
            slots[slot] = _load(kind, data[rows] if data.ndim else data)
        for (slot, operation, operands), done in zip(self._steps, self._done, strict=True):
            slots[slot] = operation(*[slots[operand] for operand in operands])
            for operand in done:
                slots[operand] = None
        return slots

    @cached_property
    def _done(self) -> list[tuple[int, ...]]:
        """By step, the slots that nothing reads afterwards; freed at once, their memory stays cached."""
        read = {slot for slot, _, _ in self._results}
        read.update(slot for _, parts in self._totals for pair in parts for slot in pair)
        done: list[tuple[int, ...]] = []
        for _, _, operands in reversed(self._steps):
            done.append(tuple(set(operands) - read))
            read.update(operands)
        return done[::-1]


def _operation(node: Composite) -> _Operation:
    """The function from the slots of a node's children to its own."""
    match node:
        case Negative():
            return kleene.negative
        case Arithmetic("/"):
            return kleene.quotient
        case Arithmetic(operator):
            return partial(kleene.arithmetic, kleene.ARITHMETIC[operator])
        case Not():
            return kleene.inverse
        case And():
            return kleene.conjunction
        case Or():
            return kleene.disjunction
        case Conditional():
            return _choice(node)
        case _:
            return _test(node)


def _choice(node: Conditional) -> _Operation:
    kind = kind_of(node.then)
    if stands_in(node):
        return kleene.filled_truths if kind is Kind.BOOLEAN else kleene.filled_values
    return kleene.chosen_values if kind is Kind.NUMBER else kleene.chosen_truths


def _test(node: Atom) -> _Operation:
    match node:
        case Comparison(operator, left) if kind_of(left) is Kind.BOOLEAN:
            return partial(kleene.agreement, kleene.COMPARISONS[operator])
        case Comparison(operator):
            return partial(kleene.compared, kleene.COMPARISONS[operator])
        case OneOf(symbol, options):
            return partial(kleene.among, [symbol.field.choices.index(option) for option in options])
        case Contains(member, symbol):
            return partial(kleene.contains, bit(symbol.field.choices, member))
        case NullTest(_, known):
            return partial(kleene.tested, known)
        case _:
            assert_never(node)


def _input(field: Field, given: Mapping[str, Column | Scalar], n: int) -> Any:
    """A column of n rows, or one numpy scalar for all of them."""
    column = as_column(field, given.get(field.name) if field.nullable else given[field.name])
    if column.shape not in ((n,), (1,), ()):
        raise ValueError(
            f"The column of {field.name} has shape {column.shape}; give {n} rows, or one for all."
        )
    return column.reshape(())[()] if column.size == 1 else column


def _load(kind: Kind, data: Any) -> _Slot:
    if kind is Kind.BOOLEAN:
        return Truths(data > 0, None if data.all() else lambda: data < 0)
    least = data.min()
    return Values(data, whole=bool(least >= 0 or (kind is Kind.NUMBER and not np.isnan(least))))


def _total_type(total: Total) -> type[np.generic]:
    """Whole numbers where all amounts are literals, small ones where the sum fits."""
    amounts = [part.amount.value for part in total.parts if isinstance(part.amount, Number)]
    if len(amounts) < len(total.parts) or not all(float(amount).is_integer() for amount in amounts):
        return np.float64
    return np.int8 if sum(map(abs, amounts)) <= np.iinfo(np.int8).max else np.int64


def _count(total: Total, parts: list[tuple[Any, Any]], results: Mapping[str, Column], rows: slice) -> None:
    """Put the total of a chunk in its place."""
    into = results[total.name][rows]
    for part, (amount, condition) in zip(total.parts, parts, strict=True):
        if isinstance(part.amount, Number):
            counted = condition.yes.view(np.int8) * into.dtype.type(part.amount.value)
        else:
            counted = np.fmax(amount.data, 0.0) * condition.yes
        (np.add if total.of == "sum" else np.maximum)(into, counted, out=into)


def _write(slot: _Slot, rows: Column) -> None:
    if isinstance(slot, Values):
        rows[...] = slot.data
    elif slot.whole:
        np.multiply(slot.yes.view(np.int8), np.int8(2), out=rows)
        np.subtract(rows, np.int8(1), out=rows)
    else:
        np.subtract(slot.yes.view(np.int8), slot.no.view(np.int8), out=rows)
