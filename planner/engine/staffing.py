"""What a hiring schedule has to solve, and what it answers. Months count from 0; amounts in FTE."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from planner.domain.plan import ShadowPrice, Solution
from planner.domain.words import Level, PositionKind, Role

Series = NDArray[np.float64]
MOST_FTE = 2_000.0  # a role's demand up to which one schedule is made


@dataclass(frozen=True, slots=True)
class SeatType:
    """A kind of seat: costs in the plan's currency, loaded per month and once for hiring, to the cent; and
    the same `unrounded`, by which ways are ranked, so that pay in proportion ranks them alike."""

    role: Role
    level: Level
    site: str | None
    monthly: float
    hiring: float
    unrounded: tuple[float, float] | None = None

    @property
    def ranked(self) -> tuple[float, float]:
        """Monthly and hiring cost that ways are ranked by."""
        return self.unrounded or (self.monthly, self.hiring)

    @property
    def manages(self) -> bool:
        """Whether the seat leads people rather than does the work: it adds no capacity."""
        return self.level is Level.MANAGER


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `amount` of money over `months` (all cost of the plan's seats in them)."""

    name: str
    months: tuple[int, ...]
    amount: float


@dataclass(frozen=True, slots=True)
class Commitment:
    """A seat that is promised already; it starts whatever the caps say. Somebody who began before the first
    month starts in it, with the months `served` till then. `way` is how it is filled: by recruiting, from a
    source, by somebody of MLOps who moves over, or by a contractor until month `end`."""

    id: str
    seat: SeatType
    start: int
    served: int = 0
    way: PositionKind = PositionKind.NEW
    end: int | None = None

    @property
    def contracted(self) -> bool:
        """Whether a contractor has it, who is nobody's headcount."""
        return self.way is PositionKind.CONTRACTOR

    @property
    def moves(self) -> bool:
        """Whether one of today's MLOps people takes it; who moved earlier is none of them any more."""
        return self.way is PositionKind.CONVERSION and not self.served


@dataclass(frozen=True)
class Source:
    """Another way to fill a seat than to recruit for it: a transfer from elsewhere in the organisation, or
    training. At most `per_year` people in any twelve months; `hiring` is the cost of one."""

    kind: PositionKind
    earliest: int
    lead: int
    ramp: Series
    hiring: float
    per_year: int


@dataclass(frozen=True)
class Contract:
    """Contractors for work that does not last: engagements of at least `least` months, at `seats`' prices."""

    earliest: int
    lead: int
    least: int
    seats: Mapping[Role, SeatType]


