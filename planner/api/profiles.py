"""Organisation profiles over HTTP."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from planner.api.answers import PlanPageSchema, ProfilePageSchema, StoredPlanSchema, StoredProfileSchema
from planner.api.doors import IF_MATCH, Answer, Door, desk
from planner.api.examples import PROFILE, STORED
from planner.api.intake import NO_QUERY, PLANS_OF_PROFILE, PROFILE_BODY, PROFILE_LIST, TODAY_ANYWHERE
from planner.domain import Profile
from planner.services import plans, profiles
from planner.services.versions import Expected

door = Door(
    "profiles", __name__, url_prefix="/api/v1/profiles", description="Facts of organisations, in versions."
)

WHOLE = {**STORED, "profile": PROFILE}
VERSION = attrgetter("version")
LOCATION = {"Location": {"description": "Where it is.", "schema": {"type": "string"}}}


@door.operation(
    "POST",
    "",
    "createProfile",
    Answer(
        schema=StoredProfileSchema,
        status=201,
        about="Stored.",
        example=WHOLE,
        headers=LOCATION,
        version=VERSION,
    ),
    [PROFILE_BODY, NO_QUERY],
)
def create(profile: Profile) -> Any:
    """Store the profile of an organisation."""
    record = profiles.create(desk(), profile)
    return record, {"Location": f"/api/v1/profiles/{record.id}"}


@door.operation(
    "GET",
    "",
    "listProfiles",
    Answer(schema=ProfilePageSchema, about="A part of the list.", example={"items": [STORED], "next": None}),
    [PROFILE_LIST],
)
def index(**query: Any) -> Any:
    """List stored profiles, newest first."""
    return profiles.index(desk(), **query)


@door.operation(
    "GET",
    "/<profile_id>",
    "getProfile",
    Answer(schema=StoredProfileSchema, about="The profile.", example=WHOLE, errors=(404,), version=VERSION),
    [NO_QUERY],
)
def get(profile_id: str) -> Any:
    """Get a profile at its current version."""
    return profiles.get(desk(), profile_id)


@door.operation(
    "PUT",
    "/<profile_id>",
    "replaceProfile",
    Answer(
        schema=StoredProfileSchema,
        about="Stored as the next version.",
        example=WHOLE,
        errors=(404,),
        version=VERSION,
    ),
    [PROFILE_BODY, IF_MATCH, NO_QUERY],
)
def replace(profile_id: str, profile: Profile, expected: Expected) -> Any:
    """Store the next version of a profile; plans keep the version they were made for."""
    return profiles.replace(desk(), profile_id, profile, expected)


@door.operation(
    "POST",
    "/<profile_id>/plans",
    "createPlan",
    Answer(
        schema=StoredPlanSchema,
        status=201,
        about="Made and stored.",
        headers=LOCATION,
        errors=(404,),
    ),
    [TODAY_ANYWHERE],
)
def plan(profile_id: str, **today: Any) -> Any:
    """Make a plan for a profile at its current version, and store it."""
    record = plans.make(desk(), profile_id, **today)
    return record, {"Location": f"/api/v1/plans/{record.id}"}


@door.operation(
    "GET",
    "/<profile_id>/plans",
    "listPlansOfProfile",
    Answer(schema=PlanPageSchema, about="A part of the list.", errors=(404,)),
    [PLANS_OF_PROFILE],
)
def index_plans(profile_id: str, **query: Any) -> Any:
    """List the plans of a profile, newest first."""
    return plans.index_of_profile(desk(), profile_id, **query)
