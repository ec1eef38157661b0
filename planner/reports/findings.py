"""What further runs add to a plan's report."""

from __future__ import annotations

from dataclasses import dataclass

from planner.domain.analysis import BreakEvenCurve, Simulation, Tornado
from planner.reports import words


@dataclass(frozen=True, slots=True)
class Findings:
    """What stands beside a plan: how it may turn out, when a platform pays, and what the plan hangs on."""

    simulation: Simulation | None = None
    curve: BreakEvenCurve | None = None
    tornado: Tornado | None = None

    @property
    def basis(self) -> str:
        """From how many paths and which seed the ranges are."""
        found = self.simulation
        return "" if found is None else f"{words.whole(found.paths)} simulated paths, seed {found.seed}"


NOTHING_MORE = Findings()
