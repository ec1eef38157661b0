"""Reading and writing plans inside one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import defer

from planner import domain
from planner.domain import PositionKind, disclosed
from planner.domain.lifecycle import PlanState
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
        """Store `plan` and `document`, its canonical text, as a draft."""
        self._session.flush()  # the profile's version that the plan refers to comes first
        made, cost = plan.provenance, disclosed(plan.totals.cost)
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
            state=PlanState.DRAFT.value,
            state_before=None,
            seats=sum(each.kind is not PositionKind.COMMITTED for each in plan.positions),
            cost=cost.amount,
            currency=cost.currency,
            replaces=None,
            scenario_id=None,
            scenario_version=None,
            submitted_by=None,
            submitted_at=None,
        )
        self._session.add(row)
        return row

    def locked(self, id: str) -> Plan | None:
        """The plan as it is now; others who want to change it wait until this work ends."""
        return self._session.get(Plan, self.key(id), with_for_update=True, populate_existing=True)

    def adopted(self, profile_id: str) -> Sequence[Plan]:
        """The approved plans of a profile, as `locked`."""
        query = select(Plan).where(Plan.profile_id == profile_id, Plan.state == PlanState.APPROVED.value)
        return self._session.scalars(query.order_by(Plan.id).with_for_update()).all()

    def get(self, id: str) -> Plan | None:
        """The plan with its document."""
        return self._session.get(Plan, self.key(id))

    def list(self, ask: Ask) -> Sequence[Plan]:
        """The part that `ask` wants and one more, without documents."""
        return part(self._session, select(Plan).options(defer(Plan.document, raiseload=True)), Plan, ask)
