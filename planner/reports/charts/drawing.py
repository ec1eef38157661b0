"""Pictures as SVG and PNG, drawn without a browser, a network or a font of the machine."""

from __future__ import annotations

import json
import re
from html import escape

import vl_convert

from planner.reports.charts import theme
from planner.reports.charts.model import Chart

ROOT = re.compile(r"<svg\b[^>]*?\bviewBox=\"(?P<box>[^\"]+)\"[^>]*>")
CLUTTER = re.compile(
    r'<path class="(?:background|foreground)"[^>]*/>|'
    r' (?:class|role|aria-roledescription|aria-hidden|pointer-events|stroke-miterlimit)="[^"]*"'
)
REFERENCE = re.compile(r'(?<=url\(#)(?P<use>\w+)(?=\))|(?<=<pattern id=")(?P<definition>\w+)(?=")')


def svg(chart: Chart, font: str = theme.FONT) -> str:
    """The picture as an SVG element; its name says what it shows, ids in it begin with the chart's name."""
    drawn = chart.drawing if isinstance(chart.drawing, str) else _drawn(chart.drawing)
    found = ROOT.search(drawn)
    if found is None:
        raise ValueError(f"{chart.name}: not an SVG")
    body = CLUTTER.sub("", drawn[found.end() :])
    definitions = "".join(text for name, text in theme.PATTERNS.items() if f"url(#{name})" in body)
    _, _, width, height = found["box"].split()
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-label="{escape(chart.alternative)}" '
        f'font-family="{escape(font)}">'
        f"<defs>{definitions}</defs>{body}"
    )
    own = REFERENCE.sub(lambda id: f"{chart.name}-{id[0]}", picture)
    return own.replace(f'font-family="{theme.FONT}"', f'font-family="{escape(font)}"')


def png(chart: Chart, scale: float = 2) -> bytes:
    """The picture on paper white, `scale` times as many pixels as the SVG has units."""
    paper = f'<rect width="100%" height="100%" fill="{theme.PAPER}"/></defs>'
    return vl_convert.svg_to_png(svg(chart).replace("</defs>", f"</defs>{paper[:-7]}", 1), scale=scale)


def _drawn(specification: object) -> str:
    return str(vl_convert.vegalite_to_svg(json.dumps(specification)))
