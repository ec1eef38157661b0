"""Comments on a plan or a position, as the page of either shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.domain import InvalidInput, Problem
from planner.domain.access import Permission, Role
from planner.domain.lists import Ask
from planner.domain.names import require_name
from planner.services import Desk, Page, comments
from planner.services.ports.lives import CommentRecord

FIELD, VERSION = "text", "version"
LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class Talk:
    """A part of what was said about a `target`, newest first, and what is being said.

    `refused` tells what is wrong with the text in `draft`, which is new or to stand for the comment `edited`.
    """

    target: str
    page: Page[CommentRecord]
    may_write: bool
    actor: str
    is_admin: bool
    draft: str = ""
    edited: str = ""
    refused: Problem | None = None

    @property
    def count(self) -> str:
        """How many comments there are, as far as they are on this part: `3`, or `20+`."""
        found = sum(record.deleted_at is None for record in self.page.items)
        return f"{found}{'+' if self.page.next else ''}" if found else ""

    def is_own(self, record: CommentRecord) -> bool:
        """Whether whoever reads it wrote it."""
        return record.author == self.actor


def talk(desk: Desk, target: str, query: Mapping[str, str], **said: object) -> Talk:
    """What was said about a plan or position, the part that an address asks for; raises NotFound."""
    ask, cursor = Ask(comments.COMMENTS), query.get("comments")
    found = comments.index(desk, target, ask.inside(target=target).beginning(cursor) if cursor else ask)
    actor = desk.actor
    may_write = actor.may(Permission.COMMENTS_WRITE)
    return Talk(target, found, may_write, actor.id, actor.role is Role.ADMIN, **said)  # type: ignore[arg-type]


def text(form: Mapping[str, str]) -> str:
    """What a form says; raises InvalidInput where that is nothing, or too much."""
    said = form.get(FIELD, "").replace("\r\n", "\n").strip()
    try:
        require_name(FIELD, said, LONGEST)
    except InvalidInput:
        problem = f"is {'too long' if said else 'empty'}."
        raise InvalidInput(Problem(FIELD, problem, f"Write 1 to {LONGEST:,} characters.")) from None
    return said
