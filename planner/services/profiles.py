"""Use cases over organisation profiles."""

from __future__ import annotations

from planner import engine
from planner.domain import Profile, digest
from planner.services import ids
from planner.services.lookup import USUAL_ITEMS, found, page
from planner.services.ports import Desk, Page, ProfileRecord
from planner.services.versions import WHICHEVER, Expected


def create(desk: Desk, profile: Profile) -> ProfileRecord:
    """Store a new profile; raises InvalidProfile where no plan could be made of it."""
    engine.check(profile, desk.knowledge)
    now = desk.now()
    with desk.store.writing() as work:
        record = work.profiles.add(
            ids.new(ids.PROFILE, now), profile.name, desk.documents.dump(profile), digest(profile), now
        )
        work.commit()
    return record


def replace(desk: Desk, profile_id: str, profile: Profile, expected: Expected = WHICHEVER) -> ProfileRecord:
    """Store the next version of a profile; earlier ones stay. Raises NotFound, Stale, InvalidProfile."""
    engine.check(profile, desk.knowledge)
    document, now = desk.documents.dump(profile), desk.now()
    with desk.store.writing() as work:
        record = found(
            ids.PROFILE,
            profile_id,
            lambda id: work.profiles.replace(
                id, profile.name, document, digest(profile), now, expected.check
            ),
        )
        work.commit()
    return record


def get(desk: Desk, profile_id: str) -> ProfileRecord:
    """A profile at its current version; raises NotFound."""
    with desk.store.reading() as work:
        return found(ids.PROFILE, profile_id, work.profiles.get)


def index(
    desk: Desk, limit: int = USUAL_ITEMS, cursor: str | None = None, name: str | None = None
) -> Page[ProfileRecord]:
    """Profiles, newest first, all or those of one name; raises InvalidInput for a wrong cursor."""
    with desk.store.reading() as work:
        return page(
            ids.PROFILE, cursor, limit, lambda count, after: work.profiles.list(count, after, name=name)
        )
