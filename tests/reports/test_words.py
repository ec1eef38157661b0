from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain import Money
from planner.reports import words


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("0", "0"),
        ("-0.004", "0"),
        ("999.49", "999"),
        ("1234.56", "1,200"),
        ("9999.99", "10,000"),
        ("12499.99", "12,000"),
        ("1234567.89", "1,235,000"),
        ("98765432.10", "98,770,000"),
        ("1234567890", "1,234,600,000"),
        ("-45678", "−46,000"),
    ],
)
def test_money_is_rounded_to_what_is_meaningful(amount: str, shown: str) -> None:
    assert words.amount(Money(Decimal(amount), "EUR")) == shown
    assert words.money(Money(Decimal(amount), "EUR")) == f"{shown} EUR"


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_rounding_of_money_stays_within_half_a_percent(amount: Decimal) -> None:
    shown = Decimal(words.amount(Money(amount, "EUR")).replace(",", "").replace("−", "-"))
    assert abs(shown - amount) <= max(Decimal("0.5"), abs(amount) * Decimal("0.051"))


@pytest.mark.parametrize(
    ("value", "shown"), [(0, "0.0"), (-0.04, "0.0"), (0.06, "0.1"), (12.34, "12.3"), (1234.5, "1,234.5")]
)
def test_fte_has_one_decimal(value: float, shown: str) -> None:
    assert words.fte(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.0117, "0.0117"),
        (2, "2"),
        (2.5, "2.5"),
        (-3, "−3"),
        (999.96, "1000"),
        (4750, "4,750"),
        (1e7, "10,000,000"),
    ],
)
def test_numbers_keep_four_digits(value: float, shown: str) -> None:
    assert words.number(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "unknown"),
        (True, "yes"),
        (False, "no"),
        (3, "3"),
        ("deploy_models", "deploy models"),
        (("deploy_models", "monitor_models"), "deploy models and monitor models"),
        ((), "none"),
    ],
)
def test_values_in_words(value: float | bool | str | tuple[str, ...] | None, shown: str) -> None:
    assert words.value(value) == shown


def test_lists_and_plurals() -> None:
    assert words.listed([]) == ""
    assert words.listed(["a"]) == "a"
    assert words.listed(["a", "b", "c"], "or") == "a, b or c"
    assert words.plural(1, "seat") == "1 seat"
    assert words.plural(1200, "seat") == "1,200 seats"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ""),
        ("why", "Why."),
        ("why?", "Why?"),
        ("  see below: ", "See below:"),
        ("iPhone it is.", "IPhone it is."),
    ],
)
def test_sentences(text: str, said: str) -> None:
    assert words.sentence(text) == said


def test_plain_leaves_nothing_that_moves_the_cursor() -> None:
    assert words.plain("a\x1b[31mb\r\nc\u202ed\u2028e\x00") == "a [31mb cd e"
    assert words.plain("Zürich – 東京 🚀") == "Zürich – 東京 🚀"


@given(st.text())
def test_plain_is_one_line(text: str) -> None:
    once = words.plain(text)
    assert len(once.splitlines()) <= 1
    assert words.plain(once) == once
