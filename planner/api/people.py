"""People of a workspace, and who is asking, over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema, fields

from planner.api.answers import text
from planner.api.doors import IF_MATCH, Answer, Door, desk
from planner.api.intake import NO_QUERY, body, small_body
from planner.api.lists import ListDoor
from planner.domain.access import ActorKind, Permission, Role
from planner.schemas.containers import Entries
from planner.schemas.fields import Fact, Spelled, Text, Word
from planner.schemas.records import RecordSchema
from planner.services import ids, people, sessions
from planner.services.versions import Expected

door = Door("people", __name__, url_prefix="/api/v1", description="Who is in the workspace, and as what.")

PERSON = {
    "id": "user_01kb3v6d9s7pz0f4mx2c8r5hqe",
    "email": "jo@example.com",
    "name": "Jo Park",
    "role": "manager",
    "teams": ["Search ranking"],
    "version": 1,
    "created_at": "2026-11-23T09:00:00+00:00",
    "disabled_at": None,
    "erased_at": None,
}
NEW = {name: PERSON[name] for name in ("email", "name", "role", "teams")}
ABOUT_TEAMS = "Own teams by name or id, which bound what a manager sees."
CHANGED = "As it is now."
INVITED = {
    "person_id": PERSON["id"],
    "token": f"tl_{'0' * 78}",
    "expires_at": "2026-11-23T10:00:00+00:00",
}
SESSION = {
    "id": "sess_01kb3v6d9s7pz0f4mx2c8r5hqe",
    "browser": "Firefox on Linux",
    "created_at": "2026-11-23T09:00:00+00:00",
    "seen_at": "2026-11-23T09:35:00+00:00",
    "expires_at": "2026-11-30T09:00:00+00:00",
}
ME = {
    "workspace": "ws_01kb3v6d9s7pz0f4mx2c8r5hqe",
    "kind": "token",
    "id": "tok_01kb3v6d9s7pz0f4mx2c8r5hqe",
    "role": "viewer",
    "permissions": ["plans.read"],
    "teams": [],
}
ERRORS = (404, 409)


class Email(Spelled):
    """An e-mail address."""

    kind = "an e-mail address"
    form = people.EMAIL
    parse = str
    spec = {"example": "jo@example.com", "maxLength": 254}  # noqa: RUF012


def role(about: str) -> Word:
    """A role."""
    return Word(about, Role)


def teams() -> Entries:
    """Own teams."""
    return Entries(Text("A team's name or id."), ABOUT_TEAMS, most=people.MOST_TEAMS)


class PersonSchema(Schema):
    """Somebody in the workspace."""

    id = text("The person's id.", pattern=f"^{ids.form(ids.PERSON)}$")
    email = text("E-mail address in lower case; a tombstone once erased.")
    name = text("Name; a tombstone once erased.")
    role = text("What they are here.", enum=[each.value for each in Role])
    teams = fields.List(fields.String(), required=True, metadata={"description": ABOUT_TEAMS})
    version = fields.Integer(required=True, metadata={"description": "Number of the version, from 1."})
    created_at = fields.DateTime(required=True)
    disabled_at = fields.DateTime(
        required=True, allow_none=True, metadata={"description": "Since when they cannot get in."}
    )
    erased_at = fields.DateTime(required=True, allow_none=True)


class InvitedSchema(Schema):
    """A link to sign in, to be handed to the person once."""

    person_id = text("The person's id.")
    token = text("What `/sign-in?token=` takes, once.")
    expires_at = fields.DateTime(required=True)


class SessionSchema(Schema):
    """A browser in which a person is signed in."""

    id = text("The session's id.", pattern=f"^{ids.form(ids.SESSION)}$")
    browser = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "By which browser it was begun, where that is known."},
    )
    created_at = fields.DateTime(required=True)
    seen_at = fields.DateTime(required=True, metadata={"description": "Last use, to five minutes."})
    expires_at = fields.DateTime(required=True, metadata={"description": "When it ends at the latest."})


class MeSchema(Schema):
    """Who is asking."""

    workspace = text("The workspace's id.")
    kind = text("Whether a person or a token is asking.", enum=[kind.value for kind in ActorKind])
    id = text("The person's or token's id.")
    role = text("The role.", enum=[each.value for each in Role])
    permissions = fields.List(
        fields.String(metadata={"enum": [each.value for each in Permission]}), required=True
    )
    teams = fields.List(fields.String(), required=True, metadata={"description": ABOUT_TEAMS})


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person to add."""

    email: str
    name: str
    role: Role = Role.VIEWER
    teams: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to change of a person; None stays."""

    role: Role | None = None
    name: str | None = None
    teams: tuple[str, ...] | None = None


class NewPersonSchema(RecordSchema):
    """A person to add."""

    builds = NewPerson

    email = Email("Where they are reached; once in a workspace.")
    name = Text("What they are called.")
    role = role("What they are here.")
    teams = teams()


class ChangesSchema(RecordSchema):
    """What is to change of a person; what is left out stays."""

    builds = Changes

    role = role("What they are here.")
    name = Text("What they are called.")
    teams = teams()


def version(record: Any) -> int:
    """The version of a record, for its ETag."""
    return int(record.version)


def taken(schema: type[Schema]) -> Mapping[str, Any]:
    """A body by `schema`, as the argument `given` of a view."""
    return {"given": small_body(schema)}


FILTERS: Mapping[str, Fact] = {
    "role": role("Only people with this role."),
    "email": Email("Only the person of this address, in lower case."),
}
PEOPLE = ListDoor(people.PEOPLE, PersonSchema, PERSON, FILTERS)
SESSIONS = ListDoor(sessions.SESSIONS, SessionSchema, SESSION, {})
ADD = body(NewPersonSchema, NEW, lambda: taken(NewPersonSchema), required=True)
CHANGE = body(ChangesSchema, {"role": "planner"}, lambda: taken(ChangesSchema), required=True)


@door.operation("GET", "/me", "getMe", Answer(schema=MeSchema, about="Who it is.", example=ME), [NO_QUERY])
def me() -> Any:
    """Say who is asking, and what they may do."""
    actor = desk().actor
    return {
        "workspace": actor.workspace,
        "kind": actor.kind.value,
        "id": actor.id,
        "role": actor.role.value,
        "permissions": sorted(actor.scopes),
        "teams": sorted(actor.teams),
    }


@door.operation("GET", "/people", "listPeople", PEOPLE.answer(), [PEOPLE.intake])
def index(ask: Any) -> Any:
    """List the people of the workspace, newest first unless asked otherwise."""
    return people.index(desk(), ask)


@door.operation(
    "POST",
    "/people",
    "addPerson",
    Answer(schema=PersonSchema, status=201, about="Added.", example=PERSON, version=version, errors=(409,)),
    [ADD],
)
def add(given: NewPerson) -> Any:
    """Add a person; they get in by a link to sign in."""
    return people.add(desk(), given.email, given.name, given.role, given.teams)


@door.operation(
    "GET",
    "/people/<person_id>",
    "getPerson",
    Answer(schema=PersonSchema, about="The person.", example=PERSON, version=version, errors=(404,)),
    [NO_QUERY],
)
def get(person_id: str) -> Any:
    """Get a person."""
    return people.get(desk(), person_id)


@door.operation(
    "PATCH",
    "/people/<person_id>",
    "changePerson",
    Answer(schema=PersonSchema, about=CHANGED, example=PERSON, version=version, errors=ERRORS),
    [CHANGE, IF_MATCH],
)
def change(person_id: str, given: Changes, expected: Expected) -> Any:
    """Give a person another role, name or teams; the last admin stays one.

    With another role or other teams they have to sign in anew.
    """
    return people.change(desk(), person_id, given.role, given.name, given.teams, expected)


@door.operation(
    "POST",
    "/people/<person_id>/disable",
    "disablePerson",
    Answer(schema=PersonSchema, about=CHANGED, example=PERSON, version=version, errors=ERRORS),
    [NO_QUERY],
)
def disable(person_id: str) -> Any:
    """Let a person in no more; sessions end and tokens are revoked at once."""
    return people.disable(desk(), person_id)


@door.operation(
    "POST",
    "/people/<person_id>/enable",
    "enablePerson",
    Answer(schema=PersonSchema, about=CHANGED, example=PERSON, version=version, errors=ERRORS),
    [NO_QUERY],
)
def enable(person_id: str) -> Any:
    """Let a disabled person sign in again."""
    return people.enable(desk(), person_id)


@door.operation(
    "GET",
    "/people/<person_id>/sessions",
    "listSessionsOfPerson",
    SESSIONS.answer(errors=(404,)),
    [SESSIONS.intake],
)
def sessions_of(person_id: str, ask: Any) -> Any:
    """List the browsers in which a person is signed in, newest first unless asked otherwise."""
    return sessions.of_person(desk(), person_id, ask)


@door.operation(
    "DELETE",
    "/people/<person_id>/sessions",
    "endSessionsOfPerson",
    Answer(schema=None, status=204, about="Signed out everywhere.", errors=(404,)),
    [NO_QUERY],
)
def sign_out(person_id: str) -> Any:
    """Sign a person out of every browser; they may sign in anew."""
    sessions.end_of(desk(), person_id)
    return None


@door.operation(
    "POST",
    "/people/<person_id>/sign-in-link",
    "createSignInLink",
    Answer(
        schema=InvitedSchema,
        status=201,
        about="Good once, until it expires.",
        errors=ERRORS,
        secret=True,
        example=INVITED,
    ),
    [NO_QUERY],
)
def sign_in_link(person_id: str) -> Any:
    """Make a link that signs a person in, once; earlier ones stop."""
    return people.invite(desk(), people.get(desk(), person_id).email)


@door.operation(
    "DELETE",
    "/people/<person_id>",
    "erasePerson",
    Answer(schema=PersonSchema, about="What is left.", example=PERSON, version=version, errors=ERRORS),
    [NO_QUERY],
)
def erase(person_id: str) -> Any:
    """Shut a person out and forget name and address for good; what they did stays under their id."""
    return people.erase(desk(), person_id)
