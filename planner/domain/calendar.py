"""Months and fiscal quarters: the planner's only clock is an argument."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import total_ordering


@total_ordering
@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month, counted as `year * 12 + month - 1`, so that months add and subtract."""

    ordinal: int

    @classmethod
    def of(cls, day: date) -> Month:
        """The month that `day` lies in."""
        return cls(day.year * 12 + day.month - 1)

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read `2027-03`; raises ValueError otherwise."""
        match = re.fullmatch(r"([1-9][0-9]{3})-(0[1-9]|1[0-2])", text)
        if not match:
            raise ValueError(f"{text!r} is not a month such as 2027-03")
        return cls(int(match[1]) * 12 + int(match[2]) - 1)

    @property
    def year(self) -> int:
        """Calendar year."""
        return self.ordinal // 12

    @property
    def month(self) -> int:
        """Month of the year, 1..12."""
        return self.ordinal % 12 + 1

    @property
    def first_day(self) -> date:
        """The first day of the month."""
        return date(self.year, self.month, 1)

    def __add__(self, months: int) -> Month:
        return Month(self.ordinal + months)

    def __sub__(self, other: Month) -> int:
        return self.ordinal - other.ordinal

    def __lt__(self, other: Month) -> bool:
        return self.ordinal < other.ordinal

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


EARLIEST, LATEST = Month(2000 * 12), Month(2200 * 12 - 1)
"""The months that documents hold; what is reckoned beyond them is taken for the first or last."""


@total_ordering
@dataclass(frozen=True, slots=True)
class FiscalQuarter:
    """A quarter of a fiscal year; the year is named after the calendar year in which it ends."""

    year: int
    quarter: int

    @classmethod
    def of(cls, month: Month, starts_in: int = 1) -> FiscalQuarter:
        """The quarter of `month` when fiscal years start in calendar month `starts_in` (1..12)."""
        shifted = month.ordinal - (starts_in - 1)
        year = shifted // 12 + (0 if starts_in == 1 else 1)
        return cls(year, shifted % 12 // 3 + 1)

    @classmethod
    def parse(cls, text: str) -> FiscalQuarter:
        """Read `FY2027-Q3`; raises ValueError otherwise."""
        match = re.fullmatch(r"FY([1-9][0-9]{3})-Q([1-4])", text)
        if not match:
            raise ValueError(f"{text!r} is not a fiscal quarter such as FY2027-Q3")
        return cls(int(match[1]), int(match[2]))

    def __lt__(self, other: FiscalQuarter) -> bool:
        return (self.year, self.quarter) < (other.year, other.quarter)

    def __str__(self) -> str:
        return f"FY{self.year:04d}-Q{self.quarter}"
