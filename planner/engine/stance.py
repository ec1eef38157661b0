"""The stance on each role: hire now, hire when, convert, alternative, staffed or not yet."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from planner.domain.calendar import Month
from planner.domain.plan import Advice, Reason, Stance
from planner.domain.words import Alternative, Decision, Role, StanceKind
from planner.engine.assess import Case, Series, relief
from planner.engine.explain import Judgement
from planner.engine.outlook import Outlook
from planner.guidance.model import Signal

NAMES = {Role.MLOPS: "MLOps Engineers", Role.PLATFORM: "ML Platform Engineers"}
WITHIN = 12  # months in which a later hire still counts for the decision (model, section 2)


@dataclass(frozen=True)
class Situation:
    """What stances are taken from, by month: the case for each role, today's people without attrition."""

    start: Month
    judgement: Judgement
    outlook: Outlook
    cases: Mapping[Role, Case]
    steady: Mapping[Role, Series]
    advice: tuple[Advice, ...]
    transfers: bool

    @property
    def assumed(self) -> Mapping[str, float]:
        """Typical values of the assumptions."""
        return self.judgement.assumed

    @property
    def lead(self) -> int:
        """Months from opening a requisition to the first day."""
        return math.ceil(self.assumed["time_to_fill_months"] + self.assumed["notice_months"] - 1e-9)

    def required(self, role: Role) -> Series:
        """FTE the role needs by month: work less the relief that today's platform gives, at least the floor,
        where the role is wanted."""
        case = self.cases[role]
        work = case.work
        if role is Role.MLOPS:
            work = work - relief(case.relievable, self.steady[Role.PLATFORM], self.assumed)
        return np.where(case.wanted, np.maximum(work, case.floor), 0.0)

    def short_from(self, role: Role) -> int | None:
        """The first month in which at least the smallest seat is missing."""
        months = np.flatnonzero(self.required(role) - self.steady[role] >= self.assumed["smallest_seat"])
        return int(months[0]) if months.size else None

    def convertible(self) -> int:
        """MLOps people that a platform makes superfluous, once it relieves them as far as it can."""
        short = self.short_from(Role.PLATFORM)
        if short is None or not self.transfers:
            return 0
        case, platform = self.cases[Role.MLOPS], self.cases[Role.PLATFORM].required
        left = np.maximum(case.work - relief(case.relievable, platform, self.assumed), case.floor)
        surplus = self.steady[Role.MLOPS][short:] - left[short:]
        return max(math.floor(float(surplus.min()) + 1e-9), 0)


def stances(situation: Situation) -> tuple[Stance, ...]:
    """The stance on both roles, with the evidence for and against."""
    return tuple(_stance(situation, role) for role in Role)


def _stance(situation: Situation, role: Role) -> Stance:
    judgement, case = situation.judgement, situation.cases[role]
    held = judgement.signals(role, True)
    supporting = tuple(reason for reason in held if reason.strength > 0)
    kind, month, trigger = _kind(situation, role, sum(reason.strength for reason in supporting))
    return Stance(
        role=role,
        kind=kind,
        sentence=_sentence(situation, role, kind, month, trigger),
        score=float(case.score[0]),
        threshold=situation.assumed["evidence_to_hire"],
        month=None if month is None else situation.start + month,
        trigger=trigger,
        supporting=supporting,
        opposing=tuple(reason for reason in held if reason.strength < 0),
        undecided=tuple(judgement.signals(role, None)),
        gates=tuple(judgement.gates(role)),
        alternatives=_alternatives(situation, role),
    )


def _alternatives(situation: Situation, role: Role) -> tuple[Advice, ...]:
    """By rule id: which one a sentence names does not hang on the order of rules."""
    found = (row for row in situation.advice if row.kind == "alternative" and row.role is role)
    return tuple(sorted(found, key=lambda row: row.reason.rule))


def _kind(situation: Situation, role: Role, points: int) -> tuple[StanceKind, int | None, str | None]:
    """Kind, month (from the start) and what it waits for."""
    short, case = situation.short_from(role), situation.cases[role]
    if short is not None and short <= situation.lead:
        if role is Role.PLATFORM and _converts(situation, short):
            return StanceKind.CONVERT, short, None
        return StanceKind.HIRE_NOW, short, None
    if short is not None:
        return StanceKind.HIRE_WHEN, short, _trigger(situation, role, short)
    if situation.steady[role][0] > 0:
        return StanceKind.STAFFED, None, None
    if (points >= situation.assumed["evidence_to_hire"] or case.wanted.any()) and _alternatives(
        situation, role
    ):
        return StanceKind.ALTERNATIVE, None, None
    return StanceKind.NOT_YET, None, None


