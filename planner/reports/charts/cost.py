"""The cost of the plan's seats by fiscal quarter, and how it adds up in a fiscal year against the budget."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import Any

import altair as alt

from planner.domain import FiscalQuarter, Money, Plan, Role, disclosed, is_withheld
from planner.reports import costs, tables, words
from planner.reports.charts import axis, theme
from planner.reports.charts.frame import Frame
from planner.reports.charts.marks import Mark, label, mark, plain, quantity, specification
from planner.reports.charts.model import Chart
from planner.reports.document import View
from planner.reports.findings import NOTHING_MORE, Findings
from planner.reports.formats import when
from planner.reports.tidy import Name

FRAME = Frame(height=190, right=146, top=62)
GUTTER = 0.14
"""Space beside a bar, in months."""

LABEL_GAP = 15
FAR = 3
"""A budget more than this many times what is spent stands in its year's heading only."""

READING = "Bars: the quarter's cost. Dashed line: the fiscal year so far."
BUDGETS = " Solid lines: budgets."


@dataclass(frozen=True, slots=True)
class _Year:
    """A fiscal year on the axis, with what is spent by the end of each of its quarters."""

    year: int
    quarters: tuple[axis.Period, ...]
    so_far: tuple[float, ...]
    budget: float | None
    said: str

    @property
    def start(self) -> int:
        return self.quarters[0].start

    @property
    def end(self) -> int:
        return self.quarters[-1].end


@dataclass(frozen=True)
class _Plot:
    """Amounts in the unit of the axis."""

    plan: Plan

    @cached_property
    def unit(self) -> tuple[int, str]:
        most = max((money.amount for money in self.plan.totals.by_year.values()), default=Decimal(0))
        return next((size, name) for least, size, name in words.UNITS if most >= least)

    def amount(self, money: Money | Decimal | float) -> float:
        exact = money.amount if isinstance(money, Money) else money
        return float(exact) / self.unit[0]

    @cached_property
    def periods(self) -> tuple[axis.Period, ...]:
        return axis.periods(self.plan)

    @cached_property
    def by_role(self) -> dict[tuple[FiscalQuarter, Role], float]:
        return {(line.quarter, line.role): self.amount(disclosed(line.cost)) for line in self.plan.quarters}

    @cached_property
    def years(self) -> tuple[_Year, ...]:
        return tuple(
            self._year(year, tuple(members))
            for year, members in groupby(self.periods, key=lambda period: period.quarter.year)
        )

    def _year(self, year: int, quarters: tuple[axis.Period, ...]) -> _Year:
        total, so_far = 0.0, []
        for period in quarters:
            total += sum(self.by_role.get((period.quarter, role), 0.0) for role in Role)
            so_far.append(total)
        budget = self.plan.totals.budget_by_year.get(year)
        said = self.rounded(self.plan.totals.by_year[year])
        if budget is None:
            return _Year(year, quarters, tuple(so_far), None, said)
        of_budget = f"{said} of {self.rounded(budget)}"
        return _Year(year, quarters, tuple(so_far), self.amount(budget), of_budget)

    def rounded(self, money: Money) -> str:
        """An amount in words, rounded as everywhere else."""
        return words.number(self.amount(words.rounded(money)))

    @cached_property
    def spent(self) -> float:
        return max(year.so_far[-1] for year in self.years)

    def near(self, budget: float | None) -> bool:
        return budget is not None and (budget <= FAR * self.spent or not self.spent)

    @cached_property
    def scale(self) -> axis.Scale:
        budgets = (year.budget for year in self.years if year.budget is not None and self.near(year.budget))
        return axis.Scale.to(max((self.spent, *budgets)) or 1.0)

    @cached_property
    def x(self) -> alt.X:
        return axis.months(self.plan, FRAME)

    @property
    def y(self) -> alt.Y:
        return self.scale.axis("y")


def cost(plan: Plan, findings: Findings = NOTHING_MORE) -> Chart:
    """The chart; nothing is drawn where pay is withheld or no seat costs anything."""
    paid = not is_withheld(plan) and any(money.amount for money in plan.totals.by_quarter.values())
    reading = READING + (BUDGETS if plan.totals.budget_by_year else "") + _range(findings)
    return Chart(
        View.COST,
        costs.sentence(plan),
        reading if paid else "",
        _alternative(plan) if paid else costs.sentence(plan),
        next(costs.table(plan), None),
        tables.table(plan, Name.COST),
        specification(_drawn(_Plot(plan)), FRAME) if paid else None,
    )


def _drawn(plot: _Plot) -> Iterator[Mark]:
    yield from axis.quarter_lines(plot.plan, plot.x)
    yield axis.unit(f"Cost, {plot.unit[1]}{disclosed(plot.plan.totals.cost).currency}", FRAME, above=46)
    yield from _bars(plot)
    yield from _lines(plot)
    yield from _headings(plot)
    yield from _names(plot)
    yield axis.baseline(plot.y)
    yield from _roles(plot)


def _bars(plot: _Plot) -> Iterator[Mark]:
    rows = []
    for period in plot.periods:
        below = 0.0
        for role in Role:
            above = below + plot.by_role.get((period.quarter, role), 0.0)
            hue = theme.HUES[role]
            place = {"x": period.start + GUTTER, "x2": period.end - GUTTER, "y": above, "y2": below}
            if above > below:
                rows.append(place | {"fill": hue.texture, "edge": hue.edge})
            below = above
    channels = {"x": plot.x, "x2": quantity(alt.X2, "x2"), "y": plot.y, "y2": quantity(alt.Y2, "y2")}
    colours = {"fill": plain(alt.Fill, "fill"), "stroke": plain(alt.Stroke, "edge")}
    yield mark("rect", rows, {"strokeWidth": 1}, **channels, **colours)


