"""The audit trail."""

from __future__ import annotations

from typing import Protocol

from planner.domain.audit import Event


class Audit(Protocol):
    """The audit trail of the workspace, inside one unit of work."""

    def add(self, event: Event) -> None:
        """Add an event; it has its place in the trail once the work is committed."""
