"""The form of a connection: what each tool asks for, what was filled in, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from planner.domain import PlannerError, Problem
from planner.services import Desk, connections
from planner.services.connections import Wanted
from planner.services.ports.exchange import ConnectionRecord
from planner.web.form import Ask

NONE: Mapping[str, Problem] = {}
INTERVALS = {0: "never", 15: "every 15 minutes", 60: "every hour", 360: "every six hours", 1440: "every day"}


def asks(desk: Desk) -> dict[str, tuple[Ask, ...]]:
    """The fields of each tool's form, by its name."""
    return {str(kind["name"]): _asks(kind) for kind in connections.kinds(desk)}


def _asks(kind: Mapping[str, Any]) -> tuple[Ask, ...]:
    name = kind["name"]
    own = tuple(
        Ask(
            f"{name}.{each['name']}",
            each["about"].rstrip("."),
            "" if each["required"] else "May be left out.",
            "secret" if each["secret"] else "text",
        )
        for each in kind["asks"]
    )
    return (
        Ask(f"{name}.name", "Name", "What you call this connection.", "text"),
        Ask(f"{name}.url", "Address", "Where it is not the vendor's own.", "text"),
        *own,
    )


def wanted(desk: Desk, kind: str, given: Mapping[str, str]) -> Wanted:
    """The connection that a form asks for; secrets that are left empty stay as they are."""
    said = {
        ask.path.partition(".")[2]: (ask.kind, value)
        for ask in asks(desk).get(kind, ())
        if (value := given.get(ask.path, "").strip())
    }
    parts: dict[str, dict[str, str]] = {"text": {}, "secret": {}}
    for name, (part, value) in said.items():
        if name not in ("name", "url"):
            parts[part][name] = value
    minutes = given.get("every_minutes", "")
    return Wanted(
        said.get("name", ("", None))[1],
        said.get("url", ("", None))[1],
        parts["text"],
        parts["secret"] or None,
        int(minutes) if minutes.isdigit() and len(minutes) < 6 else None,
        "pushes" in given if minutes else None,
    )


def takes_messages(desk: Desk, kind: str) -> bool:
    """Whether the tool signs messages that it sends."""
    return any(ask.path == f"{kind}.webhook_secret" for ask in asks(desk)[kind])


def held(record: ConnectionRecord) -> dict[str, str]:
    """The form as it is filled in for a connection that is there; secrets are not shown."""
    said = {"name": record.name, "url": record.url, **record.settings}
    return {f"{record.kind}.{name}": value for name, value in said.items()}


def beside(desk: Desk, kind: str, error: PlannerError) -> dict[str, Problem]:
    """The problems by the field that they stand beside; the address where there is none."""
    known = {ask.path for ask in asks(desk).get(kind, ())}
    found = {}
    for problem in error.problems:
        path = f"{kind}.{problem.path.rpartition('.')[2]}"
        secret = next((ask.path for ask in asks(desk).get(kind, ()) if ask.kind == "secret"), "")
        fallback = secret if problem.path == "secrets" else f"{kind}.url"
        found[path if path in known else fallback] = problem
    return found


def intervals(minutes: int | None) -> dict[int, str]:
    """How often a connection may run by itself, as it does now included."""
    now = {minutes: f"every {minutes} minutes"} if minutes else {}
    return dict(sorted({**now, **INTERVALS}.items()))
