"""Unknown facts, ranked by how much of the plan hangs on them (model, section 8)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from operator import itemgetter

import numpy as np

from planner.domain.analysis import Hanging, Questions
from planner.domain.money import Money
from planner.domain.plan import Question
from planner.domain.profile import Profile
from planner.domain.words import Role
from planner.engine.knowledge import Knowledge
from planner.engine.open_questions import questions
from planner.engine.saying import plain
from planner.engine.variants import Bench, Sized, Variant
from planner.engine.variants.guesses import Guesses, guesses

METHOD = (
    "Each unknown fact is set to what it may be, alone: a number to low, typical and high of its prior "
    "(weights 1, 4 and 1), anything else to each alternative (what is assumed weighs two thirds). Seats are "
    "those that lasting need asks for, before caps; changes are absolute and against the plan as it stands."
)


def unknowns(profile: Profile, knowledge: Knowledge, today: date) -> Questions:
    """Unknown facts, the one that most seats, then most money, hang on first; raises InvalidProfile."""
    bench = Bench(profile, knowledge, today)
    asked = {row.fact: row for row in questions(bench.planning.judgement)}
    facts = [fact for fact in knowledge.guidance.facts if fact.name in asked]
    guessed = guesses(bench.organisation, facts)
    rows = [(name, value) for name, values in guessed.items() for value, _ in values]
    sized = bench.sized([Variant(), *(Variant({name: value}) for name, value in rows)])
    found = _hanging(asked, guessed, sized, bench.planning.price.currency)
    ranked = [row for _, row in sorted(found, key=itemgetter(0))]
    return Questions(profile.name, tuple(ranked), METHOD)


def _hanging(
    asked: Mapping[str, Question], guessed: Mapping[str, Guesses], sized: Sized, currency: str
) -> list[tuple[tuple[object, ...], Hanging]]:
    """What hangs on each fact, with its place in the order."""
    signature, cost = sized.signature, sized.sizes.cost
    roles = len(Role)
    seats = np.abs(signature[:, :roles] - signature[0, :roles]).sum(axis=1)
    turned = (signature[:, roles:] != signature[0, roles:]).any(axis=1)
    money = np.abs(cost - cost[0])
    found: list[tuple[tuple[object, ...], Hanging]] = []
    first = 1
    for fact, values in guessed.items():
        rows = slice(first, first + len(values))
        first += len(values)
        weights = np.array([weight for _, weight in values])
        hangs = [float(weights @ column[rows]) for column in (seats, money, turned)]
        over = tuple(plain(value) for value, _ in values)
        price, said = Money.of(hangs[1], currency), _sentence(hangs[0], hangs[2])
        order = (-round(hangs[0], 6), -price.amount, -hangs[2], fact)
        found.append((order, Hanging(asked[fact], hangs[0], price, hangs[2], over, said)))
    return found


def _sentence(seats: float, stance: float) -> str:
    if seats < 0.05 and stance < 0.005:
        return "Hardly anything hangs on it."
    turns = f"a stance turns with {stance * 100:.0f} % chance" if stance >= 0.005 else ""
    if seats < 0.05:
        return f"{turns[0].upper()}{turns[1:]}."
    return f"{seats:.1f} seats more or fewer on average{f', and {turns}' if turns else ''}."
