"""What an unknown fact may turn out to be, with weights that add up to one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from planner.domain.plan import Assumption
from planner.engine.explain import reads
from planner.engine.outlook import fill
from planner.engine.variants.axes import alternatives
from planner.engine.variants.spread import Organisation, Variant, stated
from planner.guidance.model import Fact
from planner.guidance.vocabulary import Kind, Scalar

LIKELY = "likely_{}"  # the assumption that says what a fact usually is, where its prior is one number
PERT = (1 / 6, 4 / 6, 1 / 6)  # weights of low, typical and high in the mean of a PERT distribution

Guesses = tuple[tuple[Scalar, float], ...]


def guesses(organisation: Organisation, facts: Sequence[Fact]) -> dict[str, Guesses]:
    """Of a number low, typical and high of its prior; of everything else each alternative alike."""
    numbers = [fact for fact in facts if fact.field.kind is Kind.NUMBER]
    ranges = _ranges(organisation, numbers)
    found: dict[str, Guesses] = {}
    for fact in facts:
        if fact.field.kind is Kind.NUMBER:
            found[fact.name] = _weighted(_whole(fact, ranges[fact.name]))
        else:
            options = _options(fact)
            found[fact.name] = tuple((option, 1 / len(options)) for option in options)
    return found


def _options(fact: Fact) -> list[Scalar]:
    """Every alternative; of a set the empty one and each member alone."""
    none = [frozenset[str]()] if fact.field.kind is Kind.SET else []
    return [*none, *alternatives(fact, None)]


def _weighted(values: Sequence[float]) -> Guesses:
    weights: dict[Scalar, float] = {}
    for value, weight in zip(values, PERT, strict=True):
        weights[value] = weights.get(value, 0.0) + weight
    return tuple(weights.items())


def _whole(fact: Fact, values: Iterable[float]) -> list[float]:
    return [round(value) if fact.field.integer else value for value in values]


def _ranges(organisation: Organisation, facts: Sequence[Fact]) -> dict[str, tuple[float, float, float]]:
    """Low, typical and high of each fact: as its own assumption says, else over those its prior reads, else
    from half to double."""
    rows = _rows(organisation)
    over = {fact.name: _numbers(organisation, fact, rows) for fact in facts}
    variants = [Variant(), *(Variant(numbers={name: end}) for ends in over.values() for name, end in ends)]
    known, assumed = stated(organisation, variants)
    filled = fill(organisation.knowledge.programs, known, assumed, len(variants))
    found: dict[str, tuple[float, float, float]] = {}
    next_row = 1
    for fact in facts:
        values = np.broadcast_to(np.asarray(filled[fact.name], dtype=np.float64), len(variants))
        typical, own = float(values[0]), values[next_row : next_row + len(over[fact.name])]
        next_row += len(over[fact.name])
        likely = rows.get(LIKELY.format(fact.name))
        if likely is not None:
            found[fact.name] = (likely.low, likely.typical, likely.high)
        elif own.size and own.min() < own.max():
            found[fact.name] = (float(own.min()), typical, float(own.max()))
        else:
            found[fact.name] = (typical / 2, typical, typical * 2)
    return found


def _rows(organisation: Organisation) -> dict[str, Assumption]:
    """The assumptions; one that the profile overrides is taken as certain."""
    return {
        name: row
        for name, row in organisation.knowledge.guidance.assumptions.items()
        if organisation.assumed[name] == row.typical
    }


def _numbers(
    organisation: Organisation, fact: Fact, rows: Mapping[str, Assumption]
) -> list[tuple[str, float]]:
    """Each assumption that the fact's prior reads, at both ends."""
    if LIKELY.format(fact.name) in rows:
        return []
    read = sorted(reads(organisation.knowledge, fact.priors) & rows.keys())
    return [(name, end) for name in read for end in (rows[name].low, rows[name].high)]
