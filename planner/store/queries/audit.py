"""The audit trail: entries are chained in the order in which their changes are committed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.audit import CHECKPOINT_EVERY, Event, chained, statement
from planner.domain.lists import Ask
from planner.store.lists import part
from planner.store.queries.base import Queries
from planner.store.sealing import Seal
from planner.store.tables import AuditCheckpoint, AuditEntry, AuditHead

BATCH = 1_000


class Audit(Queries):
    """The audit trail of the workspace."""

    def __init__(self, session: Session, seal: Seal) -> None:
        super().__init__(session)
        self._seal = seal
        self._pending: list[Event] = []

    @property
    def public_key(self) -> str:
        """What signatures can be checked with elsewhere, in hexadecimal digits."""
        return self._seal.public

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
            if sequence % CHECKPOINT_EVERY == 0:
                self._session.add(self._checkpoint(head, event))
        head.signature = self._seal.sign(statement("head", self.workspace, head.sequence, head.hash))
        self._pending.clear()

    def head(self) -> AuditHead | None:
        """Where the trail ends."""
        return self._session.scalars(select(AuditHead)).one_or_none()

    def checkpoints(self) -> Sequence[AuditCheckpoint]:
        """All signed statements of how far the trail went, oldest first."""
        return self._session.scalars(select(AuditCheckpoint).order_by(AuditCheckpoint.sequence)).all()

    def holds(self, kind: str, sequence: int, hash: str, signature: str) -> bool:
        """Whether `signature` is this service's for a head or checkpoint."""
        return self._seal.holds(statement(kind, self.workspace, sequence, hash), signature)

    def sign(self, kind: str, sequence: int, hash: str) -> str:
        """This service's signature for a head or checkpoint."""
        return self._seal.sign(statement(kind, self.workspace, sequence, hash))

    def entries(self) -> Iterator[AuditEntry]:
        """Every entry, in order, a thousand at a time."""
        last = 0
        while True:
            query = select(AuditEntry).where(AuditEntry.sequence > last).order_by(AuditEntry.sequence)
            found = self._session.scalars(query.limit(BATCH)).all()
            yield from found
            if len(found) < BATCH:
                return
            last = found[-1].sequence
            self._session.expunge_all()

    def list(self, ask: Ask) -> Sequence[AuditEntry]:
        """The part that `ask` wants and one more."""
        return part(self._session, select(AuditEntry), AuditEntry, ask)

    def _checkpoint(self, head: AuditHead, event: Event) -> AuditCheckpoint:
        return AuditCheckpoint(
            sequence=head.sequence,
            hash=head.hash,
            at=event.at,
            signature=self.sign("checkpoint", head.sequence, head.hash),
        )
