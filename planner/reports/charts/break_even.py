"""From how many teams a platform saves more than it costs, in FTE by number of teams."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import altair as alt

from planner.domain import Plan, Role
from planner.domain.analysis import BreakEvenCurve
from planner.domain.plan import BreakEven, Series
from planner.reports import words
from planner.reports.charts import axis, theme
from planner.reports.charts.frame import Frame
from planner.reports.charts.marks import Mark, label, mark, quantity, specification
from planner.reports.charts.model import Chart
from planner.reports.document import Column, Row, Table, View
from planner.reports.tidy import Column as Key
from planner.reports.tidy import Kind, Name, Tidy

FRAME = Frame(height=200, right=118, top=42, bottom=48)
UNIT = "Full-time equivalents (FTE)"
LEAST_TEAMS = 20
LABEL_GAP = 15
READING = (
    "Solid line: what a platform takes. Dashed line: what it saves. Bands, and the range of the break-even: "
    "from P10 to P90 over the assumptions' ranges."
)


@dataclass(frozen=True)
class _Plot:
    """The part of the curve that is shown, and the axes it lies on."""

    found: BreakEven
    curve: BreakEvenCurve

    @cached_property
    def last(self) -> int:
        """The largest number of teams shown."""
        wanted = max(2 * (self.found.teams or 0), round(1.5 * (self.found.now or 0)), LEAST_TEAMS)
        return min(wanted, max(self.curve.teams))

    @cached_property
    def count(self) -> int:
        """How many points of the curve are shown."""
        return sum(teams <= self.last for teams in self.curve.teams)

    @cached_property
    def scale(self) -> axis.Scale:
        shown = (self.curve.cost, self.curve.saving, self.curve.cost_p90, self.curve.saving_p90)
        return axis.Scale.to(max(1.0, *(max(series[: self.count]) for series in shown)))

    @cached_property
    def x(self) -> alt.X:
        ticks = axis.Scale.to(self.last)
        values = [ticks.step * index for index in range(1, round(self.last / ticks.step) + 1)]
        named = alt.Axis(
            values=[value for value in values if value <= self.last],
            grid=False,
            format=",.0f",
            title="Teams that build models",
        )
        scale = alt.Scale(domain=[0, self.last], nice=False, zero=True)
        return alt.X(field="x", type="quantitative", scale=scale, axis=named)

    def rows(self, **series: Series) -> list[dict[str, float]]:
        """The shown points with these series."""
        return [
            {"x": self.curve.teams[index]} | {name: values[index] for name, values in series.items()}
            for index in range(self.count)
        ]


def break_even(plan: Plan, curve: BreakEvenCurve) -> Chart:
    """The chart of a curve that was searched for this plan."""
    plot = _Plot(plan.break_even, curve)
    title = words.sentence(words.told(curve.sentence))
    return Chart(
        View.BREAK_EVEN,
        title,
        READING,
        _alternative(plot, title),
        _table(plot),
        _tidy(curve),
        specification(_drawn(plot), FRAME),
    )


COLUMNS = (
    Key("teams", "Teams", Kind.COUNT),
    Key("cost", "Cost", Kind.FTE),
    Key("cost_p10", "Cost, P10", Kind.FTE),
    Key("cost_p90", "Cost, P90", Kind.FTE),
    Key("saving", "Saving", Kind.FTE),
    Key("saving_p10", "Saving, P10", Kind.FTE),
    Key("saving_p90", "Saving, P90", Kind.FTE),
)


def _tidy(curve: BreakEvenCurve) -> Tidy:
    return Tidy(Name.BREAK_EVEN, COLUMNS, tuple((int(row[0]), *row[1:]) for row in _points(curve)))


def _points(curve: BreakEvenCurve) -> list[tuple[float, ...]]:
    return list(zip(*(getattr(curve, column.key) for column in COLUMNS), strict=True))


def _table(plot: _Plot) -> Table:
    """A handful of points of the curve, and where it breaks even."""
    marked = {plot.found.now, plot.found.teams, plot.curve.break_even_p10, plot.curve.break_even_p90}
    step = max(1, plot.last // 8)
    shown = [row for row in _points(plot.curve)[: plot.count] if row[0] in marked or row[0] % step == 0]
    teams, *others = COLUMNS
    columns = (
        Column(teams.title, numeric=True),
        *(Column(f"{key.title}, FTE", numeric=True) for key in others),
    )
    rows = tuple(Row((words.fixed(row[0], 0), *map(words.fte, row[1:]))) for row in shown)
    return Table("What a platform costs and saves, by number of teams", columns, rows)


def _drawn(plot: _Plot) -> Iterator[Mark]:
    yield from _range(plot)
    yield from _lines(plot)
    yield from _now(plot)
    yield from _point(plot)
    yield axis.unit(UNIT, FRAME, above=28)
    yield axis.baseline(plot.scale.axis("y"))


def _range(plot: _Plot) -> Iterator[Mark]:
    low, high = plot.curve.break_even_p10, plot.curve.break_even_p90
    if low is None or low > plot.last:
        return
    row = [{"x": low, "x2": min(high or plot.last, plot.last)}]
    style = {"fill": theme.INK, "fillOpacity": 0.07, "stroke": theme.TODAY_EDGE, "strokeDash": [2, 2]}
    yield mark("rect", row, style, x=plot.x, x2=quantity(alt.X2, "x2"))


def _lines(plot: _Plot) -> Iterator[Mark]:
    """Both lines in their bands, named at their ends."""
    curve, edge, y = plot.curve, theme.HUES[Role.PLATFORM].edge, plot.scale.axis
    lines: tuple[tuple[str, Series, Series, Series, dict[str, Any]], ...] = (
        ("Cost", curve.cost, curve.cost_p10, curve.cost_p90, {"stroke": edge}),
        (
            "Saving",
            curve.saving,
            curve.saving_p10,
            curve.saving_p90,
            {"stroke": theme.INK, "strokeDash": [6, 4]},
        ),
    )
    pixel = plot.scale.top / FRAME.height
    ends = [typical[plot.count - 1] for _, typical, *_ in lines]
    places = axis.spread(ends, LABEL_GAP * pixel, 4 * pixel, plot.scale.top)
    for (name, typical, low, high, style), end, place in zip(lines, ends, places, strict=True):
        band = {"fill": style["stroke"], "fillOpacity": 0.14, "opacity": 1}
        rows = plot.rows(y=typical, low=low, high=high)
        yield mark("area", rows, band, x=plot.x, y=y("high"), y2=quantity(alt.Y2, "low"))
        yield mark("line", rows, {"strokeWidth": 2.25, **style}, x=plot.x, y=y("y"))
        row = [{"x": plot.last, "y": place, "text": f"{name} {words.fte(end)}"}]
        yield label(row, plot.x, y("y"), style["stroke"], align="left", dx=8)


def _now(plot: _Plot) -> Iterator[Mark]:
    if plot.found.now:
        row = [{"x": plot.found.now, "y": plot.scale.top, "text": f"today {words.whole(plot.found.now)}"}]
        yield mark("rule", row, {"stroke": theme.INK, "strokeWidth": 1.25}, x=plot.x)
        yield label(row, plot.x, plot.scale.axis("y"), align="center", baseline="bottom", dy=-4)


def _point(plot: _Plot) -> Iterator[Mark]:
    teams = plot.found.teams
    if teams is None or teams > plot.last:
        return
    costs = zip(plot.curve.teams, plot.curve.cost, strict=True)
    level = next(cost for count, cost in costs if count >= teams)
    row = [{"x": teams, "y": level, "text": f"pays from {words.plural(teams, 'team')}"}]
    style = {"size": 70, "fill": theme.PAPER, "stroke": theme.INK, "strokeWidth": 2, "opacity": 1}
    y = plot.scale.axis("y")
    yield mark("point", row, style, x=plot.x, y=y)
    yield label(row, plot.x, y, align="left", baseline="top", dx=9, dy=6, fontWeight="bold")


def _alternative(plot: _Plot, title: str) -> str:
    shown = {1, plot.last // 4, plot.last // 2, plot.last}
    points = (
        f"{words.plural(round(row['x']), 'team')}: cost {words.fte(row['cost'])}, "
        f"saving {words.fte(row['saving'])}."
        for row in plot.rows(cost=plot.curve.cost, saving=plot.curve.saving)
        if row["x"] in shown
    )
    return " ".join((title, "FTE by number of teams.", *points))
