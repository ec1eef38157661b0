"""The audit trail as pages: search it, hand it out, check that it is whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import Response, request

from planner.domain import InvalidInput, Problem
from planner.domain.lists import Ask
from planner.reports import formats
from planner.schemas import audit as schema
from planner.services import audit
from planner.web.doors import desk, is_part, page
from planner.web.doors import door as new_door

door = new_door("audit", __name__)

NAMES = ("actor", "action", "target")
DAYS = {"since": 0, "until": 1}
"""Days that bound a search, and how many days after their beginning."""

MOST = 50
LONGEST_CHECKPOINT = 10_000
FORMS = {"csv": (schema.table, "text/csv"), "jsonl": (schema.lines, "application/jsonl")}


@door.get("/audit")
def index() -> Response:
    """Show who did what, newest first; the address says which."""
    ask = Ask(audit.ENTRIES, MOST, filters=_filters(request.args))
    cursor = request.args.get("cursor")
    found = audit.index(desk(), ask.beginning(cursor) if cursor else ask)
    chosen = {name: request.args[name] for name in (*NAMES, *DAYS) if request.args.get(name)}
    return page("audit/index.html", found=found, chosen=chosen)


@door.get("/audit/export.<any(csv, jsonl):form>")
def export(form: str) -> Response:
    """Hand out the entries that the address asks for, oldest first."""
    write, media = FORMS[form]
    entries = audit.exported(desk(), _filters(request.args))
    response = Response("".join(write(entries)), content_type=f"{media}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="audit.{form}"'
    return response


@door.get("/audit/checkpoint")
def checkpoint() -> Response:
    """Hand out a signed statement of how far the trail goes, to be kept elsewhere."""
    made = audit.checkpoint(desk())
    text = json.dumps({**asdict(made), "at": made.at.isoformat()})
    response = Response(text, content_type="application/json")
    name = f"audit-checkpoint-{made.sequence}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@door.route("/audit/verification", methods=["GET", "POST"])
def verify() -> Response:
    """Check that nothing was edited, deleted or cut off; also against a checkpoint that was kept."""
    file = request.files.get("checkpoint")
    kept = None
    if file and file.filename:
        text = file.read(LONGEST_CHECKPOINT).decode(errors="replace")
        kept = audit.Checkpoint(**schema.checkpoint(text, file.filename))
    verdict = audit.verify(desk(), kept)
    return page("audit/verdict.html" if is_part() else "audit/verified.html", verdict=verdict, kept=kept)


def _filters(given: Mapping[str, str]) -> dict[str, Any]:
    named = {name: given[name].strip() for name in NAMES if given.get(name, "").strip()}
    return named | {
        name: _moment(name, given[name], after) for name, after in DAYS.items() if given.get(name)
    }


def _moment(name: str, text: str, after: int) -> datetime:
    """When a day of the reader's begins, or ends, in UTC."""
    try:
        day = date.fromisoformat(text) + timedelta(days=after)
    except (ValueError, OverflowError):
        raise InvalidInput(Problem(name, f"{text[:20]!r} is no day.", "Write it as 2027-03-31.")) from None
    regional = formats.present()
    begins = datetime.combine(day, time(), regional.zone if regional else UTC).astimezone(UTC)
    return begins - timedelta(microseconds=after)
