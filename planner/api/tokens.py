"""Tokens and the workspace itself over HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marshmallow import Schema, fields

from planner.api.answers import text
from planner.api.doors import IF_MATCH, Answer, Door, desk
from planner.api.intake import NO_QUERY, body
from planner.api.lists import ListDoor
from planner.api.people import ABOUT_TEAMS, role, taken, teams, version
from planner.api.queries import Moment
from planner.domain.access import Role
from planner.schemas.fields import Text, Whole
from planner.schemas.records import RecordSchema
from planner.services import ids, tokens, workspaces
from planner.services.versions import Expected
from planner.services.workspaces import Changes

door = Door("tokens", __name__, url_prefix="/api/v1", description="What lets programs in, and where to.")

TOKEN: dict[str, Any] = {
    "id": "tok_01kb3v6d9s7pz0f4mx2c8r5hqe",
    "name": "Nightly export",
    "role": "viewer",
    "teams": [],
    "person_id": None,
    "created_at": "2026-11-23T09:00:00+00:00",
    "expires_at": "2027-11-23T09:00:00+00:00",
    "used_at": None,
    "revoked_at": None,
}
ISSUED = {"text": f"tp_{'0' * 78}", "token": TOKEN}
NEW = {"role": "viewer", "name": "Nightly export", "expires_at": "2199-11-23T09:00:00Z"}
ABOUT_LOCALE = "How pages and documents write numbers and dates, a BCP 47 tag; words stay English."
ABOUT_ZONE = "Whose time pages show, a name of the IANA time zone database."
ABOUT_FISCAL = "The month in which fiscal years start where people don't say; profiles state theirs."
WORKSPACE = {
    "id": "ws_01kb3v6d9s7pz0f4mx2c8r5hqe",
    "name": "default",
    "locale": "en",
    "time_zone": "UTC",
    "fiscal_year_starts_in": 1,
    "version": 1,
    "created_at": "2026-11-23T09:00:00+00:00",
    "archived_at": None,
}


class TokenSchema(Schema):
    """A token without its text, of which only a hash is kept."""

    id = text("The token's id.", pattern=f"^{ids.form(ids.TOKEN)}$")
    name = text("What it is for.")
    role = text("What it may do.", enum=[each.value for each in Role])
    teams = fields.List(fields.String(), required=True, metadata={"description": ABOUT_TEAMS})
    person_id = fields.String(
        required=True, allow_none=True, metadata={"description": "Who made it; null: the command line."}
    )
    created_at = fields.DateTime(required=True)
    expires_at = fields.DateTime(required=True, allow_none=True)
    used_at = fields.DateTime(
        required=True, allow_none=True, metadata={"description": "Last use, to five minutes."}
    )
    revoked_at = fields.DateTime(required=True, allow_none=True)


class IssuedSchema(Schema):
    """A new token; its text is told this once."""

    text = text("The token, to be sent as `Authorization: Bearer`.")
    token = fields.Nested(TokenSchema, required=True, attribute="record")


class WorkspaceSchema(Schema):
    """The workspace that the token belongs to."""

    id = text("The workspace's id.")
    name = text("Its name.")
    locale = text(ABOUT_LOCALE)
    time_zone = text(ABOUT_ZONE)
    fiscal_year_starts_in = fields.Integer(required=True, metadata={"description": ABOUT_FISCAL})
    version = fields.Integer(required=True, metadata={"description": "Number of the version, from 1."})
    created_at = fields.DateTime(required=True)
    archived_at = fields.DateTime(required=True, allow_none=True)


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token to make."""

    role: Role
    name: str = ""
    expires_at: datetime | None = None
    teams: tuple[str, ...] = ()


class NewTokenSchema(RecordSchema):
    """A token to make."""

    builds = NewToken

    role = role("What it may do.")
    name = Text("What it is for.")
    expires_at = Moment("When it stops; never unless given.")
    teams = teams()


class WorkspaceChangesSchema(RecordSchema):
    """What to change of the workspace; what is left out stays."""

    builds = Changes

    name = Text("Its name, unlike that of all others.", maxLength=100)
    locale = Text(ABOUT_LOCALE, maxLength=35, example="de")
    time_zone = Text(ABOUT_ZONE, maxLength=64, example="Europe/Berlin")
    fiscal_year_starts_in = Whole(ABOUT_FISCAL, unit="month of the year", least=1, most=12)


TOKENS = ListDoor(tokens.TOKENS, TokenSchema, TOKEN, {"role": role("Only tokens with this role.")})
CREATE = body(NewTokenSchema, NEW, lambda: taken(NewTokenSchema), required=True)
CHANGE = body(WorkspaceChangesSchema, {"name": "Acme"}, lambda: taken(WorkspaceChangesSchema), required=True)


@door.operation("GET", "/tokens", "listTokens", TOKENS.answer(), [TOKENS.intake])
def index(ask: Any) -> Any:
    """List tokens, newest first unless asked otherwise."""
    return tokens.index(desk(), ask)


@door.operation(
    "POST",
    "/tokens",
    "createToken",
    Answer(
        schema=IssuedSchema,
        status=201,
        about="Keep its text: it is told this once.",
        secret=True,
        example=ISSUED,
    ),
    [CREATE],
)
def create(given: NewToken) -> Any:
    """Make a token with a role of its own."""
    return tokens.create(desk(), given.role, given.name, given.expires_at, given.teams)


@door.operation(
    "GET",
    "/tokens/<token_id>",
    "getToken",
    Answer(schema=TokenSchema, about="The token.", example=TOKEN, errors=(404,)),
    [NO_QUERY],
)
def get(token_id: str) -> Any:
    """Get a token, without its text."""
    return tokens.get(desk(), token_id)


@door.operation(
    "DELETE",
    "/tokens/<token_id>",
    "revokeToken",
    Answer(schema=TokenSchema, about="Revoked.", example=TOKEN, errors=(404,)),
    [NO_QUERY],
)
def revoke(token_id: str) -> Any:
    """Let a token in no more, from this moment."""
    return tokens.revoke(desk(), token_id)


@door.operation(
    "GET",
    "/workspace",
    "getWorkspace",
    Answer(schema=WorkspaceSchema, about="The workspace.", example=WORKSPACE, version=version),
    [NO_QUERY],
)
def workspace() -> Any:
    """Get the workspace that the token belongs to."""
    return workspaces.get(desk())


@door.operation(
    "PATCH",
    "/workspace",
    "renameWorkspace",
    Answer(schema=WorkspaceSchema, about="As it is now.", example=WORKSPACE, version=version, errors=(409,)),
    [CHANGE, IF_MATCH],
)
def change(given: Changes, expected: Expected) -> Any:
    """Change the workspace's name, or how it writes numbers, dates and times and counts fiscal years."""
    return workspaces.change(desk(), given, expected)
