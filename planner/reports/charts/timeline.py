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
from planner.reports import schedule, words
from planner.reports.charts import axis, theme
from planner.reports.charts.model import Chart
from planner.reports.document import View
from planner.reports.seats import Group, groups

ROW, HEAD, FOOT = 27, 18, 20
LETTER = 6.3
"""Mean width of a letter, in pixels."""

WIDEST_LABEL = 262
READING = "Dashed: the requisition is open. Light: learning the job. Full colour: fully productive."
OF_THE_FIRST = " A row of several seats shows the dates of the first; ticks are the starts of the others."
MARKS = (("opens", "circle"), ("starts", "triangle-right"), ("fully productive", "diamond"))


@dataclass(frozen=True, slots=True)
class _Row:
    """A group on its line; dates in months from the plan's first."""

    group: Group
    y: float
    dates: tuple[int | None, int | None, int | None]
    end: int

    def within(self, at: int | None) -> float:
        """A date on the axis: before it at its begin, later or never at its end."""
        return self.end if at is None else min(max(at, 0), self.end)


def timeline(plan: Plan) -> Chart:
    """The chart; a plan without seats shows the empty months."""
    together = groups(plan)
    rows = [_row(plan, group, index) for index, group in enumerate(together)]
    widest = max((len(group.label) for group in together), default=0)
    frame = axis.Frame(
        height=HEAD + ROW * max(len(rows), 2) + FOOT,
        left=min(WIDEST_LABEL, round(widest * LETTER) + 16),
        right=14,
        top=4,
    )
    layers = [axis.quarter_lines(plan, frame), *_today(plan, frame), *_rows(plan, frame, rows)]
    if not rows:
        layers.append(axis.message("No seat opens in these months.", frame))
    later = OF_THE_FIRST if any(group.is_spread for group in together) else ""
    return Chart(
        View.TIMELINE,
        schedule.sentence(plan),
        READING + later,
        _alternative(plan, together),
        axis.specification(layers, frame),
    )


def _row(plan: Plan, group: Group, index: int) -> _Row:
    first = plan.months[0]
    found = (
        group.earliest(lambda seat: seat.opens),
        group.earliest(lambda seat: seat.starts),
        group.earliest(lambda seat: seat.productive),
    )
    opens, starts, productive = (None if month is None else month - first for month in found)
    return _Row(group, HEAD + ROW * (index + 0.5), (opens, starts, productive), len(plan.months))


def _rows(plan: Plan, frame: axis.Frame, rows: list[_Row]) -> Iterator[alt.Chart]:
    x, y = axis.months(plan, frame), _pixels("y", frame)
    recruiting = axis.data([_span(row, 0, 1) for row in rows])
    yield recruiting.mark_rule(strokeDash=[4, 3], strokeWidth=2).encode(
        x=x, x2="x2:Q", y=y, stroke=_as_is(alt.Stroke, "edge")
    )
    bars = [_bar(row, 1, 2, "tint") for row in rows] + [_bar(row, 2, 3, "texture") for row in rows]
    drawn = axis.data([bar for bar in bars if bar["x"] < bar["x2"]])
    yield drawn.mark_rect(strokeWidth=1).encode(
        x=x,
        x2="x2:Q",
        y=_pixels("top", frame),
        y2="bottom:Q",
        fill=_as_is(alt.Fill, "fill"),
        stroke=_as_is(alt.Stroke, "edge"),
    )
    yield _later_starts(plan, frame, rows)
    yield from _marks(plan, frame, rows)
    labels = [{"y": row.y, "text": row.group.label} for row in rows]
    yield (
        axis.data(labels)
        .mark_text(align="right", limit=frame.left - 8)
        .encode(x=alt.value(-10), y=y, text="text:N")
    )


def _span(row: _Row, begin: int, end: int) -> dict[str, Any]:
    edges = [row.within(date) for date in row.dates] + [row.end]
    edge = theme.HUES[row.group.first.role].edge
    return {"x": edges[begin], "x2": edges[end], "y": row.y, "edge": edge}


