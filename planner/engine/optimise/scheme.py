"""The hiring schedule as a mixed-integer program (model, section 5): columns and the rows that always hold.

Months `t`, starts `τ`; `N_τ` seats open by `τ`, `m_τ` of them dearer, `a_τ` starting from another source than
recruiting; `g_τ` managers; `q_t` contractors; `v_τ` conversions; `l_t` relief; `u_t` shortage. Columns are
counted by role and month, never by seat or team: an organisation ten times as large has as many.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from planner.domain.words import Role
from planner.engine.optimise import blocks
from planner.engine.optimise.linear import Index, Program, Series, Term
from planner.engine.optimise.paying import Pay, Stair
from planner.engine.optimise.work import Given, ramp_length
from planner.engine.staffing import Source, Staffing

# Stairs of price that a role may have, by seats of all roles that can be open at the most: more of them take
# the search too long for what is left unspent without them (decision 23).
STAIRS = ((12, 12), (24, 1))


@dataclass(frozen=True)
class Lane:
    """The columns of one role: `seats`, the dearer ones by `stairs` and `managers` open by start month, the
    others people by month."""

    role: Role
    seats: Index
    stairs: tuple[tuple[Stair, Index], ...]
    sources: tuple[tuple[Source, Index], ...]
    managers: Index
    contractors: Index
    engaged: Index
    short: Index

    def people(self, kernel: Series) -> Term:
        """What seats that start amount to, by a kernel of rows by start month."""
        return self.seats, blocks.by_open(kernel)

    def leaders(self, kernel: Series) -> list[Term]:
        """The same of managers; none where they have no columns."""
        return [(self.managers, blocks.by_open(kernel))] if self.managers.size else []

    def starts(self, point: Series) -> Series:
        """Seats that start, by start month."""
        return np.round(np.diff(point[self.seats], prepend=0.0))


@dataclass
class Scheme:
    """The program of some roles of a problem, with its columns by role. Where nothing is `capped`,
    managers follow from the seats and have no columns. Budgets count seats along a line, or with `stairs`
    where seats are few."""

    given: Given
    roles: tuple[Role, ...]
    capped: bool = False
    stairs: bool = False

    def __post_init__(self) -> None:
        self.program = Program()
        self.problem = self.given.problem
        self.lanes = {role: self._lane(role) for role in self.roles}
        joint = len(self.roles) == len(Role)
        months = self.problem.months
        self.conversions = self.program.columns(
            months if joint and self.problem.convertible else 0, upper=self.problem.convertible, integer=True
        )
        cap = self.problem.relief_cap * self.problem.relievable
        relieved = Role.MLOPS in self.roles and bool(cap.any())
        self.relief = self.program.columns(
            months if relieved else 0, lower=-np.inf, upper=cap if relieved else 0.0
        )
        for add in (covered, relieved_by_platform, sized, stays_open, from_sources, engagements, converted):
            add(self)

    @cached_property
    def starts(self) -> Index:
        """Months in which a seat can start."""
        return self.given.starts

    @cached_property
    def all_months(self) -> Index:
        """Months of the horizon."""
        return np.arange(self.problem.months)

    def _lane(self, role: Role) -> Lane:
        problem, program, most = self.problem, self.program, self.given.openings[role]
        managers = self._managers(role, most) if self.capped else most[:0]
        engaged = problem.months if problem.contract and self.given.temporary(role).any() else 0
        temporary = np.where(self.all_months >= _first(problem), self.given.temporary(role), 0.0)[:engaged]
        return Lane(
            role,
            program.columns(most.size, upper=most, integer=True),
            tuple(self._climbed(stair, most) for stair in self.pay[role].stairs) if self.stairs else (),
            tuple((source, self._source(source)) for source in problem.sources),
            program.columns(managers.size, upper=managers, integer=True),
            program.columns(engaged, upper=temporary, integer=True),
            program.columns(engaged, integer=True),
            program.columns(problem.months),
        )

    @cached_property
    def pay(self) -> dict[Role, Pay]:
        """What the seats of each role cost a month, as budgets count it; with the same number of stairs
        whatever the budget, so that more of it never covers less."""
        seats = sum(self.given.most(role) for role in self.roles)
        stairs = next((count for most, count in STAIRS if seats <= most), 0) if self.stairs else 0
        return {role: self.given.pay(role, stairs) for role in self.roles}

    def _climbed(self, stair: Stair, most: Series) -> tuple[Stair, Index]:
        return stair, self.program.columns(most.size, upper=stair.climbed(most), integer=True)

    def _managers(self, role: Role, most: Series) -> Series:
        """Managers by start month whom so many seats can need: nobody before a requisition can be filled, no
        columns where nobody needs one."""
        needed = np.ceil((most - self.given.led(role)).max(initial=0.0) / self.problem.span)
        return np.where(self.starts >= self.problem.earliest, needed, 0.0) if needed else most[:0]

    def _source(self, source: Source) -> Index:
        most = np.where(self.starts >= source.earliest, float(source.per_year), 0.0)
        return self.program.columns(self.starts.size, upper=most, integer=True)

    def capacity(self, role: Role) -> list[Term]:
        """Terms of a role's effective FTE by month beside what is given, `Σ_τ ρ_{t-τ} S_{t-τ} n_τ`: seats by
        ramp and survival, other sources by theirs, contractors in full, conversions."""
        problem, lane = self.problem, self.lanes[role]
        kernel = problem.ramp * problem.survival
        terms = [lane.people(blocks.arriving(self.starts, kernel, problem.months))]
        for source, columns in lane.sources:
            differs = (source.ramp - problem.ramp) * problem.survival
            terms.append((columns, blocks.arriving(self.starts, differs, problem.months)))
        if lane.contractors.size:
            terms.append(blocks.each(lane.contractors))
        return terms + self._converted(role)

    def _converted(self, role: Role) -> list[Term]:
        """Conversions: `+ρ_{t-τ} S_t` for the platform, `-S_t` for MLOps, as they are today's people."""
        if not self.conversions.size:
            return []
        kernel = self.problem.conversion_ramp if role is Role.PLATFORM else -np.ones(self.problem.months)
        matrix = blocks.arriving(self.all_months, kernel, self.problem.months)
        return [(self.conversions, matrix * self.problem.survival[:, np.newaxis])]

    def heads(self, role: Role, months: Index, delay: int = 0) -> list[Term]:
        """Terms of a role's expected heads in given months, of those who started at least `delay` before."""
        last = int(months.max(initial=0)) + 1
        kernel = self.problem.remaining(last)
        return [self.lanes[role].people(blocks.arriving(self.starts, kernel, last, delay)[months])]


