"""The schedule against hiring when the work is there, on the twelve organisations of the published table."""

from __future__ import annotations

import numpy as np

from benchmarks.naive import TODAY, compared, organisations
from planner.engine.plan import Planning
from tests.knowing import knowledge


def test_the_schedule_leaves_less_undone_than_hiring_when_needed() -> None:
    orgs = organisations()
    found = np.array([compared(Planning(profile, knowledge(), TODAY)) for profile in orgs])
    short, _, cost = found.transpose(1, 2, 0)
    when_needed, lasting, schedule = short
    assert len(orgs) == 12
    assert (schedule <= lasting + 1e-6).all()
    assert schedule.sum() < when_needed.sum()
    assert cost[2].sum() < cost[0].sum()
    assert (cost[2][schedule > when_needed] < cost[0][schedule > when_needed]).all()
