"""How numbers, dates and times are written: in English and UTC unless readers have regional settings.

Whom to write for is a context: `with written_for(regional)`. Where that is nobody in particular (the command
line, files for programs and spreadsheets), months are `2026-11` and quarters `FY2027-Q1`.

What goes into a sentence is written as it is put in (`when`, `numeral`). Sentences of plans are written
already: `prose` writes their values anew. Names, and whatever else people typed, go through neither.
"""

# ruff: noqa: PLC0415 - the command line writes English, and should not wait for locales

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from planner.domain import FiscalQuarter, Month

if TYPE_CHECKING:
    from babel import Locale

    from planner.domain.regional import Regional

ENGLISH = "en"
NUMERAL = re.compile(r"(?P<sign>[-−+±]?)(?P<whole>\d[\d,]*)(?:\.(?P<part>\d+))?", re.ASCII)
DATED = re.compile(r"(?<![\w-])((?:19|20)\d\d)-(0[1-9]|1[0-2])(?:-([0-3]\d))?(?![\w-])", re.ASCII)
"""`2026-11` or `2026-11-26`."""

DECIMAL = re.compile(
    r"(?<![\w.,:/§-])\d{1,6}\.\d{1,2}"
    r"(?= (?:FTE|FTE-months|points?|hours|months|teams|people|there|are|is|to)\b)",
    re.ASCII,
)
"""A quantity in a sentence, told by the word behind it: versions, sections and names stay as they are."""

QUARTER = re.compile(r"\bFY(\d{4})-Q([1-4])\b", re.ASCII)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_REGIONAL: ContextVar[Regional | None] = ContextVar("regional", default=None)


@contextmanager
def written_for(regional: Regional | None) -> Iterator[None]:
    """Write for readers with these settings; for None, in English and UTC."""
    before = _REGIONAL.set(regional)
    try:
        yield
    finally:
        _REGIONAL.reset(before)


def use(regional: Regional | None) -> None:
    """Write for readers with these settings from now on, in this thread or task."""
    _REGIONAL.set(regional)


def present() -> Regional | None:
    """The settings that are written for."""
    return _REGIONAL.get()


def tag() -> str:
    """The locale that is written for, as a BCP 47 tag."""
    regional = present()
    return regional.locale if regional else ENGLISH


def numeral(english: str) -> str:
    """A number written in English, `−1,234.5`, as the reader writes it; anything else as it stands."""
    return english if tag() == ENGLISH else _numeral(english, tag())


def typed(text: str) -> str | None:
    """A number that the reader typed, `1.234,5`, written plainly, `1234.5`; None for what is no number."""
    known = _separators(tag())
    group = (
        "[ \u00a0\u202f]"
        if known.group.isspace()
        else "['’]"
        if known.group in "'’"
        else re.escape(known.group)
    )
    whole = rf"\d{{1,3}}(?:{group}\d{{2,3}})*{group}\d{{3}}|\d{{1,15}}"
    found = re.fullmatch(
        rf"([-−]?)({whole})(?:{re.escape(known.decimal)}(\d{{1,6}}))?", text.strip(), re.ASCII
    )
    if found is None:
        return None
    sign, digits, part = found.groups()
    return f"{'-' if sign else ''}{re.sub(group, '', digits)}{f'.{part}' if part else ''}"


def day(when: date) -> str:
    """A day, `26 Nov 2026`; that of a moment is the one in the reader's time zone."""
    local = _local(when) if isinstance(when, datetime) else when
    if tag() == ENGLISH:
        return f"{local.day} {MONTHS[local.month - 1]} {local.year}"
    from babel.dates import format_date

    return format_date(local, "medium", locale=_locale(tag()))


def when(at: Month | FiscalQuarter | date) -> str:
    """A month, `Nov 2026`, a fiscal quarter, `FY2027 Q1`, or a day; `2026-11`, `FY2027-Q1` and `2026-11-26`
    for nobody in particular."""
    if present() is None:
        return str(at)
    if isinstance(at, Month):
        return _month(at.first_day)
    return f"FY{at.year} Q{at.quarter}" if isinstance(at, FiscalQuarter) else day(at)


