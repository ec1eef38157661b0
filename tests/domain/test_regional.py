"""Regional settings are ones that can be kept, and wrong ones are told where and why."""

import pytest

from planner.domain import InvalidInput
from planner.domain.regional import USUAL, Regional


def test_usual_settings_are_international_english_and_calendar_years() -> None:
    assert (USUAL.locale, USUAL.time_zone, USUAL.fiscal_year_starts_in) == ("en", "UTC", 1)


@pytest.mark.parametrize("locale", ["de", "en-US", "pt-BR", "zh-Hant-TW", "DE-de"])
def test_language_tags_of_the_cldr_are_locales(locale: str) -> None:
    assert Regional(locale).locale == locale


@pytest.mark.parametrize("locale", ["", "xx", "de_DE", "english", "../../de", "de\n", "de-DE@euro", "x" * 99])
def test_anything_else_is_no_locale(locale: str) -> None:
    with pytest.raises(InvalidInput, match=r"locale: .* is no locale that is known here. Write a BCP 47 tag"):
        Regional(locale)


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(InvalidInput) as raised:
        Regional("xx", "Mars/Base", 13)
    assert [problem.path for problem in raised.value.problems] == [
        "locale",
        "time_zone",
        "fiscal_year_starts_in",
    ]
    for zone in ("Europe", "../etc/passwd", "europe/berlin", ""):
        with pytest.raises(InvalidInput):
            Regional(time_zone=zone)
