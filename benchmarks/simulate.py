"""A simulation against drawing uniforms, and how long each analysis of a plan takes.

The floors are what `numpy.random` needs to draw as many uniforms as the simulation takes (5 for each seat,
one for each person; it draws 16 bits of each), and one for each path, month and role. Laying out (the plan,
and demand under 250 sets of assumptions) is told apart from running the paths.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from time import process_time

import numpy as np

from benchmarks import cold, interleaved, table
from planner import guidance, hiring, resources
from planner.domain import Profile, Role
from planner.engine.compare import compare
from planner.engine.curve import break_even_curve
from planner.engine.flips import flips
from planner.engine.knowledge import Knowledge
from planner.engine.plan import plan
from planner.engine.sensitivity import sensitivity
from planner.engine.simulate import PATHS, SEED, SETS, Course, course, run
from planner.engine.simulate.uniforms import COMMON_ROWS, PERSON_ROWS, SEAT_ROWS
from planner.engine.unknowns import unknowns
from planner.engine.variants import Planning
from planner.schemas import profiles

DAY = date(2026, 11, 23)
ORGS = ("three-lines", "example", "regulated-bank", "round-the-clock", "large")
ROUNDS = 9


def main() -> None:
    """Print the tables."""
    knowledge = Knowledge(guidance.load(), hiring.load_pay(), hiring.load_roles())
    orgs = {
        name: profiles.read((resources.seeds() / f"orgs/{name}.yaml").read_bytes(), "yaml") for name in ORGS
    }
    head = [
        "10,000 paths",
        "seats",
        "own uniforms",
        "path x month x role",
        "run",
        "lay out",
        "to own",
        "to path x month x role",
        "to the larger",
    ]
    table("A simulation, processor time", head, [paths(name, org, knowledge) for name, org in orgs.items()])
    head = ["", "plan", "flips", "questions", "both", "sensitivity", "break-even", "compare"]
    table("Analyses of a plan, processor time", head, list(analyses(orgs, knowledge)))


def paths(name: str, org: Profile, knowledge: Knowledge) -> tuple[str, ...]:
    """Milliseconds of one simulation, and its ratios to both floors and to the larger of them."""
    laid = course(Planning(org, knowledge, DAY), SETS, SEED)
    random = np.random.default_rng(SEED)
    own = np.empty((rows(laid), PATHS), np.float32)
    laying = interleaved({"lay out": lambda: course(Planning(org, knowledge, DAY), SETS, SEED)}, ROUNDS)
    taken = interleaved(
        {
            "own": partial(random.random, out=own, dtype=np.float32),
            "grid": partial(random.random, (PATHS, laid.months, len(Role))),
            "run": partial(run, laid, PATHS, SEED),
        },
        ROUNDS,
    )
    times = (f"{seconds * 1e3:.1f} ms" for seconds in (taken | laying).values())
    floors = (taken["own"], taken["grid"], max(taken["own"], taken["grid"]))
    ratios = (f"{taken['run'] / floor:.1f}" for floor in floors)
    return name, str(sum(len(seats) for seats in laid.seats.values())), *times, *ratios


def rows(laid: Course) -> int:
    """Uniforms of one path."""
    each = (SEAT_ROWS * len(laid.seats[role]) + PERSON_ROWS * len(laid.people[role]) for role in Role)
    return COMMON_ROWS + sum(each)


def analyses(orgs: dict[str, Profile], knowledge: Knowledge) -> Iterator[tuple[str, ...]]:
    """Milliseconds of each analysis, the median of some runs."""
    for name, org in orgs.items():
        made = plan(org, knowledge, DAY)
        other = plan(Profile(name="other", ml_teams=4), knowledge, DAY)
        runs: dict[str, Callable[[], object]] = {
            "plan": partial(plan, org, knowledge, DAY),
            "flips": partial(flips, org, knowledge, DAY),
            "questions": partial(unknowns, org, knowledge, DAY),
            "both": lambda org=org: (flips(org, knowledge, DAY), unknowns(org, knowledge, DAY)),  # type: ignore[misc]
            "sensitivity": partial(sensitivity, org, knowledge, DAY),
            "break-even": partial(break_even_curve, org, knowledge, DAY),
            "compare": partial(compare, made, other, lambda facts, day, _: plan(facts, knowledge, day)),
        }
        yield name, *(f"{once(run) * 1e3:.0f} ms" for run in runs.values())


def once(work: Callable[[], object]) -> float:
    """Median seconds of three runs after a first."""
    taken = []
    for _ in range(4):
        cold()
        start = process_time()
        work()
        taken.append(process_time() - start)
    return sorted(taken[1:])[1]
