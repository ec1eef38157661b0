"""What a guidance pack is made of: facts, terms, rules with one effect each, statements, assumptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from typing import TypeAlias

from planner.domain.errors import NotFound, Problem
from planner.domain.plan import Assumption, Citation
from planner.domain.words import Level, Role
from planner.guidance.expression import Expression
from planner.guidance.vocabulary import Field, Scalar


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that rules may read, what stands in for it while unknown, and how it moves along the horizon.

    `priors` are tried in order; `default` stands in for a choice. `grows_by` names the quarterly change.
    """

    field: Field
    ask: str = ""
    priors: tuple[Expression, ...] = ()
    default: Scalar = None
    grows_by: str | None = None

    @property
    def name(self) -> str:
        """The fact's name in expressions."""
        return self.field.name


@dataclass(frozen=True, slots=True)
class Term:
    """A named part of expressions."""

    name: str
    expression: Expression
    unit: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Signal:
    """Evidence for the role (points above zero) or against it (below)."""

    role: Role
    strength: int


@dataclass(frozen=True, slots=True)
class Workload:
    """Hours per month of one kind of work; a platform takes a part of it away where `relief`."""

    role: Role
    label: str
    hours: Expression
    relief: bool = False


@dataclass(frozen=True, slots=True)
class Duplication:
    """Hours per month that teams repeat and a platform removes in part."""

    hours: Expression


@dataclass(frozen=True, slots=True)
class Floor:
    """The least FTE of the role, if it is staffed at all."""

    role: Role
    fte: Expression


@dataclass(frozen=True, slots=True)
class Gate:
    """The role may be hired only where the condition holds."""

    role: Role


@dataclass(frozen=True, slots=True)
class Reporting:
    """Whom the role reports to; a rule with a condition decides before one without."""

    role: Role
    manager: str


@dataclass(frozen=True, slots=True)
class Levels:
    """The level of the role's first seat; a rule with a condition decides before one without."""

    role: Role
    first: Level


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill that seats of the role must bring here, beside the catalogue's."""

    role: Role
    skill: str


@dataclass(frozen=True, slots=True)
class Hint:
    """A risk, misconception, alternative or note for the reader."""

    kind: str
    role: Role | None = None
    option: str | None = None


Effect: TypeAlias = Signal | Workload | Duplication | Floor | Gate | Reporting | Levels | Skill | Hint


@dataclass(frozen=True, slots=True)
class Rule:
    """One statement of guidance: when it holds, its one effect, why, where from, and examples.

    `escalates` names a weaker rule that holds whenever this one does, on purpose.
    """

    id: str
    title: str
    source: tuple[str, ...]
    when: Expression
    effect: Effect
    because: str
    fires: Mapping[str, Scalar]
    silent: Mapping[str, Scalar] | None
    starts: date | None = None
    ends: date | None = None
    escalates: str | None = None

    def in_force(self, today: date) -> bool:
        """Whether the rule applies on `today` (both ends included)."""
        return (self.starts is None or self.starts <= today) and (self.ends is None or today <= self.ends)


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of the written guide in our own words, and what became of it."""

    id: str
    section: str
    says: str
    phrase: str
    became: tuple[str, ...]
    because: str = ""


@dataclass(frozen=True, slots=True)
class Practice:
    """What practice adds to the guide, with its evidence and grade."""

    id: str
    row: str
    says: str
    evidence: str
    grade: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """Wherever `when` holds, one of `rules` must hold too."""

    says: str
    when: Expression
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Independence:
    """No rule whose id begins with `rules` may read any of the facts `of`."""

    says: str
    rules: str
    of: frozenset[str]


@dataclass(frozen=True)
class Guidance:
    """A loaded pack: rules over facts, terms and assumptions, with citations. Immutable."""

    id: str
    version: str
    title: str
    about: str
    hash: str
    facts: tuple[Fact, ...]
    terms: tuple[Term, ...]
    rules: tuple[Rule, ...]
    assumptions: Mapping[str, Assumption]
    statements: Mapping[str, Statement]
    practice: Mapping[str, Practice]
    coverage: tuple[Coverage, ...]
    independence: tuple[Independence, ...]
    vocabulary: Mapping[str, Field] = field(repr=False)

    @cached_property
    def by_id(self) -> tuple[Rule, ...]:
        """The rules by id, for sums that are to be the same in whichever order the pack lists them."""
        return tuple(sorted(self.rules, key=lambda rule: rule.id))

    def rule(self, rule_id: str) -> Rule:
        """The rule of that id; raises NotFound with the nearest ids."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise NotFound(
            Problem("rule", f"There is no rule {rule_id!r} in pack {self.id}.", self._nearest(rule_id))
        )

    def cite(self, source: str) -> Citation:
        """The citation behind a rule's `source`, such as `guide:choosing.organizations.mlops`."""
        kind, _, key = source.partition(":")
        if kind == "guide":
            statement = self.statements[key]
            return Citation(source, f'Hiring guide, "{statement.section}": {statement.says}')
        row = self.practice[key]
        return Citation(source, f"Practice {row.row} ({row.grade}): {row.says} ({row.evidence})")

    def _nearest(self, rule_id: str) -> str:
        near = get_close_matches(rule_id, [rule.id for rule in self.rules], n=3, cutoff=0.4)
        return f"Did you mean {', '.join(near)}?" if near else "`planner guidance list` names all rules."
