"""Plan against actuals: seats and money add up, by the day and to the cent."""

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain import FiscalQuarter, Money, PositionKind, Role
from planner.domain.actuals import (
    Growth,
    Seat,
    by_growth,
    compare,
    prorated,
    quarters_of,
    span,
)
from planner.domain.lifecycle import OCCUPIED, PositionState

DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
CASH = st.integers(0, 10**7).map(lambda cents: Money(Decimal(cents) / 100, "EUR"))
TODAY = date(2027, 2, 10)
FREE = Money.of(0, "EUR")


@st.composite
def seats(draw: st.DrawFn) -> Seat:
    state = draw(st.sampled_from(PositionState))
    needed, planned, expected = draw(DAYS), draw(DAYS), draw(DAYS)
    came = draw(st.dates(date(2026, 1, 1), TODAY)) if state in OCCUPIED | {PositionState.VACANT} else None
    ended = None
    if state is PositionState.VACANT and came is not None:
        ended = came + timedelta(days=draw(st.integers(0, 200)))
    return Seat(
        f"ML-2027-{draw(st.integers(1, 999)):03d}",
        draw(st.sampled_from(Role)), draw(st.sampled_from(PositionKind)),
        state, needed, planned, expected, came, ended, draw(CASH), draw(CASH), draw(CASH),
    )  # fmt: skip


def seat(state: PositionState, **other: object) -> Seat:
    usual: dict[str, object] = {
        "id": "ML-2027-001", "role": Role.MLOPS, "kind": PositionKind.NEW, "state": state,
        "needed": date(2027, 1, 1), "planned": date(2027, 2, 1), "expected": date(2027, 2, 1),
        "actual": None, "ended": None,
        "budgeted": Money.of(9000, "EUR"),
        "monthly": Money.of(10_000, "EUR"), "hiring": Money.of(5000, "EUR"),
    }  # fmt: skip
    return Seat(**{**usual, **other})  # type: ignore[arg-type]


@given(CASH, st.lists(DAYS, min_size=3, max_size=3))
def test_cost_of_two_spans_is_that_of_both_to_the_cent(monthly: Money, days: list[date]) -> None:
    first, middle, last = sorted(days)
    parts = prorated(monthly, first, middle) + prorated(monthly, middle + timedelta(days=1), last)
    assert abs(parts.amount - prorated(monthly, first, last).amount) <= Decimal("0.01")


@given(CASH, st.integers(2020, 2030), st.integers(1, 12))
def test_a_whole_month_costs_a_month(monthly: Money, year: int, month: int) -> None:
    last = monthrange(year, month)[1]
    assert prorated(monthly, date(year, month, 1), date(year, month, last)) == monthly


def test_a_part_of_a_month_costs_that_part() -> None:
    assert prorated(Money.of(3100, "EUR"), date(2027, 1, 31), date(2027, 1, 31)) == Money.of(100, "EUR")
    assert prorated(Money.of(3100, "EUR"), date(2027, 1, 2), date(2027, 1, 1)) == FREE


@given(st.integers(2020, 2030), st.integers(1, 4), st.integers(1, 12))
def test_a_fiscal_quarter_is_three_months_that_belong_to_it(year: int, number: int, starts_in: int) -> None:
    quarter = FiscalQuarter(year, number)
    first, last = span(quarter, starts_in)
    assert quarters_of(first, last, starts_in) == (quarter,)
    assert quarters_of(first - timedelta(days=1), last + timedelta(days=1), starts_in)[1] == quarter
    assert first.day == 1 and (last + timedelta(days=1)).day == 1


@settings(max_examples=60)
@given(st.lists(seats(), max_size=8), st.integers(1, 12))
def test_growth_and_backfill_add_up_to_the_whole(listed: list[Seat], starts_in: int) -> None:
    quarters = quarters_of(date(2026, 1, 1), date(2028, 12, 31), starts_in)
    whole = compare(listed, quarters, "EUR", TODAY, starts_in)
    parts = [compare(part, quarters, "EUR", TODAY, starts_in) for part in by_growth(listed).values()]
    for line, one, other in zip(whole, *parts, strict=True):
        assert line.planned == one.planned + other.planned
        assert line.filled == one.filled + other.filled
        assert line.forecast == one.forecast + other.forecast
        assert line.planned_cost == one.planned_cost + other.planned_cost
        assert line.actual_cost == one.actual_cost + other.actual_cost
        assert line.forecast_cost == one.forecast_cost + other.forecast_cost


