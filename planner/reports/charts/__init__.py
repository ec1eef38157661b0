"""The pictures of a plan: one theme, one set of specifications for page, PDF and spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator

from planner.domain import Plan, Role
from planner.reports.charts.balance import balance
from planner.reports.charts.break_even import break_even
from planner.reports.charts.cost import cost
from planner.reports.charts.drawing import png, svg
from planner.reports.charts.model import NOTHING_MORE, Chart, Findings
from planner.reports.charts.teams import teams
from planner.reports.charts.timeline import timeline
from planner.reports.document import Picture, View

__all__ = [
    "NOTHING_MORE",
    "Chart",
    "Findings",
    "balance",
    "break_even",
    "charts",
    "cost",
    "draw",
    "png",
    "svg",
    "teams",
    "timeline",
]


def charts(plan: Plan, pay: bool = True, findings: Findings = NOTHING_MORE) -> Iterator[Chart]:
    """Every picture of `plan`; without `pay` none that money or its ratios can be read from."""
    views = (
        *([Picture(View.COST)] if pay else []),
        Picture(View.TIMELINE),
        *(Picture(View.BALANCE, role) for role in Role),
        Picture(View.TEAMS),
        *([Picture(View.BREAK_EVEN)] if pay else []),
    )
    for view in views:
        yield from draw(plan, view, pay, findings)


def draw(
    plan: Plan, picture: Picture, pay: bool = True, findings: Findings = NOTHING_MORE
) -> tuple[Chart, ...]:
    """The chart for a place in a report; none where it may not or cannot be drawn."""
    match picture.view, picture.role:
        case View.TIMELINE, _:
            return (timeline(plan),)
        case View.BALANCE, Role() as role:
            return (balance(plan, role, findings),)
        case View.TEAMS, _:
            return (teams(plan),)
        case View.COST, _ if pay:
            return (cost(plan, findings),)
        case View.BREAK_EVEN, _ if pay and findings.curve is not None:
            return (break_even(plan, findings.curve),)
        case _:
            return ()
