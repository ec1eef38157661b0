"""Reading and writing workspaces, people and what lets them in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Select, and_, func, select, update
from sqlalchemy.orm import contains_eager

from planner.domain.audit import BEGINNING
from planner.domain.lists import Ask
from planner.domain.regional import USUAL, Regional
from planner.store.lists import part
from planner.store.queries.base import Queries
from planner.store.tables import AuditHead, Base, Person, Session, SignInLink, Tenant, Token, Workspace

Row = TypeVar("Row", bound=Base)
Versioned = TypeVar("Versioned", Person, Workspace)


class Workspaces(Queries):
    """The register of workspaces; the only one that is not confined to a workspace."""

    def add(self, id: str, name: str, now: datetime, regional: Regional = USUAL) -> Workspace:
        """Register a workspace, with the beginning of its audit trail."""
        row = Workspace(id=id, name=name, **asdict(regional), version=1, created_at=now, archived_at=None)
        self._session.add(row)
        self._session.flush()
        self._session.add(AuditHead(workspace_id=id, sequence=0, hash=BEGINNING, signature=""))
        return row

    def get(self, id: str) -> Workspace | None:
        """The workspace of that id."""
        return self._session.get(Workspace, id)

    def locked(self, id: str) -> Workspace | None:
        """The workspace of that id, as it stays until this work ends."""
        return self._session.get(Workspace, id, with_for_update=True)

    def named(self, name: str) -> Workspace | None:
        """The workspace of that name."""
        return self._session.scalars(select(Workspace).where(Workspace.name == name)).one_or_none()

    def lock(self) -> None:
        """Let others of this workspace who do the same wait until this work ends."""
        here = select(Workspace).where(Workspace.id == self.workspace)
        self._session.execute(here.with_for_update(key_share=True))

    def list(self) -> Sequence[Workspace]:
        """All of them, oldest first."""
        return self._session.scalars(select(Workspace).order_by(Workspace.id)).all()

    def change(self, id: str, **values: Any) -> Workspace | None:
        """Set columns of a workspace, which makes its next version; others wait meanwhile."""
        return _next(_changed(self._session.get(Workspace, id, with_for_update=True), values))


class People(Queries):
    """People of the workspace."""

    def add(self, id: str, email: str, name: str, role: str, teams: Sequence[str], now: datetime) -> Person:
        """Add a person."""
        row = Person(
            id=id,
            email=email,
            name=name,
            role=role,
            teams=list(teams),
            version=1,
            created_at=now,
            disabled_at=None,
            erased_at=None,
        )
        self._session.add(row)
        return row

    def get(self, id: str) -> Person | None:
        """The person of that id."""
        return self._session.get(Person, self.key(id))

    def locked(self, id: str) -> Person | None:
        """The person of that id, as it stays until this work ends."""
        return self._session.get(Person, self.key(id), with_for_update=True)

    def by_email(self, email: str) -> Person | None:
        """The person of that e-mail address, written in lower case."""
        return self._session.scalars(select(Person).where(Person.email == email)).one_or_none()

    def list(self, ask: Ask) -> Sequence[Person]:
        """The part that `ask` wants and one more."""
        return part(self._session, select(Person), Person, ask)

    def count(self, role: str) -> int:
        """How many people who can sign in have that role; others wait before they change one of them."""
        rows = self._session.scalars(
            select(Person).where(Person.role == role, Person.disabled_at.is_(None)).with_for_update()
        )
        return len(rows.all())

    def active(self) -> int:
        """How many people can sign in."""
        query = select(func.count()).select_from(Person).where(Person.disabled_at.is_(None))
        return self._session.scalar(query) or 0

    def change(self, id: str, **values: Any) -> Person | None:
        """Set columns of a person, which makes its next version; others wait meanwhile."""
        return _next(_changed(self._session.get(Person, self.key(id), with_for_update=True), values))


class Tokens(Queries):
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
    ) -> Token:
        """Add a token by its hash."""
        row = Token(
            id=id,
            person_id=person_id,
            name=name,
            role=role,
            teams=list(teams),
            hash=hash,
            created_at=now,
            expires_at=expires_at,
            used_at=None,
            revoked_at=None,
        )
        self._session.add(row)
        return row

    def get(self, id: str) -> Token | None:
        """The token of that id."""
        return self._session.get(Token, self.key(id))

    def by_hash(self, hash: str) -> Token | None:
        """The token of that hash, in a workspace that is not archived."""
        return self._session.scalars(_living(select(Token).where(Token.hash == hash), Token)).one_or_none()

    def list(self, ask: Ask) -> Sequence[Token]:
        """The part that `ask` wants and one more."""
        return part(self._session, select(Token), Token, ask)

    def change(self, id: str, **values: Any) -> Token | None:
        """Set columns of a token, others waiting meanwhile."""
        return _changed(self._session.get(Token, self.key(id), with_for_update=True), values)

    def revoke_of(self, person_id: str, now: datetime) -> None:
        """Revoke all tokens of a person."""
        self._session.execute(
            update(Token)
            .where(Token.person_id == person_id, Token.revoked_at.is_(None))
            .values(revoked_at=now)
        )


class SignInLinks(Queries):
    """Links that sign a person in, once."""

    def add(self, id: str, person_id: str, hash: str, now: datetime, expires_at: datetime) -> SignInLink:
        """Add a link by its hash."""
        row = SignInLink(
            id=id, person_id=person_id, hash=hash, created_at=now, expires_at=expires_at, used_at=None
        )
        self._session.add(row)
        return row

    def use(self, hash: str, now: datetime) -> SignInLink | None:
        """Use up the link of that hash; None where there is none that is still good."""
        row = self._session.scalars(
            select(SignInLink).where(SignInLink.hash == hash).with_for_update()
        ).one_or_none()
        if row is None or row.used_at is not None or row.expires_at <= now:
            return None
        row.used_at = now
        return row

    def drop_of(self, person_id: str, now: datetime) -> None:
        """Use up all links of a person."""
        self._session.execute(
            update(SignInLink)
            .where(SignInLink.person_id == person_id, SignInLink.used_at.is_(None))
            .values(used_at=now)
        )


class Sessions(Queries):
    """Browsers in which people are signed in."""

    def add(
        self,
        id: str,
        person_id: str,
        hash: str,
        now: datetime,
        expires_at: datetime,
        browser: str | None = None,
    ) -> Session:
        """Add a session by its hash."""
        row = Session(
            id=id,
            person_id=person_id,
            hash=hash,
            created_at=now,
            seen_at=now,
            expires_at=expires_at,
            ended_at=None,
            browser=browser,
        )
        self._session.add(row)
        return row

    def get(self, id: str) -> Session | None:
        """The session of that id."""
        return self._session.get(Session, self.key(id))

    def list(self, ask: Ask, now: datetime, seen_after: datetime) -> Sequence[Session]:
        """The part of those still open that `ask` wants and one more."""
        still = select(Session).where(
            Session.ended_at.is_(None), Session.expires_at > now, Session.seen_at > seen_after
        )
        return part(self._session, still, Session, ask)

    def by_hash(self, hash: str) -> Session | None:
        """The session of that hash with its person, in a workspace that is not archived."""
        query = select(Session).join(Session.person).options(contains_eager(Session.person))
        return self._session.scalars(_living(query.where(Session.hash == hash), Session)).one_or_none()

    def change(self, id: str, **values: Any) -> Session | None:
        """Set columns of a session, others waiting meanwhile."""
        return _changed(self._session.get(Session, self.key(id), with_for_update=True), values)

    def end_of(self, person_id: str, now: datetime, but: str = "") -> None:
        """End all sessions of a person but the one of that hash."""
        self._session.execute(
            update(Session)
            .where(Session.person_id == person_id, Session.ended_at.is_(None), Session.hash != but)
            .values(ended_at=now)
        )


def _living(query: Select[Row], table: type[Tenant]) -> Select[Row]:
    """Only where the workspace is not archived."""
    here = and_(Workspace.id == table.workspace_id, Workspace.archived_at.is_(None))
    return query.join(Workspace, here)


def _next(row: Versioned | None) -> Versioned | None:
    if row is not None:
        row.version += 1
    return row


def _changed(row: Row | None, values: dict[str, Any]) -> Row | None:
    if row is not None:
        for name, value in values.items():
            setattr(row, name, value)
    return row
