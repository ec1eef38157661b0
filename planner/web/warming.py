"""What the first reader would otherwise wait for: pictures, analyses and templates, begun beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from flask import Flask

from planner import engine
from planner.engine.curve import break_even_curve
from planner.engine.simulate import simulate
from planner.reports.charts import Findings, charts
from planner.schemas import profiles
from planner.services import Desk
from planner.web import examples
from planner.web.doors import EXTENSION

ROOMS = ("layout.html", "parts/", "plans/", "reports/")
"""Where the templates of a plan's page lie."""


def warm(app: Flask) -> Iterator[None]:
    """Draw one plan's page for nobody, a step at a time; nothing is stored."""
    desk = cast(Desk, app.extensions[EXTENSION])
    profile, today = profiles.read(examples.get("example").text), desk.today()
    given = profile, desk.knowledge, today
    findings = Findings(simulate(*given), break_even_curve(*given))
    for chart in charts(engine.plan(*given), findings):
        yield
        _ = chart.svg
    for name in app.jinja_env.list_templates(filter_func=lambda name: name.startswith(ROOMS)):
        yield
        app.jinja_env.get_template(name)
