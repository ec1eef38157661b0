"""Assess and demand, one profile at a time and a million by columns, against floors written by hand.

From known facts to points, gates, work and floors of both roles. The floors are `floor_scalar` (plain Python)
and `floor_columns` (numpy); they must agree with the engine on thousands of profiles before the clock starts.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from benchmarks import floor_columns, floor_scalar, interleaved, table
from planner import guidance
from planner.domain.words import Role
from planner.engine.assessor import Assessor
from planner.guidance import Guidance
from planner.guidance.columns import Column, encode
from planner.guidance.vocabulary import Field, Kind, Scalar

CHECKED, SETS = 4_000, 8  # profiles, under so many sets of assumptions
SINGLE, MANY = 2_000, 1_000_000
KNOWN = {"few facts known": 0.2, "most facts known": 0.7, "all facts known": 1.0}
COUNTS = (0, 1, 2, 3, 5, 8, 13, 30, 80)
Facts = dict[str, Scalar]


def main() -> None:
    """Check, then print both tables."""
    pack = guidance.load()
    dice = random.Random(1)
    check(pack, dice)
    assumed = {name: row.typical for name, row in pack.assumptions.items()}
    head = ["", "floor", "engine", "ratio"]
    table("One profile at a time, processor time", head, list(single(pack, assumed, dice)))
    table("A million profiles by columns, processor time", head, list(many(pack, assumed, dice)))


def check(pack: Guidance, dice: random.Random) -> None:
    """Stop where engine and floors disagree: then the pack has changed and the floors have to follow."""
    codes = floor_columns.Codes(pack.vocabulary)
    for _ in range(SETS):
        assumed = {
            name: dice.choice((row.low, row.typical, row.high)) for name, row in pack.assumptions.items()
        }
        rows = profiles(pack, dice, CHECKED // SETS, dice.choice(list(KNOWN.values())))
        columns = encoded(pack, rows)
        assessor = Assessor(pack, assumed)
        found = assessor.many(columns, len(rows))
        by_columns = floor_columns.assess(columns, assumed, codes, len(rows))
        by_row = one_by_one(floor_scalar.assess, rows, assumed)
        engine = [assessor.one(row) for row in rows]
        for place, role in enumerate(Role):
            for name in floor_columns.FIGURES:
                forms = {
                    "by columns": getattr(found[role], name),
                    "floor_columns": by_columns[place][name],
                    "floor_scalar": [getattr(row[place], name) for row in by_row],
                }
                agree(f"{name} of {role}", [getattr(row[role], name) for row in engine], forms, rows)


def agree(
    what: str, engine: Sequence[float], forms: Mapping[str, Sequence[float]], rows: list[Facts]
) -> None:
    """Stop at the first profile on which a form differs."""
    for name, values in forms.items():
        close = np.isclose(np.asarray(engine, float), np.asarray(values, float), rtol=1e-9, atol=1e-9)
        if not close.all():
            at = int(np.flatnonzero(~close)[0])
            facts = {fact: value for fact, value in rows[at].items() if value is not None}
            raise SystemExit(f"{what}: engine {engine[at]}, {name} {values[at]} on {facts}")


def single(pack: Guidance, assumed: dict[str, float], dice: random.Random) -> Iterator[tuple[str, ...]]:
    """Microseconds per profile."""
    assessor = Assessor(pack, assumed)
    runs = {"floor": floor_scalar.assess, "engine": lambda row, _: assessor.one(row)}
    for label, share in KNOWN.items():
        rows = profiles(pack, dice, SINGLE, share)
        turns = {name: partial(one_by_one, run, rows, assumed) for name, run in runs.items()}
        yield line(label, interleaved(turns, rounds=15), 1e6 / SINGLE, "µs")


def one_by_one(run: Callable[..., object], rows: list[Facts], assumed: dict[str, float]) -> list[Any]:
    """What `run` says of each profile."""
    return [run(row, assumed) for row in rows]


def many(pack: Guidance, assumed: dict[str, float], dice: random.Random) -> Iterator[tuple[str, ...]]:
    """Seconds per million."""
    assessor = Assessor(pack, assumed)
    codes, spread = floor_columns.Codes(pack.vocabulary), np.random.default_rng(1)
    for label, share in KNOWN.items():
        few = encoded(pack, profiles(pack, dice, SINGLE, share))
        picked = spread.integers(0, SINGLE, MANY)
        rows = {name: column[picked] for name, column in few.items()}
        turns = {
            "floor": partial(floor_columns.assess, rows, assumed, codes, MANY),
            "engine": partial(assessor.many, rows, MANY),
        }
        yield line(label, interleaved(turns, rounds=7), 1, "s")


def line(label: str, taken: Mapping[str, float], scale: float, unit: str) -> tuple[str, ...]:
    """A row of the table."""
    times = (f"{seconds * scale:.{3 if unit == 's' else 1}f} {unit}" for seconds in taken.values())
    return label, *times, f"{taken['engine'] / taken['floor']:.2f}"


def profiles(pack: Guidance, dice: random.Random, count: int, known: float) -> list[Facts]:
    """Random facts, each known with that probability."""
    return [
        {fact.name: value(fact.field, dice) if dice.random() < known else None for fact in pack.facts}
        for _ in range(count)
    ]


def value(field: Field, dice: random.Random) -> Scalar:
    """Any value of a field, near the thresholds of rules."""
    match field.kind:
        case Kind.BOOLEAN:
            return dice.random() < 0.5
        case Kind.CHOICE:
            return dice.choice(field.choices)
        case Kind.SET:
            return frozenset(dice.sample(field.choices, dice.randint(0, min(3, len(field.choices)))))
        case _:
            return number(field, dice)


def number(field: Field, dice: random.Random) -> float:
    """A number within the field's bounds."""
    low, high = field.low or 0, field.high or 0
    if high <= 1:
        return round(dice.random(), 2)
    if high <= 4:
        return dice.randint(int(low), int(high))
    if low < 0:
        return dice.choice((-1, 0, 0.5, 1, 2))
    return max(dice.choice(COUNTS), low)


def encoded(pack: Guidance, rows: list[Facts]) -> dict[str, Column]:
    """The profiles as columns."""
    columns: dict[str, Any] = {}
    for fact in pack.facts:
        columns[fact.name] = encode(fact.field, [row[fact.name] for row in rows])
    return columns