@settings(max_examples=60)
@given(st.lists(seats(), max_size=8))
def test_each_line_holds_together(listed: list[Seat]) -> None:
    before = 0
    for line in compare(listed, quarters_of(date(2026, 1, 1), date(2028, 12, 31)), "EUR", TODAY):
        assert line.variance == line.filled - line.planned
        assert line.remaining == max(-line.variance, 0)
        assert line.cost_variance == line.forecast_cost - line.planned_cost
        assert before <= line.planned <= len(listed)
        assert 0 <= line.filled <= len(listed) and 0 <= line.forecast <= len(listed)
        assert line.actual_cost <= line.forecast_cost
        before = line.planned


@settings(max_examples=60)
@given(st.lists(seats(), max_size=6), st.integers(1, 12))
def test_order_of_seats_does_not_matter(listed: list[Seat], starts_in: int) -> None:
    quarters = quarters_of(date(2026, 1, 1), date(2028, 12, 31), starts_in)
    assert compare(listed, quarters, "EUR", TODAY, starts_in) == compare(
        listed[::-1], quarters, "EUR", TODAY, starts_in
    )


def test_a_hire_in_the_middle_of_a_quarter_is_not_costed_for_all_of_it() -> None:
    filled = seat(PositionState.FILLED, actual=date(2027, 2, 15))
    (line,) = compare([filled], [FiscalQuarter(2027, 1)], "EUR", date(2027, 3, 31))
    assert line.planned_cost == Money.of(9000 * 2 + 5000, "EUR")
    assert line.actual_cost == line.forecast_cost == Money.of(5000 + 5000 + 10_000, "EUR")
    assert (line.planned, line.filled, line.variance, line.remaining) == (1, 1, 0, 0)


def test_a_late_seat_shows_as_remaining_until_it_is_filled() -> None:
    late = seat(PositionState.OPEN, expected=date(2027, 5, 1))
    first, second = compare([late], [FiscalQuarter(2027, 1), FiscalQuarter(2027, 2)], "EUR", TODAY)
    assert (first.planned, first.open, first.filled, first.forecast, first.remaining) == (1, 0, 0, 0, 1)
    assert (second.open, second.forecast, second.forecast_cost) == (1, 1, Money.of(25_000, "EUR"))
    assert first.actual_cost == first.forecast_cost == FREE


def test_an_engagement_counts_until_its_last_day() -> None:
    engaged = seat(PositionState.OPEN, ends=date(2027, 4, 30))
    first, second, third = compare([engaged], [FiscalQuarter(2027, each) for each in (1, 2, 3)], "EUR", TODAY)
    assert [(line.planned, line.forecast) for line in (first, second, third)] == [(1, 1), (0, 0), (0, 0)]
    assert second.planned_cost == Money.of(9000, "EUR") and second.forecast_cost == Money.of(10_000, "EUR")
    assert third.planned_cost == third.forecast_cost == FREE


def test_who_has_left_is_counted_until_the_last_day() -> None:
    left = seat(PositionState.VACANT, actual=date(2027, 1, 1), ended=date(2027, 1, 31))
    (line,) = compare([left], [FiscalQuarter(2027, 1)], "EUR", date(2027, 6, 1))
    assert (line.filled, line.forecast, line.actual_cost) == (0, 0, Money.of(15_000, "EUR"))


def test_a_backfill_is_not_growth() -> None:
    listed = [seat(PositionState.OPEN), seat(PositionState.OPEN, kind=PositionKind.BACKFILL)]
    assert [len(by_growth(listed)[part]) for part in Growth] == [1, 1]


def test_given_up_seats_are_planned_but_come_no_more() -> None:
    given_up = seat(PositionState.CANCELLED)
    (line,) = compare([given_up], [FiscalQuarter(2027, 1)], "EUR", TODAY)
    assert (line.planned, line.approved, line.open, line.forecast, line.variance) == (1, 0, 0, 0, -1)
