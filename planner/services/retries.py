"""Requests that may be sent again: a key takes effect once, and is answered the same again for a day."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from planner.domain import PlannerError, Problem
from planner.services.ports import Desk
from planner.services.ports.desk import Claim
from planner.services.ports.retries import RetryRecord

LEASE = timedelta(seconds=60)  # longer than any request takes; after it, a killed one may be begun anew
KEPT = timedelta(hours=24)
PATH = "Idempotency-Key"


class KeyReused(PlannerError):
    """A key that was given to another request."""

    title = "The key belongs to another request"


class UnderWay(PlannerError):
    """A request whose first sending is still being carried out."""

    title = "The request is being carried out"


class AnswerLost(PlannerError):
    """A request that was carried out, once, but whose answer was not kept."""

    title = "The request was carried out, but its answer is lost"


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that was given before."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def begin(desk: Desk, key: str, fingerprint: str) -> Claim | Kept:
    """The right to carry a request out, or its answer where that has happened.

    Raises KeyReused, UnderWay, AnswerLost.
    """
    now, lease = desk.now(), secrets.token_hex(16)
    with desk.store.writing(desk.actor.workspace) as work:
        row = work.retries.claim(desk.actor.id, key, fingerprint, lease, now + LEASE, now + KEPT)
        ours = row.lease == lease
        if not ours and now < row.expires_at:
            kept = _kept(row, fingerprint, now)
            if kept:
                return kept
        if not ours:
            work.retries.take_over(row, fingerprint, lease, now + LEASE, now + KEPT)
        work.commit()
    return Claim(key, lease)


def _kept(row: RetryRecord, fingerprint: str, now: datetime) -> Kept | None:
    """The answer of a key that is known; None where it may be begun anew."""
    if row.fingerprint != fingerprint:
        fix = "Give every request a key of its own, such as a fresh UUID."
        raise KeyReused(Problem(PATH, "was given to another request before.", fix))
    if row.status is not None:
        return Kept(row.status, row.headers or {}, row.body or b"")
    if now < row.leased_until:
        fix = "Wait for the seconds in Retry-After, then send it again as it is."
        raise UnderWay(Problem(PATH, "belongs to a request that is under way.", fix))
    if row.done:
        fix = "Do not send it again: look up in the lists what it has made."
        raise AnswerLost(Problem(PATH, "belongs to a request that was carried out, once.", fix))
    return None


def keep(desk: Desk, claim: Claim, answer: Kept) -> None:
    """Keep the answer of a request that has succeeded."""
    with desk.store.writing(desk.actor.workspace) as work:
        work.retries.keep(desk.actor.id, claim.key, claim.lease, answer.status, answer.headers, answer.body)
        work.commit()


def release(desk: Desk, claim: Claim) -> None:
    """Give the key back after a request that has done nothing."""
    with desk.store.writing(desk.actor.workspace) as work:
        work.retries.release(desk.actor.id, claim.key, claim.lease)
        work.commit()


def purge(desk: Desk) -> int:
    """Forget the answers of this workspace that are kept for too long; how many."""
    with desk.store.writing(desk.actor.workspace) as work:
        count = work.retries.purge(desk.now())
        work.commit()
    return count
