"""The whole way: facts -> assess -> demand -> schedule -> positions -> plan. No clock, no database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from planner import __version__
from planner.domain import aggregates
from planner.domain.calendar import Month
from planner.domain.digest import digest
from planner.domain.money import Money, disclosed
from planner.domain.plan import (
    Assumption,
    BreakEven,
    Demand,
    Plan,
    Position,
    Provenance,
    QuarterLine,
    Stance,
    Supply,
    Totals,
    WorkLine,
)
from planner.domain.profile import Budget, Profile
from planner.domain.words import Alternative, Level, Role
from planner.engine import economics, open_questions, supply, ways
from planner.engine.assess import Case, Series, assess
from planner.engine.assumptions import assumptions
from planner.engine.explain import Judgement, reads
from planner.engine.facts import Present, facts, present
from planner.engine.headline import headline
from planner.engine.knowledge import Knowledge
from planner.engine.optimise.work import starts_from
from planner.engine.outlook import Outlook, by_month, fill_one
from planner.engine.paid import Paid
from planner.engine.periods import Periods
from planner.engine.positions import Frame, cuts, positions, workload_rules
from planner.engine.problem import staffing
from planner.engine.schedule import recalled
from planner.engine.seats import Prices, main_site, prices
from planner.engine.staffing import Schedule, Staffing
from planner.engine.stance import Situation, allows, decision, stances
from planner.guidance.vocabulary import Scalar

ALWAYS = frozenset(
    {
        "horizon_months",
        "productive_hours",
        "time_to_fill_months",
        "notice_months",
        "ramp_months",
        "mentoring_share",
        "mentoring_months",
        "lasting_months",
        "attrition_yearly",
        "smallest_seat",
        "evidence_to_hire",
        "loaded_cost_factor",
        "pay_index",
        "hiring_cost",
        "senior_share",
        "reports_per_manager",
    }
)


def plan(profile: Profile, knowledge: Knowledge, today: date) -> Plan:
    """The staffing plan of an organisation from the month of `today` on; raises InvalidProfile."""
    return Planning(profile, knowledge, today).plan()


def check(profile: Profile, knowledge: Knowledge) -> None:
    """Raise InvalidProfile where no plan could be made of the profile."""
    planning = Planning(profile, knowledge, date(2000, 1, 1))
    _ = planning.assumptions, planning.known, planning.price.hiring()
    for site in planning.price.countries:
        planning.price.band(Role.MLOPS, Level.SENIOR, site)


@dataclass(frozen=True)
class Planning:
    """One planning run; each intermediate result is computed once, from those above it."""

    profile: Profile
    knowledge: Knowledge
    today: date

    @cached_property
    def start(self) -> Month:
        """The first month."""
        return Month.of(self.today)

    @cached_property
    def assumptions(self) -> dict[str, Assumption]:
        """Every assumption by name, with the profile's overrides."""
        return assumptions(self.profile, self.knowledge.guidance.assumptions)

    @cached_property
    def assumed(self) -> dict[str, float]:
        """The typical values of the assumptions."""
        return {name: row.typical for name, row in self.assumptions.items()}

    @cached_property
    def months(self) -> int:
        """Months of the horizon."""
        return round(self.assumed["horizon_months"])

    @cached_property
    def people(self) -> Present:
        """Today's people by role."""
        return present(self.profile, self.knowledge.roles)

    @cached_property
    def known(self) -> dict[str, Scalar]:
        """The facts that rules read; None where unknown."""
        return facts(self.profile, self.people)

    @cached_property
    def judgement(self) -> Judgement:
        """How the rules hold now."""
        filled = fill_one(self.knowledge.programs, self.known, self.assumed)
        return Judgement(self.knowledge, self.known, filled, self.assumed)

    @cached_property
    def outlook(self) -> Outlook:
        """How facts, rules and work develop by month."""
        return by_month(self.knowledge, self.known, self.assumed, self.months)

    @cached_property
    def cases(self) -> Mapping[Role, Case]:
        """The case for each role by month."""
        return assess(self.knowledge.guidance, self.outlook, self.assumed)

    @cached_property
    def steady(self) -> dict[Role, Series]:
        """FTE of today's engineers by role and month, before attrition."""
        return {
            role: supply.steady_fte(self.profile, self.people, role, self.start, self.months) for role in Role
        }

    @cached_property
    def situation(self) -> Situation:
        """What stances are taken from."""
        transfers = allows(self.profile.constraints.alternatives, Alternative.TRANSFER)
        return Situation(
            self.start,
            self.judgement,
            self.outlook,
            self.cases,
            self.steady,
            self.judgement.advice(),
            transfers,
        )

    @cached_property
    def stances(self) -> tuple[Stance, ...]:
        """The stance on each role."""
        return stances(self.situation)

    @cached_property
    def price(self) -> Prices:
        """What seats cost."""
        return prices(self.knowledge.pay, self.profile.constraints, self.assumed)

    @cached_property
    def periods(self) -> Periods:
        """The horizon's fiscal periods."""
        return Periods(self.start, self.months, self.profile.constraints.fiscal_year_starts_in)

    @cached_property
    def problem(self) -> Staffing:
        """What the schedule has to solve."""
        return staffing(self.profile, self.people, self.situation, self.price, self.periods)

    @cached_property
    def schedule(self) -> Schedule:
        """The schedule."""
        return recalled(self.problem)

    @cached_property
    def demand(self) -> dict[Role, Demand]:
        """Demand by role."""
        return {role: self._demand(role) for role in Role}

    def _demand(self, role: Role) -> Demand:
        case, productive = self.cases[role], self.assumed["productive_hours"]
        relieved = self.schedule.relief if role is Role.MLOPS else np.zeros(self.months)
        return Demand(
            role=role,
            lines=tuple(self._lines(role)),
            relief=_series(relieved * productive),
            work=_series(case.work),
            floor=float(case.floor.max(initial=0.0)),
            fte=_series(self.schedule.demand[role]),
        )

    def _lines(self, role: Role) -> Iterator[WorkLine]:
        for rule_id, effect in workload_rules(self.judgement, role):
            hours = self.outlook.amount(rule_id)
            if not hours.any():
                continue
            rule = self.knowledge.guidance.rule(rule_id)
            read = reads(self.knowledge, [rule.when, effect.hours])
            unknown = tuple(sorted(name for name in read if self.known.get(name, 0) is None))
            cited = tuple(self.knowledge.guidance.cite(source) for source in rule.source)
            yield WorkLine(rule_id, effect.label, _series(hours), cited, unknown)

    @cached_property
    def frame(self) -> Frame:
        """What positions are written from."""
        by_role = {stance.role: stance for stance in self.stances}
        currency = self.price.currency
        return Frame(self.start, self.profile, self.problem, self.judgement, by_role, self.demand, currency)

    @cached_property
    def positions(self) -> tuple[Position, ...]:
        """The seats."""
        return positions(self.frame, self.schedule)

    def _supply(self, role: Role) -> Supply:
        result = self.schedule
        heads = np.maximum(self.problem.present[role] + result.heads[role], 0.0)
        return Supply(
            role,
            _series(result.present[role]),
            _series(result.planned[role]),
            _series(result.shortage[role]),
            _series(heads),
        )

    def _quarter_lines(self) -> Iterator[QuarterLine]:
        result = self.schedule
        for quarter, months in self.periods.quarters.items():
            for role in Role:
                capacity = result.present[role] + result.planned[role]
                starts = [
                    row for row in self.positions if row.role is role and row.starts - self.start in months
                ]
                yield QuarterLine(
                    quarter,
                    role,
                    float(result.demand[role][months].mean()),
                    float(capacity[months].mean()),
                    float(result.shortage[role][months].mean()),
                    len(starts),
                    self.paid.within(months, role),
                )

    @cached_property
    def paid(self) -> Paid:
        """What the seats cost."""
        return Paid.of(self.positions, self.start, self.months, self.price.currency)

    def _totals(self) -> Totals:
        budget, currency = self.profile.constraints.budget, self.price.currency
        return Totals(
            seats={role: sum(row.role is role for row in self.positions) for role in Role},
            cost=Money.total((disclosed(row.cost) for row in self.positions), currency),
            by_year={year: self.paid.within(months) for year, months in self.periods.years.items()},
            by_quarter={
                quarter: self.paid.within(months) for quarter, months in self.periods.quarters.items()
            },
            budget_by_year=_budgets(budget, self.periods.years),
        )

    def _break_even(self) -> BreakEven:
        mlops, platform = (
            self.price.monthly(role, Level.SENIOR, main_site(self.profile.constraints)) for role in Role
        )
        return economics.break_even(
            self.knowledge, self.judgement.filled, self.assumptions, platform / mlops if mlops else 1.0
        )

    def _maturity(self) -> str:
        found = aggregates.maturity(self.profile)
        if found is not None:
            median = "open" if found.median is None else str(found.median)
            lowest = "open" if found.lowest is None else str(found.lowest)
            return f"median {median}, lowest {lowest}, from the gates of {found.systems} systems"
        stated = self.profile.ml_maturity
        return (
            f"{stated}, as stated"
            if stated is not None
            else f"unknown, {self.assumed['maturity_typical']:g} assumed"
        )

    def _notes(self) -> Iterator[str]:
        for title in self.people.unmapped:
            yield (
                f"Staff title {title!r} stands for no known function; "
                "say in title_map whether it is mlops, platform or other."
            )
        if not any(site.country for site in self.profile.constraints.sites):
            yield "No site names a country: pay is that of the United States."
        yield "Costs are those of the plan's seats (loaded pay and hiring); present staff are not in them."
        if self.schedule.unspent and self.schedule.cuts:
            yield (
                "Budgets count so many seats by their number, nowhere below what they cost at their levels "
                "and sites: a part of a seat's pay can stay unspent. No schedule that counts so is better."
            )

    def _provenance(self) -> Provenance:
        guidance = self.knowledge.guidance
        return Provenance(
            f"planner {__version__}",
            guidance.id,
            guidance.version,
            guidance.hash,
            self.knowledge.pay.digest,
            digest(self.profile),
            self.today,
        )

    def plan(self) -> Plan:
        """The plan."""
        paid_off = self._break_even()
        starts_in = self.profile.constraints.fiscal_year_starts_in
        return Plan(
            organisation=self.profile.name,
            headline=headline(
                self.stances,
                self.positions,
                sum(cut.put_off is None for cut in self.schedule.cuts),
                paid_off,
                starts_in,
                in_time=starts_from(self.problem) < self.months,
            ),
            decision=decision(self.stances, self.start),
            months=tuple(self.start + month for month in range(self.months)),
            stances=self.stances,
            demand=tuple(self.demand.values()),
            supply=tuple(self._supply(role) for role in Role),
            quarters=tuple(self._quarter_lines()),
            positions=self.positions,
            cuts=cuts(self.frame, self.schedule.cuts),
            shadow_prices=self.schedule.prices,
            exceeded=self.schedule.exceeded,
            solution=self.schedule.solution,
            totals=self._totals(),
            break_even=paid_off,
            maturity=self._maturity(),
            advice=self.situation.advice,
            assumptions=open_questions.used(
                self.judgement, self.assumptions, ALWAYS | ways.named(self.profile)
            ),
            questions=open_questions.questions(self.judgement),
            notes=tuple(self._notes()),
            provenance=self._provenance(),
            profile=self.profile,
        )


def _budgets(budget: Budget | None, years: Mapping[int, object]) -> dict[int, Money]:
    if budget is None:
        return {}
    caps = {year: budget.of_year(year) for year in years}
    return {year: Money.of(amount, budget.currency) for year, amount in caps.items() if amount is not None}


def _series(values: Series) -> tuple[float, ...]:
    return tuple(values.tolist())
