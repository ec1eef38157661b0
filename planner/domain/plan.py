"""The staffing plan: what to do for each role, the seats, and the argument for both.

Arrays by month run from the plan's first month (`Plan.months[0]`, the month of `today`).
FTE are full-time equivalents, hours are per month. Costs are None where pay is withheld (`without_pay`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from planner.domain.calendar import FiscalQuarter, Month
from planner.domain.money import Money
from planner.domain.profile import Profile
from planner.domain.words import Decision, Level, PositionKind, Role, StanceKind

Series = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a statement comes from: an id such as `guide:choosing.organizations` and how to read it."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Atom:
    """The smallest part of a condition that is true, false or unknown, with the values it saw."""

    text: str
    outcome: bool | None
    values: Mapping[str, float | bool | str | tuple[str, ...] | None]


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule as it spoke on this profile. `outcome` is None when facts it reads are unknown."""

    rule: str
    title: str
    outcome: bool | None
    because: str
    citations: tuple[Citation, ...]
    atoms: tuple[Atom, ...]
    strength: int = 0


@dataclass(frozen=True, slots=True)
class Advice:
    """A risk, misconception, alternative or note that the guidance attaches to these facts."""

    kind: str
    text: str
    reason: Reason
    role: Role | None = None
    option: str | None = None


@dataclass(frozen=True, slots=True)
class Stance:
    """What to do for one role, and the evidence on both sides; hiring needs `score >= threshold`."""

    role: Role
    kind: StanceKind
    sentence: str
    score: float
    threshold: float
    month: Month | None
    trigger: str | None
    supporting: tuple[Reason, ...]
    opposing: tuple[Reason, ...]
    undecided: tuple[Reason, ...]
    gates: tuple[Reason, ...]
    alternatives: tuple[Advice, ...]


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One kind of work: its hours by month, the rule it follows from, and the facts that were assumed."""

    rule: str
    label: str
    hours: Series
    citations: tuple[Citation, ...]
    assumed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Demand:
    """Work of one role. `work` is all there is; `fte` the part that positions are to carry, given the
    stance, relief by the platform, and floors."""

    role: Role
    lines: tuple[WorkLine, ...]
    relief: Series
    work: Series
    floor: float
    fte: Series


@dataclass(frozen=True, slots=True)
class Supply:
    """Capacity in effective FTE: `present` from today's staff after expected attrition, `planned` from the
    plan's seats after ramp, `shortage` what demand is left unmet."""

    role: Role
    present: Series
    planned: Series
    shortage: Series
    headcount: Series


@dataclass(frozen=True, slots=True)
class QuarterLine:
    """One role in one fiscal quarter: means of demand, capacity and shortage in FTE, and seats that start."""

    quarter: FiscalQuarter
    role: Role
    demand: float
    capacity: float
    shortage: float
    starts: int
    cost: Money | None


@dataclass(frozen=True, slots=True)
class Position:
    """One seat. `opens` is when the requisition opens, `needed` when the demand is there, `ends` the month
    after the last one of an engagement that ends within the horizon."""

    id: str
    role: Role
    kind: PositionKind
    level: Level
    title: str
    site: str | None
    reports_to: str
    needed: Month
    opens: Month
    starts: Month
    productive: Month | None
    late_months: int
    monthly_cost: Money | None
    hiring_cost: Money | None
    cost: Money | None
    skills: tuple[str, ...]
    reasons: tuple[str, ...]
    work: tuple[str, ...]
    alternative: str
    confidence: str
    why: str
    ends: Month | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """A seat that a cap kept out of the plan, or put off by so many months, and what is lost by it."""

    rank: int
    role: Role
    level: Level
    needed: Month
    cause: str
    fte_months: float
    risk: str
    put_off_months: int | None = None


@dataclass(frozen=True, slots=True)
class ShadowPrice:
    """What the next `step` of a resource would buy: so many FTE-months less shortage, found by solving again
    with that much more. `resource` is budget, recruiters or headcount."""

    resource: str
    step: str
    fte_months: float


@dataclass(frozen=True, slots=True)
class Solution:
    """How the schedule was found and how good it provably is.

    `shortage` in weighted FTE-months and `bound`, the least that any schedule within the caps can have; `gap`
    between the two, relative, and `cost_gap` likewise of cost and the least at which no month is shorter.
    `violation` is the largest breach, relative to its limit, found when it was checked again outside the
    solver.
    """

    solver: str
    version: str
    status: str
    shortage: float
    bound: float
    gap: float
    cost_gap: float
    nodes: int
    violation: float


@dataclass(frozen=True, slots=True)
class Totals:
    """Seats and money over the horizon; costs are loaded cost plus hiring cost of the plan's positions."""

    seats: Mapping[Role, int]
    cost: Money | None
    by_year: Mapping[int, Money]
    by_quarter: Mapping[FiscalQuarter, Money]
    budget_by_year: Mapping[int, Money]


@dataclass(frozen=True, slots=True)
class BreakEven:
    """The number of model-building teams from which a platform saves more than it costs; None if never
    within the searched range. `low` and `high` span the assumptions' ranges."""

    teams: int | None
    low: int | None
    high: int | None
    now: int | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Assumption:
    """A number the plan rests on. Grades: A official, B survey, C one organisation, D rule of thumb."""

    name: str
    unit: str
    low: float
    typical: float
    high: float
    grade: str
    source: str
    meaning: str
    overridden: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A fact that is unknown, what was assumed instead, and which rules wait for it."""

    fact: str
    ask: str
    assumed: float | bool | str | None
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Provenance:
    """What the plan was made from: enough to make it again, byte for byte."""

    program: str
    guidance: str
    guidance_version: str
    guidance_hash: str
    pay_digest: str
    input_digest: str
    today: date


@dataclass(frozen=True, slots=True)
class Plan:
    """A staffing plan with its reasons. The same profile, guidance and day give the same plan.

    `exceeded` names the caps that people present and commitments alone already break.
    """

    organisation: str
    headline: str
    decision: Decision
    months: tuple[Month, ...]
    stances: tuple[Stance, ...]
    demand: tuple[Demand, ...]
    supply: tuple[Supply, ...]
    quarters: tuple[QuarterLine, ...]
    positions: tuple[Position, ...]
    cuts: tuple[Cut, ...]
    shadow_prices: tuple[ShadowPrice, ...]
    exceeded: tuple[str, ...]
    solution: Solution
    totals: Totals
    break_even: BreakEven
    maturity: str
    advice: tuple[Advice, ...]
    assumptions: tuple[Assumption, ...]
    questions: tuple[Question, ...]
    notes: tuple[str, ...]
    provenance: Provenance
    profile: Profile = field(repr=False)

    def stance(self, role: Role) -> Stance:
        """The stance on `role`."""
        return next(stance for stance in self.stances if stance.role is role)
