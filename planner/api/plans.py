"""Staffing plans over HTTP."""

from __future__ import annotations

from typing import Any

from flask import Response

from planner.api.answers import PlanItemSchema, RerunSchema, StoredPlanSchema, WhySchema
from planner.api.doors import Answer, Door, desk
from planner.api.examples import MADE, PLAN_ID
from planner.api.intake import NO_QUERY, PROFILE_BODY, TODAY
from planner.api.lists import ListDoor
from planner.api.queries import Id, Moment
from planner.domain import Decision, Profile
from planner.domain.lists import Ask
from planner.schemas.fields import Text, Word
from planner.schemas.plan import PlanSchema
from planner.services import ids, plans

door = Door(
    "plans", __name__, url_prefix="/api/v1/plans", description="Explained staffing plans, never changed."
)

FILTERS = {
    "decision": Word("Only plans with this decision.", Decision),
    "organisation": Text("Only plans of an organisation of exactly this name."),
    "created_since": Moment("Only plans made then or later."),
    "created_before": Moment("Only plans made before."),
}
PLANS_OF_PROFILE = ListDoor(plans.PLANS, PlanItemSchema, MADE, FILTERS, sparse=True)
PLANS = ListDoor(
    plans.PLANS,
    PlanItemSchema,
    MADE,
    {"profile_id": Id(ids.PROFILE, "Only plans of this profile."), **FILTERS},
    sparse=True,
)


@door.operation(
    "GET",
    "",
    "listPlans",
    PLANS.answer(),
    [PLANS.intake],
)
def index(ask: Ask) -> Any:
    """List stored plans, newest first unless asked otherwise."""
    return plans.index(desk(), ask)


@door.operation(
    "POST",
    "/preview",
    "previewPlan",
    Answer(schema=PlanSchema, about="The plan's document, byte for byte as the command line writes it."),
    [PROFILE_BODY, TODAY],
)
def preview(profile: Profile, **today: Any) -> Any:
    """Make the plan of a profile without storing either."""
    return _exact(plans.preview(desk(), profile, **today))


@door.operation(
    "GET",
    "/<plan:plan_id>",
    "getPlan",
    Answer(schema=StoredPlanSchema, about="The plan with all that it was made from.", errors=(404,)),
    [NO_QUERY],
)
def get(plan_id: str) -> Any:
    """Get a stored plan."""
    return plans.get(desk(), plan_id)


@door.operation(
    "GET",
    "/<plan:plan_id>/why",
    "explainPlan",
    Answer(schema=WhySchema, about="Stances, seats and cuts with their rules and evidence.", errors=(404,)),
    [NO_QUERY],
)
def why(plan_id: str) -> Any:
    """Explain a plan: what speaks for and against each role, and why each seat is there."""
    return plans.why(desk(), plan_id)


@door.operation(
    "POST",
    "/<plan:plan_id>/rerun",
    "rerunPlan",
    Answer(
        schema=RerunSchema,
        about="It came out byte for byte.",
        example={"plan_id": PLAN_ID, "identical": True, "digest": MADE["digest"]},
        errors=(404, 409),
    ),
    [NO_QUERY],
)
def rerun(plan_id: str) -> Any:
    """Make a plan again from its stored inputs; 409 says what has changed since."""
    return plans.rerun(desk(), plan_id)


def _exact(text: str) -> Response:
    return Response(text, mimetype="application/json")
