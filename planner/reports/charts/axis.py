"""The axes that charts share: fiscal quarters from left to right, counted in months from the plan's first."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

import altair as alt

from planner.domain import FiscalQuarter, Plan
from planner.reports.charts import theme
from planner.reports.charts.frame import Frame
from planner.reports.charts.marks import Mark, mark

YEAR_ROOM = 46
"""Pixels that `FY2027` takes."""

MOST_TICKS = 5


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
class Scale:
    """A vertical axis from zero to a round number."""

    top: float
    step: float

    @classmethod
    def to(cls, most: float, steps: int = MOST_TICKS) -> Scale:
        """The scale that reaches `most` in at most so many round steps."""
        raw = max(most, 1e-9) / steps
        power = 10.0 ** math.floor(math.log10(raw))
        step = next(part * power for part in (1, 2, 2.5, 5, 10) if part * power >= raw * 0.999)
        return cls(math.ceil(most / step - 1e-9) * step, step)

    @property
    def decimals(self) -> int:
        """Decimals that its steps need."""
        return max(0, -Decimal(f"{self.step:.6g}").normalize().as_tuple().exponent)  # type: ignore[operator]

    def axis(self, field: str) -> alt.Y:
        """The channel that puts `field` on this scale."""
        count = round(self.top / self.step)
        values = [round(self.step * index, 9) for index in range(count + 1)]
        axis = alt.Axis(values=values, format=f",.{self.decimals}f")
        scale = alt.Scale(domain=[0, self.top], nice=False, zero=True)
        return alt.Y(field=field, type="quantitative", scale=scale, axis=axis)


def periods(plan: Plan) -> tuple[Period, ...]:
    """The fiscal quarters of the plan's months, in order."""
    starts_in = plan.profile.constraints.fiscal_year_starts_in
    found = groupby(enumerate(plan.months), key=lambda item: FiscalQuarter.of(item[1], starts_in))
    spans = ((quarter, [index for index, _ in months]) for quarter, months in found)
    return tuple(Period(quarter, months[0], months[-1] + 1) for quarter, months in spans)


def months(plan: Plan, frame: Frame) -> alt.X:
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
    scale = alt.Scale(domain=[0, len(plan.months)], nice=False, zero=False)
    return alt.X(field="x", type="quantitative", scale=scale, axis=axis)


def quarter_lines(plan: Plan, x: alt.X) -> Iterator[Mark]:
    """Where quarters, and more strongly fiscal years, begin."""
    begins = [period for period in periods(plan) if period.start]
    years = [{"x": period.start} for period in begins if period.quarter.quarter == 1]
    others = [{"x": period.start} for period in begins if period.quarter.quarter != 1]
    yield mark("rule", others, {"stroke": theme.LINE, "strokeDash": [2, 3]}, x=x)
    yield mark("rule", years, {"stroke": theme.TODAY}, x=x)


def down(height: int, field: str) -> alt.Y:
    """The channel that takes `field` as pixels from the top of the plot."""
    scale = alt.Scale(domain=[0, height], range=[0, height], nice=False, zero=False)
    return alt.Y(field=field, type="quantitative", scale=scale, axis=None)


def baseline(y: alt.Y) -> Mark:
    """The line at zero; `y` is a channel of the field `y`."""
    return mark("rule", [{"y": 0}], {"stroke": theme.TODAY_EDGE}, y=y)


def unit(text: str, frame: Frame, above: int = 8) -> Mark:
    """The words of the vertical axis, so many pixels above it."""
    style = {"align": "left", "baseline": "bottom", "fill": theme.QUIET, "text": text}
    return mark("text", [{}], style, x=alt.value(2 - frame.left), y=alt.value(-above))


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


def _labels(quarters: Sequence[Period], month_width: float) -> Iterator[tuple[str, list[str]]]:
    """Labels by twice their place; a year that has no room before the next is left out."""
    years = [next(members) for _, members in groupby(quarters, key=lambda period: period.quarter.year)]
    ends = (*(year.middle for year in years[1:]), float("inf"))
    named = [
        year for year, end in zip(years, ends, strict=True) if (end - year.middle) * month_width >= YEAR_ROOM
    ]
    for period in quarters:
        year = [f"FY{period.quarter.year}"] if period in named else []
        yield str(period.start + period.end), [f"Q{period.quarter.quarter}", *year]
