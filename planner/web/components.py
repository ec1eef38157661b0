"""The living page of components: each as it looks, with the words it is used with."""

from __future__ import annotations

from flask import Response

from planner.domain import Problem
from planner.web.doors import door as new_door
from planner.web.doors import page
from planner.web.form import Ask

door = new_door("components", __name__)


OPTIONS = (("none", "none"), ("basic", "basic"), ("strong", "strong"))
WRONG = Problem("", "'many' is not a number.", "Write numbers like 1,234.")
ASKS = (
    (
        Ask("a.number", "How many teams build models?", "Those that use models don't.", "number", "teams"),
        "3",
        None,
    ),
    (Ask("a.wrong", "How many models are in production?", "", "number", "models"), "many", WRONG),
    (Ask("a.yesno", "Is the organisation regulated?", "", "yesno"), "no", None),
    (Ask("a.choice", "Which company platform can ML stand on?", "", "choice", "", OPTIONS), "basic", None),
)


@door.get("/components")
def guide() -> Response:
    """Show every component."""
    return page("components/guide.html", asks=ASKS)
