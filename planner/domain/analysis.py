"""What stands beside a plan: tipping points, sensitivities, uncertainty and differences.

Arrays by month run from the plan's first month. FTE are full-time equivalents. Money is exact where it is
`Money`; simulated amounts are numbers in the named currency.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from planner.domain.calendar import Month
from planner.domain.money import Money
from planner.domain.plan import Assumption, Position, Series
from planner.domain.words import Decision, Role, StanceKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[np.float64]

Value: TypeAlias = float | bool | str | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a plan comes to: seats, stances, cost over the horizon, and demand in FTE-months."""

    seats: Mapping[Role, int]
    stances: Mapping[Role, StanceKind]
    decision: Decision
    cost: Money
    fte_months: float


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing that differs between two outcomes: `seats` or `stance` of a role, or the `decision`."""

    aspect: str
    role: Role | None
    before: int | str
    after: int | str


@dataclass(frozen=True, slots=True)
class Turn:
    """A rule that speaks differently: whether it holds, or its hours per month at the peak of its work."""

    rule: str
    title: str
    before: bool | float | None
    after: bool | float | None


@dataclass(frozen=True, slots=True)
class Flip:
    """The smallest change of one fact, others as they stand, that changes a seat, a stance or the decision.

    One `step` less changes nothing of the kind. `exact` where the plan's own schedule confirmed it, else
    the seats are an estimate.
    """

    fact: str
    unit: str
    now: Value
    to: Value
    step: float | None
    effects: tuple[Effect, ...]
    turns: tuple[Turn, ...]
    exact: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Bar:
    """What a plan comes to with one assumption at its low and its high end, all else typical.

    Swings are the greatest difference between low, typical and high.
    """

    assumption: Assumption
    at_low: Outcome
    at_high: Outcome
    swing_seats: int
    swing_cost: Money
    swing_fte_months: float
    effects_at_low: tuple[Effect, ...]
    effects_at_high: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Tornado:
    """The plan's sensitivity to its assumptions, the widest swing first; `unmoved` change nothing."""

    base: Outcome
    bars: tuple[Bar, ...]
    unmoved: tuple[str, ...]


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
    """A probability by month, with its standard error."""

    share: Series
    error: Series


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
    """One role: capacity, demand and shortage in FTE, cost in the plan's currency, the chance that demand is met."""

    role: Role
    capacity: Bands
    demand: Bands
    shortage: Bands
    cost: Bands
    met: Chance
    covered: Covered


@dataclass(frozen=True, slots=True)
class Draws:
    """What two simulations are compared by: `total` cost by path, and by role and quantity the means of the
    paths that share a set of assumptions for demand, (sets, months). Path p has set p modulo their number."""

    total: Array
    means: Mapping[Role, Mapping[str, Array]]


@dataclass(frozen=True, slots=True)
class Simulation:
    """How the plan may turn out. `tolerance` FTE of shortage are carried by those present: demand counts as met.

    `met` is the chance that the demand of both roles is met. `sampled` names the assumptions that were drawn.
    """

    organisation: str
    months: tuple[Month, ...]
    currency: str
    paths: int
    seed: int
    tolerance: float
    roles: tuple[SimulatedRole, ...]
    cost: Band
    met: Chance
    sampled: tuple[str, ...]
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
    """One role in two simulations of the same paths; `met` is the difference in the chance that demand is met."""

    role: Role
    capacity: Difference
    demand: Difference
    shortage: Difference
    cost: Difference
    met: Difference


@dataclass(frozen=True, slots=True)
class SimulationDifference:
    """Two simulations path by path. `cheaper` and `dearer` are the shares of paths in which cost falls or rises."""

    roles: tuple[RoleDifference, ...]
    cost: float
    cost_error: float
    cheaper: float
    dearer: float


@dataclass(frozen=True, slots=True)
class BreakEvenCurve:
    """Yearly cost and saving of a platform by number of teams, in FTE of MLOps, with P10 and P90 over the
    assumptions' ranges; break-even in teams, None beyond the curve; `never` is the share without break-even."""

    teams: tuple[int, ...]
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
    sampled: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shift:
    """A seat that both plans have, on other dates, at another cost or elsewhere."""

    before: Position
    after: Position

    @property
    def months(self) -> int:
        """By how many months the start moves; later is positive."""
        return self.after.starts - self.before.starts

    def __neg__(self) -> Shift:
        return Shift(self.after, self.before)


@dataclass(frozen=True, slots=True)
class Cause:
    """An input that differs: `kind` is fact, assumption, constraint, guidance, pay, program or day."""

    kind: str
    name: str
    before: str | None
    after: str | None

    def __neg__(self) -> Cause:
        return Cause(self.kind, self.name, self.after, self.before)


@dataclass(frozen=True, slots=True)
class RoleChange:
    """One role in two plans: differences (after less before) of seats and FTE-months, and when demand is first met."""

    role: Role
    seats: int
    demand: float
    capacity: float
    shortage: float
    covered_before: Month | None
    covered_after: Month | None

    def __neg__(self) -> RoleChange:
        return RoleChange(
            self.role,
            -self.seats,
            -self.demand,
            -self.capacity,
            -self.shortage,
            self.covered_after,
            self.covered_before,
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changes from one plan to another, seat by seat, and the inputs and rules that differ.

    `cost` and `by_year` are None and empty where the plans are in different currencies.
    """

    roles: tuple[RoleChange, ...]
    cost: Money | None
    by_year: Mapping[int, Money]
    added: tuple[Position, ...]
    moved: tuple[Shift, ...]
    dropped: tuple[Position, ...]
    effects: tuple[Effect, ...]
    causes: tuple[Cause, ...]
    turns: tuple[Turn, ...]
    sentence: str
