"""Forgetting runs and deliveries that ended long ago, and answers kept for whoever asks again."""

from __future__ import annotations

from collections.abc import Sequence

from planner.domain.access import Permission
from planner.services import ids, retries
from planner.services.ports import Desk, Work

AT_ONCE = 500
SERVICE = Permission.CONNECTIONS_MANAGE


def prune(desk: Desk) -> int:
    """Forget some of what is older than the history that is kept, and all answers past their day; how many.

    What is linked, what was decided and what is on its way stays.
    """
    with desk.reading(SERVICE) as work:  # which keeps no writer waiting
        expired, old = work.retries.expired(desk.now()), any(_old(desk, work, 1))
    return (retries.purge(desk) if expired else 0) + (_forgotten(desk) if old else 0)


def _forgotten(desk: Desk) -> int:
    with desk.writing(SERVICE) as work:
        runs, deliveries = _old(desk, work, AT_ONCE)
        work.runs.forget(runs)
        work.deliveries.forget(deliveries)
        desk.commit(work, "history.prune", desk.actor.workspace)
    return len(runs) + len(deliveries)


def _old(desk: Desk, work: Work, limit: int) -> tuple[Sequence[str], Sequence[str]]:
    """By id, which begins with the time it was made at."""
    before = desk.now() - desk.beyond.history
    return (
        work.runs.old(ids.new(ids.RUN, before), limit),
        work.deliveries.old(ids.new(ids.DELIVERY, before), limit),
    )
