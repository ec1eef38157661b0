"""What many units share: money of some months, recruiters, headcount, as rows of numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.engine.optimise.linear import Index, Series
from planner.engine.staffing import Cap


@dataclass(frozen=True)
class Limits:
    """What units share. `first` is the month from which recruiters' capacity accrues."""

    months: int
    caps: tuple[Cap, ...]
    hires_per_month: float | None
    headcount_cap: int | None
    first: int

    def rows(self) -> dict[str, Index]:
        """The rows of a unit's use on each resource."""
        counts = {
            "budget": len(self.caps),
            "recruiters": 2 * self.months if self.hires_per_month is not None else 0,
            "headcount": self.months if self.headcount_cap is not None else 0,
        }
        ends = np.cumsum(list(counts.values()))
        return {name: np.arange(end - counts[name], end) for name, end in zip(counts, ends, strict=True)}

    def groups(self) -> list[tuple[str, str, Index]]:
        """Each limit by name, its resource and its rows."""
        rows = self.rows()
        found = [(cap.name, "budget", rows["budget"][[place]]) for place, cap in enumerate(self.caps)]
        if self.hires_per_month is not None:
            name = f"recruiters: {self.hires_per_month:g} hires a month"
            found.append((name, "recruiters", rows["recruiters"][self.months :]))
        if self.headcount_cap is not None:
            found.append((f"headcount cap of {self.headcount_cap:,}", "headcount", rows["headcount"]))
        return found

    def steps(self, pay: float) -> Series:
        """How one step more of its resource moves each row: a month's pay, a hire a month, a person."""
        parts = [np.array([pay * len(cap.months) for cap in self.caps])]
        if self.hires_per_month is not None:
            age = np.maximum(np.arange(self.months) - self.first + 1, 0)
            parts += [np.ones(self.months), age.astype(np.float64)]
        if self.headcount_cap is not None:
            parts.append(np.ones(self.months))
        return np.concatenate(parts)

    def allowed(self) -> Series:
        """The limit of each row: money, hires in a month, hires up to it, people."""
        parts = [np.array([cap.amount for cap in self.caps])]
        if self.hires_per_month is not None:
            age = np.maximum(np.arange(self.months) - self.first + 1, 0)
            parts += [np.full(self.months, np.ceil(self.hires_per_month - 1e-9))]
            parts += [np.floor(self.hires_per_month * age + 1e-9)]
        if self.headcount_cap is not None:
            parts.append(np.full(self.months, float(self.headcount_cap)))
        return np.concatenate(parts)
