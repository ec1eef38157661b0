"""A YAML document read with types; what does not fit raises InvalidGuidance, naming place and remedy."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import yaml

from planner.domain import InvalidGuidance, Problem

Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Node:
    """A value of the document and its path."""

    path: str
    value: Any

    def fail(self, message: str, fix: str) -> NoReturn:
        """Raise InvalidGuidance at this place."""
        raise InvalidGuidance(Problem(self.path, message, fix))

    def mapping(self, *required: str, optional: tuple[str, ...] = ()) -> dict[str, Node]:
        """The members of a mapping with exactly the `required` keys, and `optional` ones where present."""
        members = self.members()
        missing = [key for key in required if key not in members]
        unknown = [key for key in members if key not in required and key not in optional]
        if missing:
            self.fail(f"lacks {', '.join(missing)}.", f"It needs {', '.join(required)}.")
        if unknown:
            allowed = ", ".join((*required, *optional))
            self.fail(f"has an unknown key {unknown[0]!r}.", f"Known keys are {allowed}.")
        return members

    def members(self) -> dict[str, Node]:
        """The members of a mapping, whatever their keys."""
        if not isinstance(self.value, dict):
            self.fail("should be a mapping.", "Write `key: value` lines below it.")
        return {str(key): Node(f"{self.path}.{key}", value) for key, value in self.value.items()}

    def items(self) -> list[Node]:
        """The items of a list that isn't empty."""
        if not isinstance(self.value, list) or not self.value:
            self.fail("should be a list with at least one item.", "Write `- item` lines below it.")
        return [Node(f"{self.path}[{index}]", item) for index, item in enumerate(self.value)]

    def text(self) -> str:
        """A text that isn't empty, without surrounding space."""
        if not isinstance(self.value, str) or not self.value.strip():
            self.fail(
                f"should be a text, not {self.value!r}.", "Quote it if YAML reads it as something else."
            )
        return self.value.strip()

    def texts(self) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(item.text() for item in self.items())

    def word(self, words: type[Word]) -> Word:
        """A word of a closed vocabulary."""
        try:
            return words(self.text())
        except ValueError:
            self.fail(
                f"says {self.value!r}, which is none of the known words.", f"Use one of {', '.join(words)}."
            )


def read(path: Path) -> Node:
    """The document of a YAML file, its path beginning with the file's name."""
    try:
        return Node(path.name, yaml.safe_load(path.read_text(encoding="utf-8")))
    except yaml.YAMLError as wrong:
        mark = getattr(wrong, "problem_mark", None)
        line = None if mark is None else mark.line + 1
        problem = Problem(path.name, "is not readable as YAML.", "Mend the syntax at that line.", line)
        raise InvalidGuidance(problem) from wrong
    except OSError as wrong:
        raise InvalidGuidance(
            Problem(path.name, f"cannot be read: {wrong.strerror}.", "Reinstall planner.")
        ) from wrong
