"""What analyses are about: a profile, or a plan as `planner plan --format json` or the API wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli import files, options

if TYPE_CHECKING:
    from planner.domain import Plan, Profile
    from planner.engine.knowledge import Knowledge


@dataclass(frozen=True)
class Subject:
    """An organisation's facts and the day to plan from, with its plan; `current` is whether the plan is what
    this program with this guidance makes of them."""

    profile: Profile
    knowledge: Knowledge
    today: date
    plan: Plan
    current: bool


def read(name: str, today: date, pack: Path | None) -> Subject:
    """The subject in a file; a plan keeps its own day. Raises InvalidInput, InvalidProfile."""
    from planner import engine
    from planner.schemas import plans, profiles

    knowledge, content = options.knowledge(pack), files.read(name, plans.LIMITS.size)
    if not _is_plan(content):
        profile = profiles.read(content, files.syntax_of(name))
        return Subject(profile, knowledge, today, engine.plan(profile, knowledge, today), current=True)
    plan = plans.loads(content)
    day = plan.provenance.today
    again = engine.plan(plan.profile, knowledge, day)
    return Subject(plan.profile, knowledge, day, plan, plan.provenance == again.provenance)


def read_current(name: str, today: date, pack: Path | None) -> Subject:
    """As `read`, for what needs planning again; raises NotReproducible for a plan of another basis."""
    from planner import engine
    from planner.cli.planning import must_have_the_same_basis

    found = read(name, today, pack)
    if not found.current:
        now = engine.plan(found.profile, found.knowledge, found.today).provenance
        must_have_the_same_basis(found.plan.provenance, now)
    return found


def _is_plan(content: bytes) -> bool:
    return content.lstrip().startswith(b"{") and b'"provenance"' in content and b'"profile"' in content
