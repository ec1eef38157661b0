"""Lints a loaded pack: examples that fail, rules that read what they must not, dead or doubled rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from planner.guidance.model import Duplication, Floor, Gate, Guidance, Rule, Signal, Workload
from planner.guidance.programs import FILLED, Programs
from planner.guidance.verify import Finding, FindingKind, verify
from planner.guidance.vocabulary import Scalar


def check(guidance: Guidance) -> tuple[Finding, ...]:
    """Everything found in a pack that loads; raises VerifierUnavailable without the extra `verify`."""
    return (*_examples(guidance), *_independence(guidance), *_unused(guidance), *_verified(guidance))


def _examples(guidance: Guidance) -> Iterator[Finding]:
    programs = Programs(guidance)
    assumed = {name: row.typical for name, row in guidance.assumptions.items()}
    for rule in guidance.rules:
        if not fires(programs, rule, rule.fires, assumed):
            yield Finding(
                FindingKind.EXAMPLE, (rule.id,), f"{rule.id} does not fire on its example.", rule.fires
            )
        if rule.silent is not None and fires(programs, rule, rule.silent, assumed):
            yield Finding(
                FindingKind.EXAMPLE, (rule.id,), f"{rule.id} fires where its example says it is silent."
            )
        if rule.silent is None and not _unconditional(rule):
            yield Finding(FindingKind.EXAMPLE, (rule.id,), f"{rule.id} has no example on which it is silent.")


def fires(
    programs: Programs, rule: Rule, example: Mapping[str, Scalar], assumed: Mapping[str, float]
) -> bool:
    """Whether a rule holds on an example; one that counts work, whether any is there."""
    facts: dict[str, Scalar] = {fact.name: None for fact in programs.guidance.facts}
    facts |= {"month": 0, **example}
    if not isinstance(rule.effect, Workload | Duplication | Floor):
        return programs.judge.scalar({**facts, **assumed})[rule.id] is True
    computed = programs.fill.scalar({**facts, **assumed})
    for fact in programs.guidance.facts:
        stated = facts[fact.name]
        facts[fact.name] = (
            computed[fact.name + FILLED] if fact.priors else fact.default if stated is None else stated
        )
    work = programs.work.scalar({**facts, **assumed})
    amount = work[rule.id]
    return work[f"{rule.id}?"] is True and isinstance(amount, int | float) and amount > 0


def _unconditional(rule: Rule) -> bool:
    return rule.when.text == "true"


def _independence(guidance: Guidance) -> Iterator[Finding]:
    terms = {term.name: term.expression.fields for term in guidance.terms}

    def read(fields: frozenset[str]) -> frozenset[str]:
        return fields.union(*(read(terms[name]) for name in fields if name in terms))

    for promise in guidance.independence:
        for rule in guidance.rules:
            both = read(rule.when.fields) & promise.of
            if rule.id.startswith(promise.rules) and isinstance(rule.effect, Signal) and both:
                message = f"{rule.id} reads {', '.join(sorted(both))}, against: {promise.says}."
                yield Finding(FindingKind.DEPENDENT, (rule.id,), message)


def _unused(guidance: Guidance) -> Iterator[Finding]:
    expressions = [term.expression for term in guidance.terms]
    expressions += [prior for fact in guidance.facts for prior in fact.priors]
    for rule in guidance.rules:
        expressions.append(rule.when)
        match rule.effect:
            case Workload(hours=amount) | Duplication(hours=amount) | Floor(fte=amount):
                expressions.append(amount)
            case _:
                pass
    used = {name for expression in expressions for name in expression.fields}
    for term in guidance.terms:
        if term.name not in used:
            yield Finding(FindingKind.UNUSED, (), f"Nothing uses the term {term.name}.")


def _verified(guidance: Guidance) -> Iterator[Finding]:
    rules = {rule.id: rule for rule in guidance.rules if not _unconditional(rule)}
    groups: dict[tuple[object, bool], list[str]] = defaultdict(list)
    gates = [rule for rule in rules.values() if isinstance(rule.effect, Gate)]
    pairs = []
    for rule in rules.values():
        if isinstance(rule.effect, Signal):
            groups[rule.effect.role, rule.effect.strength > 0].append(rule.id)
            if rule.effect.strength > 0:
                pairs += [(rule.id, gate.id) for gate in gates if gate.effect.role is rule.effect.role]  # type: ignore[union-attr]
    found = verify(
        {name: rule.when for name, rule in rules.items()},
        guidance.vocabulary,
        constants={name: row.typical for name, row in guidance.assumptions.items()},
        coverage={promise.says: (promise.when, promise.rules) for promise in guidance.coverage},
        groups=groups.values(),
        pairs=pairs,
        definitions=[(term.name, term.expression) for term in guidance.terms],
    )
    for finding in found:
        if finding.kind is not FindingKind.IMPLIED or not _meant(rules, finding):
            yield finding


def _meant(rules: Mapping[str, Rule], finding: Finding) -> bool:
    """Whether the first rule follows from the second on purpose, straight or through others."""
    first, second = finding.rules
    above: str | None = rules[first].escalates
    while above is not None and above != second:
        above = rules[above].escalates
    return above == second
