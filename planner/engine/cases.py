"""Holds the planner against organisations whose decision is known, beside plain baselines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from planner.domain import Decision, Plan, Profile, Role, Stance
from planner.domain.aggregates import TOTALS
from planner.domain.plan import Reason
from planner.domain.words import Need

MLOPS_NEEDS = frozenset(
    {
        Need.DEPLOY_MODELS,
        Need.OPERATE_MODELS,
        Need.AUTOMATE_PIPELINES,
        Need.MONITOR_MODELS,
        Need.CI_CD_FOR_ML,
        Need.PRODUCTIONIZE,
    }
)
BASELINE_TEAMS, BASELINE_MODELS = 5, 1


class Agreement(StrEnum):
    """How a decision stands to what a case expects; `grey` is neither acceptable nor wrong."""

    ACCEPTABLE = "acceptable"
    GREY = "grey"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Case:
    """An organisation and the decisions that fit it; the first acceptable one is the case's own."""

    id: str
    profile: Profile
    acceptable: tuple[Decision, ...]
    wrong: frozenset[Decision] = frozenset()
    confidence: str = ""

    def judge(self, decision: Decision) -> Agreement:
        """How `decision` stands to this case."""
        if decision in self.acceptable:
            return Agreement.ACCEPTABLE
        return Agreement.WRONG if decision in self.wrong else Agreement.GREY


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided on a case, how that stands to it, and the reasons."""

    case: Case
    decision: Decision
    agreement: Agreement
    because: str


@dataclass(frozen=True, slots=True)
class Tally:
    """Cases counted by agreement; the share is None where there are no cases."""

    cases: int
    acceptable: int
    grey: int
    wrong: int

    @classmethod
    def of(cls, agreements: Iterable[Agreement]) -> Tally:
        """Count `agreements`."""
        counts = Counter(agreements)
        return cls(counts.total(), *(counts[agreement] for agreement in Agreement))

    @property
    def share(self) -> float | None:
        """The part that is acceptable, 0..1."""
        return self.acceptable / self.cases if self.cases else None


@dataclass(frozen=True, slots=True)
class Score:
    """Agreement over all cases and by the cases' own decision."""

    overall: Tally
    by_decision: Mapping[Decision, Tally]

    @classmethod
    def of(cls, judged: Sequence[tuple[Case, Agreement]]) -> Score:
        """Count agreement of judged cases."""
        return cls(
            Tally.of(agreement for _, agreement in judged),
            {
                decision: Tally.of(agreement for case, agreement in judged if case.acceptable[0] is decision)
                for decision in Decision
            },
        )

    @property
    def macro_share(self) -> float | None:
        """Mean over the decisions that have cases of the share acceptable, so that rare ones count alike."""
        shares = [tally.share for tally in self.by_decision.values() if tally.share is not None]
        return sum(shares) / len(shares) if shares else None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The planner's verdicts and score, and the baselines' scores by name."""

    verdicts: tuple[Verdict, ...]
    score: Score
    baselines: Mapping[str, Score]

    @property
    def disagreements(self) -> tuple[Verdict, ...]:
        """Every verdict that is not acceptable, wrong ones first."""
        missed = (verdict for verdict in self.verdicts if verdict.agreement is not Agreement.ACCEPTABLE)
        return tuple(sorted(missed, key=lambda verdict: verdict.agreement is not Agreement.WRONG))


def evaluate(cases: Iterable[Case], plan: Callable[[Profile], Plan]) -> Evaluation:
    """Plan for every case and compare; `plan` makes the plan of a profile."""
    verdicts = tuple(_verdict(case, plan(case.profile)) for case in cases)
    return Evaluation(
        verdicts,
        Score.of([(verdict.case, verdict.agreement) for verdict in verdicts]),
        {
            name: _baseline([verdict.case for verdict in verdicts], decide)
            for name, decide in BASELINES.items()
        },
    )


def always_both(_: Profile) -> Decision:
    """Both roles, whatever the facts."""
    return Decision.BOTH


def vote_of_needs(profile: Profile) -> Decision:
    """A role as soon as one of its needs is stated."""
    needs = profile.needs or frozenset()
    return _decision(bool(needs & MLOPS_NEEDS), bool(needs - MLOPS_NEEDS))


def head_count(profile: Profile) -> Decision:
    """Platform from five model-building teams on, MLOps from the first model in production on."""
    teams, models = _total(profile, "ml_teams"), _total(profile, "models_in_production")
    return _decision(models >= BASELINE_MODELS, teams >= BASELINE_TEAMS)


BASELINES: Mapping[str, Callable[[Profile], Decision]] = {
    "always both": always_both,
    "a vote on needs alone": vote_of_needs,
    "5 teams -> platform, 1 model -> MLOps": head_count,
}


def _baseline(cases: Iterable[Case], decide: Callable[[Profile], Decision]) -> Score:
    return Score.of([(case, case.judge(decide(case.profile))) for case in cases])


def _decision(mlops: bool, platform: bool) -> Decision:
    return {
        (True, True): Decision.BOTH,
        (True, False): Decision.MLOPS_ONLY,
        (False, True): Decision.PLATFORM_ONLY,
        (False, False): Decision.NEITHER_YET,
    }[mlops, platform]


def _total(profile: Profile, fact: str) -> float:
    """A fact as stated, or as its list adds up; zero while unknown."""
    stated: float | None = getattr(profile, fact)
    if stated is not None:
        return stated
    bounds = TOTALS[fact](profile)
    return bounds.low if bounds else 0


def _verdict(case: Case, plan: Plan) -> Verdict:
    because = " ".join(_because(plan.stance(role)) for role in Role)
    return Verdict(case, plan.decision, case.judge(plan.decision), because)


def _because(stance: Stance) -> str:
    """`mlops hire_now with 5 points, 4 needed: for mlops.stated_need +5; against ...`."""
    sides = (
        ("for", _rules(stance.supporting)),
        ("against", _rules(stance.opposing)),
        ("shut by", [gate.rule for gate in stance.gates if gate.outcome is False]),
    )
    said = (
        "; ".join(f"{side} {', '.join(rules)}" for side, rules in sides if rules)
        or "nothing speaks for or against"
    )
    return f"{stance.role} {stance.kind} with {stance.score:g} points, {stance.threshold:g} needed: {said}."


def _rules(reasons: Iterable[Reason]) -> list[str]:
    ordered = sorted(reasons, key=lambda reason: (-abs(reason.strength), reason.rule))
    return [f"{reason.rule} {reason.strength:+d}" for reason in ordered]
