"""The effects a rule can have, each read from its own small mapping in the pack."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeAlias

from planner.domain.words import Level, Role
from planner.guidance.expression import Expression
from planner.guidance.model import (
    Duplication,
    Effect,
    Floor,
    Gate,
    Hint,
    Levels,
    Reporting,
    Signal,
    Skill,
    Workload,
)

HINTS = ("risk", "misconception", "alternative", "note")
Number: TypeAlias = Callable[[str, str], Expression]


def refuse_others(row: Mapping[str, Any], allowed: Collection[str]) -> None:
    """Raise ValueError for a key of `row` that is not `allowed`."""
    others = sorted(str(key) for key in row if key not in allowed)
    if others:
        raise ValueError(f"has unknown key {others[0]!r}; known are {', '.join(sorted(allowed))}")


def _role(row: Mapping[str, Any]) -> Role:
    return Role(row["role"])


def _signal(_: Number, row: Mapping[str, Any]) -> Effect:
    refuse_others(row, {"role", "strength"})
    strength = row["strength"]
    if not isinstance(strength, int) or not 1 <= abs(strength) <= 6:
        raise ValueError(
            f"strength {strength!r} is not a whole number from 1 to 6, or -6 to -1 against the role"
        )
    return Signal(_role(row), strength)


def _workload(number: Number, row: Mapping[str, Any]) -> Effect:
    refuse_others(row, {"role", "label", "hours", "relief"})
    hours = number(str(row["hours"]), "hours")
    return Workload(_role(row), row["label"], hours, bool(row.get("relief", False)))


def _duplication(number: Number, row: Mapping[str, Any]) -> Effect:
    refuse_others(row, {"hours"})
    return Duplication(number(str(row["hours"]), "hours"))


def _floor(number: Number, row: Mapping[str, Any]) -> Effect:
    refuse_others(row, {"role", "fte"})
    return Floor(_role(row), number(str(row["fte"]), "fte"))


def _gate(_: Number, row: Mapping[str, Any]) -> Effect:
    refuse_others(row, {"role"})
    return Gate(_role(row))


def _reporting(_: Number, row: Mapping[str, Any]) -> Effect:
    refuse_others(row, {"role", "manager"})
    return Reporting(_role(row), row["manager"])


def _level(_: Number, row: Mapping[str, Any]) -> Effect:
    refuse_others(row, {"role", "first"})
    return Levels(_role(row), Level(row["first"]))


def _skill(_: Number, row: Mapping[str, Any]) -> Effect:
    refuse_others(row, {"role", "skill"})
    return Skill(_role(row), row["skill"])


def _advice(_: Number, row: Mapping[str, Any]) -> Effect:
    refuse_others(row, {"kind", "role", "option"})
    if row["kind"] not in HINTS:
        raise ValueError(f"advice {row['kind']!r} is not one of {', '.join(HINTS)}")
    return Hint(row["kind"], _role(row) if "role" in row else None, row.get("option"))


EFFECTS: Mapping[str, Callable[[Number, Mapping[str, Any]], Effect]] = {
    "signal": _signal,
    "workload": _workload,
    "duplication": _duplication,
    "floor": _floor,
    "gate": _gate,
    "reporting": _reporting,
    "level": _level,
    "skill": _skill,
    "advice": _advice,
}
