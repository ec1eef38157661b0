"""Organisation profiles over HTTP."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from planner.api.answers import ProfileItemSchema, StoredPlanSchema, StoredProfileSchema
from planner.api.doors import IF_MATCH, Answer, Door, desk
from planner.api.examples import PROFILE, STORED
from planner.api.intake import NO_QUERY, PROFILE_BODY, TODAY_ANYWHERE
from planner.api.lists import ListDoor
from planner.api.plans import PLANS_OF_PROFILE
from planner.api.queries import Moment
from planner.domain import Profile
from planner.domain.lists import Ask
from planner.schemas.fields import Text
from planner.services import plans, profiles
from planner.services.versions import Expected

door = Door(
    "profiles", __name__, url_prefix="/api/v1/profiles", description="Facts of organisations, in versions."
)

WHOLE = {**STORED, "profile": PROFILE}
PROFILES = ListDoor(
    profiles.PROFILES,
    ProfileItemSchema,
    STORED,
    {
        "name": Text("Only profiles of exactly this name."),
        "updated_since": Moment("Only profiles updated then or later."),
        "updated_before": Moment("Only profiles updated before."),
    },
)
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
    PROFILES.answer(),
    [PROFILES.intake],
)
def index(ask: Ask) -> Any:
    """List stored profiles, newest first unless asked otherwise."""
    return profiles.index(desk(), ask)


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
    PLANS_OF_PROFILE.answer(errors=(404,)),
    [PLANS_OF_PROFILE.intake],
)
def index_plans(profile_id: str, ask: Ask) -> Any:
    """List the plans of a profile, newest first unless asked otherwise."""
    return plans.index_of_profile(desk(), profile_id, ask)
