"""Cases from JSON lines; whatever is wrong with them is reported by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from planner.domain import Decision, InvalidInput, Problem, Profile
from planner.domain.errors import raise_if_any
from planner.engine.cases import Case
from planner.schemas import documents, profiles


class InvalidCases(InvalidInput):
    """A file of cases that cannot be evaluated."""

    title = "The cases are not valid"


def read(content: bytes, most: int) -> tuple[Case, ...]:
    """Every case of a file of at most `most` bytes; raises InvalidCases with each problem's line."""
    if len(content) > most:
        raise InvalidCases(Problem("", f"is larger than {most:,} bytes.", "Split the file."))
    problems: list[Problem] = []
    cases: dict[str, Case] = {}
    for line, text in _lines(content):
        try:
            case = _case(text)
        except InvalidInput as error:
            problems += [replace(problem, line=line) for problem in error.problems]
            continue
        if case.id in cases:
            problems.append(
                Problem("id", f"{case.id!r} stands twice.", "Give each case an id of its own.", line)
            )
        cases[case.id] = case
    raise_if_any(problems, InvalidCases)
    if not cases:
        raise InvalidCases(
            Problem("", "holds no case.", 'Write one per line: {"id": ..., "profile": ..., "expected": ...}')
        )
    return tuple(cases.values())


def _lines(content: bytes) -> Iterator[tuple[int, bytes]]:
    for number, text in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if text.strip():
            yield number, text


def _case(text: bytes) -> Case:
    data = documents.read(text, "json").data
    name = _named(data)
    expected = data.get("expected")
    if not isinstance(expected, dict):
        raise InvalidInput(Problem("expected", "is missing.", "State the lists acceptable and wrong."))
    acceptable = _decisions(expected, "acceptable")
    if not acceptable:
        raise InvalidInput(
            Problem("expected.acceptable", "is empty.", f"Name one of {', '.join(Decision)}, or more.")
        )
    wrong = _decisions(expected, "wrong")
    both = sorted(set(acceptable) & set(wrong))
    if both:
        raise InvalidInput(
            Problem("expected", f"has {both[0]} as acceptable and as wrong.", "Remove one of the two.")
        )
    return Case(
        name,
        _profile(name, data.get("profile")),
        acceptable,
        frozenset(wrong),
        str(data.get("confidence") or ""),
    )


def _named(data: dict[str, Any]) -> str:
    name = data.get("id")
    if not isinstance(name, str) or not name.strip():
        raise InvalidInput(Problem("id", "is missing or not a text.", "Give each case an id of its own."))
    return name


def _decisions(expected: dict[str, Any], key: str) -> tuple[Decision, ...]:
    given = expected.get(key, [])
    if not isinstance(given, list):
        raise InvalidInput(Problem(f"expected.{key}", "is not a list.", "Write a list of decisions."))
    try:
        return tuple(Decision(item) for item in given)
    except ValueError as error:
        known = f"Known are {', '.join(Decision)}."
        raise InvalidInput(Problem(f"expected.{key}", f"{error}.", known)) from None


def _profile(name: str, facts: object) -> Profile:
    if not isinstance(facts, dict):
        raise InvalidInput(Problem("profile", "is missing.", "State the organisation's facts as an object."))
    return profiles.load({"name": name, **facts}, below="profile")
