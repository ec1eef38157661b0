"""The desk that every use case works at: who is acting, and what is at hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from planner import __version__
from planner.domain import Conflict, Plan, Problem, Profile, audit, digest
from planner.domain.access import NOBODY, Actor, Permission
from planner.domain.events import Event, EventType, Value
from planner.services import ids
from planner.services.ports.exchange import Outside
from planner.services.ports.work import Store, Work

if TYPE_CHECKING:
    from planner.engine.knowledge import Knowledge
    from planner.hiring.catalogue import Catalogue

Item_co = TypeVar("Item_co", covariant=True)


class Documents(Protocol):
    """How profiles and plans are written down."""

    def dump(self, profile: Profile) -> dict[str, Any]:
        """A profile as JSON data."""

    def load(self, document: Mapping[str, Any]) -> Profile:
        """The profile that `dump` wrote."""

    def text(self, plan: Plan) -> str:
        """A plan's canonical text."""

    def plan(self, text: str) -> Plan:
        """The plan that `text` wrote."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What plans are made from at present, apart from the profile; a plan records the same."""

    program: str
    guidance: str
    guidance_version: str
    guidance_hash: str
    assumptions_digest: str
    pay_digest: str

    @classmethod
    def of(cls, knowledge: Knowledge) -> Basis:
        """The basis that this program and `knowledge` make."""
        guidance = knowledge.guidance
        return cls(
            program=f"planner {__version__}",  # as in a plan's provenance
            guidance=guidance.id,
            guidance_version=guidance.version,
            guidance_hash=guidance.hash,
            assumptions_digest=digest(guidance.assumptions),
            pay_digest=knowledge.pay.digest,
        )


@dataclass(frozen=True, slots=True)
class Shipped:
    """What came with the program: guidance and pay, job profiles, and what both make of plans."""

    knowledge: Knowledge
    roles: Catalogue
    basis: Basis


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to carry out the request of a key; `lease` tells it from those before and after."""

    key: str
    lease: str


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """How long a link to sign in is good, and a session while it is used and at most."""

    link: timedelta = timedelta(hours=1)
    idle: timedelta = timedelta(hours=8)
    session: timedelta = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Desk:
    """All that a use case works with; put together once, when the service starts.

    A request works at `desk.acting(actor)`. A unit of work opens for one permission, in the actor's
    workspace, and is committed by `commit`, which leaves an entry in the audit trail. What was `shipped` is
    read on first use: many commands need none of it.
    """

    store: Store
    documents: Documents
    shipped: Callable[[], Shipped]
    now: Callable[[], datetime]
    outside: Callable[[], Outside] | None = None
    lifetimes: Lifetimes = Lifetimes()
    actor: Actor = NOBODY
    request_id: str | None = None
    claim: Claim | None = None

    def acting(self, actor: Actor, request_id: str | None = None) -> Desk:
        """The same desk for one actor and one request."""
        return replace(self, actor=actor, request_id=request_id)

    @property
    def knowledge(self) -> Knowledge:
        """The shipped guidance and pay."""
        return self.shipped().knowledge

    @property
    def roles(self) -> Catalogue:
        """The shipped job profiles."""
        return self.shipped().roles

    @property
    def basis(self) -> Basis:
        """What plans are made from at present."""
        return self.shipped().basis

    @property
    def beyond(self) -> Outside:
        """Tools, endpoints and the vault; a desk that was put together without them has none."""
        assert self.outside is not None, "wired where connections are used"
        return self.outside()

    def require(self, permission: Permission) -> None:
        """Raise Forbidden, or Unauthenticated for nobody, unless the actor has `permission`."""
        self.actor.require(permission)

    def reading(self, permission: Permission) -> AbstractContextManager[Work]:
        """A unit of work that only reads what `permission` lets read; raises like `require`."""
        self.require(permission)
        return self.store.reading(self.actor.workspace)

    def writing(self, permission: Permission) -> AbstractContextManager[Work]:
        """A unit of work that may commit what `permission` lets change; raises like `require`."""
        self.require(permission)
        return self.store.writing(self.actor.workspace)

    def commit(
        self,
        work: Work,
        action: str,
        target: str,
        *,
        before: str | None = None,
        after: str | None = None,
        reason: str | None = None,
    ) -> None:
        """Record what was done to the record `target`, with its digests, and commit both at once.

        `action` is a noun and a verb such as `plan.create`. Never names, texts or amounts: people can be
        erased, entries cannot; `reason` is what the actor gave as one.
        """
        self.record(work, action, target, before=before, after=after, reason=reason)
        self.finish(work)

    def finish(self, work: Work) -> None:
        """Commit what has been recorded, once: a request that is sent again has taken effect."""
        if self.claim and not work.retries.settle(self.actor.id, self.claim.key, self.claim.lease):
            raise Conflict(Problem("Idempotency-Key", "has been taken over meanwhile.", "Send it again."))
        work.commit()

    def record(
        self,
        work: Work,
        action: str,
        target: str,
        *,
        before: str | None = None,
        after: str | None = None,
        reason: str | None = None,
    ) -> None:
        """Record one of several things that `commit` will make durable."""
        work.audit.add(
            audit.Event(
                at=self.now(),
                actor_kind=self.actor.kind.value,
                actor=self.actor.id,
                action=action,
                target=target,
                reason=reason,
                before=before,
                after=after,
                request_id=self.request_id,
            )
        )

    def tell(self, work: Work, type: EventType, subject: str, **data: Value) -> None:
        """Add an event about `subject` to the outbox, to leave once `work` is committed; never with pay."""
        now = self.now()
        work.outbox.add(Event(ids.new(ids.EVENT, now), type, subject, now, data), self.actor.id)

    def today(self) -> date:
        """The present day in UTC."""
        return self.now().date()


@dataclass(frozen=True, slots=True)
class Page(Generic[Item_co]):
    """A part of a list, newest first; `next` is where the following part begins, None at the end."""

    items: Sequence[Item_co]
    next: str | None
