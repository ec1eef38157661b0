"""What can go wrong, said so that a reader can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an input: where it is, what is wrong and what to do.

    `path` is written as in the input (`teams[2].site`); `line` counts from 1 where the text is known.
    """

    path: str
    message: str
    fix: str = ""
    line: int | None = None

    def __str__(self) -> str:
        where = self.path or "the document"
        line = f" (line {self.line})" if self.line else ""
        fix = f" {self.fix}" if self.fix else ""
        return f"{where}{line}: {self.message}{fix}"


class PlannerError(Exception):
    """Any error that the product explains to its user; `title` names the kind in a few words."""

    title = "The request could not be carried out"

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class InvalidInput(PlannerError):
    """A document that cannot be read as what it should be; nothing of it was used."""

    title = "The input is not valid"


class InvalidProfile(InvalidInput):
    """An organisation profile with wrong, contradictory or impossible facts."""

    title = "The profile is not valid"


class InvalidGuidance(InvalidInput):
    """A guidance pack, assumption or catalogue that does not load."""

    title = "The guidance is not valid"


class NotFound(PlannerError):
    """Something named by id that does not exist."""

    title = "Not found"


class NotReproducible(PlannerError):
    """A stored plan whose recorded inputs are not all at hand, so that it cannot be re-run."""

    title = "The plan cannot be re-run"


class Stale(PlannerError):
    """A change made from a version of a record that is not the present one; nothing was changed."""

    title = "The record has changed meanwhile"


class Unconditional(PlannerError):
    """A change that does not say which version of a record it was made from."""

    title = "The change names no version"


class Conflict(PlannerError):
    """A change that the present state does not allow."""

    title = "It does not fit the present state"


class Unauthenticated(PlannerError):
    """Nobody is known to be asking: no token or session, or one that is not good any more."""

    title = "Sign in, or send a token"


class Forbidden(PlannerError):
    """Somebody is asking who may not; each problem's path is the permission that it takes."""

    title = "Not permitted"


def raise_if_any(problems: Iterable[Problem], error: type[PlannerError]) -> None:
    """Raise `error` with all `problems`, if there are any."""
    found = tuple(problems)
    if found:
        raise error(*found)
