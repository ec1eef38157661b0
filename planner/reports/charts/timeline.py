"""The positions over time: a bar for each seat, or for seats alike, with marks where it opens, starts and is
fully productive.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import altair as alt

from planner.domain import Month, Plan
from planner.domain.plan import Position
from planner.reports import schedule, tables, words
from planner.reports.charts import axis, theme
from planner.reports.charts.frame import Frame
from planner.reports.charts.marks import Mark, label, mark, plain, quantity, specification
from planner.reports.charts.model import Chart
from planner.reports.document import View
from planner.reports.formats import when
from planner.reports.seats import Group, groups
from planner.reports.tidy import Name

ROW, HEAD, FOOT = 27, 18, 20
HALF_BAR = 7

WIDEST_LABEL = 330
READING = "Dashed: the requisition is open. Light: learning the job. Full colour: fully productive."
OF_THE_FIRST = " A row of several seats shows the dates of the first; ticks are the starts of the others."
MARKS = (("opens", "circle"), ("starts", "triangle-right"), ("fully productive", "diamond"))


@dataclass(frozen=True, slots=True)
class _Row:
    """A group on its line; dates in months from the plan's first, `end` is where its seats do."""

    group: Group
    y: float
    dates: tuple[float | None, ...]
    end: int

    @property
    def hue(self) -> theme.Hue:
        return theme.HUES[self.group.first.role]

    def span(self, begin: int, end: int) -> dict[str, Any]:
        """From one of its dates to another, on the axis and in the role's colours."""
        edges = [self.end if at is None else min(max(at, 0), self.end) for at in (*self.dates, self.end)]
        bar = {"top": self.y - HALF_BAR, "bottom": self.y + HALF_BAR}
        return {"x": edges[begin], "x2": edges[end], "y": self.y, "edge": self.hue.edge, **bar}


@dataclass(frozen=True, slots=True)
class _Plot:
    """The rows and the axes they lie on; vertical places are pixels."""

    plan: Plan
    frame: Frame
    rows: list[_Row]
    x: alt.X

    def y(self, field: str = "y") -> alt.Y:
        scale = alt.Scale(domain=[0, self.frame.height], range=[0, self.frame.height], nice=False, zero=False)
        return alt.Y(field=field, type="quantitative", scale=scale, axis=None)


def timeline(plan: Plan) -> Chart:
    """The chart; a plan without seats has only its sentence."""
    together = groups(plan)
    rows = [_row(plan, group, index) for index, group in enumerate(together)]
    widest = max((len(group.label) for group in together), default=0)
    left = min(WIDEST_LABEL, round(widest * theme.LETTER) + 16)
    frame = Frame(HEAD + ROW * max(len(rows), 2) + FOOT, left=max(left, 30), right=14, top=4)
    plot = _Plot(plan, frame, rows, axis.months(plan, frame))
    later = OF_THE_FIRST if any(group.is_spread for group in together) else ""
    return Chart(
        View.TIMELINE,
        schedule.sentence(plan),
        READING + later if rows else "",
        _alternative(plan, together),
        schedule.positions(plan, together) if rows else None,
        tables.table(plan, Name.POSITIONS),
        specification(_drawn(plot), frame) if rows else None,
    )


def _row(plan: Plan, group: Group, index: int) -> _Row:
    found = (group.earliest(_opens), group.earliest(_starts), group.earliest(_productive))
    months = [None if month is None else month - plan.months[0] for month in found]
    opens = None if months[0] is None else max(float(months[0]), _day(plan))
    dates = (opens, *months[1:])
    end = len(plan.months) if group.ends is None else group.ends - plan.months[0]
    return _Row(group, HEAD + ROW * (index + 0.5), dates, min(end, len(plan.months)))


def _drawn(plot: _Plot) -> Iterator[Mark]:
    yield from axis.quarter_lines(plot.plan, plot.x)
    yield from _today(plot)
    yield from _bars(plot)
    yield _later_starts(plot)
    yield from _marks(plot)
    said = list(_names(plot))
    yield label(said, plot.x, plot.y(), theme.QUIET, align="left", baseline="bottom", dx=-4)
    names = [{"y": row.y, "text": row.group.label} for row in plot.rows]
    style = {"align": "right", "limit": (plot.frame.left - 10) * theme.SLACK}
    text = alt.Text(field="text", type="nominal")
    yield mark("text", names, style, x=alt.value(-10), y=plot.y(), text=text)


