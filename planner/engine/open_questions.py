"""Facts nobody stated, ranked by how much of the plan hangs on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from planner.domain.money import Money
from planner.domain.plan import Assumption, Question
from planner.domain.words import Role
from planner.engine.assess import Series
from planner.engine.explain import Judgement, reads
from planner.engine.staffing import Staffing
from planner.engine.variants.guesses import guesses
from planner.engine.variants.sizing import Terms, size
from planner.engine.variants.spread import Organisation, Variant, spread
from planner.guidance.model import Fact, Signal, Workload
from planner.guidance.vocabulary import Scalar

PRESENT = {"current_mlops_fte": Role.MLOPS, "current_platform_fte": Role.PLATFORM}


def questions(
    judgement: Judgement, problem: Staffing | None = None, currency: str = "USD"
) -> tuple[Question, ...]:
    """Unknown facts with what was assumed, the rules that wait for them, and what hangs on them by estimate.

    With the scheduling `problem`, seats and money are sized by its terms, in its `currency`.
    """
    facts = unknown(judgement)
    if not facts:
        return ()
    waiting = _waiting(judgement)
    swings = _swings(judgement, facts, Terms.assumed(judgement) if problem is None else Terms.of(problem))
    asked = [
        Question(
            fact.name,
            fact.ask,
            _shown(judgement.filled.get(fact.name)),
            tuple(waiting.get(fact.name, ())),
            seats,
            Money.of(cost, currency),
        )
        for fact, (seats, cost) in zip(facts, swings, strict=True)
    ]
    return ranked(question for question in asked if question.rules or question.swing_seats)


def unknown(judgement: Judgement) -> list[Fact]:
    """The facts that nobody stated and that can be asked for."""
    known, facts = judgement.known, judgement.knowledge.guidance.facts
    return [fact for fact in facts if fact.ask and fact.name in known and known[fact.name] is None]


def ranked(asked: Iterable[Question]) -> tuple[Question, ...]:
    """Questions in order of the seats, then the money, then the rules that hang on them."""
    return tuple(
        sorted(
            asked,
            key=lambda row: (
                -round(row.swing_seats, 6),
                -(row.swing_cost.amount if row.swing_cost else 0),
                -len(row.rules),
                row.fact,
            ),
        )
    )


def _waiting(judgement: Judgement) -> dict[str, list[str]]:
    """By unknown fact, the rules of evidence that it leaves open and the work that is counted with its prior."""
    waiting: dict[str, list[str]] = {}
    for rule in judgement.knowledge.guidance.rules:
        if isinstance(rule.effect, Signal) and judgement.outcome(rule) is None:
            expressions = [rule.when]
        elif isinstance(rule.effect, Workload):
            expressions = [rule.when, rule.effect.hours]
        else:
            continue
        for fact in reads(judgement.knowledge, expressions):
            if fact in judgement.known and judgement.known[fact] is None:
                waiting.setdefault(fact, []).append(rule.id)
    return waiting


def _swings(judgement: Judgement, facts: Sequence[Fact], terms: Terms) -> list[tuple[float, float]]:
    """By fact, the expected change of seats and of their cost when it becomes known: the mean over its guesses
    of the difference to the plan without it."""
    organisation = Organisation(judgement.knowledge, judgement.known, judgement.assumed, terms.months)
    guessed = guesses(organisation, facts)
    cases = [(name, value, weight) for name, values in guessed.items() for value, weight in values]
    found = spread(organisation, [Variant(), *(Variant({name: value}) for name, value, _ in cases)])
    sizes = size(found, terms, {role: _kept(found.variants, terms, role) for role in Role})
    weights = np.array([weight for *_, weight in cases])
    firsts = np.cumsum([0, *(len(values) for values in guessed.values())])[:-1]
    seats = sum(np.abs(sizes.seats[role] - sizes.seats[role][0]) for role in Role)[1:]
    cost = np.abs(sizes.cost - sizes.cost[0])[1:]
    expected = (np.add.reduceat(weights * change, firsts).tolist() for change in (seats, cost))
    return list(zip(*expected, strict=True))


def _kept(variants: Sequence[Variant], terms: Terms, role: Role) -> Series:
    """Today's FTE by variant and month: what is there, and what a variant states where nothing was known."""
    name = next(name for name, of in PRESENT.items() if of is role)
    more = [float(value) if isinstance(value := variant.facts.get(name), int | float) else 0.0 for variant in variants]
    return terms.kept[role] + np.array(more)[:, None] * terms.survival


def _shown(value: Scalar) -> float | bool | str | None:
    return None if isinstance(value, frozenset) else value


def used(
    judgement: Judgement, assumptions: Mapping[str, Assumption], always: frozenset[str]
) -> tuple[Assumption, ...]:
    """The assumptions that this plan rests on: in rules that speak or wait, work that is there, priors in use."""
    knowledge = judgement.knowledge
    expressions = []
    for rule in knowledge.guidance.rules:
        hours = judgement.worked.get(rule.id)
        if (isinstance(rule.effect, Signal) and judgement.outcome(rule) is not False) or hours:
            expressions.append(rule.when)
        if isinstance(rule.effect, Workload) and hours:
            expressions.append(rule.effect.hours)
    for fact in knowledge.guidance.facts:
        if judgement.known.get(fact.name) is None:
            expressions += list(fact.priors)
    names = reads(knowledge, expressions) | always
    return tuple(row for name, row in assumptions.items() if name in names or row.overridden)