def _first(problem: Staffing) -> int:
    return problem.contract.earliest if problem.contract else problem.months


def covered(scheme: Scheme) -> None:
    """Demand is met, relieved or short: `C_t + l_t + u_t >= D_t`; a rotation: `C_t + u_t >= floor_t`."""
    problem = scheme.problem
    for role, lane in scheme.lanes.items():
        there = scheme.given.capacity[role]
        capacity = scheme.capacity(role)
        relief = [blocks.each(scheme.relief)] if role is Role.MLOPS and scheme.relief.size else []
        blocks.cover(scheme.program, problem.demand[role] - there, lane.short, *capacity, *relief)
        if relief and problem.floor.any():
            blocks.cover(scheme.program, problem.floor - there, lane.short, *capacity)


def relieved_by_platform(scheme: Scheme) -> None:
    """Relief comes from effective platform people: `l_t <= a P_t`, `l_t <= cap x relievable_t`."""
    if not scheme.relief.size:
        return
    rate = scheme.problem.relief_per_fte
    fixed = rate * scheme.given.capacity[Role.PLATFORM]
    platform = scheme.capacity(Role.PLATFORM) if Role.PLATFORM in scheme.lanes else []
    given_by = [(columns, -rate * matrix) for columns, matrix in platform]
    blocks.within(scheme.program, fixed, blocks.each(scheme.relief), *given_by)


