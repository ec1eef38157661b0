"""The plan in one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from planner.domain.calendar import FiscalQuarter
from planner.domain.plan import BreakEven, Position, Stance
from planner.domain.words import PositionKind, Role, StanceKind

SINGULAR = {Role.MLOPS: "MLOps Engineer", Role.PLATFORM: "ML Platform Engineer"}


def headline(
    stances: Sequence[Stance],
    positions: Sequence[Position],
    break_even: BreakEven,
    fiscal_year_starts_in: int,
) -> str:
    """What to do for each role, in plain words with the numbers in it."""
    parts = [_part(stance, positions, fiscal_year_starts_in) for stance in stances]
    said = [part for part in parts if part]
    idle = [stance for stance, part in zip(stances, parts, strict=True) if not part]
    if not said:
        return _nobody(idle, positions, break_even)
    rest = f"; {_idle(idle[0])}" if idle else ""
    return _capital(" and ".join(said)) + rest + "."


def _part(stance: Stance, positions: Sequence[Position], starts_in: int) -> str:
    ours = [row for row in positions if row.role is stance.role]
    fresh = [row for row in ours if row.kind is PositionKind.NEW]
    converted = sum(row.kind is PositionKind.CONVERSION for row in ours)
    if stance.kind is StanceKind.CONVERT:
        more = f" and hire {len(fresh)}" if fresh else ""
        return f"convert {converted} MLOps people into {_counted(stance.role, converted)[2:].lstrip()}{more}"
    if stance.kind is StanceKind.HIRE_NOW:
        return f"hire {_counted(stance.role, len(fresh))} now" if fresh else _blocked(stance, ours)
    if stance.kind is StanceKind.HIRE_WHEN and stance.month is not None:
        quarter = FiscalQuarter.of(stance.month, starts_in)
        return f"plan {_counted(stance.role, len(fresh))} for {quarter}" if fresh else ""
    return ""


def _blocked(stance: Stance, ours: Sequence[Position]) -> str:
    if any(row.kind is PositionKind.COMMITTED for row in ours):
        return f"fill the committed {SINGULAR[stance.role]} seats"
    return f"find room for {SINGULAR[stance.role]}s, whom budget or caps keep out"


def _counted(role: Role, count: int) -> str:
    return f"{count} {SINGULAR[role]}{'' if count == 1 else 's'}"


def _idle(stance: Stance) -> str:
    role = f"{SINGULAR[stance.role]}s"
    return f"the {role} present are enough" if stance.kind is StanceKind.STAFFED else f"no {role} yet"


def _nobody(idle: Sequence[Stance], positions: Sequence[Position], break_even: BreakEven) -> str:
    staffed = all(stance.kind is StanceKind.STAFFED for stance in idle)
    backfills = sum(row.kind is PositionKind.BACKFILL for row in positions)
    leavers = f"; expect to replace {backfills} of those present" if backfills else ""
    if staffed:
        return f"Hire nobody: those present are enough{leavers}."
    if break_even.teams and break_even.now is not None and break_even.now < break_even.teams:
        return f"Hire neither role yet; a platform would pay off from {break_even.teams} teams{leavers}."
    return f"Hire neither role yet{leavers}."


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
