"""Marks on one plot, put together as a Vega-Lite specification.

Altair writes each mark and its channels; the rows go in beside them, untouched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
from altair.utils.schemapi import debug_mode

from planner.reports.charts import theme
from planner.reports.charts.frame import Frame

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Mark:
    """One kind of mark for each of its rows."""

    shape: str
    rows: Rows
    style: Mapping[str, Any]
    channels: Mapping[str, Any]

    def written(self, name: str) -> dict[str, Any]:
        """The mark over the dataset `name`, its channels as Altair writes them."""
        return {
            "data": {"name": name},
            "mark": {"type": self.shape, **self.style},
            "encoding": {name: _written(channel) for name, channel in self.channels.items()},
        }


def mark(shape: str, rows: Rows, style: Mapping[str, Any] | None = None, **channels: Any) -> Mark:
    """A mark by the name Vega-Lite gives its shape, with channels made by Altair."""
    return Mark(shape, rows, style or {}, channels)


def _written(channel: Any) -> Any:
    return channel if isinstance(channel, dict) else channel.to_dict(validate=False, context={})


def label(rows: Rows, x: Any, y: Any, colour: str = theme.INK, **style: Any) -> Mark:
    """The rows' `text` at their places, on a rim of paper that keeps it legible over lines and areas."""
    rim = {"stroke": theme.PAPER, "strokeWidth": 5, "strokeJoin": "round", "fill": colour}
    return mark("text", rows, {**style, **rim}, x=x, y=y, text=alt.Text(field="text", type="nominal"))


def plain(channel: type[Any], field: str) -> Any:
    """A channel whose values the rows give as they are: a colour, a pixel, a text."""
    return channel(field=field, type="nominal", scale=None)


def quantity(channel: type[Any], field: str) -> Any:
    """A channel of numbers on the plot's scale."""
    return channel(field=field)


def specification(marks: Iterable[Mark], frame: Frame) -> dict[str, Any]:
    """The marks that have rows, above each other in a picture of fixed size."""
    with debug_mode(
        False
    ):  # Altair would check each channel against its JSON schema, for longer than all else
        shown = [mark for mark in marks if mark.rows]
        layer = [mark.written(f"rows{index}") for index, mark in enumerate(shown)]
    return {
        "$schema": alt.SCHEMA_URL,
        "width": frame.width,
        "height": frame.height,
        "padding": {"left": frame.left, "right": frame.right, "top": frame.top, "bottom": frame.bottom},
        "autosize": {"type": "none"},
        "config": theme.config(theme.FONT),
        "datasets": {f"rows{index}": [dict(row) for row in mark.rows] for index, mark in enumerate(shown)},
        "layer": layer,
    }