def _lines(plot: _Plot) -> Iterator[Mark]:
    """The year so far, and budgets of years and quarters."""
    for year in plot.years:
        ends = [
            (year.start, 0.0),
            *((q.end, sum_) for q, sum_ in zip(year.quarters, year.so_far, strict=True)),
        ]
        rows = [{"x": x, "y": y} for x, y in ends]
        dashed = {"stroke": theme.INK, "strokeWidth": 1.5, "strokeDash": [5, 3]}
        yield mark("line", rows if year.so_far[-1] else [], dashed, x=plot.x, y=plot.y)
    years = [
        {"x": year.start, "x2": year.end, "y": year.budget} for year in plot.years if plot.near(year.budget)
    ]
    x2 = quantity(alt.X2, "x2")
    yield mark("rule", years, {"stroke": theme.INK, "strokeWidth": 2.5}, x=plot.x, x2=x2, y=plot.y)
    quarters = list(_quarter_budgets(plot))
    yield mark("rule", quarters, {"stroke": theme.INK, "strokeWidth": 1.5}, x=plot.x, x2=x2, y=plot.y)


def _quarter_budgets(plot: _Plot) -> Iterator[dict[str, Any]]:
    budget = plot.plan.profile.constraints.budget
    for period in plot.periods if budget else ():
        cap = budget.of_quarter(period.quarter) if budget else None
        if cap is not None and plot.amount(cap) <= plot.scale.top:
            yield {"x": period.start, "x2": period.end, "y": plot.amount(cap)}


def _headings(plot: _Plot) -> Iterator[Mark]:
    """Above each year what it costs, of which budget, as far as there is room."""
    month = FRAME.width / len(plot.plan.months)
    levels: dict[tuple[int, bool], list[dict[str, Any]]] = {}
    for year in plot.years:
        room = (year.end - year.start) * month - 4
        lines = (f"FY{year.year}", year.said)
        shown = [line for line in lines if len(line) * theme.LETTER <= room or (len(line) <= 6 and room > 30)]
        for line, above in zip(reversed(shown), (10, 25), strict=False):
            row = {"x": (year.start + year.end) / 2, "text": line}
            levels.setdefault((above, line == year.said), []).append(row)
    text = alt.Text(field="text", type="nominal")
    for (above, bold), rows in levels.items():
        style = {"fontWeight": "bold"} if bold else {}
        yield mark("text", rows, style, x=plot.x, y=alt.value(-above), text=text)


def _names(plot: _Plot) -> Iterator[Mark]:
    """What the lines are, each said once where there is room."""
    spending = max(plot.years, key=lambda year: year.so_far[-1])
    if spending.so_far[-1]:
        row = [{"x": spending.end, "y": spending.so_far[-1], "text": "the year so far"}]
        yield label(row, plot.x, plot.y, align="right", baseline="bottom", dx=-8, dy=2)
    wide = [year for year in plot.years if plot.near(year.budget) and year.end - year.start > 4]
    if wide and plot.spent:
        row = [{"x": wide[0].start, "y": wide[0].budget, "text": "budget"}]
        yield label(row, plot.x, plot.y, align="left", baseline="top", dx=6, dy=5)


def _roles(plot: _Plot) -> Iterator[Mark]:
    """Which part of the bars is whose, at the last bar that has a cost."""
    last = next(
        period
        for period in reversed(plot.periods)
        if any(plot.by_role.get((period.quarter, role)) for role in Role)
    )
    below, said = 0.0, []
    for role in Role:
        above = below + plot.by_role.get((last.quarter, role), 0.0)
        if any(plot.by_role.get((period.quarter, role)) for period in plot.periods):
            said.append(((below + above) / 2, f"{words.ROLE[role]}s", theme.HUES[role].edge))
        below = above
    pixel = plot.scale.top / FRAME.height
    places = axis.spread([place for place, _, _ in said], LABEL_GAP * pixel, 6 * pixel, plot.scale.top)
    for (_, text, colour), place in zip(said, places, strict=True):
        row = [{"x": len(plot.plan.months), "y": place, "text": text}]
        yield label(row, plot.x, plot.y, colour, align="left", dx=8)


def _alternative(plan: Plan) -> str:
    quarters = (
        f"{when(quarter)}: {words.money(cost)}." for quarter, cost in sorted(plan.totals.by_quarter.items())
    )
    years = (
        f"FY{year}: {words.money(cost)}{_of_budget(plan, year)}."
        for year, cost in sorted(plan.totals.by_year.items())
    )
    return " ".join((costs.sentence(plan), "By fiscal quarter.", *quarters, "By fiscal year.", *years))


def _range(findings: Findings) -> str:
    """The simulated range of the whole cost."""
    found = findings.simulation
    if found is None or found.cost is None:
        return ""
    low, high = (words.amount(Money.of(end, found.currency)) for end in (found.cost.p10, found.cost.p90))
    return f" In all from {low} to {high} {found.currency} (P10 to P90 of {findings.basis})."


def _of_budget(plan: Plan, year: int) -> str:
    budget = plan.totals.budget_by_year.get(year)
    return f" of a budget of {words.money(budget)}" if budget else ""
