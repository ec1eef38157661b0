"""Plans whose seats are too many to tell one by one."""

import re
from dataclasses import replace

import pytest

from planner.domain import Level, Plan, PositionKind, Role
from planner.reports import markdown, text
from planner.reports.seats import MOST_ROWS, groups
from tests.reports import plans
from tests.reports.plans import seat


def crowded(count: int = 300) -> Plan:
    """Seats of every month, level and site that report to manager seats; each has its own reason."""
    seats = tuple(
        replace(
            seat(number + 10, Role.MLOPS, list(Level)[number % 4], number % 20),
            site=("Berlin", "Lisbon", "Porto")[number % 3],
            reports_to=f"ML-2027-{number // 60 + 1:03d}",
            kind=PositionKind.BACKFILL if number % 5 == 0 else PositionKind.NEW,
            reasons=("mlops.load", "mlops.special"),
        )
        for number in range(count)
    )
    managers = tuple(
        replace(
            seat(number, Role.MLOPS, Level.MANAGER, 0, title="MLOps Engineering Manager"), productive=None
        )
        for number in range(1, 6)
    )
    return replace(plans.large(), positions=(*managers, *seats))


def test_a_long_list_is_told_coarsely() -> None:
    plan = crowded()
    together = groups(plan)
    assert len(together) <= MOST_ROWS
    assert sum(len(group.positions) for group in together) == len(plan.positions)
    page = text.render(plan)
    assert max(map(len, page.splitlines())) <= text.WIDTH
    assert "A row of several seats shows the dates of the first." in page
    assert "Ids and managers of all seats are in the Markdown and JSON of this plan." in page
    assert len(page.splitlines()) < 250


def test_markdown_keeps_ids_and_managers() -> None:
    page = markdown.render(crowded())
    assert re.search(r"\| Id \| Position \| Opens \| Starts \| Productive \| Reports to \|", page)
    assert "ML-2027-001–005" in page


@pytest.mark.parametrize("width", [60, 100])
def test_bars_are_never_cut(width: int) -> None:
    page = text.render(crowded(), width=width)
    bars = [line for line in page.splitlines() if "│○" in line]
    assert bars
    assert not any(line.endswith("…") for line in bars)


def test_managers_that_differ_have_a_column() -> None:
    seats = tuple(seat(number, Role.MLOPS, Level.SENIOR, 0, reports_to=f"Lead {number}") for number in (1, 2))
    page = text.render(replace(plans.usual(), positions=seats))
    assert "Reports to" in page
    assert "Lead 1" in page
    assert "report to the" not in page


def test_reasons_are_told_once_for_each_kind_and_name_rules_of_their_own() -> None:
    told = text.render(crowded()).split("Why each seat")[1].split("How sure")[0]
    assert told.count("confidence medium") <= 4
    assert "the first of them:" in told
    assert "mlops.special" in told


def test_seats_beyond_the_horizon_are_counted() -> None:
    page = " ".join(text.render(crowded()).split())
    assert re.search(r"the last is fully productive by 2029-\d\d, \d+ of 305 after the months planned", page)
