"""Seats over time as bars of text: when each opens, starts and is fully productive."""

from __future__ import annotations

from planner.domain import FiscalQuarter, Month, Plan
from planner.reports.document import Bar, Timeline
from planner.reports.seats import Group

OPENS, STARTS, PRODUCTIVE = "○", "◐", "●"
RECRUITING, WORKING = "─", "━"
TODAY = "│"
KEY = f"{OPENS} requisition opens   {STARTS} starts   {PRODUCTIVE} fully productive   {TODAY} today"

MOST_CELLS = 54
"""Room for the bars, in characters, beside their labels on a page 100 wide."""


def timeline(plan: Plan, groups: tuple[Group, ...]) -> Timeline:
    """One bar for each group; where its months differ the marks are those of its first seat."""
    width = max(1, min(4, MOST_CELLS // len(plan.months)))
    bars = tuple(
        Bar(group.label, TODAY + _bar(group, plan.months[0], len(plan.months), width), group.first.role)
        for group in groups
    )
    key = (
        f"{KEY}\nA row of several seats shows the dates of the first."
        if any(group.is_spread for group in groups)
        else KEY
    )
    return Timeline(tuple(" " + line for line in scale(plan, width)), bars, key)


def scale(plan: Plan, width: int) -> tuple[str, str]:
    """Fiscal years above fiscal quarters; a label stands where its period begins, if it has room."""
    starts_in = plan.profile.constraints.fiscal_year_starts_in
    quarters = [FiscalQuarter.of(month, starts_in) for month in plan.months]
    return (
        _labels([f"FY{quarter.year}" for quarter in quarters], width),
        _labels([f"Q{quarter.quarter}" for quarter in quarters], width),
    )


def _labels(periods: list[str], width: int) -> str:
    line = ""
    for index, period in enumerate(periods):
        begins = index == 0 or periods[index - 1] != period
        if begins:
            length = _same_from(periods, index)
            at_end = index + length == len(periods)
            room = length * width
            line += (period if len(period) + (not at_end) <= room else "").ljust(room)
    return line.rstrip()


def _same_from(periods: list[str], index: int) -> int:
    length = 1
    while index + length < len(periods) and periods[index + length] == periods[index]:
        length += 1
    return length


def _bar(group: Group, first: Month, months: int, width: int) -> str:
    dates = (
        group.earliest(lambda seat: seat.opens),
        group.earliest(lambda seat: seat.starts),
        group.earliest(lambda seat: seat.productive),
    )
    opens, starts, _ = (months if date is None else date - first for date in dates)
    ends = months if group.ends is None else group.ends - first
    cells = [_fill(index // width, opens, starts) for index in range(min(months, ends) * width)]
    last = -1
    for date, mark in zip(dates, (OPENS, STARTS, PRODUCTIVE), strict=True):
        if date is not None and 0 <= (month := date - first) < min(months, ends):
            last = min(max(month * width, last + 1), month * width + width - 1)
            cells[last] = mark
    return "".join(cells).rstrip()


def _fill(month: int, opens: int, starts: int) -> str:
    if month >= starts:
        return WORKING
    return RECRUITING if month >= opens else " "
