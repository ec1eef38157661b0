"""How hiring and leaving go on every path, by inverse CDF on the fixed uniforms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.domain.plan import Assumption
from planner.domain.words import Role
from planner.engine.assess import Series
from planner.engine.pert import quantiles
from planner.engine.simulate.course import Course, Person, Seat
from planner.engine.simulate.uniforms import LEVELS, Array, Uniforms

Floats = NDArray[np.float32]
Months = NDArray[np.uint8]
PARTS = 1_024  # equal parts of a distribution, each at its middle
SLACK = np.float32(1e-3)  # of a month, by which a start may miss the first day
SURE = 1e-12  # a rate at which nobody leaves, and no offer is taken
WAITS = -np.log1p(-(np.arange(LEVELS) + 0.5) / LEVELS).astype(np.float32)
"""The quantiles of the exponential distribution with mean 1."""


@dataclass(frozen=True)
class Odds:
    """The quantiles of what is drawn: months of `search` and `notice`, the mean of `declined` offers as an
    exponential wait, months `between` offers, mean months until one leaves, and the two parts of pay."""

    search: Floats
    notice: Floats
    declined: Floats
    between: Floats
    stay: Floats
    pay: Floats
    factor: Floats

    @classmethod
    def of(cls, course: Course) -> Odds:
        """The odds of a course; after k months (1 - yearly attrition)^(k/12) of the people are left."""

        def drawn(name: str) -> Series:
            return quantiles(course.process[name], PARTS)

        tables = (
            drawn("time_to_fill_months"),
            drawn("notice_months"),
            1 / _rate(drawn("offer_acceptance")),
            drawn("reoffer_months"),
            12 / _rate(drawn("attrition_yearly")),
            _over_typical(course.process["pay_index"]),
            _over_typical(course.process["loaded_cost_factor"]),
        )
        return cls(*(table.astype(np.float32) for table in tables))


@dataclass(frozen=True)
class Few:
    """Some seats by path, (seats, paths): the months of their first days, the months until they are left, and
    the draws for their ramps."""

    seats: Sequence[Seat]
    first: Months
    stays: Months
    ramp: Uniforms


class Luck:
    """What the seats and people of a block of paths draw."""

    def __init__(self, course: Course, odds: Odds, array: Array, block: int, paths: int) -> None:
        rows = array.common(block, paths)
        self.course, self.odds, self.array, self.block, self.paths = course, odds, array, block, paths
        self.declined, self.between = inverse(odds.declined, rows[0]), inverse(odds.between, rows[1])
        self.stay = inverse(odds.stay, rows[2])
        self.pay = inverse(odds.pay, rows[3]) * inverse(odds.factor, rows[4])

    def seats(self, role: Role) -> Iterator[Few]:
        """Each few seats as they are filled and left."""
        seats, place = self.course.seats[role], 0
        for rows in self.array.of_seats(self.block, role, len(seats), self.paths):
            few = seats[place : place + len(rows)]
            yield Few(few, self._first(few, rows), self._stays(few, rows[:, 4]), rows[:, 3])
            place += len(few)

    def people(self, role: Role) -> Iterator[tuple[Sequence[Person], Months]]:
        """Each few of today's people, and the months until they leave, (people, paths)."""
        people, place = self.course.people[role], 0
        for rows in self.array.of_people(self.block, role, len(people), self.paths):
            few = people[place : place + len(rows)]
            most = np.array([person.stays for person in few], np.uint8)
            yield few, np.minimum(self._left_after(rows[:, 0]), most[:, None])
            place += len(few)

    def _first(self, seats: Sequence[Seat], drawn: Uniforms) -> Months:
        """Months of the first days: search, an offer declined so many times, notice, the next first day."""
        months = self.course.months
        planned = np.array([min(seat.start, months) for seat in seats], np.uint8)
        first = np.repeat(planned[:, None], self.paths, axis=1)
        free = [place for place, seat in enumerate(seats) if not seat.fixed]
        if free:
            rows = drawn[free] if len(free) < len(seats) else drawn
            wait = np.floor(WAITS.take(rows[:, 1]) * self.declined)
            wait *= self.between
            wait += inverse(self.odds.search, rows[:, 0])
            wait += inverse(self.odds.notice, rows[:, 2])
            opened = [seats[place].start - self.course.wait for place in free]
            wait += np.array(opened, np.float32)[:, None] - SLACK
            first[free] = np.clip(np.ceil(wait, out=wait), 0, months, out=wait)
        return first

    def _stays(self, seats: Sequence[Seat], drawn: Uniforms) -> Months:
        stays = self._left_after(drawn)
        for place, seat in enumerate(seats):
            if seat.end is not None:
                stays[place] = seat.end - seat.start
        return stays

    def _left_after(self, drawn: Uniforms) -> Months:
        """Months until somebody leaves, counted as months begun, within the horizon."""
        months = WAITS.take(drawn)
        months *= self.stay
        np.minimum(months, np.float32(self.course.months), out=months)
        return np.ceil(months, out=months).astype(np.uint8)


def inverse(table: Floats, drawn: Uniforms) -> Floats:
    """The inverse CDF of uniforms, by its quantiles."""
    values: Floats = table.take(part(drawn, PARTS))
    return values


def part(drawn: Uniforms, number: int) -> Uniforms:
    """Which of `number` equal parts a uniform falls into; a power of two, over one."""
    return drawn // np.uint16(LEVELS // number)


def _rate(share: Series) -> Series:
    """The rate at which a share is gone after one unit of time."""
    with np.errstate(divide="ignore"):
        return np.maximum(-np.log1p(-share), SURE)


def _over_typical(row: Assumption) -> Series:
    return quantiles(row, PARTS) / (row.typical or 1.0)