def _bar(row: _Row, begin: int, end: int, fill: str) -> dict[str, Any]:
    hue = theme.HUES[row.group.first.role]
    place = {"top": row.y - 7, "bottom": row.y + 7, "fill": getattr(hue, fill)}
    return _span(row, begin, end) | place


def _later_starts(plan: Plan, frame: axis.Frame, rows: list[_Row]) -> alt.Chart:
    ticks = [
        {"x": start - plan.months[0], "top": row.y - 7, "bottom": row.y + 7}
        for row in rows
        for start in sorted({seat.starts for seat in row.group.positions})[1:]
        if start <= plan.months[-1]
    ]
    return (
        axis.data(ticks)
        .mark_rule(stroke=theme.INK, strokeWidth=1.5)
        .encode(x=axis.months(plan, frame), y=_pixels("top", frame), y2="bottom:Q")
    )


def _marks(plan: Plan, frame: axis.Frame, rows: list[_Row]) -> Iterator[alt.Chart]:
    x, y = axis.months(plan, frame), _pixels("y", frame)
    for index, (_, shape) in enumerate(MARKS):
        points = [
            {"x": at, "y": row.y, "edge": theme.HUES[row.group.first.role].edge}
            for row in rows
            if (at := row.dates[index]) is not None and 0 <= at <= row.end
        ]
        fill = alt.value(theme.PAPER) if index < 2 else _as_is(alt.Fill, "edge")
        yield (
            axis.data(points)
            .mark_point(shape=shape, size=64, strokeWidth=1.75, opacity=1)
            .encode(x=x, y=y, fill=fill, stroke=_as_is(alt.Stroke, "edge"))
        )
    yield (
        axis.data(list(_names(rows)))
        .mark_text(align="left", baseline="bottom", dx=-4, fill=theme.QUIET)
        .encode(x=x, y=_pixels("y", frame), text="text:N")
    )


def _names(rows: list[_Row]) -> Iterator[dict[str, Any]]:
    """What the marks mean, above those of the first row, where there is room for all in order."""
    free = -1.0
    for (name, _), at in zip(MARKS, rows[0].dates if rows else (), strict=False):
        if at is not None and free <= at < rows[0].end - 2:
            free = at + 2
            yield {"x": at, "y": HEAD + 2, "text": name}


def _today(plan: Plan, frame: axis.Frame) -> Iterator[alt.Chart]:
    day = plan.provenance.today
    at = (day.day - 1) / monthrange(day.year, day.month)[1]
    mark = axis.data([{"x": at, "y": frame.height - 3, "text": f"today, {day}"}])
    x = axis.months(plan, frame)
    yield mark.mark_rule(stroke=theme.INK, strokeWidth=1.25).encode(x=x)
    yield mark.mark_text(align="left", baseline="bottom", dx=5).encode(
        x=x, y=_pixels("y", frame), text="text:N"
    )


def _pixels(field: str, frame: axis.Frame) -> alt.Y:
    scale = alt.Scale(domain=[0, frame.height], range=[0, frame.height], nice=False, zero=False)
    return alt.Y(field, type="quantitative", scale=scale, axis=None)


def _as_is(channel: type[alt.Fill] | type[alt.Stroke], field: str) -> Any:
    """A colour that the data name themselves."""
    return channel(field, type="nominal", scale=None)


def _alternative(plan: Plan, together: tuple[Group, ...]) -> str:
    seats = (
        f"{group.label}: opens {group.span(lambda seat: seat.opens)}, "
        f"starts {group.span(lambda seat: seat.starts)}, fully productive {_productive(group)}."
        for group in together
    )
    return " ".join((f"Timeline of positions. {schedule.sentence(plan)}", *seats))


def _productive(group: Group) -> str:
    def month(seat: Any) -> Month | None:
        return seat.productive if isinstance(seat.productive, Month) else None

    return "not within the months planned" if group.span(month) == words.NOTHING else group.span(month)
