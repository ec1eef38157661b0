"""People by role, before and after: today's, those expected to be left, and the plan's seats on top."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import altair as alt

from planner.domain import Plan, PositionKind
from planner.reports import change, tables, words
from planner.reports.answer import COVERED
from planner.reports.change import Change
from planner.reports.charts import axis, theme
from planner.reports.charts.canvas import Row
from planner.reports.charts.frame import Frame
from planner.reports.charts.marks import Mark, mark, plain, quantity, specification
from planner.reports.charts.model import Chart
from planner.reports.document import View
from planner.reports.formats import when
from planner.reports.tidy import Name

ROW, HEAD, APART, THICK = 24, 22, 16, 16
LEAST_ROOM = 14
UNIT = "People (FTE)"
READING = "Grey: today’s people. Colour: the plan’s seats. Light: replacements and conversions."
SAID = {
    PositionKind.NEW: "new",
    PositionKind.BACKFILL: "backfill",
    PositionKind.CONVERSION: "converted",
    PositionKind.COMMITTED: "committed",
    PositionKind.TRANSFER: "transferred",
    PositionKind.TRAINING: "trained",
    PositionKind.CONTRACTOR: "contracted",
}


@dataclass(frozen=True, slots=True)
class _Bar:
    """One line: what it says on the left, its parts from zero on, and what they come to."""

    label: str
    y: float
    parts: tuple[tuple[float, str, str, str], ...]

    @property
    def total(self) -> float:
        return sum(amount for amount, *_ in self.parts)


def seats(plan: Plan) -> Chart:
    """The chart; both roles on one axis from zero."""
    found = [role for role in change.changes(plan) if not role.empty]
    bars = list(_bars(plan, found))
    return Chart(
        View.SEATS,
        change.sentence(plan),
        READING if bars else "",
        " ".join((change.sentence(plan), *(_said(plan, role) for role in found))),
        change.table(plan) if bars else None,
        tables.table(plan, Name.SEATS),
        specification(_drawn(found, bars), _frame(bars)) if bars else None,
    )


def _frame(bars: list[_Bar]) -> Frame:
    return Frame(round(bars[-1].y + ROW / 2 + 6), left=74, right=210, top=8, bottom=40)


def _bars(plan: Plan, found: list[Change]) -> Iterator[_Bar]:
    y = 0.0
    for role in found:
        y += HEAD
        there = ((role.today, "today’s people", theme.TODAY, theme.TODAY_EDGE),)
        yield _Bar("today", y + ROW / 2, there if role.today >= COVERED else ())
        yield _Bar(when(plan.months[-1]), y + ROW * 1.5, tuple(_after(role)))
        y += 2 * ROW + APART


def _after(role: Change) -> Iterator[tuple[float, str, str, str]]:
    hue = theme.HUES[role.role]
    if role.left >= COVERED:
        yield role.left, "still there", theme.TODAY, theme.TODAY_EDGE
    for kind in PositionKind:
        if count := role.count(kind):
            fill = hue.texture if kind in {PositionKind.NEW, PositionKind.COMMITTED} else hue.tint
            yield count, f"{words.whole(count)} {SAID[kind]}", fill, hue.edge


def _drawn(found: list[Change], bars: list[_Bar]) -> Iterator[Mark]:
    frame = _frame(bars)
    scale = axis.Scale.to(max(1.0, *(bar.total for bar in bars)))
    values = [round(scale.step * index, 9) for index in range(round(scale.top / scale.step) + 1)]
    ticks = alt.Axis(values=values, grid=True, format=f",.{scale.decimals}f", title=UNIT)
    domain = alt.Scale(domain=[0, scale.top], nice=False, zero=True)
    x = alt.X(field="x", type="quantitative", scale=domain, axis=ticks)
    y = partial(axis.down, frame.height)
    yield mark(
        "rect",
        [row for bar in bars for row in _parts(bar)],
        {"strokeWidth": 1},
        x=x,
        x2=quantity(alt.X2, "x2"),
        y=y("top"),
        y2=quantity(alt.Y2, "bottom"),
        fill=plain(alt.Fill, "fill"),
        stroke=plain(alt.Stroke, "edge"),
    )
    text = alt.Text(field="text", type="nominal")
    names = [{"y": bar.y, "text": bar.label} for bar in bars]
    yield mark("text", names, {"align": "right", "fill": theme.QUIET}, x=alt.value(-8), y=y("y"), text=text)
    totals = [{"x": bar.total, "y": bar.y, "text": _total(bar)} for bar in bars]
    yield mark("text", totals, {"align": "left", "dx": 8}, x=x, y=y("y"), text=text)
    for index, role in enumerate(found):
        row = {"y": bars[2 * index].y - ROW / 2 - 10, "text": f"{words.ROLE[role.role]}s"}
        style = {"align": "left", "fontWeight": "bold", "fill": theme.HUES[role.role].edge}
        yield mark("text", [row], style, x=alt.value(-70), y=y("y"), text=text)


def _parts(bar: _Bar) -> Iterator[Row]:
    at = 0.0
    for amount, _, fill, edge in bar.parts:
        place = {"x": at, "x2": at + amount, "top": bar.y - THICK / 2, "bottom": bar.y + THICK / 2}
        yield {**place, "fill": fill, "edge": edge}
        at += amount


def _total(bar: _Bar) -> str:
    """The sum, and what it is made of where the plan adds seats."""
    if not bar.parts:
        return "nobody"
    made = [name for _, name, *_ in bar.parts if name not in {"today’s people", "still there"}]
    return f"{words.fte(bar.total)}{f' ({words.listed(made)})' if made else ''}"


def _said(plan: Plan, role: Change) -> str:
    kinds = words.listed(
        f"{words.whole(role.count(kind))} {SAID[kind]}" for kind in PositionKind if role.count(kind)
    )
    return (
        f"{words.ROLE[role.role]}s: {words.fte(role.today)} FTE today; in {when(plan.months[-1])} "
        f"{words.fte(role.left)} FTE of these and {kinds or 'no seat'}."
    )
