"""Pictures as SVG and PNG, drawn without a browser, a network or a font of the machine."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from typing import Any

import vl_convert

from planner.reports import formats
from planner.reports.charts import theme
from planner.reports.charts.theme import Scheme

KEPT = 512
"""Drawings that are remembered: some sixty plans' worth, about 10 kB each."""

ROOT = re.compile(r"<svg\b[^>]*?\bviewBox=\"(?P<box>[^\"]+)\"[^>]*>")
CLUTTER = re.compile(
    r'<path class="(?:background|foreground)"[^>]*/>|'
    r' (?:class|role|aria-roledescription|aria-hidden|aria-label|pointer-events|stroke-miterlimit)="[^"]*"'
)
REFERENCE = re.compile(r'(?<=url\(#)(?P<use>[\w-]+)(?=\))|(?<= id=")(?P<definition>[\w-]+)(?=")')
COLOUR = re.compile("|".join(map(re.escape, theme.TOKENS)))


def svg(specification: Mapping[str, Any], name: str, alt: str) -> str:
    """An SVG element for a page: colours are custom properties of the page, light ones where it has none.

    Ids in it begin with `name`; `alt` says what it shows.
    """
    picture = _picture(json.dumps(specification), name, alt, theme.FONT, formats.tag())
    return COLOUR.sub(lambda found: f"var(--chart-{theme.TOKENS[found[0]]}, {found[0]})", picture)


def fixed(specification: Mapping[str, Any], name: str, alt: str, scheme: Scheme, font: str = "") -> str:
    """The same picture in the colours of one scheme, for documents that know no custom properties."""
    picture = _picture(json.dumps(specification), name, alt, font or theme.FONT, formats.tag())
    return COLOUR.sub(lambda found: theme.colour(found[0], scheme), picture)


def png(picture: str, scheme: Scheme, scale: float) -> bytes:
    """A fixed picture on the ground of its scheme."""
    ground = f'<rect width="100%" height="100%" fill="{theme.colour(theme.PAPER, scheme)}"/>'
    return vl_convert.svg_to_png(picture.replace("</defs>", f"</defs>{ground}", 1), scale=scale)


@lru_cache(maxsize=KEPT)
def _picture(specification: str, name: str, alt: str, font: str, locale: str) -> str:
    drawn = str(vl_convert.vegalite_to_svg(specification, format_locale=formats.charted(locale)))
    found = ROOT.search(drawn)
    if found is None:
        raise ValueError(f"{name}: not an SVG")
    body = CLUTTER.sub("", drawn[found.end() :]).replace(f' font-family="{escape(theme.FONT)}"', "")
    definitions = "".join(text for pattern, text in theme.PATTERNS.items() if f"url(#{pattern})" in body)
    own = REFERENCE.sub(lambda found: f"{name}-{found[0]}", f"<defs>{definitions}</defs>{body}")
    _, _, width, height = found["box"].split()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" font-family="{escape(font)}" '
        f'aria-label="{escape(alt)}">{own}'
    )
