"""What an unknown fact may turn out to be, with weights that add up to one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from planner.engine.explain import reads
from planner.engine.outlook import fill, fill_one
from planner.engine.variants.axes import alternatives
from planner.engine.variants.spread import Organisation, Variant, stated
from planner.guidance.model import Fact
from planner.guidance.vocabulary import Kind, Scalar

LIKELY = "likely_{}"  # the assumption that says what a fact usually is, where its prior is one number
PERT = (1 / 6, 4 / 6, 1 / 6)  # weights of low, typical and high in the mean of a PERT distribution

Guesses = tuple[tuple[Scalar, float], ...]


def guesses(organisation: Organisation, facts: Sequence[Fact]) -> dict[str, Guesses]:
    """Of a number low, typical and high of its prior. Of all else each alternative, what is assumed with the
    weight of a typical value, the others alike."""
    start = fill_one(organisation.knowledge.programs, organisation.known, organisation.assumed)
    ranges = _ranges(organisation, [fact for fact in facts if fact.field.kind is Kind.NUMBER])
    return {
        fact.name: _numbers(fact, ranges[fact.name])
        if fact.name in ranges
        else _options(fact, start.get(fact.name))
        for fact in facts
    }


def _options(fact: Fact, assumed: Scalar) -> Guesses:
    none = [frozenset[str]()] if fact.field.kind is Kind.SET else []
    options: list[Scalar] = [*none, *alternatives(fact, None)]
    if assumed not in options:
        return tuple((option, 1 / len(options)) for option in options)
    others = (1 - PERT[1]) / (len(options) - 1)
    return tuple((option, PERT[1] if option == assumed else others) for option in options)


def _numbers(fact: Fact, span: tuple[float, float, float]) -> Guesses:
    weights: dict[Scalar, float] = {}
    for value, weight in zip(span, PERT, strict=True):
        kept = round(value) if fact.field.integer else round(value, 4)
        weights[kept] = weights.get(kept, 0.0) + weight
    return tuple(weights.items())


def _ranges(organisation: Organisation, facts: Sequence[Fact]) -> dict[str, tuple[float, float, float]]:
    """Low, typical and high of each fact: as an assumption of its own says, else over the assumptions that
    its prior reads, else from half to double."""
    ends = {fact.name: _ends(organisation, fact) for fact in facts}
    variants = [Variant(), *(variant for rows in ends.values() for variant in rows)]
    filled = fill(organisation.knowledge.programs, *stated(organisation, variants), len(variants))
    shipped = organisation.knowledge.guidance.assumptions
    found: dict[str, tuple[float, float, float]] = {}
    first = 1
    for fact in facts:
        values = np.broadcast_to(np.asarray(filled[fact.name], dtype=np.float64), len(variants))
        typical, moved = float(values[0]), values[first : first + len(ends[fact.name])]
        first += len(ends[fact.name])
        if likely := shipped.get(LIKELY.format(fact.name)):
            found[fact.name] = (likely.low, likely.typical, likely.high)
        elif moved.size and moved.min() < moved.max():
            found[fact.name] = (float(moved.min()), typical, float(moved.max()))
        else:
            found[fact.name] = (typical / 2, typical, typical * 2)
    return found


def _ends(organisation: Organisation, fact: Fact) -> list[Variant]:
    """Each assumption that the fact's prior reads, at both ends; those overridden are certain."""
    shipped = organisation.knowledge.guidance.assumptions
    read = (shipped[name] for name in sorted(reads(organisation.knowledge, fact.priors) & shipped.keys()))
    open_ones = [row for row in read if organisation.assumed[row.name] == row.typical]
    return [Variant(numbers={row.name: end}) for row in open_ones for end in (row.low, row.high)]
