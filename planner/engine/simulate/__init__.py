"""How a plan may turn out: Monte-Carlo over hiring, leaving, ramp and demand (model, section 7)."""

from planner.engine.simulate.course import Course, course
from planner.engine.simulate.difference import compare_simulations
from planner.engine.simulate.simulation import LEAST, MOST, PATHS, SEED, SETS, run, simulate

__all__ = [
    "LEAST",
    "MOST",
    "PATHS",
    "SEED",
    "SETS",
    "Course",
    "compare_simulations",
    "course",
    "run",
    "simulate",
]
