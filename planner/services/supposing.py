"""Use case of a slider: a plan with a few of its facts supposed otherwise, beside the plan itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from planner import engine
from planner.domain import Plan, Profile, without_pay
from planner.domain.access import Permission
from planner.domain.aggregates import BUILDERS, TOTALS, maturity
from planner.domain.changes import ABSENT, Change, apply
from planner.domain.comparison import Comparison
from planner.engine.compare import compare
from planner.engine.knowledge import Knowledge
from planner.services.drafting import reread
from planner.services.in_force import of_hash
from planner.services.ports import Desk, PlanRecord

ATTRITION = "attrition_yearly"
OF_TEAMS = ("ml_teams", "data_scientists", "ml_engineers")
FURTHER = "Further teams"


@dataclass(frozen=True, slots=True)
class Supposition:
    """What is supposed; None stays as it is. Budget is per fiscal year in the plan's currency, attrition a
    share per year."""

    budget: Decimal | None = None
    teams: int | None = None
    maturity: int | None = None
    attrition: float | None = None


@dataclass(frozen=True, slots=True)
class Supposed:
    """A plan, what it would be, and how the two differ."""

    record: PlanRecord
    before: Plan
    after: Plan
    comparison: Comparison
    changes: tuple[Change, ...]


def suppose(desk: Desk, plan_id: str, supposition: Supposition) -> Supposed:
    """Plan as if, by the guidance that the plan was made with; nothing is stored. Raises NotFound."""
    record, before = reread(desk, plan_id)
    with desk.reading(Permission.PLANS_READ) as work:
        knowledge = of_hash(desk, work, record.basis["guidance_hash"]).knowledge
    seen, today = _seen(desk), before.provenance.today
    document = desk.documents.dump(before.profile)
    changes = tuple(_changes(document, before, supposition))
    after = before
    if changes:
        after = engine.plan(desk.documents.load(apply(document, changes)), knowledge, today)
    again = partial(_again, knowledge, seen)
    return Supposed(record, seen(before), seen(after), compare(seen(before), seen(after), again), changes)


def _seen(desk: Desk) -> Callable[[Plan], Plan]:
    """A plan as far as whoever is acting may see it."""
    return (lambda plan: plan) if desk.actor.sees_pay else without_pay


def _again(knowledge: Knowledge, seen: Callable[[Plan], Plan], profile: Profile, today: date, _: str) -> Plan:
    return seen(engine.plan(profile, knowledge, today))


def present(plan: Plan) -> Supposition:
    """What the plan itself rests on, as far as it is known."""
    rates = (item.typical for item in plan.assumptions if item.name == ATTRITION)
    return Supposition(_budget(plan), _teams(plan.profile), _maturity(plan.profile), next(rates, None))


def _budget(plan: Plan) -> Decimal | None:
    budget = plan.profile.constraints.budget
    if budget and budget.per_fiscal_year is not None:
        return budget.per_fiscal_year
    return max((money.amount for money in plan.totals.budget_by_year.values()), default=None)


def _teams(profile: Profile) -> int | None:
    listed = TOTALS["ml_teams"](profile)
    return profile.ml_teams if listed is None or listed.value is None else round(listed.value)


def _maturity(profile: Profile) -> int | None:
    found = maturity(profile)
    return profile.ml_maturity if found is None else found.median


def _changes(document: Mapping[str, Any], plan: Plan, asked: Supposition) -> Iterator[Change]:
    now = present(plan)
    if asked.teams is not None and asked.teams != now.teams:
        yield from _with_teams(document, asked.teams, now.teams)
    if asked.maturity is not None and asked.maturity != now.maturity:
        yield from _with_maturity(document, asked.maturity)
    if asked.attrition is not None and asked.attrition != now.attrition:
        yield Change(f"assumptions.{ATTRITION}", {"typical": asked.attrition, "reason": "Supposed"})
    if asked.budget is not None and asked.budget != now.budget:
        yield from _with_budget(document, plan, asked.budget)


def _with_teams(document: Mapping[str, Any], teams: int, now: int | None) -> Iterator[Change]:
    """Teams like those that are there; the people in them grow and shrink with their number."""
    for name in OF_TEAMS:
        if "teams" in document and name in document:
            yield Change(name, ABSENT)
    if "teams" in document:
        yield from _listed(document, teams)
        return
    for name in OF_TEAMS[1:]:
        if name in document and now:
            yield Change(name, round(document[name] * teams / now, 1))
    yield Change("ml_teams", teams)


def _listed(document: Mapping[str, Any], teams: int) -> Iterator[Change]:
    entries = [dict(entry) for entry in document["teams"]]
    builders = [entry for entry in entries if entry.get("kind") in {kind.value for kind in BUILDERS}]
    more = teams - sum(entry.get("count", 1) for entry in builders)
    for entry in reversed(builders):
        gone = min(max(-more, 0), entry.get("count", 1))
        entry["count"], more = entry.get("count", 1) - gone, more + gone
    kept = [entry for entry in entries if entry.get("count", 1) > 0]
    if more > 0 and builders:
        kept.append({**_usual(builders), "name": FURTHER, "count": more})
    yield Change("teams", kept)
    yield from _orphans(document, {str(entry.get("id", entry["name"])) for entry in kept})


def _usual(builders: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A team of the mean size of those that say theirs."""
    usual: dict[str, Any] = {"kind": builders[0]["kind"]}
    for name in OF_TEAMS[1:]:
        known = [(entry[name], entry.get("count", 1) or 1) for entry in builders if name in entry]
        if known:
            usual[name] = round(sum(size * count for size, count in known) / sum(n for _, n in known), 1)
    return usual


def _orphans(document: Mapping[str, Any], teams: set[str]) -> Iterator[Change]:
    """Systems of teams that are gone belong to nobody; they run on."""
    for place, system in enumerate(document.get("systems", ())):
        if system.get("team") is not None and system["team"] not in teams:
            yield Change(f"systems[{place}].team", ABSENT)


def _with_maturity(document: Mapping[str, Any], level: int) -> Iterator[Change]:
    """A level for all, in place of what the systems' gates say."""
    for place, system in enumerate(document.get("systems", ())):
        if "gates" in system:
            yield Change(f"systems[{place}].gates", ABSENT)
    yield Change("ml_maturity", level)


def _with_budget(document: Mapping[str, Any], plan: Plan, amount: Decimal) -> Iterator[Change]:
    """The same amount in every fiscal year; what single years and quarters had does not bind."""
    budget = plan.profile.constraints.budget
    currency = budget.currency if budget else _currency(plan)
    yield Change("constraints.budget", {"currency": currency, "per_fiscal_year": float(amount)})
    if "currency" in document.get("constraints", {}):
        yield Change("constraints.currency", ABSENT)


def _currency(plan: Plan) -> str:
    constraints = plan.profile.constraints
    return constraints.currency or (plan.totals.cost.currency if plan.totals.cost else "USD")
