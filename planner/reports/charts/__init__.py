"""The pictures of a plan: one theme, one set of specifications for page, PDF and spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator

from planner.domain import Plan, Role, is_withheld
from planner.reports.charts.balance import balance
from planner.reports.charts.break_even import break_even
from planner.reports.charts.cost import cost
from planner.reports.charts.model import Chart
from planner.reports.charts.seats import seats
from planner.reports.charts.teams import teams
from planner.reports.charts.theme import Scheme, stylesheet
from planner.reports.charts.timeline import timeline
from planner.reports.charts.tornado import tornado
from planner.reports.document import Picture, View
from planner.reports.findings import NOTHING_MORE, Findings

__all__ = [
    "NOTHING_MORE",
    "Chart",
    "Findings",
    "Scheme",
    "balance",
    "break_even",
    "charts",
    "cost",
    "draw",
    "seats",
    "stylesheet",
    "teams",
    "timeline",
    "tornado",
]

ALL = (
    Picture(View.TIMELINE),
    Picture(View.COST),
    *(Picture(View.BALANCE, role) for role in Role),
    Picture(View.SEATS),
    Picture(View.TEAMS),
    Picture(View.BREAK_EVEN),
    Picture(View.TORNADO),
)


def charts(plan: Plan, findings: Findings = NOTHING_MORE) -> Iterator[Chart]:
    """Every picture of `plan` that there is something to see in."""
    for picture in ALL:
        chart = draw(plan, picture, findings)
        if chart and chart.specification:
            yield chart


def draw(plan: Plan, picture: Picture, findings: Findings = NOTHING_MORE) -> Chart | None:
    """The chart for a place in a report; None where what it shows was not looked for, or may not be shown.

    Cost and saving of a platform are in FTE of MLOps: their ratio to heads would tell the ratio of pay.
    """
    match picture.view, picture.role:
        case View.TIMELINE, _:
            return timeline(plan)
        case View.BALANCE, Role() as role:
            return balance(plan, role, findings)
        case View.SEATS, _:
            return seats(plan)
        case View.TEAMS, _:
            return teams(plan)
        case View.COST, _:
            return cost(plan, findings)
        case View.BREAK_EVEN, _ if findings.curve is not None and not is_withheld(plan):
            return break_even(plan, findings.curve)
        case View.TORNADO, _ if findings.tornado is not None:
            return tornado(plan, findings.tornado)
        case _:
            return None
