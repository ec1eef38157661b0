"""Use cases over tokens, which let programs in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from planner.domain import InvalidInput, Problem
from planner.domain.access import Permission, Role
from planner.domain.lists import Ask, Listing, Test
from planner.domain.names import require_name
from planner.services import credentials, ids
from planner.services.lookup import found, page
from planner.services.ports import Desk, Page, TokenRecord

MANAGE = Permission.PEOPLE_MANAGE
TOKENS = Listing("tokens", filters={"role": Test("role")})
EVERY = Ask(TOKENS)


@dataclass(frozen=True, slots=True)
class Issued:
    """A new token: `text` is shown this once."""

    record: TokenRecord
    text: str


def create(
    desk: Desk,
    role: Role,
    name: str = "",
    expires_at: datetime | None = None,
    teams: Sequence[str] = (),
) -> Issued:
    """Make a token with a role of its own; raises InvalidInput where it would have expired already."""
    now = desk.now()
    if expires_at is not None and expires_at <= now:
        raise InvalidInput(Problem("expires_at", "has passed.", "Name a later moment, or none."))
    if name:
        require_name("name", name)
    for index, team in enumerate(teams):
        require_name(f"teams[{index}]", team)
    secret = credentials.issue(credentials.TOKEN, desk.actor.workspace)
    with desk.writing(MANAGE) as work:
        record = work.tokens.add(
            ids.new(ids.TOKEN, now),
            desk.actor.person,
            name or f"{role.value} token",
            role.value,
            tuple(teams),
            secret.hash,
            now,
            expires_at,
        )
        desk.commit(work, "token.create", record.id)
    return Issued(record, secret.text)


def index(desk: Desk, ask: Ask = EVERY) -> Page[TokenRecord]:
    """A part of the tokens of the workspace, newest first unless asked otherwise."""
    with desk.reading(MANAGE) as work:
        return page(ask, work.tokens.list(ask))


def get(desk: Desk, token_id: str) -> TokenRecord:
    """A token, without its text, which nobody has; raises NotFound."""
    with desk.reading(MANAGE) as work:
        return found(ids.TOKEN, token_id, work.tokens.get)


def revoke(desk: Desk, token_id: str) -> TokenRecord:
    """Let a token in no more, from this moment; raises NotFound."""
    with desk.writing(MANAGE) as work:
        record = found(ids.TOKEN, token_id, work.tokens.get)
        if record.revoked_at is None:
            work.tokens.change(record.id, revoked_at=desk.now())
            desk.commit(work, "token.revoke", record.id)
    return record
