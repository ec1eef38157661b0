"""Who is there and whom they report to, before and after: one circle for each person or seat."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from planner.domain import Level, Plan, PositionKind
from planner.domain.plan import Position
from planner.reports import change, tables, words
from planner.reports.answer import COVERED
from planner.reports.change import Change
from planner.reports.charts import theme
from planner.reports.charts.canvas import Canvas
from planner.reports.charts.model import Chart
from planner.reports.document import View
from planner.reports.formats import when
from planner.reports.tidy import Name

WIDTH, GAP = 348, 24
BOX, CIRCLE, STEP, INDENT = 24, 8.5, 23, 26.0
IN_A_ROW, MOST_CIRCLES = 13, 52
SIGN = {
    PositionKind.NEW: "+",
    PositionKind.BACKFILL: "=",
    PositionKind.CONVERSION: "→",
    PositionKind.COMMITTED: "•",
    PositionKind.TRANSFER: "→",
    PositionKind.TRAINING: "↑",
    PositionKind.CONTRACTOR: "…",
}
KIND = {
    PositionKind.NEW: "new seat",
    PositionKind.BACKFILL: "replaces a leaver",
    PositionKind.CONVERSION: "moves over",
    PositionKind.COMMITTED: "committed already",
    PositionKind.TRANSFER: "comes from elsewhere here",
    PositionKind.TRAINING: "is trained for it",
    PositionKind.CONTRACTOR: "for a time",
}
READING = "Grey: today’s people. Dashed: expected to have left. Colour: the plan’s seats."


@dataclass(frozen=True, slots=True)
class _Person:
    """One circle: its colours and the sign in it."""

    fill: str
    edge: str
    sign: str = ""
    dashed: bool = False


STAYS = _Person(theme.TODAY, theme.TODAY_EDGE)
LEAVES = _Person("none", theme.TODAY_EDGE, dashed=True)


@dataclass(frozen=True, slots=True)
class _Team:
    """People and teams under one manager; `seat` where the manager is a seat of the plan."""

    manager: str
    people: tuple[_Person, ...]
    teams: tuple[_Team, ...] = ()
    note: str = ""
    seat: _Person | None = None


@dataclass(slots=True)
class _Pen:
    """Draws on the canvas and knows how far down it has come."""

    canvas: Canvas
    left: float
    y: float

    def at(self, left: float, y: float) -> _Pen:
        """Another pen on the same canvas."""
        return _Pen(self.canvas, left, y)

    def branch(self, top: float, y: float, indent: float) -> None:
        """A line down from `top` and right to what lies at `y`."""
        x = self.left + 11
        self.canvas.line(x, top, x, y, theme.TODAY_EDGE)
        self.canvas.line(x, y, self.left + indent, y, theme.TODAY_EDGE)

    def person(self, x: float, y: float, person: _Person) -> None:
        self.canvas.circle(x, y, CIRCLE, person.fill, person.edge, person.dashed)
        if person.sign:
            self.canvas.text(x, y + 4.5, person.sign, theme.BLACK, "center", bold=True)


def teams(plan: Plan) -> Chart:
    """The map: each role on its line, today on the left, the last month planned on the right."""
    found = change.changes(plan)
    seen = not all(role.empty for role in found)
    return Chart(
        View.TEAMS,
        change.sentence(plan),
        READING if seen else "",
        _alternative(plan),
        change.table(plan) if seen else None,
        tables.table(plan, Name.SEATS),
        _drawn(plan, found) if seen else None,
    )


def _drawn(plan: Plan, found: Iterable[Change]) -> dict[str, Any]:
    pen = _Pen(Canvas(), 0, 44)
    for x, title in (
        (0, f"Today, {when(plan.provenance.today)}"),
        (WIDTH + GAP, f"Planned for {when(plan.months[-1])}"),
    ):
        pen.canvas.text(x, 16, title, bold=True)
    pen.canvas.line(0, 26, theme.WIDTH, 26, theme.LINE)
    for role in found:
        _role(pen, plan, role)
    _key(pen, plan)
    return pen.canvas.specification(theme.WIDTH, math.ceil(pen.y + 8))


def _role(pen: _Pen, plan: Plan, role: Change) -> None:
    """A role's line: its name, and both sides beginning at the same height."""
    pen.canvas.text(0, pen.y, f"{words.ROLE[role.role]}s", theme.HUES[role.role].edge, bold=True)
    ends = []
    for left, found in ((0.0, list(_before(plan, role))), (float(WIDTH + GAP), list(_after(plan, role)))):
        side = pen.at(left, pen.y + 12)
        for team in found:
            _team(side, team)
        if not found:
            side.canvas.text(left, side.y + 14, "Nobody", theme.QUIET)
            side.y += 26
        ends.append(side.y)
    pen.y = max(ends) + 26


def _before(plan: Plan, role: Change) -> Iterator[_Team]:
    if role.today >= COVERED:
        people = (STAYS,) * math.ceil(round(role.today, 2))
        yield _Team(_manager(plan, role), people, note=f"{words.fte(role.today)} FTE")


def _after(plan: Plan, role: Change) -> Iterator[_Team]:
    """Each manager outside the plan with today's people first, then seats, then the plan's own managers."""
    own = {seat.id: seat for seat in role.seats if seat.level is Level.MANAGER}
    present = _present(role)
    outside = dict.fromkeys((_manager(plan, role), *(seat.reports_to for seat in role.seats)))
    for index, manager in enumerate(name for name in outside if name not in own):
        found = [seat for seat in role.seats if seat.reports_to == manager]
        people = (present if index == 0 else ()) + tuple(_seat(seat) for seat in found if seat.id not in own)
        teams = tuple(_led(seat, role) for seat in found if seat.id in own)
        if people or teams:
            yield _Team(manager, people, teams)


