"""Guidance packs of the workspace over HTTP: draft, check, try, publish, roll back."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from marshmallow import Schema, fields

from planner.api.answers import moment, text, typed_id, whole
from planner.api.bodies import REASON, PackBodySchema, PackEditSchema, body
from planner.api.doors import IF_MATCH, Answer, Door, desk
from planner.api.examples import PACK, PUBLICATION, TRIAL, WHOLE_PACK
from planner.api.intake import NO_QUERY
from planner.api.lists import ListDoor
from planner.api.lives import VERSION, cash, derived, maybe, since
from planner.domain.lists import Ask
from planner.schemas.fields import Text, Word
from planner.services import guiding, ids, trying
from planner.services.versions import Expected

door = Door("guidance", __name__, url_prefix="/api/v1/guidance", description="The workspace's own rules.")


class PackItemSchema(Schema):
    """A guidance pack of the workspace."""

    id = typed_id(ids.PACK, "Its id.")
    name = text("What this version is called.")
    pack = text("The pack's id, as it says itself.")
    pack_version = text("The pack's version, as it says itself.")
    hash = text("SHA-256 of its content, as in the plans that it made.", pattern="^[0-9a-f]{64}$")
    state = text("A draft can be edited; a published one never.", enum=["draft", "published"])
    version = whole("Counts its changes; what If-Match names.")
    checked_at = since("When it was last checked as it is now.")
    findings = derived(
        "What the check found; null before it.",
        lambda record: record.findings,
        type=["array", "null"],
        items={"type": "object"},
    )
    created_at = moment("When it was begun.")
    updated_at = moment("When it last changed.")


class PackSchema(PackItemSchema):
    """A guidance pack with its files."""

    files = derived(
        "The text of each file.",
        lambda record: dict(record.files),
        type="object",
        additionalProperties={"type": "string"},
    )


class PublicationSchema(Schema):
    """Which pack held from when on."""

    number = whole("From 1.")
    guidance_id = maybe("The pack; null: the one that ships with the program.")
    at = moment("Since when.")
    by = text("Who published it: the id of a person or token.")
    reason = maybe("Why.")


class PublicationsSchema(Schema):
    """Which packs held when, oldest first; none: the shipped one always did."""

    items = fields.List(fields.Nested(PublicationSchema), required=True)


class PlanOutcomeSchema(Schema):
    """What a plan says."""

    decision = text("Which roles it staffs.")
    stances = derived("The stance on each role.", lambda each: _by_role(each.stances), type="object")
    seats = derived("New seats by role.", lambda each: _by_role(each.seats), type="object")
    cost = cash("Their cost; null without the pay scope.", attrgetter("cost"))


class TrialSchema(Schema):
    """One profile by the pack in force and by the one that is tried."""

    profile_id = typed_id(ids.PROFILE, "The profile.")
    name = text("The organisation's name.")
    changed = fields.Boolean(required=True, metadata={"description": "Whether the plan would be another."})
    before = fields.Nested(PlanOutcomeSchema, required=True, allow_none=True)
    after = fields.Nested(PlanOutcomeSchema, required=True, allow_none=True)
    error = maybe("Why there is no plan.")


class DryRunSchema(Schema):
    """Which plans the pack would change, and how."""

    tried = fields.Integer(required=True, metadata={"description": "Profiles that were planned."})
    changed = fields.Integer(required=True, metadata={"description": "Those whose plan would be another."})
    items = fields.List(fields.Nested(TrialSchema), required=True)
    next = maybe("Send it as `cursor` for the following profiles; null at the end.")


STATES = ("draft", "published")
PACKS = ListDoor(
    guiding.PACKS,
    PackItemSchema,
    PACK,
    {
        "state": Word("Only packs in this state.", {name: name for name in STATES}),
        "pack": Text("Only versions of the pack with this id."),
    },
)
TRIALS = ListDoor(trying.TRIALS, TrialSchema, TRIAL, {})
ONE = Answer(schema=PackSchema, about="The pack.", example=WHOLE_PACK, errors=(404, 409), version=VERSION)
DRAFT = Answer(
    schema=PackSchema, status=201, about="The draft.", example=WHOLE_PACK, errors=(404,), version=VERSION
)
PUBLISHED = Answer(schema=PublicationSchema, about="From now on.", example=PUBLICATION, errors=(404, 409))


@door.operation("GET", "/packs", "listPacks", PACKS.answer(), [PACKS.intake])
def index(ask: Ask) -> Any:
    """List the workspace's guidance packs, newest first."""
    return guiding.index(desk(), ask)


@door.operation(
    "POST",
    "/packs",
    "createPack",
    Answer(
        schema=PackSchema, status=201, about="The draft.", example=WHOLE_PACK, errors=(404,), version=VERSION
    ),
    [body(PackBodySchema), NO_QUERY],
)
def create(**taken: Any) -> Any:
    """Begin a draft: from files, from a pack of the workspace, or from the shipped one."""
    record = guiding.create(desk(), **taken)
    return record, {"Location": f"/api/v1/guidance/packs/{record.id}"}


@door.operation("GET", "/packs/<guidance_id>", "getPack", ONE, [NO_QUERY])
def get(guidance_id: str) -> Any:
    """Get a guidance pack with its files."""
    return guiding.get(desk(), guidance_id)


@door.operation(
    "PATCH",
    "/packs/<guidance_id>",
    "editPack",
    ONE,
    [body(PackEditSchema, {"name": "Stricter platform gate"}), IF_MATCH, NO_QUERY],
)
def edit(
    guidance_id: str, expected: Expected, name: str | None = None, files: Any = None, remove: Any = ()
) -> Any:
    """Change files of a draft; it must load afterwards."""
    wanted = {**(files or {}), **dict.fromkeys(remove)}
    return guiding.edit(desk(), guidance_id, expected, name, wanted)


@door.operation("POST", "/packs/<guidance_id>/check", "checkPack", ONE, [NO_QUERY])
def check(guidance_id: str) -> Any:
    """Check a pack: examples that fail, rules that never or always fire, contradictions."""
    guiding.check(desk(), guidance_id)
    return guiding.get(desk(), guidance_id)


@door.operation(
    "GET",
    "/packs/<guidance_id>/dry-run",
    "dryRunPack",
    Answer(schema=DryRunSchema, about="By profile, newest first.", errors=(404,)),
    [TRIALS.intake],
)
def dry_run(guidance_id: str, ask: Ask) -> Any:
    """Tell which plans of stored profiles a pack would change, and how; nothing is stored."""
    return trying.dry_run(desk(), guidance_id, ask)


@door.operation("POST", "/packs/<guidance_id>/publish", "publishPack", PUBLISHED, [REASON, NO_QUERY])
def publish(guidance_id: str, reason: str | None = None) -> Any:
    """Let plans be made by a pack from now on; plans that are there keep theirs."""
    return guiding.publish(desk(), guidance_id, reason)


@door.operation("POST", "/rollback", "rollBackGuidance", PUBLISHED, [REASON, NO_QUERY])
def roll_back(reason: str | None = None) -> Any:
    """Let the pack hold again that held before the present one."""
    return guiding.roll_back(desk(), reason)


@door.operation(
    "GET",
    "/publications",
    "listPublications",
    Answer(schema=PublicationsSchema, about="Oldest first."),
    [NO_QUERY],
)
def publications() -> Any:
    """List which guidance held from when on."""
    return {"items": guiding.publications(desk())}


def _by_role(values: Any) -> dict[str, Any]:
    return {role.value: value for role, value in values.items()}
