"""Scenarios and the versions of profiles over HTTP."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from planner.api.answers import StoredPlanSchema, StoredProfileSchema, Verbatim, moment, text, typed_id, whole
from planner.api.bodies import NameSchema, ScenarioBodySchema, body, changes, needed
from planner.api.doors import IF_MATCH, Answer, Door, desk
from planner.api.examples import PROFILE as FACTS
from planner.api.examples import SCENARIO, STORED
from planner.api.intake import NO_QUERY, TODAY_ANYWHERE, query
from planner.api.lists import ListDoor
from planner.api.lives import VERSION, DocumentDifferencesSchema, derived, maybe, since
from planner.api.queries import Number, Query
from planner.domain.lists import Ask
from planner.schemas import profiles
from planner.schemas.fields import Text
from planner.services import ids, revising, scenarios, sight
from planner.services.versions import Expected

door = Door("scenarios", __name__, url_prefix="/api/v1", description="What if, and what was.")


class ScenarioItemSchema(Schema):
    """Named changes over a profile."""

    id = typed_id(ids.SCENARIO, "The scenario's id.")
    profile_id = typed_id(ids.PROFILE, "The profile that it changes.")
    name = text("What it is called.")
    description = maybe("What it is about.")
    changes = derived(
        "Its changes in order: each has `path`, `value` unless something is removed, and `because`.",
        lambda record: sight.changes(desk(), record.changes),
        type="array",
        items={"type": "object"},
    )
    guidance_id = maybe("The guidance pack that it plans by; null: the published one.")
    version = whole("Counts its changes; what If-Match names.")
    created_by = text("Who made it: the id of a person or token.")
    created_at = moment("When it was made.")
    updated_at = moment("When it last changed.")
    archived_at = since("When it was put away.")


class VersionItemSchema(Schema):
    """A version of a profile."""

    version = whole("Its number.")
    digest = text("SHA-256 of its facts.", pattern="^[0-9a-f]{64}$")
    created_at = moment("When it was stored.")


class VersionSchema(VersionItemSchema):
    """A version of a profile with its facts."""

    document = Verbatim(profiles.ProfileSchema, required=True, data_key="profile")


class VersionsSchema(Schema):
    """The versions of a profile, oldest first."""

    items = fields.List(fields.Nested(VersionItemSchema), required=True)


class DiffQuery(Query):
    """Which versions to compare."""

    before = needed(Number("The earlier version.", unit="version", least=1, most=999_999, example=1))
    after = Number("The later version; the present one where absent.", unit="version", least=1, most=999_999)


SCENARIOS = ListDoor(
    scenarios.SCENARIOS, ScenarioItemSchema, SCENARIO, {"name": Text("Only scenarios of exactly this name.")}
)
WHOLE = {**STORED, "profile": FACTS}
ONE = Answer(
    schema=ScenarioItemSchema, about="The scenario.", example=SCENARIO, errors=(404, 409), version=VERSION
)
MADE = Answer(
    schema=ScenarioItemSchema,
    status=201,
    about="Kept.",
    example=SCENARIO,
    errors=(404, 409),
    version=VERSION,
)
BODY = {"name": "Two more teams", "changes": [{"path": "ml_teams", "value": 5, "because": "A merger."}]}
PROFILE = Answer(
    schema=StoredProfileSchema, about="The profile.", example=WHOLE, errors=(404,), version=VERSION
)


@door.operation(
    "POST",
    "/profiles/<profile_id>/scenarios",
    "createScenario",
    MADE,
    [body(ScenarioBodySchema, BODY), NO_QUERY],
)
def create(profile_id: str, name: str, changes: Any = (), **more: Any) -> Any:
    """Keep changes over a profile under a name; they apply to whatever the profile says at the time."""
    record = scenarios.create(desk(), profile_id, name, _changes(changes), **more)
    return record, {"Location": f"/api/v1/scenarios/{record.id}"}


@door.operation(
    "GET",
    "/profiles/<profile_id>/scenarios",
    "listScenarios",
    SCENARIOS.answer(errors=(404,)),
    [SCENARIOS.intake],
)
def index(profile_id: str, ask: Ask) -> Any:
    """List the scenarios of a profile, newest first."""
    return scenarios.index(desk(), profile_id, ask)


@door.operation("GET", "/scenarios/<scenario_id>", "getScenario", ONE, [NO_QUERY])
def get(scenario_id: str) -> Any:
    """Get a scenario."""
    return scenarios.get(desk(), scenario_id)


class ScenarioEditSchema(ScenarioBodySchema):
    """What changes about a scenario; what is not named stays."""

    name = Text("What it is called.", example="Two more teams")


@door.operation(
    "PATCH",
    "/scenarios/<scenario_id>",
    "editScenario",
    ONE,
    [body(ScenarioEditSchema, {"name": "Two more teams"}), IF_MATCH, NO_QUERY],
)
def edit(scenario_id: str, expected: Expected, **members: Any) -> Any:
    """Change a scenario."""
    if "changes" in members:
        members["changes"] = _changes(members["changes"])
    return scenarios.edit(desk(), scenario_id, expected, **members)


@door.operation("POST", "/scenarios/<scenario_id>/clone", "cloneScenario", MADE, [body(NameSchema), NO_QUERY])
def clone(scenario_id: str, name: str) -> Any:
    """Copy a scenario under another name."""
    record = scenarios.clone(desk(), scenario_id, name)
    return record, {"Location": f"/api/v1/scenarios/{record.id}"}


@door.operation("POST", "/scenarios/<scenario_id>/archive", "archiveScenario", ONE, [NO_QUERY])
def archive(scenario_id: str) -> Any:
    """Put a scenario away."""
    return scenarios.archive(desk(), scenario_id)


@door.operation("POST", "/scenarios/<scenario_id>/restore", "restoreScenario", ONE, [NO_QUERY])
def restore(scenario_id: str) -> Any:
    """Take a scenario out of the archive."""
    return scenarios.archive(desk(), scenario_id, archived=False)


@door.operation(
    "GET",
    "/scenarios/<scenario_id>/diff",
    "diffScenario",
    Answer(schema=DocumentDifferencesSchema, about="From the profile to the scenario.", errors=(404,)),
    [NO_QUERY],
)
def diff(scenario_id: str) -> Any:
    """Tell where the scenario differs from the profile as it is now."""
    return {"items": scenarios.diff(desk(), scenario_id)}


@door.operation(
    "POST",
    "/scenarios/<scenario_id>/plans",
    "planScenario",
    Answer(schema=StoredPlanSchema, status=201, about="Made and stored.", errors=(404,), version=VERSION),
    [TODAY_ANYWHERE],
)
def plan(scenario_id: str, **today: Any) -> Any:
    """Make a plan for a scenario, and store it as a draft."""
    record = scenarios.plan(desk(), scenario_id, **today)
    return record, {"Location": f"/api/v1/plans/{record.id}"}


@door.operation(
    "GET",
    "/profiles/<profile_id>/versions",
    "listProfileVersions",
    Answer(schema=VersionsSchema, about="Oldest first.", errors=(404,)),
    [NO_QUERY],
)
def versions(profile_id: str) -> Any:
    """List the versions of a profile."""
    return {"items": revising.versions(desk(), profile_id)}


@door.operation(
    "GET",
    "/profiles/<profile_id>/versions/<number>",
    "getProfileVersion",
    Answer(schema=VersionSchema, about="The version.", errors=(404,)),
    [NO_QUERY],
)
def version(profile_id: str, number: str) -> Any:
    """Get a profile as it was at one of its versions."""
    return revising.version(desk(), profile_id, _number(number))


@door.operation(
    "GET",
    "/profiles/<profile_id>/diff",
    "diffProfile",
    Answer(schema=DocumentDifferencesSchema, about="From the earlier to the later version.", errors=(404,)),
    [query(DiffQuery)],
)
def diff_versions(profile_id: str, before: int, after: int | None = None) -> Any:
    """Tell where two versions of a profile differ."""
    return {"items": revising.diff(desk(), profile_id, before, after)}


@door.operation(
    "POST",
    "/profiles/<profile_id>/versions/<number>/restore",
    "restoreProfileVersion",
    PROFILE,
    [IF_MATCH, NO_QUERY],
)
def restore_version(profile_id: str, number: str, expected: Expected) -> Any:
    """Store an old version of a profile once more as the newest one."""
    return revising.restore(desk(), profile_id, _number(number), expected)


@door.operation(
    "POST",
    "/profiles/<profile_id>/clone",
    "cloneProfile",
    Answer(
        schema=StoredProfileSchema, status=201, about="Stored.", example=WHOLE, errors=(404,), version=VERSION
    ),
    [body(NameSchema), NO_QUERY],
)
def clone_profile(profile_id: str, name: str) -> Any:
    """Copy a profile under another name."""
    record = revising.clone(desk(), profile_id, name)
    return record, {"Location": f"/api/v1/profiles/{record.id}"}


@door.operation("POST", "/profiles/<profile_id>/archive", "archiveProfile", PROFILE, [NO_QUERY])
def archive_profile(profile_id: str) -> Any:
    """Put a profile away; its plans and positions live on."""
    return revising.archive(desk(), profile_id)


@door.operation("POST", "/profiles/<profile_id>/restore", "restoreProfile", PROFILE, [NO_QUERY])
def restore_profile(profile_id: str) -> Any:
    """Take a profile out of the archive."""
    return revising.archive(desk(), profile_id, archived=False)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


_changes = changes
