"""What operations answer, by schema; profiles and plans inside are passed on as they are stored."""

from __future__ import annotations

import json
from typing import Any

from marshmallow import Schema, fields

from planner.domain import Decision
from planner.domain.lifecycle import PlanState
from planner.schemas import plan_parts as parts
from planner.schemas import plans, profiles
from planner.services import ids

DIGEST = {"pattern": "^[0-9a-f]{64}$"}


def text(about: str, attribute: str | None = None, **spec: Any) -> fields.String:
    """A text that is always there; `spec` are OpenAPI keywords."""
    return fields.String(required=True, attribute=attribute, metadata={"description": about, **spec})


def whole(about: str) -> fields.Integer:
    """A whole number from 1 that is always there."""
    return fields.Integer(required=True, metadata={"description": about, "minimum": 1})


def moment(about: str) -> fields.DateTime:
    """A moment that is always there."""
    return fields.DateTime(required=True, metadata={"description": about})


def typed_id(kind: str, about: str) -> fields.String:
    """An id of one kind that is always there."""
    return text(about, pattern=f"^{ids.form(kind)}$")


def _other(kind: str, about: str) -> fields.String:
    return fields.String(
        required=True, allow_none=True, metadata={"description": about, "pattern": f"^{ids.form(kind)}$"}
    )


def _decision() -> fields.String:
    return text("Which roles the plan staffs.", enum=[decision.value for decision in Decision])


class Verbatim(fields.Nested):
    """A nested document that is JSON data already, or its text."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:  # type: ignore[override]
        return json.loads(value) if isinstance(value, str) else value


def _part(schema: type[Schema]) -> fields.List[Any]:
    return fields.List(Verbatim(schema), required=True)


class ProfileItemSchema(Schema):
    """A stored profile, as lists show it."""

    id = typed_id(ids.PROFILE, "The profile's id.")
    name = text("The organisation's name.")
    version = whole("Number of the current version.")
    digest = text("SHA-256 of the profile's facts.", **DIGEST)
    created_at = moment("When the first version was stored.")
    updated_at = moment("When the current version was stored.")
    archived_at = fields.DateTime(
        required=True, allow_none=True, metadata={"description": "Since when it is put away; null: it isn't."}
    )


class StoredProfileSchema(ProfileItemSchema):
    """A stored profile with its facts."""

    document = Verbatim(profiles.ProfileSchema, required=True, data_key="profile")


class BasisSchema(Schema):
    """What a plan was made from, apart from the profile."""

    program = text("Version of the program.")
    guidance = text("Id of the guidance pack.")
    guidance_version = text("Version of the guidance pack.")
    guidance_hash = text("SHA-256 of the guidance pack.", **DIGEST)
    assumptions_digest = text("SHA-256 of the assumptions.", **DIGEST)
    pay_digest = text("SHA-256 of the pay table.", **DIGEST)


class PlanItemSchema(Schema):
    """A stored plan, as lists show it."""

    id = typed_id(ids.PLAN, "The plan's id.")
    profile_id = typed_id(ids.PROFILE, "The profile that it was made for.")
    profile_version = whole("The version of that profile.")
    organisation = text("The organisation's name.")
    today = fields.Date(required=True, metadata={"description": "The day that the plan starts from."})
    decision = _decision()
    headline = text("The plan in one sentence.")
    digest = text("SHA-256 of the plan's document.", **DIGEST)
    input_digest = text("SHA-256 of the profile's facts.", **DIGEST)
    basis = fields.Nested(BasisSchema, required=True)
    created_at = moment("When the plan was stored.")
    state = text("Where it is in its life.", enum=[state.value for state in PlanState])
    version = whole("Counts the steps of its life.")
    seats = fields.Integer(required=True, metadata={"description": "Positions that it adds.", "minimum": 0})
    replaces = _other(ids.PLAN, "The adopted plan that it was made to follow, or follows.")
    scenario_id = _other(ids.SCENARIO, "The scenario that it was made of.")
    submitted_by = fields.String(
        required=True, allow_none=True, metadata={"description": "Who submitted it last."}
    )
    submitted_at = fields.DateTime(
        required=True, allow_none=True, metadata={"description": "When it was submitted last."}
    )


class StoredPlanSchema(PlanItemSchema):
    """A stored plan with its document."""

    document = Verbatim(plans.PlanSchema, required=True, data_key="plan")


class WhySchema(Schema):
    """The argument of a plan: parts of its document."""

    plan_id = typed_id(ids.PLAN, "The plan's id.")
    organisation = text("The organisation's name.")
    headline = text("The plan in one sentence.")
    decision = _decision()
    stances = _part(parts.StanceSchema)
    positions = _part(parts.PositionSchema)
    cuts = _part(parts.CutSchema)
    break_even = Verbatim(parts.BreakEvenSchema, required=True)
    advice = _part(parts.AdviceSchema)
    questions = _part(parts.QuestionSchema)
    notes = fields.List(fields.String(), required=True)


class RerunSchema(Schema):
    """A plan that was made again and came out byte for byte."""

    plan_id = typed_id(ids.PLAN, "The plan's id.")
    identical = fields.Boolean(required=True, metadata={"description": "Always true; otherwise 409."})
    digest = text("SHA-256 of the plan's document.", **DIGEST)


class HealthSchema(Schema):
    """How the service is."""

    status = text("`ok`.", enum=["ok"])