def span(first: Month, last: Month) -> str:
    """From one month to another, `Jan–Mar 2027`; `2027-01–03` for nobody in particular."""
    if first == last:
        return when(first)
    same_year = first.year == last.year
    if present() is None:
        return f"{first}–{last.month:02d}" if same_year else f"{first}–{last}"
    began = MONTHS[first.month - 1] if same_year and tag() == ENGLISH else when(first)
    return f"{began}–{when(last)}"


def prose(text: str, quoted: Collection[str] = ()) -> str:
    """A sentence that the planner wrote, with its decimals, months, days and fiscal quarters as the reader
    writes them; unchanged for nobody. What it quotes of what people wrote stays as it is."""
    if present() is None:
        return text
    if not quoted:
        return _told(text)
    longest_first = "|".join(map(re.escape, sorted(quoted, key=len, reverse=True)))
    parts = re.split(f"({longest_first})", text, flags=re.IGNORECASE)
    return "".join(part if at % 2 else _told(part) for at, part in enumerate(parts))


def _told(text: str) -> str:
    numbers = text if tag() == ENGLISH else DECIMAL.sub(lambda found: numeral(found[0]), text)
    return QUARTER.sub(r"FY\1 Q\2", DATED.sub(_dated, numbers))


def _dated(found: re.Match[str]) -> str:
    year, number, of_month = found.groups()
    try:
        first = date(int(year), int(number), int(of_month or 1))
    except ValueError:
        return found[0]
    return day(first) if of_month else _month(first)


def _month(at: date) -> str:
    if tag() == ENGLISH:
        return f"{MONTHS[at.month - 1]} {at.year}"
    from babel.dates import format_skeleton

    return format_skeleton("yMMM", at, locale=_locale(tag()))


def moment(when: datetime) -> str:
    """A moment with its time zone: `26 Nov 2026, 14:05 UTC`."""
    return f"{day(when)}, {clock(when)}"


def clock(when: datetime) -> str:
    """The time of day with its time zone: `14:05 UTC`."""
    local = _local(when)
    if tag() == ENGLISH:
        return f"{local:%H:%M} {local.tzname()}"
    from babel.dates import format_time

    return f"{format_time(local, 'short', tzinfo=local.tzinfo, locale=_locale(tag()))} {local.tzname()}"


def charted(locale: str) -> dict[str, Any] | None:
    """A locale as d3-format takes it, for the numbers on axes of charts; None for English."""
    if locale == ENGLISH:
        return None
    known = _separators(locale)
    return {
        "decimal": known.decimal,
        "thousands": known.group,
        "grouping": [known.first, *[known.others] * 5],
        "currency": ["", ""],
    }


def _local(when: datetime) -> datetime:
    regional = present()
    return when.astimezone(regional.zone if regional else UTC)


@dataclass(frozen=True, slots=True)
class _Separators:
    """The marks in a number, and how many digits stand together at its end and before."""

    decimal: str
    group: str
    first: int
    others: int


@lru_cache(maxsize=64)
def _separators(locale: str) -> _Separators:
    known = _locale(locale)
    symbols, grouping = known.number_symbols["latn"], known.decimal_formats[None].grouping
    return _Separators(symbols["decimal"], symbols["group"], *grouping)


def _numeral(english: str, locale: str) -> str:
    # Babel's own format_decimal drops the apostrophes of 1'056'000 (de-CH), so only its data are used.
    found = NUMERAL.fullmatch(english)
    if found is None:
        return english
    known, groups = _separators(locale), list[str]()
    left, size = str(found["whole"]).replace(",", ""), known.first
    while len(left) > size:
        groups.insert(0, left[-size:])
        left, size = left[:-size], known.others
    part = f"{known.decimal}{found['part']}" if found["part"] else ""
    return str(found["sign"]) + known.group.join([left, *groups]) + part


@lru_cache(maxsize=64)
def _locale(locale: str) -> Locale:
    from babel import Locale

    return Locale.parse(locale, sep="-")
