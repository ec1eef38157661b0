"""Where a chart lies in its picture."""

from __future__ import annotations

from dataclasses import dataclass

from planner.reports.charts import theme


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a chart lies in its picture: margins around the plot, in pixels."""

    height: int
    left: int = 48
    right: int = 118
    top: int = 24
    bottom: int = 44

    @property
    def width(self) -> int:
        """Width of the plot."""
        return theme.WIDTH - self.left - self.right