def sized(scheme: Scheme) -> None:
    """Seats are for work that lasts: those productive by `t` come to `Σ_{τ≤t-R} S_{t-τ} n_τ <= room_t`, of
    which people who move over take a part for the platform and free one for MLOps."""
    ramp = ramp_length(scheme.problem.ramp)
    if not scheme.starts.size:
        return
    for role in scheme.lanes:
        months = scheme.starts + ramp
        terms = scheme.heads(role, months, ramp)
        if scheme.conversions.size:
            terms.append(_conversions_there(scheme, role, months))
        blocks.within(scheme.program, scheme.given.room[role][months], *terms)


def _conversions_there(scheme: Scheme, role: Role, months: Index) -> Term:
    platform = role is Role.PLATFORM
    ramp = ramp_length(scheme.problem.conversion_ramp) if platform else 0
    last = int(months.max(initial=0)) + 1
    each = scheme.problem.remaining(last)[months] if platform else -scheme.given.freed[months]
    there = blocks.arriving(scheme.all_months, np.ones(1), last, ramp)[months]
    return scheme.conversions, there * each[:, np.newaxis]


def stays_open(scheme: Scheme) -> None:
    """What is open stays open: `N_τ >= N_τ-1`, for seats and for managers."""
    for lane in scheme.lanes.values():
        for columns in (lane.seats, lane.managers):
            if columns.size > 1:
                blocks.never_fewer(scheme.program, columns)


def from_sources(scheme: Scheme) -> None:
    """Who comes from another source is one of those who start, `Σ a_τ <= n_τ`; before recruiting can deliver
    all do, `n_τ = Σ a_τ`; a source gives at most so many in any twelve months, promised ones among them."""
    for lane in scheme.lanes.values():
        if not lane.sources:
            continue
        seats = lane.people(np.eye(scheme.starts.size))
        others = [blocks.minus(blocks.each(columns)) for _, columns in lane.sources]
        most = np.where(scheme.starts >= scheme.problem.earliest, np.inf, 0.0)
        scheme.program.rows(0.0, most, seats, *others)
        for source, columns in lane.sources:
            year = blocks.arriving(np.arange(columns.size), np.r_[np.ones(12), 0.0], columns.size)
            left = np.maximum(source.per_year - scheme.given.drawn(source.kind)[scheme.starts], 0.0)
            blocks.within(scheme.program, left, (columns, year))


def engagements(scheme: Scheme) -> None:
    """Contractors stay for the shortest term at least: `s_t >= q_t - q_t-1`, `q_t >= Σ_{t-L<τ≤t} s_τ`."""
    for lane in scheme.lanes.values():
        if lane.contractors.size and scheme.problem.contract:
            blocks.lasting_terms(
                scheme.program, lane.contractors, lane.engaged, scheme.problem.contract.least
            )


def converted(scheme: Scheme) -> None:
    """At most those people convert whom a platform makes superfluous: `Σ v_τ <= convertible`."""
    if scheme.conversions.size:
        blocks.within(scheme.program, float(scheme.problem.convertible), blocks.total(scheme.conversions))


def weighted_shortage(scheme: Scheme) -> Series:
    """The first objective: `Σ w_r (1 + (T - t) / 100 T) u_rt`; of equal totals the later shortage wins."""
    objective = scheme.program.zeros()
    months = scheme.problem.months
    early = 1.0 + 0.01 * (months - scheme.all_months) / max(months, 1)
    for role, lane in scheme.lanes.items():
        objective[lane.short] = scheme.problem.weights[role] * early
    return objective


def shortage_columns(scheme: Scheme) -> Index:
    """Columns of shortage."""
    return np.concatenate([lane.short for lane in scheme.lanes.values()])
