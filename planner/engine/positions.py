"""From a schedule to named positions: ids, titles, dates, reporting lines, costs and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import fsum

import numpy as np

from planner.domain.calendar import EARLIEST, LATEST, Month
from planner.domain.money import Money
from planner.domain.plan import Cut, Demand, Position, Stance
from planner.domain.profile import Profile
from planner.domain.words import Level, PositionKind, Role
from planner.engine.explain import Judgement
from planner.engine.optimise.work import ramp_length
from planner.engine.staffing import Hire, Rejected, Schedule, Staffing
from planner.guidance.model import Reporting, Skill, Workload

PREFIX = {Role.MLOPS: "ML", Role.PLATFORM: "PL"}
ABOVE = {
    "Engineering Manager": "Director of Engineering",
    "Platform Engineering Manager": "Director of Infrastructure",
}
KIND_NAMES = {
    PositionKind.NEW: "New seat",
    PositionKind.BACKFILL: "Backfill for expected leavers",
    PositionKind.CONVERSION: "Conversion of an MLOps engineer",
    PositionKind.COMMITTED: "Committed already",
    PositionKind.TRANSFER: "Transfer from elsewhere in the organisation",
    PositionKind.TRAINING: "Training of somebody here",
    PositionKind.CONTRACTOR: "Contractor for work that ends",
}


@dataclass(frozen=True)
class Frame:
    """What positions are written from."""

    start: Month
    profile: Profile
    problem: Staffing
    judgement: Judgement
    stances: Mapping[Role, Stance]
    demand: Mapping[Role, Demand]
    currency: str

    @cached_property
    def ends(self) -> Mapping[str | None, Month | None]:
        """When promised engagements end."""
        return {seat.id: seat.ends_on for seat in self.profile.commitments}


def positions(frame: Frame, schedule: Schedule) -> tuple[Position, ...]:
    """Positions in order of start; ids are typed and number on after those that are committed."""
    hires, ids = ids_of(frame.start, frame.profile, schedule.hires)
    lines = _reporting_lines(frame, hires, ids)
    return tuple(_position(frame, hire, ids[index], lines[index]) for index, hire in enumerate(hires))


def _order(hire: Hire, sites: Sequence[str]) -> tuple[object, ...]:
    levels, site = list(Level), hire.seat.site
    return (
        hire.start,
        hire.seat.role,
        -levels.index(hire.seat.level),
        hire.kind,
        hire.id or "",
        sites.index(site) if site in sites else -1,
    )


def ids_of(start: Month, profile: Profile, hires: Iterable[Hire]) -> tuple[list[Hire], list[str]]:
    """Hires in order of start, with their ids."""
    sites = [site.name for site in profile.constraints.sites]
    ordered = sorted(hires, key=lambda hire: _order(hire, sites))
    return ordered, _ids(start, profile, ordered)


def _ids(start: Month, profile: Profile, hires: list[Hire]) -> list[str]:
    taken = {commitment.id for commitment in profile.commitments}
    counters: dict[str, int] = {}
    ids = []
    for hire in hires:
        stem = f"{PREFIX[hire.seat.role]}-{(start + hire.start).year}"
        ids.append(hire.id or _next_id(stem, counters, taken))
    return ids


def _next_id(stem: str, counters: dict[str, int], taken: set[str]) -> str:
    numbers = (int(found[1]) for used in taken if (found := re.fullmatch(rf"{stem}-(\d+)", used)))
    counters[stem] = counters.get(stem, max(numbers, default=0)) + 1
    return f"{stem}-{counters[stem]:03d}"


def line_manager(frame: Frame, role: Role) -> str:
    """Whom the role reports to: the profile's word, else the reporting rule that decides."""
    if role in frame.profile.reports_to:
        return frame.profile.reports_to[role]
    found = frame.judgement.deciding(Reporting, role)
    return found.manager if found else "Engineering Manager"


def _reporting_lines(frame: Frame, hires: list[Hire], ids: list[str]) -> list[str]:
    """Seats report to the line manager until a manager seat of the plan opens, then to it up to its span."""
    outside = {role: line_manager(frame, role) for role in Role}
    leaders = {
        role: [ids[at] for at, hire in enumerate(hires) if hire.seat.role is role and hire.seat.manages]
        for role in Role
    }
    ranks, lines = dict.fromkeys(Role, 0), []
    for hire in hires:
        role = hire.seat.role
        above, block = outside[role], ranks[role] // frame.problem.span
        if hire.seat.manages:
            lines.append(ABOVE.get(above, above))
            continue
        lines.append(leaders[role][block] if block < len(leaders[role]) else above)
        ranks[role] += 1
    return lines


