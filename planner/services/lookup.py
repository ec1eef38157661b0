"""Finding one record, and cutting lists into pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from planner.domain import NotFound, Problem
from planner.domain.lists import Ask
from planner.services import ids
from planner.services.ports import Page

WORDS = {
    ids.PROFILE: "profile",
    ids.PLAN: "plan",
    ids.SCENARIO: "scenario",
    ids.PACK: "guidance",
    ids.REQUISITION: "requisition",
    ids.COMMENT: "comment",
    ids.CONNECTION: "connection",
    ids.RUN: "run",
    ids.ROSTER: "roster",
    ids.ENDPOINT: "endpoint",
    ids.DELIVERY: "delivery",
    ids.PERSON: "person",
    ids.TOKEN: "token",
    ids.SESSION: "session",
}
PLURALS = {"person": "people", "delivery": "deliveries"}
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
        fix = f"List the {PLURALS.get(word, word + 's')} to see their ids."
        raise NotFound(Problem(f"{word}_id", f"There is no {word} {id[:60]!r}.", fix))
    return record


def page(ask: Ask, records: Sequence[Record]) -> Page[Record]:
    """The part that `ask` wants of `records`, which hold one more where there are more."""
    more = len(records) > ask.limit
    return Page(records[: ask.limit], ask.cursor(records[ask.limit - 1]) if more else None)
