"""What happens in a workspace, as events that others may hear of; nothing in them says what anybody earns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

SCHEMA_VERSION: Final = 1
"""Grows when a member of an event's data changes its meaning or goes; new members may come without."""

Value = str | int | bool | None


class EventType(StrEnum):
    """`noun.happened`; the list only grows."""

    PROFILE_CREATED = "profile.created"
    PROFILE_CHANGED = "profile.changed"
    PROFILE_ARCHIVED = "profile.archived"
    PROFILE_RESTORED = "profile.restored"
    PLAN_CREATED = "plan.created"
    PLAN_SUBMITTED = "plan.submitted"
    PLAN_WITHDRAWN = "plan.withdrawn"
    PLAN_LEVEL_APPROVED = "plan.level_approved"
    PLAN_APPROVED = "plan.approved"
    PLAN_REJECTED = "plan.rejected"
    PLAN_REOPENED = "plan.reopened"
    PLAN_SUPERSEDED = "plan.superseded"
    PLAN_ARCHIVED = "plan.archived"
    PLAN_RESTORED = "plan.restored"
    POSITION_PROPOSED = "position.proposed"
    POSITION_APPROVED = "position.approved"
    POSITION_OPENED = "position.opened"
    POSITION_OFFER_ACCEPTED = "position.offer_accepted"
    POSITION_OFFER_LOST = "position.offer_lost"
    POSITION_FILLED = "position.filled"
    POSITION_HIRE_UNDONE = "position.hire_undone"
    POSITION_DEPARTING = "position.departing"
    POSITION_STAYING = "position.staying"
    POSITION_VACATED = "position.vacated"
    POSITION_HELD = "position.held"
    POSITION_RESUMED = "position.resumed"
    POSITION_CANCELLED = "position.cancelled"
    POSITION_REOPENED = "position.reopened"
    POSITION_CHANGED = "position.changed"
    GUIDANCE_PUBLISHED = "guidance.published"
    GUIDANCE_ROLLED_BACK = "guidance.rolled_back"
    COMMENT_ADDED = "comment.added"


PLAN_EVENTS: Final[Mapping[str, EventType]] = {
    "submit": EventType.PLAN_SUBMITTED,
    "withdraw": EventType.PLAN_WITHDRAWN,
    "approve": EventType.PLAN_APPROVED,
    "reject": EventType.PLAN_REJECTED,
    "reopen": EventType.PLAN_REOPENED,
    "supersede": EventType.PLAN_SUPERSEDED,
    "archive": EventType.PLAN_ARCHIVED,
    "restore": EventType.PLAN_RESTORED,
}
POSITION_EVENTS: Final[Mapping[str, EventType]] = {
    "approve": EventType.POSITION_APPROVED,
    "open": EventType.POSITION_OPENED,
    "accept_offer": EventType.POSITION_OFFER_ACCEPTED,
    "lose_offer": EventType.POSITION_OFFER_LOST,
    "hire": EventType.POSITION_FILLED,
    "undo_hire": EventType.POSITION_HIRE_UNDONE,
    "give_notice": EventType.POSITION_DEPARTING,
    "stay": EventType.POSITION_STAYING,
    "leave": EventType.POSITION_VACATED,
    "hold": EventType.POSITION_HELD,
    "resume": EventType.POSITION_RESUMED,
    "cancel": EventType.POSITION_CANCELLED,
    "reopen": EventType.POSITION_REOPENED,
    "ask_again": EventType.POSITION_PROPOSED,
}


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to one thing: `subject` is its id, `data` what a reader needs at once.

    `id` is the consumer's key for telling a repeated delivery from a new event.
    """

    id: str
    type: EventType
    subject: str
    at: datetime
    data: Mapping[str, Value] = field(default_factory=dict)
