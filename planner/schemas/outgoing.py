"""Fields of what the planner itself writes: money, computed numbers and series in their canonical form.

`decode` reads back what `encode` wrote, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from planner.domain import Money
from planner.schemas.fields import Fact, refuse

AMOUNT, CURRENCY = r"-?[0-9]{1,30}\.[0-9]{2}", r"[A-Z]{3}"


class Cash(Fact):
    """Money that goes out: the amount as text with two decimals, and its currency."""

    kind = "money"
    hint = 'Write it like {"amount": "12345.67", "currency": "EUR"}.'

    spec: ClassVar[Mapping[str, Any]] = {
        "type": "object",
        "properties": {
            "amount": {"type": "string", "pattern": r"^-?[0-9]+\.[0-9]{2}$", "example": "12345.67"},
            "currency": {"type": "string", "pattern": "^[A-Z]{3}$", "example": "EUR"},
        },
        "additionalProperties": False,
    }

    def encode(self, value: Money) -> dict[str, str]:
        """Never `-0.00`."""
        return {"amount": f"{value.amount + 0:.2f}", "currency": value.currency}

    def decode(self, value: Any) -> Money:
        """The exact amount."""
        if not isinstance(value, Mapping) or set(value) != {"amount", "currency"}:
            self.wrong_type(value)
        amount, currency = value["amount"], value["currency"]
        if not (_spelled(AMOUNT, amount) and _spelled(CURRENCY, currency)):
            refuse("is not an amount with two decimals and a currency.", self.hint)
        return Money(Decimal(amount), currency)


def _spelled(form: str, value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(form, value) is not None


def _number(field: Fact, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        field.wrong_type(value)
    return float(value)


class Figure(Fact):
    """A computed number that goes out, rounded to four decimals, never -0.0."""

    kind = "a number"
    spec: ClassVar[Mapping[str, Any]] = {"type": "number"}

    def encode(self, value: float) -> float:
        """The canonical rounding of every plan."""
        return round(float(value), 4) + 0.0

    def decode(self, value: Any) -> float:
        """The number."""
        return _number(self, value)


class Said(Fact):
    """A text of ours, of any length."""

    kind = "a text"
    spec: ClassVar[Mapping[str, Any]] = {"type": "string"}

    def decode(self, value: Any) -> str:
        """The text, when a plan is read back."""
        if not isinstance(value, str):
            self.wrong_type(value)
        return value


class Tally(Fact):
    """A whole number that goes out."""

    kind = "a whole number"
    spec: ClassVar[Mapping[str, Any]] = {"type": "integer"}

    def decode(self, value: Any) -> int:
        """The number."""
        if isinstance(value, bool) or not isinstance(value, int):
            self.wrong_type(value)
        return value


class Exact(Fact):
    """A number that was given, as it was given."""

    kind = "a number"
    spec: ClassVar[Mapping[str, Any]] = {"type": "number"}

    def encode(self, value: float) -> float:
        """Never -0.0, always with a decimal point."""
        return float(value) + 0.0

    def decode(self, value: Any) -> float:
        """The number."""
        return _number(self, value)


class Seen(Fact):
    """The value of a fact: a number, yes/no, text, a list of texts, or nothing."""

    kind = "a number, yes or no, a text or a list of texts"
    nothing = True
    spec: ClassVar[Mapping[str, Any]] = {
        "anyOf": [{"type": name} for name in ("number", "boolean", "string", "array", "null")]
    }

    def encode(self, value: Any) -> Any:
        """Numbers rounded, words plain."""
        if isinstance(value, float):
            return round(value, 4) + 0.0
        return [str(each) for each in value] if isinstance(value, tuple | list | frozenset) else value

    def decode(self, value: Any) -> Any:
        """The value; lists become tuples."""
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return tuple(value)
        if not (value is None or isinstance(value, int | float | str)):
            self.wrong_type(value)
        return value


class Series(Fact):
    """Numbers by month."""

    kind = "a list of numbers"
    spec: ClassVar[Mapping[str, Any]] = {"type": "array", "items": {"type": "number"}}

    def encode(self, value: tuple[float, ...]) -> list[float]:
        """Each rounded to four decimals."""
        return [round(float(each), 4) + 0.0 for each in value]

    def decode(self, value: Any) -> tuple[float, ...]:
        """The numbers."""
        if not isinstance(value, list):
            self.wrong_type(value)
        return tuple(_number(self, each) for each in value)
