"""Use cases over plans: make, look up, explain, make again."""

from __future__ import annotations

import json
import operator
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from planner import engine
from planner.domain import NotReproducible, Problem, Profile, without_pay
from planner.domain.access import Permission
from planner.domain.lists import NEWEST, Ask, Key, Listing, Test
from planner.services import ids, sight
from planner.services.lookup import found, page
from planner.services.ports import Basis, Desk, Page, PlanRecord, Work

REASONS = (
    "organisation",
    "headline",
    "decision",
    "stances",
    "positions",
    "cuts",
    "break_even",
    "advice",
    "questions",
    "notes",
)
PLANS = Listing(
    "plans",
    sorts={"created_at": NEWEST, "today": Key("today", date), "organisation": Key("organisation")},
    filters={
        "profile_id": Test("profile_id"),
        "decision": Test("decision"),
        "organisation": Test("organisation"),
        "created_since": Test("created_at", operator.ge),
        "created_before": Test("created_at", operator.lt),
    },
)
EVERY = Ask(PLANS)
BASIS = {
    "program": "the program's version",
    "guidance": "the guidance pack",
    "guidance_version": "the guidance pack's version",
    "guidance_hash": "the guidance pack's content",
    "assumptions_digest": "the assumptions",
    "pay_digest": "the pay table",
}


@dataclass(frozen=True, slots=True)
class Rerun:
    """A plan that was made again from its stored inputs and came out byte for byte."""

    plan_id: str
    digest: str
    identical: bool = True


def preview(desk: Desk, profile: Profile, today: date | None = None) -> str:
    """The canonical text of a profile's plan; nothing is stored. Raises InvalidProfile."""
    desk.require(Permission.PLANS_READ)
    made = engine.plan(profile, desk.knowledge, today or desk.today())
    return desk.documents.text(made if desk.actor.sees_pay else without_pay(made))


def make(desk: Desk, profile_id: str, today: date | None = None) -> PlanRecord:
    """Plan for a stored profile and store the plan; raises NotFound, InvalidProfile."""
    with desk.reading(Permission.PLANS_WRITE) as work:
        stored = found(ids.PROFILE, profile_id, work.profiles.get)
    now = desk.now()
    plan = engine.plan(desk.documents.load(stored.document), desk.knowledge, today or now.date())
    with desk.writing(Permission.PLANS_WRITE) as work:
        record = work.plans.add(
            ids.new(ids.PLAN, now),
            stored.id,
            stored.version,
            plan,
            desk.documents.text(plan),
            desk.basis.assumptions_digest,
            desk.basis.pay_digest,
            now,
        )
        desk.commit(work, "plan.create", record.id, after=record.digest)
    return sight.plan_record(desk, record)


def get(desk: Desk, plan_id: str) -> PlanRecord:
    """A stored plan with its document, as far as the actor may see it; raises NotFound."""
    with desk.reading(Permission.PLANS_READ) as work:
        record = found(ids.PLAN, plan_id, work.plans.get)
    return sight.plan_record(desk, record)


def index(desk: Desk, ask: Ask = EVERY) -> Page[PlanRecord]:
    """A part of the plans, newest first unless asked otherwise."""
    with desk.reading(Permission.PLANS_READ) as work:
        return page(ask, work.plans.list(ask))


def index_of_profile(desk: Desk, profile_id: str, ask: Ask = EVERY) -> Page[PlanRecord]:
    """A part of the plans of one profile; raises NotFound when there is no such profile."""
    with desk.reading(Permission.PLANS_READ) as work:
        found(ids.PROFILE, profile_id, work.profiles.get)
        return page(ask, work.plans.list(ask.inside(profile_id=profile_id)))


def why(desk: Desk, plan_id: str) -> dict[str, Any]:
    """The argument of a stored plan: stances, seats and cuts with their rules; raises NotFound."""
    document = json.loads(get(desk, plan_id).document)
    return {"plan_id": plan_id, **{name: document[name] for name in REASONS}}


def rerun(desk: Desk, plan_id: str) -> Rerun:
    """Make a stored plan again; raises NotFound, and NotReproducible saying what has changed since."""
    with desk.reading(Permission.PLANS_READ) as work:
        record = found(ids.PLAN, plan_id, work.plans.get)
        profile = desk.documents.load(inputs_of(work, record))
    changes = tuple(changes_of(record.basis, desk.basis))
    if changes:
        raise NotReproducible(*changes)
    if desk.documents.text(engine.plan(profile, desk.knowledge, record.today)) != record.document:
        raise NotReproducible(
            Problem("document", "The same inputs now give another plan.", "Report this: it must not happen.")
        )
    return Rerun(plan_id, record.digest)


def inputs_of(work: Work, record: PlanRecord) -> Mapping[str, Any]:
    """The profile document that a plan was made from."""
    document = work.profiles.document(record.profile_id, record.profile_version)
    assert document is not None, "the plans table refers to it"
    return document


def changes_of(then: Mapping[str, str], now: Basis) -> Iterator[Problem]:
    """What is made from something else now, with what to do."""
    for name, present in asdict(now).items():
        if then[name] != present:
            yield Problem(
                name,
                f"The plan was made with {then[name]!r} as {BASIS[name]}; now it is {present!r}.",
                "Make a new plan, or re-run it where the recorded one is installed.",
            )
