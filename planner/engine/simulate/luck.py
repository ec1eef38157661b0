"""How hiring and leaving go on every path, by inverse CDF on the fixed uniforms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from planner.domain.words import Role
from planner.engine.simulate import uniforms
from planner.engine.simulate.course import Course, Seat
from planner.engine.simulate.tables import Floats, Indices, drawn
from planner.engine.simulate.uniforms import Uniforms

SLACK = np.float32(1e-3)  # of a month, by which a start may miss the first day
SURE = np.float32(1e-12)  # a rate of leaving at which nobody does


@dataclass(frozen=True)
class Luck:
    """What seats and people draw. By path: `declining`, the logarithm of the chance that an offer is declined;
    months `between` offers; `stay`, the mean months until somebody leaves; `pay` over that of the plan."""

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
        """The luck of all paths; people leave at a rate that leaves (1 - yearly attrition)^(k/12) after k months."""
        process, rows = course.process, uniforms.common(seed, paths)
        accepted, between, leaving, index, factor = (
            drawn(process[name])(row)
            for name, row in zip(
                ("offer_acceptance", "reoffer_months", "attrition_yearly", "pay_index", "loaded_cost_factor"),
                rows,
                strict=True,
            )
        )
        typical = process["pay_index"].typical * process["loaded_cost_factor"].typical
        with np.errstate(divide="ignore"):
            return cls(
                course,
                paths,
                seed,
                drawn(process["time_to_fill_months"]),
                drawn(process["notice_months"]),
                declining=np.log1p(-accepted),
                between=between,
                stay=12 / np.maximum(-np.log1p(-leaving), SURE),
                pay=index * factor / np.float32(typical or 1.0),
            )

    def seats(self, role: Role) -> Iterator[tuple[Seat, Indices, Uniforms, Indices]]:
        """Each seat with its start, its draw for the ramp, and the months until it is left, by path."""
        for seat, rows in zip(
            self.course.seats[role], uniforms.of_seats(self.seed, role, self.paths), strict=False
        ):
            start = np.full(self.paths, min(seat.start, self.course.months)) if seat.fixed else self.start(seat, rows)
            yield seat, start, rows[3], self.left_after(rows[4])

    def start(self, seat: Seat, rows: Uniforms) -> Indices:
        """The month of the first day: search, an offer declined so many times, notice, then the next first day."""
        declined = np.floor(np.log1p(-rows[1]) / self.declining)
        wait = np.ceil(self.search(rows[0]) + declined * self.between + self.notice(rows[2]) - SLACK)
        start = np.clip(wait + np.float32(seat.start - self.course.wait), 0, self.course.months)
        return start.astype(np.intp)

    def people(self, role: Role) -> Iterator[tuple[float, Indices]]:
        """FTE of each person of today and the months until they leave, by path."""
        for person, rows in zip(
            self.course.people[role], uniforms.of_people(self.seed, role, self.paths), strict=False
        ):
            yield person.fte, np.minimum(self.left_after(rows[0]), person.stays)

    def left_after(self, row: Uniforms) -> Indices:
        """Months until somebody leaves, counted as months begun, within the horizon."""
        months = np.maximum(-np.log1p(-row), SURE) * self.stay
        return np.ceil(np.minimum(months, np.float32(self.course.months))).astype(np.intp)
