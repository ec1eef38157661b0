"""The audit trail going out: entries as JSON lines or CSV, and checkpoints."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from planner.domain import InvalidInput, Problem
from planner.domain.audit import FACTS
from planner.domain.inert import inert

COLUMNS = ("sequence", *FACTS, "previous", "hash")


def lines(entries: Iterable[Any]) -> Iterator[str]:
    """Each entry as a line of JSON."""
    for entry in entries:
        yield json.dumps(row(entry), ensure_ascii=False) + "\n"


def table(entries: Iterable[Any]) -> Iterator[str]:
    """A head and each entry as lines of CSV, no cell of which starts a formula."""
    yield _csv(COLUMNS)
    for entry in entries:
        yield _csv(inert("" if value is None else str(value)) for value in row(entry).values())


def checkpoint(text: str, where: str) -> dict[str, Any]:
    """The facts of a checkpoint that was kept; raises InvalidInput, which names `where` it was read."""
    try:
        said = json.loads(text)
        return {
            "sequence": int(said["sequence"]),
            "at": datetime.fromisoformat(said["at"]),
            **{name: str(said[name]) for name in ("workspace", "hash", "signature", "public_key")},
        }
    except (ValueError, KeyError, TypeError):
        fix = "Name a file that `planner audit checkpoint` or the audit page made."
        raise InvalidInput(Problem(where, "is not a checkpoint.", fix)) from None


def row(entry: Any) -> dict[str, Any]:
    """An entry as JSON data."""
    return {name: _told(getattr(entry, name)) for name in COLUMNS}


def _told(value: Any) -> Any:
    return value.isoformat(timespec="microseconds") if isinstance(value, datetime) else value


def _csv(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue()
