"""Workspaces, people, and what lets people and programs in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar

from planner.domain.lists import Ask
from planner.domain.regional import USUAL, Regional

Row_co = TypeVar("Row_co", covariant=True)


class Registered(Protocol):
    """What is registered by an id and a name."""

    @property
    def id(self) -> str:
        """Typed id, such as `ws_...`, `user_...` or `tok_...`."""

    @property
    def name(self) -> str:
        """Its name; what a token is for; a tombstone once a person is erased."""

    @property
    def created_at(self) -> datetime:
        """When it was made (UTC)."""


class Allowed(Registered, Protocol):
    """Who, or what program, may do what."""

    @property
    def role(self) -> str:
        """A `Role`."""

    @property
    def teams(self) -> Sequence[str]:
        """Own teams, which bound what a manager sees."""


class Pass(Protocol):
    """What lets a person in for a while."""

    @property
    def id(self) -> str:
        """Typed id, `link_...` or `sess_...`."""

    @property
    def person_id(self) -> str:
        """Whom it lets in."""

    @property
    def expires_at(self) -> datetime:
        """When it ends at the latest (UTC)."""


class Kept(Protocol[Row_co]):
    """Rows that are found, and changed, by their ids."""

    def get(self, id: str) -> Row_co | None:
        """The row of that id."""

    def change(self, id: str, **values: Any) -> Row_co | None:
        """Set fields; None when there is no such row."""


class WorkspaceRecord(Registered, Protocol):
    """A workspace."""

    @property
    def locale(self) -> str:
        """How numbers and dates are written, a BCP 47 tag."""

    @property
    def time_zone(self) -> str:
        """Whose time is shown, a name of the IANA database."""

    @property
    def fiscal_year_starts_in(self) -> int:
        """The month in which fiscal years start where a profile does not say, 1 to 12."""

    @property
    def version(self) -> int:
        """Number of the version, from 1."""

    @property
    def archived_at(self) -> datetime | None:
        """Since when nobody gets in (UTC)."""


class PersonRecord(Allowed, Protocol):
    """Somebody in a workspace."""

    @property
    def email(self) -> str:
        """E-mail address in lower case; a tombstone once erased."""

    @property
    def version(self) -> int:
        """Number of the version, from 1."""

    @property
    def disabled_at(self) -> datetime | None:
        """Since when they cannot sign in (UTC)."""

    @property
    def erased_at(self) -> datetime | None:
        """When name and address were erased (UTC)."""


class TokenRecord(Allowed, Protocol):
    """What a program shows."""

    @property
    def person_id(self) -> str | None:
        """Whose it is, where it is somebody's."""

    @property
    def hash(self) -> str:
        """SHA-256 of its text."""

    @property
    def expires_at(self) -> datetime | None:
        """When it stops (UTC); None for never."""

    @property
    def used_at(self) -> datetime | None:
        """When it was last used (UTC), to a few minutes."""

    @property
    def revoked_at(self) -> datetime | None:
        """When it was revoked (UTC)."""


class LinkRecord(Pass, Protocol):
    """A link that signs a person in, once."""


class SessionRecord(Pass, Protocol):
    """A browser in which a person is signed in."""

    @property
    def person(self) -> PersonRecord:
        """The person, where the session was found by its hash."""

    @property
    def hash(self) -> str:
        """SHA-256 of the cookie."""

    @property
    def browser(self) -> str | None:
        """By which browser it was begun, such as `Firefox on Linux`; None where that is not known."""

    @property
    def created_at(self) -> datetime:
        """When it began (UTC)."""

    @property
    def seen_at(self) -> datetime:
        """When it was last used (UTC), to a few minutes."""

    @property
    def ended_at(self) -> datetime | None:
        """When it was ended (UTC)."""


class Workspaces(Kept[WorkspaceRecord], Protocol):
    """The register of all workspaces, inside any unit of work."""

    def add(self, id: str, name: str, now: datetime, regional: Regional = USUAL) -> WorkspaceRecord:
        """Register a workspace."""

    def locked(self, id: str) -> WorkspaceRecord | None:
        """The workspace of that id, as it stays until this work ends."""

    def named(self, name: str) -> WorkspaceRecord | None:
        """The workspace of that name."""

    def lock(self) -> None:
        """Let others of this workspace who do the same wait until this work ends."""

    def list(self) -> Sequence[WorkspaceRecord]:
        """All of them, oldest first."""


class People(Kept[PersonRecord], Protocol):
    """People of the workspace."""

    def add(
        self, id: str, email: str, name: str, role: str, teams: Sequence[str], now: datetime
    ) -> PersonRecord:
        """Add a person."""

    def locked(self, id: str) -> PersonRecord | None:
        """The person of that id, as it stays until this work ends."""

    def by_email(self, email: str) -> PersonRecord | None:
        """The person of that e-mail address, in lower case."""

    def list(self, ask: Ask) -> Sequence[PersonRecord]:
        """The part that `ask` wants, and one more where there are more."""

    def count(self, role: str) -> int:
        """How many people who can sign in have that role; they stay so until this work ends."""

    def active(self) -> int:
        """How many people can sign in."""


class Tokens(Kept[TokenRecord], Protocol):
    """Tokens of the workspace."""

    def add(
        self,
        id: str,
        person_id: str | None,
        name: str,
        role: str,
        teams: Sequence[str],
        hash: str,
        now: datetime,
        expires_at: datetime | None,
    ) -> TokenRecord:
        """Add a token."""

    def by_hash(self, hash: str) -> TokenRecord | None:
        """The token of that hash, in a workspace that is not archived."""

    def list(self, ask: Ask) -> Sequence[TokenRecord]:
        """The part that `ask` wants, and one more where there are more."""

    def revoke_of(self, person_id: str, now: datetime) -> None:
        """Revoke all tokens of a person."""


class SignInLinks(Protocol):
    """Links that sign a person in, once."""

    def add(self, id: str, person_id: str, hash: str, now: datetime, expires_at: datetime) -> LinkRecord:
        """Add a link."""

    def use(self, hash: str, now: datetime) -> LinkRecord | None:
        """Use up the link of that hash; None where there is none that is still good."""

    def drop_of(self, person_id: str, now: datetime) -> None:
        """Use up all links of a person."""


class Sessions(Protocol):
    """Browsers in which people are signed in."""

    def add(
        self,
        id: str,
        person_id: str,
        hash: str,
        now: datetime,
        expires_at: datetime,
        browser: str | None = None,
    ) -> SessionRecord:
        """Add a session."""

    def get(self, id: str) -> SessionRecord | None:
        """The session of that id."""

    def list(self, ask: Ask, now: datetime, seen_after: datetime) -> Sequence[SessionRecord]:
        """The part of those still open that `ask` wants, and one more where there are more."""

    def by_hash(self, hash: str) -> SessionRecord | None:
        """The session of that hash with its person, in a workspace that is not archived."""

    def change(self, id: str, **values: Any) -> SessionRecord | None:
        """Set fields; None when there is no such session."""

    def end_of(self, person_id: str, now: datetime, but: str = "") -> None:
        """End all sessions of a person but the one of that hash."""
