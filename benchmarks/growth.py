"""How processor time grows with teams, months and units, drawn as `docs/images/growth.png`.

Each point is the least of some repeats on one processor; every repeat solves its own schedule. Both axes are
logarithmic: twice as steep is a power more, and a flat line is a size that costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import log
from pathlib import Path
from time import process_time
from typing import Any

import altair as alt
import vl_convert

from benchmarks import cold, table
from benchmarks.portfolio import group
from benchmarks.schedule import CAPPED, FREE, TODAY, organisation
from planner import engine, guidance, hiring
from planner.domain.profile import Override
from planner.domain.words import Role
from planner.engine.knowledge import Knowledge
from planner.reports.charts import theme

PICTURE = Path("docs/images/growth.png")
TEAMS = (2, 5, 10, 20, 50, 100, 200, 500)
MONTHS = (6, 12, 18, 24, 36, 48, 60)
UNITS = (3, 10, 30, 100, 300)
PANEL, HEIGHT = 170, 190  # pixels
SCALE = 1.2
APART = 1.8  # times between two names, on an axis of three decades
DECADES = [0.01, 0.1, 1, 10]  # seconds
COLOURS = {
    "no caps": theme.HUES[Role.PLATFORM].edge,
    "every cap": theme.HUES[Role.MLOPS].edge,
    "shared limits": theme.INK,
}


@dataclass(frozen=True)
class Line:
    """Seconds by size of one series of one panel."""

    panel: str
    series: str
    sizes: Sequence[int]
    seconds: Sequence[float]

    @property
    def power(self) -> float:
        """`p` in seconds ~ size^p, from the first size to the last."""
        return log(self.seconds[-1] / self.seconds[0]) / log(self.sizes[-1] / self.sizes[0])


def main() -> None:
    """Print the table and draw the picture."""
    lines = list(measured(Knowledge(guidance.load(), hiring.load_pay(), hiring.load_roles())))
    rows = [
        (
            f"{line.panel}, {line.series}",
            f"{line.sizes[0]}: {line.seconds[0] * 1e3:,.0f} ms",
            f"{line.sizes[-1]}: {line.seconds[-1] * 1e3:,.0f} ms",
            f"{line.power:.2f}",
        )
        for line in lines
    ]
    table("Growth of processor time", ("", "smallest", "largest", "power"), rows)
    PICTURE.write_bytes(vl_convert.vegalite_to_png(drawn(lines).to_dict(), scale=SCALE))
    print(f"\nDrawn: {PICTURE}")


def measured(known: Knowledge) -> Iterator[Line]:
    """Every series."""
    for name, constraints in (("no caps", FREE), ("every cap", CAPPED)):
        orgs = [organisation(teams, constraints) for teams in TEAMS]
        runs = [lambda org=org: engine.plan(org, known, TODAY) for org in orgs]
        yield Line("teams, 24 months", name, TEAMS, [least(run, 3) for run in runs])
    for name, constraints in (("no caps", FREE), ("every cap", CAPPED)):
        org = organisation(20, constraints)
        horizons = [
            replace(org, assumptions={"horizon_months": Override(typical=months)}) for months in MONTHS
        ]
        runs = [lambda org=org: engine.plan(org, known, TODAY) for org in horizons]
        yield Line("months, 20 teams", name, MONTHS, [least(run, 3) for run in runs])
    runs = [lambda count=count: engine.portfolio(group(count), known, TODAY) for count in UNITS]
    seconds = [least(run, 1 if count > 30 else 2) for run, count in zip(runs, UNITS, strict=True)]
    yield Line("units, 24 months", "shared limits", UNITS, seconds)


def least(run: Callable[[], object], repeats: int) -> float:
    """The least seconds of processor time."""
    taken = []
    for _ in range(repeats):
        cold()
        start = process_time()
        run()
        taken.append(process_time() - start)
    return min(taken)


def drawn(lines: Sequence[Line]) -> alt.HConcatChart:
    """A panel for each thing that grows, the lines named at their ends."""
    panels = list(dict.fromkeys(line.panel for line in lines))
    parts = [_panel(name, [line for line in lines if line.panel == name]) for name in panels]
    return alt.hconcat(*parts, spacing=24, config=_config())


def _panel(name: str, lines: Sequence[Line]) -> alt.LayerChart:
    rows = [
        {"size": size, "seconds": seconds, "series": line.series}
        for line in lines
        for size, seconds in zip(line.sizes, line.seconds, strict=True)
    ]
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("size:Q", scale=alt.Scale(type="log", nice=False), axis=_ticks(name, lines[0].sizes)),
        y=alt.Y(
            "seconds:Q",
            scale=alt.Scale(type="log", domain=DECADES[:: len(DECADES) - 1]),
            axis=alt.Axis(format="~g", values=DECADES),
        ),
        color=alt.Color(
            "series:N", scale=alt.Scale(domain=[*COLOURS], range=[*COLOURS.values()]), legend=None
        ),
    )
    ends = base.properties(data=alt.Data(values=list(_ends(lines)))).encode(text="series:N")
    title = alt.Title("Seconds of processor time", anchor="start", fontSize=theme.SIZE, fontWeight="normal")
    marks = (base.mark_line(), base.mark_point(filled=True, size=36, opacity=1))
    names = ends.mark_text(align="left", dx=8, fontSize=theme.SIZE)
    return alt.layer(*marks, names).properties(width=PANEL, height=HEIGHT, title=title)


def _ends(lines: Sequence[Line]) -> Iterator[dict[str, Any]]:
    """Where each line is named: at its end, or as far above the name below as a line of text needs."""
    lowest = 0.0
    for line in sorted(lines, key=lambda line: line.seconds[-1]):
        at = max(line.seconds[-1], lowest)
        lowest = at * APART
        yield {"size": line.sizes[-1], "seconds": at, "series": line.series}


def _ticks(name: str, sizes: Sequence[int]) -> alt.Axis:
    return alt.Axis(values=list(sizes[::2]), title=name.capitalize(), grid=False, format=",d")


def _config() -> dict[str, Any]:
    return {**theme.config(theme.FONT), "background": theme.PAPER, "padding": 16}
