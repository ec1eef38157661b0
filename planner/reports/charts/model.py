"""A picture before it is drawn, and what further runs may add to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from planner.domain import Role
from planner.domain.analysis import BreakEvenCurve, Simulation
from planner.reports.document import View


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture: the sentence that says what it shows, how to read its marks, its numbers in words, and how
    to draw it (a Vega-Lite specification, or an SVG as text).
    """

    view: View
    title: str
    reading: str
    alternative: str
    drawing: Mapping[str, Any] | str
    role: Role | None = None

    @property
    def name(self) -> str:
        """What tells it from the other pictures of a plan: `balance-mlops`."""
        return "-".join((self.view, *([self.role] if self.role else []))).replace("_", "-")


@dataclass(frozen=True, slots=True)
class Findings:
    """What stands beside a plan: how it may turn out, and from how many teams a platform pays."""

    simulation: Simulation | None = None
    curve: BreakEvenCurve | None = None

    @property
    def basis(self) -> str:
        """From how many paths and which seed the ranges are."""
        found = self.simulation
        return "" if found is None else f"{found.paths:,} simulated paths, seed {found.seed}"


NOTHING_MORE = Findings()
