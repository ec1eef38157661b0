"""Positions as records of their own: typed ids that never change, and which edits ask for approval again."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import total_ordering
from typing import Final

from planner.domain.errors import Problem
from planner.domain.lifecycle import PositionState, WrongState
from planner.domain.words import Role

PREFIXES: Final[Mapping[Role, str]] = {Role.MLOPS: "ML", Role.PLATFORM: "PL"}
LARGEST_NUMBER: Final = 999_999
FORM: Final = rf"({'|'.join(PREFIXES.values())})-(2[01][0-9]{{2}})-([0-9]{{3,6}})"


class EmploymentType(StrEnum):
    """How a person in a seat is employed."""

    FULL_TIME = "full_time"
    PART_TIME = "part_time"
    FIXED_TERM = "fixed_term"
    CONTRACTOR = "contractor"


ASKS_AGAIN: Final = frozenset(
    {"level", "site", "starts", "ends", "employment_type", "monthly_cost", "hiring_cost"}
)
"""What was approved: changing pay, level, start, end, site or employment type asks for approval again."""

FREE: Final = frozenset({"title", "priority", "reports_to", "team", "expected", "note"})
"""What may change without asking."""

_BEFORE_PEOPLE: Final = frozenset(
    {PositionState.PROPOSED, PositionState.APPROVED, PositionState.OPEN, PositionState.ON_HOLD}
)


@total_ordering
@dataclass(frozen=True, slots=True)
class PositionId:
    """`ML-2027-014`: role, year of the planned start when it was first proposed, number in that year.

    It is a name, not a statement: it stays when start or role of the seat change.
    """

    prefix: str
    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> PositionId:
        """Read an id; raises ValueError where `text` is none."""
        match = re.fullmatch(FORM, text, re.ASCII)
        found = match and cls(match[1], int(match[2]), int(match[3]))
        if not found or found.number == 0 or str(found) != text:
            raise ValueError(f"{text!r} is not a position such as ML-2027-014")
        return found

    @property
    def stem(self) -> str:
        """What ids that are numbered together have in common: `ML-2027`."""
        return f"{self.prefix}-{self.year}"

    def __lt__(self, other: PositionId) -> bool:
        return (self.prefix, self.year, self.number) < (other.prefix, other.year, other.number)

    def __str__(self) -> str:
        return f"{self.stem}-{self.number:03d}"


def stem(role: Role, year: int) -> str:
    """The stem of a new seat's id."""
    return f"{PREFIXES[role]}-{year}"


def assign(wanted: Iterable[str], taken: Collection[str]) -> dict[str, str]:
    """A workspace's id for each of a plan's `wanted` ids, which are all different.

    An id that nobody has is kept; otherwise the seat gets the next number of its stem, above all that were
    ever given. Raises ValueError for a text that is no id.
    """
    seats = [PositionId.parse(text) for text in wanted]
    used = {PositionId.parse(text) for text in taken}
    last: dict[str, int] = {}
    for each in (*used, *seats):
        last[each.stem] = max(last.get(each.stem, 0), each.number)
    given: dict[str, str] = {}
    for seat in seats:
        mine = seat
        if seat in used:
            last[seat.stem] += 1
            mine = PositionId(seat.prefix, seat.year, last[seat.stem])
        given[str(seat)] = str(mine)
    return given


def asks_again(edited: Collection[str]) -> bool:
    """Whether an edit of these fields needs approval again."""
    return not ASKS_AGAIN.isdisjoint(edited)


def refuse_edit(state: PositionState, edited: Collection[str]) -> None:
    """Raise WrongState where these fields cannot be edited in `state`."""
    if state is PositionState.CANCELLED:
        raise WrongState(
            Problem("state", "The position is cancelled, so it cannot be edited.", "Reopen it first.")
        )
    if asks_again(edited) and state not in _BEFORE_PEOPLE:
        named = ", ".join(sorted(ASKS_AGAIN.intersection(edited)))
        raise WrongState(
            Problem(
                "state",
                f"The position is {state.value.replace('_', ' ')}, so {named} cannot change any more.",
                "What was agreed with a person stays; propose another position instead.",
            )
        )