def _bars(plot: _Plot) -> Iterator[Mark]:
    edge, x2 = plain(alt.Stroke, "edge"), quantity(alt.X2, "x2")
    recruiting = [row.span(0, 1) for row in plot.rows]
    dashed = {"strokeDash": [4, 3], "strokeWidth": 2}
    yield mark("rule", recruiting, dashed, x=plot.x, x2=x2, y=plot.y(), stroke=edge)
    learning = [row.span(1, 2) | {"fill": row.hue.tint} for row in plot.rows]
    productive = [row.span(2, 3) | {"fill": row.hue.texture} for row in plot.rows]
    yield mark(
        "rect",
        [bar for bar in (*learning, *productive) if bar["x"] < bar["x2"]],
        {"strokeWidth": 1},
        x=plot.x,
        x2=x2,
        y=plot.y("top"),
        y2=quantity(alt.Y2, "bottom"),
        fill=plain(alt.Fill, "fill"),
        stroke=edge,
    )


def _later_starts(plot: _Plot) -> Mark:
    ticks = [
        row.span(1, 1) | {"x": start - plot.plan.months[0]}
        for row in plot.rows
        for start in sorted({seat.starts for seat in row.group.positions})[1:]
        if start <= plot.plan.months[-1]
    ]
    style = {"stroke": theme.INK, "strokeWidth": 1.5}
    return mark("rule", ticks, style, x=plot.x, y=plot.y("top"), y2=quantity(alt.Y2, "bottom"))


def _marks(plot: _Plot) -> Iterator[Mark]:
    edge = plain(alt.Stroke, "edge")
    for index, (_, shape) in enumerate(MARKS):
        points = [
            {"x": at, "y": row.y, "edge": row.hue.edge}
            for row in plot.rows
            if (at := row.dates[index]) is not None and 0 <= at <= row.end
        ]
        fill = plain(alt.Fill, "edge") if shape == "diamond" else alt.value(theme.PAPER)
        style = {"shape": shape, "size": 64, "strokeWidth": 1.75, "opacity": 1}
        yield mark("point", points, style, x=plot.x, y=plot.y(), fill=fill, stroke=edge)


def _names(plot: _Plot) -> Iterator[dict[str, Any]]:
    """What the marks mean, above those of the first row, where there is room for all in order."""
    free, end = -1.0, len(plot.plan.months)
    for (name, _), at in zip(MARKS, plot.rows[0].dates, strict=True):
        room = (len(name) * theme.LETTER + 8) * end / plot.frame.width
        if at is not None and free <= at < end - room:
            free = at + room
            yield {"x": at, "y": HEAD + 2, "text": name}


def _today(plot: _Plot) -> Iterator[Mark]:
    day, height, at = plot.plan.provenance.today, plot.frame.height, _day(plot.plan)
    row = [{"x": at, "y": height - 3, "top": HEAD + 3, "bottom": height, "text": f"today, {when(day)}"}]
    style = {"stroke": theme.INK, "strokeWidth": 1.25}
    yield mark("rule", row, style, x=plot.x, y=plot.y("top"), y2=quantity(alt.Y2, "bottom"))
    yield label(row, plot.x, plot.y(), align="left", baseline="bottom", dx=5)


def _day(plan: Plan) -> float:
    """Today in months from the first of the plan's first month."""
    day = plan.provenance.today
    return (day.day - 1) / monthrange(day.year, day.month)[1]


def _opens(seat: Position) -> Month:
    return seat.opens


def _starts(seat: Position) -> Month:
    return seat.starts


def _productive(seat: Position) -> Month | None:
    return seat.productive


def _alternative(plan: Plan, together: tuple[Group, ...]) -> str:
    seats = (
        f"{group.label}: opens {group.span(_opens)}, starts {group.span(_starts)}, {_ready(group)}."
        for group in together
    )
    return " ".join((f"Timeline of positions. {schedule.sentence(plan)}", *seats))


def _ready(group: Group) -> str:
    months = group.span(_productive)
    return "fully productive " + months if months != words.NOTHING else "with no date of full productivity"
