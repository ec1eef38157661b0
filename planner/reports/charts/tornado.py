"""What the plan hangs on: each assumption at the low and at the high end of its range, all else typical."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import partial

import altair as alt

from planner.domain import Plan, is_withheld
from planner.domain.analysis import Bar, Found, Outcome, Tornado
from planner.reports import words
from planner.reports.charts import axis, theme
from planner.reports.charts.canvas import Row
from planner.reports.charts.frame import Frame
from planner.reports.charts.marks import Mark, label, mark, plain, quantity, specification
from planner.reports.charts.model import Chart
from planner.reports.document import Column, Table, View
from planner.reports.document import Row as TableRow
from planner.reports.tidy import Column as Key
from planner.reports.tidy import Kind, Name, Tidy

ROW, THICK, FOOT, MOST_BARS = 30, 15, 6, 12
FRAME_LEFT, FRAME_RIGHT = 250, 60
READING = (
    "Bars: how far the plan moves from where it stands. Light: the assumption at its low end; dark: at its "
    "high end; its value stands at the bar's end."
)


class Measure(StrEnum):
    """What the bars are of."""

    SEATS = "seats"
    COST = "cost"
    SHORTAGE = "shortage"


UNIT = {Measure.SEATS: "seats", Measure.COST: "cost", Measure.SHORTAGE: "FTE-months short"}
ZERO = {Found.PLANNED: "as planned", Found.SIZED: "all typical"}
VALUE: Mapping[Measure, Callable[[Outcome], float]] = {
    Measure.SEATS: lambda outcome: float(sum(outcome.seats.values())),
    Measure.COST: lambda outcome: float(outcome.cost.amount) if outcome.cost else 0.0,
    Measure.SHORTAGE: lambda outcome: outcome.shortage,
}


@dataclass(frozen=True, slots=True)
class _Line:
    """One assumption, and by how much the plan moves at its ends, in the unit of the axis."""

    bar: Bar
    low: float
    high: float
    y: float

    @property
    def name(self) -> str:
        return words.sentence(words.name(self.bar.assumption.name)).rstrip(".")

    @property
    def swing(self) -> float:
        return max(self.low, self.high, 0.0) - min(self.low, self.high, 0.0)


def tornado(plan: Plan, found: Tornado, measure: Measure | None = None) -> Chart:
    """The chart of one measure, the widest swing first.

    Without a measure it is of seats, or of what is left undone where caps keep the seats as they are. Cost is
    not shown where pay is withheld.
    """
    wanted = measure or (Measure.SEATS if any(bar.swing_seats for bar in found.bars) else Measure.SHORTAGE)
    shown = Measure.SHORTAGE if wanted is Measure.COST and is_withheld(plan) else wanted
    size, unit = _unit(found, shown)
    lines = _lines(found, shown, size)
    frame = Frame(ROW * len(lines) + FOOT, left=FRAME_LEFT, right=FRAME_RIGHT, top=8, bottom=46)
    return Chart(
        View.TORNADO,
        _sentence(lines, found, unit),
        f"{READING} {found.method}" if lines else "",
        " ".join((_sentence(lines, found, unit), *(_said(line, unit) for line in lines))),
        _table(lines, unit) if lines else None,
        _tidy(found, shown),
        specification(_drawn(lines, frame, unit, ZERO[found.found]), frame) if lines else None,
    )


def _unit(found: Tornado, measure: Measure) -> tuple[int, str]:
    """By what amounts are divided, and the words of the axis."""
    cost = found.base.cost
    if measure is not Measure.COST or cost is None:
        return 1, UNIT[measure]
    most = max((abs(bar.swing_cost.amount) for bar in found.bars if bar.swing_cost), default=Decimal(0))
    size, name = next((size, name) for least, size, name in words.UNITS if most >= least)
    return size, f"{name}{cost.currency}"


def _lines(found: Tornado, measure: Measure, size: int) -> list[_Line]:
    value = VALUE[measure]
    base = value(found.base)
    moved = (
        _Line(bar, (value(bar.at_low) - base) / size, (value(bar.at_high) - base) / size, 0.0)
        for bar in found.bars
    )
    widest = sorted((line for line in moved if line.swing), key=lambda line: -line.swing)[:MOST_BARS]
    return [replace(line, y=ROW * (index + 0.5)) for index, line in enumerate(widest)]


def _drawn(lines: list[_Line], frame: Frame, unit: str, zero: str) -> Iterator[Mark]:
    reach = axis.Scale.to(max(max(abs(line.low), abs(line.high)) for line in lines), steps=3)
    count = round(reach.top / reach.step)
    values = [round(reach.step * index, 9) for index in range(-count, count + 1)]
    form = f"+,.{reach.decimals}f"
    ticks = alt.Axis(
        values=values,
        labelExpr=f"datum.value == 0 ? '{zero}' : format(datum.value, '{form}')",
        title=f"Change, {unit}",
    )
    scale = alt.Scale(domain=[-reach.top, reach.top], nice=False, zero=True)
    x = alt.X(field="x", type="quantitative", scale=scale, axis=ticks)
    y, text = partial(axis.down, frame.height), alt.Text(field="text", type="nominal")
    channels = {"x": x, "x2": quantity(alt.X2, "x2"), "y": y("top"), "y2": quantity(alt.Y2, "bottom")}
    colours = {"fill": plain(alt.Fill, "fill"), "stroke": alt.value(theme.TODAY_EDGE)}
    yield mark(
        "rect", [row for line in lines for row in _bars(line)], {"strokeWidth": 1}, **channels, **colours
    )
    yield mark("rule", [{"x": 0}], {"stroke": theme.INK, "strokeWidth": 1.25}, x=x)
    names = [{"y": line.y, "text": line.name} for line in lines]
    style = {"align": "right", "limit": FRAME_LEFT - 16}
    yield mark("text", names, style, x=alt.value(-10), y=y("y"), text=text)
    for rows, align, shift in _ends(lines):
        yield label(rows, x, y("y"), theme.QUIET, align=align, dx=shift)


def _bars(line: _Line) -> Iterator[Row]:
    place = {"top": line.y - THICK / 2, "bottom": line.y + THICK / 2}
    ends = sorted(((line.low, theme.LINE), (line.high, theme.TODAY_EDGE)), key=lambda end: -abs(end[0]))
    for end, fill in ends:
        if end:
            yield {**place, "x": 0, "x2": end, "fill": fill}


def _ends(lines: list[_Line]) -> Iterator[tuple[list[Row], str, int]]:
    """The assumption's values where the bars end; two on one side stand at the longer one."""
    for left in (True, False):
        rows = []
        for line in lines:
            ends = ((line.low, line.bar.assumption.low), (line.high, line.bar.assumption.high))
            here = [(end, value) for end, value in ends if end and (end < 0) is left]
            if here:
                far = min(here)[0] if left else max(here)[0]
                rows.append(
                    {"x": far, "y": line.y, "text": words.listed((words.number(v) for _, v in here), "or")}
                )
        yield rows, "right" if left else "left", -6 if left else 6


