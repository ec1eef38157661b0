"""The example organisations that come with the program."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from planner.domain import NotFound, Problem
from planner.resources import seeds


@dataclass(frozen=True, slots=True)
class Example:
    """An organisation to start from: its file's text, and a line on what it shows."""

    name: str
    title: str
    about: str
    text: str


ABOUT = {
    "example": "An online shop with eight teams, two sites, a budget and a hiring limit",
    "three-lines": "Three facts, and everything else unknown",
    "single-team": "One team that has just put its first models to work",
    "regulated-bank": "A bank whose regulator looks at the models",
    "round-the-clock": "Models that must be repaired at any hour",
    "fully-staffed": "Enough people are there already",
    "zero-budget": "Work, but no money for seats",
    "large": "Five hundred teams on three continents",
}


def index() -> tuple[Example, ...]:
    """All examples, the usual one first."""
    return tuple(get(name) for name in ABOUT)


@cache
def get(name: str) -> Example:
    """The example of that name; raises NotFound."""
    if name not in ABOUT:
        raise NotFound(
            Problem("example", f"There is no example {name[:40]!r}.", "Choose one from the start page.")
        )
    text = (seeds() / "orgs" / f"{name}.yaml").read_text(encoding="utf-8")
    title = re.search(r"^name: *(.+)$", text, re.MULTILINE)
    return Example(name, title[1].strip("\"'") if title else name, ABOUT[name], text)
