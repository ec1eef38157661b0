"""Fields that only go out: money, computed numbers and series in their canonical form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from planner.domain import Money
from planner.schemas.fields import Fact


class Cash(Fact):
    """Money that goes out: the amount as text with two decimals, and its currency."""

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


class Figure(Fact):
    """A computed number that goes out, rounded to four decimals, never -0.0."""

    spec: ClassVar[Mapping[str, Any]] = {"type": "number"}

    def encode(self, value: float) -> float:
        """The canonical rounding of every plan."""
        return round(float(value), 4) + 0.0


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

    spec: ClassVar[Mapping[str, Any]] = {"type": "integer"}


class Exact(Fact):
    """A number that was given, as it was given."""

    spec: ClassVar[Mapping[str, Any]] = {"type": "number"}

    def encode(self, value: float) -> float:
        """Never -0.0, always with a decimal point."""
        return float(value) + 0.0


class Seen(Fact):
    """The value of a fact: a number, yes/no, text, a list of texts, or nothing."""

    spec: ClassVar[Mapping[str, Any]] = {
        "anyOf": [{"type": name} for name in ("number", "boolean", "string", "array", "null")]
    }

    def encode(self, value: Any) -> Any:
        """Numbers rounded, words plain."""
        if isinstance(value, float):
            return round(value, 4) + 0.0
        return [str(each) for each in value] if isinstance(value, tuple | list | frozenset) else value


class Series(Fact):
    """Numbers by month."""

    spec: ClassVar[Mapping[str, Any]] = {"type": "array", "items": {"type": "number"}}

    def encode(self, value: tuple[float, ...]) -> list[float]:
        """Each rounded to four decimals."""
        return [round(float(each), 4) + 0.0 for each in value]
