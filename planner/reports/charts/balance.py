"""Demand against capacity of one role: what stands today, what the plan adds, and what is short."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import altair as alt

from planner.domain import Plan, Role
from planner.domain.analysis import Bands, SimulatedRole
from planner.domain.plan import Demand, Series, Supply
from planner.reports import schedule, tables, words
from planner.reports.answer import COVERED
from planner.reports.charts import axis, theme
from planner.reports.charts.frame import Frame
from planner.reports.charts.marks import Mark, label, mark, quantity, specification
from planner.reports.charts.model import Chart
from planner.reports.document import View
from planner.reports.findings import NOTHING_MORE, Findings
from planner.reports.formats import when
from planner.reports.tidy import Name

FRAME = Frame(height=200, right=158)
UNIT = "Full-time equivalents (FTE)"
LABEL_GAP, WHOLE_FROM = 15, 20
"""Least distance of two labels in pixels, and from how many FTE on ranges need no decimals beside a line."""

READING = "Line: demand. Areas: capacity. Hatched: what is short."


@dataclass(frozen=True)
class _Plot:
    """What the chart of one role is drawn from, and the axes it lies on."""

    plan: Plan
    demand: Demand
    supply: Supply
    findings: Findings

    @property
    def role(self) -> Role:
        return self.demand.role

    @property
    def hue(self) -> theme.Hue:
        return theme.HUES[self.role]

    @cached_property
    def capacity(self) -> Series:
        return tuple(a + b for a, b in zip(self.supply.present, self.supply.planned, strict=True))

    @cached_property
    def most(self) -> float:
        highs = (*self.simulated.demand.p90, *self.simulated.capacity.p90) if self.simulated else ()
        return max((*self.demand.fte, *self.capacity, *highs))

    @property
    def simulated(self) -> SimulatedRole | None:
        return self.findings.simulation.role(self.role) if self.findings.simulation else None

    @cached_property
    def scale(self) -> axis.Scale:
        return axis.Scale.to(max(self.most, 1.0))

    @cached_property
    def x(self) -> alt.X:
        return axis.months(self.plan, FRAME)

    def steps(self, **series: Series) -> list[dict[str, Any]]:
        """The series by month, the last repeated so that its month has a width."""
        count = len(self.plan.months)
        return [
            {"x": index} | {name: values[min(index, count - 1)] for name, values in series.items()}
            for index in range(count + 1)
        ]

    def area(self, low: Series, high: Series, style: dict[str, Any]) -> Mark:
        rows = self.steps(low=low, high=high)
        steps = {"interpolate": "step-after", "opacity": 1, **style}
        return mark("area", rows, steps, x=self.x, y=self.scale.axis("high"), y2=quantity(alt.Y2, "low"))


def balance(plan: Plan, role: Role, findings: Findings = NOTHING_MORE) -> Chart:
    """The chart; bands are drawn where a simulation found P10 and P90."""
    demand = next(demand for demand in plan.demand if demand.role is role)
    supply = next(supply for supply in plan.supply if supply.role is role)
    plot = _Plot(plan, demand, supply, findings)
    title = f"{words.ROLE[role]}s: {words.inside(schedule.level(plan, demand, supply))}"
    seen = plot.most >= COVERED
    return Chart(
        View.BALANCE,
        title,
        _reading(plot) if seen else "",
        _alternative(plot, title),
        schedule.by_quarter(plan, role) if seen else None,
        tables.table(plan, Name.DEMAND).where(role=words.ROLE[role]),
        specification(_drawn(plot), FRAME) if seen else None,
        role,
    )


def _drawn(plot: _Plot) -> Iterator[Mark]:
    yield from axis.quarter_lines(plot.plan, plot.x)
    yield from _areas(plot)
    yield from _bands(plot)
    demand = {"interpolate": "step-after", "stroke": theme.INK, "strokeWidth": 2.25}
    yield mark("line", plot.steps(fte=plot.demand.fte), demand, x=plot.x, y=plot.scale.axis("fte"))
    yield axis.unit(UNIT, FRAME)
    yield axis.baseline(plot.scale.axis("y"))
    yield from _labels(plot)
    yield from _worst(plot)


def _areas(plot: _Plot) -> Iterator[Mark]:
    """Today's people, the plan's seats on top of them, the shortage above both."""
    zero = (0.0,) * len(plot.plan.months)
    need = tuple(have + short for have, short in zip(plot.capacity, plot.supply.shortage, strict=True))
    areas = (
        (zero, plot.supply.present, {"fill": theme.TODAY, "line": {"stroke": theme.TODAY_EDGE}}),
        (plot.supply.present, plot.capacity, {"fill": plot.hue.texture, "line": {"stroke": plot.hue.edge}}),
        (plot.capacity, need, {"fill": theme.HATCH}),
    )
    for low, high, style in areas:
        if max(top - bottom for bottom, top in zip(low, high, strict=True)) >= COVERED:
            yield plot.area(low, high, style)


def _bands(plot: _Plot) -> Iterator[Mark]:
    found = plot.simulated
    bands: tuple[tuple[Bands, str], ...] = (
        ((found.capacity, plot.hue.edge), (found.demand, theme.INK)) if found else ()
    )
    for band, colour in bands:
        edge = {"stroke": colour, "strokeDash": [2, 2], "strokeWidth": 1}
        yield plot.area(band.p10, band.p90, {"fill": colour, "fillOpacity": 0.16, **edge})


def _labels(plot: _Plot) -> Iterator[Mark]:
    """What each series is, at its end on the right."""
    present, planned = plot.supply.present, plot.supply.planned
    said = [(plot.demand.fte[-1], f"Demand {words.fte(plot.demand.fte[-1])}{_between(plot)}", theme.INK)]
    if max(present) >= COVERED:
        said.append((present[-1] / 2, f"Today’s people {words.fte(present[-1])}", theme.QUIET))
    if max(planned) >= COVERED:
        middle = present[-1] + planned[-1] / 2
        said.append((middle, f"Plan’s seats {words.fte(planned[-1])}", plot.hue.edge))
    pixel = plot.scale.top / FRAME.height
    places = axis.spread([value for value, _, _ in said], LABEL_GAP * pixel, 4 * pixel, plot.scale.top)
    for (_, text, colour), place in zip(said, places, strict=True):
        row = [{"x": len(plot.plan.months), "y": place, "text": text}]
        yield label(row, plot.x, plot.scale.axis("y"), colour, align="left", dx=8)


def _between(plot: _Plot) -> str:
    """The range of demand in the last month, where a simulation found it."""
    if plot.simulated is None:
        return ""
    band = plot.simulated.demand
    low, high = band.p10[-1], band.p90[-1]
    return (
        f" ({words.fixed(low, 0)}–{words.fixed(high, 0)})"
        if high >= WHOLE_FROM
        else f" ({words.fte(low)}–{words.fte(high)})"
    )


def _worst(plot: _Plot) -> Iterator[Mark]:
    """The greatest shortage, named in the middle of its area."""
    short = plot.supply.shortage
    if (worst := max(short)) < COVERED:
        return
    month = short.index(worst)
    text = f"Short {words.fte(worst)} FTE in {when(plot.plan.months[month])}"
    row = [{"x": month + 0.5, "y": plot.capacity[month] + worst / 2, "text": text}]
    side = "left" if month < len(short) / 3 else "right" if month > len(short) * 2 / 3 else "center"
    yield label(row, plot.x, plot.scale.axis("y"), theme.SHORT_TEXT, align=side, fontWeight="bold")


def _reading(plot: _Plot) -> str:
    if plot.simulated is None:
        return READING
    return f"{READING} Bands: from P10 to P90 of {plot.findings.basis}."


def _alternative(plot: _Plot, title: str) -> str:
    lines = (
        f"{when(line.quarter)}: demand {words.fte(line.demand)}, capacity {words.fte(line.capacity)}, "
        f"short {words.fte(line.shortage)}."
        for line in plot.plan.quarters
        if line.role is plot.role
    )
    return " ".join((title, "Means in FTE by fiscal quarter.", *lines, *_ranges(plot)))


def _ranges(plot: _Plot) -> Iterator[str]:
    """The bands in words, at the end of the months."""
    for what in ("demand", "capacity") if plot.simulated else ():
        band: Bands = getattr(plot.simulated, what)
        low, high = words.fte(band.p10[-1]), words.fte(band.p90[-1])
        yield f"P10 to P90 of {what} in {when(plot.plan.months[-1])}: {low} to {high} FTE."
