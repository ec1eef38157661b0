"""The organisation profile: sparse, strict and three-valued. None means unknown, never zero."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from planner.domain.calendar import FiscalQuarter, Month
from planner.domain.consistency import problems_of
from planner.domain.errors import InvalidProfile, raise_if_any
from planner.domain.words import (
    Alternative,
    Gate,
    GeneralPlatform,
    Level,
    ManagedServices,
    Need,
    Role,
    TeamKind,
    Tier,
    Way,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A team, or `count` teams alike. People in FTE."""

    name: str
    id: str | None = None
    kind: TeamKind | None = None
    data_scientists: float | None = None
    ml_engineers: float | None = None
    site: str | None = None
    count: int = 1

    @property
    def key(self) -> str:
        """What a system names the team by."""
        return self.id or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """One system that uses models; `gates` holds yes/no answers, an absent gate is unknown."""

    name: str | None = None
    team: str | None = None
    use_cases: int | None = None
    models: int | None = None
    tier: Tier | None = None
    round_the_clock: bool | None = None
    deploys_per_quarter: float | None = None
    gates: Mapping[Gate, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """People present today, `count` alike; `role` is a title, or `mlops` / `platform` outright."""

    role: str
    level: Level | None = None
    site: str | None = None
    fte: float = 1.0
    count: int = 1
    skills: tuple[str, ...] = ()
    leaves_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """An approved position or open requisition: fixed in every re-plan, its id never changes.

    `ends_on` is the first month without a contractor; an engagement without it goes on.
    """

    id: str
    role: Role
    level: Level = Level.SENIOR
    site: str | None = None
    opens_on: Month | None = None
    starts_on: Month | None = None
    way: Way | None = None
    ends_on: Month | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """Net growth per quarter; may be negative."""

    teams: float | None = None
    models: float | None = None
    data_scientists: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Money for the positions of the plan (loaded cost plus hiring cost), by fiscal period.

    Quarters named in `quarters` and years named in `years` take precedence over the general amounts.
    """

    currency: str
    per_fiscal_year: Decimal | None = None
    per_quarter: Decimal | None = None
    years: Mapping[int, Decimal] = field(default_factory=dict)
    quarters: Mapping[FiscalQuarter, Decimal] = field(default_factory=dict)

    def of_year(self, year: int) -> Decimal | None:
        """The cap on one fiscal year's cost, None where there is none."""
        return self.years.get(year, self.per_fiscal_year)

    def of_quarter(self, quarter: FiscalQuarter) -> Decimal | None:
        """The cap on one fiscal quarter's cost, None where there is none."""
        return self.quarters.get(quarter, self.per_quarter)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A place of work; `share` is the part of new positions that goes there (0..1)."""

    name: str
    country: str | None = None
    share: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraints:
    """What the plan must keep to; an absent constraint does not bind."""

    budget: Budget | None = None
    currency: str | None = None
    fiscal_year_starts_in: int = 1
    headcount_cap: int | None = None
    hires_per_month: float | None = None
    sites: tuple[Site, ...] = ()
    earliest_start: Month | None = None
    alternatives: frozenset[Alternative] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """An assumption as this organisation knows it, with the reason; units are the assumption's own."""

    typical: float
    low: float | None = None
    high: float | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """An organisation's facts (model, section 1). Contradictions raise InvalidProfile."""

    name: str
    teams: tuple[Team, ...] | None = None
    systems: tuple[System, ...] | None = None
    ml_teams: int | None = None
    model_consuming_teams: int | None = None
    data_scientists: float | None = None
    ml_engineers: float | None = None
    ml_maturity: int | None = None
    models_in_production: int | None = None
    use_cases_in_production: int | None = None
    models_planned_per_quarter: float | None = None
    deploys_per_quarter: float | None = None
    ops_share_of_ds_time: float | None = None
    time_to_deploy_days: float | None = None
    general_platform: GeneralPlatform | None = None
    managed_ml_services: ManagedServices | None = None
    end_to_end_ownership: bool | None = None
    round_the_clock: bool | None = None
    joins_existing_rotation: bool | None = None
    regulated: bool | None = None
    needs: frozenset[Need] | None = None
    growth: Growth = Growth()
    staff: tuple[Staff, ...] | None = None
    title_map: Mapping[str, Role | None] = field(default_factory=dict)
    current_mlops_fte: float | None = None
    current_platform_fte: float | None = None
    commitments: tuple[Commitment, ...] = ()
    reports_to: Mapping[Role, str] = field(default_factory=dict)
    constraints: Constraints = Constraints()
    assumptions: Mapping[str, Override] = field(default_factory=dict)

    def __post_init__(self) -> None:
        raise_if_any(problems_of(self), InvalidProfile)


def known_total(values: Iterable[float | None]) -> float | None:
    """The sum of `values`, None as soon as one of them is unknown."""
    listed = list(values)
    return (
        None
        if any(value is None for value in listed)
        else sum(value for value in listed if value is not None)
    )
