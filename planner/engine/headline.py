"""The plan in one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.domain.calendar import FiscalQuarter
from planner.domain.plan import BreakEven, Position, Stance
from planner.domain.words import PositionKind, Role, StanceKind

QUARTER = 3  # months
ROOM = "budget and caps leave no room"
TIME = "whoever is hired starts after the months planned"
OTHERS = {
    PositionKind.TRANSFER: "{} from other teams",
    PositionKind.TRAINING: "{} by training",
    PositionKind.CONTRACTOR: "{} on contract",
}
WANTED = (StanceKind.HIRE_NOW, StanceKind.HIRE_WHEN, StanceKind.CONVERT)
SINGULAR = {Role.MLOPS: "MLOps Engineer", Role.PLATFORM: "ML Platform Engineer"}


def headline(
    stances: Sequence[Stance],
    positions: Sequence[Position],
    cut: int,
    break_even: BreakEven,
    fiscal_year_starts_in: int,
    in_time: bool = True,
) -> str:
    """What to do for each role, in plain words with the numbers in it; `cut` seats did not fit. Not `in_time`
    says that whoever is hired starts after the months planned."""
    said = list(_said(stances, positions, fiscal_year_starts_in, ROOM if in_time else TIME))
    idle = [stance for stance in stances if stance.kind not in WANTED]
    if not said:
        return _nobody(idle, positions, break_even)
    rest = "".join(f"; {_idle(stance)}" for stance in idle)
    kept_out = f"; caps keep {cut:,} more {'seat' if cut == 1 else 'seats'} out" if cut and in_time else ""
    return _capital(" and ".join(said)) + _others(positions) + rest + kept_out + "."


def _others(positions: Sequence[Position]) -> str:
    """Seats that are filled without recruiting."""
    counts = {kind: sum(row.kind is kind for row in positions) for kind in OTHERS}
    ways = [OTHERS[kind].format(count) for kind, count in counts.items() if count]
    *first, last = ways or [""]
    return f"; fill {', '.join(first)}{' and ' if first else ''}{last}" if last else ""


def _said(
    stances: Sequence[Stance], positions: Sequence[Position], starts_in: int, lacking: str
) -> Iterator[str]:
    """What is to be done, those to hire now in one phrase."""
    fresh = {stance.role: _of(positions, stance.role, PositionKind.NEW) for stance in stances}
    now = [stance for stance in stances if stance.kind is StanceKind.HIRE_NOW]
    soon = {stance.role: _of(_opening(positions), stance.role, PositionKind.NEW) for stance in now}
    later = [
        _counted(role, fresh[role] - count, "more " if count else "")
        for role, count in soon.items()
        if fresh[role] > count
    ]
    hired = [_counted(role, count) for role, count in soon.items() if count]
    if hired:
        yield f"hire {' and '.join(hired)} now" + (f", {' and '.join(later)} later" if later else "")
    elif later:
        yield f"hire {' and '.join(later)} as caps allow"
    for stance in now:
        if not fresh[stance.role]:
            yield _blocked(stance, positions, lacking)
    for stance in stances:
        if stance.kind is StanceKind.CONVERT:
            yield _converted(stance, positions, fresh[stance.role])
        if stance.kind is StanceKind.HIRE_WHEN and stance.month is not None:
            quarter = FiscalQuarter.of(stance.month, starts_in)
            yield f"plan {_counted(stance.role, fresh[stance.role])} for {quarter}"


def _opening(positions: Sequence[Position]) -> list[Position]:
    """Positions whose requisition opens within a quarter of the first."""
    first = min((row.opens for row in positions), default=None)
    return [row for row in positions if first is not None and row.opens - first < QUARTER]


def _of(positions: Sequence[Position], role: Role, kind: PositionKind) -> int:
    return sum(row.role is role and row.kind is kind and row.level != "manager" for row in positions)


def _converted(stance: Stance, positions: Sequence[Position], fresh: int) -> str:
    count = _of(positions, stance.role, PositionKind.CONVERSION)
    more = f" and hire {fresh} more" if fresh else ""
    return f"convert {count} MLOps people into {SINGULAR[stance.role]}s{more}"


def _blocked(stance: Stance, positions: Sequence[Position], lacking: str) -> str:
    name = SINGULAR[stance.role]
    if _of(positions, stance.role, PositionKind.COMMITTED):
        return f"fill the {name} seats that are committed already"
    if lacking == ROOM and any(row.role is stance.role for row in positions):
        return f"{name}s are needed now"
    return f"{name}s are needed now, but {lacking}"


def _counted(role: Role, count: int, which: str = "") -> str:
    return f"{count} {which}{SINGULAR[role]}{'' if count == 1 else 's'}"


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
