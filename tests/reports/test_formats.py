"""Numbers, dates and times by locale and time zone; in English and UTC where nothing is said."""

from datetime import UTC, date, datetime

import pytest

from planner.domain import FiscalQuarter, Money, Month
from planner.domain.regional import Regional
from planner.reports import formats, forms, words
from planner.reports.forms import Form
from tests.reports.plans import usual

SUMMER = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("en", ("1,056,000 EUR", "1,234.5", "12 %", "0.125", "−1,200")),
        ("de", ("1.056.000 EUR", "1.234,5", "12 %", "0,125", "−1.200")),
        ("de-CH", ("1'056'000 EUR", "1'234.5", "12 %", "0.125", "−1'200")),
        ("fr", ("1\u202f056\u202f000 EUR", "1\u202f234,5", "12 %", "0,125", "−1\u202f200")),
        ("en-IN", ("10,56,000 EUR", "1,234.5", "12 %", "0.125", "−1,200")),
    ],
)
def test_numbers_are_written_by_the_locale(locale: str, said: tuple[str, ...]) -> None:
    with formats.written_for(Regional(locale)):
        written = (
            words.money(Money.of(1_056_000, "EUR")),
            words.fte(1234.5),
            words.share(0.12),
            words.number(0.125),
            words.number(-1200),
        )
    assert written == said


@pytest.mark.parametrize(
    ("locale", "read", "refused"),
    [
        (
            "en",
            {"1,234.5": "1234.5", "1234.5": "1234.5", "0.3": "0.3", "-4": "-4"},
            ("1,23", "1 234", "1.2.3"),
        ),
        ("de", {"1.234,5": "1234.5", "0,3": "0.3", "1.234": "1234"}, ("0.3", "1,234.5", "12 Euro")),
        ("de-CH", {"1'234.5": "1234.5", "1\u2019234": "1234"}, ("1,5",)),
        ("fr", {"1 234,5": "1234.5", "1\u202f234": "1234"}, ("1.5", "")),
        ("en-IN", {"1,23,456.5": "123456.5"}, ("1,2,3",)),
    ],
)
def test_numbers_are_read_as_the_locale_writes_them(
    locale: str, read: dict[str, str], refused: tuple[str, ...]
) -> None:
    with formats.written_for(Regional(locale)):
        assert {text: formats.typed(text) for text in read} == read
        assert [text for text in refused if formats.typed(text) is not None] == []


@pytest.mark.parametrize(
    ("regional", "said"),
    [
        (None, ("2026-11–12", "2026-11–2027-02", "2026-11", "FY2027-Q1", "2026-11-26")),
        (Regional("en"), ("Nov–Dec 2026", "Nov 2026–Feb 2027", "Nov 2026", "FY2027 Q1", "26 Nov 2026")),
        (
            Regional("de"),
            ("Nov. 2026–Dez. 2026", "Nov. 2026–Feb. 2027", "Nov. 2026", "FY2027 Q1", "26.11.2026"),
        ),
    ],
)
def test_months_quarters_and_days_are_written_by_the_locale(
    regional: Regional | None, said: tuple[str, ...]
) -> None:
    november, december, february = (Month.parse(text) for text in ("2026-11", "2026-12", "2027-02"))
    with formats.written_for(regional):
        found = (
            formats.span(november, december),
            formats.span(november, february),
            formats.span(november, november),
            formats.when(FiscalQuarter(2027, 1)),
            formats.when(date(2026, 11, 26)),
        )
    assert found == said


@pytest.mark.parametrize(
    ("regional", "said"),
    [
        (None, "2026-11 and 2026-11-26 for ML-2027-014 in FY2027-Q1"),
        (Regional("en"), "Nov 2026 and 26 Nov 2026 for ML-2027-014 in FY2027 Q1"),
        (Regional("de"), "Nov. 2026 and 26.11.2026 for ML-2027-014 in FY2027 Q1"),
    ],
)
def test_dates_in_sentences_are_written_by_the_locale_and_names_are_not(
    regional: Regional | None, said: str
) -> None:
    written = "2026-11 and 2026-11-26 for ML-2027-014 in FY2027-Q1"
    with formats.written_for(regional):
        assert words.told(written) == said
        assert words.plain(written) == written


def test_a_date_that_is_none_stays_as_it_is() -> None:
    with formats.written_for(Regional("en")):
        assert formats.prose("2026-02-31, 2026-13, v2026-11-1") == "2026-02-31, 2026-13, v2026-11-1"


@pytest.mark.parametrize(
    ("locale", "zone", "said"),
    [
        ("en", "UTC", "1 Jul 2026, 22:30 UTC"),
        ("de", "Europe/Berlin", "02.07.2026, 00:30 CEST"),
        ("en-US", "America/New_York", "Jul 1, 2026, 6:30\u202fPM EDT"),
        ("en", "Asia/Kolkata", "2 Jul 2026, 04:00 IST"),
    ],
)
def test_moments_are_written_by_locale_and_time_zone(locale: str, zone: str, said: str) -> None:
    with formats.written_for(Regional(locale, zone)):
        assert formats.moment(SUMMER) == said
        assert formats.day(SUMMER) == said.rpartition(",")[0]


def test_a_day_is_the_same_everywhere_and_words_are_left_alone() -> None:
    with formats.written_for(Regional("de", "Pacific/Auckland")):
        assert formats.day(date(2026, 7, 1)) == "01.07.2026"
        assert [formats.numeral(text) for text in ("1e-05", "withheld", "2026-11", "nan")] == [
            "1e-05",
            "withheld",
            "2026-11",
            "nan",
        ]
    assert formats.moment(SUMMER) == "1 Jul 2026, 22:30 UTC"


def test_documents_for_people_write_numbers_the_readers_way_and_others_do_not() -> None:
    german = Regional("de", "Europe/Berlin")
    plan = usual()
    english = forms.render(plan, Form.HTML).decode()
    localised = forms.render(plan, Form.HTML, regional=german).decode()
    cost = words.amount(plan.totals.cost)
    assert "," in cost and cost in english
    assert cost.replace(",", ".") in localised and cost not in localised
    with formats.written_for(german):
        for form in (Form.CSV, Form.MARKDOWN):
            assert forms.render(plan, form) == forms.render(plan, form, regional=german)
        assert cost in forms.render(plan, Form.MARKDOWN).decode()


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("Hire now: 6.0 FTE needed, 1.8 there.", "Hire now: 6,0 FTE needed, 1,8 there."),
        ("from 0.0 to 12.25 FTE by 2028-10", "from 0,0 to 12,25 FTE by Okt. 2028"),
        ("guidance mlops-and-platform 1.0 (36eb250be858)", "guidance mlops-and-platform 1.0 (36eb250be858)"),
        (
            "Practice 3.5 (C) · HiGHS 1.16.0 · arXiv 2103.08942",
            "Practice 3.5 (C) · HiGHS 1.16.0 · arXiv 2103.08942",
        ),
        ("Web 2.0 GmbH, since 01.07.2026", "Web 2.0 GmbH, since 01.07.2026"),
    ],
)
def test_numbers_in_sentences_are_the_readers_and_versions_stay(english: str, german: str) -> None:
    with formats.written_for(Regional("de", "Europe/Berlin")):
        assert formats.prose(english) == german
        assert formats.prose(german) == german
    with formats.written_for(Regional()):
        assert formats.prose("6.0 FTE needed") == "6.0 FTE needed"