def _converts(situation: Situation, short: int) -> bool:
    """Whether converted MLOps people fill at least half of the missing platform seats."""
    missing = float((situation.required(Role.PLATFORM) - situation.steady[Role.PLATFORM])[short])
    return situation.convertible() >= max(missing / 2, 1.0)


def _trigger(situation: Situation, role: Role, month: int) -> str:
    """Which rules begin to hold by `month`, else that the work outgrows those present."""
    rules = situation.judgement.knowledge.guidance.rules
    judged = situation.outlook.judged
    begins = [
        rule.title
        for rule in sorted(rules, key=lambda rule: rule.id)
        if isinstance(rule.effect, Signal)
        and rule.effect.role is role
        and rule.effect.strength > 0
        and judged[rule.id][0] <= 0 < judged[rule.id][month]
    ]
    if begins:
        return "; ".join(begins)
    required, there = situation.required(role)[month], situation.steady[role][month]
    return f"work reaches {required:.1f} FTE, with {there:g} there"


def decision(plan_stances: tuple[Stance, ...], start: Month) -> Decision:
    """Which roles count: hire now, convert, or hire when within four quarters (model, section 2)."""
    counted = {stance.role: _counts(stance, start) for stance in plan_stances}
    if all(counted.values()):
        return Decision.BOTH
    if counted[Role.MLOPS]:
        return Decision.MLOPS_ONLY
    return Decision.PLATFORM_ONLY if counted[Role.PLATFORM] else Decision.NEITHER_YET


def _counts(stance: Stance, start: Month) -> bool:
    if stance.kind is StanceKind.HIRE_WHEN:
        return stance.month is not None and stance.month - start <= WITHIN
    return stance.kind in (StanceKind.HIRE_NOW, StanceKind.CONVERT)


def _sentence(
    situation: Situation, role: Role, kind: StanceKind, month: int | None, trigger: str | None
) -> str:
    case, present, name = situation.cases[role], situation.steady[role], NAMES[role]
    points = f"{case.score[0]:g} points of evidence, {situation.assumed['evidence_to_hire']:g} are enough"
    if kind in (StanceKind.HIRE_NOW, StanceKind.CONVERT):
        verb = "Hire" if kind is StanceKind.HIRE_NOW else "Convert MLOps people into"
        needed = situation.required(role)[month or 0]
        return f"{verb} {name} now: {needed:.1f} FTE needed, {present[month or 0]:g} there ({points})."
    if kind is StanceKind.HIRE_WHEN:
        needed_from = situation.start + (month or 0)
        opens = needed_from + -situation.lead
        return (
            f"Hire {name} later: needed from {needed_from}, so open seats in {opens}, when {_lower(trigger)}."
        )
    if kind is StanceKind.STAFFED:
        needed = situation.required(role)[0]
        covered = (
            f"{needed:.1f} FTE are needed" if case.wanted[0] else f"evidence does not ask for more ({points})"
        )
        return f"No more {name}: {present[0]:g} are there and {covered}."
    if kind is StanceKind.ALTERNATIVE:
        way = _alternatives(situation, role)[0].reason.title
        return f"No {name} yet, there is another way: {_lower(way)} ({points})."
    return f"No {name} yet: {_against(situation, role)} ({points})."


def _against(situation: Situation, role: Role) -> str:
    """The plainest reason not to hire: a closed gate, too little work, the strongest opposing rule."""
    judgement = situation.judgement
    closed = sorted((gate for gate in judgement.gates(role) if gate.outcome is False), key=_weight)
    opposing = sorted((row for row in judgement.signals(role, True) if row.strength < 0), key=_weight)
    if closed:
        return f"it does not hold that {_lower(closed[0].title)}"
    if situation.cases[role].wanted.any():
        return f"the work ({situation.cases[role].work.max():.1f} FTE) is less than a seat"
    return _lower(opposing[0].title) if opposing else "little speaks for it"


def _weight(reason: Reason) -> tuple[int, str]:
    """The strongest first, then by id."""
    return -abs(reason.strength), reason.rule


def _lower(text: str | None) -> str:
    """A title inside a sentence; words such as MLOps keep their capitals."""
    if not text:
        return ""
    first = text.split()[0]
    return text if sum(letter.isupper() for letter in first) > 1 else text[0].lower() + text[1:]


def allows(alternatives: frozenset[Alternative] | None, option: Alternative) -> bool:
    """Whether an alternative is allowed; all are unless the profile names some."""
    return alternatives is None or option in alternatives
