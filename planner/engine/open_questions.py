"""Facts nobody stated, ranked by how much hangs on them."""

from __future__ import annotations

from collections.abc import Mapping

from planner.domain.plan import Assumption, Question
from planner.engine.explain import Judgement, reads
from planner.guidance.model import Signal, Workload
from planner.guidance.vocabulary import Scalar


def questions(judgement: Judgement) -> tuple[Question, ...]:
    """Unknown facts with what was assumed and the rules that wait; the most points and hours first."""
    knowledge = judgement.knowledge
    weights: dict[str, float] = {}
    waiting: dict[str, list[str]] = {}
    for rule in knowledge.guidance.rules:
        if isinstance(rule.effect, Signal) and judgement.outcome(rule) is None:
            weight, expressions = float(abs(rule.effect.strength)), [rule.when]
        elif isinstance(rule.effect, Workload):
            hours = judgement.worked[rule.id]
            share = (
                float(hours or 0) / judgement.assumed["productive_hours"]
                if isinstance(hours, int | float)
                else 0
            )
            weight, expressions = min(share, 6.0), [rule.when, rule.effect.hours]
        else:
            continue
        for fact in reads(knowledge, expressions):
            if fact in judgement.known and judgement.known[fact] is None:
                weights[fact] = weights.get(fact, 0.0) + weight
                waiting.setdefault(fact, []).append(rule.id)
    asks = {fact.name: fact.ask for fact in knowledge.guidance.facts if fact.ask}
    ranked = sorted(
        (fact for fact in weights if fact in asks), key=lambda fact: (-round(weights[fact], 6), fact)
    )
    return tuple(
        Question(fact, asks[fact], _shown(judgement.filled.get(fact)), tuple(waiting[fact]))
        for fact in ranked
    )


def _shown(value: Scalar) -> float | bool | str | None:
    return None if isinstance(value, frozenset) else value


def used(
    judgement: Judgement, assumptions: Mapping[str, Assumption], always: frozenset[str]
) -> tuple[Assumption, ...]:
    """The assumptions this plan rests on: in rules that speak or wait, work that is there, priors in use."""
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
