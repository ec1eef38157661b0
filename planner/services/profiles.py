"""Use cases over organisation profiles."""

from __future__ import annotations

import operator
from datetime import datetime

from planner import engine
from planner.domain import Profile, digest
from planner.domain.access import Permission
from planner.domain.events import EventType
from planner.domain.lists import NEWEST, Ask, Key, Listing, Test, is_there
from planner.services import ids, sight
from planner.services.lookup import found, page
from planner.services.ports import Desk, Page, ProfileRecord
from planner.services.versions import WHICHEVER, Expected

PROFILES = Listing(
    "profiles",
    sorts={"created_at": NEWEST, "updated_at": Key("updated_at", datetime), "name": Key("name")},
    filters={
        "name": Test("name"),
        "archived": Test("archived_at", is_there),
        "updated_since": Test("updated_at", operator.ge),
        "updated_before": Test("updated_at", operator.lt),
    },
)
EVERY = Ask(PROFILES)


def create(desk: Desk, profile: Profile) -> ProfileRecord:
    """Store a new profile; raises InvalidProfile where no plan could be made of it."""
    desk.require(Permission.PLANS_WRITE)
    engine.check(profile, desk.knowledge)
    now = desk.now()
    with desk.writing(Permission.PLANS_WRITE) as work:
        record = work.profiles.add(
            ids.new(ids.PROFILE, now), profile.name, desk.documents.dump(profile), digest(profile), now
        )
        desk.tell(work, EventType.PROFILE_CREATED, record.id, version=record.version)
        desk.commit(work, "profile.create", record.id, after=record.digest)
    return record


def replace(desk: Desk, profile_id: str, profile: Profile, expected: Expected = WHICHEVER) -> ProfileRecord:
    """Store the next version of a profile; earlier ones stay. Raises NotFound, Stale, InvalidProfile."""
    desk.require(Permission.PLANS_WRITE)
    engine.check(profile, desk.knowledge)
    document, now = desk.documents.dump(profile), desk.now()
    with desk.writing(Permission.PLANS_WRITE) as work:
        record = found(
            ids.PROFILE,
            profile_id,
            lambda id: work.profiles.replace(
                id, profile.name, document, digest(profile), now, expected.check
            ),
        )
        before = work.profiles.digest(record.id, record.version - 1)
        desk.tell(work, EventType.PROFILE_CHANGED, record.id, version=record.version)
        desk.commit(work, "profile.replace", record.id, before=before, after=record.digest)
    return record


def get(desk: Desk, profile_id: str) -> ProfileRecord:
    """A profile at its current version, as far as the actor may see it; raises NotFound."""
    with desk.reading(Permission.PLANS_READ) as work:
        record = found(ids.PROFILE, profile_id, work.profiles.get)
    return sight.profile_record(desk, record)


def index(desk: Desk, ask: Ask = EVERY) -> Page[ProfileRecord]:
    """A part of the profiles, newest first unless asked otherwise."""
    with desk.reading(Permission.PLANS_READ) as work:
        return page(ask, work.profiles.list(ask))
