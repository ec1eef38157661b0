"""Forgetting runs, deliveries, events and messages of long ago, and answers kept for whoever asks again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from planner.domain.access import Permission
from planner.services import ids, retries
from planner.services.ports import Desk, Work

AT_ONCE = 500
SERVICE = Permission.CONNECTIONS_MANAGE


class Old(NamedTuple):
    """What may be forgotten: ids, and digests of messages that tools sent."""

    runs: Sequence[str]
    deliveries: Sequence[str]
    events: Sequence[str]
    messages: Sequence[str]


def prune(desk: Desk) -> int:
    """Forget some of what is older than the history that is kept, and all answers past their day; how many.

    What is linked, what was decided and what is on its way stays.
    """
    with desk.reading(SERVICE) as work:  # which keeps no writer waiting
        expired, old = work.retries.expired(desk.now()), any(_old(desk, work, 1))
    return (retries.purge(desk) if expired else 0) + (_forgotten(desk) if old else 0)


def _forgotten(desk: Desk) -> int:
    with desk.writing(SERVICE) as work:
        old = _old(desk, work, AT_ONCE)
        work.runs.forget(old.runs)
        work.deliveries.forget(old.deliveries)
        work.outbox.forget(old.events)
        work.inbound.forget(old.messages, desk.now() - desk.beyond.history)
        desk.commit(work, "history.prune", desk.actor.workspace)
    return sum(map(len, old))


def _old(desk: Desk, work: Work, limit: int) -> Old:
    """By id, where that begins with the time it was made at."""
    before = desk.now() - desk.beyond.history
    return Old(
        work.runs.old(ids.new(ids.RUN, before), limit),
        work.deliveries.old(ids.new(ids.DELIVERY, before), limit),
        work.outbox.old(ids.new(ids.EVENT, before), limit),
        work.inbound.old(before, limit),
    )
