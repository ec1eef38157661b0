"""The life of plans over HTTP: submit, approve, reject and the rest; policy, budgets, actuals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from planner.api.answers import PlanItemSchema, StoredPlanSchema
from planner.api.bodies import REASON, PolicyBodySchema, body
from planner.api.doors import IF_MATCH, Answer, Door, desk
from planner.api.examples import MADE, POLICY
from planner.api.intake import NO_QUERY, TODAY_ANYWHERE, query
from planner.api.lives import VERSION, ActualsSchema, ApprovalsSchema, BudgetsSchema, PolicySchema
from planner.api.queries import Query
from planner.domain import Money, Role
from planner.domain.approval import ApprovalLevel
from planner.schemas.fields import Text, Word
from planner.services import approving, plans, policies, tracking
from planner.services.versions import Expected

door = Door("approvals", __name__, url_prefix="/api/v1", description="Lives of plans: who agreed to what.")

STEPS: tuple[tuple[str, str, Callable[..., Any], str], ...] = (
    ("submit", "submitPlan", approving.submit, "Ask for approval of a plan; its positions are proposed."),
    (
        "withdraw",
        "withdrawPlan",
        approving.withdraw,
        "Take a submission back; its proposals are cancelled.",
    ),
    ("approve", "approvePlan", approving.approve, "Give the next approval that a plan needs."),
    ("reject", "rejectPlan", approving.reject, "Send a submitted plan back, with a reason."),
    ("reopen", "reopenPlan", approving.reopen, "Make a rejected plan a draft again."),
    ("archive", "archivePlan", approving.archive, "Put a plan away; its positions live on."),
    ("restore", "restorePlan", approving.restore, "Take a plan out of the archive."),
)


def _step(action: str, name: str, take: Callable[..., Any], says: str) -> None:
    def view(plan_id: str, reason: str | None = None) -> Any:
        return take(desk(), plan_id, reason)

    view.__doc__ = says
    about = "The plan as it is now."
    answer = Answer(schema=PlanItemSchema, about=about, example=MADE, errors=(404, 409), version=VERSION)
    door.operation("POST", f"/plans/<plan:plan_id>/{action}", name, answer, [REASON, NO_QUERY])(view)


for step in STEPS:
    _step(*step)


@door.operation(
    "POST",
    "/plans/<plan:plan_id>/replan",
    "replanPlan",
    Answer(schema=StoredPlanSchema, status=201, about="The new draft.", errors=(404,), version=VERSION),
    [TODAY_ANYWHERE],
)
def replan(plan_id: str, **today: Any) -> Any:
    """Plan again for a plan's profile as it is now; committed positions stay, with their ids."""
    record = plans.replan(desk(), plan_id, **today)
    return record, {"Location": f"/api/v1/plans/{record.id}"}


@door.operation(
    "GET",
    "/plans/<plan:plan_id>/approvals",
    "listApprovals",
    Answer(schema=ApprovalsSchema, about="What was done, and what is missing.", errors=(404,)),
    [NO_QUERY],
)
def steps(plan_id: str) -> Any:
    """Tell who submitted, approved and rejected a plan, when and why, and whom it waits for."""
    return {
        "state": plans.get(desk(), plan_id).state,
        "items": approving.steps(desk(), plan_id),
        "waiting": approving.waiting(desk(), plan_id),
    }


@door.operation(
    "GET",
    "/plans/<plan:plan_id>/budget",
    "getBudget",
    Answer(schema=BudgetsSchema, about="The locked budget; empty before the approval.", errors=(404,)),
    [NO_QUERY],
)
def budget(plan_id: str) -> Any:
    """Get the budget that the approval of a plan locked, by fiscal year; needs the pay scope."""
    return {"items": approving.budgets(desk(), plan_id)}


class ActualsQuery(Query):
    """Which positions to count."""

    role = Word("Only positions of this role.", Role)
    site = Text("Only positions at this site.")
    team = Text("Only positions of this team.")


@door.operation(
    "GET",
    "/profiles/<profile_id>/actuals",
    "getActuals",
    Answer(schema=ActualsSchema, about="By fiscal quarter and year.", errors=(404,)),
    [query(ActualsQuery)],
)
def actuals(profile_id: str, **wanted: Any) -> Any:
    """Compare a profile's approved plan with what has happened; growth and backfill apart."""
    return tracking.actuals(desk(), profile_id, **wanted)


@door.operation(
    "GET",
    "/approval-policy",
    "getApprovalPolicy",
    Answer(schema=PolicySchema, about="The policy that holds.", example=POLICY, version=VERSION),
    [NO_QUERY],
)
def policy() -> Any:
    """Get who has to agree to plans of which size."""
    return policies.get(desk())


@door.operation(
    "PUT",
    "/approval-policy",
    "setApprovalPolicy",
    Answer(schema=PolicySchema, about="The policy that holds now.", example=POLICY, version=VERSION),
    [
        body(PolicyBodySchema, {"levels": [{"name": "Finance", "role": "finance"}]}),
        IF_MATCH,
        NO_QUERY,
    ],
)
def set_policy(levels: Any, expected: Expected) -> Any:
    """Set who has to agree to plans of which size; plans that are submitted already follow it too."""
    return policies.put(desk(), tuple(_level(row) for row in levels), expected)


def _level(row: dict[str, Any]) -> ApprovalLevel:
    over = row.get("cost_over")
    cost = Money.of(over["amount"], over["currency"]) if over else None
    return ApprovalLevel(row["name"], row["role"].value, cost, row.get("seats_over"))