def _present(role: Change) -> tuple[_Person, ...]:
    """Today's people, those that are expected to have left by the end as dashed circles."""
    there = math.ceil(round(role.today, 2))
    gone = min(round(role.today - role.left), there)
    return (STAYS,) * (there - gone) + (LEAVES,) * gone


def _led(manager: Position, role: Change) -> _Team:
    people = tuple(_seat(seat) for seat in role.seats if seat.reports_to == manager.id)
    return _Team(f"{manager.id} {manager.title}", people, seat=_seat(manager))


def _manager(plan: Plan, role: Change) -> str:
    """Whom today's people report to: as the profile says, else as the plan's seats do outside it."""
    own = {seat.id for seat in role.seats}
    outside = (seat.reports_to for seat in role.seats if seat.reports_to not in own)
    return plan.profile.reports_to.get(role.role) or next(outside, "")


def _seat(seat: Position) -> _Person:
    hue = theme.HUES[seat.role]
    return _Person(hue.fill, hue.edge, SIGN[seat.kind])


def _team(pen: _Pen, team: _Team) -> None:
    """A manager's box, people and teams below it on branches; no box where the manager is not known."""
    indent = INDENT if team.manager else 0.0
    if team.manager:
        _box(pen, team)
    top = pen.y
    _people(pen, team, indent)
    for inner in team.teams:
        pen.branch(top, pen.y + 8 + BOX / 2, indent)
        side = pen.at(pen.left + indent, pen.y + 8)
        _team(side, inner)
        pen.y = side.y - 10
    pen.y += 10


def _people(pen: _Pen, team: _Team, indent: float) -> None:
    """One circle each; a crowd is told by one circle for each kind and how many of it there are."""
    if len(team.people) > MOST_CIRCLES:
        _crowd(pen, team, indent)
        return
    top, room = pen.y, IN_A_ROW - round(2 * (pen.left % (WIDTH + GAP)) / INDENT)
    rows = [team.people[at : at + room] for at in range(0, len(team.people), room)]
    for row in rows:
        middle = pen.y + CIRCLE + 8
        if indent:
            pen.branch(top, middle, indent)
        for index, person in enumerate(row):
            pen.person(pen.left + indent + CIRCLE + 1 + index * STEP, middle, person)
        if team.note and row is rows[-1]:
            pen.canvas.text(pen.left + indent + 10 + len(row) * STEP, middle + 4, team.note, theme.QUIET)
        pen.y = middle + CIRCLE + 2


def _crowd(pen: _Pen, team: _Team, indent: float) -> None:
    middle, x = pen.y + CIRCLE + 8, pen.left + indent + CIRCLE + 1
    if indent:
        pen.branch(pen.y, middle, indent)
    for person, count in Counter(team.people).items():
        said = f"× {words.whole(count)}"
        pen.person(x, middle, person)
        pen.canvas.text(x + 13, middle + 4, said)
        x += 13 + len(said) * theme.LETTER + 16
    pen.canvas.text(x, middle + 4, team.note, theme.QUIET)
    pen.y = middle + CIRCLE + 2


def _box(pen: _Pen, team: _Team) -> None:
    begin = 28 if team.seat else 10
    room = int((WIDTH - INDENT - begin - 8) / theme.LETTER)
    title = words.plain(team.manager)
    title = title if len(title) <= room else f"{title[: room - 1]}…"
    edge = team.seat.edge if team.seat else theme.TODAY_EDGE
    pen.canvas.box(pen.left + 0.5, pen.y, len(title) * theme.LETTER + begin + 10, BOX, edge)
    pen.canvas.text(pen.left + begin, pen.y + 16, title)
    if team.seat:
        pen.person(pen.left + 14, pen.y + BOX / 2, team.seat)
    pen.y += BOX


def _key(pen: _Pen, plan: Plan) -> None:
    """What the signs mean, as far as they occur."""
    used = [kind for kind in PositionKind if any(seat.kind is kind for seat in plan.positions)]
    x = CIRCLE + 1
    for kind in used:
        seat = next(seat for seat in plan.positions if seat.kind is kind)
        pen.person(x, pen.y - 4, _seat(seat))
        pen.canvas.text(x + 14, pen.y, KIND[kind], theme.QUIET)
        x += 14 + len(KIND[kind]) * theme.LETTER + 24


def _alternative(plan: Plan) -> str:
    return " ".join((change.sentence(plan), *_said(plan, change.changes(plan))))


def _said(plan: Plan, found: Iterable[Change]) -> Iterator[str]:
    for role in found:
        counts = (
            f"{words.whole(role.count(kind))} {KIND[kind]}" for kind in PositionKind if role.count(kind)
        )
        parts = words.listed(counts) or "no seat"
        managers = words.listed(dict.fromkeys(words.plain(seat.reports_to) for seat in role.seats))
        yield (
            f"{words.ROLE[role.role]}s: {words.fte(role.today)} FTE today, {words.fte(role.left)} of them "
            f"expected in {when(plan.months[-1])}; {parts}{f', reporting to {managers}' if managers else ''}."
        )