def _position(frame: Frame, hire: Hire, position_id: str, reports_to: str) -> Position:
    problem, role = frame.problem, hire.seat.role
    last = problem.months if hire.end is None else min(hire.end, problem.months)
    months = max(last - hire.start, 0)
    monthly, hiring = Money.of(hire.seat.monthly, frame.currency), Money.of(hire.seat.hiring, frame.currency)
    free = Money.of(0, frame.currency)
    paid = free if months == 0 else hiring
    begun = hire.start - hire.served
    opened = begun - problem.lead_of(hire.filled)
    stance = frame.stances[role]
    return Position(
        id=position_id,
        role=role,
        kind=hire.kind,
        level=hire.seat.level,
        title=frame.judgement.knowledge.roles.title(role, hire.seat.level),
        site=hire.seat.site,
        reports_to=reports_to,
        needed=frame.start + hire.needed,
        opens=max(frame.start + (opened if hire.served else max(opened, 0)), EARLIEST),
        starts=frame.start + begun,
        productive=_productive(frame, hire),
        late_months=max(hire.start - hire.needed, 0),
        monthly_cost=monthly,
        hiring_cost=paid,
        cost=monthly * months + paid,
        skills=_skills(frame, role),
        reasons=tuple(reason.rule for reason in stance.supporting),
        work=_work(frame.demand[role], hire.needed),
        alternative=_alternative(stance),
        confidence=_confidence(stance, frame.demand[role]),
        why=_why(frame, hire),
        ends=_ends(frame, hire),
    )


def _ends(frame: Frame, hire: Hire) -> Month | None:
    if hire.end is None or hire.end >= frame.problem.months:
        return None
    return frame.ends.get(hire.id) or frame.start + hire.end


def _productive(frame: Frame, hire: Hire) -> Month | None:
    """When the person is fully productive; a contractor from the first day."""
    if hire.seat.manages:
        return None
    ramps = {PositionKind.CONVERSION: frame.problem.conversion_ramp, PositionKind.CONTRACTOR: np.ones(1)}
    ramp = ramps.get(hire.kind, frame.problem.ramp_of(hire.filled))
    return min(frame.start + (hire.start - hire.served + ramp_length(ramp)), LATEST)


def _skills(frame: Frame, role: Role) -> tuple[str, ...]:
    here = (
        rule.effect.skill
        for rule in frame.judgement.knowledge.guidance.rules
        if isinstance(rule.effect, Skill) and rule.effect.role is role and frame.judgement.outcome(rule)
    )
    return (*here, *(skill.name for skill in frame.judgement.knowledge.roles.skills(role)))


def _work(demand: Demand, month: int) -> tuple[str, ...]:
    """The kinds of work behind the demand of that month, largest first; of equal ones by rule."""
    at = min(month, len(demand.work) - 1)
    lines = sorted(demand.lines, key=lambda line: (-line.hours[at], line.rule))
    return tuple(line.label for line in lines if line.hours[at] > 0)


def _alternative(stance: Stance) -> str:
    if stance.alternatives:
        return f"{stance.alternatives[0].reason.title}: {stance.alternatives[0].text}"
    return "Leave the work to those present: the shortage stays as shown."


def _confidence(stance: Stance, demand: Demand) -> str:
    """High where the evidence is well above the threshold and the work rests on stated facts."""
    margin = stance.score - stance.threshold
    hours = fsum(line.hours[0] for line in demand.lines)
    guessed = fsum(line.hours[0] for line in demand.lines if line.assumed)
    if margin < 1 or (hours and guessed / hours > 0.9):
        return "low"
    return "high" if margin >= 4 and guessed <= hours / 2 else "medium"


def _why(frame: Frame, hire: Hire) -> str:
    role, at = hire.seat.role, min(hire.needed, frame.problem.months - 1)
    if hire.seat.manages:
        return f"A manager for each {frame.problem.span} people."
    demand = frame.demand[role]
    work = _work(demand, at)
    what = f"{work[0]} and {len(work) - 1} more" if len(work) > 2 else " and ".join(work)
    there = float(frame.problem.present[role][at])
    needed = f"{demand.fte[at]:.1f} FTE are needed in {frame.start + at}, {there:.1f} are there"
    return f"{KIND_NAMES[hire.kind]}: {needed}{f' ({what.lower()})' if what else ''}."


def cuts(frame: Frame, rejected: Iterable[Rejected]) -> tuple[Cut, ...]:
    """What caps kept out or put off, the greatest loss first."""
    ranked = sorted(rejected, key=lambda cut: (-cut.fte_months, cut.needed, cut.seat.role))
    return tuple(
        Cut(
            rank=rank,
            role=cut.seat.role,
            level=cut.seat.level,
            needed=frame.start + cut.needed,
            cause=cut.cause,
            fte_months=cut.fte_months,
            risk=_risk(frame, cut),
            put_off_months=cut.put_off,
        )
        for rank, cut in enumerate(ranked, 1)
    )


def _risk(frame: Frame, cut: Rejected) -> str:
    work = _work(frame.demand[cut.seat.role], cut.needed)
    return f"Left undone or with the builders: {work[0].lower()}" if work else "Left with those present"


def workload_rules(judgement: Judgement, role: Role) -> list[tuple[str, Workload]]:
    """Workload rules of a role by rule id."""
    rules = judgement.knowledge.guidance.rules
    return [
        (rule.id, rule.effect)
        for rule in rules
        if isinstance(rule.effect, Workload) and rule.effect.role is role
    ]
