"""Reading and writing profiles inside one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, defer
from sqlalchemy.orm.attributes import set_committed_value

from planner.domain.lists import Ask
from planner.store.lists import part
from planner.store.queries.base import Queries
from planner.store.tables import Profile, ProfileVersion


class Profiles(Queries):
    """Profiles with their versions."""

    def add(self, id: str, name: str, document: Mapping[str, Any], digest: str, now: datetime) -> Profile:
        """Store a new profile as version 1."""
        version = ProfileVersion(
            profile_id=id, version=1, document=dict(document), digest=digest, created_at=now
        )
        profile = Profile(id=id, name=name, version=1, created_at=now, updated_at=now, archived_at=None)
        self._session.add(profile)
        self._session.flush()
        self._session.add(version)
        return _current(profile, version)

    def replace(
        self,
        id: str,
        name: str,
        document: Mapping[str, Any],
        digest: str,
        now: datetime,
        check: Callable[[int], None],
    ) -> Profile | None:
        """Store the profile's next version, others waiting meanwhile; None when there is no such profile.

        `check` is told the present version and raises where the change was made from another.
        """
        profile = self._session.get(Profile, self.key(id), with_for_update=True)
        if profile is None:
            return None
        check(profile.version)
        profile.name, profile.version, profile.updated_at = name, profile.version + 1, now
        version = ProfileVersion(
            profile_id=id, version=profile.version, document=dict(document), digest=digest, created_at=now
        )
        self._session.add(version)
        return _current(profile, version)

    def get(self, id: str) -> Profile | None:
        """The profile with its current document."""
        return self._session.scalars(_profiles().where(Profile.id == id)).one_or_none()

    def document(self, id: str, version: int) -> Mapping[str, Any] | None:
        """The document of one version."""
        return self._session.scalars(
            select(ProfileVersion.document).where(
                ProfileVersion.profile_id == id, ProfileVersion.version == version
            )
        ).one_or_none()

    def digest(self, id: str, version: int) -> str | None:
        """The digest of one version."""
        return self._session.scalars(
            select(ProfileVersion.digest).where(
                ProfileVersion.profile_id == id, ProfileVersion.version == version
            )
        ).one_or_none()

    def list(self, ask: Ask) -> Sequence[Profile]:
        """The part that `ask` wants and one more, without documents."""
        query = _profiles().options(
            contains_eager(Profile.current).defer(ProfileVersion.document, raiseload=True)
        )
        return part(self._session, query, Profile, ask)

    def versions(self, id: str) -> Sequence[ProfileVersion]:
        """Every version without its document, oldest first."""
        query = select(ProfileVersion).where(ProfileVersion.profile_id == id).order_by(ProfileVersion.version)
        return self._session.scalars(query.options(defer(ProfileVersion.document, raiseload=True))).all()

    def version(self, id: str, number: int) -> ProfileVersion | None:
        """One version with its document."""
        return self._session.get(ProfileVersion, self.key(id, number))

    def archive(self, id: str, at: datetime | None) -> Profile | None:
        """Set or clear since when the profile is put away; others wait meanwhile."""
        profile = self._session.get(Profile, self.key(id), with_for_update=True)
        if profile is not None:
            profile.archived_at = at
        return profile


def _current(profile: Profile, version: ProfileVersion) -> Profile:
    set_committed_value(profile, "current", version)
    return profile


def _profiles() -> Select[Profile]:
    return select(Profile).join(Profile.current).options(contains_eager(Profile.current))
