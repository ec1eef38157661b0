"""Validation messages that carry their remedy, and their way from marshmallow's form to domain problems."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from heapq import nsmallest
from typing import Any, NamedTuple

from planner.domain import Problem
from planner.schemas.paths import join, line_of, shown

_AT_MOST = 100
_LISTED = 16


class Fault(str):
    """A message with its fix; a misspelt `word` is compared with the `known` ones only when it is shown."""

    def __new__(
        cls,
        message: str,
        fix: str = "",
        *,
        known: Iterable[str] = (),
        word: str | None = None,
        elsewhere: Callable[[], Mapping[str, str]] = dict,
    ) -> Fault:
        """Make the message; without a `word`, the last key of its path is the misspelt or misplaced one."""
        fault = super().__new__(cls, message)
        fault.remedy, fault.known, fault.word, fault.elsewhere = fix, known, word, elsewhere
        return fault

    remedy: str
    known: Iterable[str]
    word: str | None
    elsewhere: Callable[[], Mapping[str, str]]

    def fix(self, key: str | int) -> str:
        """What to do about it at `key`."""
        place = self.elsewhere().get(str(key))
        if place:
            return f"Write it as {place}."
        known = tuple(self.known)
        near = nearest(str(key) if self.word is None else self.word, known)
        if near:
            return f'Did you mean "{near}"?'
        options = f"Known are: {', '.join(known)}." if 0 < len(known) <= _LISTED else ""
        return options or self.remedy


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` most resembles, None when none is near."""
    folded = {each.casefold(): each for each in known}
    found = get_close_matches(word[:60].casefold().replace(" ", "_"), folded, n=1)
    return folded[found[0]] if found else None


def described(value: object) -> str:
    """`value` in the words of a message."""
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return f'the text "{shown(value, 40)}"'
    if isinstance(value, int | float):
        return f"the number {value}" if not abs(value) >= 10**21 else "a number of more than 20 digits"
    if isinstance(value, Mapping):
        return "a mapping"
    return "a list" if isinstance(value, list | tuple) else f"of type {type(value).__name__}"


def problems(messages: Any, lines: Mapping[str, int] | None = None, below: str = "") -> tuple[Problem, ...]:
    """Marshmallow's or webargs' nested messages as problems, in the order of the document.

    At most 100 are named; one more then says how many there are besides. Paths begin at `below`.
    """
    if isinstance(messages, Mapping) and set(messages) == {"json"} and isinstance(messages["json"], Mapping):
        messages = messages["json"]
    return _in_order(
        [
            _Found(line_of(path, lines), path, key, message)
            for path, key, message in _flat(messages, below, "")
        ]
    )


def located(
    problems: Iterable[Problem], lines: Mapping[str, int] | None, below: str = ""
) -> tuple[Problem, ...]:
    """Problems with the lines of their paths, in the order of the document; paths begin at `below` in it."""
    places = ((each, join(below, each.path) if each.path else below) for each in problems)
    return _in_order(
        [_Found(line_of(path, lines), path, "", Fault(each.message, each.fix)) for each, path in places]
    )


class _Found(NamedTuple):
    line: int | None
    path: str
    key: str | int
    message: str

    def place(self) -> tuple[int, list[tuple[int, str]]]:
        parts = re.findall(r"[0-9]+|[^0-9]+", self.path)
        return self.line or 0, [(int(part[:18]), "") if part.isdecimal() else (-1, part) for part in parts]

    def problem(self) -> Problem:
        fix = self.message.fix(self.key) if isinstance(self.message, Fault) else ""
        return Problem(shown(self.path), str(self.message), fix, self.line)


def _in_order(found: list[_Found]) -> tuple[Problem, ...]:
    first = [each.problem() for each in nsmallest(_AT_MOST, found, key=_Found.place)]
    if len(found) > _AT_MOST:
        first.append(Problem("", f"has {len(found) - _AT_MOST} more problems.", "Mend the ones above first."))
    return tuple(first)


def _flat(messages: Any, path: str, key: str | int) -> Iterator[tuple[str, str | int, str]]:
    if isinstance(messages, Mapping):
        for inner, below in messages.items():
            if inner == "_schema":
                yield from _flat(below, path, key)
            else:
                step = inner if isinstance(inner, int) else str(inner)
                yield from _flat(below, join(path, step), step)
    elif isinstance(messages, list | tuple):
        for below in messages:
            yield from _flat(below, path, key)
    else:
        yield path, key, messages if isinstance(messages, str) else str(messages)
