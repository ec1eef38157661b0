"""Why: rules as they speak on this profile, atom by atom, with values and citations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from planner.domain.plan import Advice, Atom, Reason
from planner.domain.words import Role
from planner.engine.knowledge import Knowledge, named
from planner.guidance import Rule
from planner.guidance.expression import Expression
from planner.guidance.model import Gate, Hint, Levels, Reporting, Signal
from planner.guidance.phrases import say
from planner.guidance.trace import trace
from planner.guidance.vocabulary import Scalar

Decides = TypeVar("Decides", Levels, Reporting)


@dataclass(frozen=True)
class Judgement:
    """All rules on the facts of one moment: `known` as stated, `filled` with priors."""

    knowledge: Knowledge
    known: Mapping[str, Scalar]
    filled: Mapping[str, Scalar]
    assumed: Mapping[str, float]

    @cached_property
    def judged(self) -> Mapping[str, Scalar]:
        """Terms and the outcome of each rule on the known facts."""
        return self.knowledge.programs.judge.scalar({**self.known, **self.assumed})

    @cached_property
    def worked(self) -> Mapping[str, Scalar]:
        """Terms and hours on the filled facts."""
        return self.knowledge.programs.work.scalar({**self.filled, **self.assumed})

    @cached_property
    def values(self) -> Mapping[str, Scalar]:
        """Known facts, assumptions and terms."""
        return {**self.known, **self.assumed, **self.judged}

    @cached_property
    def estimates(self) -> Mapping[str, Scalar]:
        """Filled facts, assumptions and terms."""
        return {**self.filled, **self.assumed, **self.worked}

    def outcome(self, rule: Rule) -> bool | None:
        """Whether the rule holds, None where unknown facts leave it open."""
        outcome = self.judged[rule.id]
        return outcome if isinstance(outcome, bool) else None

    def deciding(self, kind: type[Decides], role: Role) -> Decides | None:
        """Of the effects of one kind on a role that hold, the one that decides: that of a rule with a
        condition before that of one without, then of the last by id. The order of rules decides nothing."""
        ranked: dict[tuple[bool, str], Decides] = {}
        for rule in self.knowledge.guidance.rules:
            if isinstance(rule.effect, kind) and rule.effect.role is role and self.outcome(rule):
                ranked[rule.when.text != "true", rule.id] = rule.effect
        return ranked[max(ranked)] if ranked else None

    def reason(self, rule: Rule) -> Reason:
        """The rule with its outcome, its sentence, its atoms and its citations."""
        strength = rule.effect.strength if isinstance(rule.effect, Signal) else 0
        return Reason(
            rule=rule.id,
            title=rule.title,
            outcome=self.outcome(rule),
            because=say(rule.because, self.values),
            citations=tuple(self.knowledge.guidance.cite(source) for source in rule.source),
            atoms=tuple(
                Atom(atom.text, atom.outcome, _plain(atom.values)) for atom in trace(rule.when, self.values)
            ),
            strength=strength,
        )

    def signals(self, role: Role, outcome: bool | None) -> list[Reason]:
        """Signals of a role with that outcome, strongest first."""
        found = [
            self.reason(rule)
            for rule in self.knowledge.guidance.rules
            if isinstance(rule.effect, Signal) and rule.effect.role is role and self.outcome(rule) is outcome
        ]
        return sorted(found, key=lambda reason: -abs(reason.strength))

    def gates(self, role: Role) -> list[Reason]:
        """The gates of a role, open or not."""
        rules = self.knowledge.guidance.rules
        return [
            self.reason(rule) for rule in rules if isinstance(rule.effect, Gate) and rule.effect.role is role
        ]

    def advice(self) -> tuple[Advice, ...]:
        """Risks, misconceptions, alternatives and notes that hold."""
        return tuple(
            Advice(
                rule.effect.kind,
                say(rule.because, self.values),
                self.reason(rule),
                rule.effect.role,
                rule.effect.option,
            )
            for rule in self.knowledge.guidance.rules
            if isinstance(rule.effect, Hint) and self.outcome(rule)
        )


def reads(knowledge: Knowledge, expressions: Iterable[Expression]) -> frozenset[str]:
    """Facts and assumptions that expressions read, through terms."""
    fields = (name for expression in expressions for name in expression.fields)
    return named(fields, knowledge.read_by)


def _plain(values: Iterable[tuple[str, Scalar]]) -> dict[str, float | bool | str | tuple[str, ...] | None]:
    return {name: tuple(sorted(value)) if isinstance(value, frozenset) else value for name, value in values}
