"""Sums over conditions: what counts where a condition is known to hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from planner.guidance.nodes import Node


@dataclass(frozen=True, slots=True)
class Part:
    """An amount that counts where its condition is known to hold, and it is above zero or a literal."""

    amount: Node
    condition: Node


@dataclass(frozen=True, slots=True)
class Total:
    """The sum, or the largest, of the parts that count; 0 where none does."""

    name: str
    parts: tuple[Part, ...]
    of: Literal["sum", "largest"] = "sum"
