"""A portfolio: business units that share money, recruiters or headcount, and the one plan for all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from planner.domain.calendar import Month
from planner.domain.errors import InvalidInput, Problem, raise_if_any
from planner.domain.money import Money
from planner.domain.plan import ShadowPrice, Solution
from planner.domain.profile import Budget, Constraints, Profile
from planner.domain.words import Level, PositionKind, Role

MOST_UNITS = 2_000


class InvalidPortfolio(InvalidInput):
    """A portfolio with wrong or contradictory facts."""

    title = "The portfolio is not valid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """What all units together must keep to; an absent limit does not bind."""

    budget: Budget | None = None
    currency: str | None = None
    fiscal_year_starts_in: int = 1
    headcount_cap: int | None = None
    hires_per_month: float | None = None

    @property
    def constraints(self) -> Constraints:
        """The same as constraints of one organisation."""
        return Constraints(
            budget=self.budget,
            currency=self.currency,
            fiscal_year_starts_in=self.fiscal_year_starts_in,
            headcount_cap=self.headcount_cap,
            hires_per_month=self.hires_per_month,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """Business units, each an organisation's facts, and what they share. Contradictions raise
    InvalidPortfolio."""

    name: str
    units: tuple[Profile, ...]
    shared: Sharing = field(default_factory=Sharing)

    def __post_init__(self) -> None:
        raise_if_any(_problems(self), InvalidPortfolio)


def _problems(portfolio: Portfolio) -> Iterator[Problem]:
    if not portfolio.units:
        yield Problem("units", "is empty.", "Describe at least one unit, as you would an organisation.")
    if len(portfolio.units) > MOST_UNITS:
        yield Problem("units", f"has more than {MOST_UNITS:,} units.", "Plan parts of the portfolio apart.")
    seen: dict[str, int] = {}
    for place, unit in enumerate(portfolio.units):
        first = seen.setdefault(unit.name, place)
        if first != place:
            fix = "Give each unit a name of its own."
            yield Problem(f"units[{place}].name", f"is that of units[{first}] as well.", fix)
        yield from _money(portfolio, place, unit)


def _money(portfolio: Portfolio, place: int, unit: Profile) -> Iterator[Problem]:
    shared, own = portfolio.shared, unit.constraints
    currency = shared.budget.currency if shared.budget else shared.currency
    stated = own.budget.currency if own.budget else own.currency
    if currency and stated and stated != currency:
        where = "budget.currency" if own.budget else "currency"
        fix = "State the unit's money in the shared currency."
        yield Problem(f"units[{place}].constraints.{where}", f"is {stated}, the shared one {currency}.", fix)


@dataclass(frozen=True, slots=True)
class UnitSeat:
    """One seat of a unit; ids are the unit's own."""

    unit: str
    id: str
    role: Role
    kind: PositionKind
    level: Level
    title: str
    site: str | None
    needed: Month
    opens: Month
    starts: Month
    monthly_cost: Money | None
    cost: Money | None


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit: seats by role, cost over the horizon, FTE-months short, and what it would be short if nothing
    were shared. `lost` is the difference: what sharing costs the unit."""

    unit: str
    seats: Mapping[Role, int]
    cost: Money | None
    demand: float
    shortage: float
    alone: float
    lost: float


@dataclass(frozen=True, slots=True)
class SharedUse:
    """How far a shared limit is used, people and promises of today included. Money in the currency of the
    plan; hires a month, people; `used` and `limit` are those of the period that is nearest to its limit."""

    limit_name: str
    resource: str
    limit: float | None
    used: float | None


@dataclass(frozen=True, slots=True)
class PortfolioPlan:
    """The plan of a portfolio; the same portfolio, guidance and day give the same plan."""

    name: str
    headline: str
    months: tuple[Month, ...]
    units: tuple[UnitLine, ...]
    seats: tuple[UnitSeat, ...]
    uses: tuple[SharedUse, ...]
    shadow_prices: tuple[ShadowPrice, ...]
    cost: Money | None
    solution: Solution
    program: str
    guidance: str
    today: date


def portfolio_without_pay(plan: PortfolioPlan) -> PortfolioPlan:
    """`plan` for readers who may not see pay: no cost, and no use of budgets."""
    bare: Any = {"cost": None}
    return replace(
        plan,
        units=tuple(replace(line, **bare) for line in plan.units),
        seats=tuple(replace(seat, monthly_cost=None, **bare) for seat in plan.seats),
        uses=tuple(replace(use, used=None) if use.resource == "budget" else use for use in plan.uses),
        cost=None,
    )
