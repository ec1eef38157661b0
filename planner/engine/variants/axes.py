"""The ways in which one known fact can change: step by step up or down, or to each alternative."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from planner.engine.explain import reads
from planner.engine.knowledge import Knowledge
from planner.engine.variants.spread import Variant
from planner.guidance.expression import Expression
from planner.guidance.model import Duplication, Fact, Floor, Rule, Workload
from planner.guidance.vocabulary import Kind, Scalar

STEPS = {"share": 0.01}  # by unit; everything else moves by one
REACH = 3.0  # numbers are followed up to so many times their value
FEWEST = 20  # but for at least so many steps
EVERY = 40  # places that are all looked at; beyond, ever further apart
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
        if place == 0:
            return self.now
        if place == self.last or self.step is None or not isinstance(self.now, int | float):
            return self.limit
        value = round(self.now + place * self.step, 9)
        return int(value) if self.fact.field.integer else value

    def variant(self, place: int) -> Variant:
        """The organisation with the fact at a place."""
        return Variant({self.fact.name: self.value(place)}) if place else Variant()

    @property
    def coarse(self) -> list[int]:
        """Places to look at first: each of the nearest, then ever further apart by a tenth."""
        places = list(range(min(EVERY, self.last) + 1))
        while places[-1] < self.last:
            places.append(min(places[-1] + 1 + places[-1] // 10, self.last))
        return places

    def distance(self, place: int) -> float:
        """How far a place is from the fact as it is, relative to it; 1 for an alternative."""
        if self.step is None or not isinstance(self.now, int | float):
            return 1.0
        return abs(float(self.value(place)) - self.now) / max(abs(self.now), 1.0)  # type: ignore[arg-type]


def axes(knowledge: Knowledge, known: Mapping[str, Scalar]) -> tuple[Axis, ...]:
    """Every direction of each known fact that rules read."""
    read = reads(knowledge, _expressions(knowledge)) - UNVARIED
    facts = [fact for fact in knowledge.guidance.facts if fact.name in read]
    return tuple(axis for fact in facts for axis in _axes(fact, known))


def alternatives(fact: Fact, now: Scalar) -> list[Scalar]:
    """What a yes/no fact, choice or set could be instead; of a set each member is added or taken away."""
    field = fact.field
    if field.kind is Kind.BOOLEAN:
        return [value for value in (True, False) if value is not now]
    if field.kind is Kind.CHOICE:
        return [choice for choice in field.choices if choice != now]
    members = now if isinstance(now, frozenset) else frozenset[str]()
    return [members ^ {choice} for choice in field.choices]


def amounts(rule: Rule) -> Iterable[Expression]:
    """The hours or FTE that a rule counts."""
    match rule.effect:
        case Workload(hours=amount) | Duplication(hours=amount) | Floor(fte=amount):
            return (amount,)
        case _:
            return ()


def _expressions(knowledge: Knowledge) -> Iterator[Expression]:
    for rule in knowledge.guidance.rules:
        yield rule.when
        yield from amounts(rule)
    for fact in knowledge.guidance.facts:
        yield from fact.priors


def _axes(fact: Fact, known: Mapping[str, Scalar]) -> Iterator[Axis]:
    now = known.get(fact.name)
    if now is None:
        return
    if fact.field.kind is not Kind.NUMBER or not isinstance(now, int | float):
        yield from (Axis(fact, now, 1, other) for other in alternatives(fact, now))
        return
    for direction, limit in zip((1, -1), _limits(fact, float(now), known), strict=True):
        step = direction * STEPS.get(fact.field.unit, 1.0)
        last = math.ceil(round((limit - now) / step, 6))
        if last >= 1:
            yield Axis(fact, now, last, int(limit) if fact.field.integer else limit, step)


def _limits(fact: Fact, now: float, known: Mapping[str, Scalar]) -> tuple[float, float]:
    """The highest and lowest value worth following; tiers stay within the use cases."""
    step = STEPS.get(fact.field.unit, 1.0)
    span = max((REACH - 1) * abs(now), FEWEST * step)
    bounds = fact.field
    high = min(_whole_up(now + span, step), math.inf if bounds.high is None else bounds.high)
    low = max(-_whole_up(span - now, step), -math.inf if bounds.low is None else bounds.low)
    tiers = {name: _number(known.get(name)) for name in TIERS}
    if fact.name == "use_cases_in_production":
        low = max(low, sum(tiers.values()))
    total = known.get("use_cases_in_production")
    if fact.name in TIERS and isinstance(total, int | float):
        high = min(high, total - sum(value for name, value in tiers.items() if name != fact.name))
    return max(high, now), min(low, now)


def _whole_up(value: float, step: float) -> float:
    return float(math.ceil(value)) if step == 1.0 else value


def _number(value: Scalar) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
