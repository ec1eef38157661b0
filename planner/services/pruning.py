"""Forgetting runs and deliveries that ended long ago; what is linked and what was decided stays."""

from __future__ import annotations

from collections.abc import Sequence

from planner.domain.access import Permission
from planner.services import ids
from planner.services.ports import Desk, Work

AT_ONCE = 500
SERVICE = Permission.CONNECTIONS_MANAGE


def prune(desk: Desk) -> int:
    """Forget some of the runs and deliveries that are older than the history that is kept; how many."""
    with desk.reading(SERVICE) as work:  # which keeps no writer waiting
        if not any(_old(desk, work, 1)):
            return 0
    with desk.writing(SERVICE) as work:
        runs, deliveries = _old(desk, work, AT_ONCE)
        work.runs.forget(runs)
        work.deliveries.forget(deliveries)
        work.commit()
    return len(runs) + len(deliveries)


def _old(desk: Desk, work: Work, limit: int) -> tuple[Sequence[str], Sequence[str]]:
    """By id, which begins with the time it was made at."""
    before = desk.now() - desk.beyond.history
    return (
        work.runs.old(ids.new(ids.RUN, before), limit),
        work.deliveries.old(ids.new(ids.DELIVERY, before), limit),
    )
