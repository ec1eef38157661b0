from collections.abc import Callable
from dataclasses import replace

import pytest

from planner.domain import Level, Money, Plan, PositionKind, Role
from planner.domain.plan import Position
from planner.reports.seats import MOST_ROWS, Group, groups
from planner.reports.timeline import timeline
from tests.reports import plans
from tests.reports.plans import FIRST, seat


def group(*ids: str) -> Group:
    return Group(tuple(seat(1, Role.MLOPS, Level.SENIOR, 0, id=name) for name in ids))


@pytest.mark.parametrize(
    ("ids", "shown"),
    [
        (["ML-2027-001"], "ML-2027-001"),
        (["ML-2027-002", "ML-2027-001"], "ML-2027-001–002"),
        (["ML-2027-009", "ML-2027-010", "ML-2027-011"], "ML-2027-009–011"),
        (["ML-2027-001", "ML-2027-003"], "ML-2027-001 +1"),
        (["ML-2027-001", "ML-2027-002", "ML-2027-005"], "ML-2027-001–002 +1"),
        (["ML-9", "ML-10"], "ML-10 +1"),
        (["REQ-a", "REQ-b"], "REQ-a +1"),
    ],
)
def test_ids_are_drawn_together(ids: list[str], shown: str) -> None:
    assert group(*ids).ids == shown


@pytest.mark.parametrize("make", [plans.usual, plans.nobody, plans.large])
def test_groups_lose_nothing(make: Callable[[], Plan]) -> None:
    plan = make()
    together = groups(plan)
    assert sorted(seat.id for one in together for seat in one.positions) == sorted(
        s.id for s in plan.positions
    )
    assert Money.total((one.cost for one in together), "EUR") == Money.total(
        (s.cost for s in plan.positions), "EUR"
    )
    assert len(together) <= MOST_ROWS
    assert [one.first.starts for one in together] == sorted(one.first.starts for one in together)


def test_kinds_and_sites_stay_apart() -> None:
    seats = (
        seat(1, Role.MLOPS, Level.SENIOR, 0),
        seat(2, Role.MLOPS, Level.SENIOR, 0, kind=PositionKind.BACKFILL),
        seat(3, Role.MLOPS, Level.SENIOR, 0, site="Porto"),
        seat(4, Role.MLOPS, Level.SENIOR, 0, site="Porto"),
    )
    labels = [one.label for one in groups(replace(plans.usual(), positions=seats))]
    assert labels == [
        "Senior MLOps Engineer",
        "Senior MLOps Engineer (backfill)",
        "2 × Senior MLOps Engineer, Porto",
    ]


def test_spans_of_months() -> None:
    seats = Group(
        (
            seat(1, Role.MLOPS, Level.MID, 1),
            seat(2, Role.MLOPS, Level.MID, 3),
            seat(3, Role.MLOPS, Level.MID, 20),
        )
    )
    assert seats.span(lambda one: one.opens) == "2026-12–2028-07"
    assert Group(seats.positions[:2]).span(lambda one: one.starts) == "2027-03–05"
    assert Group(seats.positions[2:]).span(lambda one: one.productive) == "2029-04"
    assert seats.span(lambda one: None) == "–"


def bar(position: Position) -> str:
    plan = replace(plans.usual(), positions=(position,))
    return timeline(plan, groups(plan)).bars[0].marks


@pytest.mark.parametrize(
    ("opens", "starts", "productive", "marks"),
    [
        (0, 3, 9, "│○─────◐━━━━━━━━━━━●━━━━━━━━━━━━━━━━━━━━━━━━━━━━━"),
        (-4, 2, 8, "│────◐━━━━━━━━━━━●━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━"),
        (-9, -6, -1, "│" + "━" * 48),
        (22, 23, None, "│" + " " * 44 + "○─◐━"),
        (23, 26, 32, "│" + " " * 46 + "○─"),
        (30, 33, None, "│"),
        (5, 5, 8, "│          ○◐━━━━●" + "━" * 31),
        (5, 5, 5, "│          ○●" + "━" * 36),
    ],
)
def test_bars(opens: int, starts: int, productive: int | None, marks: str) -> None:
    when = None if productive is None else FIRST + productive
    position = seat(1, Role.MLOPS, Level.SENIOR, 0)
    position = replace(position, opens=FIRST + opens, starts=FIRST + starts, productive=when)
    assert bar(position) == marks


def test_a_bar_stops_where_the_engagement_ends() -> None:
    contractor = replace(seat(1, Role.MLOPS, Level.SENIOR, 0), opens=FIRST, starts=FIRST + 1)
    contractor = replace(contractor, productive=FIRST + 1, ends=FIRST + 4)
    assert bar(contractor) == "│○─◐●━━━━"


@pytest.mark.parametrize(
    ("months", "starts_in", "scale"),
    [
        (
            24,
            1,
            (
                "     FY2027                  FY2028",
                " Q4  Q1    Q2    Q3    Q4    Q1    Q2    Q3    Q4",
            ),
        ),
        (12, 4, (" FY2027              FY2028", " Q3      Q4          Q1          Q2          Q3")),
        (
            60,
            11,
            (
                " FY2027      FY2028      FY2029      FY2030      FY2031",
                " " + "Q1 Q2 Q3 Q4 " * 4 + "Q1 Q2 Q3 Q4",
            ),
        ),
    ],
)
def test_scale_begins_where_periods_begin(months: int, starts_in: int, scale: tuple[str, str]) -> None:
    base = plans.usual()
    plan = replace(
        base,
        months=tuple(FIRST + index for index in range(months)),
        profile=replace(
            base.profile, constraints=replace(base.profile.constraints, fiscal_year_starts_in=starts_in)
        ),
    )
    assert timeline(plan, groups(plan)).scale == scale
