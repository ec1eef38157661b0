"""Comments on plans and positions over HTTP."""

from __future__ import annotations

from typing import Any

from planner.api.bodies import CommentBodySchema, body
from planner.api.doors import IF_MATCH, Answer, Door, desk
from planner.api.examples import COMMENT
from planner.api.intake import NO_QUERY
from planner.api.lists import ListDoor
from planner.api.lives import VERSION, CommentItemSchema
from planner.domain.lists import Ask
from planner.schemas.fields import Text
from planner.services import comments
from planner.services.versions import Expected

door = Door("comments", __name__, url_prefix="/api/v1", description="What people say.")

COMMENTS = ListDoor(
    comments.COMMENTS, CommentItemSchema, COMMENT, {"author": Text("Only what this person or token wrote.")}
)
ONE = Answer(
    schema=CommentItemSchema, about="The comment.", example=COMMENT, errors=(404, 409), version=VERSION
)
MADE = Answer(
    schema=CommentItemSchema, status=201, about="Kept.", example=COMMENT, errors=(404,), version=VERSION
)
WRITE = body(CommentBodySchema)


@door.operation("POST", "/plans/<plan:plan_id>/comments", "commentOnPlan", MADE, [WRITE, NO_QUERY])
def on_plan(plan_id: str, text: str) -> Any:
    """Comment on a plan."""
    return comments.add(desk(), plan_id, text)


@door.operation(
    "GET",
    "/plans/<plan:plan_id>/comments",
    "listCommentsOnPlan",
    COMMENTS.answer(errors=(404,)),
    [COMMENTS.intake],
)
def of_plan(plan_id: str, ask: Ask) -> Any:
    """List the comments on a plan, newest first."""
    return comments.index(desk(), plan_id, ask)


@door.operation("POST", "/positions/<position_id>/comments", "commentOnPosition", MADE, [WRITE, NO_QUERY])
def on_position(position_id: str, text: str) -> Any:
    """Comment on a position."""
    return comments.add(desk(), position_id, text)


@door.operation(
    "GET",
    "/positions/<position_id>/comments",
    "listCommentsOnPosition",
    COMMENTS.answer(errors=(404,)),
    [COMMENTS.intake],
)
def of_position(position_id: str, ask: Ask) -> Any:
    """List the comments on a position, newest first."""
    return comments.index(desk(), position_id, ask)


@door.operation("PATCH", "/comments/<comment_id>", "editComment", ONE, [WRITE, IF_MATCH, NO_QUERY])
def edit(comment_id: str, text: str, expected: Expected) -> Any:
    """Change one's own comment."""
    return comments.edit(desk(), comment_id, text, expected)


@door.operation(
    "DELETE",
    "/comments/<comment_id>",
    "deleteComment",
    Answer(schema=None, status=204, about="Its place stays, its text is gone.", errors=(404,)),
    [NO_QUERY],
)
def delete(comment_id: str) -> Any:
    """Take one's own comment away, or as an admin anybody's."""
    comments.delete(desk(), comment_id)
