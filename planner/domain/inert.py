"""Cells of spreadsheets that start no formula, whatever a text says."""

from __future__ import annotations

import re

_STARTS = re.compile(r"'*[\s\x00]*[=+\-@\t\r\n＝＋－＠]")
_MARKED = re.compile(r"'+[\s\x00]*[=+\-@\t\r\n＝＋－＠]")


def inert(text: str) -> str:
    """`text` with an apostrophe before it where a spreadsheet would calculate; `active` takes it off."""
    return f"'{text}" if _STARTS.match(text) else text


def active(cell: str) -> str:
    """The text that `inert` made `cell` of; other texts stay as they are."""
    return cell[1:] if _MARKED.match(cell) else cell
