"""Analyses of stored plans, and comparisons, over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from planner.api.doors import Answer, Door, desk
from planner.api.examples import PLAN_ID, PROFILE
from planner.api.intake import NO_QUERY, body, small_body
from planner.api.queries import EXISTING_DAY, Id, Query
from planner.domain import InvalidInput, Problem
from planner.engine.simulate import LEAST
from planner.schemas import profiles
from planner.schemas.analysis import (
    BreakEvenCurveSchema,
    FlipsSchema,
    QuestionsSchema,
    SimulationSchema,
    TornadoSchema,
)
from planner.schemas.comparison import ComparisonSchema
from planner.schemas.containers import Record
from planner.schemas.fields import Day, Whole
from planner.schemas.records import RecordSchema
from planner.services import analyses, ids

ABOUT = "How plans may turn out, what would tip them, how they differ."
door = Door("analyses", __name__, url_prefix="/api/v1/plans", description=ABOUT)
LARGEST_SEED = 2**53 - 1
MOST_PATHS = 50_000  # take some 30 MB while they are simulated
KEPT = (404, 409)
SIDE = "Write `plan_id` or `profile` below it."


class SimulateSchema(Query):
    """How to simulate."""

    paths = Whole(
        "Paths to simulate, rounded up to a multiple of 250.",
        unit="paths",
        least=LEAST,
        most=MOST_PATHS,
        example=10_000,
    )
    seed = Whole("Seed of the paths.", unit="none", most=LARGEST_SEED, example=1)


class Unread(Record):
    """A nested record that is read later, where its path is known."""

    def _load(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        return value


@dataclass(frozen=True, slots=True)
class Given:
    """One side of a comparison as it came."""

    plan_id: str | None = None
    profile: Mapping[str, Any] | None = None


class SideSchema(RecordSchema):
    """One side of a comparison: a stored plan, or a profile to plan for."""

    builds = Given

    plan_id = Id(ids.PLAN, "A stored plan.")
    profile = Unread(profiles.ProfileSchema, "An organisation's facts.")


class CompareSchema(Query):
    """What to compare."""

    before = Record(SideSchema, "The first side.", SIDE)
    after = Record(SideSchema, "The second side.", SIDE)
    today = Day("The day that profiles are planned for; today (UTC) if absent.", pattern=EXISTING_DAY)
    simulate = Record(SimulateSchema, "Follow both on the same simulated paths, too.")


def _sides() -> Mapping[str, Any]:
    said = small_body(CompareSchema)
    return {**said, **{name: _side(name, said.get(name, Given())) for name in ("before", "after")}}


def _side(name: str, given: Given) -> analyses.Side:
    if (given.plan_id is None) is (given.profile is None):
        raise InvalidInput(Problem(name, "must be one plan or one profile.", SIDE))
    if given.profile is None:
        return analyses.Side(plan_id=given.plan_id)
    return analyses.Side(profile=profiles.load(given.profile, below=f"{name}.profile"))


SIMULATE = body(
    SimulateSchema, {"paths": 10_000, "seed": 1}, lambda: small_body(SimulateSchema), required=False
)
COMPARE = body(
    CompareSchema, {"before": {"plan_id": PLAN_ID}, "after": {"profile": PROFILE}}, _sides, required=True
)


def analysis(path: str, name: str, schema: type[RecordSchema], about: str) -> Any:
    """An operation that looks at a stored plan and is asked nothing more."""
    answer = Answer(schema=schema, about=about, errors=KEPT)
    return door.operation("GET", f"/<plan:plan_id>/{path}", name, answer, [NO_QUERY])


@door.operation(
    "POST",
    "/<plan:plan_id>/simulation",
    "simulatePlan",
    Answer(schema=SimulationSchema, about="Ranges and chances by month.", errors=KEPT),
    [SIMULATE],
)
def simulation(plan_id: str, **asked: Any) -> Any:
    """Simulate a plan: ranges of capacity, demand and cost, and the chance that demand is met."""
    return analyses.simulation(desk(), plan_id, **asked)


@analysis("flips", "listFlips", FlipsSchema, "Tipping points, stances first, then nearest.")
def flips(plan_id: str) -> Any:
    """Find what would tip a plan: the smallest change of each fact that changes seats or a stance."""
    return analyses.flips(desk(), plan_id)


@analysis("questions", "listQuestions", QuestionsSchema, "Unknown facts, the one that most hangs on first.")
def questions(plan_id: str) -> Any:
    """Rank the unknown facts of a plan by how much hangs on them."""
    return analyses.questions(desk(), plan_id)


@analysis("sensitivity", "getSensitivity", TornadoSchema, "Assumptions, the widest swing first.")
def sensitivity(plan_id: str) -> Any:
    """Show how a plan moves as each assumption goes to the ends of its range."""
    return analyses.sensitivity(desk(), plan_id)


@analysis("break-even", "getBreakEven", BreakEvenCurveSchema, "The curve by number of teams, with its range.")
def break_even(plan_id: str) -> Any:
    """Show from how many teams a platform pays, and the curve behind it."""
    return analyses.break_even(desk(), plan_id)


@door.operation(
    "POST",
    "/compare",
    "comparePlans",
    Answer(schema=ComparisonSchema, about="The second less the first.", errors=KEPT),
    [COMPARE],
)
def compare(before: Any, after: Any, **asked: Any) -> Any:
    """Compare two plans, or profiles, seat by seat, with the inputs that differ and what they bring."""
    return analyses.compare(desk(), before, after, **asked)
