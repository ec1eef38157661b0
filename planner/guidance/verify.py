"""What can be proved of rules: which never or always fire, repeat or exclude each other, leave gaps."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, combinations
from typing import Any, Final, TypeAlias

from planner.guidance import nodes
from planner.guidance.expression import Definitions, Expression
from planner.guidance.formulas import Facts, Formula, Formulas, VerifierUnavailable
from planner.guidance.vocabulary import Scalar, Vocabulary

__all__ = ["Coverage", "Finding", "FindingKind", "VerifierUnavailable", "verify"]

Coverage: TypeAlias = Mapping[str, tuple[Expression, Collection[str]]]
EFFORT: Final = 5_000_000  # z3's rlimit for one question; unlike seconds, the same on every machine
_SEED: Final = 0


class FindingKind(StrEnum):
    """What was found."""

    NEVER = "never"
    ALWAYS = "always"
    IMPLIED = "implied"
    CONTRADICTORY = "contradictory"
    UNCOVERED = "uncovered"
    UNDECIDED = "undecided"
    EXAMPLE = "example"
    DEPENDENT = "dependent"
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found about rules, in an author's words; `witness` are facts that show it."""

    kind: FindingKind
    rules: tuple[str, ...]
    message: str
    witness: Mapping[str, Scalar] | None = None


def verify(
    conditions: Mapping[str, Expression],
    vocabulary: Vocabulary,
    *,
    constants: Mapping[str, Scalar],
    coverage: Coverage,
    groups: Iterable[Collection[str]] = (),
    pairs: Iterable[tuple[str, str]] = (),
    definitions: Definitions = (),
    effort: int = EFFORT,
) -> tuple[Finding, ...]:
    """Find what holds for all facts within the bounds of their fields, at the given constants.

    Findings: a condition never or always holds; within one of the `groups` it implies another; the two of
    one of the `pairs` never hold together; the condition of a `coverage` is met while none of its rules
    fires. Facts are known, except those that some condition tests for null. The same input gives the same
    findings. Raises ValueError for a rule that has no condition, VerifierUnavailable without z3.
    """
    groups, pairs = [frozenset(group) for group in groups], list(pairs)
    named = chain(*groups, *pairs, *(rules for _, rules in coverage.values()))
    if missing := set(named).difference(conditions):
        raise ValueError(f"There is no condition for {', '.join(sorted(missing))}.")
    asked = [expression for expression, _ in coverage.values()]
    derived = [expression for _, expression in definitions]
    facts = Facts(vocabulary, _tested_for_null([*conditions.values(), *asked, *derived]))
    verifier = _Verifier(Formulas(facts, constants, definitions), conditions, effort)
    implied = chain.from_iterable(map(verifier.implied, groups))
    return (*verifier.single(), *implied, *verifier.contradictory(pairs), *verifier.uncovered(coverage))


class _Verifier:
    """Asks the prover one question after another, each from scratch."""

    def __init__(self, formulas: Formulas, conditions: Mapping[str, Expression], effort: int) -> None:
        self._formulas, self._conditions, self._effort = formulas, conditions, effort
        self._facts, self._not = formulas.facts, formulas.facts.z3.Not
        self._holds = {name: formulas.holds(condition) for name, condition in conditions.items()}
        self._rests_on = {name: formulas.names([condition]) for name, condition in conditions.items()}
        self._settled: set[str] = set()

    def single(self) -> Iterator[Finding]:
        """Conditions that never or always hold; nothing more is said of those."""
        for name, holds in self._holds.items():
            never = self._impossible(holds)
            always = self._impossible(self._not(holds)) if never is False else False
            if never:
                yield Finding(FindingKind.NEVER, (name,), f"{name} never fires, whatever the facts.")
            elif always:
                yield Finding(FindingKind.ALWAYS, (name,), f"{name} always fires, whatever the facts.")
            elif never is None or always is None:
                yield _undecided(f"whether {name} can fire and can stay silent", name)
            if never or always:
                self._settled.add(name)

    def implied(self, group: Collection[str]) -> Iterator[Finding]:
        """Conditions of a group that make another one of it superfluous."""
        for one, other in combinations([name for name in self._conditions if name in group], 2):
            if not self._related(one, other):
                continue
            forth, back = self._implies(one, other), self._implies(other, one)
            if forth and back:
                message = f"{one} and {other} fire for the same facts."
                yield Finding(FindingKind.IMPLIED, (one, other), message)
            elif forth or back:
                first, second = (one, other) if forth else (other, one)
                message = f"{second} fires whenever {first} does."
                yield Finding(FindingKind.IMPLIED, (first, second), message)
            elif forth is None or back is None:
                yield _undecided(f"whether one of {one} and {other} implies the other", one, other)

    def contradictory(self, pairs: Iterable[tuple[str, str]]) -> Iterator[Finding]:
        """Pairs that never hold together, though each of them can hold."""
        for one, other in pairs:
            if self._related(one, other):
                apart = self._impossible(self._holds[one], self._holds[other])
                if apart:
                    message = f"{one} and {other} never hold together."
                    yield Finding(FindingKind.CONTRADICTORY, (one, other), message)
                elif apart is None:
                    yield _undecided(f"whether {one} and {other} can hold together", one, other)

    def uncovered(self, coverage: Coverage) -> Iterator[Finding]:
        """Facts, all known, that meet a condition of the coverage while none of its rules fires."""
        for name, (asked, rules) in coverage.items():
            silent = [self._not(self._holds[rule]) for rule in rules]
            claims = [self._formulas.holds(asked), *silent]
            found, model = self._solve(*claims, self._facts.all_known())
            if found:
                fields = self._formulas.names([asked, *(self._conditions[rule] for rule in rules)])
                witness = self._facts.example(model, fields)
                shown = ", ".join(f"{field} = {nodes.show(value)}" for field, value in witness.items())
                message = (
                    f"{name}: no rule fires although {nodes.render(asked.node)}, for instance at {shown}."
                )
                yield Finding(FindingKind.UNCOVERED, tuple(rules), message, witness)
            elif found is None:
                yield _undecided(f"whether some rule fires for {name}", *rules)

    def _related(self, one: str, other: str) -> bool:
        """Whether there is anything to ask: neither is settled, and they share a fact."""
        apart = self._rests_on[one].isdisjoint(self._rests_on[other])
        return not apart and self._settled.isdisjoint((one, other))

    def _implies(self, one: str, other: str) -> bool | None:
        return self._impossible(self._holds[one], self._not(self._holds[other]))

    def _impossible(self, *claims: Formula) -> bool | None:
        found, _ = self._solve(*claims)
        return None if found is None else not found

    def _solve(self, *claims: Formula) -> tuple[bool | None, Any]:
        """Whether the claims can hold together, None where the effort does not settle it; and how."""
        solver = self._facts.z3.Solver(ctx=self._facts.context)
        solver.set("random_seed", _SEED)
        solver.set("rlimit", self._effort)
        solver.add(*self._facts.bounds, *claims)
        answer = str(solver.check())
        return {"sat": True, "unsat": False}.get(answer), solver.model() if answer == "sat" else None


def _undecided(question: str, *rules: str) -> Finding:
    return Finding(FindingKind.UNDECIDED, rules, f"The prover did not settle {question}.")


def _tested_for_null(expressions: Iterable[Expression]) -> frozenset[str]:
    parts = chain.from_iterable(nodes.walk(expression.node) for expression in expressions)
    return frozenset(part.symbol.name for part in parts if isinstance(part, nodes.NullTest))
