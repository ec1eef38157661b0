"""What of a record its reader may see: no pay without the pay scope, of teams only a manager's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from planner.domain import Plan, Profile, without_pay
from planner.domain.teams import plan_of_teams, profile_of_teams
from planner.domain.withholding import profile_without_pay
from planner.services.ports import Desk, PlanRecord, ProfileRecord


class _Seen:
    """A record whose document is another; all else is the record's own."""

    def __init__(self, record: Any, document: Any) -> None:
        self._record = record
        self.document = document

    def __getattr__(self, name: str) -> Any:
        return getattr(self._record, name)


def plan(desk: Desk, made: Plan) -> Plan:
    """A plan as the actor may see it."""
    bare = made if desk.actor.sees_pay else without_pay(made)
    return bare if desk.actor.sees_all_teams else plan_of_teams(bare, desk.actor.teams)


def plan_record(desk: Desk, record: PlanRecord) -> PlanRecord:
    """A stored plan whose document is as the actor may see it; its digest is that of the whole document."""
    if _sees_all(desk):
        return record
    seen = plan(desk, desk.documents.plan(record.document))
    return cast(PlanRecord, _Seen(record, desk.documents.text(seen)))


def profile(desk: Desk, facts: Profile) -> Profile:
    """A profile as the actor may see it."""
    bare = facts if desk.actor.sees_pay else profile_without_pay(facts)
    return bare if desk.actor.sees_all_teams else profile_of_teams(bare, desk.actor.teams)


def profile_record(desk: Desk, record: ProfileRecord) -> ProfileRecord:
    """A stored profile as the actor may see it; its digest is that of all its facts."""
    if _sees_all(desk):
        return record
    seen: Mapping[str, Any] = desk.documents.dump(profile(desk, desk.documents.load(record.document)))
    return cast(ProfileRecord, _Seen(record, seen))


def _sees_all(desk: Desk) -> bool:
    return desk.actor.sees_pay and desk.actor.sees_all_teams
