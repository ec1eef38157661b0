"""Before and after: who is there today, who is added, and whom they report to."""

from __future__ import annotations

from dataclasses import dataclass

from planner.domain import Plan, PositionKind, Role
from planner.domain.plan import Position
from planner.reports import words
from planner.reports.answer import COVERED
from planner.reports.document import Column, Paragraph, Part, Picture, Row, Section, Table, View
from planner.reports.formats import when


@dataclass(frozen=True, slots=True)
class Change:
    """One role before and after: FTE of today's people, how much of them is expected to be left at the end,
    and the plan's seats.
    """

    role: Role
    today: float
    left: float
    seats: tuple[Position, ...]

    @property
    def empty(self) -> bool:
        """Whether nobody is there and nobody comes."""
        return self.today < COVERED and not self.seats

    def count(self, *kinds: PositionKind) -> int:
        """Seats of these kinds."""
        return sum(seat.kind in kinds for seat in self.seats)


def changes(plan: Plan) -> tuple[Change, ...]:
    """The change of each role."""
    return tuple(
        Change(
            supply.role,
            supply.present[0],
            supply.present[-1],
            tuple(seat for seat in plan.positions if seat.role is supply.role),
        )
        for supply in plan.supply
    )


def change(plan: Plan) -> Section:
    """The section: a sentence, the map, and the table behind it."""
    return Section(
        "Before and after",
        (Paragraph(sentence(plan)), Picture(View.SEATS), Picture(View.TEAMS), table(plan)),
        Part.CHANGE,
    )


def sentence(plan: Plan) -> str:
    """From whom to whom, in numbers."""
    found = changes(plan)
    today = sum(role.today for role in found)
    there = f"{words.fte(today)} FTE are there today" if today >= COVERED else "Nobody is there today"
    if not plan.positions:
        return f"{there}, and no seat is added."
    added = words.listed(
        f"{words.plural(len(role.seats), words.ROLE[role.role])}" for role in found if role.seats
    )
    verb = "is" if len(plan.positions) == 1 else "are"
    return f"{there}; {added} {verb} added by {when(plan.months[-1])}."


def table(plan: Plan) -> Table:
    """People and seats by role, before and after."""
    titles = (
        "Today, FTE",
        f"Of these expected to be there in {when(plan.months[-1])}",
        "New seats",
        "Backfills",
        "Conversions",
        "Committed already",
    )
    columns = (Column("Role", fixed=True), *(Column(title, numeric=True) for title in titles))
    return Table("People by role, before and after", columns, tuple(_row(role) for role in changes(plan)))


def _row(role: Change) -> Row:
    kinds = (PositionKind.NEW, PositionKind.BACKFILL, PositionKind.CONVERSION, PositionKind.COMMITTED)
    counts = (words.whole(role.count(kind)) for kind in kinds)
    return Row((f"{words.ROLE[role.role]}s", words.fte(role.today), words.fte(role.left), *counts))
