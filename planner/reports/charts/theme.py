"""One look for every picture: Okabe and Ito's colours, each with one meaning, and a texture as second cue.

Pictures are drawn in the light colours, each of which has a name and a counterpart for dark surroundings.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from planner.domain import Role

PAPER = "#ffffff"
INK = "#1f2328"
BLACK = "#000000"
"""Signs on coloured ground, which stays as it is in dark surroundings."""

QUIET = "#5b6470"
LINE = "#d5d9de"

TODAY = "#a9afb7"
"""What stands today."""

TODAY_EDGE = "#6d7580"
SHORT = "#d55e00"
"""Shortage, and nothing else."""

SHORT_TEXT = "#a84300"

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
"""Arial and its metric twin, which vl-convert ships and measures labels with."""

PRINT_FONT = "Libertinus Serif"
"""The text face that typst ships."""

SIZE = 12
LETTER = 7.2
"""Mean width of a letter in the widest face that may stand in for the named ones, in pixels."""

SLACK = 0.85
"""What vl-convert may measure of the room for a label, so that wider faces fit as well."""

WIDTH = 720
"""Width of every picture, in pixels."""


@dataclass(frozen=True, slots=True)
class Hue:
    """The colours of one role: of areas, of their tint while somebody learns the job, of edges and text."""

    fill: str
    tint: str
    edge: str
    texture: str


HUES = {
    Role.MLOPS: Hue("#e69f00", "#f7ddab", "#8a5f00", "#e69f00"),
    Role.PLATFORM: Hue("#56b4e9", "#c9e6f7", "#00598f", "url(#dots)"),
}
HATCH = "url(#hatch)"
"""Fill of shortage."""

PATTERNS = {
    "dots": (
        f'<pattern id="dots" width="7" height="7" patternUnits="userSpaceOnUse">'
        f'<rect width="7" height="7" fill="{HUES[Role.PLATFORM].fill}"/>'
        f'<circle cx="1.75" cy="1.75" r="0.9" fill="{HUES[Role.PLATFORM].edge}"/>'
        f'<circle cx="5.25" cy="5.25" r="0.9" fill="{HUES[Role.PLATFORM].edge}"/></pattern>'
    ),
    "hatch": (
        f'<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><line x1="1" y1="0" x2="1" y2="6" stroke="{SHORT}" '
        f'stroke-width="2"/></pattern>'
    ),
}
"""Textures by name, as SVG definitions."""


class Scheme(StrEnum):
    """The two surroundings in which pictures are seen."""

    LIGHT = "light"
    DARK = "dark"


TOKENS = {
    PAPER: "paper",
    INK: "ink",
    QUIET: "quiet",
    LINE: "line",
    TODAY: "today",
    TODAY_EDGE: "today-edge",
    SHORT: "short",
    SHORT_TEXT: "short-text",
    HUES[Role.MLOPS].fill: "mlops",
    HUES[Role.MLOPS].tint: "mlops-tint",
    HUES[Role.MLOPS].edge: "mlops-edge",
    HUES[Role.PLATFORM].fill: "platform",
    HUES[Role.PLATFORM].tint: "platform-tint",
    HUES[Role.PLATFORM].edge: "platform-edge",
}
"""Names of the light colours; a page sets `--chart-NAME` to the colour of its scheme."""

DARK = {
    "paper": "#15181c",
    "ink": "#e8eaed",
    "quiet": "#a7b0bb",
    "line": "#3a424b",
    "today": "#6f7883",
    "today-edge": "#9aa3ae",
    "short": "#ff8a3d",
    "short-text": "#ffa066",
    "mlops": "#e69f00",
    "mlops-tint": "#6b4e0e",
    "mlops-edge": "#f0bd4f",
    "platform": "#56b4e9",
    "platform-tint": "#1d4a66",
    "platform-edge": "#8ecdf2",
}


def colour(light: str, scheme: Scheme) -> str:
    """The counterpart of a light colour in a scheme."""
    return light if scheme is Scheme.LIGHT else DARK[TOKENS[light]]


def stylesheet() -> str:
    """CSS that gives the pictures of a page the colours of its scheme."""
    light = "".join(f"--chart-{name}:{hexadecimal};" for hexadecimal, name in TOKENS.items())
    dark = "".join(f"--chart-{name}:{hexadecimal};" for name, hexadecimal in DARK.items())
    return f":root{{{light}}}\n@media screen and (prefers-color-scheme: dark){{:root{{{dark}}}}}\n"


def config(font: str) -> dict[str, Any]:
    """The Vega-Lite configuration that all charts share."""
    axis = {
        "labelColor": QUIET,
        "labelFontSize": SIZE,
        "domain": False,
        "ticks": False,
        "gridColor": LINE,
        "gridWidth": 1,
        "labelPadding": 6,
        "title": None,
        "titleColor": QUIET,
        "titleFontSize": SIZE,
        "titleFontWeight": "normal",
        "titlePadding": 8,
    }
    return {
        "aria": False,
        "font": font,
        "background": None,
        "view": {"stroke": None},
        "axis": axis,
        "text": {"fontSize": SIZE, "fill": INK, "font": font},
    }
