"""Published manpower-planning optima, reproduced by the blocks that the hiring schedule is made of."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import combinations_with_replacement

import numpy as np
import pytest

from planner.domain import PositionKind, Role
from planner.engine.optimise import blocks, caps, scheme
from planner.engine.optimise.linear import Index, Program, Series
from planner.engine.optimise.reading import spending
from planner.engine.optimise.solver import Answer, Solver
from planner.engine.staffing import Hire
from tests.engine.problems import problem, seat

YEARS = 3
LATER = np.eye(YEARS, k=-1)


def solved(program: Program, objective: Series) -> Answer:
    return Solver(program.compile()).minimise(objective)


class Williams:
    """H. P. Williams, Model Building in Mathematical Programming: manpower planning. Skills are unskilled,
    semi-skilled and skilled; columns by skill and year."""

    needed = ((1000, 500, 0), (1400, 2000, 2500), (1000, 1500, 2000))
    now, most_recruits = (2000, 1500, 1000), (500, 800, 500)
    stays, first_stays = (0.90, 0.95, 0.95), (0.75, 0.80, 0.90)

    def __init__(self) -> None:
        self.program = program = Program()

        def skills(upper: tuple[float, ...] = (np.inf,) * 3) -> list[Index]:
            return [program.columns(YEARS, upper=most) for most in upper]

        self.staff, self.recruits, self.redundant = skills(), skills(self.most_recruits), skills()
        self.over, self.part_time = skills(), skills((50, 50, 50))
        self.retrained = [program.columns(YEARS, upper=200), program.columns(YEARS)]
        self.downgraded = {
            (1, 0): program.columns(YEARS),
            (2, 0): program.columns(YEARS),
            (2, 1): program.columns(YEARS),
        }
        for skill in range(3):
            self._balance(skill)
            staff = blocks.each(self.staff[skill])
            used = [blocks.each(self.over[skill], -1.0), blocks.each(self.part_time[skill], -0.5)]
            blocks.exactly(program, np.array(self.needed[skill], dtype=float), staff, *used)
        blocks.within(program, 150.0, *(blocks.each(columns) for columns in self.over))
        blocks.in_line(program, self.staff[2], self.retrained[1], 0.25)

    def _balance(self, skill: int) -> None:
        flows = [blocks.each(self.recruits[skill], self.first_stays[skill])]
        flows += [blocks.each(self.redundant[skill], -1.0)]
        if skill < 2:
            flows.append(blocks.each(self.retrained[skill], -1.0))
        if skill > 0:
            flows.append(blocks.each(self.retrained[skill - 1], self.stays[skill]))
        for (above, below), columns in self.downgraded.items():
            if above == skill:
                flows.append(blocks.each(columns, -1.0))
            if below == skill:
                flows.append(blocks.each(columns, 0.5))
        stay, first = self.stays[skill], float(self.now[skill])
        blocks.balance(self.program, self.staff[skill], *flows, stay=stay, first=first)

    def redundancies(self) -> Series:
        objective = self.program.zeros()
        objective[np.concatenate(self.redundant)] = 1.0
        return objective

    def cost(self) -> Series:
        objective = self.program.zeros()
        priced = (
            (self.retrained, (400, 500)),
            (self.redundant, (200, 500, 500)),
            (self.over, (1500, 2000, 3000)),
            (self.part_time, (500, 400, 400)),
        )
        for groups, prices in priced:
            for columns, price in zip(groups, prices, strict=True):
                objective[columns] = price
        return objective


def test_williams_fewest_redundancies() -> None:
    model = Williams()
    found = solved(model.program, model.redundancies())
    by_year = sum(found.point[columns] for columns in model.redundant)
    assert round(found.objective, 6) == 841.796875
    assert by_year.sum() == pytest.approx(841.796875)


def test_williams_least_cost() -> None:
    model = Williams()
    found = solved(model.program, model.cost())
    assert round(found.objective, 2) == 498_677.29
    assert round(sum(float(found.point[columns].sum()) for columns in model.redundant), 1) == 1423.7


def technicians(
    hours: tuple[int, ...], there: float, brings: float, takes: float, pay: float, trainee: float, whole: bool
) -> tuple[Answer, Series]:
    """Technicians train their successors: who is trained this month works from the next one on."""
    program, months = Program(), len(hours)
    staff, trained = program.columns(months), program.columns(months, integer=whole)
    later = (trained, np.eye(months, k=-1))
    blocks.balance(program, staff, later, stay=np.r_[1.0, np.full(months - 1, 0.95)], first=there)
    short = program.columns(months, upper=0.0)
    worked = (blocks.each(staff, brings), blocks.each(trained, -takes))
    blocks.cover(program, np.array(hours, dtype=float), short, *worked)
    objective = program.zeros()
    objective[staff], objective[trained] = pay, trainee
    found = solved(program, objective)
    return found, found.point[trained]


def test_technician_training() -> None:
    hours = (40_000, 45_000, 35_000, 50_000, 45_000)
    found, trained = technicians(hours, 350, 130, 90, 2_000, 900, whole=False)
    assert round(found.objective, 2) == 3_627_278.85
    assert np.round(trained, 2).tolist() == [13.65, 0, 72.21, 0, 0]


CSL = (6_000, 7_000, 8_000, 9_500, 11_000)


def test_csl_as_a_linear_program() -> None:
    found, _ = technicians(CSL, 50, 160, 50, 2_000, 1_000, whole=False)
    assert round(found.objective, 2) == 593_776.51


def test_csl_in_whole_trainees() -> None:
    found, trained = technicians(CSL, 50, 160, 50, 2_000, 1_000, whole=True)
    assert round(found.objective, 3) == 598_583.125
    assert trained.tolist() == [0, 9, 12, 9, 0]


def test_markov_stock_flows_to_its_steady_state() -> None:
    program, years = Program(), 200
    low, high = program.columns(years), program.columns(years)
    blocks.balance(program, low, stay=0.7, first=20.0, given=10.0)
    rising = (low, 0.2 * np.eye(years, k=-1))
    first = np.zeros(years)
    first[0] = 0.2 * 20.0
    blocks.balance(program, high, rising, stay=0.9, first=10.0, given=first)
    point = solved(program, program.zeros()).point
    stock = np.stack([point[low], point[high]], axis=1)
    assert np.round(stock[:3], 2).tolist() == [[24, 13], [26.8, 16.5], [28.76, 20.21]]
    assert np.round(stock[-1], 2).tolist() == [33.33, 66.67]


MONTHS, LEAD, EXITS = 18, 3, 0.012
DEMAND = np.linspace(1.0, 6.0, MONTHS)
STAYS = (1.0 - EXITS) ** np.arange(MONTHS)
KERNEL = np.r_[0.0, 0.25, 0.5, 0.75, np.ones(MONTHS - 4)] * STAYS


def naive() -> tuple[int, float]:
    """Hires when the work is there, a person for each begun FTE; hires, FTE-months short."""
    wanted = np.maximum.accumulate(np.ceil(DEMAND - 1e-9)).astype(int)
    starts = np.diff(wanted, prepend=1)
    starts = np.r_[np.zeros(LEAD, dtype=int), starts[:-LEAD]]
    capacity = STAYS + np.convolve(starts, KERNEL)[:MONTHS]
    return int(starts.sum()), float(np.maximum(DEMAND - capacity, 0.0).sum())


def short_with(starts: Iterable[int]) -> float:
    """FTE-months short when people start in those months."""
    capacity = STAYS + sum(
        (np.r_[np.zeros(start), KERNEL[: MONTHS - start]] for start in starts), np.zeros(MONTHS)
    )
    return float(np.maximum(DEMAND - capacity, 0.0).sum())


SHORT, FEE, RECRUITERS = 4.0, 2.0, 2.0  # months of pay for an FTE-month short and for a hire; hires a month


def best_starts(*, priced: bool) -> tuple[Answer, Index, Index]:
    """Least shortage with as many hires as hiring when needed takes; or least pay, fees and priced shortage
    with so many recruiters."""
    program, starts = Program(), np.arange(LEAD, MONTHS)
    opened = program.columns(starts.size, upper=np.inf if priced else float(naive()[0]), integer=True)
    missing = program.columns(MONTHS)
    blocks.never_fewer(program, opened)
    capacity = (opened, blocks.by_open(blocks.arriving(starts, KERNEL, MONTHS)))
    blocks.cover(program, DEMAND - STAYS, missing, capacity)
    objective = program.zeros()
    objective[missing] = 1.0
    if priced:
        one = np.eye(starts.size)
        blocks.within(program, RECRUITERS, (opened, blocks.by_open(one)))
        objective[missing] = SHORT
        objective[opened] += 1.0
        objective[opened[-1]] += FEE
    return solved(program, objective), opened, missing


def test_hiring_when_needed_against_the_published_optimum() -> None:
    """21.7 FTE-months short against 4.4 with the same five hires. What a month short, a hire and recruiters
    cost is not published but inferred: two hires a month, and any price of 3 to 4.7 months of pay for an
    FTE-month at fees of two, give five hires and 4.4; no other convention that was tried gives both."""
    found, opened, missing = best_starts(priced=True)
    assert (naive()[0], round(naive()[1], 1)) == (5, 21.7)
    assert (found.point[opened][-1], round(float(found.point[missing].sum()), 1)) == (5, 4.4)


def test_the_least_shortage_is_what_enumeration_finds() -> None:
    """Shortage first, as the planner has it, leaves 3.7 with the same five hires."""
    found, opened, _ = best_starts(priced=False)
    least = min(map(short_with, combinations_with_replacement(range(LEAD, 12), naive()[0])))
    assert found.objective == pytest.approx(least)
    assert (found.point[opened][-1], round(found.objective, 1)) == (5, 3.7)


def test_six_hires_in_mid_year_cost_what_they_are_there_for() -> None:
    """A full year of six seats against their months. The start months are inferred: five from July and one
    from June are 37 of 72 person-months, which the published 0.74 M is at 240,000 a year."""
    year = problem({Role.MLOPS: [6.0] * 12})
    kind = replace(seat(Role.MLOPS, monthly=20_000.0), hiring=0.0)
    hires = [Hire(kind, PositionKind.NEW, start, start) for start in (5, 6, 6, 6, 6, 6)]
    assert len(hires) * kind.monthly * 12 == 1_440_000
    assert spending(year, hires).sum() == 740_000


def families() -> list[Callable[..., object]]:
    """Functions that add rows to the program: they take a scheme and give nothing, or the caps they add."""
    found = (
        member for module in (scheme, caps) for _, member in inspect.getmembers(module, inspect.isfunction)
    )
    return [
        member
        for member in found
        if list(inspect.signature(member).parameters) == ["scheme"]
        and inspect.signature(member).return_annotation in ("None", "list[Capped]")
    ]


def test_each_constraint_family_is_a_small_function_with_its_formula() -> None:
    assert len(families()) >= 11
    for family in families():
        formula = re.search(r"`[^`]*(<=|>=|=)[^`]*`", family.__doc__ or "")
        lines = len(inspect.getsource(family).splitlines())
        assert formula, family.__name__
        assert lines <= 30, family.__name__
