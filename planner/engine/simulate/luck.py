"""How hiring and leaving go on every path, by inverse CDF on the fixed uniforms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
Months = NDArray[np.intp]
LEVELS = 1_024  # equal parts of a distribution, each at its middle
SLACK = np.float32(1e-3)  # of a month, by which a start may miss the first day
SURE = np.float32(1e-12)  # a rate of leaving at which nobody does


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

    def seats(self, role: Role) -> Iterator[tuple[Seat, Months, Uniforms, Months]]:
        """Each seat with its start, its draw for the ramp, and the months until it is left, by path."""
        rows = uniforms.of_seats(self.seed, role, self.paths)
        for seat, drawn in zip(self.course.seats[role], rows, strict=False):
            start = self._start(seat, drawn)
            stay = (
                self._left_after(drawn[4]) if seat.end is None else np.full_like(start, seat.end - seat.start)
            )
            yield seat, start, drawn[3], stay

    def people(self, role: Role) -> Iterator[tuple[float, Months]]:
        """FTE of each person of today and the months until they leave, by path."""
        rows = uniforms.of_people(self.seed, role, self.paths)
        for person, drawn in zip(self.course.people[role], rows, strict=False):
            yield person.fte, np.minimum(self._left_after(drawn[0]), person.stays)

    def _start(self, seat: Seat, drawn: Uniforms) -> Months:
        """The month of the first day: search, an offer declined so many times, notice, the next first day."""
        if seat.fixed:
            return np.full(self.paths, min(seat.start, self.course.months))
        declined = np.floor(np.log1p(-drawn[1]) / self.declining)
        wait = np.ceil(self.search(drawn[0]) + declined * self.between + self.notice(drawn[2]) - SLACK)
        start = np.clip(wait + np.float32(seat.start - self.course.wait), 0, self.course.months)
        return np.asarray(start).astype(np.intp)

    def _left_after(self, row: Uniforms) -> Months:
        """Months until somebody leaves, counted as months begun, within the horizon."""
        months = np.maximum(-np.log1p(-row), SURE) * self.stay
        return np.ceil(np.minimum(months, np.float32(self.course.months))).astype(np.intp)


def cells(drawn: Uniforms, number: int) -> Months:
    """Which of `number` equal parts a uniform falls into."""
    return (drawn * np.float32(number)).astype(np.intp)


def _drawn(row: Assumption) -> Callable[[Uniforms], Floats]:
    """The inverse CDF of an assumption, as a function of uniforms."""
    table = quantiles(row, LEVELS).astype(np.float32)
    return lambda drawn: table.take(cells(drawn, LEVELS))
