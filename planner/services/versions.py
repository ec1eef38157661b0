"""Which version of a record a change was made from, so that no change is lost to another."""

from __future__ import annotations

from dataclasses import dataclass

from planner.domain import Problem, Stale


@dataclass(frozen=True, slots=True)
class Expected:
    """The versions that a change may be made from; None stands for whichever is there.

    Use cases ask `check` inside the transaction that makes the change, with the record locked.
    """

    versions: frozenset[int] | None

    def check(self, version: int) -> None:
        """Raise Stale unless the present `version` is one of them."""
        if self.versions is not None and version not in self.versions:
            given = ", ".join(map(str, sorted(self.versions))) or "none"
            fix = "Read it again, and make the change from what it is now."
            raise Stale(Problem("If-Match", f"names version {given}; the present one is {version}.", fix))


WHICHEVER = Expected(None)
