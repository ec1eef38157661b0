"""The months of a horizon by fiscal quarter and year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from planner.domain.calendar import FiscalQuarter, Month


@dataclass(frozen=True)
class Periods:
    """`months` from `start`, counted from 0, when fiscal years start in calendar month `starts_in`."""

    start: Month
    months: int
    starts_in: int

    @cached_property
    def quarters(self) -> Mapping[FiscalQuarter, list[int]]:
        """Months of each fiscal quarter on the horizon."""
        found: dict[FiscalQuarter, list[int]] = {}
        for month in range(self.months):
            found.setdefault(FiscalQuarter.of(self.start + month, self.starts_in), []).append(month)
        return found

    @cached_property
    def years(self) -> Mapping[int, list[int]]:
        """Months of each fiscal year on the horizon."""
        found: dict[int, list[int]] = {}
        for quarter, months in self.quarters.items():
            found.setdefault(quarter.year, []).extend(months)
        return found
