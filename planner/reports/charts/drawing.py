"""Pictures as SVG and PNG, drawn without a browser, a network or a font of the machine."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from typing import Any
from xml.etree import ElementTree

import vl_convert

from planner.reports import formats
from planner.reports.charts import theme
from planner.reports.charts.lean import lean
from planner.reports.charts.theme import Scheme

KEPT = 512
"""Drawings that are remembered: some sixty plans' worth, about 10 kB each."""

REFERENCE = re.compile(r'(?<=url\(#)(?P<use>[\w-]+)(?=\))|(?<= id=")(?P<definition>[\w-]+)(?=")')
COLOUR = re.compile("|".join(map(re.escape, theme.TOKENS)))


def svg(specification: Mapping[str, Any], name: str, alt: str) -> str:
    """An SVG element for a page, whose colours are custom properties of the page's stylesheet.

    Ids in it begin with `name`; `alt` says what it shows.
    """
    picture = _written(specification, name, alt, theme.FONT)
    return COLOUR.sub(lambda found: f"var(--chart-{theme.TOKENS[found[0]]})", picture)


def fixed(specification: Mapping[str, Any], name: str, alt: str, scheme: Scheme, font: str = "") -> str:
    """The same picture in the colours of one scheme, for documents that know no custom properties."""
    picture = _written(specification, name, alt, font or theme.FONT)
    return COLOUR.sub(lambda found: theme.colour(found[0], scheme), picture)


def png(picture: str, scheme: Scheme, scale: float) -> bytes:
    """A fixed picture on the ground of its scheme."""
    ground = f'<rect width="100%" height="100%" fill="{theme.colour(theme.PAPER, scheme)}"/>'
    return vl_convert.svg_to_png(picture.replace("</defs>", f"</defs>{ground}", 1), scale=scale)


def _written(specification: Mapping[str, Any], name: str, alt: str, font: str) -> str:
    return _picture(json.dumps(specification, ensure_ascii=False), name, alt, font, formats.tag())


@lru_cache(maxsize=KEPT)
def _picture(specification: str, name: str, alt: str, font: str, locale: str) -> str:
    drawn = str(vl_convert.vegalite_to_svg(specification, format_locale=formats.charted(locale)))
    root = lean(drawn, {"font-family": theme.FONT, "font-size": f"{theme.SIZE}px"})
    body = "".join(ElementTree.tostring(child, encoding="unicode") for child in root)
    definitions = "".join(text for pattern, text in theme.PATTERNS.items() if f"url(#{pattern})" in body)
    own = REFERENCE.sub(lambda found: f"{name}-{found[0]}", f"<defs>{definitions}</defs>{body}")
    _, _, width, height = root.attrib["viewBox"].split()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" font-family="{escape(font)}" font-size="{theme.SIZE}" '
        f'aria-label="{escape(alt)}">{own}</svg>'
    )
