"""Guidance and roles over HTTP."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from planner.api.answers import text
from planner.api.doors import Answer, Door, desk
from planner.api.intake import NO_QUERY
from planner.domain import Level, Role
from planner.domain.digest import canonical
from planner.guidance.expression import Expression
from planner.guidance.model import Effect
from planner.schemas.plan_parts import CitationSchema
from planner.services import knowledge

door = Door("knowledge", __name__, url_prefix="/api/v1", description="What plans are made from.")


class RuleItemSchema(Schema):
    """A rule in a list."""

    id = text("The rule's id.", attribute="rule.id")
    title = text("What it is about.", attribute="rule.title")
    when = text("The condition over facts.", attribute="rule.when.text")
    effect = fields.Function(
        lambda cited: _effect(cited.rule.effect),
        required=True,
        metadata={
            "description": "What follows: `kind`, and what belongs to that kind.",
            "type": "object",
            "properties": {"kind": {"type": "string"}},
            "required": ["kind"],
        },
    )
    because = text("The reason, as a sentence with facts to fill in.", attribute="rule.because")
    citations = fields.List(fields.Nested(CitationSchema), required=True)


class RuleSchema(RuleItemSchema):
    """A rule with what it reads and its examples."""

    reads = fields.Function(
        lambda cited: sorted(cited.rule.when.fields),
        required=True,
        metadata={
            "description": "Facts and assumptions in the condition.",
            "type": "array",
            "items": {"type": "string"},
        },
    )
    fires = fields.Function(
        lambda cited: canonical(cited.rule.fires),
        required=True,
        metadata={"description": "Facts for which it holds.", "type": "object"},
    )
    silent = fields.Function(
        lambda cited: canonical(cited.rule.silent),
        required=True,
        metadata={"description": "Facts for which it doesn't.", "type": ["object", "null"]},
    )


class GuidanceSchema(Schema):
    """A guidance pack."""

    id = text("The pack's id.", attribute="guidance.id")
    version = text("The pack's version.", attribute="guidance.version")
    hash = text("SHA-256 of its content.", attribute="guidance.hash")
    title = text("What it is called.", attribute="guidance.title")
    about = text("What it does.", attribute="guidance.about")
    rules = fields.List(fields.Nested(RuleItemSchema), required=True)


class NoteSchema(Schema):
    """A sentence with its sources."""

    says = text("The sentence.")
    source = fields.List(fields.String(), required=True)


class SkillSchema(NoteSchema):
    """A skill."""

    name = text("What it is called.")


class ChoiceSchema(Schema):
    """Possible values, the default first, with their sources."""

    values = fields.List(fields.String(), required=True)
    source = fields.List(fields.String(), required=True)


class RoleSchema(Schema):
    """All the catalogue says of a role."""

    role = text("The role.", enum=[role.value for role in Role])
    name = text("What it is called.")
    purpose = fields.Nested(NoteSchema, required=True)
    responsibilities = fields.List(fields.Nested(NoteSchema), required=True)
    focus = fields.List(fields.Nested(NoteSchema), required=True)
    hard_skills = fields.List(fields.Nested(SkillSchema), required=True)
    soft_skills = fields.List(fields.Nested(SkillSchema), required=True)
    sits_in = fields.Nested(ChoiceSchema, required=True)
    reports_to = fields.Nested(ChoiceSchema, required=True)
    not_to_be_confused = fields.List(fields.Nested(NoteSchema), required=True)
    ideal_for = fields.Nested(NoteSchema, required=True)
    pay_drivers = fields.Nested(ChoiceSchema, required=True)
    titles = fields.Function(
        lambda profile: canonical(profile.titles),
        required=True,
        metadata={
            "description": "The job title of each level.",
            "type": "object",
            "properties": {level.value: {"type": "string"} for level in Level},
            "required": [level.value for level in Level],
        },
    )
    next_steps = fields.Function(
        lambda profile: canonical(profile.career.next_steps),
        required=True,
        metadata={
            "description": "What can come next from each level.",
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
    )


class RolesSchema(Schema):
    """The role catalogue."""

    items = fields.List(fields.Nested(RoleSchema), required=True)


@door.operation(
    "GET", "/guidance", "getGuidance", Answer(schema=GuidanceSchema, about="The pack."), [NO_QUERY]
)
def guidance() -> Any:
    """Get the guidance that plans follow, with all its rules."""
    return knowledge.guidance(desk())


@door.operation(
    "GET",
    "/guidance/rules/<rule_id>",
    "getRule",
    Answer(schema=RuleSchema, about="The rule.", errors=(404,)),
    [NO_QUERY],
)
def rule(rule_id: str) -> Any:
    """Get one rule: when it holds, what follows, why, its sources and examples."""
    return knowledge.rule(desk(), rule_id)


@door.operation("GET", "/roles", "listRoles", Answer(schema=RolesSchema, about="Both roles."), [NO_QUERY])
def roles() -> Any:
    """Get the role catalogue: duties, skills, reporting lines, careers."""
    return {"items": knowledge.roles(desk())}


def _effect(effect: Effect) -> dict[str, Any]:
    values = {name: getattr(effect, name) for name in effect.__slots__}
    told = {
        name: value.text if isinstance(value, Expression) else canonical(value)
        for name, value in values.items()
    }
    return {
        "kind": type(effect).__name__.lower(),
        **{name: value for name, value in told.items() if value is not None},
    }
