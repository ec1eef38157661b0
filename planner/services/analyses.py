"""Use cases beside a stored plan: how it may turn out, what would tip it, how it differs from another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from planner import engine
from planner.domain import NotReproducible, Plan, Problem, Profile
from planner.domain.access import Permission
from planner.domain.analysis import (
    BreakEvenCurve,
    Flips,
    Questions,
    Simulation,
    SimulationDifference,
    Tornado,
)
from planner.domain.comparison import Comparison
from planner.domain.withholding_analysis import analysis_without_pay
from planner.engine.compare import Planner
from planner.engine.compare import compare as difference
from planner.engine.curve import break_even_curve
from planner.engine.flips import flips as tipping_points
from planner.engine.knowledge import Knowledge
from planner.engine.sensitivity import sensitivity as tornado
from planner.engine.simulate import PATHS, SEED, compare_simulations, simulate
from planner.engine.unknowns import unknowns
from planner.services import ids
from planner.services.in_force import in_force, of_hash
from planner.services.lookup import found
from planner.services.plans import changes_of, inputs_of
from planner.services.ports import Desk, PlanRecord

Found = TypeVar("Found")
Inputs = tuple[Profile, Knowledge, date]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: a stored plan by its id, or a profile to plan for."""

    plan_id: str | None = None
    profile: Profile | None = None


def simulation(desk: Desk, plan_id: str, paths: int = PATHS, seed: int = SEED) -> Simulation:
    """Simulate a stored plan; raises NotFound, NotReproducible, and InvalidInput for paths out of range."""
    return _shown(desk, _simulated(_current(desk, plan_id), paths, seed))


def flips(desk: Desk, plan_id: str) -> Flips:
    """What would tip a stored plan; raises NotFound, NotReproducible."""
    return _of(desk, plan_id, tipping_points, made=True)


def questions(desk: Desk, plan_id: str) -> Questions:
    """Unknown facts of a stored plan, ranked by what hangs on them; raises NotFound, NotReproducible."""
    return _of(desk, plan_id, unknowns)


def sensitivity(desk: Desk, plan_id: str) -> Tornado:
    """What a stored plan hangs on; raises NotFound, NotReproducible."""
    return _of(desk, plan_id, tornado, made=True)


def break_even(desk: Desk, plan_id: str) -> BreakEvenCurve:
    """The platform's break-even of a stored plan with its curve; raises NotFound, NotReproducible."""
    return _of(desk, plan_id, break_even_curve)


def compare(
    desk: Desk,
    before: Side,
    after: Side,
    today: date | None = None,
    simulate: Mapping[str, int] | None = None,
) -> Comparison:
    """How two plans differ; profiles are planned for from `today` on. Raises NotFound, InvalidProfile.

    What each kind of change brings is told where both plans can be made again, each by its own guidance.
    With `simulate` (paths, seed) both are followed path by path, too: raises NotReproducible where one cannot
    be made again, InvalidInput where they have other months or currencies.
    """
    desk.require(Permission.PLANS_READ)
    day = today or desk.today()
    (was, known), (now, also) = (_plan(desk, side, day) for side in (before, after))
    held = {plan.provenance.guidance_hash: by for plan, by in ((was, known), (now, also)) if by}
    found = difference(was, now, _planning(held) if known and also else None)
    if simulate is not None:
        found = replace(found, simulation=_paired(desk, (before, after), day, simulate))
    return _shown(desk, found)


def _paired(desk: Desk, sides: tuple[Side, Side], day: date, how: Mapping[str, int]) -> SimulationDifference:
    was, now = (_simulated(_inputs(desk, side, day), **how) for side in sides)
    return compare_simulations(was, now)


def _simulated(inputs: Inputs, paths: int = PATHS, seed: int = SEED) -> Simulation:
    profile, knowledge, today = inputs
    return simulate(profile, knowledge, today, paths=paths, seed=seed)


def outdated(desk: Desk, record: PlanRecord) -> tuple[Problem, ...]:
    """What a stored plan was made from that is not at hand any more; none where it can be made again."""
    with desk.reading(Permission.PLANS_READ) as work:
        held = of_hash(desk, work, record.basis["guidance_hash"])
    return tuple(changes_of(record.basis, held.basis))


def _of(desk: Desk, plan_id: str, analysis: Callable[..., Found], made: bool = False) -> Found:
    """An analysis of a stored plan; `made` ones start from the plan itself."""
    profile, knowledge, today = _current(desk, plan_id)
    start = {"plan": _plan(desk, Side(plan_id), today)[0]} if made else {}
    return _shown(desk, analysis(profile, knowledge, today, **start))


def _shown(desk: Desk, found: Found) -> Found:
    """What the actor may see of it."""
    return found if desk.actor.sees_pay else analysis_without_pay(found)


def _inputs(desk: Desk, side: Side, today: date) -> Inputs:
    """What a side is made from; raises NotReproducible where that is not all at hand any more."""
    if side.plan_id is not None:
        return _current(desk, side.plan_id)
    assert side.profile is not None, "a side is a plan or a profile"
    with desk.reading(Permission.PLANS_READ) as work:
        return side.profile, in_force(desk, work).knowledge, today


def _current(desk: Desk, plan_id: str) -> Inputs:
    """What a stored plan was made from; raises NotReproducible where that is not all at hand any more."""
    with desk.reading(Permission.PLANS_READ) as work:
        record = found(ids.PLAN, plan_id, work.plans.get)
        held = of_hash(desk, work, record.basis["guidance_hash"])
    profile = desk.documents.load(inputs_of(record))
    changed = tuple(changes_of(record.basis, held.basis))
    if changed:
        raise NotReproducible(*changed)
    return profile, held.knowledge, record.today


def _plan(desk: Desk, side: Side, today: date) -> tuple[Plan, Knowledge | None]:
    """The plan of a side, and what it can be made again by; None where that is not at hand any more."""
    if side.plan_id is None:
        inputs = _inputs(desk, side, today)
        return engine.plan(*inputs), inputs[1]
    with desk.reading(Permission.PLANS_READ) as work:
        record: PlanRecord = found(ids.PLAN, side.plan_id, work.plans.get)
        held = of_hash(desk, work, record.basis["guidance_hash"])
    changed = any(changes_of(record.basis, held.basis))
    return desk.documents.plan(record.document), None if changed else held.knowledge


def _planning(held: Mapping[str, Knowledge]) -> Planner:
    return lambda profile, day, guidance: engine.plan(profile, held[guidance], day)
