"""Today's people over the horizon: who leaves on a known day, and expected attrition of the others."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np

from planner.domain.aggregates import added
from planner.domain.calendar import Month
from planner.domain.profile import Profile
from planner.domain.words import Level, Role
from planner.engine.facts import Present, stated_fte
from planner.engine.staffing import Series


def survival(assumed: Mapping[str, float], months: int) -> Series:
    """Probability of still being there after k months: (1 - yearly attrition)^(k/12) (model, section 5)."""
    remaining = (1.0 - assumed["attrition_yearly"]) ** (np.arange(months) / 12)
    return np.asarray(remaining, dtype=np.float64)


def ramp(months_to_full: float, months: int) -> Series:
    """Productivity k months after the start: the mean of a straight line from 0 to 1 over each month."""
    if months_to_full <= 0:
        return np.ones(months)
    edge = np.minimum(np.arange(months + 1) / months_to_full, 1.0)
    full_part = np.clip(np.arange(1, months + 1) - months_to_full, 0.0, 1.0)
    within = 1.0 - full_part
    return np.where(edge[:-1] >= 1.0, 1.0, (edge[:-1] + edge[1:]) / 2 * within + full_part)


def steady_fte(profile: Profile, people: Present, role: Role, start: Month, months: int) -> Series:
    """FTE of today's engineers by month, less those whose last day is known; managers don't count."""
    stated = stated_fte(profile, role)
    if profile.staff is None or (stated is not None and people.unmapped):
        return np.full(months, float(stated or 0.0))
    listed = [
        (entry.count, entry.fte, _stays(entry.leaves_on, start, months))
        for filled, entry in people.staff
        if filled is role and entry.level is not Level.MANAGER
    ]
    return np.array([added((n, fte) for n, fte, stays in listed if month < stays) for month in range(months)])


def heads(profile: Profile, people: Present, start: Month, months: int) -> Series:
    """People of both roles by month, managers included, before attrition."""
    total = np.zeros(months)
    for _, entry in people.staff:
        total += entry.count * (np.arange(months) < _stays(entry.leaves_on, start, months))
    if profile.staff is not None:
        return total
    stated = sum(np.ceil(stated_fte(profile, role) or 0.0) for role in Role)
    return np.full(months, float(stated))


def managers(people: Present, role: Role) -> int:
    """Managers of the role among today's people."""
    return sum(
        entry.count for filled, entry in people.staff if filled is role and entry.level is Level.MANAGER
    )


def _stays(leaves_on: date | None, start: Month, months: int) -> int:
    if leaves_on is None:
        return months
    return max(Month.of(leaves_on) - start, 0)
