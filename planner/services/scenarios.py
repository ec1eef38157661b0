"""Use cases over scenarios: named changes over a profile, what they make of it, and their plans."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from planner import engine
from planner.domain import Conflict, Problem, Profile
from planner.domain.access import Permission
from planner.domain.changes import ABSENT, MOST_CHANGES, Change, Difference, apply, differences
from planner.domain.errors import InvalidInput
from planner.domain.lists import Ask, Listing, Test
from planner.services import ids, plans, sight
from planner.services.in_force import in_force
from planner.services.lookup import found, page
from planner.services.ports import Desk, Page, PlanRecord, Work
from planner.services.ports.lives import ScenarioRecord
from planner.services.proposing import committed, with_commitments
from planner.services.versions import Expected

SCENARIOS = Listing("scenarios", filters={"profile_id": Test("profile_id"), "name": Test("name")})
EVERY = Ask(SCENARIOS)
WRITE = Permission.PLANS_WRITE


def create(
    desk: Desk,
    profile_id: str,
    name: str,
    changes: Sequence[Change] = (),
    description: str | None = None,
    guidance_id: str | None = None,
) -> ScenarioRecord:
    """Keep changes over a profile under a name; raises NotFound, Conflict, and InvalidInput for misfits."""
    now = desk.now()
    with desk.writing(WRITE) as work:
        work.workspaces.lock()
        _check(desk, work, profile_id, changes, guidance_id)
        _refuse_twice(work, profile_id, name)
        record = work.scenarios.add(
            id=ids.new(ids.SCENARIO, now),
            profile_id=profile_id,
            name=name,
            description=description,
            changes=[dump(change) for change in changes],
            guidance_id=guidance_id,
            created_by=desk.actor.id,
            created_at=now,
            updated_at=now,
        )
        desk.commit(work, "scenario.create", record.id)
    return record


def edit(desk: Desk, scenario_id: str, expected: Expected, **fields: Any) -> ScenarioRecord:
    """Change name, description, changes or guidance_id; raises NotFound, Stale, Conflict, InvalidInput."""
    with desk.writing(WRITE) as work:
        work.workspaces.lock()
        record = found(ids.SCENARIO, scenario_id, work.scenarios.locked)
        changes = fields.get("changes", load(record))
        _check(desk, work, record.profile_id, changes, fields.get("guidance_id", record.guidance_id))
        expected.check(record.version)
        if fields.get("name", record.name) != record.name:
            _refuse_twice(work, record.profile_id, fields["name"])
        for name, value in fields.items():
            setattr(record, name, [dump(each) for each in value] if name == "changes" else value)
        record.updated_at = desk.now()
        desk.commit(work, "scenario.edit", record.id)
    return record


def clone(desk: Desk, scenario_id: str, name: str) -> ScenarioRecord:
    """The same changes once more under another name; raises NotFound, Conflict."""
    source = get(desk, scenario_id)
    return create(desk, source.profile_id, name, load(source), source.description, source.guidance_id)


def archive(desk: Desk, scenario_id: str, archived: bool = True) -> ScenarioRecord:
    """Put a scenario away, or take it out again; raises NotFound, Conflict."""
    with desk.writing(WRITE) as work:
        work.workspaces.lock()
        record = found(ids.SCENARIO, scenario_id, work.scenarios.locked)
        if archived != (record.archived_at is not None):
            if not archived:
                _refuse_twice(work, record.profile_id, record.name)
            record.archived_at = desk.now() if archived else None
            desk.commit(work, f"scenario.{'archive' if archived else 'restore'}", record.id)
    return record


def get(desk: Desk, scenario_id: str) -> ScenarioRecord:
    """A scenario; raises NotFound."""
    with desk.reading(Permission.PLANS_READ) as work:
        return found(ids.SCENARIO, scenario_id, work.scenarios.get)


def index(desk: Desk, profile_id: str, ask: Ask = EVERY) -> Page[ScenarioRecord]:
    """A part of a profile's scenarios, newest first; raises NotFound."""
    with desk.reading(Permission.PLANS_READ) as work:
        found(ids.PROFILE, profile_id, work.profiles.get)
        ask = ask.inside(profile_id=profile_id)
        return page(ask, work.scenarios.list(ask))


def profile(desk: Desk, scenario_id: str) -> Profile:
    """The profile as the scenario has it; raises NotFound, and InvalidInput where it has moved on."""
    with desk.reading(Permission.PLANS_READ) as work:
        record = found(ids.SCENARIO, scenario_id, work.scenarios.get)
        stored = found(ids.PROFILE, record.profile_id, work.profiles.get)
    return desk.documents.load(apply(stored.document, load(record)))


def diff(desk: Desk, scenario_id: str) -> tuple[Difference, ...]:
    """Where the scenario's profile differs from the present one; raises NotFound, InvalidInput."""
    with desk.reading(Permission.PLANS_READ) as work:
        record = found(ids.SCENARIO, scenario_id, work.scenarios.get)
        stored = found(ids.PROFILE, record.profile_id, work.profiles.get)
    changed = apply(stored.document, load(record))
    return differences(sight.document(desk, stored.document), sight.document(desk, changed))


def plan(desk: Desk, scenario_id: str, today: date | None = None) -> PlanRecord:
    """Plan for the scenario and store the plan as a draft; raises NotFound, InvalidInput."""
    with desk.reading(WRITE) as work:
        record = found(ids.SCENARIO, scenario_id, work.scenarios.get)
        stored = found(ids.PROFILE, record.profile_id, work.profiles.get)
        held, seats = in_force(desk, work, record.guidance_id), committed(work, stored.id)
    changed = with_commitments(desk.documents.load(apply(stored.document, load(record))), seats)
    origin = plans.Origin(stored.id, stored.version, record.id, record.version)
    return plans.keep(desk, origin, changed, held, today)


def load(record: ScenarioRecord) -> tuple[Change, ...]:
    """The changes of a scenario."""
    return tuple(
        Change(row["path"], row.get("value", ABSENT), row.get("because", "")) for row in record.changes
    )


def dump(change: Change) -> dict[str, Any]:
    """A change as JSON data; one that removes something has no value."""
    value = {} if change.value is ABSENT else {"value": change.value}
    return {"path": change.path, **value, "because": change.because}


def _check(
    desk: Desk, work: Work, profile_id: str, changes: Sequence[Change], guidance_id: str | None
) -> None:
    if len(changes) > MOST_CHANGES:
        raise InvalidInput(Problem("changes", f"has {len(changes)} entries.", f"Keep within {MOST_CHANGES}."))
    stored = found(ids.PROFILE, profile_id, work.profiles.get)
    held = in_force(desk, work, guidance_id)
    engine.check(desk.documents.load(apply(stored.document, changes)), held.knowledge)


def _refuse_twice(work: Work, profile_id: str, name: str) -> None:
    if any(each.archived_at is None for each in work.scenarios.all(profile_id=profile_id, name=name)):
        raise Conflict(
            Problem("name", f"There is a scenario {name!r} of this profile already.", "Name it otherwise.")
        )
