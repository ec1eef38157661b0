"""A picture before it is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.domain import Role
from planner.reports.charts import drawing
from planner.reports.charts.theme import Scheme
from planner.reports.document import Table, View

if TYPE_CHECKING:
    import pandas as pd

    from planner.reports.tidy import Tidy


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture: the sentence that says what it shows, how to read its marks, the same in words, the table
    and the numbers behind it, and how to draw it; nothing is drawn where there is nothing to see.
    """

    view: View
    sentence: str
    reading: str
    alt: str
    table: Table | None
    data: Tidy
    specification: Mapping[str, Any] | None
    role: Role | None = None

    @property
    def name(self) -> str:
        """What tells it from the other pictures of a plan: `balance-mlops`."""
        return "-".join((self.view, *([self.role] if self.role else []))).replace("_", "-")

    @property
    def svg(self) -> str:
        """The picture as an SVG element for a page; its colours are those of the page's scheme.

        Empty where there is nothing to draw. The page's stylesheet holds `charts.stylesheet()`.
        """
        return drawing.svg(self.specification, self.name, self.alt) if self.specification else ""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in pixels."""
        drawn = self.specification or {}
        pad = drawn.get("padding", {})
        return (
            drawn.get("width", 0) + pad.get("left", 0) + pad.get("right", 0),
            drawn.get("height", 0) + pad.get("top", 0) + pad.get("bottom", 0),
        )

    @property
    def frame(self) -> pd.DataFrame:
        """The numbers behind the picture, for pandas."""
        return self.data.frame()

    def fixed(self, scheme: Scheme = Scheme.LIGHT, font: str = "") -> str:
        """The picture as an SVG whose colours are those of one scheme, wherever it is shown."""
        drawn = self.specification
        return drawing.fixed(drawn, self.name, self.alt, scheme, font) if drawn else ""

    def png(self, scheme: Scheme = Scheme.LIGHT, scale: float = 2) -> bytes:
        """The picture on the ground of its scheme, `scale` times as many pixels as the SVG has units."""
        return drawing.png(self.fixed(scheme), scheme, scale)
