"""Use cases over comments on plans and positions."""

from __future__ import annotations

from planner.domain import Conflict, Forbidden, Problem
from planner.domain.access import Permission, Role
from planner.domain.events import EventType
from planner.domain.lists import Ask, Listing, Test
from planner.services import ids, sight
from planner.services.lookup import found, page
from planner.services.ports import Desk, Page, Work
from planner.services.ports.lives import CommentRecord
from planner.services.versions import Expected

COMMENTS = Listing("comments", filters={"target": Test("target"), "author": Test("author")})
EVERY = Ask(COMMENTS)


def add(desk: Desk, target: str, text: str) -> CommentRecord:
    """Comment on the plan or position `target`; raises NotFound."""
    now = desk.now()
    with desk.writing(Permission.COMMENTS_WRITE) as work:
        _exists(desk, work, target)
        record = work.comments.add(
            id=ids.new(ids.COMMENT, now), target=target, author=desk.actor.id, text=text, created_at=now
        )
        desk.tell(work, EventType.COMMENT_ADDED, target, comment_id=record.id)
        desk.commit(work, "comment.add", record.id)
    return record


def edit(desk: Desk, comment_id: str, text: str, expected: Expected) -> CommentRecord:
    """Change one's own comment; raises NotFound, Stale, Forbidden, Conflict where it is deleted."""
    with desk.writing(Permission.COMMENTS_WRITE) as work:
        record = found(ids.COMMENT, comment_id, work.comments.locked)
        _own(desk, record)
        expected.check(record.version)
        if record.deleted_at is not None:
            raise Conflict(Problem("comment_id", "The comment is deleted.", "Write another one."))
        record.text, record.edited_at = text, desk.now()
        desk.commit(work, "comment.edit", record.id)
    return record


def delete(desk: Desk, comment_id: str) -> None:
    """Take one's own comment away, or as an admin anybody's: its place stays, its text goes.

    Raises NotFound, Forbidden; one that is deleted already stays so.
    """
    with desk.writing(Permission.COMMENTS_WRITE) as work:
        record = found(ids.COMMENT, comment_id, work.comments.locked)
        if desk.actor.role is not Role.ADMIN:
            _own(desk, record)
        if record.deleted_at is None:
            record.text, record.deleted_at = "", desk.now()
            desk.commit(work, "comment.delete", record.id)


def index(desk: Desk, target: str, ask: Ask = EVERY) -> Page[CommentRecord]:
    """A part of the comments on a plan or position, newest first; raises NotFound."""
    with desk.reading(Permission.PLANS_READ) as work:
        _exists(desk, work, target)
        ask = ask.inside(target=target)
        return page(ask, work.comments.list(ask))


def _exists(desk: Desk, work: Work, target: str) -> None:
    if target.startswith(f"{ids.PLAN}_"):
        found(ids.PLAN, target, work.plans.get)
    else:
        sight.position(desk, target, work.positions.get(target))


def _own(desk: Desk, record: CommentRecord) -> None:
    if record.author != desk.actor.id:
        raise Forbidden(
            Problem("comment_id", "Somebody else wrote it.", "Ask them to change it, or answer below it.")
        )
