"""What stands beside a plan: how it may turn out, what would tip it, what it hangs on.

Arrays by month run from the plan's first month. FTE are full-time equivalents. Money is exact where it is
`Money`; simulated amounts are numbers in the named currency. Costs are None where pay is withheld.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from planner.domain.calendar import Month
from planner.domain.money import Money
from planner.domain.plan import Assumption, Question, Series
from planner.domain.words import Decision, Role, StanceKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[np.float64]

Value: TypeAlias = float | bool | str | tuple[str, ...] | None


class Found(StrEnum):
    """How a result was found: by making the plan again, or from the lasting need for seats before caps."""

    PLANNED = "planned"
    SIZED = "sized"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a plan comes to: seats, stances, the decision, cost over the horizon, and FTE-months short."""

    seats: Mapping[Role, int]
    stances: Mapping[Role, StanceKind]
    decision: Decision
    cost: Money | None
    shortage: float


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing that differs between two outcomes: `seats` or `stance` of a role, or the `decision`."""

    aspect: str
    role: Role | None
    before: int | str
    after: int | str

    def __neg__(self) -> Effect:
        return Effect(self.aspect, self.role, self.after, self.before)


@dataclass(frozen=True, slots=True)
class Turn:
    """A rule that speaks differently: whether it holds, or its hours per month at the peak of its work."""

    rule: str
    title: str
    before: bool | float | None
    after: bool | float | None

    def __neg__(self) -> Turn:
        return Turn(self.rule, self.title, self.after, self.before)


@dataclass(frozen=True, slots=True)
class Flip:
    """The smallest change of one fact, all others as they stand, that changes seats or the stance of a role.

    `step` is the least change that was looked at, None for yes/no, choices and needs.
    """

    fact: str
    unit: str
    now: Value
    to: Value
    step: float | None
    effects: tuple[Effect, ...]
    turns: tuple[Turn, ...]
    found: Found
    sentence: str


@dataclass(frozen=True, slots=True)
class Flips:
    """The tipping points of a plan, nearest first; those of a stance before those of seats only.

    `needs` are the plan's seats and those that caps keep out, from which seats are counted in flips.
    """

    organisation: str
    base: Outcome
    needs: Mapping[Role, int]
    flips: tuple[Flip, ...]
    unmoved: tuple[str, ...]
    method: str


@dataclass(frozen=True, slots=True)
class Hanging:
    """An unknown fact and what hangs on it: the absolute change of seats and cost expected when it is known,
    and the chance that a stance turns, over what it may be."""

    question: Question
    seats: float
    cost: Money | None
    stance: float
    over: tuple[Value, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Questions:
    """Unknown facts, the one that most hangs on first."""

    organisation: str
    questions: tuple[Hanging, ...]
    method: str


@dataclass(frozen=True, slots=True)
class Bar:
    """What the plan comes to with one assumption at its low and at its high end, all else typical.

    Swings are the greatest difference between low, typical and high.
    """

    assumption: Assumption
    at_low: Outcome
    at_high: Outcome
    swing_seats: int
    swing_cost: Money | None
    swing_shortage: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Tornado:
    """The plan's sensitivity to its assumptions, the widest swing first.

    `smaller` ones move less than those shown, `unmoved` ones nothing. Where it is sized rather than planned,
    `base` and bars are the seats that are needed before caps.
    """

    organisation: str
    base: Outcome
    bars: tuple[Bar, ...]
    smaller: tuple[str, ...]
    unmoved: tuple[str, ...]
    found: Found
    method: str


@dataclass(frozen=True, slots=True)
class Bands:
    """P10, P50, P90, mean, and the standard error of the mean of a quantity, by month."""

    p10: Series
    p50: Series
    p90: Series
    mean: Series
    error: Series


@dataclass(frozen=True, slots=True)
class Band:
    """P10, P50, P90, mean, and the standard error of the mean of one quantity."""

    p10: float
    p50: float
    p90: float
    mean: float
    error: float


@dataclass(frozen=True, slots=True)
class Chance:
    """A probability by month with its standard error, and the same over all months together."""

    share: Series
    error: Series
    overall: float
    overall_error: float


@dataclass(frozen=True, slots=True)
class Covered:
    """The first month in which demand is met, counted from the first that has any.

    None where it is met in fewer paths than that; `never` is the share of paths without such a month.
    """

    p10: Month | None
    p50: Month | None
    p90: Month | None
    never: float


@dataclass(frozen=True, slots=True)
class SimulatedRole:
    """One role: capacity and demand in FTE, cost in the plan's currency, the chance that demand is met."""

    role: Role
    capacity: Bands
    demand: Bands
    cost: Bands | None
    met: Chance
    covered: Covered


@dataclass(frozen=True, slots=True)
class Draws:
    """What two simulations are compared by: `total` cost by path, and by role and quantity the means of the
    paths that share a set of assumptions for demand, (months, sets). Path p has set p modulo their number."""

    total: Array
    means: Mapping[Role, Mapping[str, Array]]


@dataclass(frozen=True, slots=True)
class Simulation:
    """How the plan may turn out.

    `tolerance` FTE of shortage are carried by those present: demand counts as met. `met` is the chance that
    the demand of both roles is met, `cost` the money over the horizon. `sampled` names what was drawn.
    """

    organisation: str
    months: tuple[Month, ...]
    currency: str
    paths: int
    seed: int
    tolerance: float
    roles: tuple[SimulatedRole, ...]
    cost: Band | None
    met: Chance
    sampled: tuple[str, ...]
    sentence: str
    draws: Draws = field(repr=False, compare=False)

    def role(self, role: Role) -> SimulatedRole:
        """The simulation of `role`."""
        return next(row for row in self.roles if row.role is role)


@dataclass(frozen=True, slots=True)
class Difference:
    """Mean difference (after less before) on the same paths by month, with its standard error."""

    mean: Series
    error: Series


@dataclass(frozen=True, slots=True)
class RoleDifference:
    """One role in two simulations of the same paths; `met` is the change in the chance that demand is met."""

    role: Role
    capacity: Difference
    demand: Difference
    cost: Difference | None
    met: Difference


@dataclass(frozen=True, slots=True)
class SimulationDifference:
    """Two simulations path by path. In `cheaper` of the paths cost falls, in `dearer` it rises (shares)."""

    paths: int
    seed: int
    currency: str
    roles: tuple[RoleDifference, ...]
    cost: float | None
    cost_error: float | None
    cheaper: float | None
    dearer: float | None


@dataclass(frozen=True, slots=True)
class BreakEvenCurve:
    """Cost and saving of a platform by number of teams, in FTE of MLOps, with P10 and P90 over the ranges of
    assumptions; break-even in teams, None beyond the curve; `never` is the share of draws without one."""

    organisation: str
    teams: tuple[int, ...]
    now: int
    cost: Series
    cost_p10: Series
    cost_p90: Series
    saving: Series
    saving_p10: Series
    saving_p90: Series
    break_even: int | None
    break_even_p10: int | None
    break_even_p50: int | None
    break_even_p90: int | None
    never: float
    draws: int
    seed: int
    sampled: tuple[str, ...]
    sentence: str
