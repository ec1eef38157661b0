"""Use cases of somebody who works on a plan: try, keep, answer a question, change an assumption."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from planner import engine
from planner.domain import Plan, Profile, digest
from planner.domain.access import Permission
from planner.domain.events import EventType
from planner.services import ids
from planner.services.in_force import InForce, in_force
from planner.services.lookup import found
from planner.services.ports import Desk, PlanRecord, ProfileRecord, Work
from planner.services.proposing import committed, with_commitments
from planner.services.versions import WHICHEVER, Expected


def draft(desk: Desk, profile: Profile, today: date | None = None) -> Plan:
    """The plan of a profile, to be looked at; nothing is stored. Raises InvalidProfile."""
    return _drafted(desk, profile, today)[0]


def begin(desk: Desk, profile: Profile) -> PlanRecord:
    """Store a new profile together with its plan; raises InvalidProfile."""
    (plan, held), now = _drafted(desk, profile), desk.now()
    with desk.writing(Permission.PLANS_WRITE) as work:
        stored = work.profiles.add(
            ids.new(ids.PROFILE, now), profile.name, desk.documents.dump(profile), digest(profile), now
        )
        record = _add(desk, work, stored, plan, held)
        desk.tell(work, EventType.PROFILE_CREATED, stored.id, version=stored.version)
        desk.record(work, "profile.create", stored.id, after=stored.digest)
        desk.commit(work, "plan.create", record.id, after=record.digest)
    return record


def revise(
    desk: Desk, plan_id: str, change: Callable[[Profile], Profile], expected: Expected = WHICHEVER
) -> PlanRecord:
    """Change the profile of a plan and plan anew, both stored; raises NotFound, Stale, InvalidProfile.

    Earlier versions of the profile and the earlier plan stay as they are.
    """
    with desk.reading(Permission.PLANS_WRITE) as work:
        earlier = found(ids.PLAN, plan_id, work.plans.get)
        stored = found(ids.PROFILE, earlier.profile_id, work.profiles.get)
    profile = change(desk.documents.load(stored.document))
    plan, held = _drafted(desk, profile, profile_id=stored.id)
    document, now = desk.documents.dump(profile), desk.now()
    with desk.writing(Permission.PLANS_WRITE) as work:
        newer = work.profiles.replace(stored.id, profile.name, document, digest(profile), now, expected.check)
        assert newer is not None, "profiles are never removed"
        record = _add(desk, work, newer, plan, held)
        desk.tell(work, EventType.PROFILE_CHANGED, newer.id, version=newer.version)
        before = work.profiles.digest(newer.id, newer.version - 1)
        desk.record(work, "profile.replace", newer.id, before=before, after=newer.digest)
        desk.commit(work, "plan.create", record.id, after=record.digest)
    return record


def _drafted(
    desk: Desk, profile: Profile, today: date | None = None, profile_id: str | None = None
) -> tuple[Plan, InForce]:
    """The plan by the guidance in force; that of a stored profile keeps its committed positions."""
    with desk.reading(Permission.PLANS_READ) as work:
        held = in_force(desk, work)
        seats = committed(work, profile_id) if profile_id else ()
    plan = engine.plan(with_commitments(profile, seats), held.knowledge, today or desk.today())
    return plan, held


def _add(desk: Desk, work: Work, profile: ProfileRecord, plan: Plan, held: InForce) -> PlanRecord:
    now = desk.now()
    record = work.plans.add(
        ids.new(ids.PLAN, now),
        profile.id,
        profile.version,
        plan,
        desk.documents.text(plan),
        held.basis.assumptions_digest,
        held.basis.pay_digest,
        now,
    )
    record.replaces = next((each.id for each in work.plans.adopted(profile.id)), None)
    desk.tell(work, EventType.PLAN_CREATED, record.id, profile_id=record.profile_id)
    return record


def reread(desk: Desk, plan_id: str) -> tuple[PlanRecord, Plan]:
    """A stored plan and what it says; raises NotFound."""
    with desk.reading(Permission.PLANS_READ) as work:
        record = found(ids.PLAN, plan_id, work.plans.get)
    return record, desk.documents.plan(record.document)
