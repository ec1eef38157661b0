"""Use case of a dry run: which plans of stored profiles another guidance pack would change, and how."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planner import engine
from planner.domain import Money, Plan, PlannerError, Role, disclosed
from planner.domain.access import Permission
from planner.domain.lists import Ask, Listing, Test, is_there
from planner.engine.knowledge import Knowledge
from planner.services.in_force import in_force
from planner.services.lookup import page
from planner.services.ports import Desk, ProfileRecord
from planner.services.ports.lives import PositionRecord
from planner.services.proposing import committed, with_commitments

TRIALS = Listing("trials", filters={"archived": Test("archived_at", is_there)})
EVERY = Ask(TRIALS)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a plan says: its decision, the stance of each role, new seats of each role, and their cost."""

    decision: str
    stances: Mapping[Role, str]
    seats: Mapping[Role, int]
    cost: Money

    @classmethod
    def of(cls, plan: Plan) -> Outcome:
        """What `plan` says."""
        stances = {stance.role: stance.kind.value for stance in plan.stances}
        return cls(plan.decision.value, stances, plan.totals.seats, disclosed(plan.totals.cost))


@dataclass(frozen=True, slots=True)
class Trial:
    """One profile by the guidance in force and by the one that is tried; `error` where no plan comes out."""

    profile_id: str
    name: str
    before: Outcome | None
    after: Outcome | None
    error: str | None = None

    @property
    def changed(self) -> bool:
        """Whether the plan would be another one."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class DryRun:
    """Trials of some profiles; `next` is where the following ones begin."""

    tried: int
    changed: int
    items: Sequence[Trial]
    next: str | None


def dry_run(desk: Desk, guidance_id: str, ask: Ask = EVERY) -> DryRun:
    """Plan a part of the stored profiles by both packs; nothing is stored. Raises NotFound."""
    with desk.reading(Permission.GUIDANCE_WRITE) as work:
        now, tried = in_force(desk, work), in_force(desk, work, guidance_id)
        listed = page(ask, work.profiles.list(ask.inside(archived=False)))
        profiles = [work.profiles.get(each.id) for each in listed.items]
        seats = {each.id: committed(work, each.id) for each in listed.items}
    trials = [
        _trial(desk, each, seats[each.id], now.knowledge, tried.knowledge)
        for each in profiles
        if each is not None
    ]
    return DryRun(len(trials), sum(each.changed for each in trials), trials, listed.next)


def _trial(
    desk: Desk, record: ProfileRecord, seats: Sequence[PositionRecord], now: Knowledge, tried: Knowledge
) -> Trial:
    profile = with_commitments(desk.documents.load(record.document), seats)
    before = after = error = None
    try:
        before = Outcome.of(engine.plan(profile, now, desk.today()))
        after = Outcome.of(engine.plan(profile, tried, desk.today()))
    except PlannerError as problem:
        error = str(problem)
    return Trial(record.id, record.name, before, after, error)
