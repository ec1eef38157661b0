"""What of a record its reader may see: no pay without the pay scope, of teams only a manager's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from planner.domain import NotFound, Plan, Problem, Profile, without_pay
from planner.domain.teams import plan_of_teams, profile_of_teams
from planner.domain.withholding import profile_without_pay
from planner.services.ports import Desk, PlanRecord, ProfileRecord
from planner.services.ports.lives import PositionRecord
from planner.services.ports.profiles import VersionRecord


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


def version_record(desk: Desk, record: VersionRecord) -> VersionRecord:
    """A version of a profile as the actor may see it; its digest is that of all its facts."""
    if _sees_all(desk):
        return record
    return cast(VersionRecord, _Seen(record, document(desk, record.document)))


def document(desk: Desk, facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """A profile's document as the actor may see it."""
    return facts if _sees_all(desk) else desk.documents.dump(profile(desk, desk.documents.load(facts)))


def changes(desk: Desk, rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """A scenario's changes: those of assumptions with the pay scope only, those of teams not for managers."""
    hidden: tuple[str, ...] = () if desk.actor.sees_pay else ("assumptions",)
    hidden += () if desk.actor.sees_all_teams else ("teams", "systems")
    return [row for row in rows if not row["path"].startswith(hidden)] if hidden else list(rows)


def position(desk: Desk, position_id: str, record: PositionRecord | None) -> PositionRecord:
    """A position, if the actor may see its team; raises NotFound."""
    if record is None or not (desk.actor.sees_all_teams or record.team in desk.actor.teams):
        message = f"There is no position {position_id[:60]!r}."
        raise NotFound(Problem("position_id", message, "List the positions to see their ids."))
    return record


def _sees_all(desk: Desk) -> bool:
    return desk.actor.sees_pay and desk.actor.sees_all_teams
