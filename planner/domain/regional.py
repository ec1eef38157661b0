"""How a workspace writes numbers, dates and times, and in which month its fiscal years start."""

# ruff: noqa: PLC0415 - the command line plans without locales, and should not wait for them

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from planner.domain.errors import InvalidInput, Problem, raise_if_any

LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


@dataclass(frozen=True, slots=True)
class Regional:
    """Regional settings: a BCP 47 tag that the CLDR knows, an IANA time zone, a month from 1 to 12.

    Raises InvalidInput for any other.
    """

    locale: str = "en"
    time_zone: str = "UTC"
    fiscal_year_starts_in: int = 1

    def __post_init__(self) -> None:
        raise_if_any(_problems(self), InvalidInput)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone's rules."""
        return ZoneInfo(self.time_zone)


def _problems(given: Regional) -> Iterator[Problem]:
    if not _is_locale(given.locale):
        yield Problem(
            "locale",
            f"{given.locale[:40]!r} is no locale that is known here.",
            "Write a BCP 47 tag such as en, en-US, de or pt-BR.",
        )
    if not _is_zone(given.time_zone):
        yield Problem(
            "time_zone",
            f"{given.time_zone[:40]!r} is no time zone.",
            "Write a name of the IANA database such as UTC, Europe/Berlin or America/New_York.",
        )
    if not 1 <= given.fiscal_year_starts_in <= 12:
        yield Problem(
            "fiscal_year_starts_in",
            f"There is no month {given.fiscal_year_starts_in}.",
            "Give a number from 1 (January) to 12 (December).",
        )


@lru_cache(maxsize=256)
def _is_locale(tag: str) -> bool:
    if tag == "en":
        return True
    from babel import Locale, UnknownLocaleError

    try:
        return bool(LANGUAGE_TAG.fullmatch(tag) and Locale.parse(tag, sep="-"))
    except (ValueError, UnknownLocaleError):
        return False


@lru_cache(maxsize=256)
def _is_zone(name: str) -> bool:
    return name == "UTC" or name in available_timezones()


USUAL = Regional()
"""What a workspace has unless it says otherwise."""
