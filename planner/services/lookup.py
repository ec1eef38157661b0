"""Finding one record, and cutting lists into pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from planner.domain import InvalidInput, NotFound, Problem
from planner.services import ids
from planner.services.ports import Page

MOST_ITEMS, USUAL_ITEMS = 100, 20
WORDS = {ids.PROFILE: "profile", ids.PLAN: "plan"}
Found = TypeVar("Found")


class Named(Protocol):
    """Whatever has an id."""

    @property
    def id(self) -> str:
        """The record's typed id."""


Record = TypeVar("Record", bound=Named)


def found(kind: str, id: str, get: Callable[[str], Found | None]) -> Found:
    """The record of that id; raises NotFound, without asking the store for what cannot be an id."""
    record = get(id) if ids.names(kind, id) else None
    if record is None:
        word = WORDS[kind]
        fix = f"List the {word}s to see their ids."
        raise NotFound(Problem(f"{word}_id", f"There is no {word} {id[:60]!r}.", fix))
    return record


def page(
    kind: str, after: str | None, limit: int, fetch: Callable[[int, str | None], Sequence[Record]]
) -> Page[Record]:
    """The part of a list that begins below `after`; raises InvalidInput for a cursor that is none."""
    if after is not None and not ids.names(kind, after):
        raise InvalidInput(
            Problem("cursor", "is not a cursor.", "Send `next` of the page before, or nothing.")
        )
    records = fetch(limit + 1, after)
    more = len(records) > limit
    return Page(records[:limit], records[limit - 1].id if more else None)