def _sentence(lines: list[_Line], found: Tornado, unit: str) -> str:
    if not lines:
        return "No single assumption, anywhere in its range, moves the plan."
    first = lines[0]
    others = words.listed(words.inside(line.name) for line in lines[1:3])
    rest = f"; then {others}" if others else ""
    still, all_ = len(found.unmoved), len(found.unmoved) + len(found.bars) + len(found.smaller)
    unmoved = f" {words.plural(still, 'assumption')} of {all_} move nothing." if still else ""
    return f"The plan hangs most on {words.inside(first.name)} ({_moves(first, unit)}){rest}.{unmoved}"


def _moves(line: _Line, unit: str) -> str:
    return f"{_signed(min(line.low, line.high, 0.0))} to {_signed(max(line.low, line.high, 0.0))} {unit}"


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else ''}{words.number(round(value, 1) + 0.0)}"


def _said(line: _Line, unit: str) -> str:
    row = line.bar.assumption
    return (
        f"{line.name}: {_signed(line.low)} {unit} at {words.number(row.low)}, "
        f"{_signed(line.high)} at {words.number(row.high)}."
    )


def _table(lines: list[_Line], unit: str) -> Table:
    columns = (
        Column("Assumption"),
        Column("Meaning"),
        Column("Low", numeric=True),
        Column(f"Change, {unit}", numeric=True),
        Column("High", numeric=True),
        Column(f"Change, {unit}", numeric=True),
        Column("Grade", fixed=True),
    )
    rows = tuple(
        TableRow(
            (
                line.name,
                f"{line.bar.assumption.meaning}, {line.bar.assumption.unit}",
                words.number(line.bar.assumption.low),
                _signed(line.low),
                words.number(line.bar.assumption.high),
                _signed(line.high),
                line.bar.assumption.grade,
            )
        )
        for line in lines
    )
    return Table("How far each assumption moves the plan", columns, rows)


def _columns(measure: Measure) -> tuple[Key, ...]:
    what = words.sentence(UNIT[measure]).rstrip(".")
    return (
        Key("assumption", "Assumption", Kind.WORD),
        Key("low", "Low", Kind.NUMBER),
        Key("typical", "Typical", Kind.NUMBER),
        Key("high", "High", Kind.NUMBER),
        Key("at_low", f"{what} at low", Kind.NUMBER),
        Key("at_typical", f"{what} at typical", Kind.NUMBER),
        Key("at_high", f"{what} at high", Kind.NUMBER),
    )


def _tidy(found: Tornado, measure: Measure) -> Tidy:
    value = VALUE[measure]
    rows = tuple(
        (
            *(bar.assumption.name, bar.assumption.low, bar.assumption.typical, bar.assumption.high),
            *(value(bar.at_low), value(found.base), value(bar.at_high)),
        )
        for bar in found.bars
    )
    return Tidy(Name.TORNADO, _columns(measure), rows)
