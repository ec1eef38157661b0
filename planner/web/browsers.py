"""What a browser is called, by how it describes itself."""

from __future__ import annotations

from collections.abc import Sequence

Marks = Sequence[tuple[str, str]]
BROWSERS: Marks = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS: Marks = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
"""What stands in the description, and what that is called; the first that stands there counts, as most name
others beside themselves."""


def called(agent: str) -> str | None:
    """`Firefox on Linux` for a `User-Agent`; None for one that is none of the usual browsers."""
    browser, system = _first(BROWSERS, agent), _first(SYSTEMS, agent)
    return f"{browser} on {system}" if browser and system else browser


def _first(marks: Marks, agent: str) -> str | None:
    return next((name for mark, name in marks if mark in agent), None)
