"""Adding to the audit trail: entries are chained in the order in which their changes are committed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.audit import Event, chained, statement
from planner.store.queries.base import Queries
from planner.store.tables import AuditEntry, AuditHead

Seal = Callable[[bytes], str]


class Audit(Queries):
    """The audit trail of the workspace."""

    def __init__(self, session: Session, seal: Seal) -> None:
        super().__init__(session)
        self._seal = seal
        self._pending: list[Event] = []

    def add(self, event: Event) -> None:
        """Add an event; it is chained when the work is committed."""
        self._pending.append(event)

    def chain(self) -> None:
        """Chain what is pending; others of this workspace wait from here to their commit, never before."""
        if not self._pending:
            return
        self._session.flush()
        head = self._session.scalars(select(AuditHead).with_for_update()).one()
        for event in self._pending:
            previous, sequence = head.hash, head.sequence + 1
            head.hash = chained(previous, self.workspace, sequence, event)
            head.sequence = sequence
            self._session.add(
                AuditEntry(sequence=sequence, previous=previous, hash=head.hash, **asdict(event))
            )
        head.signature = self._seal(statement("head", self.workspace, head.sequence, head.hash))
        self._pending.clear()
