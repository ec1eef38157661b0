"""The ways in which one known fact can change: step by step up or down, or to each alternative."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from planner.engine.explain import reads
from planner.engine.knowledge import Knowledge
from planner.engine.variants.spread import Variant
from planner.guidance.model import Duplication, Fact, Floor, Rule, Workload
from planner.guidance.expression import Expression
from planner.guidance.vocabulary import Kind, Scalar

STEPS = {"share": 0.01}  # by unit; everything else moves by one
REACH = 3.0  # numbers are followed up to so many times their value
FEWEST = 20  # but for at least so many steps
UNVARIED = frozenset({"month", "alternatives"})
TIERS = ("critical_use_cases", "experimental_use_cases")


@dataclass(frozen=True)
class Axis:
    """One direction of one fact. Its places are 0 (as it is), 1, … `last`; an alternative has one place."""

    fact: Fact
    now: Scalar
    last: int
    limit: Scalar
    step: float | None = None

    def value(self, place: int) -> Scalar:
        """The fact at a place."""
        if place == self.last or self.step is None or not isinstance(self.now, int | float):
            return self.limit
        value = round(self.now + place * self.step, 9)
        return int(value) if self.fact.field.integer else value

    def variant(self, place: int) -> Variant:
        """The organisation with the fact at a place."""
        return Variant({self.fact.name: self.value(place)}) if place else Variant()

    @property
    def coarse(self) -> list[int]:
        """Places ever further apart, by a third each time."""
        places = [0]
        while places[-1] < self.last:
            places.append(min(places[-1] + 1 + places[-1] // 3, self.last))
        return places[1:]

    def distance(self, place: int) -> float:
        """How far a place is from the fact as it is, relative to it; 1 for an alternative."""
        value = self.value(place)
        if isinstance(value, bool | str) or not isinstance(value, int | float):
            return 1.0
        return abs(value - float(self.now or 0)) / max(abs(float(self.now or 0)), 1.0)  # type: ignore[arg-type]


def axes(knowledge: Knowledge, known: Mapping[str, Scalar]) -> tuple[Axis, ...]:
    """Every direction of each known fact that rules read."""
    read = reads(knowledge, _expressions(knowledge))
    facts = [fact for fact in knowledge.guidance.facts if fact.name in read - UNVARIED]
    return tuple(axis for fact in facts for axis in _axes(fact, known))


def _expressions(knowledge: Knowledge) -> Iterator[Expression]:
    for rule in knowledge.guidance.rules:
        yield rule.when
        yield from amounts(rule)
    for fact in knowledge.guidance.facts:
        yield from fact.priors


def amounts(rule: Rule) -> Iterable[Expression]:
    """The hours or FTE that a rule counts."""
    match rule.effect:
        case Workload(hours=amount) | Duplication(hours=amount) | Floor(fte=amount):
            return (amount,)
        case _:
            return ()


def _axes(fact: Fact, known: Mapping[str, Scalar]) -> Iterator[Axis]:
    now = known.get(fact.name)
    if now is None:
        return
    if fact.field.kind is Kind.NUMBER and isinstance(now, int | float):
        for direction, limit in zip((1, -1), _limits(fact, float(now), known), strict=True):
            step = direction * STEPS.get(fact.field.unit, 1.0)
            last = math.ceil(round((limit - now) / step, 6))
            if last >= 1:
                yield Axis(fact, now, last, int(limit) if fact.field.integer else limit, step)
    else:
        yield from (Axis(fact, now, 1, other) for other in alternatives(fact, now))


def alternatives(fact: Fact, now: Scalar) -> list[Scalar]:
    """What a yes/no fact, choice or set could be instead; of a set each member is added or taken away."""
    field = fact.field
    if field.kind is Kind.BOOLEAN:
        return [value for value in (True, False) if value is not now]
    if field.kind is Kind.CHOICE:
        return [choice for choice in field.choices if choice != now]
    members = now if isinstance(now, frozenset) else frozenset[str]()
    return [members ^ {choice} for choice in field.choices]


def _limits(fact: Fact, now: float, known: Mapping[str, Scalar]) -> tuple[float, float]:
    """The highest and lowest value worth following; tiers stay within the use cases."""
    step = STEPS.get(fact.field.unit, 1.0)
    span = max((REACH - 1) * abs(now), FEWEST * step)
    high = _least(fact.field.high, math.ceil(now + span) if step == 1.0 else now + span)
    low = -_least(None if fact.field.low is None else -fact.field.low, -math.floor(now - span))
    tiers = {name: _number(known.get(name)) for name in TIERS}
    if fact.name == "use_cases_in_production":
        low = max(low, sum(tiers.values()))
    total = known.get("use_cases_in_production")
    if fact.name in TIERS and isinstance(total, int | float):
        high = min(high, total - sum(value for name, value in tiers.items() if name != fact.name))
    return max(high, now), min(low, now)


def _least(bound: float | None, value: float) -> float:
    return value if bound is None else min(bound, value)


def _number(value: Scalar) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
