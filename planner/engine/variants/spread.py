"""Variants of one organisation over the horizon, assessed in columns: rows are variants x months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar, cast

import numpy as np

from planner.domain.words import Role
from planner.engine.assess import Case, Series, assess
from planner.engine.knowledge import Knowledge
from planner.engine.outlook import Frame, Outlook, fill, look
from planner.guidance import Guidance
from planner.guidance.columns import Column, encode
from planner.guidance.vocabulary import Scalar

T = TypeVar("T")
LARGEST = 6_000  # rows at a time: their columns stay in the processor's cache


@dataclass(frozen=True)
class Variant:
    """Facts and assumptions (typical values) that differ from those of the profile."""

    facts: Mapping[str, Scalar] = field(default_factory=dict)
    numbers: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Organisation:
    """What variants vary: facts as known and assumptions at their typical values, over `months`."""

    knowledge: Knowledge
    known: Mapping[str, Scalar]
    assumed: Mapping[str, float]
    months: int


@dataclass(frozen=True)
class Spread:
    """Variants with what the guidance says of each in each month; arrays are (variants, months)."""

    organisation: Organisation
    variants: tuple[Variant, ...]
    cases: Mapping[Role, Case]
    parts: tuple[Outlook, ...] = field(repr=False)

    @property
    def guidance(self) -> Guidance:
        """The rules that were asked."""
        return self.organisation.knowledge.guidance

    def number(self, name: str) -> Series:
        """An assumption by variant, as a column (variants, 1)."""
        typical = self.organisation.assumed[name]
        return np.array([[variant.numbers.get(name, typical)] for variant in self.variants])

    def judged(self, rule: str) -> Column:
        """Whether a rule holds on known facts (+1, 0 unknown, -1), by variant and month."""
        return self._by_month([part.judged[rule] for part in self.parts])

    def amount(self, rule: str) -> Column:
        """Hours per month (FTE of a floor) of a rule, by variant and month."""
        return self._by_month([part.amount(rule) for part in self.parts])

    def _by_month(self, parts: Sequence[Column]) -> Column:
        return np.concatenate(parts).reshape(len(self.variants), self.organisation.months)


def spread(organisation: Organisation, variants: Sequence[Variant]) -> Spread:
    """Assess all variants (at least one), some thousand rows at a time."""
    size = max(LARGEST // organisation.months, 1)
    looked = [_look(organisation, variants[start : start + size]) for start in range(0, len(variants), size)]
    cases = {role: _joined([cases[role] for _, cases in looked], organisation.months) for role in Role}
    return Spread(organisation, tuple(variants), cases, tuple(outlook for outlook, _ in looked))


def _look(organisation: Organisation, variants: Sequence[Variant]) -> tuple[Outlook, Mapping[Role, Case]]:
    knowledge, count = organisation.knowledge, len(variants)
    frame, numbers = frames(organisation, *stated(organisation, variants), count)
    outlook = look(knowledge.programs, frame, numbers, count * organisation.months)
    return outlook, assess(knowledge.guidance, outlook, numbers)


def frames(
    organisation: Organisation, known: Frame, assumed: Frame, count: int
) -> tuple[Frame, Mapping[str, float]]:
    """Facts and assumptions of `count` variants by variant and month, as `outlook.by_month` has them for one
    organisation: known facts move by their quarterly growth, never below 0."""
    months, knowledge = organisation.months, organisation.knowledge
    start = fill(knowledge.programs, known, assumed, count)
    month = np.tile(np.arange(months, dtype=np.float64), count)
    frame = {**{name: _repeated(column, months) for name, column in known.items()}, "month": month}
    for fact in knowledge.guidance.facts:
        value = frame.get(fact.name)
        if fact.grows_by and value is not None:
            growth = _repeated(start[fact.grows_by], months)
            frame[fact.name] = np.maximum(value + growth * month / 3, 0.0)  # type: ignore[operator]
    return frame, _serving({name: _repeated(column, months) for name, column in assumed.items()})


def stated(organisation: Organisation, variants: Sequence[Variant]) -> tuple[Frame, Mapping[str, float]]:
    """Known facts and assumptions of the variants at the start, one row each."""
    return _facts(organisation, variants), _serving(_numbers(organisation, variants))


def _serving(numbers: Frame) -> Mapping[str, float]:
    """Columns of numbers where plain numbers are asked for: the formulas hold row by row."""
    return cast(Mapping[str, float], numbers)


def _facts(organisation: Organisation, variants: Sequence[Variant]) -> dict[str, Column | Scalar]:
    """Known facts, as columns of variants where some of them differ."""
    known: dict[str, Column | Scalar] = dict(organisation.known)
    vocabulary = organisation.knowledge.guidance.vocabulary
    for name, changes in _changes([variant.facts for variant in variants]).items():
        field = vocabulary[name]
        column = np.repeat(encode(field, [organisation.known.get(name)]), len(variants))
        column[list(changes)] = encode(field, list(changes.values()))
        known[name] = column
    return known


def _numbers(organisation: Organisation, variants: Sequence[Variant]) -> dict[str, Column | Scalar]:
    """Assumptions, as columns of variants where some of them differ."""
    assumed: dict[str, Column | Scalar] = dict(organisation.assumed)
    for name, changes in _changes([variant.numbers for variant in variants]).items():
        column = np.full(len(variants), organisation.assumed[name])
        column[list(changes)] = list(changes.values())
        assumed[name] = column
    return assumed


def _changes(changes: Sequence[Mapping[str, T]]) -> dict[str, dict[int, T]]:
    """By name, what changes in which variant."""
    found: dict[str, dict[int, T]] = {}
    for index, changed in enumerate(changes):
        for name, value in changed.items():
            found.setdefault(name, {})[index] = value
    return found


def _repeated(column: Column | Scalar, months: int) -> Column | Scalar:
    return np.repeat(column, months) if isinstance(column, np.ndarray) else column


def _joined(cases: Sequence[Case], months: int) -> Case:
    """The case of all variants, (variants, months)."""
    names = ("score", "open", "wanted", "work", "relievable", "floor")
    columns = (np.concatenate([getattr(case, name) for case in cases]).reshape(-1, months) for name in names)
    return Case(cases[0].role, *columns)
