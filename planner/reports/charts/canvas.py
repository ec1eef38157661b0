"""A picture that has no axes: lines, boxes, circles and words at places in pixels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import altair as alt

from planner.reports.charts import theme
from planner.reports.charts.frame import Frame
from planner.reports.charts.marks import Mark, mark, plain, quantity, specification

Align = Literal["left", "center", "right"]
Row = dict[str, Any]


@dataclass(slots=True)
class Canvas:
    """Collects what is drawn; lines lie under boxes, those under circles and words."""

    lines: list[Row] = field(default_factory=list)
    boxes: list[Row] = field(default_factory=list)
    circles: dict[tuple[float, bool], list[Row]] = field(default_factory=dict)
    texts: dict[tuple[Align, bool], list[Row]] = field(default_factory=dict)

    def line(self, x: float, y: float, x2: float, y2: float, colour: str) -> None:
        """A straight line."""
        self.lines.append({"x": x, "y": y, "x2": x2, "y2": y2, "colour": colour})

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """An empty box with round corners."""
        self.boxes.append({"x": x, "y": y, "x2": x + width, "y2": y + height, "colour": colour})

    def circle(self, x: float, y: float, radius: float, fill: str, edge: str, dashed: bool = False) -> None:
        """A circle around a point."""
        row = {"x": x, "y": y, "fill": fill, "colour": edge}
        self.circles.setdefault((radius, dashed), []).append(row)

    def text(
        self,
        x: float,
        y: float,
        said: str,
        colour: str = theme.INK,
        align: Align = "left",
        bold: bool = False,
    ) -> None:
        """Words on a baseline."""
        row = {"x": x, "y": y, "text": said, "colour": colour}
        self.texts.setdefault((align, bold), []).append(row)

    def specification(self, width: int, height: int) -> dict[str, Any]:
        """The picture in Vega-Lite."""
        frame = Frame(height, left=0, right=theme.WIDTH - width, top=0, bottom=0)
        return specification(self._marks(width, height), frame)

    def _marks(self, width: int, height: int) -> Iterator[Mark]:
        x, y = _pixels(alt.X, "x", width), _pixels(alt.Y, "y", height)
        ends = {"x2": quantity(alt.X2, "x2"), "y2": quantity(alt.Y2, "y2")}
        colour = plain(alt.Stroke, "colour")
        yield mark("rule", self.lines, {"strokeWidth": 1.25}, x=x, y=y, **ends, stroke=colour)
        box = {"fill": None, "cornerRadius": 4, "strokeWidth": 1.25}
        yield mark("rect", self.boxes, box, x=x, y=y, **ends, stroke=colour)
        for (radius, dashed), rows in self.circles.items():
            dash = {"strokeDash": [3, 2]} if dashed else {}
            style = {"size": 3.14 * radius**2, "strokeWidth": 1.25, "opacity": 1, "shape": "circle", **dash}
            yield mark("point", rows, style, x=x, y=y, fill=plain(alt.Fill, "fill"), stroke=colour)
        for (align, bold), rows in self.texts.items():
            style = {"align": align, "baseline": "alphabetic", "fontWeight": "bold" if bold else "normal"}
            words = alt.Text(field="text", type="nominal")
            yield mark("text", rows, style, x=x, y=y, fill=plain(alt.Fill, "colour"), text=words)


def _pixels(channel: type[Any], field: str, most: int) -> Any:
    scale = alt.Scale(domain=[0, most], range=[0, most], nice=False, zero=False)
    return channel(field=field, type="quantitative", scale=scale, axis=None)
