"""Job titles by function: which of the two roles a title stands for, if any (practice 3.1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from planner.domain.words import Outside, Role
from planner.hiring.reading import Node

Function = Role | Outside


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """A title that is counted as `function`, but that differs between firms."""

    function: Function
    note: str


@dataclass(frozen=True, slots=True)
class TitleMap:
    """Functions by title (folded, without rank), and the titles worth asking about."""

    functions: Mapping[str, Function] = field(repr=False)
    ambiguous: Mapping[str, Ambiguity] = field(repr=False)
    ranks: frozenset[str] = field(repr=False)

    def function_of(self, title: str, overrides: Mapping[str, Role | None] | None = None) -> Function:
        """The function of `title` (a role's own word counts); `overrides` go first, None means other."""
        given = {fold(key): role or Outside.OTHER for key, role in (overrides or {}).items()}
        for form in self._forms(title):
            if form in given:
                return given[form]
        for form in self._forms(title):
            if form in self.functions:
                return self.functions[form]
        return Outside.UNMAPPED

    def ambiguity(self, title: str) -> Ambiguity | None:
        """What to ask about a title whose function differs between firms, None for a clear one."""
        return next((self.ambiguous[form] for form in self._forms(title) if form in self.ambiguous), None)

    def _forms(self, title: str) -> Iterator[str]:
        whole = fold(title)
        yield whole
        yield " ".join(word for word in whole.split() if word not in self.ranks)


def fold(title: str) -> str:
    """`title` in lower case with single spaces; commas and dashes between words don't count."""
    words = title.casefold().replace(",", " ").replace("–", " ").split()
    return " ".join(word for word in words if word != "-")


def read_titles(document: Node) -> TitleMap:
    """The title map of titles.yaml; InvalidGuidance where a title stands twice."""
    parts = document.mapping("titles", "ambiguous", "ranks")
    words: dict[str, Function] = {**{role.value: role for role in Role}, "other": Outside.OTHER}
    functions = dict(words)
    for word, titles in parts["titles"].mapping(*words).items():
        for title in titles.items():
            _add(functions, title, title.text(), words[word])
    ambiguous = {}
    for name, node in parts["ambiguous"].members().items():
        row = node.mapping("counts_as", "note")
        function = words.get(row["counts_as"].text())
        if function is None:
            row["counts_as"].fail("is not a function.", f"Use one of {', '.join(words)}.")
        _add(functions, node, name, function)
        ambiguous[fold(name)] = Ambiguity(function, row["note"].text())
    return TitleMap(functions, ambiguous, frozenset(parts["ranks"].texts()))


def _add(functions: dict[str, Function], node: Node, title: str, function: Function) -> None:
    if title != fold(title):
        node.fail(f"{title!r} would never be found.", f"Write it as {fold(title)!r}.")
    if title in functions:
        node.fail(f"{title!r} stands twice.", "A title has one function; keep the line that is right.")
    functions[title] = function
