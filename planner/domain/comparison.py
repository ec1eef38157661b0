"""How two plans differ: seat by seat, in people, money and dates, and by which inputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.domain.analysis import Effect, SimulationDifference, Turn
from planner.domain.calendar import Month
from planner.domain.money import Money
from planner.domain.plan import Position
from planner.domain.words import Role


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
    """An input that differs. Kinds: facts, people, constraints, assumptions, day, guidance, pay, program."""

    kind: str
    name: str
    before: str | None
    after: str | None

    def __neg__(self) -> Cause:
        return Cause(self.kind, self.name, self.after, self.before)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one kind of change brings by itself: the mean of adding it to the first plan and of taking it from
    the second. Seats may therefore be halves. `cost` is None where the currencies differ."""

    kind: str
    seats: Mapping[Role, float]
    cost: Money | None
    shortage: float

    def __neg__(self) -> Contribution:
        seats = {role: -count + 0.0 for role, count in self.seats.items()}
        return Contribution(
            self.kind, seats, None if self.cost is None else self.cost * -1, -self.shortage + 0.0
        )


@dataclass(frozen=True, slots=True)
class RoleChange:
    """One role in two plans: differences (after less before) of seats and FTE-months over the months of both,
    and the month in which demand is first met."""

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
            -self.demand + 0.0,
            -self.capacity + 0.0,
            -self.shortage + 0.0,
            self.covered_after,
            self.covered_before,
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changes from one plan to another, seat by seat, and the inputs and rules that differ.

    `moved` seats start in another month, `changed` ones are otherwise not the same. `cost` is None and
    `by_year` empty where the plans are in different currencies, `simulation` None where none was asked for.
    """

    before: str
    after: str
    roles: tuple[RoleChange, ...]
    cost: Money | None
    by_year: Mapping[int, Money]
    added: tuple[Position, ...]
    moved: tuple[Shift, ...]
    changed: tuple[Shift, ...]
    dropped: tuple[Position, ...]
    effects: tuple[Effect, ...]
    causes: tuple[Cause, ...]
    contributions: tuple[Contribution, ...]
    turns: tuple[Turn, ...]
    sentence: str
    simulation: SimulationDifference | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing differs."""
        return not (
            self.added
            or self.moved
            or self.changed
            or self.dropped
            or self.effects
            or self.causes
            or any(row.demand or row.capacity or row.shortage for row in self.roles)
        )
