"""Paths into a document, such as `teams[2].site`, and how foreign text is shown in a message."""

from __future__ import annotations

from collections.abc import Mapping

_LONGEST = 120


def join(parent: str, key: str | int) -> str:
    """The path of `key` below `parent`; whole numbers are places in a list."""
    if isinstance(key, int):
        return f"{parent}[{key}]"
    return f"{parent}.{key}" if parent else key


def line_of(path: str, lines: Mapping[str, int] | None) -> int | None:
    """The line of `path`, else of the nearest part of the document that holds it."""
    while lines and path:
        if path in lines:
            return lines[path]
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return None


def shown(text: str, longest: int = _LONGEST) -> str:
    """`text` fit for a message: unprintable characters escaped, the end cut off beyond `longest`."""
    cut = text if len(text) <= longest else text[: longest - 1] + "…"
    if cut.isprintable():
        return cut
    return "".join(part if part.isprintable() else part.encode("unicode_escape").decode() for part in cut)
