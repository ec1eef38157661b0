"""The audit trail: what an entry says, how entries are chained, and what is signed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields
from datetime import UTC, datetime

CHECKPOINT_EVERY = 1_000  # entries
BEGINNING = "0" * 64  # the hash before the first entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Who did what to which record, when and why; digests say what it was and what it became."""

    at: datetime
    actor_kind: str
    actor: str
    action: str
    target: str
    reason: str | None = None
    before: str | None = None
    after: str | None = None
    request_id: str | None = None


FACTS = tuple(field.name for field in fields(Event))


def chained(previous: str, workspace: str, sequence: int, event: Event) -> str:
    """The SHA-256 of an event in its place: after `previous`, as number `sequence` of its workspace."""
    told = {name: getattr(event, name) for name in FACTS}
    told["at"] = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    text = json.dumps([previous, workspace, sequence, told], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def statement(kind: str, workspace: str, sequence: int, hash: str) -> bytes:
    """What is signed, of a `head` or a `checkpoint`: how long a workspace's trail is, and its last hash."""
    return f"planner audit {kind} {workspace} {sequence} {hash}".encode()
