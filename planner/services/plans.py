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
from planner.domain.events import EventType
from planner.domain.lists import NEWEST, Ask, Key, Listing, Test
from planner.services import ids, sight
from planner.services.in_force import InForce, in_force, of_hash
from planner.services.lookup import found, page
from planner.services.ports import Basis, Desk, Page, PlanRecord
from planner.services.proposing import committed, with_commitments

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
        "state": Test("state"),
        "scenario_id": Test("scenario_id"),
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


@dataclass(frozen=True, slots=True)
class Origin:
    """What a plan is made for: a profile at one of its versions, perhaps by a scenario at one of its own."""

    profile_id: str
    profile_version: int
    scenario_id: str | None = None
    scenario_version: int | None = None


def preview(desk: Desk, profile: Profile, today: date | None = None) -> str:
    """The canonical text of a profile's plan; nothing is stored. Raises InvalidProfile."""
    with desk.reading(Permission.PLANS_READ) as work:
        held = in_force(desk, work)
    made = engine.plan(profile, held.knowledge, today or desk.today())
    return desk.documents.text(made if desk.actor.sees_pay else without_pay(made))


def make(desk: Desk, profile_id: str, today: date | None = None) -> PlanRecord:
    """Plan for a stored profile and its committed positions, and store the plan as a draft.

    Raises NotFound, InvalidProfile.
    """
    with desk.reading(Permission.PLANS_WRITE) as work:
        stored = found(ids.PROFILE, profile_id, work.profiles.get)
        held, seats = in_force(desk, work), committed(work, profile_id)
    profile = with_commitments(desk.documents.load(stored.document), seats)
    return keep(desk, Origin(stored.id, stored.version), profile, held, today)


def keep(
    desk: Desk, origin: Origin, profile: Profile, held: InForce, today: date | None = None
) -> PlanRecord:
    """Make and store the plan of a profile with its commitments; it follows the adopted one, if any."""
    now = desk.now()
    plan = engine.plan(profile, held.knowledge, today or now.date())
    with desk.writing(Permission.PLANS_WRITE) as work:
        record = work.plans.add(
            ids.new(ids.PLAN, now),
            origin.profile_id,
            origin.profile_version,
            plan,
            desk.documents.text(plan),
            held.basis.assumptions_digest,
            held.basis.pay_digest,
            now,
        )
        record.scenario_id, record.scenario_version = origin.scenario_id, origin.scenario_version
        record.replaces = next((each.id for each in work.plans.adopted(origin.profile_id)), None)
        desk.tell(work, EventType.PLAN_CREATED, record.id, profile_id=record.profile_id)
        desk.commit(work, "plan.create", record.id, after=record.digest)
    return sight.plan_record(desk, record)


def replan(desk: Desk, plan_id: str, today: date | None = None) -> PlanRecord:
    """Plan again for the plan's profile as it is now, keeping what is committed; raises NotFound."""
    return make(desk, get(desk, plan_id).profile_id, today)


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
    """Make a stored plan again with the guidance that it was made with.

    Raises NotFound, and NotReproducible saying what has changed since.
    """
    with desk.reading(Permission.PLANS_READ) as work:
        record = found(ids.PLAN, plan_id, work.plans.get)
        held = of_hash(desk, work, record.basis["guidance_hash"])
    changes = tuple(changes_of(record.basis, held.basis))
    if changes:
        raise NotReproducible(*changes)
    profile = desk.documents.load(inputs_of(record))
    if desk.documents.text(engine.plan(profile, held.knowledge, record.today)) != record.document:
        raise NotReproducible(
            Problem("document", "The same inputs now give another plan.", "Report this: it must not happen.")
        )
    return Rerun(plan_id, record.digest)


def inputs_of(record: PlanRecord) -> Mapping[str, Any]:
    """The profile document that a plan was made from, with its commitments and its scenario's changes."""
    document: Mapping[str, Any] = json.loads(record.document)["profile"]
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
