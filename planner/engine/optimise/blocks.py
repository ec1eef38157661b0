"""The constraint families of manpower planning, one function each, over columns of a program.

A term is `(columns, matrix)`; `t` runs over the rows of the matrices. See model, section 5.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from planner.engine.optimise.linear import Index, Program, Series, Term


def each(columns: Index, factor: ArrayLike = 1.0) -> Term:
    """One column a row: `factor_t y_t`."""
    return columns, np.diag(np.broadcast_to(np.asarray(factor, dtype=np.float64), columns.size))


def total(columns: Index, factor: ArrayLike = 1.0) -> Term:
    """One row: `Σ factor_j y_j`."""
    return columns, np.broadcast_to(np.asarray(factor, dtype=np.float64), columns.size)[np.newaxis, :]


def minus(term: Term) -> Term:
    """The same term on the other side."""
    return term[0], -term[1]


def arriving(starts: Index, kernel: Series, months: int, delay: int = 0) -> Series:
    """What people who start in `starts` amount to: `K[t, j] = kernel[t - start_j]` from `delay` months after
    their start on, 0 before."""
    age = np.arange(months)[:, np.newaxis] - starts[np.newaxis, :]
    values = kernel[np.clip(age, 0, kernel.size - 1)]
    return np.where(age >= delay, values, 0.0)


def by_open(kernel: Series) -> Series:
    """A matrix over starts as one over what is open: `Σ_τ K_tτ n_τ = Σ_τ (K_tτ - K_tτ+1) N_τ`."""
    change = kernel.copy()
    change[:, :-1] -= kernel[:, 1:]
    return change


def balance(
    program: Program,
    stock: Index,
    *flows: Term,
    stay: ArrayLike = 1.0,
    first: float = 0.0,
    given: ArrayLike = 0.0,
) -> Index:
    """Stock balance with survival: `x_t = stay_t x_{t-1} + Σ flows_t + given_t`, with `x_{-1} = first`."""
    count = stock.size
    rate = np.broadcast_to(np.asarray(stay, dtype=np.float64), count)
    kept = np.eye(count)
    kept[np.arange(1, count), np.arange(count - 1)] = -rate[1:]
    right = np.broadcast_to(np.asarray(given, dtype=np.float64), count).copy()
    right[0] += rate[0] * first
    return program.rows(right, right, (stock, kept), *(minus(flow) for flow in flows))


def cover(program: Program, demand: ArrayLike, shortage: Index, *capacity: Term) -> Index:
    """Demand is met or short: `Σ capacity_t + u_t >= D_t`."""
    return program.rows(demand, np.inf, each(shortage), *capacity)


def within(program: Program, limit: ArrayLike, *use: Term) -> Index:
    """A budget, a quota or room: `Σ use_t <= limit_t`."""
    return program.rows(-np.inf, limit, *use)


def exactly(program: Program, value: ArrayLike, *terms: Term) -> Index:
    """`Σ terms_t = value_t`."""
    return program.rows(value, value, *terms)


def never_fewer(program: Program, opened: Index) -> Index:
    """What is open stays open: `N_t >= N_{t-1}`."""
    change = (np.eye(opened.size) - np.eye(opened.size, k=-1))[1:]
    return program.rows(0.0, np.inf, (opened, change))


def in_line(program: Program, before: Index, after: Index, most: float = 1.0) -> Index:
    """What comes `after` in line needs what comes `before`: `after_t <= most before_t`."""
    return within(program, 0.0, each(after), each(before, -most))


def lasting_terms(program: Program, present: Index, begins: Index, least: int) -> Index:
    """Engagements run `least` months: `s_t >= q_t - q_{t-1}` and `q_t >= Σ_{t-least<τ≤t} s_τ`."""
    count = present.size
    change = np.eye(count) - np.eye(count, k=-1)
    running = sum((np.eye(count, k=-age) for age in range(min(least, count))), np.zeros((count, count)))
    within(program, 0.0, (present, change), minus(each(begins)))
    return within(program, 0.0, (begins, running), minus(each(present)))


def leading(program: Program, led: Term, managers: Index, span: int, spare: Series) -> Index:
    """A manager for each full span: `span G_t >= x_t - spare_t`."""
    return within(program, spare, led, each(managers, -span))
