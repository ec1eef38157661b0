"""Who has to agree to a plan: levels by threshold of cost and seats, and what has been given so far."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from planner.domain.errors import Forbidden, InvalidInput, Problem, raise_if_any
from planner.domain.money import Money

MOST_LEVELS: Final = 10


class NotYours(Forbidden):
    """An approval that this person may not give."""

    title = "The approval is not yours to give"


@dataclass(frozen=True, slots=True)
class ApprovalLevel:
    """Who must agree where a plan is above a threshold; one without thresholds always must.

    `role` is the workspace role whose people may give it. Thresholds are exceeded, not met: a plan of exactly
    `seats_over` seats does not need the level. A cost in another currency always needs it.
    """

    name: str
    role: str
    cost_over: Money | None = None
    seats_over: int | None = None

    def needed(self, seats: int, cost: Money) -> bool:
        """Whether a plan of this size needs the level; one threshold that is exceeded suffices."""
        if self.cost_over is None and self.seats_over is None:
            return True
        return self._too_dear(cost) or (self.seats_over is not None and seats > self.seats_over)

    def _too_dear(self, cost: Money) -> bool:
        if self.cost_over is None:
            return False
        return cost.currency != self.cost_over.currency or cost.amount > self.cost_over.amount


@dataclass(frozen=True, slots=True)
class ApprovalPolicy:
    """Levels in the order in which they are asked; at least one, each of its own name."""

    levels: tuple[ApprovalLevel, ...]

    def __post_init__(self) -> None:
        raise_if_any(_problems(self.levels), InvalidInput)

    def required(self, seats: int, cost: Money) -> tuple[ApprovalLevel, ...]:
        """The levels that a plan of this size needs: never none, at the least the first."""
        return tuple(level for level in self.levels if level.needed(seats, cost)) or self.levels[:1]


@dataclass(frozen=True, slots=True)
class Approver:
    """Who wants to agree: an id that stays, the workspace role, and whether nobody else is there to ask."""

    id: str
    role: str
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """An approval that was given: of which level, by whom."""

    level: str
    by: str


def next_level(required: Sequence[ApprovalLevel], given: Iterable[Given]) -> ApprovalLevel | None:
    """The first level that is still missing, None when all are there."""
    there = {each.level for each in given}
    return next((level for level in required if level.name not in there), None)


def refuse_approver(level: ApprovalLevel, who: Approver, submitted_by: str, given: Sequence[Given]) -> None:
    """Raise NotYours where separation of duties, or the level's role, keeps `who` from approving.

    Nobody approves what they submitted, and one person gives one approval of a plan; whoever is alone in
    the workspace gives all. An admin may give any level.
    """
    if who.alone:
        return
    if who.id == submitted_by:
        raise NotYours(
            Problem(
                "approver", "You submitted it, so somebody else has to approve it.", "Ask another person."
            )
        )
    if any(each.by == who.id for each in given):
        raise NotYours(
            Problem(
                "approver", "You have approved it already; another level needs another person.", "Ask one."
            )
        )
    if who.role not in {level.role, "admin"}:
        raise NotYours(
            Problem(
                "approver",
                f"The level {level.name!r} is given by the role {level.role}, and yours is {who.role}.",
                f"Ask somebody with the role {level.role}.",
            )
        )


def _problems(levels: tuple[ApprovalLevel, ...]) -> Iterable[Problem]:
    if not 1 <= len(levels) <= MOST_LEVELS:
        yield Problem("levels", f"has {len(levels)} entries.", f"Name 1 to {MOST_LEVELS} levels.")
    names = [level.name for level in levels]
    for at, level in enumerate(levels):
        if names.index(level.name) != at:
            yield Problem(f"levels[{at}].name", f"{level.name!r} stands twice.", "Name each level once.")
        if level.cost_over is not None and level.cost_over.amount < Decimal(0):
            yield Problem(f"levels[{at}].cost_over", "is negative.", "Write an amount of 0 or more.")


USUAL: Final = ApprovalPolicy((ApprovalLevel("approval", "finance"),))
"""What holds in a workspace that has said nothing else."""
