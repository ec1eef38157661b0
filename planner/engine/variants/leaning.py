"""Stances and the decision for many variants at once; the same rules as in `stance`, on columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.domain.words import Decision, Role, StanceKind
from planner.engine.assess import Flags, Series
from planner.engine.stance import WITHIN
from planner.engine.variants.spread import Spread
from planner.guidance.model import Hint, Signal

Codes = NDArray[np.int8]
KINDS = tuple(StanceKind)
DECISIONS = (Decision.NEITHER_YET, Decision.MLOPS_ONLY, Decision.PLATFORM_ONLY, Decision.BOTH)
NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Leanings:
    """By variant: the stance on each role as an index into `KINDS`, the decision as one into `DECISIONS`, and
    the MLOps people who may become platform people."""

    stances: Mapping[Role, Codes]
    decision: Codes
    convertible: Series

    def stance(self, role: Role, variant: int) -> StanceKind:
        """The stance of one variant."""
        return KINDS[int(self.stances[role][variant])]

    def decided(self, variant: int) -> Decision:
        """The decision of one variant."""
        return DECISIONS[self.decision[variant]]


def leanings(spread: Spread, steady: Mapping[Role, Series], transfers: bool) -> Leanings:
    """Where the variants lean; `steady` is today's FTE without attrition, (variants or 1, months)."""
    return _Leaning(spread, steady, transfers).leanings()


@dataclass(frozen=True)
class _Leaning:
    spread: Spread
    steady: Mapping[Role, Series]
    transfers: bool

    def leanings(self) -> Leanings:
        short = {role: self.short_from(self.missing(role)) for role in Role}
        convertible = self.convertible(short[Role.PLATFORM])
        stances = {role: self.stance(role, short[role]) for role in Role}
        stances[Role.PLATFORM] = self.converting(stances[Role.PLATFORM], short[Role.PLATFORM], convertible)
        counts = {role: _counts(stances[role], short[role]) for role in Role}
        decision = counts[Role.MLOPS] + 2 * counts[Role.PLATFORM].astype(np.int8)
        return Leanings(stances, decision, convertible)

    def relieved(self, platform: Series) -> Series:
        """MLOps work less what `platform` FTE take off it."""
        case, number = self.spread.cases[Role.MLOPS], self.spread.number
        taken = platform * number("relief_hours") / number("productive_hours")
        return case.work - np.minimum(taken, number("relief_cap") * case.relievable)

    def missing(self, role: Role) -> Series:
        """FTE the role needs beyond today's people, by variant and month."""
        case = self.spread.cases[role]
        work = self.relieved(self.steady[Role.PLATFORM]) if role is Role.MLOPS else case.work
        return np.where(case.wanted, np.maximum(work, case.floor), 0.0) - self.steady[role]

    def short_from(self, missing: Series) -> NDArray[np.int64]:
        """The first month in which a seat is missing."""
        short = missing >= self.spread.number("smallest_seat")
        return np.where(short.any(axis=1), short.argmax(axis=1), NEVER)

    def convertible(self, short: NDArray[np.int64]) -> Series:
        """MLOps people that a platform makes superfluous."""
        if not self.transfers:
            return np.zeros(len(short))
        floor = self.spread.cases[Role.MLOPS].floor
        left = np.maximum(self.relieved(self.spread.cases[Role.PLATFORM].required), floor)
        months = np.arange(self.spread.organisation.months)
        surplus = np.where(months >= short[:, None], self.steady[Role.MLOPS] - left, np.inf).min(axis=1)
        return np.where(short == NEVER, 0.0, np.maximum(np.floor(surplus + 1e-9), 0.0))

    def stance(self, role: Role, short: NDArray[np.int64]) -> Codes:
        """The stance on a role, conversions aside."""
        number, case = self.spread.number, self.spread.cases[role]
        wait = number("time_to_fill_months") + number("notice_months")
        lead = np.ceil(wait[:, 0] - 1e-9)
        asked = (self.points(role) >= number("evidence_to_hire")[:, 0]) | case.wanted.any(axis=1)
        otherwise = asked & self.alternative(role)
        conditions = [short <= lead, short < NEVER, np.broadcast_to(self.steady[role][:, 0] > 0, short.shape)]
        kinds = [StanceKind.HIRE_NOW, StanceKind.HIRE_WHEN, StanceKind.STAFFED, StanceKind.ALTERNATIVE]
        codes = [np.int8(KINDS.index(kind)) for kind in kinds]
        return np.select([*conditions, otherwise], codes, np.int8(KINDS.index(StanceKind.NOT_YET)))

    def points(self, role: Role) -> Series:
        """Points that speak for a role at the start."""
        points = np.zeros(len(self.spread.variants))
        for rule in self.spread.guidance.rules:
            if isinstance(rule.effect, Signal) and rule.effect.role is role and rule.effect.strength > 0:
                points += rule.effect.strength * (self.spread.judged(rule.id)[:, 0] > 0)
        return points

    def alternative(self, role: Role) -> Flags:
        """Whether the guidance names another way at the start."""
        found = np.zeros(len(self.spread.variants), dtype=bool)
        for rule in self.spread.guidance.rules:
            match rule.effect:
                case Hint(kind="alternative", role=on) if on is role:
                    found |= self.spread.judged(rule.id)[:, 0] > 0
                case _:
                    pass
        return found

    def converting(self, stances: Codes, short: NDArray[np.int64], convertible: Series) -> Codes:
        """Convert rather than hire now, where that fills at least half of the missing seats."""
        now = stances == KINDS.index(StanceKind.HIRE_NOW)
        month = np.where(now, short, 0)[:, None]
        missing = np.take_along_axis(self.missing(Role.PLATFORM), month, axis=1)[:, 0]
        convert = now & (convertible >= np.maximum(missing / 2, 1.0))
        turned: Codes = np.where(convert, np.int8(KINDS.index(StanceKind.CONVERT)), stances)
        return turned


def _counts(stances: Codes, short: NDArray[np.int64]) -> Codes:
    """Whether a role counts for the decision (model, section 2)."""
    at_once = np.isin(stances, [KINDS.index(StanceKind.HIRE_NOW), KINDS.index(StanceKind.CONVERT)])
    later = (stances == KINDS.index(StanceKind.HIRE_WHEN)) & (short <= WITHIN)
    return np.asarray(at_once | later, dtype=np.int8)
