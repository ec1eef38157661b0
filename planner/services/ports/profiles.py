"""Stored profiles."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from planner.domain.lists import Ask


class ProfileRecord(Protocol):
    """A stored profile at its current version; lists leave `document` out."""

    @property
    def id(self) -> str:
        """Typed id, `prof_...`."""

    @property
    def name(self) -> str:
        """The organisation's name."""

    @property
    def version(self) -> int:
        """Number of the current version, from 1."""

    @property
    def document(self) -> Mapping[str, Any]:
        """The profile as JSON data."""

    @property
    def digest(self) -> str:
        """SHA-256 of the profile's facts."""

    @property
    def created_at(self) -> datetime:
        """When version 1 was stored (UTC)."""

    @property
    def updated_at(self) -> datetime:
        """When the current version was stored (UTC)."""

    @property
    def archived_at(self) -> datetime | None:
        """Since when it is put away (UTC)."""


class VersionRecord(Protocol):
    """One version of a profile; lists leave `document` out."""

    @property
    def version(self) -> int:
        """Its number, from 1."""

    @property
    def document(self) -> Mapping[str, Any]:
        """The profile as JSON data."""

    @property
    def digest(self) -> str:
        """SHA-256 of the profile's facts."""

    @property
    def created_at(self) -> datetime:
        """When it was stored (UTC)."""


class Profiles(Protocol):
    """Stored profiles, inside one unit of work."""

    def add(
        self, id: str, name: str, document: Mapping[str, Any], digest: str, now: datetime
    ) -> ProfileRecord:
        """Store a new profile as version 1."""

    def replace(
        self,
        id: str,
        name: str,
        document: Mapping[str, Any],
        digest: str,
        now: datetime,
        check: Callable[[int], None],
    ) -> ProfileRecord | None:
        """Store the next version once `check` lets the present one pass; None where there is no profile."""

    def get(self, id: str) -> ProfileRecord | None:
        """The profile with its current document."""

    def document(self, id: str, version: int) -> Mapping[str, Any] | None:
        """The document of one version."""

    def digest(self, id: str, version: int) -> str | None:
        """The digest of one version."""

    def list(self, ask: Ask) -> Sequence[ProfileRecord]:
        """The part that `ask` wants, and one more where there are more."""

    def versions(self, id: str) -> Sequence[VersionRecord]:
        """Every version without its document, oldest first."""

    def version(self, id: str, number: int) -> VersionRecord | None:
        """One version with its document."""

    def archive(self, id: str, at: datetime | None) -> ProfileRecord | None:
        """Set or clear since when the profile is put away; others wait meanwhile."""
