"""An organisation and its scenarios side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import yaml
from werkzeug.datastructures import MultiDict

from planner.domain import InvalidInput, Plan
from planner.domain.comparison import Comparison
from planner.domain.lists import MOST_ITEMS, Ask
from planner.engine.compare import compare
from planner.services import Desk, PlanRecord, ProfileRecord, drafting, plans, profiles, scenarios
from planner.services.ports.lives import ScenarioRecord
from planner.web.views import visible

MOST_BESIDE = 3
"""Scenarios that are shown at once: more columns than four nobody compares."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation with its plans and scenarios, newest first."""

    record: ProfileRecord
    plans: Sequence[PlanRecord]
    scenarios: Sequence[ScenarioRecord]

    @property
    def adopted(self) -> PlanRecord | None:
        """The plan that is approved and in force."""
        return next((plan for plan in self.plans if plan.state == "approved"), None)


@dataclass(frozen=True, slots=True)
class Column:
    """A scenario as a column: its plan, and how it differs from the organisation as it is."""

    record: ScenarioRecord
    plan: Plan | None
    difference: Comparison | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Abreast:
    """An organisation as it is, beside the scenarios that were chosen."""

    organisation: Organisation
    base: Plan
    columns: tuple[Column, ...]
    chosen: tuple[str, ...]


def organisation(desk: Desk, profile_id: str) -> Organisation:
    """An organisation; raises NotFound."""
    record = profiles.get(desk, profile_id)
    made = plans.index_of_profile(desk, profile_id, Ask(plans.PLANS, limit=MOST_ITEMS)).items
    kept = scenarios.index(desk, profile_id, Ask(scenarios.SCENARIOS, limit=MOST_ITEMS)).items
    return Organisation(record, made, [each for each in kept if each.archived_at is None])


def scenarios_of(desk: Desk, profile_id: str, query: MultiDict[str, str]) -> Abreast:
    """The organisation as it is beside the scenarios that an address names, else the newest."""
    found = organisation(desk, profile_id)
    base = visible(desk, drafting.draft(desk, desk.documents.load(found.record.document)))
    wanted = query.getlist("scenario") or [each.id for each in found.scenarios[:MOST_BESIDE]]
    columns = tuple(_column(desk, each, base) for each in found.scenarios if each.id in wanted[:MOST_BESIDE])
    return Abreast(found, base, columns, tuple(wanted))


def _column(desk: Desk, record: ScenarioRecord, base: Plan) -> Column:
    try:
        plan = visible(desk, drafting.draft(desk, scenarios.profile(desk, record.id)))
    except InvalidInput as error:
        return Column(record, None, None, "; ".join(str(problem) for problem in error.problems))
    again = lambda profile, today, _: visible(desk, drafting.draft(desk, profile, today))  # noqa: E731
    return Column(record, plan, compare(base, plan, again))


def as_text(record: ProfileRecord) -> str:
    """An organisation's facts as YAML."""
    document: Mapping[str, object] = record.document
    return str(yaml.safe_dump(dict(document), sort_keys=False, allow_unicode=True, width=100))
