"""The axes that charts share: fiscal quarters from left to right, counted in months from the plan's first."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import altair as alt

from planner.domain import FiscalQuarter, Plan
from planner.reports.charts import theme

YEAR_ROOM = 46
"""Pixels that `FY2027` takes."""


@dataclass(frozen=True, slots=True)
class Period:
    """A fiscal quarter on the horizon, from month `start` to before month `end`."""

    quarter: FiscalQuarter
    start: int
    end: int

    @property
    def middle(self) -> float:
        """Where its label stands."""
        return (self.start + self.end) / 2


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a chart lies in its picture: margins around the plot, in pixels."""

    height: int
    left: int = 48
    right: int = 118
    top: int = 24
    bottom: int = 44

    @property
    def width(self) -> int:
        """Width of the plot."""
        return theme.WIDTH - self.left - self.right


def periods(plan: Plan) -> tuple[Period, ...]:
    """The fiscal quarters of the plan's months, in order."""
    starts_in = plan.profile.constraints.fiscal_year_starts_in
    found = groupby(enumerate(plan.months), key=lambda item: FiscalQuarter.of(item[1], starts_in))
    spans = ((quarter, [index for index, _ in months]) for quarter, months in found)
    return tuple(Period(quarter, months[0], months[-1] + 1) for quarter, months in spans)


def data(rows: Sequence[Mapping[str, Any]]) -> alt.Chart:
    """A chart of these rows, to be given marks."""
    return alt.Chart(alt.InlineData(values=[dict(row) for row in rows]))


def months(plan: Plan, frame: Frame, field: str = "x") -> alt.X:
    """The horizontal axis: each quarter's name under its middle, the fiscal year under its first."""
    quarters = periods(plan)
    labels = dict(_labels(quarters, frame.width / len(plan.months)))
    axis = alt.Axis(
        values=[period.middle for period in quarters],
        labelExpr=f"{json.dumps(labels)}[datum.value * 2]",
        labelFlush=False,
        labelOverlap=False,
        labelLineHeight=15,
        grid=False,
    )
    return alt.X(field, type="quantitative", scale=_span(plan), axis=axis)


def quantity(field: str, most: float, format: str = ",~g") -> alt.Y:
    """The vertical axis from zero to at least `most`."""
    scale = alt.Scale(domain=[0, most], nice=True, zero=True)
    return alt.Y(field, type="quantitative", scale=scale, axis=alt.Axis(format=format, tickCount=5))


def quarter_lines(plan: Plan, frame: Frame) -> alt.LayerChart:
    """Where quarters, and more strongly fiscal years, begin."""
    rows = [{"x": period.start, "first": period.quarter.quarter == 1} for period in periods(plan)]
    rules = (
        data([row for row in rows if row["first"] is first])
        .mark_rule(stroke=theme.TODAY if first else theme.LINE, strokeDash=[] if first else [2, 3])
        .encode(x=months(plan, frame))
        for first in (False, True)
    )
    return alt.layer(*rules)


def unit(text: str, frame: Frame) -> alt.Chart:
    """The words of the vertical axis, above it."""
    return (
        data([{"text": text}])
        .mark_text(align="left", baseline="bottom", fill=theme.QUIET)
        .encode(x=alt.value(-frame.left + 2), y=alt.value(-8), text="text:N")
    )


def message(text: str, frame: Frame) -> alt.Chart:
    """Words in the middle of a plot that has nothing else to show."""
    return (
        data([{"text": text}])
        .mark_text(fill=theme.QUIET)
        .encode(x=alt.value(frame.width / 2), y=alt.value(frame.height / 2), text="text:N")
    )


def specification(layers: Sequence[alt.Chart | alt.LayerChart], frame: Frame) -> dict[str, Any]:
    """The layers as one Vega-Lite specification of fixed size."""
    padding = {"left": frame.left, "right": frame.right, "top": frame.top, "bottom": frame.bottom}
    chart = alt.layer(*layers).properties(
        width=frame.width, height=frame.height, padding=padding, autosize=alt.AutoSizeParams(type="none")
    )
    return {**chart.to_dict(validate=False), "config": theme.config(theme.FONT)}


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions as near to the wanted as a minimal gap between them and the bounds allow, in given order."""
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    placed = [0.0] * len(wanted)
    last = low - gap
    for index in order:
        last = placed[index] = max(wanted[index], last + gap)
    limit = high
    for index in reversed(order):
        limit = placed[index] = min(placed[index], limit)
        limit -= gap
    return placed


def _span(plan: Plan) -> alt.Scale:
    return alt.Scale(domain=[0, len(plan.months)], nice=False, zero=False)


def _labels(quarters: Sequence[Period], month_width: float) -> Iterator[tuple[str, list[str]]]:
    """Labels by twice their place; a year that has no room before the next is left out."""
    for _, members in groupby(quarters, key=lambda period: period.quarter.year):
        year = list(members)
        room = (year[-1].end - year[0].start) * month_width
        for period in year:
            named = period is year[0] and room >= YEAR_ROOM
            lines = [f"Q{period.quarter.quarter}", *([f"FY{period.quarter.year}"] if named else [])]
            yield str(period.start + period.end), lines
