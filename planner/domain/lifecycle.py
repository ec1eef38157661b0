"""The lives of plans and positions, as tables: from which state which action leads where.

A life that stands still for a while (a position on hold, a plan in the archive) goes back to the state it
came from, so those rows lead to BACK.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Generic, TypeVar

from planner.domain.errors import Conflict, Problem

BACK: Final = None


class WrongState(Conflict):
    """An action that the present state does not allow; nothing was changed."""

    title = "The state does not allow it"


class PlanState(StrEnum):
    """Where a plan is in its life."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"
    ARCHIVED = "archived"


class PositionState(StrEnum):
    """Where a position (a seat, with or without a person) is in its life."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    OPEN = "open"
    OFFER_ACCEPTED = "offer_accepted"
    FILLED = "filled"
    DEPARTING = "departing"
    VACANT = "vacant"
    ON_HOLD = "on_hold"
    CANCELLED = "cancelled"


State = TypeVar("State", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Transition(Generic[State]):
    """One way on: `action` leads from `source` to `target`; some need a reason. `means` says it in words."""

    action: str
    source: State
    target: State | None
    means: str
    reason: bool = False


@dataclass(frozen=True)
class Life(Generic[State]):
    """A state machine: what it is the life of, and its transitions."""

    noun: str
    transitions: tuple[Transition[State], ...]

    def actions(self, state: State) -> tuple[str, ...]:
        """What can be done in `state`."""
        return tuple(row.action for row in self.transitions if row.source is state)

    def transition(self, state: State, action: str) -> Transition[State]:
        """The row for `action` in `state`; raises WrongState naming what is possible instead."""
        for row in self.transitions:
            if row.source is state and row.action == action:
                return row
        possible = ", ".join(self.actions(state)) or "nothing: this is the end of its life"
        raise WrongState(
            Problem(
                "state",
                f"The {self.noun} is {_said(state)}, so it cannot take the action {action!r}.",
                f"Possible now: {possible}.",
            )
        )

    def follow(
        self, state: State, action: str, reason: str | None = None, before: State | None = None
    ) -> State:
        """The state that `action` leads to; raises WrongState, also where a reason is missing.

        `before` is the state that a standing life came from.
        """
        row = self.transition(state, action)
        if row.reason and not (reason or "").strip():
            raise WrongState(
                Problem(
                    "reason", f"is missing: {action!r} is recorded with a reason.", "Say why, in a sentence."
                )
            )
        target = before if row.target is BACK else row.target
        assert target is not None, "a life that stands still remembers where it came from"
        return target

    def table(self) -> tuple[tuple[str, str, str, str], ...]:
        """Rows of source, action, target, meaning; how the documentation shows this life."""
        return tuple(
            (row.source.value, row.action, str(row.target or "where it was"), row.means)
            for row in self.transitions
        )


def _said(state: StrEnum) -> str:
    return state.value.replace("_", " ")


def _rows(
    action: str, sources: Iterable[State], target: State | None, means: str, *, reason: bool = False
) -> tuple[Transition[State], ...]:
    return tuple(Transition(action, source, target, means, reason) for source in sources)


P, S = PlanState, PositionState

PLAN: Final[Life[PlanState]] = Life(
    "plan",
    (
        *_rows("submit", [P.DRAFT], P.SUBMITTED, "asks for approval; its positions are proposed"),
        *_rows("withdraw", [P.SUBMITTED], P.DRAFT, "takes the request back"),
        *_rows(
            "approve", [P.SUBMITTED], P.APPROVED, "the last approval that was needed; the budget is locked"
        ),
        *_rows("reject", [P.SUBMITTED], P.REJECTED, "sends it back", reason=True),
        *_rows("reopen", [P.REJECTED], P.DRAFT, "makes it a draft again"),
        *_rows("supersede", [P.APPROVED], P.SUPERSEDED, "a later version was approved in its place"),
        *_rows("archive", [P.DRAFT, P.REJECTED, P.APPROVED, P.SUPERSEDED], P.ARCHIVED, "puts it away"),
        *_rows("restore", [P.ARCHIVED], BACK, "takes it out of the archive"),
    ),
)

POSITION: Final[Life[PositionState]] = Life(
    "position",
    (
        *_rows("approve", [S.PROPOSED], S.APPROVED, "the seat may be hired for"),
        *_rows("open", [S.APPROVED], S.OPEN, "the requisition is out"),
        *_rows("accept_offer", [S.OPEN], S.OFFER_ACCEPTED, "somebody has said yes"),
        *_rows("lose_offer", [S.OFFER_ACCEPTED], S.OPEN, "that person will not come", reason=True),
        *_rows("hire", [S.OPEN, S.OFFER_ACCEPTED], S.FILLED, "a person has the seat from a day on"),
        *_rows("undo_hire", [S.FILLED], S.OPEN, "the hire was recorded by mistake", reason=True),
        *_rows("give_notice", [S.FILLED], S.DEPARTING, "the person will leave on a known day"),
        *_rows("stay", [S.DEPARTING], S.FILLED, "the person stays after all"),
        *_rows("leave", [S.FILLED, S.DEPARTING], S.VACANT, "the person has left; a backfill may be proposed"),
        *_rows("hold", [S.PROPOSED, S.APPROVED, S.OPEN], S.ON_HOLD, "nothing is done for now", reason=True),
        *_rows("resume", [S.ON_HOLD], BACK, "goes on where it stood"),
        *_rows(
            "cancel",
            [S.PROPOSED, S.APPROVED, S.OPEN, S.OFFER_ACCEPTED, S.ON_HOLD, S.VACANT],
            S.CANCELLED,
            "the seat is given up",
            reason=True,
        ),
        *_rows("reopen", [S.CANCELLED], S.PROPOSED, "the seat is asked for again"),
        *_rows("ask_again", [S.APPROVED, S.OPEN, S.ON_HOLD], S.PROPOSED, "an edit needs approval again"),
    ),
)

COMMITTED: Final = frozenset({S.APPROVED, S.OPEN, S.OFFER_ACCEPTED, S.FILLED, S.DEPARTING, S.ON_HOLD})
"""States in which a re-plan keeps a position as it is."""

OCCUPIED: Final = frozenset({S.FILLED, S.DEPARTING})
"""States in which a person is in the seat."""
