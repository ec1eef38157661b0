"""Reading and writing plans inside one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import defer

from planner import domain
from planner.domain.lists import Ask
from planner.store.lists import part
from planner.store.queries.base import Queries
from planner.store.tables import Plan


class Plans(Queries):
    """Plans as they were made."""

    def add(
        self,
        id: str,
        profile_id: str,
        profile_version: int,
        plan: domain.Plan,
        document: str,
        assumptions_digest: str,
        pay_digest: str,
        now: datetime,
    ) -> Plan:
        """Store `plan` and `document`, its canonical text."""
        self._session.flush()  # the profile's version that the plan refers to comes first
        made = plan.provenance
        row = Plan(
            id=id,
            profile_id=profile_id,
            profile_version=profile_version,
            organisation=plan.organisation,
            today=made.today,
            decision=plan.decision.value,
            headline=plan.headline,
            document=document,
            digest=hashlib.sha256(document.encode()).hexdigest(),
            program=made.program,
            guidance=made.guidance,
            guidance_version=made.guidance_version,
            guidance_hash=made.guidance_hash,
            assumptions_digest=assumptions_digest,
            pay_digest=pay_digest,
            input_digest=made.input_digest,
            created_at=now,
        )
        self._session.add(row)
        return row

    def get(self, id: str) -> Plan | None:
        """The plan with its document."""
        return self._session.get(Plan, self.key(id))

    def list(self, ask: Ask) -> Sequence[Plan]:
        """The part that `ask` wants and one more, without documents."""
        return part(self._session, select(Plan).options(defer(Plan.document, raiseload=True)), Plan, ask)
