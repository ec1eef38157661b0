"""The fields that expressions may name, and the kinds of value that they hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

WORDS = frozenset({"and", "or", "not", "in", "true", "false", "null"})
FOREIGN_WORDS = frozenset({"if", "elif", "else", "for", "while", "inf", "nan"})
MAX_SET_CHOICES = 62  # a set travels as a bit mask in a signed 64-bit column
MAX_CHOICES = 2**15 - 1
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

Scalar: TypeAlias = float | bool | str | frozenset[str] | None


class Kind(Enum):
    """What sort of value a field or an expression has."""

    NUMBER = "number"
    BOOLEAN = "yes/no"
    CHOICE = "choice"
    SET = "set"


@dataclass(frozen=True, slots=True)
class Field:
    """One fact, assumption or derived term: its kind, closed vocabulary, bounds and meaning.

    Raises ValueError where the parts contradict each other.
    """

    name: str
    kind: Kind
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    integer: bool = False
    nullable: bool = True
    unit: str = ""
    meaning: str = ""

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name) or self.name in WORDS | FOREIGN_WORDS:
            raise ValueError(f"{self.name!r} cannot name a field; use letters, digits and underscores.")
        if problem := self._choices_problem() or self._bounds_problem():
            raise ValueError(f"Field {self.name} {problem}.")

    def _choices_problem(self) -> str:
        if self.kind not in (Kind.CHOICE, Kind.SET):
            return f"is a {self.kind.value} and takes no choices" if self.choices else ""
        most = MAX_SET_CHOICES if self.kind is Kind.SET else MAX_CHOICES
        if not 1 <= len(self.choices) <= most:
            return f"needs 1 to {most} choices, not {len(self.choices)}"
        return "repeats a choice" if len(set(self.choices)) < len(self.choices) else ""

    def _bounds_problem(self) -> str:
        bounded = self.low is not None or self.high is not None or self.integer
        if bounded and self.kind is not Kind.NUMBER:
            return f"is a {self.kind.value} and takes no bounds"
        crossed = self.low is not None and self.high is not None and self.low > self.high
        return f"has bounds that no number meets: {self.low} to {self.high}" if crossed else ""


Vocabulary: TypeAlias = Mapping[str, Field]
