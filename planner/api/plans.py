"""Staffing plans over HTTP."""

from __future__ import annotations

from typing import Any

from flask import Response

from planner.api.answers import PlanPageSchema, RerunSchema, StoredPlanSchema, WhySchema
from planner.api.doors import Answer, Door, desk
from planner.api.examples import MADE, PLAN_ID
from planner.api.intake import NO_QUERY, PLAN_LIST, PROFILE_BODY, TODAY
from planner.domain import Profile
from planner.schemas.plan import PlanSchema
from planner.services import plans

door = Door(
    "plans", __name__, url_prefix="/api/v1/plans", description="Explained staffing plans, never changed."
)


@door.operation(
    "GET",
    "",
    "listPlans",
    Answer(schema=PlanPageSchema, about="A part of the list.", example={"items": [MADE], "next": None}),
    [PLAN_LIST],
)
def index(**query: Any) -> Any:
    """List stored plans, newest first."""
    return plans.index(desk(), **query)


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
    "/<plan:plan_id>/document",
    "getPlanDocument",
    Answer(schema=PlanSchema, about="The plan's document, byte for byte as it was made.", errors=(404,)),
    [NO_QUERY],
)
def document(plan_id: str) -> Any:
    """Get a plan's document alone, in its exact bytes."""
    return _exact(plans.get(desk(), plan_id).document)


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
