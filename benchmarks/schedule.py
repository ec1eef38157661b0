"""Schedules: whole plans, and ours against the bare solver."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from statistics import median

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from benchmarks import interleaved, table
from planner import engine, guidance, hiring
from planner.domain import Profile, Role
from planner.domain.profile import Budget, Constraints, Growth, Site
from planner.engine.knowledge import Knowledge
from planner.engine.optimise import solver
from planner.engine.optimise.linear import Arrays, Series
from planner.engine.optimise.scheme import Scheme, weighted_shortage
from planner.engine.optimise.work import Given
from planner.engine.plan import Planning

TODAY = date(2026, 11, 23)
FREE = Constraints()
SITES = (Site(name="Berlin", country="DE", share=0.6), Site(name="Pune", country="IN", share=0.4))
CAPPED = Constraints(
    budget=Budget(currency="USD", per_fiscal_year=Decimal(3_000_000), per_quarter=Decimal(900_000)),
    hires_per_month=2.0,
    headcount_cap=60,
    sites=SITES,
)
SEEDS = range(5)


def millions(yearly: int) -> Budget:
    """A budget of so many millions a year."""
    return Budget(currency="USD", per_fiscal_year=Decimal(yearly) * 1_000_000)


LIMITS = {
    "none": FREE,
    "two sites": Constraints(sites=SITES),
    "6 M a year": Constraints(budget=millions(6)),
    "3 M a year": Constraints(budget=millions(3)),
    "4 M a year, 3 hires a month": Constraints(budget=millions(4), hires_per_month=3.0),
    "4 hires a month": Constraints(hires_per_month=4.0),
    "2 hires a month": Constraints(hires_per_month=2.0),
    "1 hire a month": Constraints(hires_per_month=1.0),
    "40 people": Constraints(headcount_cap=40),
    "20 people": Constraints(headcount_cap=20),
    "40 people, 2 hires a month": Constraints(headcount_cap=40, hires_per_month=2.0),
    "every cap": CAPPED,
}


def organisation(teams: int, constraints: Constraints = FREE, seed: int = 0) -> Profile:
    """An organisation of so many model-building teams."""
    spread = np.random.default_rng(seed)
    return Profile(
        name=f"{teams} teams, {seed}",
        ml_teams=teams,
        data_scientists=float(teams * 3),
        use_cases_in_production=int(teams * spread.uniform(1.5, 2.5)),
        models_planned_per_quarter=float(teams // 3),
        ops_share_of_ds_time=float(spread.choice([0.2, 0.3, 0.4])),
        current_mlops_fte=float(teams // 12),
        growth=Growth(models=float(teams // 10)),
        constraints=constraints,
    )


def main() -> None:
    """Print the tables."""
    known = Knowledge(guidance.load(), hiring.load_pay(), hiring.load_roles())
    _plans(known)
    _limits(known)
    _overhead(known)


def _plans(known: Knowledge) -> None:
    rows = []
    for teams in (5, 50, 500):
        for name, constraints in (("no caps", FREE), ("every cap", CAPPED)):
            profile = organisation(teams, constraints)
            taken = interleaved({"plan": lambda: engine.plan(profile, known, TODAY)}, 5)["plan"]  # noqa: B023
            found = engine.plan(profile, known, TODAY).solution
            rows.append(
                (f"{teams} teams, {name}", f"{taken * 1e3:,.0f} ms", found.status, f"{found.gap:.2%}")
            )
    table("A plan of 24 months, processor time (median)", ("organisation", "time", "status", "gap"), rows)


def _limits(known: Knowledge) -> None:
    """Fifty teams under one limit after the other, five organisations each."""
    rows, every, proven = [], [], []
    for name, constraints in LIMITS.items():
        runs = {
            str(seed): partial(engine.plan, organisation(50, constraints, seed), known, TODAY)
            for seed in SEEDS
        }
        taken = list(interleaved(runs, 3).values())
        cut = [len(run().cuts) for run in runs.values()]
        proven += [run().solution.status == "optimal" for run in runs.values()]
        rows.append(
            (name, f"{median(taken) * 1e3:.0f} ms", f"{max(taken) * 1e3:.0f} ms", f"{median(cut):.0f}")
        )
        every += taken
    rows.append(("all", f"{median(every) * 1e3:.0f} ms", f"{max(every) * 1e3:.0f} ms", ""))
    head = ("limits", "median", "slowest", "seats kept out")
    table(f"Fifty teams, {len(every)} plans, {sum(proven)} of them proven, processor time", head, rows)


def _overhead(known: Knowledge) -> None:
    given = Given(Planning(organisation(50), known, TODAY).problem)
    scheme = Scheme(given, tuple(Role))
    arrays, objective = scheme.program.compile(), weighted_shortage(scheme)
    ours = solver.Solver(arrays)
    bare = solver.Solver(arrays)
    bare.objective(objective)
    highs = bare._highs

    def run() -> None:
        highs.clearSolver()
        highs.run()

    ours.minimise(objective)
    for name, value in {"presolve": "choose", **solver.FIRST, "mip_max_nodes": solver.NODES}.items():
        highs.setOptionValue(name, value)
    runs = {
        "ours": lambda: ours.minimise(objective),
        "bare HiGHS": run,
        "scipy.milp": _by_scipy(arrays, objective),
    }
    taken = interleaved(runs, 15)
    rows = [
        (name, f"{seconds * 1e3:.1f} ms", f"{seconds / taken['bare HiGHS']:.2f}")
        for name, seconds in taken.items()
    ]
    table("One solve on the same arrays", ("", "time", "ratio"), rows)


def _by_scipy(arrays: Arrays, objective: Series) -> Callable[[], object]:
    """The same program for the solver within scipy, which is an older HiGHS with its usual settings."""
    rows = csr_array((arrays.value, arrays.index, arrays.start), shape=arrays.shape)
    limits = LinearConstraint(rows, arrays.row_lower, arrays.row_upper)
    bounds, options = Bounds(arrays.lower, arrays.upper), {"mip_rel_gap": 0.0, "node_limit": solver.NODES}
    return lambda: milp(
        objective, integrality=arrays.integer, bounds=bounds, constraints=limits, options=options
    )
