"""The case for each role of many profiles under the same assumptions: one program, bound once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from planner.domain.words import Role
from planner.engine.assess import Case, OneCase
from planner.guidance import Guidance
from planner.guidance.columns import CHUNK, Column
from planner.guidance.encoding import as_column
from planner.guidance.model import Floor, Gate, Signal, Workload
from planner.guidance.programs import FILLED, Fused
from planner.guidance.vocabulary import Scalar


@dataclass(frozen=True, slots=True)
class _Sums:
    """The rules of a role by what they add to."""

    signals: tuple[tuple[str, int], ...]
    gates: tuple[str, ...]
    workloads: tuple[tuple[str, str, bool], ...]
    floors: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Assessor:
    """Assesses profiles, one or many at a time, under fixed assumptions."""

    guidance: Guidance
    assumed: Mapping[str, float]

    @cached_property
    def _sums(self) -> dict[Role, _Sums]:
        return {role: _sums(self.guidance, role) for role in Role}

    @cached_property
    def _program(self) -> Fused:
        named: set[str] = set()
        for sums in self._sums.values():
            named.update(rule for rule, _ in sums.signals)
            named.update(sums.gates)
            named.update(part for hours, when, _ in sums.workloads for part in (hours, when))
            named.update(part for pair in sums.floors for part in pair)
        return Fused(self.guidance, self.assumed, frozenset(named))

    @cached_property
    def _defaults(self) -> tuple[tuple[str, Any], ...]:
        return tuple((fact.name, fact.default) for fact in self.guidance.facts if fact.default is not None)

    def one(self, known: Mapping[str, Scalar]) -> dict[Role, OneCase]:
        """The case for each role of one profile's stated facts."""
        given = dict(known)
        for name, default in self._defaults:
            stated = known.get(name)
            given[name + FILLED] = default if stated is None else stated
        found = self._program.scalar(given)
        return {role: OneCase(role, *self._one(found, sums)) for role, sums in self._sums.items()}

    def many(self, known: Mapping[str, Column | Scalar], rows: int) -> dict[Role, Case]:
        """The case for each role by row of stated facts."""
        columns = {
            name: value for name, value in known.items() if isinstance(value, np.ndarray) and value.size > 1
        }
        parts = []
        for start in range(0, rows, CHUNK):
            end = min(start + CHUNK, rows)
            parts.append(
                self._chunk(
                    {**known, **{name: value[start:end] for name, value in columns.items()}}, end - start
                )
            )
        return {
            role: Case(role, *(np.concatenate([part[role][at] for part in parts]) for at in range(6)))
            for role in Role
        }

    def _chunk(self, known: Mapping[str, Column | Scalar], rows: int) -> dict[Role, tuple[Column, ...]]:
        given = dict(known)
        for name, default in self._defaults:
            field = self.guidance.vocabulary[name]
            stated = as_column(field, known.get(name))
            given[name + FILLED] = np.where(
                stated < 0, stated.dtype.type(field.choices.index(default)), stated
            )
        found = self._program.columns(given, rows)
        return {role: self._many(found, sums, rows) for role, sums in self._sums.items()}

    def _one(self, found: Mapping[str, Any], sums: _Sums) -> tuple[Any, ...]:
        score = sum([strength for rule, strength in sums.signals if found[rule] is True])
        opened = all(found[gate] is not False for gate in sums.gates)
        work = relievable = floor = 0.0
        for hours, when, relief in sums.workloads:
            if found[when] is True and (amount := found[hours]) is not None and amount > 0:
                work += amount
                relievable += amount if relief else 0.0
        for fte, when in sums.floors:
            if found[when] is True:
                floor = max(floor, found[fte] or 0.0)
        per_fte = self.assumed["productive_hours"]
        wanted = opened and score >= self.assumed["evidence_to_hire"]
        return float(score), opened, wanted, work / per_fte, relievable / per_fte, floor

    def _many(self, found: Mapping[str, Column], sums: _Sums, rows: int) -> tuple[Column, ...]:
        score = np.zeros(rows, np.int16)
        for rule, strength in sums.signals:
            score += (found[rule] > 0) * np.int16(strength)
        opened = np.ones(rows, bool)
        for gate in sums.gates:
            opened &= found[gate] >= 0
        work, relievable, floor = np.zeros(rows), np.zeros(rows), np.zeros(rows)
        for hours, when, relief in sums.workloads:
            amount = np.fmax(found[hours], 0.0) * (found[when] > 0)
            work += amount
            if relief:
                relievable += amount
        for fte, when in sums.floors:
            np.maximum(floor, np.fmax(found[fte], 0.0) * (found[when] > 0), out=floor)
        per_fte = self.assumed["productive_hours"]
        wanted = opened & (score >= self.assumed["evidence_to_hire"])
        return score.astype(np.float64), opened, wanted, work / per_fte, relievable / per_fte, floor


def _sums(guidance: Guidance, role: Role) -> _Sums:
    mine = [rule for rule in guidance.rules if getattr(rule.effect, "role", None) is role]
    return _Sums(
        tuple((rule.id, rule.effect.strength) for rule in mine if isinstance(rule.effect, Signal)),
        tuple(rule.id for rule in mine if isinstance(rule.effect, Gate)),
        tuple(
            (f"{rule.id}!", f"{rule.id}?!", rule.effect.relief)
            for rule in mine
            if isinstance(rule.effect, Workload)
        ),
        tuple((f"{rule.id}!", f"{rule.id}?!") for rule in mine if isinstance(rule.effect, Floor)),
    )