@dataclass(frozen=True)
class Staffing:
    """The scheduling problem of one organisation (model, section 5).

    `demand` FTE by role and month that seats are to carry, before relief; `relievable` the MLOps part that a
    platform can take off, never below the `floor` of a rotation; `present` effective FTE of today's staff
    after expected attrition and `steady` the same without attrition; `headcount` people of both roles.
    `ramp[k]` productivity (negative while mentoring costs more than it brings) and `survival[k]` probability
    of still being there k months after the start. `earliest` first month a new hire can start. Less than
    `smallest` FTE of lasting work opens no seat, nor does work that ends within `lasting` months.
    `convertible` MLOps people who may become platform people. `seats` in order of filling, for each role,
    and `lead_seats` for its managers; one manager for `span` people, `managers` are there already.
    `promised` are sources that commitments come from.
    """

    months: int
    demand: Mapping[Role, Series]
    relievable: Series
    relief_per_fte: float
    relief_cap: float
    floor: Series
    present: Mapping[Role, Series]
    steady: Mapping[Role, Series]
    headcount: Series
    ramp: Series
    conversion_ramp: Series
    survival: Series
    lead: int
    earliest: int
    smallest: float
    hires_per_month: float | None
    headcount_cap: int | None
    caps: tuple[Cap, ...]
    convertible: int
    span: int
    managers: Mapping[Role, int]
    commitments: tuple[Commitment, ...]
    seats: Mapping[Role, tuple[SeatType, ...]]
    lead_seats: Mapping[Role, SeatType]
    lasting: int = 12
    weights: Mapping[Role, float] = field(default_factory=lambda: dict.fromkeys(Role, 1.0))
    sources: tuple[Source, ...] = ()
    promised: tuple[Source, ...] = ()
    contract: Contract | None = None

    @property
    def stay(self) -> float:
        """Probability of staying another month; survival is geometric (model, section 5)."""
        return float(self.survival[1] / self.survival[0]) if self.survival.size > 1 else 1.0

    def remaining(self, months: int) -> Series:
        """Survival over any number of months."""
        return np.asarray(self.stay ** np.arange(months), dtype=np.float64)

    def ramp_of(self, kind: PositionKind) -> Series:
        """Productivity by months since the start of whoever fills a seat in that way."""
        return next((source.ramp for source in self._known if source.kind is kind), self.ramp)

    def lead_of(self, kind: PositionKind) -> int:
        """Months from the decision to the first day of whoever fills a seat in that way."""
        if kind is PositionKind.CONVERSION:
            return 0
        if kind is PositionKind.CONTRACTOR and self.contract:
            return self.contract.lead
        return next((source.lead for source in self._known if source.kind is kind), self.lead)

    @property
    def _known(self) -> tuple[Source, ...]:
        return (*self.sources, *self.promised)

    def capacity(self, start: int, served: int = 0, kind: PositionKind = PositionKind.NEW) -> Series:
        """Expected effective FTE by month of one seat that starts in month `start`; of today's people who
        move over some have left by then."""
        effective = np.zeros(self.months)
        length = max(self.months - start, 0)
        stays = self.survival[start:] if kind is PositionKind.CONVERSION else self.survival[:length]
        effective[start:] = after(self.ramp_of(kind), served)[:length] * stays
        return effective

    def whole(self, counted: int, start: int) -> Series:
        """A seat as sizing counts it: whole from month `counted` on, subject to attrition from `start`."""
        heads = self.people(start)
        heads[counted:start] = 1.0
        return heads

    def people(self, start: int) -> Series:
        """Expected heads by month of one seat that starts in month `start`."""
        heads = np.zeros(self.months)
        heads[start:] = self.survival[: max(self.months - start, 0)]
        return heads


def after(ramp: Series, served: int) -> Series:
    """A ramp by months since the first month of the plan, of somebody who has `served` so many before."""
    return np.concatenate([ramp[served:], np.full(min(served, ramp.size), ramp[-1])]) if served else ramp


@dataclass(frozen=True, slots=True)
class Hire:
    """A seat the schedule opens: `needed` and `start` in months, `end` the month after the last one of an
    engagement that ends; `id`, the months `served` before the plan and the `way` only for commitments."""

    seat: SeatType
    kind: PositionKind
    needed: int
    start: int
    id: str | None = None
    end: int | None = None
    served: int = 0
    way: PositionKind | None = None

    @property
    def filled(self) -> PositionKind:
        """How the seat is filled, also where it is promised."""
        return self.way or self.kind

    @property
    def moves(self) -> bool:
        """Whether one of today's MLOps people takes it."""
        return self.filled is PositionKind.CONVERSION and not self.served


@dataclass(frozen=True, slots=True)
class Rejected:
    """A seat that `cause` kept out, or put off by so many months, and the FTE-months that are lost by it."""

    seat: SeatType
    needed: int
    cause: str
    fte_months: float
    put_off: int | None = None


@dataclass(frozen=True)
class Schedule:
    """Seats, what was cut, capacity and relief that follow, and how it was found. `heads` are expected
    people that the plan's seats add, after attrition; `demand` is what is left after relief. Money may be
    `unspent` that would buy more, where budgets cannot count pay to the cent."""

    hires: tuple[Hire, ...]
    cuts: tuple[Rejected, ...]
    planned: Mapping[Role, Series]
    heads: Mapping[Role, Series]
    present: Mapping[Role, Series]
    relief: Series
    demand: Mapping[Role, Series]
    shortage: Mapping[Role, Series]
    solution: Solution
    prices: tuple[ShadowPrice, ...] = ()
    exceeded: tuple[str, ...] = ()
    unspent: bool = False
