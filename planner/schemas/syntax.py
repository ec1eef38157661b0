"""What the readers of YAML and JSON have in common: events, limits and how they refuse."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple, NoReturn

from planner.domain import InvalidInput, Problem
from planner.schemas.paths import shown


class Kind(Enum):
    """What begins or ends at an event."""

    MAPPING = auto()
    LIST = auto()
    CLOSE = auto()
    SCALAR = auto()


class Event(NamedTuple):
    """A step through a document; `plain` is a scalar without quotes, `line` counts from 1."""

    kind: Kind
    line: int
    text: str = ""
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of a document: bytes, number of values, levels of nesting, characters of a key."""

    size: int = 5_000_000
    values: int = 50_000
    depth: int = 20
    key: int = 200


def refuse(path: str, message: str, fix: str = "", line: int | None = None) -> NoReturn:
    """Raise InvalidInput with the one problem."""
    raise InvalidInput(Problem(shown(path), message, fix, line))
