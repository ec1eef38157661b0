"""How hiring and leaving go on every path, by inverse CDF on the fixed uniforms."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.domain.plan import Assumption
from planner.domain.words import Role
from planner.engine.pert import quantiles
from planner.engine.simulate import uniforms
from planner.engine.simulate.course import Course, Seat
from planner.engine.simulate.uniforms import Uniforms

Floats = NDArray[np.float32]
Months = NDArray[np.int16]
LEVELS = 1_024  # equal parts of a distribution, each at its middle
SLACK = np.float32(1e-3)  # of a month, by which a start may miss the first day
SURE = np.float32(1e-12)  # a rate of leaving at which nobody does


@dataclass(frozen=True, slots=True)
class Filled:
    """A seat by path: the month of its first day, the month after the last one, both as one `key` (month of
    start x (months + 1) + months there), and the draw for its ramp."""

    seat: Seat
    first: Months
    last: Months
    key: NDArray[np.intp]
    ramp: Uniforms


@dataclass(frozen=True)
class Luck:
    """What seats and people draw. By path: `declining`, the logarithm of the chance that an offer is
    declined; months `between` offers; `stay`, the mean months until one leaves; `pay` over the plan's."""

    course: Course
    paths: int
    seed: int
    search: Callable[[Uniforms], Floats]
    notice: Callable[[Uniforms], Floats]
    declining: Floats
    between: Floats
    stay: Floats
    pay: Floats

    @classmethod
    def of(cls, course: Course, paths: int, seed: int) -> Luck:
        """The luck of all paths; after k months (1 - yearly attrition)^(k/12) of the people are left."""
        process, rows = course.process, uniforms.common(seed, paths)
        shared = ("offer_acceptance", "reoffer_months", "attrition_yearly", "pay_index", "loaded_cost_factor")
        drawn = (_drawn(process[name])(row) for name, row in zip(shared, rows, strict=True))
        accepted, between, leaving, index, factor = drawn
        typical = process["pay_index"].typical * process["loaded_cost_factor"].typical
        with np.errstate(divide="ignore"):
            return cls(
                course,
                paths,
                seed,
                _drawn(process["time_to_fill_months"]),
                _drawn(process["notice_months"]),
                declining=np.log1p(-accepted),
                between=between,
                stay=(12 / np.maximum(-np.log1p(-leaving), SURE)).astype(np.float32),
                pay=index * factor / np.float32(typical or 1.0),
            )

    def seats(self, role: Role) -> Iterator[Filled]:
        """Each seat as it is filled and left."""
        seats = self.course.seats[role]
        groups = range(0, len(seats), uniforms.FEW)
        drawn = uniforms.of_seats(self.seed, role, self.paths)
        for first, rows in zip(groups, drawn, strict=False):
            yield from self._filled(seats[first : first + uniforms.FEW], rows)

    def people(self, role: Role) -> Iterator[tuple[float, Months]]:
        """FTE of each person of today and the months until they leave, by path."""
        people = self.course.people[role]
        groups = range(0, len(people), uniforms.FEW)
        drawn = uniforms.of_people(self.seed, role, self.paths)
        for first, rows in zip(groups, drawn, strict=False):
            few = people[first : first + uniforms.FEW]
            for person, left in zip(few, self._left_after(rows[: len(few)]), strict=True):
                yield person.fte, np.minimum(left, np.int16(person.stays))

    def _filled(self, seats: Sequence[Seat], drawn: Uniforms) -> Iterator[Filled]:
        drawn = drawn[: len(seats)]
        stays = self._left_after(drawn[:, 4])
        for place, seat in enumerate(seats):
            if seat.end is not None:
                stays[place] = seat.end - seat.start
        starts = self._starts(seats, drawn)
        keys = starts.astype(np.intp) * (self.course.months + 1) + stays
        for place, seat in enumerate(seats):
            yield Filled(seat, starts[place], starts[place] + stays[place], keys[place], drawn[place, 3])

    def _starts(self, seats: Sequence[Seat], drawn: Uniforms) -> Months:
        """Months of the first days: search, an offer declined so many times, notice, the next first day."""
        planned = np.array([min(seat.start, self.course.months) for seat in seats], np.int16)
        starts = np.repeat(planned[:, None], self.paths, axis=1)
        free = [place for place, seat in enumerate(seats) if not seat.fixed]
        if free:
            rows = drawn[free]
            declined = np.floor(np.log1p(-rows[:, 1]) / self.declining)
            wait = self.search(rows[:, 0]) + declined * self.between + self.notice(rows[:, 2])
            opened = np.array([seats[place].start - self.course.wait for place in free], np.float32)
            starts[free] = np.clip(np.ceil(wait - SLACK) + opened[:, None], 0, self.course.months)
        return starts

    def _left_after(self, rows: Uniforms) -> Months:
        """Months until somebody leaves, counted as months begun, within the horizon."""
        months = np.maximum(-np.log1p(-rows), SURE) * self.stay
        return np.ceil(np.minimum(months, np.float32(self.course.months))).astype(np.int16)


def cells(drawn: Uniforms, number: int) -> NDArray[np.intp]:
    """Which of `number` equal parts a uniform falls into."""
    return (drawn * np.float32(number)).astype(np.intp)


def _drawn(row: Assumption) -> Callable[[Uniforms], Floats]:
    """The inverse CDF of an assumption, as a function of uniforms."""
    table = quantiles(row, LEVELS).astype(np.float32)
    return lambda drawn: table.take(cells(drawn, LEVELS))
